"""The anchors that a heading has in the tools such documents were written for, and the one id that we emit."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable

from greenpaper.transliteration import to_ascii


def ours(text: str) -> str:
    """Lower-case ASCII letters, digits and hyphens: legal and stable in HTML, PDF and (cut) in Word."""
    return re.sub(r"[^a-z0-9]+", "-", to_ascii(text).lower()).strip("-")


def pandoc(text: str) -> str:
    """The auto_identifiers of pandoc: letters, digits, `_-.` kept; everything before the first letter dropped."""
    kept = "".join(c for c in text.lower() if c.isalnum() or c in "_-. ")
    return re.sub(r"^[^a-zæøåáčđŋšŧž]+", "", re.sub(r"\s+", "-", kept.strip())) or "section"


def github(text: str) -> str:
    """GitHub's anchors: letters, digits, `_-` kept, each space a hyphen."""
    return "".join(c for c in text.lower().strip() if c.isalnum() or c in "_- ").replace(" ", "-")


def python_markdown(text: str) -> str:
    """Python-Markdown's toc extension, as MkDocs uses it: decomposed to ASCII (å becomes a, ø is dropped)."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())


RULES: tuple[tuple[Callable[[str], str], str], ...] = ((pandoc, "-{}"), (github, "-{}"), (python_markdown, "_{}"))


def anchors(headings: list[str]) -> list[set[str]]:
    """For each heading of a chapter every anchor by which one of the RULES knows it.

    The second heading with the same text gets the rule's suffix: `-1` with pandoc and GitHub, `_1` in MkDocs.
    """
    found: list[set[str]] = [set() for _ in headings]
    for rule, suffix in RULES:
        seen: Counter[str] = Counter()
        for index, heading in enumerate(headings):
            slug = rule(heading)
            found[index].add(slug + suffix.format(seen[slug]) if seen[slug] else slug)
            seen[slug] += 1
    return found
