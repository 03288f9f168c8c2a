"""WeasyPrint's log -> findings in our words. By itself it carries on after any fault and ends with exit code 0.

Every call of its logger in version 70 belongs to one of the families here, by the beginning of its message or by the
module it comes from. Whatever it calls an error, and whatever would break the standards that the PDF declares, stops
the build; the rest changes a look.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path

from greenpaper.model import Finding, Location

# No PDF is written: its pages would lack something, or it would break PDF/A or PDF/UA.
FATAL = frozenset({"pdf-resource", "pdf-glyph", "pdf-font", "pdf-link", "pdf-note"})

_LOAD = ("pdf-resource", "a part of the page could not be used", "see that it is there and whole, and build anew")
_LINK = ("pdf-link", "a link inside the document leads nowhere", "mend the link, or the heading that it leads to")
_FONT = ("pdf-font", "a font cannot be put into the PDF as it should", "take another font in theme.toml")
_STYLE = ("pdf-style", "a rule of the style sheets has no effect", "mend it in print.css or theme.toml")
_OTHER = (
    "pdf-layout",
    "something was laid out otherwise than written",
    "look at the page, and simplify what stands there",
)
_MEANING = {  # beginning of WeasyPrint's message, without its values: (code, what, cure)
    "Failed to apply CSS": _STYLE,
    "Failed to": _LOAD,
    "Font-face": _LOAD,
    "Unknown image mode": _LOAD,
    "This row has more columns": _LOAD,
    "No anchor": _LINK,
    "Content discarded": _LINK,
    "Malformed": _LINK,
    "Anchor defined twice": ("pdf-link", "two places of the document have the same anchor", "give one of them another"),
    ".notdef glyph": (
        "pdf-glyph",
        "no font of the theme has a character",
        "write another, or add a font to theme.toml",
    ),
    "Using fontTools": (
        "pdf-library",
        "fonts are subset by another library",
        "install libharfbuzz-subset0, as `./run` does",
    ),
    "Only strings are allowed": _STYLE,
    '"string(': _STYLE,
    '"element(': _STYLE,
    "Unsupported color space": _STYLE,
}
_FAMILIES = {  # by a part of the module's path, where the message is not known
    "css": _STYLE,
    "svg": _STYLE,
    "grid.py": _STYLE,
    "fonts.py": _FONT,
}


class Log(logging.Handler):
    """Keeps warnings and errors as findings that stand at the file `where`."""

    def __init__(self, where: str) -> None:
        super().__init__(logging.WARNING)
        self._where = Location(path=where)
        self._findings: dict[Finding, None] = {}
        self._refused: set[str] = set()
        self.count = 0  # of all that was noted, what was noted before too

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was noted, each once, in the order it came."""
        return tuple(self._findings)

    def emit(self, record: logging.LogRecord) -> None:
        """Note a record of WeasyPrint's logger, but not what `refused` has told already."""
        if not any(address in record.getMessage() for address in self._refused):
            self._note(_meaning(record), record.getMessage())

    def refused(self, address: str, reason: str) -> None:
        """Note a file that the page asked for and was not given. Drawings swallow the error, so it is told here."""
        self._refused.add(address)
        self._note(_LOAD, f"{address}: {reason}")

    def misprinted(self, notes: Mapping[str, int]) -> None:
        """Note footnotes that stand on no page, or on several: their number, and how often they are printed."""
        cure = "move its reference to another place in the paragraph, or shorten the note"
        for number, times in notes.items():
            self._note(
                ("pdf-note", f"footnote {number} is printed {times} times", cure), "a fault of the page's layout"
            )

    def _note(self, meaning: tuple[str, str, str], message: str) -> None:
        self.count += 1
        code, what, cure = meaning
        self._findings[Finding(code=code, where=self._where, what=f"{what}: {message.rstrip('.')}", cure=cure)] = None


def _meaning(record: logging.LogRecord) -> tuple[str, str, str]:
    known = next((meaning for start, meaning in _MEANING.items() if record.msg.startswith(start)), None)
    parts = Path(record.pathname).parts
    inside = parts[len(parts) - parts[::-1].index("weasyprint") :] if "weasyprint" in parts else ()
    meaning = known or next((meaning for part, meaning in _FAMILIES.items() if part in inside), _OTHER)
    return _LOAD if record.levelno >= logging.ERROR and meaning[0] not in FATAL else meaning
