"""Numbers of lines in the margin: every fifth line, anew on each page, for those who comment on a print.

WeasyPrint has no such thing. Once it has laid out, its line boxes tell where the lines of the text are; the numbers are
drawn as outlines and as an artifact (ISO 32000-1, 14.8.2.2), so that no reader or search takes them for text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pydyf
import weasyprint
from weasyprint.formatting_structure import boxes

from greenpaper.pdf.outlines import Outlines
from greenpaper.tree import PARAGRAPH_NUMBER

EVERY = 5
SIZE = 10.0  # CSS pixels, of which all lengths here are
GAP = 19.0  # between the text and its number: 5 mm
APART = 6.0  # lines whose baselines are closer stand side by side: half the height of the lowest line
COLOUR = (0.33, 0.37, 0.4)


def are_mirrored(root: Element, *, duplex: bool) -> bool:
    """Whether left-hand pages have the numbers in their left margin, outside as the right one is on right-hand pages.

    Not where paragraphs have numbers there: two columns of digits side by side would be taken for each other.
    """
    return duplex and not any(span.get("class") == PARAGRAPH_NUMBER for span in root.iter("span"))


def install(document: weasyprint.Document, font: Path, *, mirrored: bool) -> None:
    """Have the pages of a laid out document painted with numbers, in the digits of `font`.

    They stand in the right margin; where they `are_mirrored`, in the left one of left-hand pages.
    """
    digits = _Digits(font)
    for page in document.pages:
        left = mirrored and page._page_box.page_type.side == "left"
        page.paint = partial(_paint, page.paint, page._page_box, digits, left)


def baselines(page: Any) -> list[float]:
    """Where the lines of the text in a page's box stand, from the top; lines side by side count once."""
    made: list[float] = []
    for place in sorted(_lines(page, inside=False)):
        if not made or place - made[-1] > APART:
            made.append(place)
    return made


def _lines(box: Any, *, inside: bool) -> Iterator[float]:
    """The baselines of all lines inside `<main>`, but not of its notes."""
    if isinstance(box, boxes.MarginBox | boxes.FootnoteAreaBox):
        return
    inside = inside or box.element_tag == "main"
    if isinstance(box, boxes.LineBox):
        if inside and _says_something(box):
            yield box.position_y + box.baseline
    else:
        for child in getattr(box, "children", ()):
            yield from _lines(child, inside=inside)


def _says_something(line: Any) -> bool:
    return any(isinstance(box, boxes.TextBox) and box.text.strip() for box in line.descendants())


def _paint(paint: Callable[..., None], box: Any, digits: _Digits, left: bool, stream: Any, scale: float = 1) -> None:
    """WeasyPrint's `Page.paint`, and the numbers after it."""
    paint(stream, scale)
    numbered = baselines(box)[EVERY - 1 :: EVERY]
    if not numbered:
        return
    start = box.content_box_x()
    end = start - GAP if left else start + box.width + GAP + 2 * digits.advance
    stream.begin_marked_content("Artifact", pydyf.Dictionary({"Type": "/Pagination"}))
    with stream.stacked():
        stream.transform(a=scale, d=scale)
        stream.set_color_rgb(*COLOUR)
        for count, place in enumerate(numbered, 1):
            digits.draw(stream, str(count * EVERY), end, place)
    stream.end_marked_content()


class _Digits:
    """A font's digits, all as broad as the broadest."""

    def __init__(self, font: Path) -> None:
        self._outlines = Outlines(font)
        self._scale = SIZE / self._outlines.unit
        self.advance = self._scale * max(map(self._outlines.advance, "0123456789"))

    def draw(self, stream: Any, number: str, end: float, baseline: float) -> None:
        """Draw a number that ends at `end`."""
        for place, digit in enumerate(reversed(number), 1):
            with stream.stacked():
                stream.transform(a=self._scale, d=-self._scale, e=end - place * self.advance, f=baseline)
                stream.stream.append(self._outlines.path(digit))
