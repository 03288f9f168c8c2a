"""Headers, footers and the watermark (ECMA-376 part 1, 17.10), and the sections that use them (17.6)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from greenpaper.imprint import Imprint
from greenpaper.theme import Page, Theme
from greenpaper.word import fonts, layout, properties
from greenpaper.word.drawing import text_width, turned
from greenpaper.word.ooxml import Element, el, field, p, run, serialize, to_right_margin, twips
from greenpaper.word.package import WORD, Package
from greenpaper.words import Words

_EDGE = 12.5  # mm from the edge of the sheet to header and footer
_COVER_BOTTOM = 20.0  # mm at most: what stands on a cover needs the room
_MARK_LETTER, _MARK_WIDTH = 18.0, 165.0  # mm: of one letter of the watermark, and of the whole at most
_MOST_PAGES = 9999  # for whose number a footer has room
_PLACE = re.compile(r"(\{\w+\})")


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """Which header and footer a section shows, as relationship ids, and which way its pages lie."""

    header: str
    footer: str = "rIdFooter"
    landscape: bool = False


COVER = Section(header="rIdHeaderCover")
FRONT = Section(header="rIdHeaderFront")
BODY = Section(header="rIdHeaderBody")
LANDSCAPE = Section(header="rIdHeaderLandscape", footer="rIdFooterLandscape", landscape=True)


def section_properties(section: Section, page: Page) -> Element:
    """`w:sectPr`; `page` is the upright one; the cover has more room below.

    Every section names its own parts: one that does not would inherit those of the section before it (17.10.1).
    """
    page = turned(page) if section.landscape else page
    orient = {"w:orient": "landscape"} if section.landscape else {}
    bottom = min(_COVER_BOTTOM, page.bottom) if section == COVER else page.bottom
    return el(
        "w:sectPr",
        el("w:headerReference", {"r:id": section.header}, type="default"),
        el("w:footerReference", {"r:id": section.footer}, type="default"),
        el("w:type", val="nextPage"),
        el("w:pgSz", orient, w=str(twips(page.width)), h=str(twips(page.height))),
        el(
            "w:pgMar",
            top=str(twips(page.top)),
            right=str(twips(page.right)),
            bottom=str(twips(bottom)),
            left=str(twips(page.left)),
            header=str(twips(min(_EDGE, page.top))),
            footer=str(twips(min(_EDGE, bottom))),
            gutter="0",
        ),
        el("w:cols", space="708"),
    )


def add(
    package: Package,
    document: str,
    imprint: Imprint,
    words: Words,
    theme: Theme,
    *,
    band: float,
    landscape: bool = False,
) -> None:
    """Add the header and footer parts that the sections name, related to the part `document`.

    `band` is that of the cover, in mm. `landscape` says whether there are such pages, whose lines are longer.
    """
    mark = [watermark(imprint.watermark, theme)] if imprint.watermark else []
    cover_mark = [watermark(imprint.watermark, theme, _below_title(theme.page, band))] if imprint.watermark else []
    # STYLEREF by level, not by name: Word translates the names of its styles. It is empty until Word fills it in,
    # since no one text is right on every page.
    chapter = field("STYLEREF 1", "")
    headers = {
        COVER.header: p("CoverHeader", _ground(theme, band), *cover_mark),
        FRONT.header: p("Header", *mark, run(imprint.publisher)),  # its pages have titles of their own
        BODY.header: p("Header", *mark, run(imprint.publisher), to_right_margin(), *chapter),
    }
    footers = {BODY.footer: theme.page}
    if landscape:
        headers[LANDSCAPE.header] = p("HeaderLandscape", *mark, run(imprint.publisher), to_right_margin(), *chapter)
        footers[LANDSCAPE.footer] = turned(theme.page)
    _lines(package, document, headers, {key: _footer(imprint, words, theme, page) for key, page in footers.items()})


def add_landscape(package: Package, document: str, imprint: Imprint, words: Words, theme: Theme, side: str) -> None:
    """Add header and footer of a document that is one landscape section, with `side` at the right of its head."""
    header = p("HeaderLandscape", run(imprint.publisher), to_right_margin(), run(side))
    footer = _footer(imprint, words, theme, turned(theme.page))
    _lines(package, document, {LANDSCAPE.header: header}, {LANDSCAPE.footer: footer})


def _lines(
    package: Package, document: str, headers: Mapping[str, Element], footers: Mapping[str, Sequence[Element]]
) -> None:
    """Add the parts by their relationship ids."""
    for number, (key, line) in enumerate(headers.items(), 1):
        part = f"word/header{number}.xml"
        package.add(part, serialize(el("w:hdr", line)), f"{WORD}header+xml")
        package.relate(document, "header", part, key)
    for number, (key, blocks) in enumerate(footers.items(), 1):
        part = f"word/footer{number}.xml"
        package.add(part, serialize(el("w:ftr", *blocks)), f"{WORD}footer+xml")
        package.relate(document, "footer", part, key)


def _footer(imprint: Imprint, words: Words, theme: Theme, page: Page) -> list[Element]:
    """What the document is, and beside it the number of the page, which stays whole however long the title is.

    Below stands what an edition says on every page.
    """
    widest = words["page_of"].format(page=_MOST_PAGES, pages=_MOST_PAGES)
    right = round(fonts.advances(theme)(widest) * (theme.sizes.small - 1) * 20)
    widths = [twips(text_width(page)) - right, right]
    edition = [el("w:r", el("w:br")), run(imprint.edition)] if imprint.edition else []
    cells = (
        p("Footer", *_filled(words["footer"], imprint), *edition),
        p("FooterPage", *_filled(words["page_of"], imprint)),
    )
    return [layout.table(widths, [layout.row(cells, widths)]), p("SectionBreak")]  # a table cannot be the last


def _filled(pattern: str, imprint: Imprint) -> list[Element]:
    """The words of `pattern` with a field at each place: it follows the document's properties, and its pages."""
    fields = {
        "{title}": ("TITLE", imprint.title),
        "{version}": (f"DOCPROPERTY {properties.VERSION}", imprint.version),
        "{status}": (f"DOCPROPERTY {properties.STATUS_NAME}", imprint.status_name),
        "{page}": ("PAGE", "1"),
        "{pages}": ("NUMPAGES", "1"),
    }
    pieces = filter(None, _PLACE.split(pattern))
    return [made for piece in pieces for made in (field(*fields[piece]) if piece in fields else [run(piece)])]


def _ground(theme: Theme, band: float) -> Element:
    """The coloured ground of the cover, behind its text and to the edges of the sheet: decoration only."""
    height = band if theme.shapes.cover == "band" else theme.page.height
    millimetres = f"width:{theme.page.width + 1:g}mm;height:{height:.1f}mm"
    shape = el(
        "v:rect",
        {"o:allowincell": "f"},
        id="CoverBand",
        alt="",
        style=f"position:absolute;margin-left:0;margin-top:0;{millimetres};z-index:-251659264;"
        "mso-position-horizontal-relative:page;mso-position-vertical-relative:page",
        fillcolor=theme.colours["cover"],
        stroked="f",
    )
    return el("w:r", el("w:pict", shape))


def _below_title(page: Page, band: float) -> float:
    """The middle of what the cover's title leaves free, which would hide a mark under it; in mm from the top."""
    return (page.height + band - page.bottom) / 2


def watermark(text: str, theme: Theme, middle: float | None = None) -> Element:
    """A run with the text across the page, round its `middle` in mm from the top or else that of the text.

    The name of the shape is how Word knows its own watermarks.
    """
    width = min(_MARK_LETTER * len(text), _MARK_WIDTH)
    height = width / len(text) * 1.4
    place = (
        "margin-top:0;mso-position-vertical:center;mso-position-vertical-relative:margin"
        if middle is None
        else f"margin-top:{middle - height / 2:.1f}mm;mso-position-vertical-relative:page"
    )
    shape = el(
        "v:shape",
        el("v:fill", opacity=".35"),
        el("v:textpath", style=f'font-family:"{theme.fonts.heading}";font-size:1pt;font-weight:bold', string=text),
        el("w10:wrap", anchorx="margin", anchory="margin" if middle is None else "page"),
        {"o:spid": "_x0000_s2049", "o:allowincell": "f"},
        id="PowerPlusWaterMarkObject1",
        type="#_x0000_t136",
        alt="",
        style=f"position:absolute;margin-left:0;width:{width:g}mm;height:{height:.1f}mm;rotation:315;"
        f"z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;{place}",
        fillcolor=theme.colours["rule"],
        stroked="f",
    )
    return el("w:r", el("w:rPr", el("w:noProof")), el("w:pict", _text_shape(), shape))


def _text_shape() -> Element:
    """The shape type of straight text, 136 (part 4, 19.1.2.20 and 20.1): every file that uses it has to carry it."""
    formulas = (
        "sum #0 0 10800", "prod #0 2 1", "sum 21600 0 @1", "sum 0 0 @2", "sum 21600 0 @3", "if @0 @3 0",
        "if @0 21600 @1", "if @0 0 @2", "if @0 @4 21600", "mid @5 @6", "mid @8 @5", "mid @7 @8", "mid @6 @7",
        "sum @6 0 @5",
    )  # fmt: skip
    path = {"o:connecttype": "custom", "o:connectlocs": "@9,0;@10,10800;@11,21600;@12,10800",
            "o:connectangles": "270,180,90,0"}  # fmt: skip
    return el(
        "v:shapetype",
        el("v:formulas", *(el("v:f", eqn=formula) for formula in formulas)),
        el("v:path", path, textpathok="t"),
        el("v:textpath", on="t", fitshape="t"),
        el("v:handles", el("v:h", position="#0,bottomRight", xrange="6629,14971")),
        el("o:lock", {"v:ext": "edit"}, text="t", shapetype="t"),
        {"o:spt": "136"},
        id="_x0000_t136",
        coordsize="21600,21600",
        adj="10800",
        path="m@7,l@8,m@5,21600l@6,21600e",
    )
