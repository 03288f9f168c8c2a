from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from greenpaper import theme
from greenpaper.pdf import watermark

FONT = next(font.path for font in theme.load(None).font_files if font.weight == 700)


@pytest.mark.parametrize("words", ["Utkast", "Høringsutkast", "Gulaskuddanevttohus mii lea guhkki"])
def test_words_lie_inside_the_page(words: str) -> None:
    drawing = watermark.svg(words, FONT, 210, 297)
    path = next(ElementTree.fromstring(drawing).iter("{http://www.w3.org/2000/svg}path")).get("d") or ""
    numbers = [float(number) for number in re.findall(r"-?[\d.]+(?:e-?\d+)?", path)]
    # before turning; a length within the diagonal's share stays on the page
    assert max(map(abs, numbers)) <= watermark.SPAN / 2 * 364 + 1


def test_a_letter_that_the_font_lacks_is_left_out() -> None:
    assert watermark.svg("A\U0001f9ff", FONT, 210, 297) == watermark.svg("A", FONT, 210, 297)


def test_it_is_outlines_and_no_text() -> None:
    assert "<text" not in watermark.svg("Utkast", FONT, 210, 297)
    assert "Utkast" not in watermark.css("Utkast", FONT, 210, 297)
