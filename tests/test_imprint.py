from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from greenpaper import colour, imprint, status, words
from greenpaper.model import Document, Hearing, Stamp, Version

OURS = status.load()
NB = words.load("nb")
HEARING = Hearing(
    sent=datetime.date(2026, 10, 5), deadline=datetime.date(2027, 1, 8), address="a@example.no", reason="Haster"
)
DOCUMENT = Document(
    root=Path(),
    title="Målbilde",
    language="nb",
    version=Version("0.9.0"),
    status="prerelease",
    publisher="Etaten",
    slug="malbilde",
    chapters=(),
    identifier="E-1",
    case_number="26/1",
    hearing=HEARING,
)
STAMP = Stamp(
    status="prerelease",
    version=Version("0.9.0"),
    date=datetime.date(2026, 10, 5),
    maturity="review",
    level="anbefalt-standard",
    commit="0123456789" * 4,
    dirty=True,
    hearing=HEARING,
)


def test_the_imprint_says_everything_in_the_documents_language() -> None:
    made = imprint.make(DOCUMENT, STAMP, OURS, NB)
    assert made.facts == (
        ("Versjon", "0.9.0"),
        ("Dato", "5. oktober 2026"),
        ("Modenhet", "til gjennomgang"),
        ("Normeringsnivå", "anbefalt standard"),
        ("Utgiver", "Etaten"),
        ("Identifikator", "E-1"),
        ("Saksnummer", "26/1"),
        ("Kildeversjon", "0123456, med endringer som ikke er sjekket inn"),
    )
    assert made.hearing == (
        ("Sendt på høring", "5. oktober 2026"),
        ("Høringsfrist", "8. januar 2027"),
        ("Svar sendes til", "a@example.no"),
        ("Begrunnelse for kort frist", "Haster"),
    )
    assert (made.version_text, made.status_name) == ("Versjon 0.9.0", "Forhåndsversjon")
    assert (made.status_colour, made.status_ink) == ("#8a2be2", "#ffffff")
    assert made.footer == "Målbilde · versjon 0.9.0 · Forhåndsversjon"
    assert (made.watermark, made.tag) == ("Høringsutkast", "nb-NO")
    assert made.notice == "Dette er et høringsutkast. Frist for å svare er 8. januar 2027."
    assert made.stamp is STAMP


def test_what_is_not_known_is_left_out() -> None:
    bare = replace(DOCUMENT, identifier=None, case_number=None)
    stamp = Stamp(status="release", version=Version("1"), date=datetime.date(2027, 3, 1))
    made = imprint.make(bare, stamp, OURS, NB)
    assert [label for label, _ in made.facts] == ["Versjon", "Dato", "Utgiver"]
    assert (made.hearing, made.notice, made.watermark) == ((), None, None)
    assert (made.maturity_name, made.level_name) == (None, None)


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("term", OURS.statuses, ids=lambda term: term.key)
@pytest.mark.parametrize("hearing", [None, HEARING, Hearing(sent=HEARING.sent)])
def test_no_placeholder_is_left_in_any_language(language: str, term: status.Term, hearing: Hearing | None) -> None:
    made = imprint.make(DOCUMENT, replace(STAMP, status=term.key, hearing=hearing), OURS, words.load(language))
    texts = [made.footer, made.version_text, made.notice or "", made.watermark or ""]
    assert not any(set("{}") & set(text) for text in texts)
    assert made.status_name == term.names[language]
    assert (made.notice is None) == (made.watermark is None) == (term.watermark is None)


def test_a_title_with_braces_stays_as_it_is() -> None:
    made = imprint.make(replace(DOCUMENT, title="{version}"), STAMP, OURS, NB)
    assert made.footer == "{version} · versjon 0.9.0 · Forhåndsversjon"


def test_a_status_without_colour_is_still_legible() -> None:
    grey = replace(OURS, statuses=tuple(replace(term, colour=None) for term in OURS.statuses))
    made = imprint.make(DOCUMENT, STAMP, grey, NB)
    assert colour.contrast(made.status_colour, made.status_ink) >= 4.5


def test_the_status_page_has_a_row_for_each_chapter() -> None:
    stated = {"status": "release", "version": "1.0", "maturity": "mature", "level": None, "line": 3}
    book: dict[str, Any] = {
        "chapters": [
            {"slug": "a", "kind": "chapter", "label": "1", "title": "En", "path": "a.md", "status": stated},
            {"slug": "b", "kind": "closing", "label": "", "title": "To", "path": "b.md", "status": None},
        ]
    }
    first, second = imprint.status_rows(book, OURS, words.load("nn"))
    assert (first.label, first.title, first.slug) == ("1", "En", "a")
    assert (first.status_key, first.status_name, first.colour) == ("release", "Utgitt", "#32cd32")
    assert (first.ink, first.version, first.maturity_name, first.level_name) == ("#000000", "1.0", "moden", "")
    assert (second.status_key, second.status_name, second.colour, second.ink, second.version) == ("", "", "", "", "")
