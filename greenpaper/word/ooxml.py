"""WordprocessingML elements (ECMA-376 part 1): names, a builder, the order of properties, fields, units. Pure."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element

_OFFICE = "http://schemas.openxmlformats.org"
RELATIONSHIPS = f"{_OFFICE}/officeDocument/2006/relationships"
NS = {
    "w": f"{_OFFICE}/wordprocessingml/2006/main",
    "r": RELATIONSHIPS,
    "m": f"{_OFFICE}/officeDocument/2006/math",
    "a": f"{_OFFICE}/drawingml/2006/main",
    "pic": f"{_OFFICE}/drawingml/2006/picture",
    "wp": f"{_OFFICE}/drawingml/2006/wordprocessingDrawing",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "mc": f"{_OFFICE}/markup-compatibility/2006",
    "w10": "urn:schemas-microsoft-com:office:word",
    "cp": f"{_OFFICE}/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "app": f"{_OFFICE}/officeDocument/2006/extended-properties",
    "custom": f"{_OFFICE}/officeDocument/2006/custom-properties",
    "vt": f"{_OFFICE}/officeDocument/2006/docPropsVTypes",
}
SPACE = "{http://www.w3.org/XML/1998/namespace}space"  # which keeps the spaces of a text (17.3.3.31)

# The schema (17.3.1.26, 17.3.2.28) wants the children of w:pPr and w:rPr in this order.
_PARAGRAPH = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
)
_RUN = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish "
    "webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang"
)


def name(tag: str) -> str:
    """`w:p` in the form in which lxml knows it, `{namespace}p`."""
    prefix, _, local = tag.partition(":")
    return f"{{{NS[prefix]}}}{local}"


def el(tag: str, *content: Element | Mapping[str, str] | str | None, **own: str) -> Element:
    """An element with its content: children, text, and attributes.

    Keyword attributes get the namespace of a `w:` tag and none in other vocabularies, as the schemas say; those in a
    mapping are taken as they are named. None is left out. A child that stands somewhere already is copied (lxml would
    move it), so that one property can serve several styles.
    """
    made = etree.Element(name(tag), nsmap=NS)
    for key, text in own.items():
        made.set(name(f"w:{key}") if tag.startswith("w:") else key, text)
    for item in content:
        if isinstance(item, str):
            made.text = item
        elif isinstance(item, Mapping):
            for key, text in item.items():
                made.set(name(key) if ":" in key else key, text)
        elif item is not None:
            made.append(item if item.getparent() is None else copy.deepcopy(item))
    return made


def ppr(*children: Element | None, style: str | None = None) -> Element:
    """Paragraph properties, children put in the schema's order; `style` is a style id."""
    return _sorted("w:pPr", el("w:pStyle", val=style) if style else None, *children, order=_PARAGRAPH)


def rpr(*children: Element | None, style: str | None = None) -> Element:
    """Run properties, likewise."""
    return _sorted("w:rPr", el("w:rStyle", val=style) if style else None, *children, order=_RUN)


def _sorted(tag: str, *children: Element | None, order: str) -> Element:
    places = order.split()
    present = [child for child in children if child is not None]
    return el(tag, *sorted(present, key=lambda child: places.index(etree.QName(child).localname)))


def put(paragraph: Element, *children: Element) -> None:
    """Set paragraph properties of a `w:p`, in place of those of the same name."""
    old = paragraph.find("w:pPr", NS)
    kept: list[Element] = []
    if old is not None:
        paragraph.remove(old)
        replaced = {child.tag for child in children}
        kept = [child for child in old if child.tag not in replaced]
        for child in kept:
            old.remove(child)
    paragraph.insert(0, ppr(*kept, *children))


def p(style: str, *content: Element, properties: tuple[Element, ...] = ()) -> Element:
    """A paragraph of the style with this id."""
    return el("w:p", ppr(*properties, style=style), *content)


def run(text: str, *properties: Element, style: str | None = None) -> Element:
    """A run of text, which keeps its spaces (17.3.3.31)."""
    made = el("w:t", text)
    made.set(SPACE, "preserve")
    return el("w:r", rpr(*properties, style=style) if properties or style else None, made)


def tab() -> Element:
    """A run with a tab character."""
    return el("w:r", el("w:tab"))


def to_right_margin() -> Element:
    """A run that moves what follows to the right margin, whatever the width of the page (17.3.3.23)."""
    return el("w:r", el("w:ptab", relativeTo="margin", alignment="right", leader="none"))


def field_begin(instruction: str, style: str | None = None) -> list[Element]:
    """The runs before the cached result of a complex field (17.16.18); `style` is a character style's id."""
    code = el("w:instrText", f" {instruction} ")
    code.set(SPACE, "preserve")
    begin, separate = el("w:fldChar", fldCharType="begin"), el("w:fldChar", fldCharType="separate")
    return [el("w:r", rpr(style=style) if style else None, piece) for piece in (begin, code, separate)]


def field_end(style: str | None = None) -> Element:
    """The run after it."""
    return el("w:r", rpr(style=style) if style else None, el("w:fldChar", fldCharType="end"))


def field(instruction: str, cached: str, style: str | None = None) -> list[Element]:
    """A whole complex field; `cached` is what shows until Word computes it."""
    return [*field_begin(instruction, style), run(cached, style=style), field_end(style)]


def style_of(paragraph: Element) -> str:
    """The id of a paragraph's style, "" for none."""
    return attribute(paragraph.find("w:pPr/w:pStyle", NS), "w:val")


def neighbour(block: Element, step: int = 1) -> Element | None:
    """The paragraph or table after (1) or before (-1) a block, past bookmarks; None at the end."""
    found = block.getnext() if step > 0 else block.getprevious()
    while found is not None and found.tag not in {name("w:p"), name("w:tbl")}:
        found = found.getnext() if step > 0 else found.getprevious()
    return found


def serialize(root: Element) -> bytes:
    """A part: standalone UTF-8 with each namespace declared once, those that hold no element or attribute dropped."""
    etree.cleanup_namespaces(root, top_nsmap=NS)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def fragment(*elements: Element) -> str:
    """Elements as text, for a raw node of pandoc's tree."""
    for element in elements:
        etree.cleanup_namespaces(element)
    return "".join(etree.tostring(element, encoding="unicode") for element in elements)


def parse(data: bytes) -> Element:
    """The root of a part that pandoc wrote."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def twips(millimetres: float) -> int:
    """Twentieths of a point, the unit of pages, indents and tables."""
    return round(millimetres * 1440 / 25.4)


def emu(millimetres: float) -> int:
    """English Metric Units, the unit of drawings (20.1.2.1)."""
    return round(millimetres * 36000)


def half_points(points: float) -> str:
    """The unit of type sizes."""
    return str(round(points * 2))


def rgb(colour: str) -> str:
    """`#1c2327` as OOXML writes it."""
    return colour.removeprefix("#").upper()


def attribute(element: Element | None, key: str) -> str:
    """The value of an attribute such as `w:val`; "" where element or attribute is missing."""
    return "" if element is None else element.get(name(key), "")
