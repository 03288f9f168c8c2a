"""HTML elements -> the standard structure types of tagged PDF (ISO 32000-1, 14.8.4; ISO 32005 for PDF 2.0). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

ARTIFACT = "Artifact"  # not a structure type: what nobody needs to read (ISO 32000-1, 14.8.2.2)

_BLOCK: Mapping[str, str] = {
    "article": "Art",
    "section": "Sect",
    "nav": "Sect",
    "aside": "Div",
    "header": "Div",
    "footer": "Div",
    "blockquote": "BlockQuote",
    "p": "P",
    "pre": "P",
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    "ul": "L",
    "ol": "L",
    "dl": "L",
    "li": "LI",
    "dt": "Lbl",
    "dd": "LBody",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "caption": "Caption",
    "figcaption": "Caption",
}
_INLINE: Mapping[str, str] = {"code": "Code", "kbd": "Code", "samp": "Code", "q": "Quote"}
_INLINE_2: Mapping[str, str] = {"em": "Em", "i": "Em", "strong": "Strong", "b": "Strong"}  # types of PDF 2.0
_BOXES = frozenset(
    {"div", "summary", "details", "main", "body", "address", "figure"}
)  # blocks without a type of their own
_SVG = "{http://www.w3.org/2000/svg}svg"

# What may not hold text itself: text there stands in a paragraph.
GROUPING = frozenset(
    {
        "Document",
        "Part",
        "Art",
        "Sect",
        "Div",
        "BlockQuote",
        "L",
        "Table",
        "TR",
        "THead",
        "TBody",
        "TFoot",
        "TOC",
        "TOCI",
    }
)
INLINE = frozenset({"Link", "Span", "Code", "Quote", "Reference", "Note", "FENote", "Em", "Strong"})


def structure_type(node: Element, *, foreign: bool, pdf2: bool) -> str | None:
    """The structure type of an element; None when its content belongs to the element round it; or ARTIFACT.

    `foreign` says that its language is another than that of the element round it, `pdf2` that PDF 2.0 is written.
    """
    tag = node.tag
    if node.get("aria-hidden") == "true":
        return ARTIFACT
    if tag == "img":
        return _image(node)
    if tag == _SVG:
        return "Figure"
    if tag == "a":
        return "Link" if node.get("href") else _plain(foreign)
    if tag == "figure" and pdf2 and any(_image(image) == "Figure" for image in node.iter("img")):
        return "Figure"  # which in PDF 2.0 holds its caption
    if tag in _BLOCK:
        return _BLOCK[tag]
    if tag in _BOXES:
        return _box(node, foreign)
    if tag == "span" and node.get("role") == "doc-footnote":
        return "FENote" if pdf2 else "Note"
    if tag == "span" and node.get("class") == "paragraph":
        return "P"
    inline = _INLINE.get(tag) or (_INLINE_2.get(tag) if pdf2 else None)
    return inline or _plain(foreign)


def _plain(foreign: bool) -> str | None:
    return "Span" if foreign else None


def _image(node: Element) -> str:
    if not (node.get("alt") or "").strip():
        return ARTIFACT
    return "Formula" if "math" in classes(node) else "Figure"


def _box(node: Element, foreign: bool) -> str | None:
    if node.tag in {"div", "summary", "address"} and holds_text(node):
        return "P"
    return "Div" if foreign or node.tag == "figure" or node.get("role") == "note" else None


def classes(node: Element) -> list[str]:
    """The element's classes."""
    return (node.get("class") or "").split()


def holds_text(node: Element) -> bool:
    """Whether text or inline elements stand directly in a block."""
    if (node.text or "").strip():
        return True
    return any((child.tail or "").strip() or not _is_block(child) for child in node)


def _is_block(node: Element) -> bool:
    return node.tag in _BLOCK or node.tag in _BOXES or node.tag in {"hr", "style", "script", "template", "br"}


def list_numbering(node: Element, *, pdf2: bool) -> str:
    """The value of the list attribute ListNumbering (ISO 32000-2, table 382) for `ul`, `ol` or `dl`."""
    if node.tag == "dl":
        return "Description" if pdf2 else "None"
    if node.tag == "ul":
        return "Disc"
    kinds = {"a": "LowerAlpha", "A": "UpperAlpha", "i": "LowerRoman", "I": "UpperRoman"}
    return kinds.get(node.get("type") or "", "Decimal")


def link_text(node: Element) -> str:
    """What a link says, for who cannot see it: its text, with images as their alternative text."""
    return " ".join("".join(_texts(node)).split())


def _texts(node: Element) -> list[str]:
    if node.get("aria-hidden") == "true":
        return []
    found = [node.get("alt") or ""] if node.tag == "img" else [node.text or ""]
    for child in node:
        found += [*_texts(child), child.tail or ""]
    return found
