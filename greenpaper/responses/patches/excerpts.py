"""A chapter with blank lines for all that is far from a piece: it is read in a fraction of the time. Pure."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from typing import Any

from greenpaper import tree
from greenpaper.errors import AuthorError
from greenpaper.model import Location
from greenpaper.responses.patches.chapters import Chapters, Seen, same
from greenpaper.responses.patches.source import Source
from greenpaper.responses.patches.units import PIECE
from greenpaper.tree import Node, node

# Blocks that are looked at with one that changes, since they may decide what it is: as a caption, two behind an image.
_BEFORE, _BEHIND = 2, 2
_DEFINITION = re.compile(r" {0,3}\[[^\]]+\]:")


def excerpt(chapters: Chapters, path: str, index: int) -> tuple[Chapters, int] | None:
    """What stands near a piece, and the piece's index there. None where it does not read as it does in the chapter."""
    view, lines = chapters.view(path), _near(chapters, path, index)
    if lines is None:
        return None
    short = chapters.only(path, *lines, lambda: _blanked(chapters.reading(path).source, *lines))
    try:
        pieces = short.view(path).pieces
    except AuthorError:
        return None
    own = view.pieces[index]
    for place, piece in enumerate(pieces):
        if place and piece.line == own.line and _alike(piece, own):
            start = index - place + 1  # the first one is a title, which every chapter has
            beside = view.pieces[max(0, start) : start + len(pieces) - 1]
            if start >= 0 and len(beside) == len(pieces) - 1 and all(map(_alike, pieces[1:], beside)):
                return short, place
    return None


def _blanked(source: Source, first: int, last: int) -> str:
    """The text with blank lines for those that are neither in [first:last] nor of use anywhere."""
    kept = {*range(first, last), *_definitions(source)}
    return "".join(
        source.text[begin if line in kept else end : following]
        for line, ((begin, end), following) in enumerate(zip(source.bounds, source.nexts, strict=True))
    )


def _near(chapters: Chapters, path: str, index: int) -> tuple[int, int] | None:
    """The lines of the blocks round a piece, from 0. None of headings, to which links from anywhere lead."""
    reading, pieces = chapters.reading(path), chapters.view(path).pieces
    own = next((piece for piece in reversed(pieces[: index + 1]) if piece.kind != "note"), None)
    starts = [Location.parse(block["at"]).line or 0 for block in reading.tree["blocks"] if "at" in block]
    if own is None or own.line is None or own.kind == "heading" or starts != sorted(starts):
        return None
    here = bisect.bisect_right(starts, own.line) - 1
    if here < 0:
        return None
    first, last = max(0, here - _BEFORE), here + 1 + _BEHIND
    end = starts[last] - 1 if last < len(starts) else len(reading.source.bounds)
    return starts[first] - 1, end


def _definitions(source: Source) -> Iterator[int]:
    """The lines, from 0, of texts of notes and addresses of links, which may stand anywhere."""
    inside = blank = False
    for line in range(len(source.bounds)):
        text = source.shown(line)
        if _DEFINITION.match(text):
            inside = True
        elif text.strip() and blank and not text.startswith((" ", "\t")):
            inside = False
        blank = not text.strip()
        if inside:
            yield line


def _alike(one: Seen, other: Seen) -> bool:
    return one.kind == other.kind and same(_unnumbered(one.content), _unnumbered(other.content))


def _unnumbered(content: Any) -> Any:
    """A piece's content without the numbers of pieces, and without what a link leads to, which may be far away."""

    def change(item: Node) -> Node:
        if item["t"] == PIECE:
            return node(PIECE)
        if item["t"] == "Link" or (item["t"] == "Span" and "broken-link" in item["c"][0][1]):
            return node("Link", item["c"][1])
        return item

    return tree.rewrite(content, change)
