from __future__ import annotations

import re
from dataclasses import replace

import pytest

from greenpaper import words
from greenpaper.responses.model import Answer, Decision, Kind
from greenpaper.responses.written import columns
from tests.responses.heard import DEMANDS, RESPONDENTS, ROWS, row

NB = words.load("nb")


def cells(preset: str, language: str = "nb") -> dict[str, dict[str, str]]:
    said = words.load(language)
    made = columns.entries(ROWS, RESPONDENTS, said)
    return {
        entry.row.identifier: {column.key: column.text(entry, said) for column in columns.PRESETS[preset]}
        for entry in made
    }


def numbers(*rows: object) -> list[tuple[str, str]]:
    return [(entry.number, entry.row.identifier) for entry in columns.entries(rows, (), NB)]  # type: ignore[arg-type]


def test_a_plain_row_says_all_that_it_knows() -> None:
    assert cells("plain")["r1"] == {
        "no": "1",
        "respondent": "Nord kommune",
        "author": "Ola Nordmann",
        "date": "2027-01-03",
        "chapter": "1 Behov",
        "number": "1-1",
        "at": "chapters/01-behov.md:11",
        "kind": "kommentar",
        "quoted": "et felles målbilde",
        "comment": "Dette er uklart.",
        "proposal": "",
        "assessment": "Vi skriver om.",
        "decision": "fulgt",
        "by": "AB",
        "on": "2027-02-01",
    }


def test_what_is_odd_about_a_row_is_said() -> None:
    plain = cells("plain")
    assert plain["r2"]["at"] == "chapters/01-behov.md:11\nendret siden"
    assert plain["r5"]["at"] == "chapters/02-krav.md:40\nusikkert sted"
    assert plain["r6"]["at"] == "ikke lenger i teksten"
    assert plain["r4"]["at"] == ""
    assert plain["r5"]["kind"] == "strykning (uten sporing)"
    assert plain["r6"]["kind"] == "svar på spørsmål 3"


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("preset", columns.PRESETS)
def test_an_anonymous_respondent_is_a_number(preset: str, language: str) -> None:
    said = "\n".join(text for made in cells(preset, language).values() for text in made.values())
    assert not re.search("wenche|hemmelig", said, re.IGNORECASE)
    assert words.load(language)["responses_anonymous"].format(number=1) in said


def test_anonymous_respondents_are_told_apart() -> None:
    second = replace(RESPONDENTS[1], folder="per", name="Per")
    names = columns.shown_names(ROWS, (*RESPONDENTS, second), NB)
    assert (names["wenche"], names["per"]) == ("Anonym avsender 1", "Anonym avsender 2")
    assert columns.shown_names([row("r1", respondent="vest")], (), NB) == {"vest": "vest"}


def test_replies_are_numbered_below_their_comment() -> None:
    rows = (
        row("a"),
        row("b"),
        row("b2", parent="b1"),
        row("a1", parent="a"),
        row("b1", parent="b"),
        row("lost", parent="not there"),
    )
    told = [("1", "a"), ("1.1", "a1"), ("2", "b"), ("2.1", "b2"), ("2.2", "b1"), ("3", "lost")]
    assert numbers(*rows) == told


def test_every_output_can_hold_what_a_row_says() -> None:
    said = row("a", comment="en\x00to\r\ntre\u2028fire\ud800\tfem", author="O\x1bla", answer=Answer(by="\ufffe"))
    (entry,) = columns.entries([said], (), NB)
    assert entry.row.comment == "en\ufffdto\ntre\nfire\ufffd\tfem"
    assert (entry.author, entry.row.answer.by) == ("O\ufffdla", "\ufffd")


def test_a_ring_of_replies_loses_no_row() -> None:
    rows = row("a", parent="b"), row("b", parent="a"), row("c", parent="c"), row("d", parent="b")
    assert {identifier for _, identifier in numbers(*rows)} == {"a", "b", "c", "d"}


def test_the_columns_of_iso() -> None:
    iso = cells("iso")
    assert iso["r1"] == {
        "mb": "Nord kommune",
        "line": "01-behov.md:11",
        "clause": "1",
        "part": "1-1",
        "type": "te",
        "comments": "«et felles målbilde»\nDette er uklart.",
        "proposal": "",
        "observations": "fulgt\nVi skriver om.",
    }
    assert (iso["r5"]["clause"], iso["r5"]["part"]) == ("2.1", "")
    assert iso["r5"]["comments"] == "strykning (uten sporing)\n«uten unntak»"
    assert [iso[name]["type"] for name in ("r4", "r5", "r6")] == ["ge", "te", "ge"]
    assert (iso["r2"]["observations"], iso["r5"]["observations"]) == ("", "ikke fulgt")


def test_a_closing_chapter_has_no_label() -> None:
    (entry,) = columns.entries([row("r", chapter="Ordliste", number="")], (), NB)
    clause = next(column for column in columns.PRESETS["iso"] if column.key == "clause")
    assert clause.text(entry, NB) == "Ordliste"
    assert clause.text(replace(entry, row=row("r", chapter=DEMANDS, number="2-1")), NB) == "2"
    assert clause.text(replace(entry, row=row("r", chapter="A Vedlegget", number="A.2")), NB) == "A.2"


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_kind_and_decision_and_head_has_its_words(language: str) -> None:
    said = words.load(language)
    names = [said[f"kind_{kind.value}"] for kind in Kind], [said[f"decision_{each.value}"] for each in Decision]
    assert all(len(set(found)) == len(found) for found in names)
    for preset in columns.PRESETS.values():
        heads = [said[column.head] for column in preset]
        assert len(set(heads)) == len(heads)
