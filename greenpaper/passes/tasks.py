"""Task lists: `- [ ]` and `- [x]` begin with a box, as a character that every output can show."""

from __future__ import annotations

from greenpaper.passes.book import Book, Context
from greenpaper.tree import Node, node, rewrite

BOXES = {"☐": "☐", "☒": "☑"}  # pandoc's, and what is shown: the crossed one is in few fonts


def run(book: Book, context: Context) -> Book:
    """Rewrite the first words of list items."""
    return book.with_blocks(lambda part, findings: rewrite(part.blocks, _list))


def _list(item: Node) -> Node:
    if item["t"] != "BulletList":
        return item
    return {**item, "c": [_boxed(blocks) for blocks in item["c"]]}


def _boxed(blocks: list[Node]) -> list[Node]:
    first = blocks[0] if blocks else None
    if first is None or first["t"] not in {"Para", "Plain"} or not first["c"]:
        return blocks
    box = BOXES.get(first["c"][0].get("c", "")) if first["c"][0]["t"] == "Str" else None
    if box is None:
        return blocks
    rest = first["c"][1:]
    if not rest and len(blocks) > 1 and blocks[1]["t"] in {"Para", "Plain"}:  # pandoc sets the box apart
        return [{**blocks[1], "c": [node("Str", box), node("Space"), *blocks[1]["c"]]}, *blocks[2:]]
    return [{**first, "c": [node("Str", box), *rest]}, *blocks[1:]]
