"""Tables as pandoc wrote them -> with widths, whole rows and repeated header rows (ECMA-376 part 1, 17.4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from greenpaper.word import headings, paragraph_numbers, styles
from greenpaper.word.ooxml import NS, Element, attribute, el, name, neighbour, put, style_of

_SPACED = {"BodyText", "FirstParagraph", "Compact", "BlockText", "NumberedText"}  # styles without space above
_WORDS = 0.7  # of a table's width that long words may claim where not all of them fit
_SLACK = 20  # twips that programs need beyond a word's width to keep it whole
ROUND_WORD = 2 * round(styles.CELL_PAD * 20) + _SLACK  # twips that a cell needs beyond its longest word


@dataclass(frozen=True, kw_only=True, slots=True)
class Measures:
    """What decides widths: the room between the margins in twips, type sizes in points, a word's width in ems."""

    width: int
    size: float
    wide_size: float  # in tables of the style "Table Wide"
    ems: Callable[[str], float]


def size(table: Element, measures: Measures) -> None:
    """Give columns the shares that pandoc took from the tree, but none less than its longest word needs.

    Rows stay whole, header rows repeat.
    """
    properties, grid = table.find("w:tblPr", NS), table.find("w:tblGrid", NS)
    assert properties is not None and grid is not None
    whole = room(table, measures.width)
    style = attribute(properties.find("w:tblStyle", NS), "w:val") or "Table"
    wide = style == "TableWide"
    shares = [max(int(attribute(column, "w:w") or "1"), 1) for column in grid]
    points = measures.wide_size if wide else measures.size
    needs = [round(ems * points * 20) + ROUND_WORD for ems in _longest(table, len(grid), measures)]
    widths = share_out(whole, shares, needs)
    for column, column_width in zip(grid, widths, strict=True):
        column.set(name("w:w"), str(column_width))
    indent = properties.find("w:tblInd", NS)
    caption = _caption(table)
    made = (
        el("w:tblStyle", val=style),
        el("w:tblW", w=str(whole), type="dxa"),
        indent,
        el("w:tblLayout", type="fixed"),
        look(attribute(properties.find("w:tblLook", NS), "w:firstRow") == "1"),
        el("w:tblCaption", val=caption) if caption else None,
    )
    table.replace(properties, el("w:tblPr", *made))
    for row in table.iterfind("w:tr", NS):
        _size_row(row, widths)
    _text_styles(table, "Wide" if wide else "")


def _longest(table: Element, columns: int, measures: Measures) -> list[float]:
    """The width of the longest word of each column, in ems; cells over several columns are of no account."""
    longest = [0.0] * columns
    for row in table.iterfind("w:tr", NS):
        cells = row.findall("w:tc", NS)
        if len(cells) == columns:
            for at, cell in enumerate(cells):
                for paragraph in cell.iter(name("w:p")):
                    text = "".join(map(paragraph_numbers.unbroken, paragraph.iter(name("w:t"))))
                    longest[at] = max((longest[at], *(measures.ems(word) for word in text.split())))
    return longest


def share_out(whole: int, shares: Sequence[int], needs: Sequence[int]) -> list[int]:
    """Widths in proportion to `shares` that add up to `whole`, each at least its need.

    Where the needs are more than there is, those of long words are cut, which then break, and the shares decide.
    """
    cut = max(needs)
    room_for_words = whole if sum(needs) <= whole else whole * _WORDS
    while sum(min(need, cut) for need in needs) > room_for_words:
        cut = cut * 19 // 20
    least = [min(need, cut) for need in needs]
    wanted = [max(whole * share // sum(shares), need) for share, need in zip(shares, least, strict=True)]
    spare = [width - need for width, need in zip(wanted, least, strict=True)]
    excess = sum(wanted) - whole
    widths = [
        width - (excess * extra // sum(spare) if excess > 0 else 0) for width, extra in zip(wanted, spare, strict=True)
    ]
    widths[-1] += whole - sum(widths)
    return widths


def look(header: bool) -> Element:
    """Which of the style's conditional formats a table uses: stripes, and the header row if it has one (17.4.55)."""
    first = {"w:firstRow": "1" if header else "0", "w:val": "0020" if header else "0000"}
    return el("w:tblLook", first, lastRow="0", firstColumn="0", lastColumn="0", noHBand="0", noVBand="1")


def _caption(table: Element) -> str:
    before = neighbour(table, -1)
    if before is None or style_of(before) != "TableCaption":
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


def _text_styles(table: Element, suffix: str) -> None:
    for row in table.iterfind("w:tr", NS):
        role = "Heading" if row.find("w:trPr/w:tblHeader", NS) is not None else "Text"
        for mark in row.iterfind("w:tc/w:p/w:pPr/w:pStyle", NS):
            if attribute(mark, "w:val") in {"Compact", "BodyText", "FirstParagraph"}:
                mark.set(name("w:val"), f"Table{role}{suffix}")


def room(element: Element, width: int) -> int:
    """Twips that a table or picture has: the cell or the text, less the indent of its paragraph."""
    whole = width
    for parent in element.iterancestors(name("w:tc")):
        whole = int(attribute(parent.find("w:tcPr/w:tcW", NS), "w:w") or whole) - 2 * round(styles.CELL_PAD * 20)
        break
    return whole - _indent(element)


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
    if listed is not None and headings.level_of(paragraph) is None:
        return (int(attribute(listed, "w:val")) + 1) * round(styles.LIST_STEP * 20)
    boxed = style_of(paragraph).startswith("Callout")
    return 2 * round(styles.CALLOUT_LEFT * 20) if boxed else 0


def space_after(body: Element) -> None:
    """Space above a paragraph that follows a table: tables have no space of their own (17.4)."""
    for table in body.iterchildren(name("w:tbl")):
        following = neighbour(table)
        if following is not None and style_of(following) in _SPACED:
            put(following, el("w:spacing", before="240"))
