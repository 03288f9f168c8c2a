"""pydyf's PDF for less work: what it computes again for each object or each page is kept."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import pydyf

from greenpaper.portable import encoded

POINTS = 0.75  # in a CSS pixel


def install() -> None:
    """Have WeasyPrint make its PDF of this class."""
    pydyf.PDF = PDF


def at(pdf: pydyf.PDF, reference: bytes) -> Any:
    """The object that a reference means."""
    return pdf.objects[int(reference.split()[0])]


def pages(pdf: pydyf.PDF) -> list[pydyf.Dictionary]:
    """The page objects in their order."""
    return [pdf.objects[number] for number in pdf.pages["Kids"][::3]]


class PDF(pydyf.PDF):  # type: ignore[misc]
    """A PDF to which a placed object brings its company."""

    def __init__(self) -> None:
        self._page_references: tuple[bytes, ...] = ()
        self._is_complete = False
        super().__init__()

    def add_object(self, object_: pydyf.Object) -> None:
        """pydyf's, with the objects that a form consists of."""
        super().add_object(object_)
        for item in getattr(object_, "company", ()):
            if item.number is None:
                super().add_object(item)
        if self._is_complete:  # pydyf adds streams of its own
            _compress(object_)

    @property
    def page_references(self) -> tuple[bytes, ...]:
        """pydyf's, which it makes anew for each link and each structure element."""
        if len(self._page_references) != self.pages["Count"]:
            self._page_references = super().page_references
        return self._page_references

    def write(self, output: object, *arguments: object) -> None:
        """pydyf's, which asks for each object twice where the file has an identifier, and compresses it each time."""
        for item in self.objects:
            _compress(item)
        self.objects[:] = [item if item.free == "f" else _Written(item) for item in self.objects]
        self._is_complete = True
        super().write(output, *arguments)


def _compress(item: pydyf.Object) -> None:
    if isinstance(item, pydyf.Stream) and item.compress:
        extra, data = encoded(item)
        item.stream, item.extra, item.compress = [data], extra, False


class _Written(pydyf.Object):  # type: ignore[misc]
    compressible = False

    def __init__(self, item: pydyf.Object) -> None:
        super().__init__()
        self._item, self.number, self.compressible = item, item.number, item.compressible

    @cached_property
    def data(self) -> bytes:
        return bytes(self._item.data)
