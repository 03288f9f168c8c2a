"""An edit of a piece -> the chapter with it, proved, or the reason why it must be made by hand. Pure but for pandoc."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from greenpaper.responses.model import Edit
from greenpaper.responses.patches.blocks import Blocks
from greenpaper.responses.patches.chapters import Chapters, Reading, Seen
from greenpaper.responses.patches.excerpts import excerpt
from greenpaper.responses.patches.proof import Shown, Verdict, Wanted, holds
from greenpaper.responses.patches.rewriting import Words
from greenpaper.responses.patches.units import places, units
from greenpaper.responses.patches.ways import ByHandError, Replacement, Way
from greenpaper.responses.remarks.strand import SHOWN

_MOST = 6  # ways that are tried
_LABELLED = frozenset({"caption", "title"})  # kinds that may begin with a number that is counted
CHANGED = "the text has changed since it was sent"
UNPROVED = "no way to write it leaves everything else as it is"


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a piece is today: its chapter's file, its name there, its line and kind."""

    path: str
    identifier: str
    line: int | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A way to make a change of a chapter, which is yet to be proved."""

    path: str
    way: Way
    wanted: Wanted
    lines: frozenset[int]  # that become others
    apart: bool  # of a heading, to which links from anywhere lead: it may fail for what stands far away


def edited(chapters: Chapters, place: Place, edit: Edit | None, quoted: str = "") -> Reading:
    """The chapter with this edit, or without the row of the cell at `place`, which says what is quoted.

    ByHandError with the reason where there is no way that is proved.
    """
    index = piece(chapters, place)
    return _proved(chapters, place.path, _ways(chapters, place.path, index, edit, quoted)).after


def proposed(chapters: Chapters, place: Place, edit: Edit | None, quoted: str = "") -> Proposal:
    """The likeliest way. ByHandError where there is none."""
    return _proposal(chapters, place.path, _ways(chapters, place.path, piece(chapters, place), edit, quoted), 0)


def tried(chapters: Chapters, place: Place, edit: Edit | None, quoted: str = "") -> Proposal:
    """The way that holds in what stands near the piece, or in the chapter where that cannot be read by itself."""
    path, index = place.path, piece(chapters, place)
    short, there = excerpt(chapters, path, index) or (chapters, index)
    found = _proved(short, path, _ways(short, path, there, edit, quoted))
    made = _proposal(chapters, path, _ways(chapters, path, index, edit, quoted), found.number)
    if _written(made.way) != _written(found.way):
        raise ByHandError(UNPROVED)
    return made


def _proposal(chapters: Chapters, path: str, ways: Iterator[tuple[Way, Wanted]], number: int) -> Proposal:
    source = chapters.reading(path).source
    way, wanted = next(islice(ways, number, None), (None, None))
    if way is None or wanted is None:
        raise ByHandError(UNPROVED)
    lines = (range(source.line(each.start), source.line(each.end) + 1) for each in way.replacements)
    heading = chapters.view(path).pieces[wanted.index].kind == "heading"
    return Proposal(path, way, wanted, frozenset(line for some in lines for line in some), heading)


def together(chapters: Chapters, proposals: Sequence[Proposal]) -> Verdict:
    """Whether these changes of one chapter hold in it. They are of other pieces and other lines each.

    What holds so holds for each alone. Text inside a paragraph, cell or heading is read by itself, and what a line is
    follows from the blocks that are open there, which are the same before and after the others' changes.
    """
    replacements = sorted((each for proposal in proposals for each in proposal.way.replacements), key=_place)
    path = proposals[0].path
    text = Way(tuple(replacements), Shown(())).apply(chapters.text(path))
    return holds(chapters, path, text, [proposal.wanted for proposal in proposals])


def _place(each: Replacement) -> tuple[int, int]:
    return each.start, each.end


def _written(way: Way) -> list[tuple[int, str]]:
    return [(each.end - each.start, each.text) for each in way.replacements]


def piece(chapters: Chapters, place: Place) -> int:
    """The index of the piece in its chapter. By its place where its name counts in the whole document."""
    if not chapters.has(place.path):
        raise ByHandError("its chapter is no file of the document")
    view = chapters.view(place.path)
    index = view.find(place.identifier)
    if index is None:
        near = [n for n, piece in enumerate(view.pieces) if _is_at(piece, place)]
        index = near[0] if len(near) == 1 else None
    if index is None:
        raise ByHandError("it is not found in its chapter")
    return index


def _is_at(piece: Seen, place: Place) -> bool:
    return (piece.line, piece.kind) == (place.line, place.kind)


def _ways(chapters: Chapters, path: str, index: int, edit: Edit | None, quoted: str) -> Iterator[tuple[Way, Wanted]]:
    view, source = chapters.view(path), chapters.reading(path).source
    piece = view.pieces[index]
    if piece.kind == "code":
        raise ByHandError("it is in a block of code")
    made = units(piece.content, source)
    blocks = Blocks(view, index, made, source)
    if edit is None:
        yield from blocks.row_removed(quoted)
        return
    where = places(made, edit.old, label=piece.kind in _LABELLED)
    if where is None:
        raise ByHandError("the text that was sent shows otherwise in the source")
    found = where.range(edit.start, edit.end)
    if found is None:
        raise ByHandError("it begins or ends inside of a character, or in a number that is counted")
    rest = edit.old[: edit.start] + edit.new + edit.old[edit.end :]
    if SHOWN in edit.new:
        yield from blocks.divided(*found, edit.new)
    elif not rest.strip() and piece.kind != "cell":
        yield from blocks.removed()
    else:
        empty = blocks.empty_cell() if piece.kind == "cell" else None
        for way in Words(made, source, piece.kind, empty).ways(*found, edit.new):
            yield way, Wanted(index, (way.result,), gone=len(way.result.gone), breaks=edit.new.count("\n"))


@dataclass(frozen=True, slots=True)
class _Proved:
    """The way of this number, and the chapter with it."""

    number: int
    way: Way
    wanted: Wanted
    after: Reading


def _proved(chapters: Chapters, path: str, ways: Iterator[tuple[Way, Wanted]]) -> _Proved:
    """The first of these ways that holds."""
    text = chapters.text(path)
    known = {text}
    for number, (way, wanted) in enumerate(islice(ways, _MOST)):
        made = way.apply(text)
        if made not in known and (after := holds(chapters, path, made, [wanted]).after):
            return _Proved(number, way, wanted, after)
        known.add(made)
    raise ByHandError(UNPROVED)
