"""Paragraphs in items of lists: their styles and indents."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from greenpaper.theme import Theme
from greenpaper.word import lists, numbering, styles
from greenpaper.word.ooxml import NS, Element, attribute, el, p, parse, ppr, run, serialize, style_of
from tests.word.conftest import Docx, words_of


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
        ("", 8, "ListContinue9"),
        ("SourceCodeLong", 0, "SourceCodeLongList"),
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


def places(*items: Element) -> list[tuple[int, int, bool]]:
    """Left indent and hang of each paragraph, and whether a tab brings its text to the indent."""
    lists.place(el("w:body", *items))
    indents = [made.find("w:pPr/w:ind", NS) for made in items]
    return [
        (int(attribute(at, "w:left")), int(attribute(at, "w:hanging") or "0"), made.find("w:r/w:tab", NS) is not None)
        for at, made in zip(indents, items, strict=True)
    ]


def test_inner_levels_begin_at_the_edge_of_the_box_and_their_marks_are_set_in() -> None:
    made = [item("CalloutNote", level, str(1001 + level)) for level in (0, 1, 2)]
    goes_on = item("CalloutNote", 1, numbering.CONTINUED)
    assert places(*made, goes_on) == [
        (230 + 360, 360, False), (230 + 720, 720, False), (230 + 1080, 1080, False), (230 + 720, 720, True),
    ]  # fmt: skip
    inner = lists.inner((el("w:body", *made),))
    assert inner == {("1001", 0): 1, ("1002", 1): 2, ("1003", 2): 3}


def test_a_box_in_an_item_begins_where_its_text_does_and_counts_its_own_levels() -> None:
    made = [
        item("", 0),
        item("CalloutTipTitle", 0, numbering.CONTINUED),
        item("CalloutTip", 0, numbering.CONTINUED),
        item("CalloutTip", 1, "1002"),
        item("CalloutTip", 2, "1003"),
        item("CalloutTip", 0, numbering.CONTINUED),
    ]
    body = el("w:body", *made)
    lists.place(body)
    indents = [made.find("w:pPr/w:ind", NS) for made in made[1:]]
    found = [(int(attribute(at, "w:left")), int(attribute(at, "w:hanging") or "0")) for at in indents]
    assert found == [(590, 0), (590, 0), (950, 360), (1310, 720), (590, 0)]
    assert not any(paragraph.find("w:r/w:tab", NS) is not None for paragraph in made)
    assert lists.inner((body,)) == {("1002", 1): 1, ("1003", 2): 2}


def test_marks_of_inner_levels_have_room_before_them() -> None:
    levels = [
        el("w:lvl", el("w:numFmt", val=form), el("w:lvlText", val=mark), ilvl=str(level))
        for level, (form, mark) in enumerate((("bullet", "x"), ("bullet", "y"), ("decimal", "%3.")))
    ]
    nums = [el("w:num", el("w:abstractNumId", val="9"), numId=number) for number in ("1001", "1002")]
    written = serialize(el("w:numbering", el("w:abstractNum", *levels, abstractNumId="9"), *nums))
    made = parse(numbering.part(written, {("1001", 1): 1, ("1002", 1): 2, ("1002", 2): 3}))

    def marks(number: str) -> list[tuple[str, str]]:
        path = f"w:num[@w:numId='{number}']/w:lvlOverride/w:lvl/w:lvlText/@w:val"
        shown = made.xpath(path, namespaces=NS)
        return [(mark.strip(), len(mark) - len(mark.strip())) for mark in shown]

    assert marks("1001") == [("•", 0)]
    assert marks("1002") == [("–", 3), ("%3.", 6)]


def test_each_of_these_styles_is_there_and_indented_by_its_level(look: Theme) -> None:
    sheet = parse(styles.part(look, "nb-NO", {}))
    for style, left in lists.LEFT.items():
        (found,) = sheet.xpath(f"//w:style[@w:styleId='{style}']", namespaces=NS)
        assert int(attribute(found.find("w:pPr/w:ind", NS), "w:left")) == round(left * 20)


@pytest.mark.parametrize(
    ("first", "style"),
    [
        ("| a | b |\n|:--|--:|\n| x | 1 |", "ItemMark"),
        ("$$\nx = 1\n$$", "ItemMark"),
        ("- indre\n- og en til", "ItemMark"),
        ("### Overskrift", "InnerHeading3"),
        ("> sitat\n>\n> i to avsnitt", "BlockText"),
        ("```\nkode\n```", "SourceCode"),
    ],
)
def test_an_item_is_counted_whatever_it_begins_with(first: str, style: str, written: Callable[[str], Docx]) -> None:
    lines = first.replace("\n", "\n   ")
    made = written(f"## Lister\n\n1. en\n\n2. {lines}\n\n3. tre\n")
    (number,) = made.find("//w:p[.//w:t='tre']/w:pPr/w:numPr/w:numId/@w:val")
    items = made.find(f"//w:p[w:pPr/w:numPr/w:numId/@w:val='{number}']")
    assert [style_of(item) for item in items] == ["ListParagraph", style, "ListParagraph"]


def test_a_list_a_quote_or_a_heading_does_not_tear_the_box_of_a_callout(written: Callable[[str], Docx]) -> None:
    inside = "1. en\n2. - to\n   - tre\n3. > fire\n4. ### fem\n\n> seks\n\n### sju\n\nåtte\n"
    made = written('!!! note "Ramme"\n' + "".join(f"    {line}\n" for line in inside.split("\n")))
    (start,) = made.paragraphs("CalloutNoteTitle")
    box = [start, *start.itersiblings("{*}p")]
    assert {style_of(item) for item in box} == {"CalloutNoteTitle", "CalloutNote"}
    assert [words_of(item) for item in box] == ["Ramme", "en", "", "to", "tre", "fire", "fem", "seks", "sju", "åtte"]


def test_what_goes_on_stands_below_its_item_on_every_level(look: Theme) -> None:
    """Where the item's own list sets it (`numbering.part`), a step further in for each level."""
    sheet = parse(styles.part(look, "nb-NO", {}))
    for level in range(9):
        made = item("", level, numbering.CONTINUED)
        lists.place(el("w:body", made))
        (left,) = sheet.xpath(f"//w:style[@w:styleId='{style_of(made)}']/w:pPr/w:ind/@w:left", namespaces=NS)
        assert int(left) == (level + 1) * 360


def test_long_code_in_an_item_may_break_over_pages(written: Callable[[str], Docx]) -> None:
    lines = "".join(f"    linje {at}\n" for at in range(40))
    assert written(f"- punkt\n\n    ```\n{lines}    ```\n").paragraphs("SourceCodeLongList")


def test_lists_in_a_note_have_its_size(written: Callable[[str], Docx]) -> None:
    made = written("Note[^n]\n\n[^n]: noten\n\n    - punkt\n\n        mer\n    - et til\n")
    notes = made["word/footnotes.xml"].xpath("//w:p[.//w:t]", namespaces=NS)
    assert [style_of(item) for item in notes] == ["FootnoteText"] * 4
    assert attribute(notes[2].find("w:pPr/w:ind", NS), "w:left") == "360"


def test_ids_that_begin_with_a_high_number_are_made_shorter() -> None:
    long = "9941123456789"
    level = el("w:lvl", el("w:start", val="123456789"), ilvl="0")
    abstract = el("w:abstractNum", el("w:nsid", val=f"A{long}"), level, abstractNumId=long)
    listed = el("w:num", el("w:abstractNumId", val=long), numId="1001")
    root = parse(numbering.part(serialize(el("w:numbering", abstract, listed)), {}))
    (made,) = root.iterfind("w:abstractNum/w:lvl/w:start[@w:val='123456789']/../..", NS)
    number = attribute(made, "w:abstractNumId")
    assert len(attribute(made.find("w:nsid", NS), "w:val")) == 8
    assert attribute(root.find("w:num[@w:numId='1001']/w:abstractNumId", NS), "w:val") == number
    assert [attribute(item, "w:abstractNumId") for item in root.iterfind("w:abstractNum", NS)].count(number) == 1
