"""The cover: publisher and title on their coloured ground, below it the badge of the status and the facts. Pure.

The ground is a shape of fixed height behind the text. So the text is measured first: a long title gets smaller type,
and where that is not enough, the ground is higher.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from greenpaper.imprint import Imprint
from greenpaper.model import Hearing
from greenpaper.theme import Logo, Theme
from greenpaper.word import commenting, fonts, hyphenation, layout, lengths, running, styles
from greenpaper.word.drawing import LOGO_NUMBER, Picture, extent, inline, text_width
from greenpaper.word.formatting import border, shade, style_id
from greenpaper.word.ooxml import Element, el, name, p, put, run, twips
from greenpaper.words import Words

_LABEL = 0.3  # of the text width, for the left column of the facts
_BAND = 0.45  # part of the page's height that the coloured ground takes at least
_STEPS = (1.0, 0.85, 0.72, 0.6)  # of the theme's size of the title, until it fits
_SAFE = 0.97  # of the width, when lines are counted: programs differ by a hair
_POINT = 25.4 / 72  # mm


@dataclass(frozen=True, kw_only=True, slots=True)
class Measures:
    """The title's type size in points, and how far down the page its ground goes in mm."""

    title: float
    band: float


def measure(imprint: Imprint, theme: Theme, logo: Picture | None = None) -> Measures:
    """The largest size of the title with which all fits the usual ground; the ground is higher if none does."""
    usual = theme.page.height * _BAND
    for step in _STEPS:
        title = round(theme.sizes.title * step * 2) / 2
        needed = _needed(imprint, theme, logo, title)
        if needed <= usual and _fits(imprint.title, theme, title):
            return Measures(title=title, band=usual)
    return Measures(title=title, band=max(usual, needed))


def fitted(theme: Theme, title: float) -> Theme:
    """The theme with this size of the title, for its style."""
    return replace(theme, sizes=replace(theme.sizes, title=title))


def _needed(imprint: Imprint, theme: Theme, logo: Picture | None, title: float) -> float:
    """How far down the page what stands on the ground reaches, in mm."""
    heading, body = theme.fonts.heading, theme.fonts.body
    rows = [
        (imprint.publisher, body, True, lengths.COVER_PUBLISHER, 1.0, 0.0),
        (imprint.title, heading, _is_bold(theme), title, lengths.COVER_LINE, lengths.COVER_ABOVE_TITLE),
        (imprint.subtitle, heading, False, lengths.COVER_SUBTITLE, 1.0, lengths.COVER_ABOVE_SUBTITLE),
    ]
    points = lengths.COVER_BELOW
    for text, family, bold, size, spread, above in rows:
        if text:
            count = _lines(text, fonts.advances(theme, family, bold=bold), _room(theme) / size)
            points += above + count * size * spread * fonts.line_height(theme, family, bold=bold)
    if logo:
        points += _logo_size(logo, theme)[1] / _POINT + lengths.COVER_BELOW_LOGO
    return theme.page.top + points * _POINT


def _fits(text: str, theme: Theme, title: float) -> bool:
    """Whether each word has room on a line of the title, at this size."""
    ems = fonts.advances(theme, theme.fonts.heading, bold=_is_bold(theme))
    return all(ems(word) * title <= _room(theme) for word in text.split())


def _lines(text: str, ems: Callable[[str], float], room: float) -> int:
    """How many lines a text takes that has this room, in ems; a word that is longer breaks."""
    count, used, space = 1, 0.0, ems(" ")
    for word in text.split():
        wide = ems(word)
        if used and used + space + wide <= room:
            used += space + wide
            continue
        count += (1 if used else 0) + max(math.ceil(wide / room) - 1, 0)
        used = wide % room if wide > room else wide
    return count


def _room(theme: Theme) -> float:
    return text_width(theme.page) / _POINT * _SAFE


def _is_bold(theme: Theme) -> bool:
    return theme.shapes.headings == "bold"


def blocks(imprint: Imprint, words: Words, theme: Theme, logo: Picture | None, band: float) -> list[Element]:
    """The cover's blocks and the end of its section; `band` is what `measure` gave."""
    badge = run(styles.padded(imprint.status_name), style=style_id(styles.badge(imprint.status)))
    last = p("CoverBuild")  # empty: it carries the section; the facts name the source's version
    put(last, running.section_properties(running.COVER, theme.page))
    made = [
        _title(imprint, theme, logo, band),
        p("CoverStatus", badge),
        p("CoverNotice", run(imprint.notice)) if imprint.notice else None,
        p("CoverNotice", run(imprint.edition)) if imprint.edition else None,
        _facts(imprint, words["status"], theme),
        last,
    ]
    return [block for block in made if block is not None]


def _title(imprint: Imprint, theme: Theme, logo: Picture | None, band: float) -> Element:
    """Logo, publisher and title: one cell as high as the ground, so that what follows stands below it."""
    page = theme.page
    width, height = twips(text_width(page)), twips(band - page.top)
    title = p("Title", run(imprint.title))
    hyphenation.hyphenate(title, imprint.tag, lambda word: _fits(word, theme, theme.sizes.title))
    cell = el(
        "w:tc",
        el("w:tcPr", el("w:tcW", w=str(width), type="dxa"), shade(theme.colours["cover"])),
        p("CoverLogo", inline(logo, LOGO_NUMBER, _sign(theme).alt, _logo_size(logo, theme))) if logo else None,
        p("CoverPublisher", run(imprint.publisher)),
        title,
        p("Subtitle", run(imprint.subtitle)) if imprint.subtitle else None,
    )
    row = el("w:tr", el("w:trPr", el("w:cantSplit"), el("w:trHeight", val=str(height), hRule="atLeast")), cell)
    return layout.table([width], [row])


def _sign(theme: Theme) -> Logo:
    assert theme.logo is not None  # of which the picture was made
    return theme.logo


def _logo_size(picture: Picture, theme: Theme) -> tuple[float, float]:
    return extent(picture, f"{_sign(theme).width}mm", theme.page)


def _facts(imprint: Imprint, title: str, theme: Theme) -> Element:
    """The facts of the version, and below a rule those of the hearing."""
    width = twips(text_width(theme.page))
    widths = [round(width * _LABEL), width - round(width * _LABEL)]
    facts = [fact_row(label, [run(value)], widths) for label, value in imprint.facts]
    address = (imprint.stamp.hearing or Hearing()).address
    hearing = [
        fact_row(label, commenting.address(value) if value == address else [run(value)], widths)
        for label, value in imprint.hearing
    ]
    for properties in hearing[0].iter(name("w:tcPr")) if hearing else ():
        properties.append(el("w:tcBorders", border("w:top", theme.colours["rule"], 0.75)))
        properties.append(el("w:tcMar", el("w:top", w="120", type="dxa")))
    return layout.table(widths, [*facts, *hearing], title)


def fact_row(label: str, value: Sequence[Element], widths: Sequence[int]) -> Element:
    """A row of facts: label and value, the latter as runs."""
    return layout.row((p("CoverLabel", run(label)), p("CoverValue", *value)), widths)
