"""Jumps to structure elements, as PDF/UA-2 demands them (ISO 14289-2, 8.8; ISO 32000-2, 12.3.2.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pydyf

from greenpaper.pdf.writing import at


def write(pdf: pydyf.PDF, targets: Mapping[str, bytes], outlined: Sequence[bytes], other: bytes) -> None:
    """Give every named destination, link and bookmark the structure element that it leads to.

    `targets` are the elements by the anchors' names, `outlined` those of the bookmarks in their order, `other` is the
    element for an anchor that has none.
    """
    names = pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
    named: dict[str, pydyf.Array] = {}
    for index in range(0, len(names), 2):
        anchor, page = names[index].string, names[index + 1]
        named[anchor] = pydyf.Array([targets.get(anchor, other), *page[1:]])
        names[index + 1] = pydyf.Dictionary({"D": page, "SD": named[anchor]})
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("Subtype") == "/Link" and "Dest" in item:
            name = item.pop("Dest")
            item["A"] = _go_to(name, named[name.string])
    for bookmark, element in zip(_bookmarks(pdf), outlined, strict=True):
        page = bookmark.pop("Dest")
        bookmark["A"] = _go_to(page, pydyf.Array([element, *page[1:]]))


def _go_to(destination: Any, structure: pydyf.Array) -> pydyf.Dictionary:
    return pydyf.Dictionary({"S": "/GoTo", "D": destination, "SD": structure})


def _bookmarks(pdf: pydyf.PDF) -> Iterator[pydyf.Dictionary]:
    if "Outlines" in pdf.catalog:
        yield from _below(pdf, at(pdf, pdf.catalog["Outlines"]))


def _below(pdf: pydyf.PDF, parent: pydyf.Dictionary) -> Iterator[pydyf.Dictionary]:
    reference = parent.get("First")
    while reference:
        bookmark = at(pdf, reference)
        yield bookmark
        yield from _below(pdf, bookmark)
        reference = bookmark.get("Next")
