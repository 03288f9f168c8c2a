"""The size of code goes with that of the text around it."""

from __future__ import annotations

import pytest

from greenpaper.theme import Theme
from greenpaper.word import code, styles
from greenpaper.word.ooxml import NS, attribute, el, p, parse, run, style_of


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("BodyText", "VerbatimChar"),
        ("Heading1", "VerbatimHeading1"),
        ("Heading6", "VerbatimHeading4"),
        ("TableText", "VerbatimSmall"),
        ("TableHeadingWide", "VerbatimWide"),
        ("ImageCaption", "VerbatimSmall"),
        ("FootnoteText", "VerbatimSmall"),
    ],
)
def test_code_has_the_style_of_its_surroundings(style: str, expected: str) -> None:
    made = p(style, run("status", style="VerbatimChar"))
    code.place(el("w:body", made))
    assert made.xpath("w:r/w:rPr/w:rStyle/@w:val", namespaces=NS) == [expected]


def test_a_block_of_code_has_its_look_from_its_paragraph_and_long_ones_may_break() -> None:
    short = p("SourceCode", run("x", style="VerbatimChar"))
    long = p(
        "SourceCode", *(piece for _ in range(30) for piece in (run("x", style="VerbatimChar"), el("w:r", el("w:br"))))
    )
    body = el("w:body", short, long)
    code.lengthen(body)
    code.place(body)
    assert not short.xpath(".//w:rStyle", namespaces=NS)
    assert [style_of(made) for made in (short, long)] == ["SourceCode", "SourceCodeLong"]


def test_sizes_are_nine_tenths(look: Theme) -> None:
    sheet = parse(styles.part(look, "nb-NO", {}))
    for style, points in (("VerbatimChar", look.sizes.body), ("VerbatimHeading2", look.sizes.h2)):
        (size,) = sheet.xpath(f"//w:style[@w:styleId='{style}']/w:rPr/w:sz", namespaces=NS)
        assert int(attribute(size, "w:val")) == round(points * 0.9 * 2)
