"""Pipe tables by GitHub's rules: cells that they drop, being more than the head has, and rows of no table at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from greenpaper.model import Finding, Location
from greenpaper.reading.lines import Line, Lines
from greenpaper.reading.structure import Structure

_DELIMITER = re.compile(r" *\|? *:?-+:? *(?:\| *:?-+:? *)*\|? *$")
_BAR = re.compile(r"(?<!\\)\|")
_ROW = re.compile(r" *\|.*(?<!\\)\|")  # a bar at the beginning, and another
_LONE_ROW = re.compile(r" *\|(?: .*[^\\ ] +\||[ :|-]*-[ :|-]*\|) *$")


def split_row(text: str) -> list[str]:
    """The cells of a row; bars at its beginning and end are optional, one with a backslash is text (GFM 4.10)."""
    bare = text.strip().removeprefix("|")
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    return [cell.strip() for cell in _BAR.split(bare)]


def check_cells(lines: Lines, path: str) -> list[Finding]:
    """Rows that are longer than their table's head, heads that make no table, and rows of none."""
    return [finding for paragraph in _paragraphs(lines) for finding in _check(paragraph, path)]


def _paragraphs(lines: Lines) -> Iterator[Lines]:
    """The lines of each paragraph or table, which is one here, without marks of quotes and items."""
    structure = Structure()
    paragraph: list[Line] = []
    for line in lines:
        place = structure.place(line.text)
        if not place.continues:
            yield tuple(paragraph)
            paragraph = []
        if not place.code:
            paragraph.append(line.with_text(place.text))
    yield tuple(paragraph)


def _check(paragraph: Lines, path: str) -> list[Finding]:
    rows = [line.text if _BAR.search(line.text) else "" for line in paragraph]
    below = next((i for i in range(1, len(rows)) if rows[i - 1] and rows[i] and _DELIMITER.match(rows[i])), None)
    if below is None:
        return _rows_of_none(paragraph, path)
    columns, marks = len(split_row(rows[below - 1])), len(split_row(rows[below]))
    if columns != marks:
        what = f"the table's head has {cell_count(columns)}, the line below it {marks}, so it is set as text"
        return [_finding(path, paragraph[below], what, "give both the same number")]
    return [fault for line in paragraph[below + 1 :] for fault in _surplus(split_row(line.text), columns, path, line)]


def _rows_of_none(paragraph: Lines, path: str) -> list[Finding]:
    """Rows without the delimiter row that makes a table of them (GFM 4.10)."""
    rows = [_ROW.match(line.text) for line in paragraph] + [None]
    found = (line for i, line in enumerate(paragraph) if (rows[i] and rows[i + 1]) or _alone(line.text))
    first = next(found, None)
    if first is None:
        return []
    if _DELIMITER.match(first.text):
        what = "no head stands right above the line of bars and hyphens, so the table is set as text"
        cure = "put the row with the columns' names above it; no blank line stands in a table"
    else:
        rule = "|---" * len(split_row(first.text)) + "|"
        what = f"the table lacks the line `{rule}` below its head, so it is set as text"
        cure = "write that line below the row with the columns' names; no blank line stands in a table"
    return [_finding(path, first, what, cure, "table-delimiter")]


def _alone(text: str) -> bool:
    """Whether a line by itself is a row: with blanks inside its bars, |x| + |y| being text."""
    return bool(_LONE_ROW.match(text)) and len(split_row(text)) > 1


def _surplus(cells: list[str], columns: int, path: str, line: Line) -> list[Finding]:
    if not any(cells[columns:]):
        return []
    what = f"the row has {cell_count(len(cells))}, its head {columns}; what is too many would be lost"
    return [_finding(path, line, what, "correct the row; write a bar that is text as `\\|`, in code too")]


def cell_count(count: int) -> str:
    """So many cells, in words."""
    return "1 cell" if count == 1 else f"{count} cells"


def _finding(path: str, line: Line, what: str, cure: str, code: str = "table-cells") -> Finding:
    return Finding(code=code, where=Location(path=path, line=line.number), what=what, cure=cure)
