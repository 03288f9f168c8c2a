"""The check for Word's accessibility rules: each rule sees its fault, and what we write has none."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from greenpaper.model import Finding, Location
from greenpaper.word import accessibility
from greenpaper.word.accessibility import Fault
from greenpaper.word.ooxml import NS, el, name, p, run
from tests import OWN
from tests.corpus import STATES
from tests.word.conftest import Docx

LEVEL = el("w:outlineLvl", val="1")

Parts = dict[str, Any]


def parsed(docx: Docx) -> Parts:
    return {part: docx[part] for part in accessibility.PARTS}


def found(parts: Parts, known: Collection[str] = ()) -> list[Fault]:
    """The faults without the one that the book of these tests has on purpose."""
    return [fault for fault in accessibility.faults(parts, known) if fault.what != "a heading goes from level 2 to 4"]


def body(parts: Parts) -> Any:
    return parts["word/document.xml"].find("w:body", NS)


def first(parts: Parts, path: str) -> Any:
    return parts["word/document.xml"].xpath(path, namespaces=NS)[0]


def headed(parts: Parts) -> Any:
    """A table of the text."""
    return first(parts, "//w:tbl[w:tblPr/w:tblStyle/@w:val='Table']")


def cell(*content: Any) -> Any:
    return el("w:tc", el("w:tcPr", el("w:tcW", w="100", type="dxa")), *content)


def heading(parts: Parts, level: int) -> Any:
    return first(parts, f"//w:p[w:pPr/w:pStyle/@w:val='Heading{level}']")


def append(*elements: Any) -> Callable[[Parts], None]:
    return lambda parts: [body(parts).insert(len(body(parts)) - 1, element) for element in elements] and None


def drawing(descr: str, decorative: bool = False) -> Any:
    extension = el("a:extLst", el("a:ext", el("adec:decorative", val="1"))) if decorative else None
    return el("w:r", el("w:drawing", el("wp:inline", el("wp:docPr", {"descr": descr}, extension))))


def link(text: str) -> Any:
    return p("BodyText", el("w:hyperlink", run(text), anchor="behov"))


def _without_title(parts: Parts) -> None:
    parts["docProps/core.xml"].find("dc:title", NS).text = " "


def _without_language(parts: Parts) -> None:
    language = parts["word/styles.xml"].find(".//w:docDefaults//w:lang", NS)
    language.getparent().remove(language)


def _other_style(parts: Parts) -> None:
    outline = parts["word/styles.xml"].find(".//w:style[@w:styleId='Heading2']/w:pPr/w:outlineLvl", NS)
    outline.set(name("w:val"), "4")


def _without_header(parts: Parts) -> None:
    mark = headed(parts).find("w:tr/w:trPr/w:tblHeader", NS)
    mark.getparent().remove(mark)


def _empty_header(parts: Parts) -> None:
    (headed(parts).find("w:tr/w:tc", NS)).replace(headed(parts).find("w:tr/w:tc/w:p", NS), p("TableHeading"))


def _merged(parts: Parts) -> None:
    headed(parts).find("w:tr/w:tc/w:tcPr", NS).append(el("w:gridSpan", val="2"))


def _split(parts: Parts) -> None:
    headed(parts).find("w:tr", NS).append(cell(p("TableHeading", run("x"))))


def _nested(parts: Parts) -> None:
    inner = el("w:tbl", el("w:tblPr", el("w:tblStyle", val="TableNormal")), el("w:tblGrid"))
    headed(parts).findall("w:tr", NS)[1].find("w:tc", NS).insert(1, inner)


def _skip(parts: Parts) -> None:
    heading(parts, 2).find("w:pPr/w:pStyle", NS).set(name("w:val"), "Heading3")


def _empty_heading(parts: Parts) -> None:
    for text in heading(parts, 2).iter(name("w:t")):
        text.text = " "


def layout_table() -> Any:
    grid = el("w:tblGrid", el("w:gridCol"))
    return el("w:tbl", el("w:tblPr", el("w:tblStyle", val="TableNormal")), grid, el("w:tr", cell(p("TableText"))))


PLANTED: dict[str, tuple[str, Callable[[Parts], None]]] = {
    "no title": ("core-title", _without_title),
    "no language": ("language", _without_language),
    "a heading's style with another outline level": ("outline", _other_style),
    "an outline level without the style": ("outline", append(p("BodyText", run("x"), properties=(LEVEL,)))),
    "a level skipped": ("heading-skip", _skip),
    "a heading without text": ("heading-empty", _empty_heading),
    "no header row": ("table-header", _without_header),
    "an empty header cell": ("table-header-cell", _empty_header),
    "merged cells": ("merged-cells", _merged),
    "a row with one cell more": ("merged-cells", _split),
    "a table in a table": ("nested-table", _nested),
    "a table right behind another": ("joined-tables", lambda parts: headed(parts).addnext(layout_table())),
    "a blank paragraph": ("blank-paragraph", append(p("BodyText"))),
    "a paragraph of hard spaces": ("blank-paragraph", append(p("BodyText", run("\u00a0")))),
    "spaces in a row": ("blank-characters", append(p("BodyText", run("a \u00a0b")))),
    "no alternative text": ("image-alt", append(p("Figure", drawing("")))),
    "decoration that says something": ("image-alt", append(p("Figure", drawing("Et kart", decorative=True)))),
    "a file's name for alternative text": ("image-alt-filler", append(p("Figure", drawing("kart-02.png")))),
    "a link without text": ("link-text-missing", append(link(" "))),
    "a link that says nothing": ("link-text", append(link("Les mer"))),
    "a floating picture": ("floating", append(p("BodyText", run("x"), el("w:r", el("w:drawing", el("wp:anchor")))))),
    "a text box": ("floating", append(p("BodyText", run("x"), el("w:r", el("w:pict"))))),
}  # fmt: skip


def test_what_we_write_has_no_fault(docx: Docx) -> None:
    assert found(parsed(docx)) == []


@pytest.mark.parametrize("case", PLANTED)
def test_a_planted_fault_is_seen(case: str, docx: Docx) -> None:
    rule, plant = PLANTED[case]
    parts = parsed(docx)
    plant(parts)
    assert rule in [fault.rule for fault in found(parts)]


@pytest.mark.parametrize(
    "needed",
    [
        (p("SectionBreak", properties=(el("w:sectPr"),)),),
        (p("HorizontalRule"),),
        (p("Figure", drawing("", decorative=True)),),
        (p("SourceCode", run("if x:    return")),),
        (p("BodyText", run("kode: "), run("a  b", style="VerbatimChar")),),
        (p("SourceCodeLong", run("if x:    return")), p("SourceCodeList2", run("if x:    return"))),
        *(
            (p("BodyText", run("a  b", style=style)),)
            for style in ("VerbatimSmall", "VerbatimWide", "VerbatimHeading2")
        ),
        (layout_table(), p("TableGap"), layout_table(), p("SectionBreak")),
    ],
)
def test_what_is_needed_is_no_fault(needed: tuple[etree._Element, ...], docx: Docx) -> None:
    parts = parsed(docx)
    append(*needed)(parts)
    assert found(parts) == []


def test_footnotes_are_looked_at(docx: Docx) -> None:
    parts = parsed(docx)
    parts["word/footnotes.xml"].append(el("w:footnote", p("FootnoteText")))
    assert [fault.rule for fault in found(parts)] == ["blank-paragraph"]


def test_a_fault_is_told_at_the_nearest_place_before_it_unless_the_text_tells_of_it(docx: Docx) -> None:
    parts = parsed(docx)
    heading(parts, 1).addnext(p("BodyText"))
    body(parts).insert(0, p("BodyText"))
    places = {"innledning": Location(path="a.md", line=3), "behov_1": Location(path="b.md", line=1)}
    target = Location(path="build/x.docx")
    faults = found(parts, places)
    assert [(fault.rule, fault.where) for fault in faults] == [
        ("blank-paragraph", ""),
        ("blank-paragraph", "innledning"),
    ]
    own, text = accessibility.findings(faults, places, [], target)
    assert (own.where, text.where) == (target, Location(path="a.md", line=3))
    assert "report it as a fault of Greenpaper" in own.cure
    told = Finding(code="blank-paragraph", where=text.where, what="", cure="")
    assert accessibility.findings(faults, places, [told], target) == (own,)


def _rest(build: Path) -> tuple[Finding, ...]:
    """What the finished document's check finds that the text's findings do not tell."""
    anchors = json.loads(next(build.glob("*.anchors.json")).read_text("utf-8"))["anchors"]
    places = {anchor["id"]: Location(path=anchor["file"], line=anchor["line"]) for anchor in anchors}
    book = json.loads((build / "book.json").read_text("utf-8"))
    told = [Finding.from_dict(item) for item in book["findings"]]
    faults = accessibility.faults(parsed(Docx(next(build.glob("*.docx")))), places)
    return accessibility.findings(faults, places, told, Location(path="x.docx"))


@pytest.mark.slow
@pytest.mark.parametrize("document", OWN)
def test_our_documents_have_no_fault(document: str, own: Callable[[str], tuple[Path, str]]) -> None:
    folder, said = own(document)
    assert "[word-access]" not in said
    assert accessibility.faults(parsed(Docx(next((folder / "build").glob("*.docx"))))) == ()


@pytest.mark.slow
@pytest.mark.skipif(not STATES, reason="GREENPAPER_CORPUS names no folder with MkDocs projects")
@pytest.mark.parametrize("state", STATES, ids=lambda path: path.parent.name)
def test_a_real_document_has_only_faults_that_its_text_tells_of(state: Path, imported: Callable[[Path], Path]) -> None:
    assert _rest(imported(state) / "build") == ()
