from __future__ import annotations

from greenpaper import words
from greenpaper.responses.model import Decision, Row
from greenpaper.responses.written import columns, overview
from greenpaper.responses.written.overview import MOST, Count, Overview, Spot
from tests.responses.heard import DEMANDS, NEEDS, RESPONDENTS, ROWS, row

NB = words.load("nb")


def made(*rows: Row, formats: int = 0) -> Overview:
    entries = columns.entries(rows, RESPONDENTS, NB)
    return overview.make(entries, columns.shown_names(rows, RESPONDENTS, NB), NB, formats)


def counts(found: tuple[Count, ...]) -> dict[str, int]:
    return {count.name: count.total for count in found}


def test_rows_are_counted_by_all_that_one_asks_for() -> None:
    found = made(*ROWS, formats=7)
    assert (found.whole.total, found.formats) == (6, 7)
    assert list(counts(found.chapters).items()) == [("Hele dokumentet, eller uten sted", 1), (NEEDS, 3), (DEMANDS, 2)]
    assert counts(found.respondents) == {"Nord kommune": 2, "Anonym avsender 1": 2, "Sør helseforetak": 2}
    assert counts(found.kinds) == {
        "kommentar": 1, "svar på kommentar": 1, "tilføyelse": 1, "strykning": 1, "svar på spørsmål": 1, "generell": 1,
    }  # fmt: skip
    needs = next(count for count in found.chapters if count.name == NEEDS)
    assert needs.decisions == {**dict.fromkeys(Decision, 0), Decision.FOLLOWED: 1, Decision.OPEN: 2}


def test_whoever_said_nothing_that_was_read_is_counted_too() -> None:
    assert counts(made(ROWS[0]).respondents)["Sør helseforetak"] == 0
    assert made().whole.total == 0


def test_respondents_of_one_name_are_not_taken_together() -> None:
    rows = row("a", respondent="x"), row("b", respondent="y")
    entries = columns.entries(rows, (), NB)
    assert [count.total for count in overview.make(entries, {"x": "Vest", "y": "Vest"}, NB).respondents] == [1, 1]


def test_the_paragraphs_with_most_remarks_come_first() -> None:
    many = [row(f"m{number}", number="2-2", chapter=DEMANDS, anchor="_gp9") for number in range(4)]
    by_hand = [row(f"h{number}", number="1-9", anchor="", respondent="sor") for number in range(2)]
    general = [row(f"g{number}", number="", anchor="", chapter="", where=None) for number in range(5)]
    assert made(*ROWS, *many, *by_hand, *general).paragraphs == (
        Spot(number="2-2", chapter=DEMANDS, total=4, respondents=1),
        Spot(number="1-1", chapter=NEEDS, total=3, respondents=2),
        Spot(number="1-9", chapter=NEEDS, total=2, respondents=1),
    )
    crowd = [row(f"c{place}{number}", anchor=f"_c{place}") for place in range(MOST + 5) for number in range(2)]
    assert len(made(*crowd).paragraphs) == MOST


def test_a_piece_without_a_number_is_told_by_its_place() -> None:
    (spot,) = made(row("a", number=""), row("b", number="")).paragraphs
    assert spot.number == "chapters/01-behov.md:11"
