"""What is wrong with a theme's data. Pure: the files behind it are looked at by `reading` and `checks`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from greenpaper.colour import ENOUGH, WHITE, contrast
from greenpaper.theme.values import FontFile

PAGES = {"A4": (210.0, 297.0), "Letter": (215.9, 279.4)}  # mm; ISO 216, ANSI/ASME Y14.1
SHAPES = {
    "cover": ("band", "sheet"),
    "headings": ("bold", "regular"),
    "tables": ("filled", "ruled"),
    "callouts": ("bar", "frame"),
}
BOLD = 600  # the least weight that counts as bold: below it, browsers and Pango thicken the letters (CSS Fonts 4, 2.4)
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_LIMITS = {"page": (14, 100, "mm"), "sizes": (5, 96, "pt"), "logo": (5, 150, "mm")}
TEXT_WIDTH, TEXT_HEIGHT = 110, 140  # mm, the least
_NO_LENGTHS = {"size", "duplex", "file", "alt"}
_PAPER = "paper"  # white, and no key
_TEXTS = tuple(f"colours.{ink}" for ink in ("text", "muted", "heading", "accent", "link"))


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at `key`; where the document's file lacks that, at `other`, which the fault is about too."""

    key: str
    what: str
    code: str
    other: str = ""

    def __str__(self) -> str:
        return f"{self.key}: {self.what} [{self.code}]"


def find(data: dict[str, Any], fonts: tuple[FontFile, ...]) -> list[Fault]:
    """All faults of a theme that has every key of the package's."""
    return [
        *_value_faults(data),
        *_logo_faults(data["logo"]),
        *_family_faults(data, fonts),
        *_contrast_faults(data),
    ]


def _value_faults(data: dict[str, Any]) -> Iterator[Fault]:
    if data["page"]["size"] not in list(PAGES):
        what = f"{data['page']['size']!r} is no page size; write one of {', '.join(PAGES)}"
        yield Fault("page.size", what, "theme-page")
    yield from _sheet_faults(data["page"])
    if not isinstance(data["page"]["duplex"], bool):
        what = f"{data['page']['duplex']!r} is neither true nor false; write one of them"
        yield Fault("page.duplex", what, "theme-page")
    for section, (low, high, unit) in _LIMITS.items():
        for key, value in data[section].items():
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if key not in _NO_LENGTHS and not (number and low <= value <= high):
                what = f"{value!r} is no length; write {low} to {high}, in {unit}"
                yield Fault(f"{section}.{key}", what, "theme-length")
    for key, choices in SHAPES.items():
        if data["shapes"][key] not in choices:
            what = f"{data['shapes'][key]!r} is not known; write {' or '.join(choices)}"
            yield Fault(f"shapes.{key}", what, "theme-shape")
    for name, value in _colours(data).items():
        if not (isinstance(value, str) and _COLOUR.fullmatch(value)):
            yield Fault(name, f"{value!r} is no colour; write it as #rrggbb", "theme-colour")


def _sheet_faults(page: dict[str, Any]) -> Iterator[Fault]:
    """Margins that leave too little of the sheet: a table with some columns would not fit any more."""
    if page["size"] not in list(PAGES):
        return
    width, height = PAGES[page["size"]]
    for one, other, whole, least in (("left", "right", width, TEXT_WIDTH), ("top", "bottom", height, TEXT_HEIGHT)):
        margins = page[one], page[other]
        if (
            all(isinstance(margin, int | float) and margin <= whole / 2 for margin in margins)
            and whole - sum(margins) < least
        ):
            what = f"between {one} and {other} {whole - sum(margins):g} mm are left for text; leave {least} at least"
            yield Fault(f"page.{one}", what, "theme-page")


def _logo_faults(logo: dict[str, Any]) -> Iterator[Fault]:
    for key in ("file", "alt"):
        if not isinstance(logo[key], str):
            yield Fault(f"logo.{key}", f"{logo[key]!r} is no text; put it in quotes", "theme-logo")
    if logo["file"] and logo["alt"] == "":
        yield Fault(
            "logo.alt", "a logo needs a text for who cannot see it; write what it says", "theme-logo", "logo.file"
        )


def _colours(data: dict[str, Any]) -> dict[str, Any]:
    found = {f"colours.{key}": value for key, value in data["colours"].items()}
    for kind, pair in data["callouts"].items():
        found |= {f"callouts.{kind}.{key}": value for key, value in pair.items()}
    return found


def _family_faults(data: dict[str, Any], fonts: tuple[FontFile, ...]) -> Iterator[Fault]:
    known = sorted({font.family for font in fonts})
    for role, family in data["fonts"].items():
        if family not in known:
            cure = f"write one of {', '.join(known)}, or add its files under [[fonts.files]]"
            yield Fault(f"fonts.{role}", f"no font file has the family {family!r}; {cure}", "theme-font")
            continue
        faces = {(font.weight >= BOLD, font.style) for font in fonts if font.family == family}
        lacking = [_face_name(*face) for face in _needed(role, data["shapes"]["headings"]) if face not in faces]
        if lacking:
            what = f"{family!r} has no face that is {' or '.join(lacking)}, so that a false one would be drawn"
            cure = "add its file under [[fonts.files]], or choose another family"
            yield Fault(f"fonts.{role}", f"{what}; {cure}", "theme-face")
    seen: dict[str, Path] = {}
    for font in fonts:
        if seen.setdefault(font.path.name, font.path) != font.path:
            yield Fault("fonts.files", f"{font.path.name!r} is the name of two files; rename yours", "theme-font")


def _face_name(bold: bool, style: str) -> str:
    return f"{'bold' if bold else 'regular'}{' italic' if style == 'italic' else ''}"


def _needed(role: str, headings: Any) -> tuple[tuple[bool, str], ...]:
    """The faces (bold, style) without which text of this role would be thickened or slanted by machine."""
    if role == "body":
        return (False, "normal"), (True, "normal"), (False, "italic"), (True, "italic")
    return ((role == "heading" and headings != "regular", "normal"),)


def _pairs(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Ink and what lies under it, for all text that the style sheets and Word's styles set."""
    filled, bar, sheet = (
        data["shapes"][key] == value for key, value in (("tables", "filled"), ("callouts", "bar"), ("cover", "sheet"))
    )
    for ground in (_PAPER, "colours.surface"):
        yield from ((ink, ground) for ink in _TEXTS)
    yield "colours.cover_ink", "colours.cover"
    if sheet:
        yield from ((ink, "colours.cover") for ink in ("colours.text", "colours.muted"))
    head = "colours.table_head" if filled else _PAPER
    yield from ((ink, head) for ink in ("colours.table_head_ink", "colours.link"))
    if filled:
        yield from ((ink, "colours.table_stripe") for ink in _TEXTS)
    yield "callouts.danger.colour", _PAPER  # marks of broken links and missing images
    for kind in data["callouts"]:
        surface = f"callouts.{kind}.surface" if bar else _PAPER
        yield f"callouts.{kind}.colour", surface
        yield from ((ink, surface) for ink in _TEXTS if bar)


def _contrast_faults(data: dict[str, Any]) -> Iterator[Fault]:
    """One fault for each ink, about the ground on which it is worst."""
    colours = _colours(data)
    ratios: dict[str, tuple[float, str]] = {}
    for ink, ground in _pairs(data):
        values = colours[ink], colours.get(ground, WHITE)
        if all(isinstance(value, str) and _COLOUR.fullmatch(value) for value in values):
            ratios[ink] = min(ratios.get(ink, (ENOUGH, "")), (contrast(*values), ground))
    for ink, (ratio, ground) in ratios.items():
        if ratio < ENOUGH:
            under = "white paper" if ground == _PAPER else f"{ground} {colours[ground]}"
            what = f"{colours[ink]} on {under} has a contrast of {ratio:.1f}:1; text needs {ENOUGH}:1"
            yield Fault(ink, f"{what}, make one darker or lighter", "theme-contrast", ground)
