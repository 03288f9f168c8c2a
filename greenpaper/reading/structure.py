"""Where a line stands, for all that looks at lines before pandoc does: in which quotes and list items, and in code.

A short form of the block structure of CommonMark (appendix, phase 1), with footnotes, definitions and admonitions as
further containers. Headings, tables and HTML need no node here; they are lines that are no paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from greenpaper.reading.lines import Line, Lines

TAB = 4  # columns; also from where on an indented line is code (CommonMark 4.4)
_QUOTE = re.compile(r" {0,3}> ?")
_RULE = re.compile(r" {0,3}(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$")
_ITEM = re.compile(r" {0,3}(?P<mark>[-*+]|(?P<number>\d{1,9})[.)]|[:~])(?P<space> +|$)")
_NOTE = re.compile(r" {0,3}\[\^[^\]\s]+\]:")
_ADMONITION = re.compile(r" {0,3}(?:!!!|\?\?\?\+?) *[\w\"]")
_SINGLE = re.compile(r" {0,3}(?:#{1,6}(?: |$)|:{3,}|=+ *$)")  # headings, marks of fenced divs
_FENCE = re.compile(r" {0,3}(?P<marks>`{3,}(?=[^`]*$)|~{3,})(?P<info>.*)$")
_AS_QUOTE = 0  # in the list of open containers; other numbers are the columns that a list item's text is indented


@dataclass(frozen=True, slots=True)
class Place:
    """One line: `text` is what follows the marks of quotes and items, `column` where it begins, tabs expanded."""

    text: str
    column: int
    fenced: bool = False  # a fence, or between two
    indented: bool = False  # indented code
    continues: bool = False  # goes on with the paragraph of the line before

    @property
    def code(self) -> bool:
        """Not to be read as Markdown."""
        return self.fenced or self.indented

    @property
    def indent(self) -> int:
        """Columns of white space at the beginning of `text`."""
        return len(self.text) - len(self.text.lstrip(" "))


class Structure:
    """To be asked once for every line, in order."""

    def __init__(self) -> None:
        self._open: list[int] = []
        self._fence: str | None = None
        self._paragraph = False

    @property
    def in_fence(self) -> bool:
        """Whether the last line was inside a fenced block, so that a text that ends there leaves it open."""
        return self._fence is not None

    def place(self, line: str) -> Place:
        """Where the line stands."""
        text = line.expandtabs(TAB)
        matched, column = self._match(text)
        if self._fence is not None and matched == len(self._open):
            rest = text[column:]
            closing = _FENCE.match(rest)
            if closing and closing["marks"].startswith(self._fence) and not closing["info"].strip():
                self._fence = None
            return Place(rest, column, fenced=True)
        if self._fence is not None:  # its quote or list item has ended, and the block with it (CommonMark 4.5)
            self._fence, self._paragraph = None, False
        lazy = self._paragraph and matched < len(self._open) and not _begins_block(text[column:])
        if not lazy:
            self._paragraph = self._paragraph and matched == len(self._open)
            self._open = self._open[:matched]
            column = self._enter(text, column)
        return self._leaf(text[column:], column)

    def _match(self, text: str) -> tuple[int, int]:
        """How many of the open containers the line goes on with, and the column after their marks."""
        column = 0
        for count, container in enumerate(self._open):
            rest = text[column:]
            if container == _AS_QUOTE:
                found = _QUOTE.match(rest)
                if not found:
                    return count, column
                column += found.end()
            elif rest.strip() and not rest.startswith(" " * container):
                return count, column
            else:
                column = min(column + container, len(text))
        return len(self._open), column

    def _enter(self, text: str, column: int) -> int:
        """Open the containers that begin in the line; the column after their marks."""
        while True:
            rest = text[column:]
            if found := _QUOTE.match(rest):
                self._open.append(_AS_QUOTE)
                width = found.end()
            elif width := self._item(rest):
                self._open.append(width)
            else:
                return column
            self._paragraph = False
            column = min(column + width, len(text))

    def _item(self, rest: str) -> int:
        """Columns of a list item's mark and the white space after it, 0 where none begins (CommonMark 5.2)."""
        found = _ITEM.match(rest)
        if not found or _RULE.match(rest):
            return 0
        empty = not rest[found.end() :]
        if self._paragraph and (empty or found["number"] not in {None, "1"}):
            return 0
        return found.end("mark") + 1 if empty or len(found["space"]) > TAB else found.end()

    def _leaf(self, rest: str, column: int) -> Place:
        continues = self._paragraph and bool(rest.strip())
        if not rest.strip():
            self._paragraph = False
            return Place(rest, column)
        if rest.startswith(" " * TAB) and not continues:
            return Place(rest, column, indented=True)
        if found := _FENCE.match(rest):
            self._fence, self._paragraph = found["marks"], False
            return Place(rest, column, fenced=True)
        self._paragraph = not (_SINGLE.match(rest) or _RULE.match(rest))
        if (found := _NOTE.match(rest)) or (found := _ADMONITION.match(rest)):
            self._open.append(TAB)
            self._paragraph = found.re is _NOTE
            continues = False
        return Place(rest, column, continues=continues and self._paragraph)


def _begins_block(rest: str) -> bool:
    patterns = (_QUOTE, _ITEM, _RULE, _SINGLE, _FENCE, _NOTE, _ADMONITION)
    return not rest.strip() or any(pattern.match(rest) for pattern in patterns)


def outside_code(lines: Lines) -> list[tuple[Line, Place]]:
    """The lines that are read as Markdown, with their places."""
    structure = Structure()
    return [(line, place) for line in lines if not (place := structure.place(line.text)).code]
