"""Landscape sections: which pages turn, what stands on them, and that nothing empty comes of it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from greenpaper import tree, word
from greenpaper.imprint import Imprint
from greenpaper.theme import Theme
from greenpaper.word.drawing import text_width, turned
from greenpaper.word.ooxml import NS, attribute, style_of, twips
from greenpaper.words import Words
from tests.word.conftest import Docx, chapter, header, para, table, words_of

LONG = para("Et avsnitt som fyller mye. " * 60)
Make = Callable[..., Docx]


def wide(number: str, rows: int = 3) -> dict[str, Any]:
    cells = [[f"Kolonne {at}" for at in range(9)], *([f"celle {row}.{at}" for at in range(9)] for row in range(rows))]
    return table(cells, f"Tabell nummer {number}", number, ("wide", "landscape"))


def one(number: str, *blocks: dict[str, Any]) -> dict[str, Any]:
    return chapter(f"kapittel-{number}", "chapter", header(1, f"k{number}", number, f"Kapittel {number}"), *blocks)


@pytest.fixture
def make(imprint: Imprint, nb: Words, look: Theme, tmp_path: Path) -> Make:
    def run(*chapters: dict[str, Any]) -> Docx:
        index = {"chapters": [], "headings": [], "figures": [], "tables": [], "questions": [], "notes": 0}
        book = {**tree.pandoc(list(chapters)), "book": index, "findings": []}
        target = tmp_path / "out.docx"
        source = word.Source(book=book, images={}, build=tmp_path, imprint=imprint, rows=(), words=nb, theme=look)
        word.write(source, target, target.with_suffix(".anchors.json"))
        return Docx(target)

    return run


def shape(docx: Docx) -> list[tuple[str, list[str]]]:
    """Of each section after the front matter: which way its pages lie, and the styles of what stands there."""
    made: list[tuple[str, list[str]]] = []
    blocks: list[str] = []
    for block in docx.find("/w:document/w:body/*[self::w:p or self::w:tbl or self::w:sdt or self::w:sectPr]"):
        if block.tag.endswith("tbl"):
            blocks.append("table")
        elif not block.tag.endswith("sectPr"):
            blocks.append(style_of(block))
        ends = block if block.tag.endswith("sectPr") else block.find("w:pPr/w:sectPr", NS)
        if ends is not None:
            made.append((attribute(ends.find("w:pgSz", NS), "w:orient") or "portrait", blocks))
            blocks = []
    return made[2:]


TABLE = ["TableCaption", "table"]


def test_a_table_between_text_has_a_section_of_its_own(make: Make) -> None:
    made = make(one("1", LONG, wide("1"), LONG))
    assert shape(made) == [
        ("portrait", ["Heading1", "FirstParagraph"]),
        ("landscape", [*TABLE, "SectionBreak"]),
        ("portrait", ["BodyText"]),
    ]


def test_at_a_chapters_start_the_heading_goes_with_it(make: Make) -> None:
    made = make(one("1", wide("1"), LONG), one("2", LONG))
    assert shape(made) == [
        ("landscape", ["Heading1", *TABLE, "SectionBreak"]),
        ("portrait", ["BodyText", "Heading1", "FirstParagraph"]),
    ]


def test_a_heading_above_it_and_short_text_between_two_go_with_it(make: Make) -> None:
    made = make(one("1", LONG, header(2, "h", "1.1", "Om"), wide("1"), para("Kort."), wide("2"), LONG))
    assert shape(made)[1] == ("landscape", ["Heading2", *TABLE, "BodyText", *TABLE, "SectionBreak"])


def test_tables_at_the_end_of_one_chapter_and_the_start_of_the_next_are_one_section(make: Make) -> None:
    made = make(one("1", LONG, wide("1")), one("2", wide("2"), LONG))
    assert shape(made) == [
        ("portrait", ["Heading1", "FirstParagraph"]),
        ("landscape", [*TABLE, "Heading1", *TABLE, "SectionBreak"]),
        ("portrait", ["BodyText"]),
    ]


def test_at_the_end_of_the_document_the_last_section_is_landscape(make: Make) -> None:
    made = make(one("1", LONG, wide("1")))
    assert shape(made)[1:] == [("landscape", [*TABLE, "SectionBreak"])]


def test_text_before_the_table_ends_its_own_section(make: Make) -> None:
    """Only a table needs a paragraph after it that says where the section ends."""
    made = make(one("1", LONG, wide("1"), LONG))
    (before,) = [block for block in made.paragraphs("FirstParagraph") if block.find("w:pPr/w:sectPr", NS) is not None]
    assert words_of(before).startswith("Et avsnitt")


def test_landscape_sections_have_their_own_size_headers_and_widths(make: Make, look: Theme, imprint: Imprint) -> None:
    made = make(one("1", LONG, wide("1"), LONG))
    (section,) = made.find("//w:sectPr[w:pgSz/@w:orient='landscape']")
    size = section.find("w:pgSz", NS)
    assert (attribute(size, "w:w"), attribute(size, "w:h")) == (
        str(twips(look.page.height)),
        str(twips(look.page.width)),
    )
    targets = {link.get("Id"): link.get("Target") for link in made["word/_rels/document.xml.rels"]}
    head, foot = (
        made[f"word/{targets[key]}"]
        for kind in ("header", "footer")
        for key in section.xpath(f"w:{kind}Reference/@r:id", namespaces=NS)
    )
    assert head.xpath("w:p/w:pPr/w:pStyle/@w:val", namespaces=NS) == ["HeaderLandscape"]
    widths = foot.xpath("w:tbl/w:tblGrid/w:gridCol/@w:w", namespaces=NS)
    assert sum(map(int, widths)) == twips(text_width(turned(look.page)))
    assert words_of(foot).startswith(imprint.title)
    (grid,) = made.find("//w:tbl[w:tblPr/w:tblStyle/@w:val='TableWide']/w:tblGrid")
    assert sum(int(attribute(column, "w:w")) for column in grid) == twips(text_width(turned(look.page)))


def test_without_landscape_tables_there_are_no_parts_for_them(docx: Docx) -> None:
    assert sorted(name for name in docx.names if "header" in name or "footer" in name) == [
        "word/footer1.xml",
        "word/header1.xml",
        "word/header2.xml",
        "word/header3.xml",
    ]


def test_the_paragraph_that_ends_a_section_takes_no_room(docx: Docx) -> None:
    """Where a table fills its page to the last point, it would else begin an empty one."""
    (space,) = docx["word/styles.xml"].xpath("//w:style[@w:styleId='SectionBreak']/w:pPr/w:spacing", namespaces=NS)
    given = {key: attribute(space, f"w:{key}") for key in ("before", "after", "line", "lineRule")}
    assert given == {"before": "0", "after": "0", "line": "1", "lineRule": "exact"}


@pytest.mark.slow
def test_every_page_holds_something_and_lies_as_it_should(make: Make, tool: Callable[[str], str]) -> None:
    soffice = tool("soffice")
    made = make(
        one("1", wide("1"), LONG),
        one("2", LONG, wide("2", rows=40), LONG, wide("3")),
        one("3", wide("4"), para("Kort."), wide("5")),
        one("4", LONG, header(2, "h", "4.1", "Om"), wide("6")),
    )
    folder = made.path.parent
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder), str(made.path)]
    subprocess.run(command, capture_output=True, timeout=120, check=True)
    shutil.rmtree(folder / "profile")
    with pypdfium2.PdfDocument(made.path.with_suffix(".pdf")) as pdf:
        pages = [sheet.get_textpage().get_text_bounded() for sheet in pdf]
        ways = ["L" if sheet.get_width() > sheet.get_height() else "P" for sheet in pdf]
    for number, page in enumerate(pages[1:], 2):
        assert [line for line in page.splitlines() if line.strip()][1:-1], f"page {number} is empty"
    for page, way in zip(pages, ways, strict=True):
        assert ("celle" in page) == (way == "L")
    assert "".join(ways).replace("LL", "L").replace("LL", "L") == "PPPLPPLPLPL"


def test_the_open_xml_sdk_finds_nothing(make: Make, package_errors: Callable[[Path], list[object]]) -> None:
    made = make(one("1", wide("1"), LONG, wide("2")), one("2", wide("3"), LONG), one("3", LONG, wide("4")))
    assert package_errors(made.path) == []
