"""The document part as pandoc wrote it -> as we send it: numbered headings, sized tables and pictures, lists, sections.

Rewrites an element tree in place; what it needs to know of the book comes with `Branch`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from greenpaper.theme import Page, Theme
from greenpaper.word import (
    code,
    drawing,
    entries,
    fonts,
    headings,
    hyphenation,
    lengths,
    lists,
    paragraph_numbers,
    sections,
    tables,
)
from greenpaper.word.formatting import PLAIN
from greenpaper.word.ooxml import NS, Element, attribute, el, emu, name, neighbour, p, put, style_of, twips

_EMU_PER_TWIP = 635
_SHORT = 500  # characters of a callout: five or six lines
_LONG_WORD = 20  # characters from which a word in a heading may be hyphenated, as in the PDF


def finish(root: Element, front: Sequence[Element], numbers: Mapping[str, str], theme: Theme, language: str) -> bool:
    """Finish `w:document`, and say whether some of its pages are landscape.

    `front` goes before the text; `numbers` gives each heading's number by its bookmark; `language` is BCP 47.
    """
    body = root.find("w:body", NS)
    assert body is not None
    tables.part(root)  # while the marks of landscape pages still part those on different pages
    turned = frozenset(sections.take_marks(body))
    headings.number(body, numbers)
    paragraph_numbers.place(body)
    _finish_text(root, theme, language, turned)
    tables.space_after(body)
    end_callouts(body)
    old = body.find("w:sectPr", NS)
    if old is not None:
        body.remove(old)
    sections.divide(body, turned, theme.page)
    entries.fill(front, body)
    for at, block in enumerate(front):
        body.insert(at, block)
    return bool(turned)


def finish_notes(root: Element, theme: Theme, language: str) -> None:
    """Finish `w:footnotes`. A note ends with a paragraph, as every story in Word does."""
    tables.part(root)
    for note in root.iterfind("w:footnote", NS):
        if len(note) and note[-1].tag == name("w:tbl"):
            note.append(p("SectionBreak"))
    for paragraph in root.iter(name("w:p")):  # pandoc gives items, and what goes on in them, the styles of the text
        listed = paragraph.find("w:pPr/w:numPr", NS) is not None
        in_cell = next(paragraph.iterancestors(name("w:tc")), None) is not None
        if not in_cell and (style_of(paragraph) in PLAIN or (listed and not style_of(paragraph))):
            put(paragraph, el("w:pStyle", val="FootnoteText"))
    _finish_text(root, theme, language)


def _finish_text(root: Element, theme: Theme, language: str, turned: Collection[Element] = ()) -> None:
    """What the text of the document and its footnotes have in common; `turned` are blocks on landscape pages."""
    _say_once(root)
    code.lengthen(root)
    lists.place(root)
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
        measures = tables.Measures(width=width, size=small, wide_size=small - 1, ems=ems, language=language)
        tables.size(table, measures)
    code.place(root)
    for paragraph in root.iter(name("w:p")):
        if headings.level_of(paragraph) is not None:
            hyphenation.hyphenate(paragraph, language, lambda word: len(word) < _LONG_WORD)
    for picture in root.iter(name("w:drawing")):
        around = page(picture)
        room = tables.room(picture, twips(drawing.text_width(around))) * _EMU_PER_TWIP
        drawing.shrink(picture, room, emu(drawing.highest(around)))


def _say_once(root: Element) -> None:
    """Bold in bold and the like, which pandoc says twice of a run; 17.3.2.28 has each property once."""
    for looks in root.iter(name("w:rPr")):
        seen: set[object] = set()
        for item in list(looks):
            if item.tag in seen:
                looks.remove(item)
            seen.add(item.tag)


def end_callouts(body: Element) -> None:
    """Space below each callout, and a short one whole on a page, as in the PDF.

    Where one of the same kind came before, it gets another right edge, by a hair: Word and LibreOffice make one box of
    neighbours with the same borders and edges.
    """
    aside = False
    box: list[Element] = []
    for paragraph in body.iter(name("w:p")):
        style = style_of(paragraph)
        if not style.startswith("Callout"):
            continue
        kind, before, following = _kind(paragraph), neighbour(paragraph, -1), neighbour(paragraph)
        if style.endswith("Title"):
            aside, box = not aside and before is not None and _kind(before) == kind, []
        if aside:
            _move_right_edge(paragraph)
        if style.endswith("Caption"):
            _keep_with_its_float(paragraph, before, following)
        box.append(paragraph)
        table = following is not None and following.tag == name("w:tbl") and _kind(following) == kind
        last = following is None or _kind(following) != kind or style_of(following).endswith("Title")
        if table or last:
            put(paragraph, el("w:spacing", after="0" if table else "240"))
        if last:
            _keep_together(box)
            box = []


def _kind(block: Element) -> str:
    """The style of a callout's text, of whatever stands in it; "" of other blocks."""
    style = style_of(block)
    if block.tag == name("w:tbl"):
        style = attribute(block.find("w:tblPr/w:tblStyle", NS), "w:val").removeprefix("Table")
    return style.removesuffix("Title").removesuffix("Caption") if style.startswith("Callout") else ""


def _keep_with_its_float(caption: Element, before: Element | None, following: Element | None) -> None:
    """A table's caption stays with the table below it, a figure's with the figure above it."""
    if following is not None and following.tag == name("w:tbl"):
        put(caption, el("w:keepNext"))
    elif before is not None and before.tag == name("w:p") and before.find(".//w:drawing", NS) is not None:
        put(before, el("w:keepNext"))


def _keep_together(box: Sequence[Element]) -> None:
    if sum(len(text.text or "") for item in box for text in item.iter(name("w:t"))) <= _SHORT:
        for paragraph in box[:-1]:
            put(paragraph, el("w:keepNext"), el("w:keepLines"))
        put(box[-1], el("w:keepLines"))


def _move_right_edge(paragraph: Element) -> None:
    own = paragraph.find("w:pPr/w:ind", NS)
    indent = el("w:ind") if own is None else own
    indent.set(name("w:right"), str(round(lengths.CALLOUT_RIGHT * 20) + 1))
    if own is None:
        put(paragraph, indent)
