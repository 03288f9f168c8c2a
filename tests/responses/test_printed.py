from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenpaper import theme, words
from greenpaper.responses import forms
from greenpaper.responses.model import Row
from greenpaper.responses.written import columns, printed
from greenpaper.word import accessibility
from greenpaper.word.ooxml import NS, parse
from tests.responses.heard import RESPONDENTS, ROWS, row
from tests.test_response import _imprint
from tests.word.conftest import Docx, words_of

PRESETS = tuple(columns.PRINTED)
ODD = row("r9", comment="<b>a</b>  &  b\n\n \n=1+1", author="\x07", quoted="  \t ", proposal="x" * 90 + " æ" * 4000)


def made(target: Path, *rows: Row, preset: str = "plain", language: str = "nb", formats: int = 0) -> Docx:
    path = target / f"{preset}-{language}.docx"
    said = words.load(language)
    path.write_bytes(printed.package(rows, RESPONDENTS, _imprint(language), said, theme.load(None), preset, formats))
    return Docx(path)


def table(docx: Docx) -> list[list[str]]:
    """The last table: of each cell the lines."""
    (*_, last) = docx.find("//w:tbl")
    return [
        ["\n".join(map(words_of, cell.findall("w:p", NS))) for cell in line.findall("w:tc", NS)]
        for line in last.findall("w:tr", NS)
    ]


def test_every_row_is_told(tmp_path: Path) -> None:
    head, *lines = table(made(tmp_path, *ROWS))
    assert head == [
        "Nr.", "Avsender", "Sted", "Type", "Teksten det gjelder", "Kommentar", "Forslag til ny tekst", "Vår vurdering",
    ]  # fmt: skip
    assert lines[0] == [
        "1", "Nord kommune\nOla Nordmann\n2027-01-03", "1 Behov\nAvsnitt 1-1\nchapters/01-behov.md:11", "kommentar",
        "et felles målbilde", "Dette er uklart.", "", "fulgt\nVi skriver om.\nAB, 2027-02-01",
    ]  # fmt: skip
    assert [line[0] for line in lines] == ["1", "1.1", "2", "3", "4", "5"]


def test_the_columns_of_iso(tmp_path: Path) -> None:
    docx = made(tmp_path, *ROWS, preset="iso")
    head, first, *_ = table(docx)
    assert head[0] == "MB/NC" and len(head) == 8
    assert first == [
        "Nord kommune", "01-behov.md:11", "1", "1-1", "te", "«et felles målbilde»\nDette er uklart.", "",
        "fulgt\nVi skriver om.",
    ]  # fmt: skip
    assert "te = teknisk" in words_of(docx.document)


def test_what_it_is_of_and_how_much_stands_before(tmp_path: Path) -> None:
    docx = made(tmp_path, *ROWS, formats=14)
    facts, chapters, respondents, _ = docx.find("//w:tbl")
    assert words_of(facts).endswith("Merknader6Endringer av format14") and "27/123" in words_of(facts)
    for found, expected in ((chapters, "1 Behov|3|1|0|0|0|2"), (respondents, "Anonym avsender 1|2|0|0|1|0|1")):
        assert "|".join(map(words_of, found.findall("w:tr", NS)[2].findall("w:tc", NS))) == expected


def test_nobody_learns_who_the_anonymous_are(tmp_path: Path) -> None:
    for preset in PRESETS:
        docx = made(tmp_path, *ROWS, preset=preset)
        for content in docx.parts.values():
            assert not re.search(rb"wenche|hemmelig", content, re.IGNORECASE)


def test_pages_are_landscape_and_the_header_row_comes_again(tmp_path: Path) -> None:
    docx = made(tmp_path, *ROWS)
    assert docx.find("//w:sectPr/w:pgSz/@w:orient") == ["landscape"]
    room = int(docx.find("//w:sectPr/w:pgSz/@w:w")[0]) - sum(
        int(docx.find(f"//w:sectPr/w:pgMar/@w:{side}")[0]) for side in ("left", "right")
    )
    for found in docx.find("//w:tbl[w:tblPr/w:tblStyle/@w:val!='TableNormal']"):
        first, *others = found.findall("w:tr", NS)
        assert first.find("w:trPr/w:tblHeader", NS) is not None
        assert not [line for line in others if line.find("w:trPr/w:tblHeader", NS) is not None]
        widths = [int(width) for width in found.xpath("w:tblGrid/w:gridCol/@w:w", namespaces=NS)]
        assert room - 20 <= sum(widths) <= room
        for line in (first, *others):
            assert [int(width) for width in line.xpath("w:tc/w:tcPr/w:tcW/@w:w", namespaces=NS)] == widths


def test_only_high_rows_may_break_between_pages(tmp_path: Path) -> None:
    docx = made(tmp_path, ROWS[0], ODD)
    (*_, last) = docx.find("//w:tbl")
    whole = [line.find("w:trPr/w:cantSplit", NS) is not None for line in last.findall("w:tr", NS)]
    assert whole == [True, True, False]


def test_a_long_word_gets_hyphens(tmp_path: Path) -> None:
    said = row("r", proposal="kommunesamarbeidsorganisasjonsstruktureringsprosjektet " * 2)
    assert made(tmp_path, said).find("//w:softHyphen")


def test_it_says_what_it_is(tmp_path: Path) -> None:
    docx = made(tmp_path, *ROWS)
    core = docx["docProps/core.xml"]
    assert core.findtext("dc:title", "", NS) == "Høringssvar: Målbilde for <digital> deling & [mer]"
    assert core.findtext("dc:language", "", NS) == "nb-NO"
    said = {item.get("name"): "".join(item.itertext()) for item in docx["docProps/custom.xml"]}
    assert said["Greenpaper.form"] == "responses" and not forms.is_form(said)


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("preset", PRESETS)
def test_it_is_valid_and_accessible(
    preset: str, language: str, tmp_path: Path, package_errors: Callable[[Path], list[object]]
) -> None:
    for rows in (ROWS, (*ROWS, ODD), ()):
        docx = made(tmp_path, *rows, preset=preset, language=language, formats=3)
        assert package_errors(docx.path) == []
        assert faults(docx) == ()


def faults(docx: Docx) -> Sequence[accessibility.Fault]:
    return accessibility.faults({part: parse(docx.parts[part]) for part in accessibility.PARTS if part in docx.parts})


@settings(max_examples=20)
@given(text=st.text(), preset=st.sampled_from(PRESETS))
def test_any_text_makes_a_sound_file(text: str, preset: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    said = replace(ROWS[0], comment=text, proposal=text, quoted=text, author=text)
    docx = made(tmp_path_factory.mktemp("any"), said, preset=preset)
    assert faults(docx) == ()
    (entry,) = columns.entries([said], RESPONDENTS, words.load("nb"))
    assert "".join(entry.row.comment.split()) in "".join("".join(table(docx)[1]).split())


def test_the_same_bytes_each_time(tmp_path: Path) -> None:
    assert made(tmp_path, *ROWS).path.read_bytes() == made(tmp_path, *ROWS).path.read_bytes()
