"""The standards that a PDF can be made to: `[pdf] variant` -> what WeasyPrint is told and what the file declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Conformance:
    """A PDF/A part (ISO 19005) with its level, and the PDF/UA part (ISO 14289) that goes with it; 0 and "" for none.

    `weasyprint` is the `pdf_variant` that makes WeasyPrint write so, `version` the version of PDF.
    """

    weasyprint: str | None = None
    version: str = "1.7"
    part: int = 0
    level: str = ""
    accessibility: int = 0


VARIANTS: Mapping[str, Conformance] = {
    "a-2a": Conformance(weasyprint="pdf/a-2a", part=2, level="A", accessibility=1),
    "a-3a": Conformance(weasyprint="pdf/a-3a", part=3, level="A", accessibility=1),
    "a-4f": Conformance(weasyprint="pdf/a-4f", version="2.0", part=4, level="F", accessibility=2),
    "plain": Conformance(),
}
