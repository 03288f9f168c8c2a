"""The structure round pieces, with paragraphs, items and rows more or fewer. Pure.

A piece stands in it by a mark with its number, as `chapters` has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from greenpaper.responses.patches.units import PIECE
from greenpaper.tree import Node, node, rewrite_lists, walk

_LISTS = frozenset({"BulletList", "OrderedList"})


def multiplied(blocks: list[Node], index: int, kind: str, count: int) -> list[Node]:
    """The structure with so many paragraphs, or items, in the piece's place; behind a heading, paragraphs."""
    if kind == "item":
        items: list[Node] = _with_items(blocks, index, count)
        return items

    def change(siblings: list[Node]) -> list[Node]:
        made: list[Node] = []
        for block in siblings:
            made.append(block)
            if _is_piece(block, index):
                fresh = node("Para", [node(PIECE)]) if kind == "heading" else {**block, "c": [node(PIECE)]}
                made += [fresh] * (count - 1)
        return made

    made: list[Node] = rewrite_lists(blocks, change)
    return made


def is_loose(blocks: list[Node], index: int) -> bool:
    """Whether the piece stands in a paragraph, and not in a list without room between its items."""
    return any(block["t"] == "Para" and _is_piece(block, index) for block in walk(blocks))


def is_last_item(blocks: list[Node], index: int) -> bool:
    """Whether the piece stands in the last item of a list."""
    for item in walk(blocks):
        if item["t"] in _LISTS:
            items: list[list[Node]] = item["c"] if item["t"] == "BulletList" else item["c"][1]
            if any(_is_piece(block, index) for block in items[-1]):
                return True
    return False


def _is_piece(block: Node, index: int) -> bool:
    """Whether a block holds this piece."""
    inside: Any = (
        block["c"][2] if block["t"] == "Header" else block.get("c") if block["t"] in {"Para", "Plain"} else None
    )
    return bool(inside) and any(item["t"] == PIECE and item.get("c") == index for item in inside)


def without(blocks: list[Node], index: int) -> list[Node]:
    """The structure without the paragraph, or the item of which it is all."""
    fewer: list[Node] = _with_items(blocks, index, 0)
    if fewer != blocks:
        return fewer
    made: list[Node] = rewrite_lists(blocks, lambda siblings: [each for each in siblings if not _is_piece(each, index)])
    return made


def _with_items(blocks: Any, index: int, count: int) -> Any:
    """The structure with `count` items in the place of the one of which the piece is all."""
    if isinstance(blocks, list):
        return [_with_items(child, index, count) for child in blocks]
    if not isinstance(blocks, dict) or "c" not in blocks:
        return blocks
    if blocks["t"] in _LISTS:
        items = blocks["c"] if blocks["t"] == "BulletList" else blocks["c"][1]
        made: list[Any] = []
        for item in items:
            alone = len(item) == 1 and _is_piece(item[0], index)
            fresh = [[{**item[0], "c": [node(PIECE)]}]] * (count - 1) if alone else []
            made += [item, *fresh][:count] if alone else [_with_items(item, index, count)]
        return {**blocks, "c": made if blocks["t"] == "BulletList" else [blocks["c"][0], made]}
    return {**blocks, "c": _with_items(blocks["c"], index, count)}


def rows(blocks: list[Node], heads: bool = False) -> Iterator[list[int]]:
    """The pieces of each row in the bodies of tables, or also in their heads."""
    for table in walk(blocks):
        if table["t"] == "Table":
            above = table["c"][3][1] if heads else []
            for row in (*above, *(row for body in table["c"][4] for row in body[3])):
                yield [item["c"] for item in walk(row[1]) if item["t"] == PIECE]


def without_row(blocks: Any, index: int) -> Any:
    """The structure without the row that the piece stands in."""
    if isinstance(blocks, list):
        return [without_row(child, index) for child in blocks]
    if not isinstance(blocks, dict) or "c" not in blocks:
        return blocks
    content = blocks["c"]
    if blocks["t"] == "Table":
        bodies = [
            [
                *body[:3],
                [row for row in body[3] if not any(item.get("c") == index for item in walk(row) if item["t"] == PIECE)],
            ]
            for body in content[4]
        ]
        return {**blocks, "c": [*content[:4], bodies, *content[5:]]}
    return {**blocks, "c": without_row(content, index)}
