"""What is wrong with a theme's data, as finished lines without the file's name. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from greenpaper.colour import ENOUGH, WHITE, contrast
from greenpaper.theme.values import FontFile

SHEETS = {"A4": (210.0, 297.0), "A5": (148.0, 210.0), "Letter": (215.9, 279.4)}  # mm; ISO 216, ANSI/ASME Y14.1
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_LIMITS = {"page": (5, 100, "mm"), "sizes": (5, 96, "pt")}
_PAIRS = (  # (ink, what lies under it)
    *((ink, "paper") for ink in ("text", "muted", "heading", "accent", "link")),
    *((ink, "surface") for ink in ("text", "muted", "heading", "accent", "link")),
    ("cover_ink", "cover"),
    ("table_head_ink", "table_head"),
    ("text", "table_stripe"),
    ("link", "table_stripe"),
)


def find(data: dict[str, Any], fonts: tuple[FontFile, ...]) -> list[str]:
    """All faults of a theme that has every key of the package's."""
    return [*_value_faults(data), *_family_faults(data["fonts"], fonts), *_contrast_faults(data)]


def _value_faults(data: dict[str, Any]) -> Iterator[str]:
    if data["page"]["size"] not in list(SHEETS):
        yield f"page.size: {data['page']['size']!r} is no page size; write one of {', '.join(SHEETS)} [theme-page]"
    if not isinstance(data["page"]["duplex"], bool):
        yield f"page.duplex: {data['page']['duplex']!r} is neither true nor false; write one of them [theme-page]"
    for section, (low, high, unit) in _LIMITS.items():
        for key, value in data[section].items():
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if key not in {"size", "duplex"} and not (number and low <= value <= high):
                yield f"{section}.{key}: {value!r} is no length; write {low} to {high}, in {unit} [theme-length]"
    for name, value in _colours(data).items():
        if not (isinstance(value, str) and _COLOUR.fullmatch(value)):
            yield f"{name}: {value!r} is no colour; write it as #rrggbb [theme-colour]"


def _colours(data: dict[str, Any]) -> dict[str, Any]:
    found = {f"colours.{key}": value for key, value in data["colours"].items()}
    for kind, pair in data["callouts"].items():
        found |= {f"callouts.{kind}.{key}": value for key, value in pair.items()}
    return found


def _family_faults(roles: dict[str, Any], fonts: tuple[FontFile, ...]) -> Iterator[str]:
    known = sorted({font.family for font in fonts})
    for role, family in roles.items():
        if family not in known:
            cure = f"write one of {', '.join(known)}, or add its files under [[fonts.files]]"
            yield f"fonts.{role}: no font file has the family {family!r}; {cure} [theme-font]"
    seen: dict[str, Path] = {}
    for font in fonts:
        if seen.setdefault(font.path.name, font.path) != font.path:
            yield f"fonts.files: {font.path.name!r} is the name of two files; rename yours [theme-font]"


def _contrast_faults(data: dict[str, Any]) -> Iterator[str]:
    colours = _colours(data)
    pairs = [(f"colours.{ink}", f"colours.{ground}") for ink, ground in _PAIRS]
    for kind in data["callouts"]:
        surface = f"callouts.{kind}.surface"
        pairs += [(ink, surface) for ink in ("colours.text", "colours.link", f"callouts.{kind}.colour")]
    for ink, ground in pairs:
        values = colours[ink], colours.get(ground, WHITE)
        if not all(isinstance(value, str) and _COLOUR.fullmatch(value) for value in values):
            continue
        ratio = contrast(*values)
        if ratio < ENOUGH:
            under = "white paper" if ground == "colours.paper" else f"{ground} {values[1]}"
            yield (
                f"{ink}: {values[0]} on {under} has a contrast of {ratio:.1f}:1; text needs {ENOUGH}:1,"
                " make one darker or lighter [theme-contrast]"
            )
