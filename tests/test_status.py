from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenpaper import status, words
from greenpaper.errors import SettingsError
from greenpaper.model import ChapterStatus, Document, Location, Version
from greenpaper.status import Term

OURS = status.load()
SETS = [OURS.statuses, OURS.maturities, OURS.levels]
WHERE = Location(path="chapters/01-a.md", line=3)
DOCUMENT = Document(
    root=Path(),
    title="T",
    language="nb",
    version=Version("0.9.0"),
    status="prerelease",
    publisher="P",
    slug="t",
    chapters=(),
    level="veileder",
)
colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def codes(own: ChapterStatus, document: Document = DOCUMENT) -> list[str]:
    return [finding.code for finding in status.check_chapter(own, document, OURS, WHERE)]


# The words


@pytest.mark.parametrize("terms", SETS)
def test_every_wording_finds_its_own_term_in_any_case(terms: tuple[status.Term, ...]) -> None:
    for term in terms:
        for wording in term.wordings():
            for text in (wording, wording.upper(), f"  {wording} ", wording.replace(" ", "\u00a0"), f"3-{wording}"):
                found = status.find(terms, text)
                assert found is term, text


@given(text=st.text(), terms=st.sampled_from(SETS))
def test_what_is_found_is_found_again_by_its_name(text: str, terms: tuple[status.Term, ...]) -> None:
    term = status.find(terms, text)
    if term:
        assert status.find(terms, term.name) is term
    suggestion = status.suggest(terms, text)
    assert suggestion is None or status.find(terms, suggestion) is not None


@pytest.mark.parametrize(
    ("terms", "text", "key"),
    [
        (OURS.maturities, "2-review", "review"),
        (OURS.maturities, "4. Mature", "mature"),
        (OURS.statuses, "Work-in-progress", "work-in-progress"),
        (OURS.statuses, "høringsutkast", "prerelease"),
        (OURS.statuses, "Utgått", "deprecated"),
        (OURS.statuses, "Almmuhuvvon", "release"),
        (OURS.levels, "ikke normert / skal ikke normeres", "ikke-normert"),
        (OURS.levels, "tilrådd standard", "anbefalt-standard"),
    ],
)
def test_wordings_that_authors_use_are_found(terms: tuple[status.Term, ...], text: str, key: str) -> None:
    found = status.find(terms, text)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize(
    ("terms", "text", "name"),
    [
        (OURS.statuses, "QA version", "Prerelease"),
        (OURS.statuses, "Prerelese", "Prerelease"),
        (OURS.maturities, "Testing", "test"),
        (OURS.levels, "N/A", "ikke normert"),
        (OURS.levels, "veileder (TOBE)", "veileder"),
        (OURS.levels, "en obligatorisk standard fra 2028", "obligatorisk standard"),
        (OURS.statuses, "banan", None),
        (OURS.statuses, "", None),
    ],
)
def test_an_unknown_wording_is_refused_with_a_suggestion(
    terms: tuple[status.Term, ...], text: str, name: str | None
) -> None:
    assert status.find(terms, text) is None
    assert status.suggest(terms, text) == name


@pytest.mark.parametrize("terms", SETS)
def test_terms_stand_in_order_of_rank(terms: tuple[status.Term, ...]) -> None:
    ranks = [term.rank for term in terms]
    assert ranks == sorted(set(ranks))


@pytest.mark.parametrize("terms", SETS)
def test_every_term_has_a_name_in_every_language(terms: tuple[status.Term, ...]) -> None:
    assert all(set(term.names) == set(words.LANGUAGES) for term in terms)


# The rules


def test_a_chapter_like_its_document_has_no_finding() -> None:
    own = ChapterStatus(status="prerelease", version=Version("0.9.0"), maturity="draft", level="veileder")
    assert codes(own) == []


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("work-in-progress", []),
        ("prerelease", ["status-should", "status-should"]),
        ("release", ["status-must", "status-must"]),
        ("normative", ["status-must", "status-must"]),
        ("deprecated", ["status-should", "status-should"]),
    ],
)
def test_what_a_status_demands_is_missed(key: str, expected: list[str]) -> None:
    assert codes(ChapterStatus(status=key), replace(DOCUMENT, status=key)) == expected


def test_a_missing_version_and_level_are_named_with_their_place() -> None:
    found = status.check_chapter(ChapterStatus(status="release"), DOCUMENT, OURS, WHERE)
    texts = [finding.what for finding in found if finding.code == "status-must"]
    assert texts == [
        "what has the status Release must state its version",
        "what has the status Release must state its normative level",
    ]
    assert {finding.where for finding in found} == {WHERE}


@pytest.mark.parametrize("key", ["work-in-progress", "release", "deprecated"])
def test_another_status_than_the_documents_is_told(key: str) -> None:
    own = ChapterStatus(status=key, version=Version("0.9.0"), level="veileder")
    assert codes(own) == ["status-differs"]


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ("0.9.5", "is later"),
        ("0.95", "is later"),
        ("0.8.9", "is earlier"),
        ("0.9", "is written"),
        ("0.9.0-rc.1", "is earlier"),
    ],
)
def test_another_version_than_the_documents_is_told(version: str, words: str) -> None:
    own = ChapterStatus(status="prerelease", version=Version(version), level="veileder")
    (found,) = status.check_chapter(own, DOCUMENT, OURS, WHERE)
    assert found.code == "version-differs"
    assert words in found.what
    assert version in found.what


def test_another_level_is_told_and_another_maturity_is_not() -> None:
    own = ChapterStatus(status="prerelease", version=Version("0.9.0"), maturity="mature", level="retningslinje")
    assert codes(own, replace(DOCUMENT, maturity="draft")) == ["level-differs"]


def test_the_document_itself_has_to_state_a_level() -> None:
    bare = replace(DOCUMENT, status="release", level=None, lines={("", "status"): 5})
    (found,) = status.check_document(bare, OURS)
    assert (found.code, str(found.where)) == ("status-must", "document.toml:5")
    assert status.check_document(replace(bare, level="veileder"), OURS) == ()


# A vocabulary of the document's own

TERM = {"key": "a", "name": "A", "names": {"nb": "a", "nn": "a", "se": "a", "en": "a"}, "rank": 1}
GOOD: dict[str, Any] = {"status": [TERM], "maturity": [TERM], "level": [TERM]}


def faults(data: dict[str, Any]) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        status.parse(data, "own.toml")
    return caught.value.lines


def test_a_document_can_have_other_words(tmp_path: Path) -> None:
    names = 'nb = "Åpen", nn = "Open", se = "Rabas", en = "Open"'
    entry = f'[[{{}}]]\nkey = "a"\nname = "Åpen"\nnames = {{{{ {names} }}}}\nrank = 1\n'
    path = tmp_path / "own.toml"
    path.write_text("".join(entry.format(kind) for kind in GOOD), encoding="utf-8")
    own = status.load(path)
    found = status.find(own.statuses, "RABAS")
    assert found is not None
    assert found.name == "Åpen"
    assert status.find(own.statuses, "Release") is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"key": "A b"}, "'key' has to be lower-case ASCII letters, digits and hyphens, not 'A b'"),
        ({"names": {"nb": "a"}}, "'names' has to be a table of texts for nb, nn, se, en"),
        ({"rank": "1"}, "'rank' has to be a whole number"),
        ({"colour": "gold"}, "'colour' has to be a colour as #rrggbb, not 'gold'"),
        ({"watermark": "utkast"}, "'watermark' has to be one of draft, hearing, deprecated"),
        ({"protection": "locked"}, "'protection' has to be one of tracked, read-only, not 'locked'"),
        ({"protection": []}, "'protection' has to be one of tracked, read-only"),
        ({"must": ["date"]}, "'must' has to be a list out of version, level"),
        ({"aliases": "x"}, "'aliases' has to be a list of texts"),
        ({"color": "#000000"}, "the key 'color' is not known"),
    ],
)
def test_a_wrong_entry_is_told(change: dict[str, Any], message: str) -> None:
    (line,) = faults({**GOOD, "status": [{**TERM, **change}]})
    assert line.startswith(f"own.toml: error: [[status]] number 1: {message}")
    assert line.endswith(" [settings-vocabulary]")


def test_all_faults_are_told_at_once() -> None:
    lines = faults({"status": [{"key": "a"}], "maturity": [], "levels": [TERM]})
    assert len([line for line in lines if "is missing" in line]) == 3
    assert any("table 'levels' is not known" in line for line in lines)
    assert any("at least one table [[level]]" in line for line in lines)


def test_one_wording_for_two_terms_is_told() -> None:
    other = {**TERM, "key": "b", "name": "B", "rank": 2}
    assert any("stands for both 'a' and 'b'" in line for line in faults({**GOOD, "level": [TERM, other]}))
    assert any("same key" in line for line in faults({**GOOD, "level": [TERM, TERM]}))


@pytest.mark.parametrize("content", [b"status = ", b"\xff"])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(content)
    with pytest.raises(SettingsError):
        status.load(path)


tables = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*TERM, "must", "aliases", "colour", "watermark", "x"]), inner, max_size=5)
    ),
    max_leaves=8,
)


@given(
    data=st.dictionaries(
        st.sampled_from(["status", "maturity", "level", "x"]), tables | st.lists(st.just(TERM)), max_size=4
    )
)
def test_no_table_is_read_with_another_exception(data: dict[str, Any]) -> None:
    try:
        status.parse(data, "own.toml")
    except SettingsError as fault:
        assert all(line.startswith("own.toml: error: ") for line in fault.lines)


# What may be written, as docs/writing.md lists it


def listed(terms: Sequence[Term]) -> list[str]:
    """A row of the table in the docs for each term: its wordings by language, and what else is understood."""
    made = []
    for term in terms:
        shown = [term.names[language] for language in ("nb", "nn", "se", "en")]
        also: list[str] = []
        for wording in (term.name, *term.aliases):
            known = {text.casefold().replace("-", " ") for text in (*shown, *also)}
            if re.sub(r"^\d-", "", wording).casefold().replace("-", " ") not in known:
                also.append(wording)
        made.append(f"| {' | '.join([*shown, ', '.join(also)])} |".replace("|  |", "| |"))
    return made


def test_the_docs_list_every_word_in_every_language() -> None:
    lines = Path("docs/writing.md").read_text("utf-8").split("\n")
    for name, terms in (("Status", OURS.statuses), ("Maturity", OURS.maturities), ("Level", OURS.levels)):
        head = lines.index(f"| {name}: bokmål | nynorsk | davvisámegiella | English | also |")
        assert lines[head + 2 : head + 3 + len(terms)] == [*listed(terms), ""]


def test_suggestions_name_the_words_of_the_language() -> None:
    assert status.known(OURS.maturities[:2], "nb") == "draft (utkast), review (til gjennomgang)"
    assert status.known(OURS.maturities[:2], "en") == "draft, review"
    assert status.known(OURS.levels[1:3], "nn") == "veileder (rettleiar), retningslinje"


# Status and maturity


@pytest.mark.parametrize(
    ("key", "maturity", "expected"),
    [
        ("release", "test", ["status-maturity"]),
        ("release", "mature", []),
        ("release", None, []),
        ("normative", "mature", ["status-maturity"]),
        ("normative", "normative", []),
        ("prerelease", "draft", []),
    ],
)
def test_a_finished_status_asks_for_a_maturity(key: str, maturity: str | None, expected: list[str]) -> None:
    whole = replace(DOCUMENT, status=key, maturity=maturity, level="veileder", lines={("", "maturity"): 7})
    found = status.check_document(whole, OURS)
    assert [(item.code, str(item.where)) for item in found] == [(code, "document.toml:7") for code in expected]
    own = ChapterStatus(status=key, version=DOCUMENT.version, maturity=maturity, level="veileder")
    assert codes(own, whole) == expected


def test_a_maturity_that_the_vocabulary_lacks_is_refused() -> None:
    text = (Path("greenpaper") / "status.toml").read_text("utf-8").replace('maturity = "mature"', 'maturity = "ripe"')
    with pytest.raises(SettingsError, match="'maturity' has to be the key of a \\[\\[maturity\\]\\], not 'ripe'"):
        status.parse(tomllib.loads(text), "own.toml")
