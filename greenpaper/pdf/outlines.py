"""Words drawn as the outlines of a font's glyphs: seen on the page, but not in its text, and needing no font there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont


class Outlines:
    """The glyphs of one font file; lengths are in its own units, `unit` of them in an em."""

    def __init__(self, font: Path) -> None:
        opened = TTFont(font, lazy=True)
        self.unit: int = opened["head"].unitsPerEm
        self._glyphs, self._map = opened.getGlyphSet(), opened.getBestCmap()
        self._paths: dict[str, str] = {}

    def has(self, character: str) -> bool:
        """Whether the font can draw a character."""
        return ord(character) in self._map

    def advance(self, character: str) -> float:
        """How far it is to the next glyph."""
        return float(self._glyphs[self._map[ord(character)]].width)

    def path(self, character: str) -> str:
        """The instructions that fill a glyph, with its origin at 0, 0 and the y axis up (ISO 32000-1, 8.5)."""
        if character not in self._paths:
            pen = _Pen(self._glyphs)
            self._glyphs[self._map[ord(character)]].draw(pen)
            self._paths[character] = " ".join([*pen.path, "f"])
        return self._paths[character]


class _Pen(BasePen):  # type: ignore[misc]
    """Collects path instructions; BasePen makes cubic curves of quadratic ones."""

    def __init__(self, glyphs: Any) -> None:
        super().__init__(glyphs)
        self.path: list[str] = []

    def _moveTo(self, point: Any) -> None:
        self._write("m", point)

    def _lineTo(self, point: Any) -> None:
        self._write("l", point)

    def _curveToOne(self, *points: Any) -> None:
        self._write("c", *points)

    def _closePath(self) -> None:
        self._write("h")

    def _write(self, operator: str, *points: Any) -> None:
        self.path += [f"{value:.6g}" for point in points for value in point]
        self.path.append(operator)
