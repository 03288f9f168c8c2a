from __future__ import annotations

import pytest

from greenpaper.word import headings
from greenpaper.word.ooxml import NS, attribute, el, p, run


def numbered(*given: tuple[int, str]) -> list[tuple[str, str]]:
    """Each heading's list (w:numId) and the number that stands before it as text, for (level, number)."""
    paragraphs = [
        p(f"Heading{level}", el("w:bookmarkStart", id=str(at), name=f"b{at}"), run("Tittel"))
        for at, (level, _) in enumerate(given)
    ]
    headings.number(el("w:body", *paragraphs), {f"b{at}": number for at, (_, number) in enumerate(given)})
    return [
        (
            attribute(paragraph.find("w:pPr/w:numPr/w:numId", NS), "w:val"),
            "".join(paragraph.xpath(".//w:r[w:rPr/w:rStyle]/w:t/text()", namespaces=NS)),
        )
        for paragraph in paragraphs
    ]


def test_chapters_have_their_number_from_the_style() -> None:
    assert numbered((1, "1"), (2, "1.1"), (2, "1.2"), (1, "2"), (2, "2.1")) == [("", "")] * 5


def test_appendices_have_a_list_of_their_own() -> None:
    assert numbered((1, "1"), (1, "A"), (2, "A.1"), (1, "B"), (2, "B.1")) == [("", ""), *[("2", "")] * 4]


def test_without_a_number_a_heading_is_in_no_list() -> None:
    assert numbered((1, "1"), (1, ""), (1, "2")) == [("", ""), ("0", ""), ("", "")]


@pytest.mark.parametrize("number", ["1.0.1", "1.1.1", "1.1"])
def test_where_a_level_was_skipped_the_number_is_text(number: str) -> None:
    assert numbered((1, "1"), (3, number), (2, "1.1")) == [("", ""), ("0", number), ("", "")]


def test_the_27th_appendix_counts_as_word_does() -> None:
    letters = [*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "AA"]
    assert numbered(*((1, letter) for letter in letters)) == [("2", "")] * 27
