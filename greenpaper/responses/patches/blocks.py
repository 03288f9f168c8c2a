"""Paragraphs, items and rows that are divided, added or taken away -> ways to write that in the source. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from greenpaper.responses.patches import shapes
from greenpaper.responses.patches.chapters import View
from greenpaper.responses.patches.proof import Mark, Shown, Wanted, shown
from greenpaper.responses.patches.source import Source
from greenpaper.responses.patches.units import Unit, What, units
from greenpaper.responses.patches.ways import ByHandError, Replacement, Way, blank_lead
from greenpaper.responses.remarks.strand import SHOWN
from greenpaper.responses.written.escaping import Level, escaped, unfit
from greenpaper.tree import Node

_NUMBER = re.compile(r"\d{1,9}(?=[.)]\s+$)")
_MARK = re.compile(r"[\s>]*(?:[-*+]|\d{1,9}[.)])\s+")
_BAR = re.compile(r"(?<!\\)\|")
_LISTS = frozenset({"BulletList", "OrderedList"})
_DIVIDED = frozenset({"paragraph", "item"})


@dataclass(frozen=True, slots=True)
class Blocks:
    """A piece of a view, by its index, with its units and its source."""

    view: View
    index: int
    units: Sequence[Unit]
    source: Source

    @property
    def kind(self) -> str:
        """What the piece is."""
        return self.view.pieces[self.index].kind

    # Taken away

    def removed(self) -> Iterator[tuple[Way, Wanted]]:
        """Ways to take the whole paragraph or item away."""
        if self.kind not in _DIVIDED:
            raise ByHandError(f"all of a {self.kind} would go")
        _check(self.units)
        wanted = Wanted(self.index, (), lambda blocks: shapes.without(blocks, self.index), gone=_holders(self.units))
        for way in self._lines(*_lines(self.units, self.source)):
            yield way, wanted

    def row_removed(self, quoted: str) -> Iterator[tuple[Way, Wanted]]:
        """Ways to take the row away that the cell stands in, if it says what is quoted."""
        cells = next((row for row in shapes.rows(self.view.skeleton) if self.index in row), None)
        if cells is None or cells != list(range(cells[0], cells[-1] + 1)):
            raise ByHandError("the row is not one of a table's body, or has notes or several paragraphs in its cells")
        made = [units(self.view.pieces[cell].content, self.source) for cell in cells]
        said = [unit.text for cell in made for unit in cell]
        if "".join("".join(said).split()) != "".join(quoted.replace(" | ", " ").split()):
            raise ByHandError("the row's text has changed since")
        inside = [unit for cell in made for unit in cell]
        _check(inside)
        wanted = Wanted(
            cells[0], (), lambda blocks: shapes.without_row(blocks, cells[0]), count=len(cells), gone=_holders(inside)
        )
        first, last = _lines(inside, self.source)
        if first != last:
            raise ByHandError("the row does not stand on a line of its own")
        begin, _ = self.source.bounds[first]
        yield Way((Replacement(begin, self._after(last)),), Shown(())), wanted

    def empty_cell(self) -> tuple[int, int] | None:
        """Between which bars a cell without text stands, by its place in its row; None where that is not clear."""
        row = next((row for row in shapes.rows(self.view.skeleton, heads=True) if self.index in row), [])
        said = [unit for cell in row for unit in units(self.view.pieces[cell].content, self.source) if unit.span]
        if not said or self.units:
            return None
        line, last = _lines(said, self.source)
        begin = self.source.bounds[line][0]
        bars = [begin + found.start() for found in _BAR.finditer(self.source.shown(line))]
        at = row.index(self.index)
        return (bars[at] + 1, bars[at + 1]) if line == last and len(bars) == len(row) + 1 else None

    def _lines(self, first: int, last: int) -> Iterator[Way]:
        """Ways to take lines away: with the blank line behind them, or before them, or as they are."""
        begin, end = self.source.bounds[first][0], self._after(last)
        blank = [self._blank(line) for line in (first - 1, last + 1)]
        if blank[1] and last + 1 < len(self.source.bounds):
            yield Way((Replacement(begin, self._after(last + 1)),), Shown(()))
        if blank[0] and first:
            yield Way((Replacement(self.source.bounds[first - 1][0], end),), Shown(()))
        yield Way((Replacement(begin, end),), Shown(()))

    def _blank(self, line: int) -> bool:
        return not 0 <= line < len(self.source.bounds) or not self.source.shown(line).strip(" \t>")

    def _after(self, line: int) -> int:
        """Where the next line begins."""
        return self.source.bounds[line + 1][0] if line + 1 < len(self.source.bounds) else self.source.bounds[line][1]

    # Divided and added

    def divided(self, first: int, last: int, new: str) -> Iterator[tuple[Way, Wanted]]:
        """Ways for `new`, which has ends of paragraphs, to come between the units before and behind [first:last]."""
        if bad := unfit(new):
            raise ByHandError(f"the new text has the character {bad}, which nobody sees")
        parts = [" ".join(part.split()) for part in new.split(SHOWN)]
        if any(unit.text.strip() for unit in self.units[first:last]):
            raise ByHandError("text goes where the paragraph is divided")
        left = next((n for n in range(last, 0, -1) if not self.units[n - 1].blank), 0)
        right = next((n for n in range(left, len(self.units)) if not self.units[n].blank), len(self.units))
        if left == len(self.units) and not parts[0]:
            yield from self._behind(parts[1:])
        elif not any(unit.text for unit in self.units[:left]) and not parts[-1]:
            yield from self._before(parts[:-1])
        elif left and right < len(self.units):
            yield from self._inside(left, right, parts)
        else:
            raise ByHandError("it is not clear which part of the paragraph is the new one")

    def _inside(self, left: int, right: int, parts: list[str]) -> Iterator[tuple[Way, Wanted]]:
        if self.kind not in _DIVIDED:
            raise ByHandError(f"a {self.kind} would be divided")
        one, other = self.units[left - 1], self.units[right]
        if set(one.within) & set(other.within):
            raise ByHandError("the end of the paragraph would stand in emphasis, a link or the like")
        start, end = _edge(one, 1), _edge(other, 0)
        shapes = self._both(self.units[:left], self.units[right:], parts)
        for level in Level:
            for between in self._separators():
                texts = [escaped(part, level, first=bool(n)) for n, part in enumerate(parts)]
                space = " " if texts[0] and texts[0][0].isalnum() and start < end else ""
                text = space + "".join(
                    part + separator for part, separator in zip(texts, [*between(len(parts) - 1), ""], strict=True)
                )
                if texts[-1] and start < end:
                    text += " "
                yield Way((Replacement(start, end, text),), Shown(())), shapes

    def _both(self, before: Sequence[Unit], behind: Sequence[Unit], parts: list[str]) -> Wanted:
        middle = [_shown(part) for part in parts[1:-1]]
        blank: tuple[Mark, ...] = ((What.SPACE, " ", ()),)
        first = Shown((*shown(before), *blank, *_shown(parts[0]).marks), _near(before), _held(before))
        last = Shown((*_shown(parts[-1]).marks, *blank, *shown(behind)), _near(behind), _held(behind))
        if not parts[0]:
            first = Shown(shown(before), frozenset(), _held(before))
        if not parts[-1]:
            last = Shown(shown(behind), frozenset(), _held(behind))
        made = (first, *middle, last)
        return Wanted(self.index, made, self._many(len(made)))

    def _behind(self, parts: list[str]) -> Iterator[tuple[Way, Wanted]]:
        """New paragraphs behind the piece, in the line after its last one."""
        kinds = (self.kind, *(["paragraph" if self.kind == "heading" else self.kind] * len(parts)))
        if self.kind == "item" and shapes.is_last_item(self.view.skeleton, self.index):
            raise ByHandError("it is not clear whether the new paragraph belongs to the list")
        if self.kind not in {*_DIVIDED, "heading"}:
            raise ByHandError(f"a new paragraph would come behind a {self.kind}")
        own = Shown(shown(self.units), frozenset(), _held(self.units))
        wanted = Wanted(
            self.index,
            (own, *map(_shown, parts)),
            self._many(len(kinds)),
            kinds=kinds,
        )
        end = self.source.bounds[_lines(self.units, self.source)[1]][1]
        for level in Level:
            texts = [escaped(part, level, first=True) for part in parts]
            for between in self._separators():
                text = "".join(mark + part for mark, part in zip(between(len(parts)), texts, strict=True))
                yield Way((Replacement(end, end, text),), Shown(())), wanted

    def _before(self, parts: list[str]) -> Iterator[tuple[Way, Wanted]]:
        """New paragraphs before the piece, on lines of their own."""
        if self.kind != "paragraph":
            raise ByHandError(f"a new paragraph would come before a {self.kind}")
        own = Shown(shown(self.units), frozenset(), _held(self.units))
        wanted = Wanted(
            self.index,
            (*map(_shown, parts), own),
            self._many(len(parts) + 1),
        )
        lead = self._lead()
        begin = self.source.bounds[_lines(self.units, self.source)[0]][0]
        for level in Level:
            texts = [escaped(part, level, first=True) for part in parts]
            between = next(self._separators())(len(parts))
            text = lead + "".join(part + mark for part, mark in zip(texts, between, strict=True))
            yield Way((Replacement(begin, begin, text.removesuffix(lead)),), Shown(())), wanted

    def _many(self, count: int) -> Callable[[list[Node]], list[Node]]:
        """What has so many paragraphs or items in the piece's place."""
        return lambda blocks: shapes.multiplied(blocks, self.index, self.kind, count)

    def _separators(self) -> Iterator[Callable[[int], list[str]]]:
        """What stands between paragraphs or items, for so many of them."""
        lead, newline = self._lead(), self.source.newline
        plain = blank_lead(lead)
        if self.kind != "item":
            yield lambda count: [f"{newline}{plain.rstrip()}{newline}{plain}"] * count
            return
        if not _MARK.fullmatch(lead):
            raise ByHandError("the list item has several paragraphs, or more before its text")
        leads = [_NUMBER.sub(lambda found, n=n: str(int(found[0]) + n), lead) for n in range(1, 10)]  # type: ignore[misc]
        above = lead[: len(lead) - len(lead.lstrip("> \t"))].rstrip()
        if not shapes.is_loose(self.view.skeleton, self.index):
            yield lambda count: [f"{newline}{each}" for each in leads[:count]]
        yield lambda count: [f"{newline}{above}{newline}{each}" for each in leads[:count]]

    def _lead(self) -> str:
        """What stands before the piece in its first line."""
        first = next((unit for unit in self.units if unit.span), None)
        if first is None:
            raise ByHandError("the source does not show where the text stands")
        start = _edge(first, 0)
        return (
            self.source.text[self.source.bounds[self.source.line(start)][0] : start] if self.kind != "heading" else ""
        )


# The pieces


def _shown(text: str) -> Shown:
    marks = tuple((What.SPACE if sign == " " else What.TEXT, sign, ()) for sign in text)
    return Shown(marks)


def _near(made: Sequence[Unit]) -> frozenset[tuple[str, ...]]:
    return frozenset(unit.names for unit in made[:1]) | frozenset(unit.names for unit in made[-1:])


def _held(made: Sequence[Unit]) -> tuple[str, ...]:
    return tuple(holder.name for holder in {holder for unit in made for holder in unit.within})


def _holders(made: Sequence[Unit]) -> int:
    """How many links, breaks and the like go with these units."""
    return len({holder for unit in made for holder in unit.within}) + sum(unit.what is What.LINE for unit in made)


def _check(made: Sequence[Unit]) -> None:
    if any(unit.what is What.SIGN for unit in made):
        raise ByHandError("a note or an image stands in the text that would go")
    if not any(unit.span for unit in made):
        raise ByHandError("the source does not show where the text stands")


def _edge(unit: Unit, side: int) -> int:
    """Where a unit ends or begins, with all that stands round it."""
    span = unit.within[0].span if unit.within else unit.span
    if span is None:
        raise ByHandError("the source does not show where the text stands")
    return span[side]


def _lines(made: Sequence[Unit], source: Source) -> tuple[int, int]:
    """The first and the last line of units."""
    spans = [unit.span for unit in made if unit.span]
    if not spans:
        raise ByHandError("the source does not show where the text stands")
    return source.line(min(span[0] for span in spans)), source.line(max(span[1] for span in spans) - 1)
