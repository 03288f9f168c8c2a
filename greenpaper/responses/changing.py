"""An edit of a piece -> the chapter with it, proved, or the reason why it must be made by hand. Pure but for pandoc."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from greenpaper.responses.blocks import Blocks
from greenpaper.responses.chapters import Chapters, Reading, Seen
from greenpaper.responses.excerpts import excerpt
from greenpaper.responses.model import Edit
from greenpaper.responses.proof import Shown, Wanted, holds
from greenpaper.responses.rewriting import Words
from greenpaper.responses.strand import SHOWN
from greenpaper.responses.units import places, units
from greenpaper.responses.ways import ByHandError, Way

_MOST = 10  # ways that are tried
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
    """A change of a chapter that is proved: by itself, and where not `whole`, in what stands near it."""

    path: str
    way: Way
    wanted: Wanted
    whole: bool


def edited(chapters: Chapters, place: Place, edit: Edit | None, quoted: str = "") -> Reading:
    """The chapter with this edit, or without the row of the cell at `place`, which says what is quoted.

    ByHandError with the reason where there is no way that is proved.
    """
    index = piece(chapters, place)
    return _proved(chapters, place.path, _ways(chapters, place.path, index, edit, quoted)).after


def proposed(chapters: Chapters, place: Place, edit: Edit | None, quoted: str = "") -> Proposal:
    """The same, proved in what stands near the piece where that is possible, which takes a fraction of the time."""
    path, index = place.path, piece(chapters, place)
    near = excerpt(chapters, path, index)
    if near is None:
        found = _proved(chapters, path, _ways(chapters, path, index, edit, quoted))
        return Proposal(path, found.way, found.wanted, True)
    short, there = near
    found = _proved(short, path, _ways(short, path, there, edit, quoted))
    way, wanted = next(islice(_ways(chapters, path, index, edit, quoted), found.number, None))
    if _written(way) != _written(found.way):
        raise ByHandError(UNPROVED)
    return Proposal(path, way, wanted, False)


def apart(one: Proposal, other: Proposal) -> bool:
    """Whether two changes of a chapter are of other pieces, and of characters that do not meet."""
    first, second = sorted((one.wanted, other.wanted), key=lambda wanted: wanted.index)
    return first.index + first.count <= second.index and all(
        a.end < b.start or b.end < a.start for a in one.way.replacements for b in other.way.replacements
    )


def together(chapters: Chapters, proposals: Sequence[Proposal]) -> Reading | None:
    """The chapter with all of these, of pieces that are not the same ones, if it is then what is wanted."""
    replacements = sorted(
        (each for proposal in proposals for each in proposal.way.replacements), key=lambda each: (each.start, each.end)
    )
    if any(one.end > other.start or one.start == other.start for one, other in pairwise(replacements)):
        return None
    path = proposals[0].path
    text = Way(tuple(replacements), Shown(())).apply(chapters.text(path))
    return holds(chapters, path, text, [proposal.wanted for proposal in proposals])


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
    tried = {text}
    for number, (way, wanted) in enumerate(islice(ways, _MOST)):
        made = way.apply(text)
        if made not in tried and (after := holds(chapters, path, made, [wanted])):
            return _Proved(number, way, wanted, after)
        tried.add(made)
    raise ByHandError(UNPROVED)
