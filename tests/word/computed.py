"""What Word shows where it computes: numbers of headings from their lists, counts of captions, results of REF fields.

Written from ECMA-376 (part 1, 17.9 and 17.16) and from nothing of the package's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def val(element: etree._Element | None, key: str = "val") -> str:
    return "" if element is None else element.get(f"{W}{key}", "")


def style_of(paragraph: etree._Element) -> str:
    return val(paragraph.find(f"{W}pPr/{W}pStyle"))


def text(element: etree._Element) -> str:
    """The text of an element, tabs and line ends as spaces, instructions of fields left out."""
    kinds = {f"{W}t", f"{W}tab", f"{W}br"}
    pieces = (
        piece
        for piece in element.iter(*kinds)
        if piece.tag == f"{W}t" or piece.getparent().tag == f"{W}r"  # type: ignore[union-attr]
    )
    return "".join(piece.text or "" if piece.tag == f"{W}t" else " " for piece in pieces)


class Numbers:
    """The lists of a package: the number that a heading shows, and the mark of an item."""

    def __init__(self, numbering: etree._Element, styles: etree._Element) -> None:
        abstract = {val(item, "abstractNumId"): item for item in numbering.iterfind(f"{W}abstractNum")}
        self._lists = {
            val(item, "numId"): abstract[val(item.find(f"{W}abstractNumId"))] for item in numbering.iterfind(f"{W}num")
        }
        # Starts and whole levels that an instance of a list has in place of its list's (17.9.8)
        self._starts: dict[tuple[str, int], str] = {}
        self._own: dict[tuple[str, int], etree._Element] = {}
        for item in numbering.iterfind(f"{W}num"):
            for override in item.iterfind(f"{W}lvlOverride"):
                key, own = (val(item, "numId"), int(val(override, "ilvl"))), override.find(f"{W}lvl")
                self._starts[key] = val(override.find(f"{W}startOverride"))
                if own is not None:
                    self._own[key] = own
        self._styles = {val(style, "styleId"): style for style in styles.iterfind(f"{W}style")}
        self._counters: dict[str, list[int]] = {}

    def next(self, paragraph: etree._Element) -> str:
        """The number of the next heading or item, or "" for none; one that stands there as text is text."""
        place = paragraph.find(f"{W}pPr/{W}numPr")
        if place is None:
            place = self._styles[style_of(paragraph)].find(f"{W}pPr/{W}numPr")
        number, level = val(place.find(f"{W}numId")), int(val(place.find(f"{W}ilvl")))  # type: ignore[union-attr]
        if number == "0":
            return ""
        levels = [self._own.get((number, at), entry) for at, entry in enumerate(self._lists[number].findall(f"{W}lvl"))]
        counter = self._counters.setdefault(number, [0] * 9)
        start = int(self._starts.get((number, level)) or val(levels[level].find(f"{W}start")) or "1")
        counter[level] = counter[level] + 1 if counter[level] else start
        counter[level + 1 :] = [0] * (8 - level)
        shown = val(levels[level].find(f"{W}lvlText"))
        for at, (entry, count) in enumerate(zip(levels, counter, strict=True), 1):
            form = val(entry.find(f"{W}numFmt"))
            letter = chr(64 + count) if form.endswith("Letter") else str(count)
            shown = shown.replace(f"%{at}", letter.lower() if form.startswith("lower") else letter)
        return shown


def headings(document: etree._Element, numbers: Numbers) -> Iterator[tuple[etree._Element, str]]:
    """Every heading with the number that Word gives it."""
    for paragraph in document.iter(f"{W}p"):
        if re.fullmatch(r"Heading\d", style_of(paragraph)):
            yield paragraph, numbers.next(paragraph)


@dataclass(frozen=True)
class Field:
    """A complex field (17.16.18): its instruction, and the result that is kept with it."""

    instruction: str
    cached: str
    styles: frozenset[str]  # character styles of the runs of both


def fields(root: etree._Element) -> Iterator[Field]:
    """The fields of a part, innermost first."""
    opened: list[tuple[list[str], list[str], set[str], list[bool]]] = []
    for run in root.iter(f"{W}r"):
        for piece in run:
            kind = val(piece, "fldCharType") if piece.tag == f"{W}fldChar" else ""
            if kind == "begin":
                opened.append(([], [], set(), [False]))
            if opened:
                opened[-1][2].add(val(run.find(f"{W}rPr/{W}rStyle")))
            if kind == "separate":
                opened[-1][3][0] = True
            elif kind == "end":
                code, shown, styles, _ = opened.pop()
                yield Field("".join(code).strip(), "".join(shown), frozenset(styles))
            elif piece.tag == f"{W}instrText":
                opened[-1][0].append(piece.text or "")
            elif piece.tag == f"{W}t":
                for _, shown, _, separated in opened:
                    if separated[0]:
                        shown.append(piece.text or "")


def marked(document: etree._Element, name: str) -> str:
    """The text between the ends of a bookmark."""
    start = next(mark for mark in document.iter(f"{W}bookmarkStart") if val(mark, "name") == name)
    pieces: list[str] = []
    for element in start.xpath("following::*"):
        if element.tag == f"{W}bookmarkEnd" and val(element, "id") == val(start, "id"):
            return "".join(pieces)
        assert element.tag != f"{W}p", f"the bookmark {name} goes on in another paragraph"
        if element.tag == f"{W}t":
            pieces.append(element.text or "")
    raise AssertionError(f"the bookmark {name} does not end")


def computed(document: etree._Element, numbers: Numbers, instructions: set[str]) -> dict[str, str]:
    """The results of REF fields: the bookmark's text, or with `\\n` the number of its paragraph."""
    shown = {
        val(mark, "name"): number
        for paragraph, number in headings(document, numbers)
        for mark in paragraph.iter(f"{W}bookmarkStart")
    }
    results = {}
    for instruction in instructions:
        _, name, *switches = instruction.split()
        results[instruction] = shown[name] if "\\n" in switches else marked(document, name)
    return results
