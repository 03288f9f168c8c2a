"""Tables: captions from the paragraph before or after, column widths and classes from the content."""

from __future__ import annotations

from functools import partial
from typing import Any

from greenpaper.model import Finding
from greenpaper.passes import captions, table_setting
from greenpaper.passes.book import Book, Context, Part
from greenpaper.tree import Node, node, rewrite, rewrite_lists, text, walk

_SHOWN = 60  # characters of a caption in a message


def run(book: Book, context: Context) -> Book:
    """Rewrite every table."""

    def change(part: Part, findings: list[Finding]) -> list[Node]:
        blocks = rewrite_lists(part.blocks, _captions)
        findings += _left(blocks, part)
        made: list[Node] = []
        for block in blocks:
            free = block["t"] == "Table"
            made += rewrite([block], partial(_table, part=part, findings=findings, free=free))
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


def _left(blocks: list[Node], part: Part) -> list[Finding]:
    """Captions that no table took."""
    found = []
    for item in walk(blocks):
        plain = " ".join(text(item["c"]).split()) if _caption(item) is not None else ""
        if plain and not plain.startswith(":"):
            shown = plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"
            what = f"'{shown}' is the caption of no table and stays in the text"
            cure = "put it right before or after a table that has none; that of an image stands in italics below it"
            found.append(Finding(code="table-caption", where=part.where(item), what=what, cure=cure))
    return found


def _caption(item: Node) -> list[Node] | None:
    if item["t"] != "Para" or not captions.labelled(item["c"], captions.TABLE):
        return None
    return captions.without_label(item["c"], captions.TABLE)


def _with_caption(table: Node, caption: list[Node]) -> Node:
    content = list(table["c"])
    content[1] = [None, [node("Plain", caption, table.get("at"))]]
    return {**table, "c": content}


def _table(item: Node, part: Part, findings: list[Finding], free: bool) -> Node:
    if item["t"] != "Table":
        return item
    triple, caption, columns, head, bodies, foot = item["c"]
    rows = _rows(item)
    findings += _head(item, part)
    cells = [[text(cell[4]) for cell in row] for row in rows]
    setting = table_setting.choose(cells, len(columns), triple[1], free)
    widths = table_setting.column_widths(cells, len(columns), setting)
    specs = [[column[0], {"t": "ColWidth", "c": width}] for column, width in zip(columns, widths, strict=True)]
    classes = [*(name for name in triple[1] if name not in table_setting.CLASSES), *setting.classes]
    return {**item, "c": [[triple[0], classes, triple[2]], caption, specs, head, bodies, foot]}


def _head(table: Node, part: Part) -> list[Finding]:
    """What a reader misses who hears the column's name with each cell (WCAG 2.1, 1.3.1)."""
    names = [text(cell[4]).strip() for row in table["c"][3][1] for cell in row[1]]
    if not any(names):
        what, cure = "the table has no header row", "name its columns in the first line"
        return [Finding(code="table-header", where=part.where(table), what=what, cure=cure)]
    nameless = [str(number) for number, name in enumerate(names, 1) if not name]
    if not nameless:
        return []
    columns = f"columns {', '.join(nameless)} have" if nameless[1:] else f"column {nameless[0]} has"
    what = f"{columns} no name in the header row"
    return [Finding(code="table-header-cell", where=part.where(table), what=what, cure="name every column")]


def _rows(table: Node) -> list[list[Any]]:
    _, _, _, head, bodies, foot = table["c"]
    groups = [head[1], *(part for body in bodies for part in (body[2], body[3])), foot[1]]
    return [row[1] for group in groups for row in group]
