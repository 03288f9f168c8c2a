"""Wide tables on paper: nothing of them is lost, and they cost no empty pages."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from greenpaper import pdf, theme, tree
from greenpaper.passes import table_setting
from greenpaper.tree import Node
from tests import pages

Tool = Callable[[str], str]
LOOK = theme.load(None)
HEADS = [f"Overskrift{n}" for n in range(9)]
CELL = "og litt løpende tekst om sammenhengen mellom alle disse forskjellige tjenestene, som her går over flere linjer"
ROWS = [[f"r{row}k{column} {CELL}" for column in range(9)] for row in range(30)]
LONG = "Et avsnitt som fyller godt på siden før og etter tabellen. " * 40
XHTML = {"h": "http://www.w3.org/1999/xhtml"}
Sheet = ElementTree.Element


def wide(number: str) -> Node:
    made = pages.table(HEADS, ROWS, number, "Alt sammen")
    setting = table_setting.choose([HEADS, *ROWS], 9, (), free=True)
    assert "landscape" in setting.classes
    made["c"][0][1] = list(setting.classes)
    return made


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory, tool: Tool) -> list[Sheet]:
    """The pages of a chapter with a wide table amid its text, and of one that is but a wide table, by pdftotext."""
    folder = tmp_path_factory.mktemp("document") / "build"
    first = pages.chapter(
        "behov", "chapter", pages.heading(1, "behov-1", "1", "Behov"), pages.para(f"Foran. {LONG}"),
        pages.heading(2, "bilder", "1.1", "Bilder"), wide("1"), pages.para(f"Etterpå. {LONG}"),
    )  # fmt: skip
    second = pages.chapter(
        "ord", "appendix", pages.heading(1, "ord-1", "A", "Ord"), wide("2"), pages.para("Til slutt.")
    )
    text = pages.html({**tree.pandoc([first, second]), "book": pages.index(first, second)})
    pdf.layout(pages.write(folder, text), folder / "out.pdf", LOOK)
    command = [tool("pdftotext"), "-bbox", str(folder / "out.pdf"), "-"]
    made = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return ElementTree.fromstring(made).findall(".//h:page", XHTML)


def words(sheet: Sheet) -> list[Sheet]:
    return sheet.findall("h:word", XHTML)


def text(sheet: Sheet) -> str:
    return " ".join(word.text or "" for word in words(sheet))


def lies(sheet: Sheet) -> str:
    return "landscape" if float(sheet.attrib["width"]) > float(sheet.attrib["height"]) else "portrait"


def test_every_word_of_the_table_lies_between_the_margins(sheets: list[Sheet]) -> None:
    margin = LOOK.page.left / 25.4 * 72 - 0.5
    found = set()
    for sheet in sheets[1:]:
        for word in words(sheet):
            assert margin <= float(word.attrib["xMin"]), word.text
            assert float(word.attrib["xMax"]) <= float(sheet.attrib["width"]) - margin, word.text
            found.update(re.findall(r"r\d+k\d+", word.text or ""))
    assert found == {f"r{row}k{column}" for row in range(30) for column in range(9)}


def test_pages_lie_as_their_table_wants_and_none_is_almost_empty(sheets: list[Sheet]) -> None:
    body = [sheet for sheet in sheets if float(sheet.attrib["height"]) and text(sheet)]
    assert len(body) == len(sheets)
    first = next(index for index, sheet in enumerate(sheets) if "Foran." in text(sheet))
    ways = [lies(sheet) for sheet in sheets[first:]]
    assert re.fullmatch(r"(portrait )+(landscape ){2,}(portrait )+(landscape ){2,}", " ".join(ways) + " "), ways
    assert all(len(words(sheet)) > 60 for sheet in sheets[first:])


def test_head_foot_and_header_row_stand_on_every_page_of_it(sheets: list[Sheet]) -> None:
    turned = [sheet for sheet in sheets if lies(sheet) == "landscape"]
    for sheet in turned:
        assert all(head in text(sheet) for head in HEADS)
        foot = [word for word in words(sheet) if word.text == "av"]
        assert float(sheet.attrib["height"]) * 0.88 < float(foot[-1].attrib["yMin"])
    assert text(turned[1]).startswith("1 Behov")
    assert "1.1 Bilder" in text(turned[0])
    second = next(sheet for sheet in turned if "Tabell 2" in text(sheet))
    assert "Vedlegg A: Ord" in text(second)
    assert text(turned[-1]).find("Til slutt.") > text(turned[-1]).find("r29k8")
