"""Characters that cannot be shown: without a glyph in any font of the theme, or without a meaning in text."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator
from typing import Any

from greenpaper.model import Finding, Location
from greenpaper.tree import Node, rewrite
from greenpaper.unseen import JOINING, hides, point

_CONTROL = frozenset({"Cc", "Co", "Cs", "Cn"})  # control, private use, surrogate, not assigned
_REPLACEMENT = "\ufffd"
_UNSEEN = JOINING | frozenset("\n\t\ufe0e\ufe0f")


def check(book: Node, known: Collection[int]) -> tuple[Finding, ...]:
    """One finding for each character and line; `known` are the code points that the fonts have."""
    found: dict[tuple[str, str], Finding] = {}
    for at, text, set_in_type in _texts(book["blocks"], ""):
        for character in set(text):
            fine = ord(character) in known if set_in_type else unicodedata.category(character) not in _CONTROL
            if (fine and not hides(character)) or character in _UNSEEN or (at, character) in found:
                continue
            found[at, character] = _finding(character, Location.parse(at))
    return tuple(found.values())


def shown(book: Node, known: Collection[int]) -> Node:
    """The book without what `check` finds: `�` for a character that no font has, nothing for one that is none.

    For documents that lower the two findings: a PDF with glyphs that are not there would break PDF/A and PDF/UA.
    """
    used = {(character, typed) for _, text, typed in _texts(book["blocks"], "") for character in text}
    table: dict[int, str | None] = {
        ord(character): None if _nothing(character) else _REPLACEMENT
        for character, typed in used
        if character not in _UNSEEN and typed and (ord(character) not in known or _nothing(character))
    }
    table |= {ord(c): None for c, _ in used if c not in _UNSEEN and _nothing(c)}
    if not table:
        return book
    controls = {point: None for point, other in table.items() if other is None}

    def change(item: Node) -> Node:
        content = item.get("c")
        if item["t"] == "Str" and isinstance(content, str):
            return {**item, "c": content.translate(table)}
        if item["t"] in {"Code", "CodeBlock", "Math"} and content:
            return {**item, "c": [content[0], content[1].translate(controls if item["t"] == "Math" else table)]}
        return item

    return {**book, "blocks": rewrite(book["blocks"], change), "book": _translated(book["book"], table)}


def _nothing(character: str) -> bool:
    return unicodedata.category(character) in _CONTROL or hides(character)


def _translated(item: Any, table: dict[int, str | None]) -> Any:
    """The book's index, in which only texts can hold such characters."""
    if isinstance(item, dict):
        return {key: _translated(value, table) for key, value in item.items()}
    if isinstance(item, list):
        return [_translated(value, table) for value in item]
    return item.translate(table) if isinstance(item, str) else item


def _texts(item: Any, at: str, set_in_type: bool = True) -> Iterator[tuple[str, str, bool]]:
    """Each piece of text with the nearest position above it, and whether the theme's fonts set it.

    Alternative text is only read aloud, and formulas have a font of their own.
    """
    if isinstance(item, list):
        for child in item:
            yield from _texts(child, at, set_in_type)
    elif isinstance(item, dict):
        here, content = item.get("at", at), item.get("c", [])
        if item.get("t") == "Str":
            yield here, content, set_in_type
        elif item.get("t") in {"Code", "CodeBlock", "Math"}:
            yield here, content[1], set_in_type and item["t"] != "Math"
        else:
            yield from _texts(content, here, set_in_type and item.get("t") != "Image")


def _finding(character: str, where: Location) -> Finding:
    if hides(character):
        what = f"the text holds {point(character)}, which is not seen, but changes what is read"
        return Finding(code="character-hidden", where=where, what=what, cure="take it out")
    if unicodedata.category(character) in _CONTROL:
        what = f"the text holds {point(character)}, which is no character that can be shown"
        return Finding(code="control-character", where=where, what=what, cure="take it out")
    name = unicodedata.name(character, "a character without a name").lower()
    what = f"no font of the theme has '{character}' ({point(character)}, {name})"
    return Finding(
        code="glyph-missing", where=where, what=what, cure="write it in another way, or add a font that has it"
    )
