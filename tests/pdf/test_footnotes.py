from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest

from greenpaper import pdf, theme, tree
from greenpaper.pdf import footnotes
from tests import pages

PAGE = """<body><p>Før<sup><a href="#fn-1" id="fnref-1" role="doc-noteref">1</a></sup> etter</p>
<section role="doc-endnotes"><ol><li><div id="fn-1"><p>Én <em>note</em>.</p><p>To.</p>
<a href="#fnref-1" role="doc-backlink">↑</a></div></li></ol></section></body>"""


def test_a_note_takes_the_place_of_its_reference() -> None:
    root = ElementTree.fromstring(PAGE)
    footnotes.at_foot(root)
    paragraph = root.find("p")
    assert paragraph is not None
    assert "".join(paragraph.itertext()) == "FørÉn note.To. etter"
    note = paragraph.find("span")
    assert note is not None
    assert (note.get("class"), note.get("data-number"), note.get("id")) == ("footnote", "1", "fn-1")
    assert [child.get("class") for child in note] == ["paragraph", "paragraph"]


def test_the_list_and_the_way_back_are_gone() -> None:
    root = ElementTree.fromstring(PAGE)
    footnotes.at_foot(root)
    assert root.find("section") is None
    assert not list(root.iter("a"))


def test_a_reference_without_note_stays() -> None:
    root = ElementTree.fromstring(PAGE.replace('id="fn-1"', 'id="fn-2"'))
    footnotes.at_foot(root)
    assert root.find("p/sup/a") is not None


@pytest.mark.parametrize("times", [0, 1, 2])
def test_a_note_that_is_not_printed_once_is_told(times: int) -> None:
    root = ElementTree.fromstring('<html><p><span role="doc-footnote" data-number="7">a</span></p></html>')
    note = root.find("p/span")
    marker = SimpleNamespace(element=note, element_tag="span::footnote-marker", text="7")
    around = SimpleNamespace(element=note, element_tag="span::footnote-marker")
    page = SimpleNamespace(_page_box=SimpleNamespace(descendants=lambda: [around, marker]))
    document = SimpleNamespace(_html=SimpleNamespace(etree_element=root), pages=[page] * times)
    assert footnotes.misprinted(document) == ({} if times == 1 else {"7": times})


@pytest.mark.parametrize("lines", [8, 20])
def test_a_note_that_is_carried_over_is_printed_once_though_the_next_page_is_made_twice(
    tmp_path: Path, lines: int
) -> None:
    look = theme.load(None)
    long = [pages.para("Notens tekst " * 12) for _ in range(6)]
    blocks = [pages.para("Linje med note.", pages.note(1, *long))]
    blocks += [pages.para(f"Linje {number}.") for number in range(lines)]
    blocks += [pages.para(pages.link("#b", "B", "xref"))]  # which names a page
    first = pages.chapter("a", "chapter", pages.heading(1, "a-1", "1", "A"), pages.para("ABOVE"), *blocks)
    second = pages.chapter("b", "chapter", pages.heading(1, "b-1", "2", "B"))
    source = {**tree.pandoc([first, second]), "book": pages.index()}
    text = pages.html(source, status_rows=()).replace("<p>ABOVE</p>", '<div style="height: 200mm"></div>')
    assert pdf.layout(pages.write(tmp_path / "build", text), tmp_path / "out.pdf", look) == ()
