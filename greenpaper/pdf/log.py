"""WeasyPrint's log -> findings in our words. By itself it carries on after any fault and ends with exit code 0."""

from __future__ import annotations

import logging
from pathlib import Path

from greenpaper.model import Finding, Location

FATAL = frozenset({"pdf-resource"})  # the pages would lack something: no PDF is written

_LOAD = ("pdf-resource", "a file of the page could not be used", "see that it is there and whole, and build anew")
_LINK = ("pdf-link", "a link inside the document leads nowhere", "mend the link, or the heading that it leads to")
_STYLE = ("pdf-style", "a rule of the style sheets has no effect", "mend it in print.css or theme.toml")
_OTHER = (
    "pdf-layout",
    "something was laid out otherwise than written",
    "look at the page, and simplify what stands there",
)
_MEANING = {  # beginning of WeasyPrint's message, without its values: (code, what, cure)
    "Failed to load": _LOAD,
    "Failed to render SVG": _LOAD,
    "Failed to draw": _LOAD,
    "Font-face": _LOAD,
    "No anchor": _LINK,
    "Content discarded": _LINK,
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
}


_TOLD_BEFORE = "Image"  # without alternative text: a finding of the source, with its line


class Log(logging.Handler):
    """Keeps warnings and errors as findings that stand at the file `where`."""

    def __init__(self, where: str) -> None:
        super().__init__(logging.WARNING)
        self._where = Location(path=where)
        self._findings: dict[Finding, None] = {}
        self._refused: set[str] = set()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was noted, each once, in the order it came."""
        return tuple(self._findings)

    def emit(self, record: logging.LogRecord) -> None:
        """Note a record of WeasyPrint's logger, but not what `refused` has told already."""
        if any(address in record.getMessage() for address in self._refused) or record.msg.startswith(_TOLD_BEFORE):
            return
        known = next((meaning for start, meaning in _MEANING.items() if record.msg.startswith(start)), None)
        meaning = known or (_STYLE if "css" in Path(record.pathname).parts else _OTHER)
        self._note(meaning, record.getMessage())

    def refused(self, address: str, reason: str) -> None:
        """Note a file that the page asked for and was not given. Drawings swallow the error, so it is told here."""
        self._refused.add(address)
        self._note(_LOAD, f"{address}: {reason}")

    def _note(self, meaning: tuple[str, str, str], message: str) -> None:
        code, what, cure = meaning
        self._findings[Finding(code=code, where=self._where, what=f"{what}: {message.rstrip('.')}", cure=cure)] = None
