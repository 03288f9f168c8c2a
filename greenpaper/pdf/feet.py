"""Page numbers drawn when parts are joined: their pages were laid out when nobody knew the numbers.

Only in previews. The words are drawn as outlines, so that they need no font of the part.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pydyf
import weasyprint
from weasyprint.formatting_structure import boxes

from greenpaper.pdf.outlines import Outlines
from greenpaper.pdf.writing import POINTS

_LINE = 1.35  # of the type size, from one line to the next
_EDGE, _SIZE, _GREY = 20.0, 8.0, [0.33, 0.33, 0.33]  # points, of a mark that has no page number to stand below
_COUNTERS = frozenset({"page", "pages"})


def take(document: weasyprint.Document) -> list[list[dict[str, Any]]]:
    """Take the margin boxes that count pages out of each page; gives what is needed to draw them, as JSON."""
    return [_take(page._page_box) for page in document.pages]


def _take(page: Any) -> list[dict[str, Any]]:
    found = []
    for box in list(page.children):
        text = next((item for item in box.descendants() if isinstance(item, boxes.TextBox)), None)
        if not isinstance(box, boxes.MarginBox) or text is None or not _counts_pages(box.style["content"]):
            continue
        page.children = [child for child in page.children if child is not box]
        left, align = box.content_box_x(), box.style["text_align_all"]
        found.append(
            {
                "content": [list(item) for item in box.style["content"]],
                "left": round(left * POINTS, 3),
                "right": round((left + box.width) * POINTS, 3),
                "align": {"center": "center", "right": "right", "end": "right"}.get(align, "left"),
                "baseline": round((text.position_y + text.baseline) * POINTS, 3),
                "size": round(text.style["font_size"] * POINTS, 3),
                "colour": [round(value, 4) for value in text.style["color"].to("srgb").coordinates],
            }
        )
    # A page without such a box is marked too
    edge = page.margin_width() * POINTS - _EDGE
    low = page.margin_height() * POINTS - _EDGE - _LINE * _SIZE
    return found or [
        {"content": [], "left": _EDGE, "right": edge, "align": "right", "baseline": low, "size": _SIZE, "colour": _GREY}
    ]


def _counts_pages(content: Any) -> bool:
    if not isinstance(content, tuple | list):
        return False
    kinds = {item[0] for item in content}
    counters = {item[1][0] for item in content if item[0] == "counter()"}
    return kinds <= {"string", "counter()"} and bool(counters & _COUNTERS) and counters <= _COUNTERS


class Pen:
    """Draws page numbers with the outlines of one font file."""

    def __init__(self, font: Path) -> None:
        self._outlines = Outlines(font)

    def foot(self, found: Sequence[dict[str, Any]], number: int, total: int, word: str) -> pydyf.Stream:
        """The contents for one page: its margin boxes, `word` below the first. The page's y axis points down."""
        stream = pydyf.Stream(compress=True)
        for index, box in enumerate(found):
            values = {"page": number, "pages": total}
            parts = [str(values[item[1][0]]) if item[0] == "counter()" else item[1] for item in box["content"]]
            stream.begin_marked_content("Artifact", pydyf.Dictionary({"Type": "/Pagination", "Subtype": "/Footer"}))
            stream.push_state()
            stream.set_color_rgb(*box["colour"])
            self._draw(stream, "".join(parts), box)
            if index == 0:
                self._draw(stream, word, {**box, "baseline": box["baseline"] + _LINE * box["size"]})
            stream.pop_state()
            stream.end_marked_content()
        return stream

    def _draw(self, stream: pydyf.Stream, words: str, box: dict[str, Any]) -> None:
        shown = [character for character in words if self._outlines.has(character)]
        scale = box["size"] / self._outlines.unit
        free = box["right"] - box["left"] - sum(map(self._outlines.advance, shown)) * scale
        along = box["left"] + {"left": 0.0, "center": free / 2, "right": free}[box["align"]]
        stream.push_state()
        stream.set_matrix(scale, 0, 0, -scale, along, box["baseline"])
        for character in shown:
            stream.stream.append(self._outlines.path(character))
            stream.set_matrix(1, 0, 0, 1, self._outlines.advance(character), 0)
        stream.pop_state()
