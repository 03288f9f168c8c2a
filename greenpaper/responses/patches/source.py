"""A chapter's text as it lies in its file, and where in it the characters stand that pandoc read. Pure.

Reading rewrites lines before pandoc sees them (callouts, remarks, formulas), so a column there is another one here.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

MARK = "\ufeff"  # byte order mark
_TAB = 4  # columns, as pandoc counts
_END = re.compile(r"\r\n|\r|\n")
_LONGEST = 400  # characters in a line that may differ between two common ends, for them to be laid beside each other


@dataclass(frozen=True)
class Source:
    """`text` has the line ends and the byte order mark of the file; `lines` are numbers and texts that pandoc read."""

    text: str
    lines: Sequence[tuple[int, str]]
    _columns: dict[int, list[tuple[int, int] | None]] = field(default_factory=dict)

    @cached_property
    def bounds(self) -> tuple[tuple[int, int], ...]:
        """Where each line begins and ends, without its line end."""
        parts = _END.split(self.text)
        ends = [found.end() for found in _END.finditer(self.text)]
        begins = [1 if self.text.startswith(MARK) else 0, *ends]
        tops = [0, *ends]
        return tuple((begin, top + len(part)) for begin, top, part in zip(begins, tops, parts, strict=True))

    @property
    def nexts(self) -> tuple[int, ...]:
        """Where what follows each line begins."""
        return (*(begin for begin, _ in self.bounds[1:]), len(self.text))

    @property
    def newline(self) -> str:
        """The line end of the file."""
        found = _END.search(self.text)
        return found[0] if found else "\n"

    def line(self, offset: int) -> int:
        """The index of the line that an offset stands in."""
        low, high = 0, len(self.bounds) - 1
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.bounds[middle][0] <= offset else (low, middle - 1)
        return low

    def shown(self, line: int) -> str:
        """The text of a line."""
        begin, end = self.bounds[line]
        return self.text[begin:end]

    def span(self, spot: Sequence[int]) -> tuple[int, int] | None:
        """Where in the text a spot of reading stands: first line and column, and those behind its end."""
        first, column, last, behind = spot
        start = self._offset(first, column)
        if behind == 1 and last > first:
            end = self._offset(last - 1, None)
        else:
            end = self._offset(last, behind - 1, before=True)
        return None if start is None or end is None or end < start else (start, end)

    def _offset(self, line: int, column: int | None, before: bool = False) -> int | None:
        """Where the character in a column begins, or, with `before`, ends; the line's end without one."""
        if not 0 < line <= len(self.lines):
            return None
        if column is None:
            return self.bounds[self.lines[line - 1][0] - 1][1]
        columns = self._map(line - 1)
        found = columns[column - 1] if 0 < column <= len(columns) else None
        return found[before] if found else None

    def _map(self, index: int) -> list[tuple[int, int] | None]:
        """Where what pandoc has in each column of a line begins and ends."""
        if index not in self._columns:
            number, text = self.lines[index]
            begin, end = self.bounds[number - 1]
            places = beside(text, self.text[begin:end])
            made: list[tuple[int, int] | None] = []
            for start, stop, width in _letters(text):
                first, last = places[start], places[stop - 1]
                known = first is not None and last is not None and last - first == stop - 1 - start
                if text[start] == "\t":
                    width = _TAB - len(made) % _TAB
                made += [(begin + first, begin + last + 1) if known else None] * width  # type: ignore[operator]
            self._columns[index] = made
        return self._columns[index]


def _letters(text: str) -> Iterator[tuple[int, int, int]]:
    """Each letter with its accents, [start:stop] of a text, and its length for pandoc, which composes them."""
    start = 0
    for stop in range(1, len(text) + 1):
        if stop == len(text) or not unicodedata.combining(text[stop]):
            yield start, stop, len(unicodedata.normalize("NFC", text[start:stop]))
            start = stop


def beside(text: str, own: str) -> list[int | None]:
    """For each character of a rewritten line its place in the line of the source, None where it has none."""
    if text == own:
        return list(range(len(own)))
    shorter = min(len(text), len(own))
    tail = next((n for n in range(shorter) if text[-1 - n] != own[-1 - n]), shorter)
    head = next((n for n in range(shorter - tail) if text[n] != own[n]), shorter - tail)
    made: list[int | None] = [None] * len(text)
    made[:head] = range(head)
    made[len(text) - tail :] = range(len(own) - tail, len(own))
    middle, other = text[head : len(text) - tail], own[head : len(own) - tail]
    if len(middle) <= _LONGEST and len(other) <= _LONGEST:
        for a, b, size in difflib.SequenceMatcher(None, middle, other, autojunk=False).get_matching_blocks():
            made[head + a : head + a + size] = range(head + b, head + b + size)
    return made
