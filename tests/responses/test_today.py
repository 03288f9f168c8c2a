"""Where what was sent is today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from greenpaper.responses import today
from greenpaper.responses.model import Piece, Sent, Today
from tests import documents
from tests.responses import replies

PATH = "chapters/01-behov.md"
TEXT = """# Behov

Et avsnitt om noe som står her i dag.

- [ ] En oppgave

En formel $\\frac{a}{b}$ i teksten.

Et avsnitt om noe helt annet enn det første.
"""


def sent(text: str, **shown: str) -> Sent:
    """A version with this chapter; pieces that begin with a key were shown with another text."""
    pieces = []
    for now in today.pieces(documents.book((PATH, text))):
        said = next((other for begin, other in shown.items() if now.text.lstrip("☐ ").startswith(begin)), now.text)
        pieces.append(Piece(identifier=now.identifier, kind=now.kind, where=now.where, number="", text=said))
    return replace(replies.sent([]), pieces=tuple(pieces))


def found(version: Sent, text: str) -> Mapping[str, Today]:
    """Where the pieces are in this text, by how they begin."""
    places = today.find(version, documents.book((PATH, text)))
    return {piece.text[:12]: places[piece.identifier] for piece in version.pieces}


def test_what_is_the_same_has_not_changed_though_it_is_shown_otherwise() -> None:
    version = sent(TEXT, En="En vist tekst")
    assert [now.changed for now in found(version, TEXT).values()] == [False] * len(found(version, TEXT))


def test_what_has_changed_or_moved_says_so() -> None:
    moved = TEXT.replace("Et avsnitt om noe som står", "Nytt avsnitt først.\n\nEt avsnitt om noe som stod")
    places = found(sent(TEXT), moved)
    first, last = places["Et avsnitt o"], places["Behov"]
    assert (last.where and last.where.line, last.changed) == (1, False)
    assert (first.where and first.where.line, first.changed) == (11, False)
    changed = today.find(sent(TEXT), documents.book((PATH, moved)))
    assert [now.where.line for now in changed.values() if now.changed and now.where] == [5]


def test_what_is_gone_is_nowhere() -> None:
    gone = TEXT.replace("Et avsnitt om noe helt annet enn det første.\n", "")
    (place,) = (now for now in today.find(sent(TEXT), documents.book((PATH, gone))).values() if now.where is None)
    assert place.changed
