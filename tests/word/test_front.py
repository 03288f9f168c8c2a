"""Cover, status page, contents and lists, headers and footers, properties: what the stamp and the index say."""

from __future__ import annotations

from typing import Any

from lxml import etree
from PIL import ImageFont

from greenpaper.imprint import Imprint
from greenpaper.theme import Theme
from greenpaper.word.drawing import text_width
from greenpaper.word.front import front
from greenpaper.word.ooxml import NS, attribute, twips
from greenpaper.word.properties import build_id
from greenpaper.words import Words
from tests.word.conftest import Docx, words_of


def sections(docx: Docx) -> list[tuple[list[etree._Element], list[etree._Element]]]:
    """Header and footer parts of each section."""
    targets = {link.get("Id"): link.get("Target") for link in docx["word/_rels/document.xml.rels"]}

    def parts(section: etree._Element, kind: str) -> list[etree._Element]:
        return [docx[f"word/{targets[key]}"] for key in section.xpath(f"w:{kind}Reference/@r:id", namespaces=NS)]

    return [(parts(section, "header"), parts(section, "footer")) for section in docx.find("//w:sectPr")]


def test_the_cover_says_everything_the_imprint_does(docx: Docx, imprint: Imprint) -> None:
    cover = []
    for block in docx.find("/w:document/w:body/*"):
        cover.append(words_of(block))
        if block.find("w:pPr/w:sectPr", NS) is not None:
            break
    text = "\n".join(cover).replace("\u00a0", " ")
    said = [imprint.title, imprint.subtitle, imprint.publisher, imprint.status_name, imprint.notice]
    said += [part for pair in (*imprint.facts, *imprint.hearing) for part in pair]
    assert [part for part in said if part not in text] == []


def test_a_badge_has_the_colours_of_its_status(docx: Docx) -> None:
    (style,) = docx["word/styles.xml"].xpath("//w:style[@w:styleId='BadgePrerelease']", namespaces=NS)
    assert attribute(style.find("w:rPr/w:shd", NS), "w:fill") == "8A2BE2"
    assert attribute(style.find("w:rPr/w:color", NS), "w:val") == "FFFFFF"
    assert len(docx.find("//w:r[w:rPr/w:rStyle/@w:val='BadgePrerelease']")) >= 3  # cover, status page, chapter


def test_the_status_page_has_the_columns_that_say_something(docx: Docx) -> None:
    table = docx.find("//w:tbl[w:tblPr/w:tblCaption/@w:val='Status for kapitlene']")[0]
    rows = [[words_of(cell).strip() for cell in row.iterfind("w:tc", NS)] for row in table.iterfind("w:tr", NS)]
    assert rows == [
        ["Kapittel", "Status", "Versjon", "Modenhet"],
        ["1 Innledning", "Høringsutkast", "0.9.0", "Gjennomgang"],
        ["A Begreper", "", "", ""],
    ]


def test_contents_are_filled_in_and_lead_to_the_headings(docx: Docx, book: dict[str, Any]) -> None:
    lines = docx.find("//w:sdt//w:p[starts-with(w:pPr/w:pStyle/@w:val, 'TOC') and w:hyperlink]")
    wanted = [
        f"{entry['number']}\t{entry['text']}" if entry["number"] else entry["text"]
        for entry in book["book"]["headings"]
        if entry["level"] <= 3
    ]
    assert [words_of(line) for line in lines] == wanted
    targets = {
        attribute(heading.find("w:bookmarkStart", NS), "w:name"): words_of(heading)
        for heading in docx.find("//w:p[starts-with(w:pPr/w:pStyle/@w:val, 'Heading')]")
    }
    for line in lines:
        assert targets[attribute(line.find("w:hyperlink", NS), "w:anchor")].endswith(words_of(line).split("\t")[-1])


def test_lists_of_figures_and_tables_are_fields_with_entries(docx: Docx) -> None:
    lines = [words_of(line) for line in docx.paragraphs("TableOfFigures")]
    assert lines[0] == "Figur 1: Et høyt bilde"
    assert lines[-1] == "Tabell 2: En bred tabell"
    fields = [code.text.strip() for code in docx.find("//w:instrText") if code.text.strip().startswith("TOC")]
    assert fields == ['TOC \\o "1-3" \\h \\z \\u', 'TOC \\h \\z \\c "Figur"', 'TOC \\h \\z \\c "Tabell"']


def test_fields_are_closed_and_nothing_asks_at_opening(docx: Docx) -> None:
    for part in docx.names:
        if part.startswith("word/") and part.endswith(".xml"):
            kinds = docx[part].xpath("//w:fldChar/@w:fldCharType", namespaces=NS)
            assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")
            assert not docx[part].xpath("//@w:dirty | //w:updateFields | //w:attachedTemplate", namespaces=NS)


def test_no_page_number_is_guessed(docx: Docx) -> None:
    assert not any("PAGEREF" in code.text for code in docx.find("//w:instrText"))


def test_every_section_has_watermark_and_footer_and_all_but_the_cover_a_header(docx: Docx, imprint: Imprint) -> None:
    cover, *rest = sections(docx)
    assert words_of(cover[0][0]) == ""
    assert len(rest) == 2
    for (header,), (footer,) in (cover, *rest):
        (shape,) = header.xpath("//v:shape", namespaces=NS)
        assert shape.get("id") == "PowerPlusWaterMarkObject1"
        assert shape.xpath("string(v:textpath/@string)", namespaces=NS) == imprint.watermark
        assert words_of(footer) == f"{imprint.title} · versjon 0.9.0 · Høringsutkastside 1 av 1"
        codes = [code.text.strip() for code in footer.iter(f"{{{NS['w']}}}instrText")]
        shown = ["TITLE", "DOCPROPERTY Greenpaper.version", "DOCPROPERTY Greenpaper.statusName"]
        assert codes == [*shown, "PAGE", "NUMPAGES"]
    for (header,), _ in rest:
        assert words_of(header).startswith(imprint.publisher)
    (body,) = rest[-1][0]
    assert [code.text.strip() for code in body.iter(f"{{{NS['w']}}}instrText")] == ["STYLEREF 1"]


def test_the_number_of_the_page_stands_whole_whatever_the_title(docx: Docx, look: Theme) -> None:
    """A cell of its own has room for it, so a longer title only takes more lines."""
    _, (footer,) = sections(docx)[-1]
    (row,) = footer.iterfind("w:tbl/w:tr", NS)
    assert [words_of(cell) for cell in row.iterfind("w:tc", NS)][1] == "side 1 av 1"
    widths = [int(width) for width in row.xpath("w:tc/w:tcPr/w:tcW/@w:w", namespaces=NS)]
    assert sum(widths) == twips(text_width(look.page))
    font = next(font for font in look.font_files if font.family == look.fonts.body and font.weight == 400)
    assert ImageFont.truetype(font.path, 20).getlength("side 1234 av 1234") * (look.sizes.small - 1) < widths[1]


def test_only_the_text_names_a_chapter_in_its_head(docx: Docx, imprint: Imprint) -> None:
    (_, ((front_head,), _), ((text_head,), _)) = sections(docx)
    assert words_of(front_head) == imprint.publisher
    assert "STYLEREF 1" in "".join(text_head.itertext())


def test_the_address_on_the_cover_leads_to_the_mailbox(docx: Docx) -> None:
    (value,) = [value for value in docx.paragraphs("CoverValue") if "post@example.no" in words_of(value)]
    assert value.xpath("string(.//w:instrText)", namespaces=NS).strip() == 'HYPERLINK "mailto:post@example.no"'


def test_the_watermark_of_the_cover_lies_below_its_title(docx: Docx, look: Theme) -> None:
    (header,), _ = sections(docx)[0]
    style = dict(part.split(":") for part in header.xpath("string(//v:shape/@style)", namespaces=NS).split(";"))
    assert style["mso-position-vertical-relative"] == "page"
    top, height, width = (float(style[key].removesuffix("mm")) for key in ("margin-top", "height", "width"))
    middle, reach = top + height / 2, (width + height) / 2**0.5 / 2  # of the turned shape
    assert look.page.height * 0.45 < middle - reach
    assert middle + reach < look.page.height - look.page.bottom + 10


def test_fields_of_the_footer_show_properties_that_there_are(docx: Docx, imprint: Imprint) -> None:
    properties = {entry.get("name"): entry[0].text for entry in docx["docProps/custom.xml"]}
    assert properties["Greenpaper.version"] == imprint.version
    assert properties["Greenpaper.statusName"] == imprint.status_name


def test_core_properties_are_the_stamp(docx: Docx, imprint: Imprint) -> None:
    core = {etree.QName(item).localname: item.text for item in docx["docProps/core.xml"]}
    assert core == {
        "title": imprint.title,
        "subject": imprint.subtitle,
        "creator": imprint.publisher,
        "keywords": "Høringsutkast, 0.9.0",
        "identifier": "HITR 1250:2027",
        "language": "nb-NO",
        "lastModifiedBy": imprint.publisher,
        "revision": "1",
        "created": "2027-01-08T00:00:00Z",
        "modified": "2027-01-08T00:00:00Z",
        "contentStatus": "Høringsutkast",
        "version": "0.9.0",
    }


def test_custom_properties_are_text_for_machines(docx: Docx, book: dict[str, Any], imprint: Imprint) -> None:
    entries = docx["docProps/custom.xml"]
    assert [entry.get("pid") for entry in entries] == [str(number) for number in range(2, len(entries) + 2)]
    assert {entry.get("name"): entry[0].text for entry in entries} == {
        "Greenpaper.status": "prerelease",
        "Greenpaper.statusName": "Høringsutkast",
        "Greenpaper.version": "0.9.0",
        "Greenpaper.maturity": "review",
        "Greenpaper.normativeLevel": "recommended",
        "Greenpaper.commit": "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678",
        "Greenpaper.dirty": "true",
        "Greenpaper.buildId": build_id(book, imprint),
        "Greenpaper.date": "2027-01-08",
        "Greenpaper.identifier": "HITR 1250:2027",
        "Greenpaper.caseNumber": "27/123",
        "Greenpaper.deadline": "2027-04-08",
    }


def test_the_lists_have_a_place_for_the_page_numbers_that_word_adds(docx: Docx) -> None:
    for name in ("TOC1", "TOC2", "TOC3", "TableOfFigures"):
        (style,) = docx["word/styles.xml"].xpath(f"//w:style[@w:styleId='{name}']", namespaces=NS)
        assert style.xpath("w:pPr/w:tabs/w:tab[@w:val='right'][@w:leader='dot']", namespaces=NS), name


def test_contents_go_as_deep_as_on_the_page(book: dict[str, Any], nb: Words, look: Theme, imprint: Imprint) -> None:
    headings = [{**book["book"]["headings"][0], "level": level} for level in (1, 2, 3) * 60]
    names = {headings[0]["id"]: "x"}
    index = {"headings": headings, "figures": [], "tables": []}
    blocks = front(index, names, imprint=imprint, rows=(), words=nb, theme=look, band=100)
    found = {style for block in blocks for style in block.xpath(".//w:pStyle/@w:val", namespaces=NS)}
    assert {"TOC1", "TOC2"} <= found and "TOC3" not in found
    assert any('"1-2"' in code for block in blocks for code in block.xpath(".//w:instrText/text()", namespaces=NS))
