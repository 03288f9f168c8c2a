"""Sections (ECMA-376 part 1, 17.6): where pages turn to landscape and back, without an empty page or paragraph."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from greenpaper.theme import Page
from greenpaper.tree import Node, node
from greenpaper.word import running
from greenpaper.word.ooxml import Element, fragment, name, p, put, style_of

_FIRST, _LAST = "LandscapeFirst", "LandscapeLast"  # styles of the marks: of no paragraph that we send
_BLOCKS = (name("w:p"), name("w:tbl"))


def mark(blocks: Sequence[Node]) -> list[Node]:
    """The blocks for pandoc's writer, between marks that say that they stand on landscape pages."""
    first, last = (node("RawBlock", ["openxml", fragment(p(style))]) for style in (_FIRST, _LAST))
    return [first, *blocks, last]


def take_marks(body: Element) -> list[Element]:
    """Take the marks out of `body`; the blocks that stood between them, in order."""
    found, inside = [], False
    for block in list(body):
        style = style_of(block) if block.tag == name("w:p") else ""
        if style in {_FIRST, _LAST}:
            inside = style == _FIRST
            body.remove(block)
        elif inside:
            found.append(block)
    return found


def divide(body: Element, landscape: Collection[Element], page: Page) -> None:
    """End a section wherever the pages turn, and the last one. `page` is the upright one."""
    blocks = list(body.iterchildren(*_BLOCKS))
    turned = [block in landscape for block in blocks]
    for block, lies, next_lies in zip(blocks, turned, turned[1:], strict=False):
        if lies != next_lies:
            _end(block, _section(lies, page))
    if blocks and blocks[-1].tag == name("w:tbl"):
        blocks[-1].addnext(p("SectionBreak"))  # Word wants a paragraph there, and would add one as high as a line
    body.append(_section(bool(turned) and turned[-1], page))


def _section(landscape: bool, page: Page) -> Element:
    return running.section_properties(running.LANDSCAPE if landscape else running.BODY, page)


def _end(block: Element, properties: Element) -> None:
    """End a section with `block`. A table cannot say so (17.6.18): the least paragraph does, in its place."""
    if block.tag == name("w:p"):
        put(block, properties)
    else:
        block.addnext(p("SectionBreak", properties=(properties,)))
