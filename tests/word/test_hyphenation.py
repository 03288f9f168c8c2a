"""Hyphens where words have no room: in cells that are too narrow, and in the longest of titles."""

from __future__ import annotations

import pytest

from greenpaper.word.hyphenation import hyphenate
from greenpaper.word.ooxml import NS, el, p, run


def shown(text: str, language: str = "nb-NO", style: str | None = None, own: str = "") -> str:
    """The text of a cell in which only words of up to eight letters have room, a hyphen shown as such."""
    tagged = (el("w:lang", val=own),) if own else ()
    cell = el("w:tc", p("TableText", run(text, *tagged, style=style)))
    hyphenate(cell, language, lambda word: len(word) <= 8)
    pieces = cell.xpath(".//w:t | .//w:softHyphen", namespaces=NS)
    return "".join("-" if piece.tag.endswith("softHyphen") else piece.text or "" for piece in pieces)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Informasjonsbehov for alle", "Infor-ma-sjons-be-hov for alle"),
        ("(kommunehelsetjeneste),", "(kommune-helse-tje-neste),"),
        ("37\u00a0000 kroner", "37\u00a0000 kroner"),
        ("https://www.example.no/informasjonsbehov", "https://www.example.no/informasjonsbehov"),
        ("navn@informasjonsbehov.no", "navn@informasjonsbehov.no"),
        ("2027-02-01T12:00:00", "2027-02-01T12:00:00"),
    ],
)
def test_words_without_room_may_be_parted_and_nothing_else(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_the_text_itself_stays_as_it_was() -> None:
    """A hyphen that may be there is an element of its own, no character of the text."""
    cell = el("w:tc", p("TableText", run("Informasjonsbehov")))
    hyphenate(cell, "nb-NO", lambda word: False)
    assert "".join(cell.itertext()) == "Informasjonsbehov"


def test_each_language_has_its_own_rules_and_code_none() -> None:
    assert shown("documentation", own="en-GB") == "docu-ment-a-tion"
    assert shown("almmuhuvvojit", own="se-NO") == "almmuhuvvojit"
    assert shown("Informasjonsbehov", style="VerbatimSmall") == "Informasjonsbehov"
