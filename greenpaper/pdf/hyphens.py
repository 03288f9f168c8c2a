"""Hyphens at line ends: what hyphenation put there is no part of the word (ISO 32000-1, 14.8.2.2.3 and 14.9.4).

WeasyPrint draws the hyphen with the line's text. Here its glyph gets a Span of its own with a soft hyphen as its actual
text, so that programs that read the PDF can put the word together, and tell it from the hyphens of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

import weasyprint.draw

_HYPHEN = "\u2010"  # WeasyPrint's `hyphenate-character`; in the text it is `of_the_text`
_OF_THE_TEXT = "-"
_SOFT = b"/Span<</ActualText<FEFF00AD>>>BDC"
_LAST = re.compile(rb"\[(.*)<([0-9a-f]*)([0-9a-f]{4})>([-0-9.]*)\] TJ", re.DOTALL)


def install() -> None:
    """Replace what draws text."""
    if weasyprint.draw.draw_text.__module__ != __name__:
        weasyprint.draw.draw_text = _marking(weasyprint.draw.draw_text)


def of_the_text(root: Element) -> None:
    """Write the text's own hyphens as U+002D, which looks the same: U+2010 is left to hyphenation."""
    for element in root.iter():
        if element.text and _HYPHEN in element.text:
            element.text = element.text.replace(_HYPHEN, _OF_THE_TEXT)
        if element.tail and _HYPHEN in element.tail:
            element.tail = element.tail.replace(_HYPHEN, _OF_THE_TEXT)


def _marking(draw: Callable[..., None]) -> Callable[..., None]:
    def draw_text(stream: Any, box: Any, *more: Any) -> None:
        start = len(stream.stream)
        draw(stream, box, *more)
        if box.text.endswith(_HYPHEN):
            _mark(stream, start)

    return draw_text


def _mark(stream: Any, start: int) -> None:
    """Set the last glyph apart that was drawn since the instruction `start`."""
    items = stream.stream
    drawn = [place for place in range(start, len(items)) if bytes(items[place][-4:]) == b"] TJ"]
    found = _LAST.fullmatch(items[drawn[-1]]) if drawn else None
    if found is None:  # hidden text
        return
    before, glyphs, hyphen, after = found.groups()
    whole = [b"[%b<%b>] TJ" % (before, glyphs), _SOFT, b"[<%b>%b] TJ" % (hyphen, after), b"EMC"]
    items[drawn[-1]] = b"\n".join(whole if before or glyphs else whole[1:])
    glyph = int(hyphen, 16)
    for font in stream._fonts.values():
        if font.to_unicode.get(glyph) == _HYPHEN:  # which is the glyph of U+002D too, in many fonts
            font.to_unicode[glyph] = _OF_THE_TEXT
