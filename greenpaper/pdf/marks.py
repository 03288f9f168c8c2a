"""Marked content in a page's drawing instructions (ISO 32000-1, 14.6), also inside transparency groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pydyf


class Marks:
    """The marked content of one page. `stream` is the page's contents, as WeasyPrint drew it, not yet written."""

    def __init__(self, pdf: pydyf.PDF, stream: Any) -> None:
        self.stream = stream
        self.count = len(stream._tags)
        self.artifacts: set[int] = set()
        self._places = {
            mcid: (number, group, index)
            for number, group in enumerate(_groups(pdf, stream))
            for mcid, index in _numbers(group)
        }

    def group(self, mcid: int) -> Any | None:
        """The transparency group that content is drawn in, if it is in one."""
        number, group, _ = self._places[mcid]
        return group if number else None

    def make_artifact(self, mcid: int, properties: Mapping[str, str]) -> None:
        """Have content be no part of the text."""
        _, group, index = self._places[mcid]
        group.stream[index - 1] = "/Artifact"
        group.stream[index] = pydyf.Dictionary(properties)
        self.artifacts.add(mcid)


def _numbers(stream: Any) -> Iterator[tuple[int, int]]:
    """Number of each piece of marked content, and where its property list stands."""
    items = stream.stream
    for index, item in enumerate(items):
        if item == b"BDC" and "MCID" in items[index - 1]:
            yield items[index - 1]["MCID"], index - 1


def _groups(pdf: pydyf.PDF, stream: Any) -> Iterator[Any]:
    """The stream, and the groups drawn in it, which `opacity` makes."""
    yield stream
    drawn = {item[1:-3].decode() for item in stream.stream if isinstance(item, bytes) and item.endswith(b" Do")}
    for name in sorted(name for name in drawn if name.startswith("x")):
        reference = stream._resources["XObject"].get(name)
        group = pdf.objects[int(reference.split()[0])] if isinstance(reference, bytes) else reference
        if hasattr(group, "_tags"):
            yield from _groups(pdf, group)
