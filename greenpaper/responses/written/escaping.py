"""Text as Markdown that shows it as it is. Pure."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum, auto

from greenpaper import unseen

_SIGNS = re.compile(r"[\\`*\[\]<|~^${]|(?<!\w)_|_(?!\w)|&(?=#?\w)")
_ALL = re.compile(r"[!-/:-@\[-`{-~]")
# What begins a heading, a list, a quote, a definition, a fence or a rule at the beginning of a line.
_BEGINS = re.compile(r"(?:(?P<digits>\d{1,9})(?=[.)](?:\s|$))|(?=#{1,6}(?:\s|$)|[-+:=>!?]))")
_CONTROLS = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})


class Level(Enum):
    """How much is escaped: what can mean something, or every sign, where that was not enough."""

    LIGHT = auto()
    FULL = auto()


def escaped(text: str, level: Level, first: bool) -> str:
    """The text with backslashes; `first` says whether it begins a line."""
    if level is Level.FULL:
        return _ALL.sub(lambda found: f"\\{found[0]}", text)
    made = _SIGNS.sub(lambda found: f"\\{found[0]}", text)
    begins = _BEGINS.match(made) if first else None
    if begins is None:
        return made
    digits = begins["digits"] or ""
    return f"{digits}\\{made[len(digits) :]}"


def unfit(text: str) -> str | None:
    """The first character that a chapter shall not have, as "U+202E"; None without one."""
    return next(
        (
            unseen.point(sign)
            for sign in text
            if sign != "\n" and (unicodedata.category(sign) in _CONTROLS or unseen.hides(sign))
        ),
        None,
    )
