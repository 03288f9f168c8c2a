"""A way to write a change: which characters of a file become others, and what its piece shows then. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from greenpaper.responses.patches.proof import Shown

_LEAD = re.compile(r"[\s>]*(?:(?:[-*+:~]|\d{1,9}[.)]|#{1,6})\s+|\[\^[^\]]+\]:\s*)*")


class ByHandError(Exception):
    """Why a change cannot be made by a program: a short sentence."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """[start:end] of the file's text becomes `text`."""

    start: int
    end: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to write a change."""

    replacements: tuple[Replacement, ...]
    result: Shown

    def apply(self, text: str) -> str:
        """The file's text with the change."""
        made, at = [], 0
        for each in self.replacements:
            made += [text[at : each.start], each.text]
            at = each.end
        return "".join((*made, text[at:]))


def merged(replacements: Sequence[Replacement]) -> tuple[Replacement, ...]:
    """In order, those that touch as one."""
    made: list[Replacement] = []
    for each in sorted(replacements, key=lambda each: (each.start, each.end)):
        if made and each.start <= made[-1].end:
            last = made[-1]
            made[-1] = replace(last, end=max(last.end, each.end), text=last.text + each.text)
        else:
            made.append(each)
    return tuple(each for each in made if each.start < each.end or each.text)


def is_lead(text: str) -> bool:
    """Whether this is nothing but what may stand before a line's text."""
    found = _LEAD.fullmatch(text)
    return found is not None


def blank_lead(text: str) -> str:
    """What stands before a line's text, with spaces for the mark of an item: before the next line of the same."""
    found = _LEAD.match(text)
    return "".join(sign if sign in "> \t" else " " for sign in (found[0] if found else "").partition("#")[0])
