"""Where the pieces that were sent are in today's source. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from greenpaper import anchors, tree
from greenpaper.model import Location
from greenpaper.responses.model import Piece, Sent, Today
from greenpaper.responses.remarks import alignment

_LABEL = re.compile(r"^[^\W\d]+ \d+(: |$)")  # Tabell 3:
_GONE = Today(where=None, changed=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Now:
    """A piece of today's book."""

    identifier: str
    kind: str
    where: Location
    text: str


def find(sent: Sent, book: Mapping[str, Any]) -> Mapping[str, Today]:
    """The place of each piece, by its identifier, in today's book (book.json).

    The same name means the same words in the same chapter. Else the words tell: in the chapter that has most of the
    piece's neighbours, then anywhere, for chapters that were renamed and text that was moved.
    """
    now = pieces(book)
    repeated = {text for text, count in Counter([*map(_words, sent.pieces), *map(_words, now)]).items() if count > 2}
    left = {piece.identifier: piece for piece in now}
    found: dict[str, Today] = {}
    # The first, second … piece of the same words: where one is taken away, the names of the others move up.
    named = [piece for piece in sent.pieces if piece.identifier in left]
    _take(found, left, [(piece, left[piece.identifier]) for piece in named if _words(piece) not in repeated])
    _take(found, left, _by_chapter(sent.pieces, now))
    _take(found, left, [(piece, left[piece.identifier]) for piece in named if piece.identifier in left])
    rest = [piece for piece in sent.pieces if piece.identifier not in found]
    _take(found, left, _pairs(rest, [piece for piece in now if piece.identifier in left]))
    return {piece.identifier: found.get(piece.identifier, _GONE) for piece in sent.pieces}


def _take(found: dict[str, Today], left: dict[str, Now], pairs: Iterable[tuple[Piece, Now]]) -> None:
    """Note the pairs of which neither is taken."""
    for old, new in pairs:
        if old.identifier not in found and new.identifier in left:
            now = left.pop(new.identifier)
            # Of formulas and boxes to tick the texts differ, though they are the same.
            changed = old.identifier != now.identifier and _words(old) != _words(now)
            found[old.identifier] = Today(
                where=now.where, changed=changed, text=now.text, kind=now.kind, identifier=now.identifier
            )


def _words(piece: Piece | Now) -> str:
    """What of a piece's text is the author's: a caption begins with its number only where it is shown."""
    text = alignment.key(piece.text)
    return _LABEL.sub("", text) if piece.kind == "caption" else text


def pieces(book: Mapping[str, Any]) -> tuple[Now, ...]:
    """The pieces of a book with their texts as they are shown, without numbers of paragraphs."""
    marked, made = anchors.anchored(dict(book))
    texts = dict(_texts(marked["blocks"]))
    return tuple(
        Now(identifier=each.identifier, kind=each.kind, where=each.where, text=texts.get(each.identifier, ""))
        for each in made
    )


def _texts(node: Any) -> Iterator[tuple[str, str]]:
    """The text of each anchor in a tree, by its name."""
    if isinstance(node, list):
        for item in node:
            yield from _texts(item)
    elif isinstance(node, dict):
        content: Any = node.get("c")
        if node.get("t") == "Span" and anchors.ANCHOR in content[0][1]:
            yield content[0][0], _text(content[1])
        elif node.get("t") == "CodeBlock":
            yield tree.value(content[0], anchors.ANCHOR) or "", content[1]
        yield from _texts(content)


def _text(inlines: list[tree.Node]) -> str:
    """The text of an anchor; of the one round a note's sign, the note's."""
    _, text = tree.numbered(inlines)
    if len(text) == 1 and text[0]["t"] == "Note":
        return "\n".join(tree.text(block) for block in text[0]["c"])
    return tree.text(text)


def _by_chapter(old: Sequence[Piece], now: Sequence[Now]) -> Iterator[tuple[Piece, Now]]:
    """Pairs of pieces that are alike, each in its file."""
    files: dict[str, tuple[list[Piece], list[Now]]] = defaultdict(lambda: ([], []))
    for piece in old:
        files[piece.where.path][0].append(piece)
    for each in now:
        files[each.where.path][1].append(each)
    for both in files.values():
        yield from _pairs(*both)


def _pairs(old: Sequence[Piece], now: Sequence[Now]) -> Iterator[tuple[Piece, Now]]:
    for pair in alignment.align([_words(piece) for piece in old], [_words(each) for each in now]):
        if old[pair.old].text.strip():
            yield old[pair.old], now[pair.new]
