"""What stands in the document part: headings, captions, pictures, tables, lists, notes, links, languages."""

from __future__ import annotations

import re
from typing import Any

from greenpaper.theme import Theme
from greenpaper.word.drawing import text_width
from greenpaper.word.ooxml import NS, attribute, twips
from tests.word import computed
from tests.word.conftest import Docx, words_of


def word_numbers(docx: Docx) -> list[str]:
    """The number that stands before each heading: what Word counts, or text where it cannot."""
    numbers = computed.Numbers(docx["word/numbering.xml"], docx["word/styles.xml"])
    static = "string(.//w:r[w:rPr/w:rStyle/@w:val='SectionNumber'])"
    return [number or head.xpath(static, namespaces=NS) for head, number in computed.headings(docx.document, numbers)]


def test_word_numbers_the_headings_as_the_book_does(docx: Docx, book: dict[str, Any]) -> None:
    assert word_numbers(docx) == [entry["number"] or "" for entry in book["book"]["headings"]]


def test_chapters_begin_on_a_new_page_by_their_style(docx: Docx) -> None:
    (style,) = docx["word/styles.xml"].xpath("//w:style[@w:styleId='Heading1']", namespaces=NS)
    assert attribute(style.find("w:name", NS), "w:val") == "heading 1"
    assert style.find("w:pPr/w:pageBreakBefore", NS) is not None
    assert not docx.find("//w:br[@w:type='page']")


def test_every_anchor_has_its_bookmark_and_every_name_is_legal(docx: Docx) -> None:
    parts = [docx.document, docx["word/footnotes.xml"]]
    starts = [mark for part in parts for mark in part.iter(f"{{{NS['w']}}}bookmarkStart")]
    names = [attribute(mark, "w:name") for mark in starts]
    anchors = {attribute(link, "w:anchor") for part in parts for link in part.iter(f"{{{NS['w']}}}hyperlink")} - {""}
    assert len(anchors) > 10
    assert anchors <= set(names)
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,39}", name) for name in names)
    assert len({name.casefold() for name in names}) == len(names)
    assert len({attribute(mark, "w:id") for mark in starts}) == len(starts)


def test_the_bookmark_of_a_heading_holds_the_heading_and_no_more(docx: Docx) -> None:
    for heading in docx.find("//w:p[starts-with(w:pPr/w:pStyle/@w:val, 'Heading')]"):
        start, end = heading.find("w:bookmarkStart", NS), heading.findall("w:bookmarkEnd", NS)[-1]
        assert attribute(start, "w:id") == attribute(end, "w:id")


def test_captions_count_by_field_and_stay_with_what_they_name(docx: Docx) -> None:
    captions = [*docx.paragraphs("ImageCaption"), *docx.paragraphs("TableCaption")]
    assert [words_of(caption) for caption in captions] == [
        "Figur 1: Et høyt bilde",
        "Figur 2: En tegning",
        "Figur 3: I millimeter",
        "Tabell 1: Hvem trenger hva",
        "Tabell 2: En bred tabell",
    ]
    fields = [caption.xpath("string(.//w:instrText)", namespaces=NS).split()[:2] for caption in captions]
    assert fields == [["SEQ", "Figur"]] * 3 + [["SEQ", "Tabell"]] * 2
    kept = docx["word/styles.xml"].xpath("//w:style[w:pPr/w:keepNext]/@w:styleId", namespaces=NS)
    assert {"Figure", "TableCaption", "Heading1", "CalloutNoteTitle", "TableHeading"} <= set(kept)


def test_pictures_have_alternative_text_and_the_size_that_was_asked(docx: Docx, look: Theme) -> None:
    labels = docx.find("//wp:docPr")
    assert [label.get("descr") for label in labels] == ["En høy stolpe", "To bokser", "Samme stolpe"]
    assert [label.get("descr") for label in docx.find("//pic:cNvPr")] == [label.get("descr") for label in labels]
    assert len({label.get("id") for label in labels}) == len(labels)
    sizes = [(int(extent.get("cx")) / 36000, int(extent.get("cy")) / 36000) for extent in docx.find("//wp:extent")]
    assert [(round(width), round(height)) for width, height in sizes] == [
        (60, 180),  # asked for 900 px, but no higher than 18 cm
        (round(text_width(look.page) / 2), round(text_width(look.page) / 4)),
        (20, 60),
    ]


def test_an_svg_is_there_beside_its_png(docx: Docx) -> None:
    (svg,) = docx.find("//asvg:svgBlip/@r:embed")
    (png,) = docx.find("//a:blip[.//asvg:svgBlip]/@r:embed")
    targets = {link.get("Id"): link.get("Target") for link in docx["word/_rels/document.xml.rels"]}
    assert docx.parts[f"word/{targets[svg]}"].startswith(b"<svg")
    assert docx.parts[f"word/{targets[png]}"].startswith(b"\x89PNG")
    assert sorted(name for name in docx.names if "media" in name) == [
        "word/media/picture1.png",
        "word/media/picture2.png",
        "word/media/picture2.svg",
    ]


def test_tables_fit_the_text_and_their_rows_stay_whole(docx: Docx, look: Theme) -> None:
    tables = docx.find("//w:tbl[w:tblPr/w:tblStyle[@w:val='Table' or @w:val='TableWide']]")
    assert len(tables) == 3  # status page, two with captions
    for table in tables:
        grid = [int(attribute(column, "w:w")) for column in table.iterfind("w:tblGrid/w:gridCol", NS)]
        assert sum(grid) == twips(text_width(look.page))
        rows = table.findall("w:tr", NS)
        assert all(row.find("w:trPr/w:cantSplit", NS) is not None for row in rows)
        assert [row.find("w:trPr/w:tblHeader", NS) is not None for row in rows] == [True] + [False] * (len(rows) - 1)
        for row in rows:
            assert [int(w) for w in row.xpath("w:tc/w:tcPr/w:tcW/@w:w", namespaces=NS)] == grid


def test_a_wide_table_has_smaller_type(docx: Docx) -> None:
    (table,) = docx.find("//w:tbl[w:tblPr/w:tblStyle/@w:val='TableWide']")
    assert set(table.xpath(".//w:pStyle/@w:val", namespaces=NS)) == {"TableHeadingWide", "TableTextWide"}
    assert attribute(table.find("w:tblPr/w:tblCaption", NS), "w:val") == "Tabell 2: En bred tabell"


def test_a_callout_is_one_box_of_paragraphs(docx: Docx) -> None:
    note = docx.find("//w:p[starts-with(w:pPr/w:pStyle/@w:val, 'CalloutNote')]")
    assert [words_of(paragraph) for paragraph in note] == [
        "Merk dette",
        "Ett avsnitt.",
        "punkt",
        "dypere",
        "punkt to",
        "Siste.",
    ]
    edges = []
    for paragraph in note:
        indent = paragraph.find("w:pPr/w:ind", NS)
        left, hanging = (int(attribute(indent, key) or 0) for key in ("w:left", "w:hanging"))
        edges.append(left - hanging)
    assert set(edges) == {0, 230}  # from the style, or the style's own edge
    assert words_of(docx.paragraphs("CalloutTip")[0]) == "kode"


def test_a_table_in_a_callout_goes_on_with_its_bar_and_ground(docx: Docx, look: Theme) -> None:
    (table,) = docx.find("//w:tbl[w:tblPr/w:tblStyle/@w:val='TableCalloutWarning']")
    before = table.getprevious()
    assert attribute(before.find("w:pPr/w:pStyle", NS), "w:val") == "CalloutWarning"
    assert attribute(before.find("w:pPr/w:spacing", NS), "w:after") == "0"
    start, width = (int(table.xpath(f"string(w:tblPr/w:{key}/@w:w)", namespaces=NS)) for key in ("tblInd", "tblW"))
    assert 0 < start < 60
    assert start + width < twips(text_width(look.page))
    (style,) = docx["word/styles.xml"].xpath("//w:style[@w:styleId='TableCalloutWarning']", namespaces=NS)
    pair = look.callouts["warning"]
    bar, ground = style.find("w:tblPr/w:tblBorders/w:left", NS), style.find("w:tcPr/w:shd", NS)
    assert (attribute(bar, "w:color"), attribute(ground, "w:fill")) == (
        pair.colour.removeprefix("#").upper(),
        pair.surface.removeprefix("#").upper(),
    )


def test_a_short_callout_stays_on_one_page(docx: Docx) -> None:
    *kept, last = docx.find("//w:p[starts-with(w:pPr/w:pStyle/@w:val, 'CalloutNote')]")
    assert all(paragraph.find("w:pPr/w:keepNext", NS) is not None for paragraph in kept)
    assert last.find("w:pPr/w:keepNext", NS) is None  # it may leave what follows


def test_callouts_of_one_kind_have_the_same_borders_for_title_and_text(docx: Docx) -> None:
    styles = {attribute(style, "w:styleId"): style for style in docx["word/styles.xml"].iterfind("w:style", NS)}
    title = styles["CalloutWarningTitle"]
    assert attribute(title.find("w:basedOn", NS), "w:val") == "CalloutWarning"
    assert title.find("w:pPr/w:pBdr", NS) is None
    assert styles["CalloutWarning"].find("w:pPr/w:pBdr/w:left", NS) is not None


def test_lists_are_lists_and_what_goes_on_in_an_item_has_no_bullet(docx: Docx) -> None:
    root, marks = docx["word/numbering.xml"], {}
    for paragraph in docx.find("//w:p[w:pPr/w:numPr]"):
        number, level = (attribute(paragraph.find(f"w:pPr/w:numPr/w:{key}", NS), "w:val") for key in ("numId", "ilvl"))
        abstract = root.xpath(f"string(//w:num[@w:numId='{number}']/w:abstractNumId/@w:val)", namespaces=NS)
        path = f"string(//w:abstractNum[@w:abstractNumId='{abstract}']/w:lvl[@w:ilvl='{level}']/w:lvlText/@w:val)"
        marks[words_of(paragraph)] = root.xpath(path, namespaces=NS)
    assert marks["ytre"] == "•"
    assert marks["indre"] == "–"
    assert marks["innerst"] == "▪"
    assert marks["en"] == "%1."
    assert marks["gjenstår"] == "☐"
    assert marks["gjort"] == "☑"
    assert "mer om en" not in marks


def test_the_note_is_a_footnote(docx: Docx) -> None:
    (reference,) = docx.find("//w:footnoteReference/@w:id")
    (note,) = docx["word/footnotes.xml"].xpath(f"//w:footnote[@w:id='{reference}']", namespaces=NS)
    assert words_of(note).strip() == "Noten viser til kapitlet."
    assert note.xpath("string(.//w:hyperlink/@w:anchor)", namespaces=NS) == "behov_1"


def test_text_has_its_language(docx: Docx) -> None:
    tagged: dict[str, str] = {}
    for run in docx.find("//w:r[w:rPr/w:lang]"):
        tag = attribute(run.find("w:rPr/w:lang", NS), "w:val")
        tagged[tag] = tagged.get(tag, "") + words_of(run)
    assert tagged == {"nn-NO": "Dette avsnittet er på nynorsk.", "se-NO": "Buorre beaivi"}
    defaults = docx["word/styles.xml"].xpath("string(//w:docDefaults//w:lang/@w:val)", namespaces=NS)
    assert defaults == "nb-NO"
    assert attribute(docx["word/settings.xml"].find("w:themeFontLang", NS), "w:val") == "nb-NO"


def test_a_missing_image_shows_and_a_broken_link_is_plain(docx: Docx) -> None:
    shown = docx.find("//w:r[w:rPr/w:rStyle/@w:val='MissingImage']")
    assert "".join(words_of(run) for run in shown) == "Bildet mangler: img/borte.png"
    linked = [words_of(link) for link in docx.find("//w:hyperlink")]
    assert not any("død" in text for text in linked)
    (outside,) = [link for link in docx["word/_rels/document.xml.rels"] if link.get("TargetMode") == "External"]
    assert outside.get("Target") == "https://example.no/a?b=1&c=2"


def test_every_style_that_is_used_is_defined(docx: Docx) -> None:
    known = set(docx["word/styles.xml"].xpath("//w:style/@w:styleId", namespaces=NS))
    for part in docx.names:
        if part.startswith("word/") and part.endswith(".xml"):
            named = docx[part].xpath("//w:pStyle/@w:val | //w:rStyle/@w:val | //w:tblStyle/@w:val", namespaces=NS)
            assert set(named) <= known, part
