"""What readers cite: which piece of a version a number means, in a form as in a row by hand. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from greenpaper import response, words
from greenpaper.responses.model import Piece
from greenpaper.words import LANGUAGES

_AMBIGUOUS = frozenset({"caption", "note", "status", "title"})  # whose bare number, "4", is rather that of a heading
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))  # that programs make of a hyphen
_MOST = 12  # words of a text in which a number is looked for


class Numbers:
    """The pieces of a version by the numbers that they show, and cells and the like by those that they have."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        shown = [
            {"id": p.identifier, "kind": p.kind, "file": p.where.path, "number": p.number, "text": p.text}
            for p in pieces
        ]
        captions = [words.load(language)[key] for language in LANGUAGES for key in ("figure", "table")]
        known = {piece.identifier: piece for piece in pieces}
        own = {piece.number: piece for piece in reversed(pieces) if piece.number and piece.kind not in _AMBIGUOUS}
        self._exact = own | {place.number: known[place.anchor] for place in response.places(shown, {}, captions)}
        self._folded: dict[str, list[Piece]] = defaultdict(list)
        for number, piece in self._exact.items():
            self._folded[_folded(number)].append(piece)

    def is_exact(self, text: str) -> bool:
        """Whether a text is a number and no more, or nothing."""
        return not text or text in self._exact

    def named(self, text: str) -> Piece | None:
        """The piece that a text is the number of: 3-12 a, 3.2, Figure 4; spaces and case aside if no doubt is left."""
        if piece := self._exact.get(text):
            return piece
        alike = self._folded.get(_folded(text), ())
        return alike[0] if len(alike) == 1 else None

    def cited(self, text: str) -> Piece | None:
        """The piece that a text names first: "3-4", "3-4 to 3-6", "paragraph 3-4"."""
        return next(filter(None, map(self.named, _candidates(text))), None)


def _folded(number: str) -> str:
    """A number without what tells none from another: case, and spaces, save those between two digits."""
    return re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", number.translate(_DASHES).strip()).casefold()


def _candidates(text: str) -> Iterator[str]:
    """Every run of words of a text, the longest first at each beginning."""
    pieces = re.split(r"[\s,;:()]+", text.strip())[:_MOST]
    for start in range(len(pieces)):
        for end in range(len(pieces), start, -1):
            yield " ".join(pieces[start:end]).rstrip(".")
