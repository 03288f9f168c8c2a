"""The gates: each objection is raised by what it is about, and by the statuses that ask for it."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest

from greenpaper import checks, git, status
from greenpaper.model import Finding, Hearing, Location, Severity, Stamp, Version
from greenpaper.release import advice, gates, register
from tests import documents

VOCABULARY = status.load()
TEXT = documents.STATUS_TABLE + "En tekst som er ferdig.\n"
ALL = ("work-in-progress", "prerelease", "release", "normative")


def candidate(text: str = TEXT, state: str = "prerelease", **more: Any) -> gates.Candidate:
    book = documents.book(("01-a.md", text))
    document = documents.document(documents.chapter("01-a.md"), status=state)
    stamp = Stamp(status=state, version=Version("0.9.0"), date=datetime.date(2026, 11, 2), level="veileder")
    made = gates.Candidate(
        document=document,
        stamp=stamp,
        vocabulary=VOCABULARY,
        book=book,
        remarks=(),
        findings=(),
        entries=(),
        source="0" * 64,
    )
    return replace(made, **more)


def codes(made: gates.Candidate) -> list[str]:
    return [finding.code for finding in gates.objections(made)]


def released(version: str, source: str = "1" * 64) -> tuple[register.Entry, ...]:
    return register.added((), {"kind": "release", "version": version, "date": "2026-10-01", "source": source})


def finding(code: str, severity: Severity) -> checks.Graded:
    where = Location(path="01-a.md", line=3)
    return checks.Graded(finding=Finding(code=code, where=where, what="w", cure="c"), severity=severity)


def test_nothing_stands_against_what_is_ready() -> None:
    assert codes(candidate()) == []


@pytest.mark.parametrize("state", ALL)
def test_some_gates_stand_before_every_status(state: str) -> None:
    text = TEXT.replace("Prerelease", "Normative")
    made = candidate(text, state, entries=released("0.9.0"), findings=[finding("title-missing", Severity.ERROR)])
    assert {"release-exists", "title-missing"} <= set(codes(made))
    assert codes(candidate(text, state, stamp=replace(made.stamp, from_clock=True))) == ["release-date"]
    assert codes(candidate(text, state, stamp=replace(made.stamp, dirty=True))) == ["release-dirty"]


def test_a_version_that_was_released_of_the_same_source_is_no_other() -> None:
    assert codes(candidate(entries=released("0.9.0", "0" * 64))) == []


@pytest.mark.parametrize(
    ("last", "expected"), [("0.8.9", []), ("0.9.1", ["release-version"]), ("0.10", ["release-version"])]
)
def test_versions_go_up(last: str, expected: list[str]) -> None:
    assert codes(candidate(entries=released(last))) == expected


def test_a_chapter_is_no_newer_than_the_document() -> None:
    (objection,) = gates.objections(candidate(TEXT.replace("v0.9.0", "v1.0")))
    assert (objection.code, objection.what) == (
        "release-chapter-version",
        "the chapter's version is 1.0, the document's 0.9.0",
    )


def test_in_a_release_all_chapters_have_the_documents_version() -> None:
    older = TEXT.replace("v0.9.0", "v0.8")
    assert codes(candidate(older)) == []  # in a hearing draft each tells when it was last changed
    made = candidate(older.replace("Prerelease", "Release"), "release")
    (objection,) = gates.objections(made)
    assert (objection.code, objection.what) == (
        "release-chapter-version",
        "the chapter's version is 0.8, the document's 0.9.0",
    )
    assert str(objection.where) == "01-a.md:3"
    assert (
        codes(candidate(TEXT.replace("v0.9.0", "v0.9").replace("Prerelease", "Release"), "release")) == []
    )  # the same, written shorter


def test_chapters_are_as_far_as_the_document() -> None:
    assert codes(candidate(state="release")) == ["release-chapter-status"]
    assert codes(candidate(TEXT.replace("Prerelease", "Release"))) == []
    assert codes(candidate(TEXT.replace("Prerelease", "Work in progress"), "work-in-progress")) == []


@pytest.mark.parametrize(
    "text",
    [
        *("Fristen er xxx.", "TODO: skrive", "Todo: skrive", "## TBD", "Versjon currentversion", "{{ navn }}"),
        *("Lorem ipsum dolor.", "CurrentVersion", "Se [vedtaket](https://example.org/TODO)."),
        *("Som ![TODO beskriv](bilde.png) viser", "![Flyten](bilde.png)\n*TODO*", "xxx og xxx"),
    ],
)
def test_what_is_still_to_be_written_is_found(text: str) -> None:
    made = candidate(f"{TEXT}\n{text}\n")
    assert codes(made) == ["release-placeholder"]
    assert str(gates.objections(made)[0].where) == "01-a.md:7"
    assert codes(candidate(f"{TEXT}\n{text}\n".replace("Prerelease", "Work in progress"), "work-in-progress")) == []


@pytest.mark.parametrize(
    "text", ["`TODO`", "Todos los santos", "maxxxing", "    xxx\n", "[a](https://example.org/maxxx)"]
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert codes(candidate(f"{TEXT}\n{text}\n")) == []


@pytest.mark.parametrize(
    ("state", "expected"), [("prerelease", []), ("release", ["release-remark", "release-question"])]
)
def test_open_matters_stand_against_a_finished_version_alone(state: str, expected: list[str]) -> None:
    text = TEXT.replace("Prerelease", "Release") + "\n> [!QUESTION]\n> Er dette nok?\n"
    made = candidate(text, state, remarks=[("01-a.md", 9, "spør Kari")])
    assert codes(made) == expected


@pytest.mark.parametrize("code", ["status-must", "hearing-deadline-differs", "hearing-over"])
def test_rules_that_a_document_has_lowered_stand_against_its_release(code: str) -> None:
    made = candidate(findings=[finding(code, Severity.NOTE), finding("figure-caption", Severity.WARNING)])
    assert codes(made) == [code]


def test_the_facts_of_the_document_are_searched_too() -> None:
    made = candidate()
    made = replace(made, document=replace(made.document, title="TODO tittel", lines={("title", ""): 1}))
    assert [str(item.where) for item in gates.objections(made)] == ["document.toml"]


def test_what_git_knows_of_the_source_stands_against_it() -> None:
    def objections(commit: str = "a", **facts: Any) -> list[str]:
        made = candidate(repository=git.Repository(**facts))
        made = replace(made, stamp=replace(made.stamp, commit=commit))
        return [f"{item.where} {item.code}" for item in gates.objections(made)]

    assert objections() == objections(tagged="a") == []
    assert objections(absent=("img/a.png",)) == ["img/a.png release-dirty"]
    assert objections(cut_off=True) == ["document.toml release-shallow"]
    assert objections(tagged="b") == ["document.toml release-tag-elsewhere"]


def test_the_pdf_of_a_draft_need_not_be_proved() -> None:
    assert [gates.must_be_validated(candidate(state=state)) for state in ALL] == [False, True, True, True]


def test_every_gate_that_the_vocabulary_names_is_one() -> None:
    named = {gate for term in VOCABULARY.statuses for gate in term.gates}
    assert named == {*gates.NAMES, gates.VALIDATED}


def test_what_is_better_known_before_is_told_and_stands_against_nothing() -> None:
    made = candidate(remarks=[("01-a.md", 9, "spør Kari")], entries=released("0.8.0"))
    told = {finding.code: str(finding.where) for finding in advice.notes(made, None)}
    assert told == {
        "release-remarks-inside": "01-a.md:9",
        "release-changes": "CHANGES.md",
        "release-no-hearing": "document.toml",
    }
    heard = replace(made.stamp, hearing=Hearing(deadline=datetime.date(2027, 2, 1)))
    assert advice.notes(replace(made, remarks=(), stamp=heard), "- Alt er nytt.") == ()
    assert advice.notes(candidate("# A\n", "work-in-progress"), None) == ()


def test_a_version_that_is_too_low_is_not_asked_of_the_chapters() -> None:
    made = candidate(TEXT.replace("v0.9.0", "v0.9.1"), entries=released("0.9.5"))
    assert codes(made) == ["release-version"]
