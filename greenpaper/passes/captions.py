"""Labels and numbers that authors type in front of captions ("Figur 3:"), which are numbered here."""

from __future__ import annotations

import re

from greenpaper.tree import Node, text

_NUMBER = r"(?i:nr\.?\s*)?(?:[A-ZÆØÅ][.-]?)?\d+(?:[.–-]\d+)*[a-z]?(?!\w)"
# Without a sign after the number, "Figur 1 Kart" is a label, since a capital follows, and "Figur 1 viser" is none.
FIGURE = re.compile(
    r"\s*(?i:figur|figure|fig\.?|govus|bilde|illustrasjon)"
    rf"(?:\s*{_NUMBER}(?:\s*[.:)–—-]+\s*|\s+(?=[A-ZÆØÅÁČĐŊŠŦŽ«“\"(])|\s*$)|\s*[:–—]\s*)"
)
TABLE = re.compile(rf"\s*(?:(?i:tabell|table|tabealla)\s*(?:{_NUMBER})?\s*(?::\s*|[.)–—-]\s+)|:\s+)")


def labelled(inlines: list[Node], label: re.Pattern[str]) -> bool:
    """Whether a text begins with such a label."""
    return label.match(text(inlines)) is not None


def without_label(inlines: list[Node], label: re.Pattern[str]) -> list[Node]:
    """A caption without italics round all of it and without a label."""
    if is_italic(inlines):
        inlines = inlines[0]["c"]
    found = label.match(text(inlines))
    return _drop(inlines, found.end()) if found else inlines


def is_italic(inlines: list[Node]) -> bool:
    """Whether all of a text is in italics."""
    return len(inlines) == 1 and inlines[0]["t"] == "Emph"


def _drop(inlines: list[Node], count: int) -> list[Node]:
    """The inlines without their first `count` characters of plain text."""
    made: list[Node] = []
    for item in inlines:
        length = len(text(item))
        if count >= length > 0:
            count -= length
        elif count and item["t"] == "Str":
            made.append({**item, "c": item["c"][count:]})
            count = 0
        elif count and item["t"] in {"Emph", "Strong"}:
            made.append({**item, "c": _drop(item["c"], count)})
            count = 0
        else:
            made.append(item)
    return made
