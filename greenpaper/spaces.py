"""Spaces where no line may end: inside numbers, before units, after the sign of a section and its like. Pure."""

from __future__ import annotations

import re

from greenpaper.tree import Node, node

_BEFORE_NUMBER = re.compile(r"\(?(?:§|§§|nr\.|kap\.|art\.|pkt\.|[Nn]o\.|pp?\.)")
_UNIT = re.compile(
    r"(?:[%‰°]|°C|kr|kroner|mill\.|mrd\.|[nµmck]?m|[mk]?g|[mdc]?l|k?Pa|bar|[kMGT]?Wh?|[kMG]?Hz|m?s|min|[kMGT]B|dpi|px|pt"
    r"|mmHg|mmol|[VAK])[.,;:!?)»”\"]*"
)
_DIGITS = re.compile(r"(?:^|[(«\"–-])[0-9]{1,3}")  # the beginning of a number in groups of three
_GROUP = re.compile(r"[0-9]{3}(?:[^0-9].*)?")


def bind(inlines: list[Node]) -> list[Node]:
    """The inlines of a paragraph, with a space that does not break (U+00A0) in such places."""
    made = list(inlines)
    for place, (before, space, after) in enumerate(zip(inlines, inlines[1:], inlines[2:], strict=False), 1):
        words = before["t"] == after["t"] == "Str" and space["t"] in {"Space", "SoftBreak"}
        if words and _belong_together(before["c"], after["c"]):
            made[place] = node("Str", "\u00a0")
    return made


def _belong_together(first: str, second: str) -> bool:
    if second[:1].isdigit():
        in_number = _DIGITS.fullmatch(first) and _GROUP.fullmatch(second)
        return bool(in_number or _BEFORE_NUMBER.fullmatch(first))
    return first[-1:].isdigit() and bool(_UNIT.fullmatch(second))
