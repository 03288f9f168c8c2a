"""Tables that only set things side by side, and rows of tables (ECMA-376 part 1, 17.4). Pure; widths in twips."""

from __future__ import annotations

from collections.abc import Sequence

from greenpaper.word.ooxml import Element, el


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


def row(cells: Sequence[Element], widths: Sequence[int], head: bool = False) -> Element:
    """A row of cells with a paragraph each, which stays whole; `head` repeats it on every page."""
    properties = el("w:trPr", el("w:cantSplit"), el("w:tblHeader") if head else None)
    made = [
        el("w:tc", el("w:tcPr", el("w:tcW", w=str(width), type="dxa")), cell)
        for cell, width in zip(cells, widths, strict=True)
    ]
    return el("w:tr", properties, *made)
