"""Ranges that begin and end anywhere in a text (bookmarks, comments: ECMA-376 part 1, 17.13.2), cut at paragraphs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from greenpaper.responses.reply import Mark

_OPEN = 100  # ranges over one place that are followed; a hundred comments lie on no word


@dataclass(slots=True)
class Range:
    """A range's part in a paragraph that is being read."""

    name: str
    start: int
    end: int = 0
    begins: bool = False
    ends: bool = False

    def mark(self) -> Mark:
        """The finished part."""
        return Mark(name=self.name, start=self.start, end=self.end, begins=self.begins, ends=self.ends)


class Ranges:
    """The ranges of one kind in one story, told of every beginning, end and paragraph in the order of the text.

    `closed` are the ids that have an end: what has none reaches to the end of its paragraph.
    """

    def __init__(self, closed: Iterable[str]) -> None:
        self._closed = frozenset(closed)
        self._names: dict[str, str] = {}  # of ranges that have begun, by id
        self._open: dict[str, Range] = {}  # by name; each its part in the present paragraph, or in the last
        self._lost: set[str] = set()  # names of open ones without an end
        self._within = False  # whether a paragraph is being read
        self._parts: list[Range] = []
        self._before: dict[str, Range] = {}  # parts in the paragraph before, of those that went on from there
        self.begun = "", -1  # the name and the offset of the one that began last in this paragraph

    def enter(self) -> None:
        """A paragraph begins."""
        self._within, self._parts, self.begun = True, [], ("", -1)
        for name, last in self._open.items():
            begins = last.start < 0  # it began between paragraphs
            self._open[name] = Range(name, 0, begins=begins)
            self.begun = (name, 0) if begins else self.begun

    def begin(self, identifier: str, name: str, at: int) -> None:
        """A range begins. One that is begun twice has begun at the first; LibreOffice writes that, and ends it once."""
        self._names[identifier] = name
        if identifier in self._closed:
            self._lost.discard(name)
        if name in self._open or len(self._open) >= _OPEN:
            return
        if identifier not in self._closed:
            self._lost.add(name)
        if self._within:
            self.begun = name, at
        self._open[name] = Range(name, at if self._within else -1, begins=True)

    def end(self, identifier: str, at: int) -> None:
        """A range ends."""
        ended = self._open.pop(self._names.pop(identifier, ""), None)
        if ended is None:
            return
        self._lost.discard(ended.name)
        ended.ends = True
        if not self._within:  # its last part, in a paragraph that was read, ends there after all
            return
        if ended.begins or at > 0:
            ended.end = at
            self._parts.append(ended)
        elif last := self._before.get(ended.name):
            last.ends = True

    def point(self, name: str, at: int) -> None:
        """A place in the paragraph that is being read, without a range."""
        self._parts.append(Range(name, at, at, begins=True, ends=True))

    def leave(self, length: int) -> list[Range]:
        """The paragraph ends after so many characters: the parts in it, in the order of their starts."""
        for name, part in list(self._open.items()):
            part.end = length
            self._parts.append(part)
            if name in self._lost:
                self._lost.discard(name)
                del self._open[name]
        self._before = dict(self._open)
        self._within = False
        return sorted(self._parts, key=lambda part: part.start)
