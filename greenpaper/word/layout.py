"""Tables that only set things side by side, tables of data, and rows (ECMA-376 part 1, 17.4). Pure; widths in twips."""

from __future__ import annotations

from collections.abc import Sequence

from greenpaper.word import tables
from greenpaper.word.ooxml import Element, el, p, run


def table(widths: Sequence[int], rows: Sequence[Element], title: str = "") -> Element:
    """A table without a style: Word's accessibility checker takes it for layout and asks for no header row."""
    properties = el(
        "w:tblPr",
        el("w:tblStyle", val="TableNormal"),
        el("w:tblW", w=str(sum(widths)), type="dxa"),
        el("w:tblLayout", type="fixed"),
        el("w:tblCellMar", el("w:left", w="0", type="dxa"), el("w:right", w="0", type="dxa")),
        el("w:tblLook", val="0000"),
        el("w:tblCaption", val=title) if title else None,
    )
    return el("w:tbl", properties, el("w:tblGrid", *(el("w:gridCol", w=str(width)) for width in widths)), *rows)


def listing(
    title: str, widths: Sequence[int], heads: Sequence[str], rows: Sequence[Element], *look: Element, wide: bool = False
) -> Element:
    """A table of data with a header row: `title` is read out, `look` is beside its style; `wide` has smaller type."""
    suffix = "Wide" if wide else ""
    properties = el(
        "w:tblPr",
        el("w:tblStyle", val=f"Table{suffix}"),
        el("w:tblW", w=str(sum(widths)), type="dxa"),
        *look,
        el("w:tblLayout", type="fixed"),
        tables.look(header=True),
        el("w:tblCaption", val=title),
    )
    grid = el("w:tblGrid", *(el("w:gridCol", w=str(width)) for width in widths))
    head = row([p(f"TableHeading{suffix}", run(text)) for text in heads], widths, head=True)
    return el("w:tbl", properties, grid, head, *rows)


def row(cells: Sequence[Element], widths: Sequence[int], head: bool = False) -> Element:
    """A row of cells with a paragraph each, which stays whole; `head` repeats it on every page."""
    properties = el("w:trPr", el("w:cantSplit"), el("w:tblHeader") if head else None)
    made = [
        el("w:tc", el("w:tcPr", el("w:tcW", w=str(width), type="dxa")), cell)
        for cell, width in zip(cells, widths, strict=True)
    ]
    return el("w:tr", properties, *made)
