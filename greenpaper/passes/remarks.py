"""Remarks between authors, shown where an edition shows them: below the block that each stands in or after.

In print they are notes in the margin, but for long ones.

Reading takes them out before pandoc sees the text (`reading.remarks`), so their place is known by its line alone.
A table is one block: its remarks come below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from greenpaper import editions
from greenpaper.model import Location
from greenpaper.passes.book import Book, Context, Part
from greenpaper.tree import REMARK, Node, attr, node, rewrite, words

_PASSED = frozenset({"status-row", "callout-title"})  # classes of blocks that belong to what they stand in
_LONG = 700  # characters; in the margin they would be a third of a page
_BETWEEN = re.compile(r"\n[ \t]*\n\s*")

Remark = dict[str, Any]  # {"line": n, "text": ...}


def run(book: Book, context: Context) -> Book:
    """Put the remarks of every chapter in their places, and a list of them in the index, where the edition has them."""
    if not editions.shows_remarks(context.document):
        return book
    entries = [
        {"path": part.chapter.path, "line": remark["line"], "text": remark["text"]}
        for part in book.parts
        for remark in _shown(part)
    ]
    placed = book.with_blocks(lambda part, _: _placed(part, context.words["remark"]))
    return placed.with_index(remarks=entries)


def without(book: Node) -> Node:
    """The book without the boxes of remarks; its index still lists them."""

    def change(item: Node) -> Node | None:
        return None if item["t"] == "Div" and REMARK in item["c"][0][1] else item

    return {**book, "blocks": rewrite(book["blocks"], change)}


def _shown(part: Part) -> list[Remark]:
    return [remark for remark in part.source["remarks"] if remark["text"]]


def _placed(part: Part, label: str) -> list[Node]:
    """The chapter's blocks, each followed by the remarks that belong to it."""
    blocks = list(_leaves(part.blocks))
    following: dict[int, list[Node]] = {}
    for remark in _shown(part):
        block = _before(blocks, remark["line"])
        following.setdefault(id(block), []).append(_box(remark, part.chapter.path, label))
    # A chapter without a block of its own has them at its end
    return [*_with(part.blocks, following), *following.get(id(None), [])]


def _before(blocks: list[Node], line: int) -> Node | None:
    """The block that begins in the last line from this one up, else the first of all.

    Of several in a line it is the first: code in a list has only the line of its item.
    """
    above = [block for block in blocks if _line(block) <= line]
    return max(above, key=_line) if above else next(iter(blocks), None)


def _line(block: Node) -> int:
    return Location.parse(block["at"]).line or 0


def _leaves(blocks: list[Node]) -> Iterator[Node]:
    """The blocks with a position that hold no others that a remark may follow, in reading order."""
    for block in blocks:
        inside = _inside(block)
        if inside is None:
            if "at" in block:
                yield block
        else:
            for blocks_of_one in inside:
                yield from _leaves(blocks_of_one)


def _inside(block: Node) -> list[list[Node]] | None:
    """The lists of blocks in a block; None where it is a piece of its own."""
    content: Any = block.get("c")
    match block["t"]:
        case "Div":
            return [] if _belongs(block) else [content[1]]
        case "BlockQuote":
            return [content]
        case "BulletList":
            return list(content)
        case "OrderedList":
            return list(content[1])
        case "DefinitionList":
            return [blocks for _, definitions in content for blocks in definitions]
    return None


def _with(blocks: list[Node], following: dict[int, list[Node]]) -> list[Node]:
    made: list[Node] = []
    waiting: list[Node] = []
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        made.append(_around(block, following))
        waiting += following.get(id(block), [])
        if after is None or not _belongs(after):
            made += waiting
            waiting = []
    return made


def _belongs(block: Node) -> bool:
    """Whether a block cannot be parted from what is before it, as a chapter's status from its title."""
    return block["t"] == "Div" and not _PASSED.isdisjoint(block["c"][0][1])


def _around(block: Node, following: dict[int, list[Node]]) -> Node:
    content: Any = block.get("c")
    match block["t"]:
        case "Div" if not _belongs(block):
            return {**block, "c": [content[0], _with(content[1], following)]}
        case "BlockQuote":
            return {**block, "c": _with(content, following)}
        case "BulletList":
            return {**block, "c": [_with(item, following) for item in content]}
        case "OrderedList":
            return {**block, "c": [content[0], [_with(item, following) for item in content[1]]]}
        case "DefinitionList":
            entries = [[term, [_with(blocks, following) for blocks in definitions]] for term, definitions in content]
            return {**block, "c": entries}
    return block


def _box(remark: Remark, path: str, label: str) -> Node:
    """A remark with its label before it; blank lines part its paragraphs."""
    at = f"{path}:{remark['line']}"
    first, *others = (" ".join(paragraph.split()) for paragraph in _BETWEEN.split(remark["text"]))
    lead = node("Strong", words(f"{label}:"))
    paragraphs = [[lead, node("Space"), *words(first)], *map(words, others)]
    classes = (REMARK, "long") if len(remark["text"]) > _LONG else (REMARK,)
    return node("Div", [attr("", classes), [node("Para", inlines, at) for inlines in paragraphs]], at)
