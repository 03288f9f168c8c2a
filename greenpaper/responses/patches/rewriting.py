"""A change of words inside a piece -> ways to write it in the source, the likeliest first. Pure.

Each way says which characters of the file become others, and what the piece shall show then. Which of them is right is
not for this module to say: a way may turn out to mean something else in Markdown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from greenpaper.responses.patches.proof import Shown, shown
from greenpaper.responses.patches.source import Source
from greenpaper.responses.patches.units import Holder, Unit, What
from greenpaper.responses.patches.ways import ByHandError, Replacement, Way, blank_lead, is_lead, merged
from greenpaper.responses.written import escaping
from greenpaper.responses.written.escaping import Level
from greenpaper.tree import INLINE_WRAPPERS

_TEXTUAL = INLINE_WRAPPERS | {"Code"}  # what may go with its text
_SPACES = re.compile(r"[ \t\u2028]+")


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where new text may come: before the unit of this index, at an offset, inside `within`."""

    index: int
    offset: int
    within: tuple[Holder, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The units of a piece, its source, and of which kind it is."""

    units: Sequence[Unit]
    source: Source
    kind: str
    empty: tuple[int, int] | None = None  # where the text of a cell without any would stand

    def ways(self, first: int, last: int, new: str) -> Iterator[Way]:
        """Ways for the units [first:last] to become `new`, or for `new` to come where there is no text between them.

        ByHandError where there are none that keep what Markdown has there.
        """
        if bad := escaping.unfit(new.replace("\t", " ")):
            raise ByHandError(f"the new text has the character {bad}, which nobody sees")
        new = _SPACES.sub(" ", unicodedata.normalize("NFC", new))
        gone = any(unit.text for unit in self.units[first:last])
        if not gone and not new:
            raise ByHandError("it changes nothing that is in the source")
        yield from self._replaced(first, last, new) if gone else self._inserted(first, last, new)

    # New text

    def _inserted(self, low: int, high: int, new: str) -> Iterator[Way]:
        for spot in self._spots(low, high, new):
            text = self._trimmed(new, spot.index, spot.index)
            if text:
                out = (Replacement(*self.empty),) if self.empty else ()
                yield from self._written(spot, text, out, (spot.index, spot.index), ())

    def _spots(self, low: int, high: int, new: str) -> list[_Spot]:
        """Where new text may come between two characters: inside or outside of what ends or begins there."""
        spots: list[_Spot] = [_Spot(0, self.empty[0], ())] if self.empty else []
        for index in range(low, high + 1):
            left = self.units[index - 1] if index else None
            right = self.units[index] if index < len(self.units) else None
            common = _common(left, right)
            if left and left.span:
                spots.append(_Spot(index, left.span[1], left.within))
                spots += _outside(index, left.within, common, 1)
            if right and right.span:
                spots.append(_Spot(index, right.span[0], right.within))
                spots += _outside(index, right.within, common, 0)
        if not spots:
            raise ByHandError("the source does not show where the text would stand")
        unique = {(spot.index, spot.offset): spot for spot in reversed(spots)}
        return sorted(unique.values(), key=lambda spot: self._rank(spot, low, high, new))

    def _rank(self, spot: _Spot, low: int, high: int, new: str) -> tuple[object, ...]:
        """The letters of a word stay together; behind a note's sign comes what begins with a space; else outside."""
        left = self.units[low - 1] if low else None
        right = self.units[high] if high < len(self.units) else None
        goes_on = left is not None and left.text.isalnum() and new[0].isalnum()
        leads_in = right is not None and right.text.isalnum() and new[-1].isalnum()
        behind = new[0].isspace()
        if goes_on and left:
            return (spot.index, spot.within != left.within, len(spot.within))
        if leads_in and right:
            return (-spot.index, spot.within != right.within, len(spot.within))
        return (-spot.index if behind else spot.index, len(spot.within))

    # Text that goes

    def _replaced(self, first: int, last: int, new: str) -> Iterator[Way]:
        going = self.units[first:last]
        for unit in going:
            _check(unit)
        text = self._trimmed(new, first, last)
        kept = None if text else self._kept_break(first, last)
        if not text:
            first, last = self._wider(first, last, kept)
            going = self.units[first:last]
        covered = self._covered(first, last)
        common = _inmost(covered, going)
        fast = next((holder for holder in covered if holder.kind not in _TEXTUAL or not holder.span), None)
        if fast and not (text and common):
            raise ByHandError(f"{_named(fast)} would go with its text")
        if text and common:
            yield from self._over(first, last, text, ())
        if not fast:
            yield from self._over(first, last, text, covered, kept)

    def _over(
        self, first: int, last: int, text: str, covered: Sequence[Holder], kept: int | None = None
    ) -> Iterator[Way]:
        """Ways to replace units, of which `covered` go with their marks; the line end at `kept` stays."""
        out = self._removed(first, last, covered, kept)
        going = self.units[first:last]
        gone = tuple(holder.name for holder in self._covered(first, last))
        spots = []
        for unit, side in ((going[0], 0), (going[-1], 1)):
            depth = next((depth for depth, holder in enumerate(unit.within) if holder in covered), len(unit.within))
            span = unit.within[depth].span if depth < len(unit.within) else unit.span
            assert span is not None
            spots.append(_Spot(first, span[side], unit.within[:depth]))
        for spot in spots[: 1 if spots[0].within == spots[1].within or not text else 2]:
            yield from self._written(spot, text, out, (first, last), gone)

    def _removed(self, first: int, last: int, covered: Sequence[Holder], kept: int | None) -> tuple[Replacement, ...]:
        spans = {holder.span for holder in covered}
        for index in range(first, last):
            unit = self.units[index]
            if index != kept and not any(holder in covered for holder in unit.within):
                spans.add(unit.span)
        known = sorted(span for span in spans if span)
        outside = {unit.span for unit in (*self.units[:first], *self.units[last:]) if unit.span}
        if outside & set(known):
            raise ByHandError("only a part of a character that is written by its name would go")
        return tuple(Replacement(*span) for span in known)

    def _wider(self, first: int, last: int, kept: int | None) -> tuple[int, int]:
        """The range with one of the spaces that would meet, or stand at an end, when the text is gone."""
        left = self.units[first - 1] if first else None
        right = self.units[last] if last < len(self.units) else None
        before, after = left is None or left.blank, right is None or right.blank
        if kept is not None:
            return first - (left is not None and left.blank), last + (right is not None and right.blank)
        if not (before and after):
            return first, last
        if right is None:
            return first - (left is not None), last
        if left is None or left.what is What.BREAK:
            return first, last + 1
        if right.what is What.BREAK or len(left.within) >= len(right.within):
            return first - 1, last
        return first, last + 1

    def _kept_break(self, first: int, last: int) -> int | None:
        """A line end in text that goes, which can stay for the space that is left."""
        left = self.units[first - 1] if first else None
        right = self.units[last] if last < len(self.units) else None
        spaces = [unit for unit in (left, right) if unit and unit.what is What.SPACE]
        ends = [index for index in range(first, last) if self.units[index].what is What.BREAK]
        return ends[-1] if ends and left and right and spaces else None

    def _covered(self, first: int, last: int) -> tuple[Holder, ...]:
        """The outermost of those that hold none but the units [first:last]."""
        outside = {holder for unit in (*self.units[:first], *self.units[last:]) for holder in unit.within}
        found = {holder: None for unit in self.units[first:last] for holder in unit.within if holder not in outside}
        inner = {below for unit in self.units[first:last] for below in _below(unit.within, found)}
        return tuple(holder for holder in found if holder not in inner)

    # Both

    def _trimmed(self, new: str, first: int, last: int) -> str:
        """New text without spaces where there is one already, or where it would stand at an end."""
        left = self.units[first - 1] if first else None
        right = self.units[last] if last < len(self.units) else None
        if left is None or left.blank:
            new = new.lstrip(" ")
        return new.rstrip(" ") if right is None or right.blank else new

    def _written(
        self, spot: _Spot, text: str, out: tuple[Replacement, ...], among: tuple[int, int], gone: tuple[str, ...]
    ) -> Iterator[Way]:
        first, last = among
        fresh = [_mark(sign) for sign in text]
        marks = (*shown(self.units[:first]), *fresh, *shown(self.units[last:]))
        near = [*self.units[max(0, first - 1) : last + 1]]
        allowed = frozenset(unit.names[:depth] for unit in near for depth in range(len(unit.names) + 1))
        held = tuple(holder.name for holder in {holder for unit in self.units for holder in unit.within})
        result = Shown(marks, allowed if near else frozenset({()}), held, _all_gone(self, first, last) if gone else ())
        told: set[tuple[Replacement, ...]] = set()
        for written in self._texts(spot, text) if text else ("",):
            made = merged((*out, Replacement(spot.offset, spot.offset, written)))
            if made not in told:
                told.add(made)
                yield Way(made, result)

    def _texts(self, spot: _Spot, text: str) -> Iterator[str]:
        """How new text may be written there."""
        if any(holder.kind == "Code" for holder in spot.within):
            if "\n" in text or "`" in text:
                raise ByHandError("the new text stands in code, which cannot hold it")
            yield text
            return
        if self.empty:
            yield from (f" {escaping.escaped(text, level, first=False)} " for level in Level)
            return
        line = self.source.line(spot.offset)
        begin = self.source.bounds[line][0]
        lead = self.source.text[begin : spot.offset]
        for level in Level:
            parts = [
                escaping.escaped(part, level, first=bool(at) or (self.kind != "cell" and is_lead(lead)))
                for at, part in enumerate(text.split("\n"))
            ]
            yield self._broken(lead).join(parts)

    def _broken(self, lead: str) -> str:
        """A line break that shows, as it is written in this piece."""
        if self.kind == "cell":
            return "<br>"
        return f"\\{self.source.newline}{blank_lead(lead)}"


def _mark(sign: str) -> tuple[What, str, None]:
    if sign == "\n":
        return What.LINE, sign, None
    return (What.SPACE if sign == " " else What.TEXT), sign, None


def _all_gone(words: Words, first: int, last: int) -> tuple[str, ...]:
    outside = {holder for unit in (*words.units[:first], *words.units[last:]) for holder in unit.within}
    inside = {holder for unit in words.units[first:last] for holder in unit.within} - outside
    return tuple(holder.name for holder in inside)


def _check(unit: Unit) -> None:
    if unit.what is What.SIGN:
        raise ByHandError("a note or an image stands in the text that would go")
    if unit.what is What.LINE:
        raise ByHandError("a line break stands in the text that would go")
    if unit.what is What.WHOLE:
        raise ByHandError("a formula stands in the text that would go")
    if unit.what is What.PARAGRAPH:
        raise ByHandError("the end of a paragraph stands in the text that would go")
    if unit.span is None:
        raise ByHandError("the source does not show where the text stands")


def _common(left: Unit | None, right: Unit | None) -> int:
    """How many stand round both."""
    if left is None or right is None:
        return 0
    return sum(1 for _ in takewhile(lambda both: both[0] is both[1], zip(left.within, right.within, strict=False)))


def _outside(index: int, within: tuple[Holder, ...], common: int, side: int) -> Iterator[_Spot]:
    """The places outside of all that ends or begins there."""
    for depth in range(common, len(within)):
        span = within[depth].span
        if span:
            yield _Spot(index, span[side], within[:depth])


def _below(within: tuple[Holder, ...], found: dict[Holder, None]) -> tuple[Holder, ...]:
    first = next((at for at, holder in enumerate(within) if holder in found), len(within))
    return within[first + 1 :]


def _inmost(covered: Sequence[Holder], going: Sequence[Unit]) -> bool:
    """Whether all that goes stands in one of these, with the same things round it."""
    return len(covered) == 1 and len({unit.within for unit in going}) == 1


def _named(holder: Holder) -> str:
    return {"Link": "a link", "Span": "a marked text"}.get(holder.kind, "what holds it")
