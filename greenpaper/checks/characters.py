"""Characters that cannot be shown: without a glyph in any font of the theme, or without a meaning in text."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator
from typing import Any

from greenpaper.model import Finding, Location
from greenpaper.tree import Node

_CONTROL = frozenset({"Cc", "Co", "Cs", "Cn"})  # control, private use, surrogate, not assigned
_UNSEEN = frozenset("\n\t\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f")  # white space, hyphenation, joining


def check(book: Node, known: Collection[int]) -> tuple[Finding, ...]:
    """One finding for each character and line; `known` are the code points that the fonts have."""
    found: dict[tuple[str, str], Finding] = {}
    for at, text in _texts(book["blocks"], ""):
        for character in set(text):
            if ord(character) in known or character in _UNSEEN or (at, character) in found:
                continue
            found[at, character] = _finding(character, Location.parse(at))
    return tuple(found.values())


def _texts(item: Any, at: str) -> Iterator[tuple[str, str]]:
    """Each piece of text with the nearest position above it."""
    if isinstance(item, list):
        for child in item:
            yield from _texts(child, at)
    elif isinstance(item, dict):
        here, content = item.get("at", at), item.get("c", [])
        if item.get("t") == "Str":
            yield here, content
        elif item.get("t") in {"Code", "CodeBlock", "Math"}:
            yield here, content[1]
        else:
            yield from _texts(content, here)


def _finding(character: str, where: Location) -> Finding:
    point = f"U+{ord(character):04X}"
    if unicodedata.category(character) in _CONTROL:
        what = f"the text holds {point}, which is no character that can be shown"
        return Finding(code="control-character", where=where, what=what, cure="take it out")
    name = unicodedata.name(character, "a character without a name").lower()
    what = f"no font of the theme has '{character}' ({point}, {name})"
    return Finding(
        code="glyph-missing", where=where, what=what, cure="write it in another way, or add a font that has it"
    )
