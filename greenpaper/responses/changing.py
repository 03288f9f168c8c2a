"""An edit of a piece -> the chapter with it, proved, or the reason why it must be made by hand. Pure but for pandoc."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from greenpaper.responses.blocks import Blocks
from greenpaper.responses.chapters import Chapters, Reading, Seen, View
from greenpaper.responses.model import Edit
from greenpaper.responses.proof import Wanted, holds
from greenpaper.responses.rewriting import Words
from greenpaper.responses.strand import SHOWN
from greenpaper.responses.units import Places, Unit, places, units
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


def edited(chapters: Chapters, place: Place, edit: Edit) -> Reading:
    """The chapter with this edit. ByHandError with the reason where there is no way that is proved."""
    view, index, made, where = _found(chapters, place, edit.old)
    found = where.range(edit.start, edit.end)
    if found is None:
        raise ByHandError("it begins or ends inside of a character, or in a number that is counted")
    return _proved(chapters, place.path, _ways(chapters, place, view, index, made, found, edit))


def row_removed(chapters: Chapters, place: Place, quoted: str) -> Reading:
    """The chapter without the row that a cell stands in. ByHandError likewise."""
    view, index = _piece(chapters, place)
    source = chapters.reading(place.path).source
    blocks = Blocks(view, index, units(view.pieces[index].content, source), source)
    return _proved(chapters, place.path, blocks.row_removed(quoted))


def _found(chapters: Chapters, place: Place, old: str) -> tuple[View, int, tuple[Unit, ...], Places]:
    view, index = _piece(chapters, place)
    piece = view.pieces[index]
    if piece.kind == "code":
        raise ByHandError("it is in a block of code")
    made = units(piece.content, chapters.reading(place.path).source)
    where = places(made, old, label=piece.kind in _LABELLED)
    if where is None:
        raise ByHandError("the text that was sent shows otherwise in the source")
    return view, index, made, where


def _piece(chapters: Chapters, place: Place) -> tuple[View, int]:
    """The piece in its chapter. By its place where its name counts in the whole document."""
    if not chapters.has(place.path):
        raise ByHandError("its chapter is no file of the document")
    view = chapters.view(place.path)
    index = view.find(place.identifier)
    if index is None:
        near = [n for n, piece in enumerate(view.pieces) if _is_at(piece, place)]
        index = near[0] if len(near) == 1 else None
    if index is None:
        raise ByHandError("it is not found in its chapter")
    return view, index


def _is_at(piece: Seen, place: Place) -> bool:
    return (piece.line, piece.kind) == (place.line, place.kind)


def _ways(
    chapters: Chapters, place: Place, view: View, index: int, made: tuple[Unit, ...], found: tuple[int, int], edit: Edit
) -> Iterator[tuple[Way, Wanted]]:
    source, kind = chapters.reading(place.path).source, view.pieces[index].kind
    blocks = Blocks(view, index, made, source)
    if SHOWN in edit.new:
        yield from blocks.divided(*found, edit.new)
        return
    rest = edit.old[: edit.start] + edit.new + edit.old[edit.end :]
    if not rest.strip() and kind != "cell":
        yield from blocks.removed()
        return
    empty = blocks.empty_cell() if kind == "cell" else None
    for way in Words(made, source, kind, empty).ways(*found, edit.new):
        yield way, Wanted(index, (way.result,), gone=len(way.result.gone), breaks=edit.new.count("\n"))


def _proved(chapters: Chapters, path: str, ways: Iterator[tuple[Way, Wanted]]) -> Reading:
    text = chapters.text(path)
    tried: set[str] = set()
    for way, wanted in islice(ways, _MOST):
        made = way.apply(text)
        if made in tried:
            continue
        tried.add(made)
        if made != text and (after := holds(chapters, path, made, wanted)):
            return after
    raise ByHandError(UNPROVED)
