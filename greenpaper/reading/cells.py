"""Cells of pipe tables that GitHub's rules drop: what a row has more of than its head is in no output."""

from __future__ import annotations

import re

from greenpaper.model import Finding, Location
from greenpaper.reading.lines import Line, Lines
from greenpaper.reading.structure import Structure

_DELIMITER = re.compile(r" *\|? *:?-+:? *(?:\| *:?-+:? *)*\|? *$")
_BAR = re.compile(r"(?<!\\)\|")


def split_row(text: str) -> list[str]:
    """The cells of a row; bars at its beginning and end are optional, one with a backslash is text (GFM 4.10)."""
    bare = text.strip().removeprefix("|")
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    return [cell.strip() for cell in _BAR.split(bare)]


def check_cells(lines: Lines, path: str) -> list[Finding]:
    """Rows that are longer than their table's head, and heads that make no table."""
    found: list[Finding] = []
    structure = Structure()
    before, columns = "", 0  # the line above where it may be a head; columns of the table that one stands in
    for line in lines:
        place = structure.place(line.text)
        text = place.text if not place.code and _BAR.search(place.text) else ""
        if not place.continues:
            columns = 0
        elif columns:
            found += _surplus(split_row(place.text), columns, path, line)
        elif before and text and _DELIMITER.match(text):
            head, marks = len(split_row(before)), len(split_row(text))
            columns = head if head == marks else 0
            if head != marks:
                what = f"the table's head has {cell_count(head)}, the line below it {marks}, so it is set as text"
                found.append(_finding(path, line, what, "give both the same number"))
        before = text
    return found


def _surplus(cells: list[str], columns: int, path: str, line: Line) -> list[Finding]:
    if not any(cells[columns:]):
        return []
    what = f"the row has {cell_count(len(cells))}, its head {columns}; what is too many would be lost"
    return [_finding(path, line, what, "correct the row; write a bar that is text as `\\|`, in code too")]


def cell_count(count: int) -> str:
    """So many cells, in words."""
    return "1 cell" if count == 1 else f"{count} cells"


def _finding(path: str, line: Line, what: str, cure: str) -> Finding:
    return Finding(code="table-cells", where=Location(path=path, line=line.number), what=what, cure=cure)
