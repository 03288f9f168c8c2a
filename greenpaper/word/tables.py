"""Tables as pandoc wrote them -> with widths, whole rows and repeated header rows (ECMA-376 part 1, 17.4)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from greenpaper.word import headings, hyphenation, lengths, lists, paragraph_numbers
from greenpaper.word.formatting import PLAIN
from greenpaper.word.ooxml import NS, Element, attribute, el, name, neighbour, p, put, style_of

_SPACED = re.compile(
    rf"{'|'.join(sorted(PLAIN))}|BlockText.*|NumberedText|List.*|Definition.*"
)  # styles without space above
_WORDS = 0.7  # of a table's width that long words may claim where not all of them fit
_SLACK = 20  # twips that programs need beyond a word's width to keep it whole
ROUND_WORD = 2 * round(lengths.CELL_PAD * 20) + _SLACK  # twips that a cell needs beyond its longest word
_ROUND_WIDE = 2 * round(lengths.WIDE_CELL_PAD * 20) + _SLACK
_PLACES = re.compile(r"[ \t\n]+|(?<=[^\W\d]-)(?=[^\W\d])")  # where a line may end
_FIRM = re.compile(r".{0,7}|[^\W_]{0,4}[\d.,:/%§–−\u00a0-]*\d[\d.,:/%§–−\u00a0-]*.{0,2}")  # short words, and numbers
_GAP = "TableGap"  # style of what stands between two tables
IN_CALLOUT = "TableCallout"  # how the styles of tables in callouts begin
_BAR, _EDGE = 25, 15  # twips from the margins to a callout's bar (Word centres it there), and to its right edge
_INDENT = 720  # twips from one level of a list to the next, where pandoc puts tables


@dataclass(frozen=True, kw_only=True, slots=True)
class Measures:
    """What decides widths: the room between the margins in twips, type sizes in points, a word's width in ems."""

    width: int
    size: float
    wide_size: float  # in tables of the style "Table Wide"
    ems: Callable[[str], float]
    language: str  # of text that names none (BCP 47)


def size(table: Element, measures: Measures) -> None:
    """Give columns the shares that pandoc took from the tree, but none less than its longest word needs.

    Rows stay whole, header rows repeat. Where there is no room for its longest word, that gets hyphens.
    """
    properties, grid = table.find("w:tblPr", NS), table.find("w:tblGrid", NS)
    assert properties is not None and grid is not None
    indent = properties.find("w:tblInd", NS)
    if indent is not None:
        levels = int(attribute(indent, "w:w")) / _INDENT
        indent.set(name("w:w"), str(round(levels * lengths.LIST_STEP * 20)))
    style = attribute(properties.find("w:tblStyle", NS), "w:val") or "Table"
    whole = room(table, measures.width)
    if style.startswith(IN_CALLOUT):
        indent = el("w:tblInd", w=str(int(attribute(indent, "w:w") or "0") + _BAR), type="dxa")
        whole -= _BAR + _EDGE
    wide = style == "TableWide"
    shares = [max(int(attribute(column, "w:w") or "1"), 1) for column in grid]
    points = measures.wide_size if wide else measures.size
    around = _ROUND_WIDE if wide else ROUND_WORD

    def need(word: str) -> int:
        return round(measures.ems(word) * points * 20) + around

    longest = _longest(table, len(grid), need)
    widths = share_out(whole, shares, *([most[at] for most in longest] for at in range(2)))
    for column, column_width in zip(grid, widths, strict=True):
        column.set(name("w:w"), str(column_width))
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
        for cell, width in _size_row(row, widths):
            hyphenation.hyphenate(cell, measures.language, partial(_fits, need, width))
    _text_styles(table, "Wide" if wide else "")


def _fits(need: Callable[[str], int], width: int, word: str) -> bool:
    return need(word) <= width


def _longest(table: Element, columns: int, need: Callable[[str], int]) -> list[tuple[int, int]]:
    """What each column needs for its longest word, and for its longest that is never broken.

    Cells over several columns are of no account.
    """
    longest = [(0, 0)] * columns
    for row in table.iterfind("w:tr", NS):
        cells = row.findall("w:tc", NS)
        if len(cells) == columns:
            for at, cell in enumerate(cells):
                for paragraph in cell.iter(name("w:p")):
                    text = "".join(map(paragraph_numbers.unbroken, paragraph.iter(name("w:t"))))
                    for word in filter(None, _PLACES.split(text)):
                        wanted, (most, firm) = need(word), longest[at]
                        longest[at] = max(most, wanted), max(firm, wanted if _FIRM.fullmatch(word) else 0)
    return longest


def share_out(whole: int, shares: Sequence[int], needs: Sequence[int], firm: Sequence[int] = ()) -> list[int]:
    """Widths in proportion to `shares` that add up to `whole`, each at least its need.

    Where the needs are more than there is, those of long words are cut, which then break, and the shares decide; none
    is cut below what is `firm`, as long as that fits.
    """
    least = [0] * len(needs) if sum(firm) > whole * _WORDS or not firm else list(firm)
    cut = max(needs)
    room_for_words = whole if sum(needs) <= whole else whole * _WORDS
    while (
        sum(wanted := [max(min(need, cut), fixed) for need, fixed in zip(needs, least, strict=True)]) > room_for_words
    ):
        cut = cut * 19 // 20
    least = wanted
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
    if before is None or not style_of(before).endswith("Caption"):
        return ""
    return "".join(piece.text or "" for piece in before.iter(name("w:t")))


def _size_row(row: Element, widths: Sequence[int]) -> Iterator[tuple[Element, int]]:
    """Size the cells of a row; each with its width."""
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
        width = sum(widths[at : at + span])
        inside.insert(0, el("w:tcW", w=str(width), type="dxa"))
        at += span
        yield cell, width


def _text_styles(table: Element, suffix: str) -> None:
    for row in table.iterfind("w:tr", NS):
        role = "Heading" if row.find("w:trPr/w:tblHeader", NS) is not None else "Text"
        for mark in row.iterfind("w:tc/w:p/w:pPr/w:pStyle", NS):
            if attribute(mark, "w:val") in PLAIN:
                mark.set(name("w:val"), f"Table{role}{suffix}")
        for aligned in row.findall("w:tc/w:p/w:pPr/w:jc[@w:val='left']", NS):  # as the style says
            aligned.getparent().remove(aligned)  # type: ignore[union-attr]


def room(element: Element, width: int) -> int:
    """Twips that a table or picture has: the cell or the text, less the indent of its paragraph."""
    whole = width
    for parent in element.iterancestors(name("w:tc")):
        style = next(parent.iterancestors(name("w:tbl"))).find("w:tblPr/w:tblStyle", NS)
        pad = lengths.WIDE_CELL_PAD if attribute(style, "w:val") == "TableWide" else lengths.CELL_PAD
        whole = int(attribute(parent.find("w:tcPr/w:tcW", NS), "w:w") or whole) - 2 * round(pad * 20)
        break
    return whole - _indent(element)


def _indent(element: Element) -> int:
    """The left indent that an element stands at, from its paragraph's list or style."""
    if element.tag == name("w:tbl"):
        return int(attribute(element.find("w:tblPr/w:tblInd", NS), "w:w") or "0")
    paragraph = next(element.iterancestors(name("w:p")), None)
    if paragraph is None:
        return 0
    style = style_of(paragraph)
    if style in lists.LEFT:
        return round(lists.LEFT[style] * 20)
    listed = paragraph.find("w:pPr/w:numPr/w:ilvl", NS)
    own = attribute(paragraph.find("w:pPr/w:ind", NS), "w:left")
    if own:
        return int(own)
    if listed is not None and headings.level_of(paragraph) is None:
        return (int(attribute(listed, "w:val")) + 1) * round(lengths.LIST_STEP * 20)
    return 2 * round(lengths.CALLOUT_LEFT * 20) if style.startswith("Callout") else 0


def part(root: Element) -> None:
    """A paragraph between neighbouring tables, without which Word makes one of them: it is the space as well.

    pandoc leaves one between two tables of one list of blocks, and none where they only meet in what it writes.
    """
    for table in root.iter(name("w:tbl")):
        following = neighbour(table)
        if following is not None and following.tag == name("w:tbl"):
            table.addnext(p(_GAP))
        elif following is not None and len(following) == 0:
            put(following, el("w:pStyle", val=_GAP))


def space_after(body: Element) -> None:
    """Space above a paragraph that follows a table: tables have no space of their own (17.4)."""
    for table in body.iterchildren(name("w:tbl")):
        following = neighbour(table)
        if following is not None and _SPACED.fullmatch(style_of(following)):
            put(following, el("w:spacing", before="240"))
