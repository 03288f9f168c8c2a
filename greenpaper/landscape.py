"""Which blocks of a chapter stand on landscape pages: its landscape tables, and text that would be left alone. Pure.

A named page ends the page before it (CSS Paged Media 3, 7.2). So a heading right above such a table goes with it, and
so does text that would stand almost alone: between two of the tables, or between one and an end of the chapter.
"""

from __future__ import annotations

from greenpaper import tree
from greenpaper.tree import Node

CLASS = "landscape"  # of the tables, and of the Div made here
_LITTLE = 900  # characters: a fifth of a page
_BLOCK = 100  # characters' worth of space that a block takes besides its text
_TEXT = frozenset({"Header", "Para", "Plain", "Div", "BulletList", "OrderedList", "DefinitionList", "BlockQuote"})

_NOTHING = tree.node("Plain", [])  # before a heading, which pandoc would else take for that of a whole section


def group(blocks: list[Node]) -> list[Node]:
    """The blocks of a chapter, those for landscape pages put into a Div of that class."""
    places = [index for index, block in enumerate(blocks) if _is_landscape(block)]
    if not places:
        return blocks
    turned = set(places)
    for before, after in zip([-1, *places], [*places, len(blocks)], strict=True):
        between = range(before + 1, after)
        if _is_little([blocks[index] for index in between]):
            turned.update(between)
    for place in places:
        while place > 0 and blocks[place - 1]["t"] == "Header":
            place -= 1
            turned.add(place)
    made: list[Node] = []
    for index, block in enumerate(blocks):
        if index not in turned:
            made.append(block)
        elif index - 1 in turned:
            made[-1]["c"][1].append(block)
        else:
            made.append(tree.node("Div", [tree.attr("", (CLASS,)), [_NOTHING, block]]))
    return made


def _is_landscape(block: Node) -> bool:
    return block["t"] == "Table" and CLASS in block["c"][0][1]


def _is_little(blocks: list[Node]) -> bool:
    if not all(block["t"] in _TEXT for block in blocks):
        return False
    if any(item["t"] in {"Image", "Table"} for item in tree.walk(blocks)):
        return False
    return sum(len(tree.text(block)) + _BLOCK for block in blocks) <= _LITTLE
