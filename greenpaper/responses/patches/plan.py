"""Which changes of rows that are followed are still to be made, and the chapters with them. Pure but for pandoc.

Changes of one piece are combined where they do not meet; where they do, nothing is planned at all. The chapters are
changed one row after the other, each change proved against the chapter before it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from greenpaper.responses.model import Edit
from greenpaper.responses.patches import after, changing
from greenpaper.responses.patches.changing import Place
from greenpaper.responses.patches.chapters import Chapters
from greenpaper.responses.patches.proving import Change
from greenpaper.responses.patches.units import units
from greenpaper.responses.patches.ways import ByHandError
from greenpaper.responses.remarks import alignment
from greenpaper.responses.remarks.strand import SHOWN

_MOST = 10  # changes of one piece, of which any may have been made already


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """What is done of one respondent: rows whose changes are made, and the files with them."""

    respondent: str
    changes: tuple[Change, ...]
    texts: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """The steps in their order, changes that are in the source already, and those to be made by hand, with why."""

    steps: tuple[Step, ...]
    done: tuple[Change, ...]
    by_hand: tuple[tuple[Change, str], ...]
    conflicts: tuple[tuple[Change, Change], ...]


def make(changes: Sequence[Change], chapters: Chapters) -> Plan:
    """The plan for these changes, those of a respondent behind each other. `chapters` are changed by it."""
    conflicts = tuple(_conflicts(changes))
    if conflicts:
        return Plan(steps=(), done=(), by_hand=(), conflicts=conflicts)
    planning = _Planning(chapters)
    waiting = planning.sorted_out(changes)
    steps = []
    for respondent in dict.fromkeys(change.respondent for change in waiting):
        order = _in_order([change for change in waiting if change.respondent == respondent])
        made = tuple(change for change in order if planning.made(change))
        if made:
            texts = {change.place.path: chapters.text(change.place.path) for change in made}
            steps.append(Step(respondent=respondent, changes=made, texts=texts))
    told = tuple(planning.done), tuple(planning.by_hand), tuple(planning.conflicts)
    return Plan(steps=tuple(steps), done=told[0], by_hand=told[1], conflicts=told[2])


def _conflicts(changes: Sequence[Change]) -> Iterator[tuple[Change, Change]]:
    """Pairs of edits of one piece that meet and are not the same."""
    for same in _by_piece(changes).values():
        for one, other in combinations(same, 2):
            if one.edit and other.edit and _meet(one, other):
                yield one, other


def _meet(one: Change, other: Change) -> bool:
    a, b = one.edit, other.edit
    assert a is not None and b is not None
    if a == b:
        return False
    if a.start == a.end == b.start == b.end:  # one respondent's are in order
        return one.respondent != other.respondent
    return a.start < b.end and b.start < a.end


def _by_piece(changes: Sequence[Change]) -> Mapping[tuple[str, str], list[Change]]:
    found: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for change in changes:
        found[change.place.path, change.place.identifier].append(change)
    return found


def _in_order(changes: Sequence[Change]) -> list[Change]:
    """Those that make other paragraphs of one come last, from the end on: before, places in them are known."""

    def key(change: Change) -> tuple[bool, int]:
        edit = change.edit
        divides = edit is None or SHOWN in edit.new or not after([edit]).strip()
        return divides, -edit.start if edit and divides else 0

    return sorted(changes, key=key)


class _Planning:
    """The chapters while they are changed: which piece is which, and what has been made of each."""

    def __init__(self, chapters: Chapters) -> None:
        self._chapters = chapters
        self._indexes: dict[tuple[str, str], int] = {}  # of pieces by the names that they had at first
        self._edits: dict[tuple[str, str], list[Edit]] = defaultdict(list)  # that are in the source
        self.done: list[Change] = []
        self.by_hand: list[tuple[Change, str]] = []
        self.conflicts: list[tuple[Change, Change]] = []
        self._last: dict[tuple[str, str], Change] = {}

    def sorted_out(self, changes: Sequence[Change]) -> list[Change]:
        """The changes that are not in the source; fills `done` and `by_hand`."""
        waiting: list[Change] = []
        for (path, name), same in _by_piece(changes).items():
            try:
                index = changing.piece(self._chapters, same[0].place)
            except ByHandError as reason:
                self.by_hand += [(change, str(reason)) for change in same]
                continue
            self._indexes[path, name] = index
            there = self._there(path, index, [change.edit for change in same if change.edit])
            for change in same:
                if there is None and change.edit:
                    self.by_hand.append((change, changing.CHANGED))
                elif change.edit and change.edit in (there or ()):
                    self.done.append(change)
                else:
                    waiting.append(change)
            self._edits[path, name] = list(there or ())
        order = {change.row: number for number, change in enumerate(changes)}
        return sorted(waiting, key=lambda change: order[change.row])

    def _there(self, path: str, index: int, edits: list[Edit]) -> tuple[Edit, ...] | None:
        """Which of the edits are in the piece's text today; None where it is none that they make."""
        source = self._chapters.reading(path).source
        made = units(self._chapters.view(path).pieces[index].content, source)
        now = alignment.key("".join(unit.text for unit in made))
        edits = list(dict.fromkeys(edits))[:_MOST]
        for count in range(len(edits) + 1):
            for some in combinations(edits, count):
                text = after(some) if some else edits[0].old if edits else now
                if alignment.key(text) == now:
                    return some
        labelled = self._chapters.view(path).pieces[index].kind in {"caption", "title"}
        return () if labelled else None  # a number that is counted stands before it: the proof tells

    def made(self, change: Change) -> bool:
        """Make a change in the chapters; False, and told, where that is not possible."""
        piece = change.place.path, change.place.identifier
        edits = self._edits[piece]
        if change.edit in edits:
            self.done.append(change)
            return False
        path, index = change.place.path, self._indexes[piece]
        view = self._chapters.view(path)
        if index < 0:
            self.conflicts.append((self._last[piece], change))
            return False
        place = Place(path=path, identifier=view.pieces[index].identifier)
        try:
            new = changing.edited(self._chapters, place, change.edit and rebased(change.edit, edits), change.quoted)
        except ByHandError as reason:
            if edits and piece in self._last:
                self.conflicts.append((self._last[piece], change))
            else:
                self.by_hand.append((change, str(reason)))
            return False
        self._chapters.take(new)
        more = len(self._chapters.view(path).pieces) - len(view.pieces)
        self._moved(piece, index, more, change)
        self._last[piece] = change
        if change.edit:
            edits.append(change.edit)
        return True

    def _moved(self, piece: tuple[str, str], index: int, more: int, change: Change) -> None:
        """Count the pieces behind anew. One that is divided or gone is none that another change can be of."""
        if more:
            for key, at in self._indexes.items():
                if key[0] == piece[0] and at > index:
                    gone = more < 0 and at < index - more
                    self._indexes[key] = -1 if gone else at + more
                    if gone:
                        self._last[key] = change
            self._indexes[piece] = -1 if more < 0 or not _is_first(change) else index


def _is_first(change: Change) -> bool:
    """Whether the piece is the first of those that it became, and all places before the change are in it."""
    return change.edit is not None and change.edit.start > 0


def rebased(edit: Edit, others: Sequence[Edit]) -> Edit:
    """The edit as one of the text that others, which it does not meet, have made of the piece."""
    if not others:
        return edit
    moved = sum(len(other.new) - (other.end - other.start) for other in others if _before(other, edit))
    parts = [other for other in others if SHOWN in other.new]
    text = after([*others])
    if parts:  # it is the first of the paragraphs that the piece became
        text = text.partition(SHOWN)[0]
    return replace(edit, old=text, start=edit.start + moved, end=edit.end + moved)


def _before(other: Edit, edit: Edit) -> bool:
    return other.end <= edit.start and (other.start < edit.start or other.start == other.end)
