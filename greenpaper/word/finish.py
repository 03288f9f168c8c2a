"""The document part as pandoc wrote it -> as we send it: numbered headings, sized tables and pictures, lists, sections.

Rewrites an element tree in place; what it needs to know of the book comes with `Branch`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from greenpaper.theme import Page, Theme
from greenpaper.word import drawing, fonts, headings, numbering, paragraph_numbers, sections, styles, tables
from greenpaper.word.ooxml import NS, Element, attribute, el, emu, name, neighbour, put, style_of, tab, twips

_EMU_PER_TWIP = 635


def finish(root: Element, front: Sequence[Element], numbers: Mapping[str, str], theme: Theme) -> bool:
    """Finish `w:document`, and say whether some of its pages are landscape.

    `front` goes before the text; `numbers` gives each heading's number by its bookmark.
    """
    body = root.find("w:body", NS)
    assert body is not None
    turned = frozenset(sections.take_marks(body))
    headings.number(body, numbers)
    paragraph_numbers.place(body)
    finish_text(root, theme, turned)
    tables.space_after(body)
    end_callouts(body)
    old = body.find("w:sectPr", NS)
    if old is not None:
        body.remove(old)
    sections.divide(body, turned, theme.page)
    for at, block in enumerate(front):
        body.insert(at, block)
    return bool(turned)


def finish_text(root: Element, theme: Theme, turned: Collection[Element] = ()) -> None:
    """What the text of the document and its footnotes have in common; `turned` are blocks on landscape pages."""
    continue_items(root)
    for looks in root.iterfind(
        ".//m:rPr[m:nor]", NS
    ):  # text in a formula, to which pandoc gives a style of letters too
        for style in looks.findall("m:sty", NS):  # only one of the two is allowed (ECMA-376 part 1, 22.1.2.91)
            looks.remove(style)
    small, ems = theme.sizes.small, fonts.advances(theme)
    lying = drawing.turned(theme.page)

    def page(element: Element) -> Page:
        return lying if any(block in turned for block in (element, *element.iterancestors())) else theme.page

    for table in root.iter(name("w:tbl")):
        width = twips(drawing.text_width(page(table)))
        tables.size(table, tables.Measures(width=width, size=small, wide_size=small - 1, ems=ems))
    for picture in root.iter(name("w:drawing")):
        around = page(picture)
        room = tables.room(picture, twips(drawing.text_width(around))) * _EMU_PER_TWIP
        drawing.shrink(picture, room, emu(drawing.highest(around)))


def continue_items(root: Element) -> None:
    """Give the second paragraph of a list item its indent; pandoc gives it an invisible bullet, which is read aloud."""
    step = round(styles.LIST_STEP * 20)
    for paragraph in root.iter(name("w:p")):
        listed = paragraph.find("w:pPr/w:numPr", NS)
        style = style_of(paragraph)
        boxed = style.startswith("Callout")
        if listed is None or headings.level_of(paragraph) is not None:
            continue
        left = (int(attribute(listed.find("w:ilvl", NS), "w:val")) + 1) * step
        start = round(styles.CALLOUT_LEFT * 20)
        if attribute(listed.find("w:numId", NS), "w:val") == numbering.CONTINUED:
            hanging = left if boxed else 0
            put(paragraph, el("w:ind", left=str(left + (start if boxed else 0)), hanging=str(hanging)))
            _remove(listed)
            if boxed:
                paragraph.insert(1, tab())
        elif boxed:
            # The first line hangs out to the callout's edge, where Word begins ground and bar of a paragraph.
            put(paragraph, el("w:ind", left=str(left + start), hanging=str(left)))


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def end_callouts(body: Element) -> None:
    """Space below each callout, and a title whose borders differ where a callout of the same kind comes before."""
    for paragraph in body.iter(name("w:p")):
        style = style_of(paragraph)
        following = neighbour(paragraph)
        after = "" if following is None else style_of(following)
        if not style.startswith("Callout") or after == style.removesuffix("Title"):
            continue
        put(paragraph, el("w:spacing", after="240"))
        if following is not None and after == f"{style}Title":
            put(following, el("w:pBdr", el("w:top", val="nil")))
