"""Code in the text: Word knows no size in parts of the text around, so there is a style for each size that text has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from greenpaper.theme import Theme
from greenpaper.word.formatting import character, fonts, size, style_id
from greenpaper.word.ooxml import NS, Element, el, name, put, style_of

_PART = 0.9  # of the size around, as in the PDF
_PLAIN = "Verbatim Char"  # pandoc's
_SMALL = re.compile(r"Table(?:Text|Heading)|ImageCaption|TableCaption|FootnoteText|FootnoteBlockText")
_LONG = 25  # lines of code that are kept together


def styles(theme: Theme) -> Iterator[Element]:
    """The character styles."""
    sizes = theme.sizes
    headings = zip(range(1, 5), (sizes.h1, sizes.h2, sizes.h3, sizes.h4), strict=True)
    by_name = {
        _PLAIN: sizes.body,
        "Verbatim Small": sizes.small,
        "Verbatim Wide": sizes.small - 1,
        **{f"Verbatim Heading {level}": points for level, points in headings},
    }
    for style, points in by_name.items():
        yield character(style, fonts(theme.fonts.code), el("w:noProof"), *size(points * _PART))


def lengthen(root: Element) -> None:
    """Let long blocks of code break over pages, before they get the styles of what they stand in."""
    for paragraph in root.iter(name("w:p")):
        if style_of(paragraph) == "SourceCode" and len(paragraph.findall("w:r/w:br", NS)) >= _LONG:
            put(paragraph, el("w:pStyle", val="SourceCodeLong"))


def place(root: Element) -> None:
    """Give each run of code the style of its surroundings; what is code as a whole has it from its paragraph."""
    for mark in list(root.iterfind(f".//w:r/w:rPr/w:rStyle[@w:val='{style_id(_PLAIN)}']", NS)):
        paragraph = next(mark.iterancestors(name("w:p")))
        style = style_of(paragraph)
        if is_code(style):
            _unstyle(mark)
        elif (wanted := _wanted(style)) is not None:
            mark.set(name("w:val"), style_id(wanted))


def is_code(style: str) -> bool:
    """Whether the style with this id, of a paragraph or of characters, is one of code."""
    return style.startswith(("SourceCode", "Verbatim"))


def _wanted(style: str) -> str | None:
    if style.startswith(("Heading", "InnerHeading")):
        return f"Verbatim Heading {min(int(style[-1]), 4)}"
    if _SMALL.match(style):
        return "Verbatim Wide" if style.endswith("Wide") else "Verbatim Small"
    return None


def _unstyle(mark: Element) -> None:
    properties = mark.getparent()
    assert properties is not None
    properties.remove(mark)
    run = properties.getparent()
    if len(properties) == 0 and run is not None:
        run.remove(properties)
