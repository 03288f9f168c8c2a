from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenpaper import hearing, status, words
from greenpaper.model import Document, Hearing, Location, Stamp, Version

OURS = status.load()
LINES = {("hearing", ""): 14, ("hearing", "deadline"): 15}
SENT = datetime.date(2026, 10, 5)
days = st.dates(datetime.date(1900, 1, 1), datetime.date(2200, 1, 1))


def document(key: str = "prerelease", facts: Hearing | None = None) -> Document:
    return Document(
        root=Path(),
        title="T",
        language="nb",
        version=Version("0.9.0"),
        status=key,
        publisher="P",
        slug="t",
        chapters=(),
        hearing=facts,
        lines=LINES,
    )


def codes(deadline: datetime.date, reason: str | None = None) -> list[str]:
    facts = Hearing(sent=SENT, deadline=deadline, address="a@example.no", reason=reason)
    found = hearing.check(document(facts=facts), OURS)
    assert all(str(finding.where) == "document.toml:15" and finding.cure for finding in found)
    return [finding.code for finding in found]


# Time for answers


@pytest.mark.parametrize(
    ("deadline", "expected"),
    [
        ("2026-10-04", ["hearing-deadline-before-sent"]),
        ("2026-10-05", ["hearing-deadline-before-sent"]),
        ("2026-11-15", ["hearing-short"]),
        ("2026-11-16", ["hearing-reason"]),
        ("2027-01-04", ["hearing-reason"]),
        ("2027-01-05", []),
    ],
)
def test_the_time_for_answers_is_long_enough(deadline: str, expected: list[str]) -> None:
    assert codes(datetime.date.fromisoformat(deadline)) == expected


def test_a_reason_allows_under_three_months_but_not_under_six_weeks() -> None:
    assert codes(datetime.date(2026, 11, 16), "Haster") == []
    assert codes(datetime.date(2026, 11, 15), "Haster") == ["hearing-short"]


@pytest.mark.parametrize(
    ("day", "later"), [("2026-11-30", "2027-02-28"), ("2027-11-30", "2028-02-29"), ("2026-10-05", "2027-01-05")]
)
def test_three_months_later_is_the_same_day_or_the_months_last(day: str, later: str) -> None:
    assert hearing.months_after(datetime.date.fromisoformat(day), 3) == datetime.date.fromisoformat(later)


@given(day=days, months=st.integers(0, 40))
def test_months_later_is_in_that_month(day: datetime.date, months: int) -> None:
    later = hearing.months_after(day, months)
    assert later.year * 12 + later.month == day.year * 12 + day.month + months
    assert later.day <= day.day


@pytest.mark.parametrize(
    ("facts", "key", "lacking"),
    [
        (Hearing(sent=SENT), "prerelease", "deadline and address"),
        (Hearing(deadline=SENT, address="a"), "prerelease", "sent"),
        (None, "prerelease", None),
    ],
)
def test_half_of_the_facts_is_told_of_a_hearing_draft(facts: Hearing | None, key: str, lacking: str | None) -> None:
    found = hearing.check(document(key, facts), OURS)
    assert [finding.code for finding in found] == (["hearing-incomplete"] if lacking else [])
    assert all(str(lacking) in finding.what and str(finding.where) == "document.toml:14" for finding in found)


# Deadlines in texts


@pytest.mark.parametrize(
    ("text", "line", "day"),
    [
        ("Høringsfrist: 29. august 2026", 1, "2026-08-29"),
        ("Innledning.\n\n| Høringsfrist | 29.08.2026 |", 3, "2026-08-29"),
        ("Fristen for å\nsvare er\n8. januar 2027.", 3, "2027-01-08"),
        ("Fristen for innspill er **8.\u00a0januar 2027**.", 1, "2027-01-08"),
        ("8. januar 2027 er høringsfristen.", 1, "2027-01-08"),
        ("Høringen ble sendt 5. oktober 2026, og høringsfristen er 2027-01-08.", 1, "2027-01-08"),
        ("Svarfristen var 1. mai 2026. Den er nå en annen.", 1, "2026-05-01"),
        ("Fristen for å sende inn høyringssvar er 1. mars 2027.", 1, "2027-03-01"),
        ("The deadline for responses is January 8, 2027.", 1, "2027-01-08"),
        ("The consultation deadline is 8 January 2027.", 1, "2027-01-08"),
        ("Áigemearri lea ođđajagemánu 8. b. 2027.", 1, "2027-01-08"),
        ("Gulaskuddama áigemearri lea ođđajagemánu 8. beaivvi 2027.", 1, "2027-01-08"),
        ("áigemearri: 8. ođđajagemánnu 2027", 1, "2027-01-08"),
        ("<!-- to\nlinjer --> Høringsfrist 1.2.2027", 2, "2027-02-01"),
        ("Vi ber om svar innen 14. januar 2027.", 1, "2027-01-14"),
        ("Send innspill til post@example.no senest **torsdag 14. januar 2027**.", 1, "2027-01-14"),
        ("Please send your comments by 14 January 2027.", 1, "2027-01-14"),
        ("Frist: 13. januar 2027", 1, "2027-01-13"),
        ("- **Frist:** 13. januar 2027 kl. 12", 1, "2027-01-13"),
        ("Fristen for merknader er 13. januar 2027.", 1, "2027-01-13"),
        ("Frist for fråsegner: 13. januar 2027.", 1, "2027-01-13"),
        ("Innspillsfristen er 13. januar 2027.", 1, "2027-01-13"),
    ],
)
def test_a_stated_deadline_is_found_with_its_line(text: str, line: int, day: str) -> None:
    assert list(hearing.deadlines_in(text.split("\n"))) == [(line, datetime.date.fromisoformat(day))]


@pytest.mark.parametrize(
    "text",
    [
        "Fristen for å innføre kravene er 1. januar 2029.",
        "Leverandørene har tilsvarende frist, 1. mars 2025.",
        "Fristen for ansvarlig departement var 2. april 2024.",
        "Responstiden har frist 3. mai 2024.",
        "Etter høringen er gjennomføringsfristen 1. januar 2029.",
        "Virksomheter med ansvar for kravet innfører det innen 1. januar 2029.",
        "Høringen ble sendt 5. oktober 2026.",
        "Høringsfristen står på forsiden. Kravene gjelder fra 1. januar 2029.",
        "- Høringsfristen står på forsiden\n- 1. januar 2029 gjelder kravene",
        "Svarfristen er 31. februar 2027.",
        "Fristene for svar er realistiske fra 1. januar 2029.",
        "<!-- Høringsfrist 1. mai 2027? -->",
        "",
    ],
)
def test_other_dates_are_no_deadlines_for_answers(text: str) -> None:
    assert list(hearing.deadlines_in(text.split("\n"))) == []


@given(day=days, language=st.sampled_from(words.LANGUAGES))
def test_our_own_notice_states_its_deadline(day: datetime.date, language: str) -> None:
    spoken = words.load(language)
    notice = spoken["hearing_notice"].format(deadline=spoken.date(day))
    assert [found for _, found in hearing.deadlines_in([notice])] == [day]


@given(lines=st.lists(st.text(st.sampled_from("frist: svar innen 12.0-janu|\n<!>"), max_size=30), max_size=6))
def test_no_text_is_too_odd_to_be_searched(lines: list[str]) -> None:
    assert all(1 <= line <= "\n".join(lines).count("\n") + 1 for line, _ in hearing.deadlines_in(lines))


STATED = (
    (Location(path="chapters/01.md", line=1), datetime.date(2027, 1, 8)),
    (Location(path="chapters/02.md", line=3), datetime.date(2027, 2, 8)),
)


def test_a_chapter_that_differs_from_the_settings_is_told() -> None:
    facts = Hearing(sent=SENT, deadline=datetime.date(2027, 1, 8))
    (found,) = hearing.check_stated(document(facts=facts), STATED)
    assert (found.code, str(found.where)) == ("hearing-deadline-differs", "chapters/02.md:3")
    assert found.what == "the deadline is 2027-02-08 here, but 2027-01-08 in document.toml:15"


def test_two_chapters_that_differ_are_told_without_a_deadline_in_the_settings() -> None:
    (found,) = hearing.check_stated(document(), STATED)
    assert str(found.where) == "chapters/02.md:3"
    assert "2027-01-08 in chapters/01.md:1" in found.what
    assert hearing.check_stated(document(), STATED[:1]) == ()


def test_hearing_facts_in_a_finished_document_are_told() -> None:
    (found,) = hearing.check(document("release", Hearing(sent=SENT)), OURS)
    assert (found.code, str(found.where)) == ("hearing-over", "document.toml:14")


@pytest.mark.parametrize(
    ("deadline", "key", "expected"),
    [
        (SENT, "prerelease", []),
        (SENT - datetime.timedelta(days=1), "prerelease", ["hearing-past"]),
        (SENT - datetime.timedelta(days=1), "release", []),
        (None, "prerelease", []),
    ],
)
def test_a_draft_is_not_sent_after_its_deadline(deadline: datetime.date | None, key: str, expected: list[str]) -> None:
    made = Stamp(status=key, version=Version("0.9.0"), date=SENT, hearing=Hearing(deadline=deadline))
    found = hearing.check_day(made, OURS, Location(path="document.toml", line=15))
    assert [finding.code for finding in found] == expected
