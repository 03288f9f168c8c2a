"""Tables: captions from the paragraph before or after, column widths from the content, a class for wide ones."""

from __future__ import annotations

from typing import Any

from greenpaper.model import Finding
from greenpaper.passes import captions
from greenpaper.passes.book import Book, Context, Part
from greenpaper.tree import Node, node, rewrite, rewrite_lists, text

WIDE = 7  # columns from which a table is set in smaller type
_LINE, _WIDE_LINE = 100, 130  # characters that a page is wide in a table's type, and in that of a wide one
_LONGEST, _SHORTEST = 22, 7  # characters of a word beyond which it may be hyphenated: in few columns, in many
_WORDS = 81  # characters of words that a row can hold unbroken


def run(book: Book, context: Context) -> Book:
    """Rewrite every table."""

    def change(part: Part, findings: list[Finding]) -> list[Node]:
        blocks = rewrite_lists(part.blocks, _captions)
        made: list[Node] = rewrite(blocks, lambda item: _table(item, part, findings))
        return made

    return book.with_blocks(change)


def _captions(nodes: list[Node]) -> list[Node]:
    """Move `Table: text` paragraphs beside a table into it. One between two tables belongs to the first without."""
    made: list[Node] = []
    waiting: Node | None = None  # a caption paragraph that no table before it takes
    for item in nodes:
        caption = _caption(item)
        if caption is not None and made and made[-1]["t"] == "Table" and not made[-1]["c"][1][1]:
            made[-1] = _with_caption(made[-1], caption)
        elif item["t"] == "Table" and waiting is not None:
            made[-1] = _with_caption(item, _caption(waiting) or [])
        else:
            made.append(item)
        waiting = item if caption is not None and made[-1] is item else None
    return made


def _caption(item: Node) -> list[Node] | None:
    if item["t"] != "Para" or not captions.labelled(item["c"], captions.TABLE):
        return None
    return captions.without_label(item["c"], captions.TABLE)


def _with_caption(table: Node, caption: list[Node]) -> Node:
    content = list(table["c"])
    content[1] = [None, [node("Plain", caption, table.get("at"))]]
    return {**table, "c": content}


def _table(item: Node, part: Part, findings: list[Finding]) -> Node:
    if item["t"] != "Table":
        return item
    triple, caption, columns, head, bodies, foot = item["c"]
    rows = _rows(item)
    if not any(text(cell[4]).strip() for row in head[1] for cell in row[1]):
        what, cure = "the table has no header row", "name its columns in the first line"
        findings.append(Finding(code="table-header", where=part.where(item), what=what, cure=cure))
    widths = column_widths([[text(cell[4]) for cell in row] for row in rows], len(columns))
    specs = [[column[0], {"t": "ColWidth", "c": width}] for column, width in zip(columns, widths, strict=True)]
    classes = [*triple[1], *(["wide"] if len(columns) >= WIDE else [])]
    return {**item, "c": [[triple[0], classes, triple[2]], caption, specs, head, bodies, foot]}


def _rows(table: Node) -> list[list[Any]]:
    _, _, _, head, bodies, foot = table["c"]
    groups = [head[1], *(part for body in bodies for part in (body[2], body[3])), foot[1]]
    return [row[1] for group in groups for row in group]


def column_widths(cells: list[list[str]], columns: int) -> list[float]:
    """Each column's share of the text width; they add up to 1.

    A column gets what its longest word needs; the rest goes, a character's width at a time, where it makes the table
    lower by the most lines, and when no row has two lines left, to all alike.
    """
    longest = max(_SHORTEST, min(_LONGEST, _WORDS // max(columns, 1)))
    widths = [_SHORTEST / 2] * columns
    for row in cells:
        for index, cell in enumerate(row[:columns]):
            widths[index] = max(widths[index], min(max(map(len, cell.split()), default=0), longest) + 1.5)
    lengths = [[float(len(cell)) for cell in row[:columns]] + [0.0] * (columns - len(row)) for row in cells]
    line = _WIDE_LINE if columns >= WIDE else _LINE
    for _ in range(int(line - sum(widths))):
        gains = _gains(lengths, widths)
        best = max(range(columns), key=gains.__getitem__)
        if gains[best] <= 0:
            break
        widths[best] += 1
    return [round(width / sum(widths), 4) for width in widths]


def _gains(lengths: list[list[float]], widths: list[float]) -> list[float]:
    """How many lines lower the table gets by one character more in each column; its highest cell makes a row."""
    gains = [0.0] * len(widths)
    for row in lengths:
        heights = [max(length / width, 1.0) for length, width in zip(row, widths, strict=True)]
        highest = max(range(len(heights)), key=heights.__getitem__)
        rest = max((height for index, height in enumerate(heights) if index != highest), default=1.0)
        lower = max(row[highest] / (widths[highest] + 1), rest, 1.0)
        gains[highest] += heights[highest] - lower
    return gains
