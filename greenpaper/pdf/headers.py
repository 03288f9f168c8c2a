"""Which header cells speak for a data cell (HTML, 4.9.12.2), for tables whose headers span columns or rows. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element


def spans(node: Element) -> tuple[int, int]:
    """How many columns and rows a cell takes."""
    return _span(node, "colspan"), _span(node, "rowspan")


def _span(node: Element, name: str) -> int:
    text = node.get(name) or ""
    return max(1, min(int(text), 1000)) if text.isdecimal() else 1


def scope(node: Element) -> str:
    """`Row` or `Column` of a header cell (ISO 32000-1, table 349)."""
    return {"row": "Row", "rowgroup": "Row"}.get(node.get("scope") or "", "Column")


def headers(table: Element) -> Mapping[Element, tuple[Element, ...]]:
    """Data cell -> its header cells, rows' first; empty where no header spans, since scopes say it all then."""
    grid = list(_places(table))
    heads = [place for place in grid if place[0].tag == "th"]
    if all(spans(cell) == (1, 1) for cell, *_ in heads):
        return {}
    found: dict[Element, tuple[Element, ...]] = {}
    for cell, row, column in grid:
        if cell.tag != "td":
            continue
        wide, high = spans(cell)
        rows, columns = range(row, row + high), range(column, column + wide)
        across = [head for head, at, _ in heads if scope(head) == "Row" and _meets(at, spans(head)[1], rows)]
        above = [head for head, _, at in heads if scope(head) == "Column" and _meets(at, spans(head)[0], columns)]
        found[cell] = (*across, *above)
    return found


def _meets(at: int, length: int, cells: range) -> bool:
    return at < cells.stop and cells.start < at + length


def _places(table: Element) -> Iterator[tuple[Element, int, int]]:
    """Each cell with the row and column that it begins in."""
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(_rows(table)):
        column = 0
        for cell in line:
            if cell.tag not in {"th", "td"}:
                continue
            while (row, column) in taken:
                column += 1
            wide, high = spans(cell)
            taken |= {(row + down, column + right) for down in range(high) for right in range(wide)}
            yield cell, row, column
            column += wide


def _rows(node: Element) -> Iterator[Element]:
    for child in node:
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from _rows(child)
