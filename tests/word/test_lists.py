"""Paragraphs in items of lists: their styles and indents."""

from __future__ import annotations

import pytest

from greenpaper.theme import Theme
from greenpaper.word import lists, numbering, styles
from greenpaper.word.ooxml import NS, Element, attribute, el, p, parse, ppr, run, style_of


def item(style: str, level: int, listed: str = "1001") -> Element:
    """A paragraph as pandoc writes it."""
    place = el("w:numPr", el("w:ilvl", val=str(level)), el("w:numId", val=listed))
    return p(style, run("Ord"), properties=(place,)) if style else el("w:p", ppr(place), run("Ord"))


@pytest.mark.parametrize(
    ("style", "level", "expected"),
    [
        ("", 0, "ListContinue"),
        ("BodyText", 1, "ListContinue2"),
        ("BlockText", 0, "BlockTextList"),
        ("SourceCode", 2, "SourceCodeList3"),
        ("", 8, "ListContinue5"),
    ],
)
def test_what_goes_on_has_a_style_for_its_level_and_no_mark(style: str, level: int, expected: str) -> None:
    made = item(style, level, numbering.CONTINUED)
    lists.place(el("w:body", made))
    assert style_of(made) == expected
    assert made.find("w:pPr/w:numPr", NS) is None
    assert made.find("w:pPr/w:ind", NS) is None


def test_the_first_paragraph_stays_in_its_list() -> None:
    loose, tight = item("", 0), item("Compact", 0)
    lists.place(el("w:body", loose, tight))
    assert [style_of(made) for made in (loose, tight)] == ["ListParagraph", "Compact"]
    assert all(made.find("w:pPr/w:numPr", NS) is not None for made in (loose, tight))


@pytest.mark.parametrize(
    ("style", "listed", "left", "hanging"),
    [
        ("CalloutNote", "1001", 230 + 360, 360),
        ("QuoteItem", "1001", 280 + 360, 360),
        ("QuoteItem", numbering.CONTINUED, 280 + 360, 360),
        ("DefinitionItem", "1001", 720, 360),
        ("DefinitionItem", numbering.CONTINUED, 720, 0),
    ],
)
def test_lists_in_callouts_quotes_and_definitions_stand_in_them(
    style: str, listed: str, left: int, hanging: int
) -> None:
    made = item(style, 0, listed)
    lists.place(el("w:body", made))
    indent = made.find("w:pPr/w:ind", NS)
    assert (int(attribute(indent, "w:left")), int(attribute(indent, "w:hanging"))) == (left, hanging)


def test_each_of_these_styles_is_there_and_indented_by_its_level(look: Theme) -> None:
    sheet = parse(styles.part(look, "nb-NO", {}))
    for style, left in lists.LEFT.items():
        (found,) = sheet.xpath(f"//w:style[@w:styleId='{style}']", namespaces=NS)
        assert int(attribute(found.find("w:pPr/w:ind", NS), "w:left")) == round(left * 20)
