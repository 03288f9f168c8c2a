"""The document part as pandoc wrote it -> as we send it: numbered headings, sized tables and pictures, lists, sections.

Rewrites an element tree in place; what it needs to know of the book comes with `Branch`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from greenpaper.theme import Page
from greenpaper.word import drawing, numbering, running, styles
from greenpaper.word.ooxml import NS, Element, attribute, el, name, put, run, tab, twips

_EMU_PER_TWIP = 635
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_AFTER_TABLE = {"BodyText", "FirstParagraph", "Compact", "BlockText"}


def finish(root: Element, front: Sequence[Element], numbers: Mapping[str, str], page: Page) -> None:
    """Finish `w:document`. `front` goes before the text; `numbers` gives each heading's number by its bookmark."""
    body = root.find("w:body", NS)
    assert body is not None
    width = twips(drawing.text_width(page))
    number_headings(body, numbers)
    finish_text(root, width)
    space_after_tables(body)
    end_callouts(body)
    old = body.find("w:sectPr", NS)
    if old is not None:
        body.remove(old)
    for at, block in enumerate(front):
        body.insert(at, block)
    body.append(running.section_properties(running.BODY, page))


def finish_text(root: Element, width: int) -> None:
    """What the text of the document and its footnotes have in common; `width` is that between the margins (twips)."""
    continue_items(root)
    for table in root.iter(name("w:tbl")):
        size_table(table, width)
    for picture in root.iter(name("w:drawing")):
        drawing.shrink(picture, _room(picture, width) * _EMU_PER_TWIP)


def number_headings(body: Element, numbers: Mapping[str, str]) -> None:
    """Put every heading into the list that gives it its number.

    Chapters have it from their style, appendices from a list of their own. Where Word would count otherwise than the
    book does (an author skipped a level), the number is text: it has to be the same in every output.
    """
    counters = {numbering.CHAPTERS: [0] * 9, numbering.APPENDICES: [0] * 9}
    for paragraph in body.iter(name("w:p")):
        level = _level(paragraph)
        if level is None:
            continue
        mark = paragraph.find(".//w:bookmarkStart", NS)
        number = numbers.get(attribute(mark, "w:name"), "")
        listed = numbering.APPENDICES if number[:1].isalpha() else numbering.CHAPTERS
        if number and _count(counters[listed], level, listed) == number:
            if listed == numbering.APPENDICES:
                _into_list(paragraph, level, listed)
            continue
        _into_list(paragraph, level, numbering.NONE)
        put(paragraph, el("w:ind", left="0", firstLine="0"))
        if number:
            _undo(counters[listed], level)
            for at, piece in enumerate((run(number, style="SectionNumber"), tab()), 1):
                paragraph.insert(at, piece)


def _level(paragraph: Element) -> int | None:
    style = attribute(paragraph.find("w:pPr/w:pStyle", NS), "w:val")
    return int(style[-1]) if style[:-1] == "Heading" and style[-1].isdigit() else None


def _into_list(paragraph: Element, level: int, listed: str) -> None:
    put(paragraph, el("w:numPr", el("w:ilvl", val=str(level - 1)), el("w:numId", val=listed)))


def _count(counters: list[int], level: int, listed: str) -> str:
    """The number that Word gives the next heading of this level; a level that was skipped counts as 1."""
    counters[level - 1] += 1
    counters[level:] = [0] * (len(counters) - level)
    shown = [str(max(count, 1)) for count in counters[:level]]
    if listed == numbering.APPENDICES:
        shown[0] = _LETTERS[(int(shown[0]) - 1) % len(_LETTERS)]
    return ".".join(shown)


def _undo(counters: list[int], level: int) -> None:
    counters[level - 1] -= 1


def continue_items(root: Element) -> None:
    """Give the second paragraph of a list item its indent; pandoc gives it an invisible bullet, which is read aloud."""
    step = round(styles.LIST_STEP * 20)
    for paragraph in root.iter(name("w:p")):
        listed = paragraph.find("w:pPr/w:numPr", NS)
        style = attribute(paragraph.find("w:pPr/w:pStyle", NS), "w:val")
        boxed = style.startswith("Callout")
        if listed is None or _level(paragraph) is not None:
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


def size_table(table: Element, width: int) -> None:
    """Widths in twips, columns in the shares that pandoc took from the tree; rows whole, header rows repeated."""
    properties, grid = table.find("w:tblPr", NS), table.find("w:tblGrid", NS)
    assert properties is not None and grid is not None
    room = _room(table, width)
    shares = [max(int(attribute(column, "w:w") or "1"), 1) for column in grid]
    widths = [room * share // sum(shares) for share in shares]
    widths[-1] += room - sum(widths)
    for column, column_width in zip(grid, widths, strict=True):
        column.set(name("w:w"), str(column_width))
    style = attribute(properties.find("w:tblStyle", NS), "w:val") or "Table"
    indent = properties.find("w:tblInd", NS)
    look = properties.find("w:tblLook", NS)
    head = "0" if look is None else look.get(name("w:firstRow"), "0")
    for old in list(properties):
        properties.remove(old)
    caption = _caption(table)
    for made in (
        el("w:tblStyle", val=style),
        el("w:tblW", w=str(room), type="dxa"),
        indent,
        el("w:tblLayout", type="fixed"),
        el("w:tblLook", val="0020", firstRow=head, lastRow="0", firstColumn="0", lastColumn="0", noHBand="0", noVBand="1"),
        el("w:tblCaption", val=caption) if caption else None,
    ):
        if made is not None:
            properties.append(made)
    for row in table.iterfind("w:tr", NS):
        _size_row(row, widths)
    _text_styles(table, "TableTextWide" if style == "TableWide" else "TableText")


def _caption(table: Element) -> str:
    before = table.getprevious()
    if before is None or attribute(before.find("w:pPr/w:pStyle", NS), "w:val") != "TableCaption":
        return ""
    return "".join(piece.text or "" for piece in before.iter(name("w:t")))


def _size_row(row: Element, widths: Sequence[int]) -> None:
    properties = row.find("w:trPr", NS)
    if properties is None:
        properties = el("w:trPr")
        row.insert(0, properties)
    properties.insert(0, el("w:cantSplit"))
    at = 0
    for cell in row.iterfind("w:tc", NS):
        inside = cell.find("w:tcPr", NS)
        if inside is None:
            inside = el("w:tcPr")
            cell.insert(0, inside)
        span = int(attribute(inside.find("w:gridSpan", NS), "w:val") or "1")
        old = inside.find("w:tcW", NS)
        if old is not None:
            inside.remove(old)
        inside.insert(0, el("w:tcW", w=str(sum(widths[at : at + span])), type="dxa"))
        at += span


def _text_styles(table: Element, style: str) -> None:
    for mark in table.iterfind("w:tr/w:tc/w:p/w:pPr/w:pStyle", NS):
        if attribute(mark, "w:val") in {"Compact", "BodyText", "FirstParagraph"}:
            mark.set(name("w:val"), style)


def _room(element: Element, width: int) -> int:
    """Twips that a table or picture has: the cell or the text, less the indent of its paragraph."""
    room = width
    for parent in element.iterancestors(name("w:tc")):
        room = int(attribute(parent.find("w:tcPr/w:tcW", NS), "w:w") or room) - 2 * round(styles.CELL_PAD * 20)
        break
    return room - _indent(element)


def _indent(element: Element) -> int:
    """The left indent that an element stands at, from its paragraph's list or style."""
    if element.tag == name("w:tbl"):
        return int(attribute(element.find("w:tblPr/w:tblInd", NS), "w:w") or "0")
    paragraph = next(element.iterancestors(name("w:p")), None)
    if paragraph is None:
        return 0
    listed = paragraph.find("w:pPr/w:numPr/w:ilvl", NS)
    own = attribute(paragraph.find("w:pPr/w:ind", NS), "w:left")
    if own:
        return int(own)
    if listed is not None and _level(paragraph) is None:
        return (int(attribute(listed, "w:val")) + 1) * round(styles.LIST_STEP * 20)
    boxed = attribute(paragraph.find("w:pPr/w:pStyle", NS), "w:val").startswith("Callout")
    return 2 * round(styles.CALLOUT_LEFT * 20) if boxed else 0


def space_after_tables(body: Element) -> None:
    """Space above a paragraph that follows a table: tables have no space of their own (17.4)."""
    for table in _tables(body):
        following = table.getnext()
        while following is not None and following.tag != name("w:p") and following.tag != name("w:tbl"):
            following = following.getnext()
        if following is None or following.tag == name("w:tbl"):
            continue
        style = attribute(following.find("w:pPr/w:pStyle", NS), "w:val")
        if style in _AFTER_TABLE:
            put(following, el("w:spacing", before="240"))


def end_callouts(body: Element) -> None:
    """Space below each callout, and a title whose borders differ where a callout of the same kind comes before."""
    for paragraph in body.iter(name("w:p")):
        style = _style(paragraph)
        following = paragraph.getnext()
        after = "" if following is None else _style(following)
        if not style.startswith("Callout") or after == style.removesuffix("Title"):
            continue
        put(paragraph, el("w:spacing", after="240"))
        if following is not None and after == f"{style}Title":
            put(following, el("w:pBdr", el("w:top", val="nil")))


def _style(paragraph: Element) -> str:
    return attribute(paragraph.find("w:pPr/w:pStyle", NS), "w:val")


def _tables(body: Element) -> Iterator[Element]:
    return body.iterchildren(name("w:tbl"))
