"""What a process that lays out is told, as JSON on its standard input."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """Make the PDF `target` of `page` (build/page.html, with fonts/ and img/ beside it).

    `variant` is a key of `conformance.VARIANTS`; the fonts are files; `width` and `height` are the sheet's, in mm. For
    a preview, `kept` is the folder of pages to be used again, and `word` says on each page that it is one.
    """

    page: Path
    target: Path
    variant: str
    watermark_font: Path
    text_font: Path
    width: float
    height: float
    duplex: bool
    line_numbers: bool
    kept: Path | None = None
    word: str = ""

    def to_json(self) -> str:
        """The form in which it is handed over."""
        return json.dumps(asdict(self), default=str)

    @classmethod
    def from_json(cls, text: str) -> Job:
        """What `to_json` wrote."""
        values = json.loads(text)
        places = ("page", "target", "watermark_font", "text_font", "kept")
        return cls(**{**values, **{name: Path(values[name]) for name in places if values[name] is not None}})
