"""What became of a piece: the tracked changes of its strand, and what differs from what was sent without any. Pure.

Offsets of changes count in the strand's text before its tracked changes; those of edits in the text as it was sent.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from greenpaper.responses.model import NOBODY, By, Edit, Kind
from greenpaper.responses.remarks import alignment
from greenpaper.responses.remarks.strand import BREAK, SHOWN, Atom, Spot, Strand
from greenpaper.responses.reply import Fate

_TOKENS = re.compile(r"[^\W_]+|\s|.", re.DOTALL)
_SIGNS = str.maketrans({"\u2011": "-", "\u00a0": " ", "\u202f": " "})


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A change at [start:end] of the text before, which becomes `new`; `move` names the other end of a move."""

    kind: Kind
    start: int
    end: int
    new: str
    by: By
    spot: Spot
    move: str = ""
    tracked: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Edited:
    """A change and what it makes of the text that was sent."""

    change: Change
    edit: Edit


def edited(strand: Strand, old: str, renumbered: bool = False) -> tuple[Edited, ...]:
    """What became of the piece that was sent as `old`, in the order of its text.

    With `renumbered`, numbers that differ are no edits: of captions, which programs count anew.
    """
    blocks = _blocks(old, strand)
    silent = [_silent(old, strand, block) for block in blocks if _says(old, strand, block, renumbered)]
    made = _apart([*_tracked(strand), *silent], strand.before)
    return tuple(Edited(change=change, edit=_edit(old, blocks, change)) for change in made)


# Tracked


def _tracked(strand: Strand) -> Iterator[Change]:
    """Tracked changes, neighbours of one author taken together; a paragraph that was not there is one."""
    lines = _lines(strand.atoms)
    hosts = [any(atom.fate.before for _, atom in line.atoms) for line in lines]
    if not any(hosts):
        hosts[0] = True
    first = hosts.index(True)
    for index, line in enumerate(lines):
        if index > first and hosts[index]:
            end = lines[index - 1].end
            assert end is not None
            at = line.offset
            yield Change(kind=Kind.SPLIT, start=at, end=at, new=BREAK, by=end.by, spot=end.spot)
        if hosts[index]:
            yield from _runs(line)
        elif made := _new(line, leading=index < first):
            yield made


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph that ends in an inserted mark, if it has an `end`; its atoms with their offsets before."""

    offset: int
    atoms: list[tuple[int, Atom]]
    end: Atom | None


def _lines(atoms: Sequence[Atom]) -> list[_Line]:
    lines: list[_Line] = []
    inside: list[tuple[int, Atom]] = []
    offset = start = 0
    for atom in atoms:
        if atom.text == BREAK and atom.fate.after and not atom.fate.before:
            lines.append(_Line(start, inside, atom))
            start, inside = offset, []
            continue
        inside.append((offset, atom))
        offset += len(atom.text) if atom.fate.before else 0
    return [*lines, _Line(start, inside, None)]


def _new(line: _Line, leading: bool) -> Change | None:
    """A paragraph of which nothing was there, with the end that makes it one; None for an empty one."""
    text = "".join(atom.text for _, atom in line.atoms if atom.fate.after)
    if not text.strip():
        return None
    atom = next(atom for _, atom in line.atoms if atom.fate.after)
    new = text + BREAK if leading else BREAK + text
    kind = Kind.MOVE if atom.fate is Fate.MOVED_TO else Kind.NEW
    return Change(kind=kind, start=line.offset, end=line.offset, new=new, by=atom.by, spot=atom.spot, move=atom.move)


def _runs(line: _Line) -> Iterator[Change]:
    run: list[tuple[int, Atom]] = []
    for each in line.atoms:
        atom = each[1]
        changed = atom.fate is not Fate.KEPT
        if run and not (changed and _goes_on(run[-1][1], atom)):
            yield _run(run)
            run = []
        if changed:
            run.append(each)
    if run:
        yield _run(run)


def _goes_on(before: Atom, atom: Atom) -> bool:
    """Whether two changes are taken for one: of one author, and of moves the same end of the same."""
    ends = {Fate.MOVED_FROM, Fate.MOVED_TO}.intersection({before.fate, atom.fate})
    return before.by.author == atom.by.author and before.move == atom.move and (not ends or before.fate is atom.fate)


def _run(run: list[tuple[int, Atom]]) -> Change:
    start, atom = run[0]
    gone = "".join(atom.text for _, atom in run if atom.fate.before)
    new = "".join(atom.text for _, atom in run if atom.fate.after)
    kind = Kind.REPLACE if gone and new else Kind.DELETE if gone else Kind.INSERT
    kind = Kind.MOVE if atom.fate in {Fate.MOVED_FROM, Fate.MOVED_TO} else kind
    return Change(kind=kind, start=start, end=start + len(gone), new=new, by=atom.by, spot=atom.spot, move=atom.move)


# Without tracking


@dataclass(frozen=True, slots=True)
class _Block:
    """[start:end] of the old text that stands at [low:high] of the strand's."""

    same: bool
    start: int
    end: int
    low: int
    high: int


def _blocks(old: str, strand: Strand) -> list[_Block]:
    """How the text that was sent became the one before the tracked changes."""
    new = strand.before
    if old == new:
        return [_Block(True, 0, len(old), 0, len(new))]
    tokens = _TOKENS.findall(old), _TOKENS.findall(new)
    ends = [[0, *accumulate(map(len, side))] for side in tokens]
    codes = _codes(*tokens)
    blocks = [_Block(tag == "equal", ends[0][a], ends[0][b], ends[1][c], ends[1][d]) for tag, a, b, c, d in codes]
    return _absorbed(blocks, old) or [_Block(True, 0, 0, 0, 0)]


def _codes(old: list[str], new: list[str]) -> Sequence[tuple[str, int, int, int, int]]:
    """How one list became the other, as difflib says it; of lists too long for that, what lies between like ends."""
    if len(old) * len(new) <= alignment.MOST:
        return difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    least = min(len(old), len(new))
    first = next((n for n in range(least) if old[n] != new[n]), least)
    last = next((n for n in range(least - first) if old[-1 - n] != new[-1 - n]), least - first)
    ends = len(old) - last, len(new) - last
    codes = [("equal", 0, first, 0, first), ("replace", first, ends[0], first, ends[1])]
    codes += [("equal", ends[0], len(old), ends[1], len(new))]
    return [code for code in codes if code[1] < code[2] or code[3] < code[4]]


def _absorbed(blocks: list[_Block], old: str) -> list[_Block]:
    """The blocks with what two that differ have nothing but spaces and signs between as one: a phrase for a phrase."""
    made: list[_Block] = []
    for block in blocks:
        between = made[-2:]
        if not block.same and len(between) == 2 and not between[0].same and not _has_words(old, between[1]):
            made[-2:] = [_Block(False, between[0].start, block.end, between[0].low, block.high)]
        else:
            made.append(block)
    return made


def _has_words(text: str, block: _Block) -> bool:
    return any(letter.isalnum() for letter in text[block.start : block.end])


def _says(old: str, strand: Strand, block: _Block, renumbered: bool) -> bool:
    """Whether a block that differs is somebody's edit: not spaces alone, nor what a program computed."""
    if block.same:
        return False
    was, now = (
        text.translate(_SIGNS) for text in (old[block.start : block.end], strand.before[block.low : block.high])
    )
    if was.split() == now.split() and BREAK not in now:
        return False
    if renumbered and was.isdigit() and now.isdigit():
        return False
    return not any(low <= block.low and block.high <= high for low, high in _computed(strand))


def _computed(strand: Strand) -> Iterator[tuple[int, int]]:
    at = 0
    for atom in strand.atoms:
        length = len(atom.text) if atom.fate.before else 0
        if atom.computed and length:
            yield at, at + length
        at += length


def _silent(old: str, strand: Strand, block: _Block) -> Change:
    was, now = old[block.start : block.end].strip(), strand.before[block.low : block.high]
    kind = Kind.REPLACE if was and now.strip() else Kind.DELETE if was else Kind.INSERT
    if BREAK in now and not was:
        at_edge = block.low == 0 or block.high == len(strand.before)
        kind = Kind.SPLIT if not now.strip() else Kind.NEW if at_edge else kind
    spot = _spot(strand, block.low)
    return Change(kind=kind, start=block.low, end=block.high, new=now, by=NOBODY, spot=spot, tracked=False)


def _spot(strand: Strand, offset: int) -> Spot:
    at, spot = 0, (strand.parts[0].paragraph, strand.parts[0].start)
    for atom in strand.atoms:
        if atom.fate.before:
            if at + len(atom.text) > offset:
                return atom.spot[0], atom.spot[1] + offset - at
            at += len(atom.text)
        spot = atom.spot[0], atom.spot[1] + len(atom.text)
    return spot


# Both


def _apart(made: list[Change], text: str) -> list[Change]:
    """The changes in order; a silent one that meets a tracked one is taken into that."""
    made.sort(key=lambda change: (change.start, change.end))
    apart: list[Change] = []
    for change in made:
        last = apart[-1] if apart else None
        if last and change.tracked != last.tracked and _meet(last, change):
            apart[-1] = _joined(last, change, text)
        else:
            apart.append(change)
    return apart


def _meet(one: Change, other: Change) -> bool:
    return other.start < one.end or (one.start < other.start < one.end)


def _joined(one: Change, other: Change, text: str) -> Change:
    """Both as a tracked one, whose text before is the silent one's."""
    tracked = one if one.tracked else other
    start, end = min(one.start, other.start), max(one.end, other.end)
    new = text[start : tracked.start] + tracked.new + text[tracked.end : end]
    kind = Kind.REPLACE if tracked.kind in {Kind.INSERT, Kind.DELETE} else tracked.kind
    return replace(tracked, kind=kind, start=start, end=end, new=new)


def _edit(old: str, blocks: list[_Block], change: Change) -> Edit:
    """What a change makes of the text that was sent."""
    start, end = _old(blocks, change.start, left=False), _old(blocks, change.end, left=True)
    if change.start == change.end:
        start = end
    for block in blocks:
        if not change.tracked and not block.same and (block.low, block.high) == (change.start, change.end):
            start, end = block.start, block.end
    return Edit(old=old, start=start, end=max(start, end), new=change.new.replace(BREAK, SHOWN))


def _old(blocks: list[_Block], at: int, left: bool) -> int:
    """Where in the old text a place is; left or right of what is there no more, around what is another text now."""
    places = []
    for block in blocks:
        if block.low <= at <= block.high:
            if block.same:
                places.append(block.start + at - block.low)
            else:
                places += [block.start] if at == block.low else []
                places += [block.end] if at == block.high else []
                places += [block.end if left else block.start] if block.low < at < block.high else []
    return min(places) if left else max(places)
