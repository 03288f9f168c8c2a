"""Entries of contents and lists look as the words of their heading or caption do."""

from __future__ import annotations

from pathlib import Path

from greenpaper import word
from greenpaper.imprint import Imprint, StatusRow
from greenpaper.theme import Theme
from greenpaper.word import entries
from greenpaper.word.ooxml import NS, Element, el, field, p, run, tab
from greenpaper.words import Words
from tests import documents
from tests.word.conftest import Docx, words_of


def entry(style: str, *content: Element) -> Element:
    return p(style, el("w:hyperlink", *content, anchor="maal"))


def marked(style: str, *content: Element) -> Element:
    return p(style, el("w:bookmarkStart", id="0", name="maal"), *content, el("w:bookmarkEnd", id="0"))


def shown(made: Element) -> list[tuple[str, str]]:
    """Text and character style of each run, formulas as such."""
    found = made.xpath(".//w:r | .//m:oMath", namespaces=NS)
    return [
        ("formula", "") if item.tag.endswith("oMath") else (
            item.xpath("string(w:t)", namespaces=NS), item.xpath("string(w:rPr/w:rStyle/@w:val)", namespaces=NS)
        )
        for item in found
    ]  # fmt: skip


def test_code_formulas_and_emphasis_are_as_in_the_heading_and_notes_stay_there() -> None:
    note = el("w:r", el("w:footnoteReference", id="2"))
    heading = marked(
        "Heading2", run("Feltet "), run("status", style="VerbatimHeading2"), run(" og "), el("m:oMath"), note
    )
    made = entry("TOC2", run("1.1"), tab(), run("Feltet status og x^2"))
    entries.fill([made], el("w:body", heading))
    assert shown(made) == [
        ("1.1", ""), ("", ""), ("Feltet ", ""), ("status", "VerbatimChar"), (" og ", ""), ("formula", ""),
    ]  # fmt: skip
    assert heading.xpath("count(.//w:r)", namespaces=NS) == 4


def test_a_caption_has_its_number_and_no_fields_in_the_list() -> None:
    number = field("SEQ Figur \\* ARABIC", "4", "CaptionLabel")
    caption = marked("ImageCaption", run("Figur ", style="CaptionLabel"), *number, run(": Om "), run("x", el("w:i")))
    made = entry("TableOfFigures", run("Figur 4: Om x"))
    entries.fill([made], el("w:body", caption))
    assert shown(made) == [("Figur ", ""), ("4", ""), (": Om ", ""), ("x", "")]
    assert made.xpath("count(.//w:i)", namespaces=NS) == 1
    assert not made.xpath(".//w:fldChar | .//w:bookmarkStart", namespaces=NS)


def test_plain_text_stays_as_it_is() -> None:
    made = entry("TOC1", run("1"), tab(), run("Mål"))
    entries.fill([made], el("w:body", marked("Heading1", run("Mål"))))
    assert shown(made) == [("1", ""), ("", ""), ("Mål", "")]


def test_a_break_or_tab_in_a_heading_is_a_space() -> None:
    pieces = (run("Linje en "), el("w:r", el("w:br")), run("linje to"), el("w:r", el("w:tab")), run("x", el("w:i")))
    made = entry("TOC1", run("1"), tab(), run("Linje en linje to x"))
    entries.fill([made], el("w:body", marked("Heading1", *pieces)))
    assert shown(made) == [("1", ""), ("", ""), ("Linje en ", ""), ("linje to", ""), (" ", ""), ("x", "")]


TEXT = f"""# Behov<br>i *to* linjer

{documents.STATUS_TABLE}
## Med `kode`<br>og **mer**[^1]

Et avsnitt.

## Hele veien rett fram

| a | b |
|---|---|
| 1 | 2 |

Table: Tabellen *har*<br>to linjer

[^1]: En note.
"""


def test_every_entry_says_what_the_index_says(
    imprint: Imprint, rows: tuple[StatusRow, ...], nb: Words, look: Theme, tmp_path: Path
) -> None:
    book, target = documents.book(("chapters/behov.md", TEXT)), tmp_path / "out.docx"
    source = word.Source(book=book, images={}, build=tmp_path, imprint=imprint, rows=rows, words=nb, theme=look)
    word.write(source, target, tmp_path / "out.json")
    made = Docx(target)
    index = book["book"]
    lines = [words_of(line) for level in (1, 2) for line in made.paragraphs(f"TOC{level}")]
    ordered = sorted(index["headings"], key=lambda heading: heading["level"])
    assert lines == [f"{heading['number']}\t{heading['text']}" for heading in ordered]
    assert lines[:2] == ["1\tBehov i to linjer", "1.1\tMed kode og mer"]
    (table,) = index["tables"]
    assert [words_of(line) for line in made.paragraphs("TableOfFigures")] == [f"Tabell 1: {table['text']}"]
    assert table["text"] == "Tabellen har to linjer"
