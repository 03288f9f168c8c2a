"""The watermark: words as outlines behind the text of every page, so that no reader or search finds them as text."""

from __future__ import annotations

import math
from pathlib import Path
from urllib.parse import quote

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

COLOUR = "#f2f4f5"  # text in black on it keeps a contrast of over 18:1
SPAN = 0.62  # of the page's diagonal that the words take


def css(words: str, font: Path, width: float, height: float) -> str:
    """Rules that put `words` on the rising diagonal behind every page of `width` by `height` mm, upright or lying."""
    return _rule("@page", svg(words, font, width, height)) + _rule("@page landscape", svg(words, font, height, width))


def _rule(pages: str, drawing: str) -> str:
    return f'{pages} {{ background: url("data:image/svg+xml,{quote(drawing)}") no-repeat center; }}\n'


def svg(words: str, font: Path, width: float, height: float) -> str:
    """The words as one SVG path in the user unit mm. A character that the font lacks is left out."""
    with TTFont(font, lazy=True) as opened:
        glyphs, cmap = opened.getGlyphSet(), opened.getBestCmap()
        names = [cmap[ord(character)] for character in words if ord(character) in cmap]
        length = sum(glyphs[name].width for name in names)
        capital = opened["OS/2"].sCapHeight
        # At most a ninth of the page's height, or a short word would be a poster
        scale = min(SPAN * math.hypot(width, height) / max(length, 1), height / 9 / capital)
        pen = SVGPathPen(glyphs, ntos=lambda number: f"{number:.4g}")
        along = 0.0
        for name in names:
            glyphs[name].draw(
                TransformPen(pen, (scale, 0, 0, -scale, (along - length / 2) * scale, capital / 2 * scale))
            )
            along += glyphs[name].width
    size = f'width="{width:g}mm" height="{height:g}mm" viewBox="0 0 {width:g} {height:g}"'
    angle = -math.degrees(math.atan2(height, width))
    place = f"translate({width / 2:g} {height / 2:g}) rotate({angle:.3f})"
    path = f'<path fill="{COLOUR}" transform="{place}" d="{pen.getCommands()}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{path}</svg>'
