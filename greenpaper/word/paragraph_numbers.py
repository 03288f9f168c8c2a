"""The numbers of paragraphs: runs of a character style of their own, so that one can find, restyle or hide them all.

In the margin they hang before plain text. Inside lists, tables, quotes, callouts and code they begin the text, since
Word puts nothing to the left of a bullet or of a frame but floating text boxes, which screen readers lose.
"""

from __future__ import annotations

import re

from greenpaper.tree import Node, node
from greenpaper.word.formatting import PLAIN, style_id
from greenpaper.word.ooxml import NS, Element, attribute, el, fragment, name, put, rpr, run, style_of
from greenpaper.word.styles import NUMBERED, PARAGRAPH_NUMBER

_STYLE = style_id(PARAGRAPH_NUMBER)


def mark(number: str) -> Node:
    """The number as an inline for pandoc's writer."""
    return node("RawInline", ["openxml", fragment(run(number, style=_STYLE))])


def is_mark(item: Node) -> bool:
    """Whether an inline is what `mark` makes."""
    return item["t"] == "RawInline" and f'w:val="{_STYLE}"' in item["c"][1]


def place(body: Element) -> None:
    """Part each number in `body` from its text: by a tab where it hangs in the margin, by a space where it cannot."""
    for mark in body.iterfind(f".//w:r/w:rPr/w:rStyle[@w:val='{_STYLE}']", NS):
        number = mark.getparent().getparent()  # type: ignore[union-attr]
        assert number is not None
        paragraph = next(number.iterancestors(name("w:p")))
        if _is_plain(paragraph):
            put(paragraph, el("w:pStyle", val=style_id(NUMBERED)))
            number.addnext(el("w:r", rpr(style=_STYLE), el("w:tab")))
            continue
        text = next(number.itersiblings(name("w:r"), name("w:hyperlink")), None)
        if text is not None and text.find("w:br", NS) is None:
            number.addnext(run("\u2002", style=_STYLE))


def unbroken(text: Element) -> str:
    """The characters of a `w:t` to measure: a number counts as one word with the next, so that a column holds both."""
    shown = text.text or ""
    number = attribute(text.getparent().find("w:rPr/w:rStyle", NS), "w:val") == _STYLE  # type: ignore[union-attr]
    return re.sub(r"\s", "\u00b7", shown) if number else shown


def _is_plain(paragraph: Element) -> bool:
    listed = paragraph.find("w:pPr/w:numPr", NS) is not None
    in_cell = next(paragraph.iterancestors(name("w:tc")), None) is not None
    return style_of(paragraph) in PLAIN and not listed and not in_cell
