"""Task lists: `- [ ]` and `- [x]` begin with a box, as a character that every output can show."""

from __future__ import annotations

from greenpaper.passes.book import Book, Context
from greenpaper.tree import Node, node, rewrite

OPEN, DONE = "☐", "☑"


def run(book: Book, context: Context) -> Book:
    """Rewrite the first words of list items."""
    return book.with_blocks(lambda part, findings: rewrite(part.blocks, _list))


def _list(item: Node) -> Node:
    if item["t"] != "BulletList":
        return item
    return {**item, "c": [_boxed(blocks) for blocks in item["c"]]}


def _boxed(blocks: list[Node]) -> list[Node]:
    if not blocks or blocks[0]["t"] not in {"Para", "Plain"}:
        return blocks
    inlines = blocks[0]["c"]
    shown = [part.get("c") if part["t"] == "Str" else " " for part in inlines[:3]]
    if shown[:1] in (["☒"], ["[x]"], ["[X]"]):
        rest, box = inlines[1:], DONE
    elif shown == ["[", " ", "]"]:
        rest, box = inlines[3:], OPEN
    else:
        return blocks
    return [{**blocks[0], "c": [node("Str", box), *rest]}, *blocks[1:]]
