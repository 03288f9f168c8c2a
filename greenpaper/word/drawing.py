"""Pictures in line with the text (ECMA-376 part 1, 20.4.2.8): size, alternative text, an SVG beside its PNG. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from greenpaper.theme import Page
from greenpaper.word.ooxml import NS, Element, el, emu, name

LOGO_NUMBER = 10_000  # of the drawing on the cover; those of the text count from 1
MAX_HEIGHT = 180.0  # mm: caption and some text fit on the same page
_MM_PER_PX = 25.4 / 96  # CSS Values 4, 6.2
_WIDTH = re.compile(r"([0-9.]+)(px|%|mm|cm|in|pt)")
_UNITS = {"px": _MM_PER_PX, "mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72}
_SVG = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"  # extension of a:blip, MS-ODRAWXML 2.3.1.1
_DECORATIVE = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"  # extension of wp:docPr, MS-ODRAWXML 2.3.5


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """An image file of the build: paths relative to the build folder, natural size in CSS pixels.

    `key` is the id of its relationship; that of the SVG, where there is one, is the same with "Svg".
    """

    key: str
    raster: str
    vector: str | None
    width: float
    height: float

    @classmethod
    def make(cls, entry: Mapping[str, Any], number: int) -> Picture:
        """From an entry of images.json; `number` counts the pictures of the document."""
        vector = entry["print"] if entry["print"].endswith(".svg") else None
        return cls(
            key=f"rIdPicture{number}",
            raster=entry["word"],
            vector=vector,
            width=entry["width"],
            height=entry["height"],
        )


def text_width(page: Page) -> float:
    """Width between the margins in mm."""
    return page.width - page.left - page.right


def turned(page: Page) -> Page:
    """The landscape page beside `page`, with the margins that the PDF gives it: with `duplex`, both are bound above."""
    lying = replace(page, width=page.height, height=page.width)
    if not page.duplex:
        return lying
    return replace(lying, top=max(page.top, page.left), bottom=max(page.bottom, page.left), left=page.right)


def extent(picture: Picture, asked: str | None, page: Page) -> tuple[float, float]:
    """Width and height in mm: as asked or natural, but never wider than the text or higher than MAX_HEIGHT."""
    room = text_width(page)
    width = picture.width * _MM_PER_PX
    if asked and (found := _WIDTH.fullmatch(asked)):
        width = float(found[1]) * (room / 100 if found[2] == "%" else _UNITS[found[2]])
    ratio = picture.height / picture.width
    width = min(width, room, highest(page) / ratio)
    return width, width * ratio


def highest(page: Page) -> float:
    """What a picture may be high in mm."""
    return min(MAX_HEIGHT, page.height - page.top - page.bottom - 30)


def inline(picture: Picture, number: int, alternative: str, size: tuple[float, float]) -> Element:
    """A run with the picture; `number` is unique in the document, `size` in mm; decoration has no `alternative`."""
    width, height = (str(max(1, emu(side))) for side in size)
    label = {"id": str(number), "name": f"Picture {number}", "descr": alternative}
    blip = el("a:blip", {"r:embed": picture.key})
    if picture.vector:
        svg = el("asvg:svgBlip", {"r:embed": f"{picture.key}Svg"})
        blip.append(el("a:extLst", el("a:ext", svg, uri=_SVG)))
    shape = el(
        "pic:pic",
        el("pic:nvPicPr", el("pic:cNvPr", label), el("pic:cNvPicPr")),
        el("pic:blipFill", blip, el("a:stretch", el("a:fillRect"))),
        el(
            "pic:spPr",
            el("a:xfrm", el("a:off", x="0", y="0"), el("a:ext", cx=width, cy=height)),
            el("a:prstGeom", el("a:avLst"), prst="rect"),
        ),
    )
    placed = el(
        "wp:inline",
        el("wp:extent", cx=width, cy=height),
        el("wp:docPr", label, None if alternative else el("a:extLst", _decorative())),
        el("wp:cNvGraphicFramePr", el("a:graphicFrameLocks", noChangeAspect="1")),
        el("a:graphic", el("a:graphicData", shape, uri=NS["pic"])),
        distT="0",
        distB="0",
        distL="0",
        distR="0",
    )
    return el("w:r", el("w:drawing", placed))


def _decorative() -> Element:
    return el("a:ext", el("adec:decorative", val="1"), uri=_DECORATIVE)


def shrink(drawing: Element, width: int, height: int) -> None:
    """Make the picture in a `w:drawing` fit (EMU), where a table's cell, an indent or a landscape page leaves less."""
    extents = [*drawing.iter(name("wp:extent")), *drawing.iterfind(".//a:xfrm/a:ext", NS)]
    for found in extents:
        wide, high = int(found.get("cx", "0")), int(found.get("cy", "0"))
        part = min(1, width / wide, height / high)
        if part < 1:
            found.set("cx", str(int(wide * part)))
            found.set("cy", str(int(high * part)))
