"""Anchors in the package: a bookmark round every piece, and the map inside and beside the file."""

from __future__ import annotations

import json

from lxml import etree

from greenpaper.word import anchors
from greenpaper.word.ooxml import NS, attribute, style_of
from tests.word.conftest import Docx

PARTS = ("word/document.xml", "word/footnotes.xml")


def entries(docx: Docx) -> list[etree._Element]:
    return list(docx[anchors.PART])


def test_the_map_inside_is_the_map_beside(docx: Docx) -> None:
    beside = json.loads(docx.path.with_suffix(".anchors.json").read_text("utf-8"))
    inside = docx[anchors.PART]
    assert dict(inside.attrib) == {key: value for key, value in beside.items() if key != "anchors"}
    assert beside["version"] == "0.9.0" and beside["status"] == "prerelease"
    shown = [{**{key: value for key, value in entry.attrib.items()}, "text": entry.text or ""} for entry in inside]
    given = [{key: str(value) for key, value in entry.items() if value or key == "text"} for entry in beside["anchors"]]
    assert shown == given


def test_each_anchor_of_the_map_is_one_range_inside_one_paragraph(docx: Docx) -> None:
    expected = {entry.get("id"): entry.text or "" for entry in entries(docx) if entry.get("kind") != "note"}
    notes = {entry.get("id"): "" for entry in entries(docx) if entry.get("kind") == "note"}
    found: dict[str, str] = {}
    for part in PARTS:
        for start in docx[part].iter(f"{{{NS['w']}}}bookmarkStart"):
            name = attribute(start, "w:name")
            if name.startswith("_P"):
                assert name not in found
                paragraph = next(start.iterancestors(f"{{{NS['w']}}}p"))
                assert len(paragraph.findall(f".//w:bookmarkEnd[@w:id='{attribute(start, 'w:id')}']", NS)) == 1
                found |= anchors.texts(paragraph, [name])
    assert found == expected | notes


def test_every_paragraph_of_the_text_has_an_anchor(docx: Docx) -> None:
    """All but what the front matter and our own additions write."""
    text = docx.find("//w:p")
    first = next(at for at, item in enumerate(text) if style_of(item) == "Heading1")
    after = text[first:]
    bare = [item for item in after if not item.xpath(".//w:bookmarkStart[starts-with(@w:name, '_P')]", namespaces=NS)]
    assert {style_of(item) for item in bare} <= {"HorizontalRule"}


def test_a_note_has_its_anchor_round_its_sign(docx: Docx) -> None:
    """In the note itself LibreOffice would give it another name."""
    (note,) = (entry for entry in entries(docx) if entry.get("kind") == "note")
    (start,) = docx.find(f"//w:bookmarkStart[@w:name='{note.get('id')}']")
    assert start.getnext().find("w:footnoteReference", NS) is not None
    assert attribute(start.getnext().getnext(), "w:id") == attribute(start, "w:id")
    assert note.text == "Noten viser til kapitlet."
    assert not docx["word/footnotes.xml"].xpath("//w:bookmarkStart[starts-with(@w:name, '_P')]", namespaces=NS)


def test_numbers_of_paragraphs_are_not_part_of_the_text(docx: Docx) -> None:
    shown = [entry for entry in entries(docx) if entry.get("kind") in {"paragraph", "item"} and entry.get("number")]
    assert all(not (entry.text or "").startswith(("\t", entry.get("number", "?"))) for entry in shown)


def test_bookmarks_have_ids_of_their_own_through_all_parts(docx: Docx) -> None:
    ids = [attribute(start, "w:id") for part in PARTS for start in docx[part].iter(f"{{{NS['w']}}}bookmarkStart")]
    assert ids == [str(number) for number in range(len(ids))]
