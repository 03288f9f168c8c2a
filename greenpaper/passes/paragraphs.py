"""Paragraph numbers: what a reader of a hearing draft cites. One place decides what gets one.

`3-12` is the twelfth paragraph of chapter 3, `A-4` the fourth of appendix A; chapters without a label count as i, ii.
Paragraphs are those of the text, of quotes and of callouts, and blocks of code, in reading order. Headings, figures,
captions and notes have numbers of their own; a formula on a line of its own is part of the sentence before it.

`3-12 a` is a list item, a defined term or a row of a table right below paragraph 3-12; where no paragraph stands right
above, the list or table takes the next number. What is inside an item goes on with a point: `3-12 a.1` is the first
item of a list in it, and `3-12 a.2` the second cell of a row. Below the first paragraph of an item the rest belongs to
the item. So a change moves only the numbers behind it at its own level.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from greenpaper.passes.book import Book, Context
from greenpaper.tree import INLINE_WRAPPERS, PARAGRAPH_NUMBER, Node, attr, node, words

_NO_TEXT = frozenset({"Image", "Space", "SoftBreak", "LineBreak", "RawInline"})
_AROUND = INLINE_WRAPPERS | {"Link", "Span", "Quoted", "Cite"}  # inlines that say what stands in them
_LISTS = frozenset({"BulletList", "OrderedList", "DefinitionList"})
_PASSED = frozenset({"status-row", "callout-title"})  # classes of blocks that are no text of the chapter
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def run(book: Book, context: Context) -> Book:
    """Number every chapter, where the document has paragraph numbers."""
    if not context.document.paragraph_numbers:
        return book
    unlabelled = itertools.count(1)
    labels = {part.chapter.path: part.chapter.label or _roman(next(unlabelled)) for part in book.parts}
    return book.with_blocks(lambda part, _: _Chapter(labels[part.chapter.path]).blocks(part.blocks, "")[0])


def identifier(number: str) -> str:
    """The id of the paragraph with this number: `3-12 a.1` is p3-12a-1."""
    return "p" + number.replace(" ", "").replace(".", "-")


class _Chapter:
    """One chapter being numbered. `above` is always the number of the paragraph right above a block, "" for none."""

    def __init__(self, label: str) -> None:
        self._numbers = (f"{label}-{count}" for count in itertools.count(1))

    def blocks(self, blocks: list[Node], above: str) -> tuple[list[Node], str]:
        """The blocks with their numbers, and the number that is right above what follows them."""
        made: list[Node] = []
        for block in blocks:
            numbered, above = self._block(block, above)
            made.append(numbered)
        return made, above

    def _block(self, block: Node, above: str) -> tuple[Node, str]:
        kind, content = block["t"], block.get("c")
        if _is_text(block):
            number = next(self._numbers)
            return _marked(block, number), number
        if kind in _LISTS:
            return _with_items(block, self._letters(above)), ""
        if kind == "Table":
            return _with_rows(block, self._letters(above)), ""
        if kind == "BlockQuote":
            return {**block, "c": self.blocks(content, "")[0]}, ""  # type: ignore[arg-type]
        if kind == "Div" and _PASSED.isdisjoint(content[0][1]):  # type: ignore[index]
            triple, inside = content  # type: ignore[misc]
            apart = "callout" in triple[1]
            made, last = self.blocks(inside, "" if apart else above)
            return {**block, "c": [triple, made]}, "" if apart else last
        return block, ""

    def _letters(self, above: str) -> Iterator[str]:
        """Numbers of items below a paragraph, else below the next number, which is taken when there is an item."""
        yield from _lettered(above or next(self._numbers))


def _is_text(block: Node) -> bool:
    """Whether a block takes a mark: a paragraph that is more than images and set-apart formulas, or code."""
    if block["t"] in {"Para", "Plain"}:
        return _says_something(block["c"])
    return bool(block["t"] == "CodeBlock")


def _says_something(inlines: list[Node]) -> bool:
    for item in inlines:
        if item["t"] in _AROUND:
            inside = item["c"] if item["t"] in INLINE_WRAPPERS else item["c"][1]
            if _says_something(inside):
                return True
        elif item["t"] not in _NO_TEXT and not _is_display(item):
            return True
    return False


def _is_display(item: Node) -> bool:
    return bool(item["t"] == "Math" and item["c"][0]["t"] == "DisplayMath")


def _marked(block: Node, number: str) -> Node:
    """A block that `_is_text` with its number: an inline before its text, or an attribute of code."""
    if block["t"] != "CodeBlock":
        return {**block, "c": [_mark(number), *block["c"]]}
    (own, classes, pairs), text = block["c"]
    return {**block, "c": [[own or identifier(number), classes, [*pairs, ["n", number]]], text]}


def _mark(number: str) -> Node:
    return node("Span", [attr(identifier(number), (PARAGRAPH_NUMBER,)), words(number)])


def _with_items(block: Node, numbers: Iterator[str]) -> Node:
    """A list whose items have these numbers."""
    match block["t"]:
        case "BulletList":
            return {**block, "c": [_item(item, next(numbers)) for item in block["c"]]}
        case "OrderedList":
            style, items = block["c"]
            return {**block, "c": [style, [_item(item, next(numbers)) for item in items]]}
    return {**block, "c": [_definition(term, blocks, next(numbers)) for term, blocks in block["c"]]}


def _item(blocks: list[Node], number: str) -> list[Node]:
    """An item with its number at its first text; lists and tables before that have numbers of their own."""
    for place, block in enumerate(blocks):
        marked, done = _first_marked([block], number)
        if done or block["t"] in _LISTS or block["t"] == "Table":
            blocks = [*blocks[:place], *marked, *blocks[place + 1 :]]
            break
    return _inside(blocks, _pointed(number))


def _definition(term: list[Node], definitions: list[list[Node]], number: str) -> list[Any]:
    inside = _pointed(number)
    return [[_mark(number), *term], [_inside(blocks, inside) for blocks in definitions]]


def _first_marked(blocks: list[Node], number: str) -> tuple[list[Node], bool]:
    """The blocks with the number at their first text, if they begin with any, and whether they do."""
    if not blocks:
        return blocks, False
    first, *rest = blocks
    if _is_text(first):
        return [_marked(first, number), *rest], True
    if first["t"] == "BlockQuote":
        inside, done = _first_marked(first["c"], number)
        return [{**first, "c": inside}, *rest], done
    if first["t"] == "Div" and not _PASSED.isdisjoint(first["c"][0][1]):  # the title of a callout
        inside, done = _first_marked(rest, number)
        return [first, *inside], done
    if first["t"] == "Div":
        inside, done = _first_marked(first["c"][1], number)
        return [{**first, "c": [first["c"][0], inside]}, *rest], done
    return blocks, False


def _inside(blocks: list[Node], numbers: Iterator[str]) -> list[Node]:
    """What stands in an item: its lists and tables go on with `numbers`."""
    made: list[Node] = []
    for block in blocks:
        if block["t"] in _LISTS:
            made.append(_with_items(block, numbers))
        elif block["t"] == "Table":
            made.append(_with_rows(block, numbers))
        elif block["t"] == "BlockQuote":
            made.append({**block, "c": _inside(block["c"], numbers)})
        elif block["t"] == "Div":
            made.append({**block, "c": [block["c"][0], _inside(block["c"][1], numbers)]})
        else:
            made.append(block)
    return made


def _with_rows(table: Node, numbers: Iterator[str]) -> Node:
    """A table whose rows below the head have these numbers, and their cells those of the row with a point."""
    triple, caption, columns, head, bodies, foot = table["c"]
    made = [[own, stub, inner, [_row(row, next(numbers)) for row in rows]] for own, stub, inner, rows in bodies]
    below = [foot[0], [_row(row, next(numbers)) for row in foot[1]]]
    return {**table, "c": [triple, caption, columns, head, made, below]}


def _row(row: list[Any], number: str) -> list[Any]:
    """The mark stands in the first cell alone: a number in each would be in the way of reading."""
    own, cells = row
    made = [_cell(cell, inside) for cell, inside in zip(cells, _pointed(number), strict=False)]
    if made:
        blocks, done = _first_marked(made[0][4], number)
        made[0][4] = blocks if done else [node("Plain", [_mark(number)]), *blocks]
    return [own, made]


def _cell(cell: list[Any], number: str) -> list[Any]:
    (own, classes, pairs), align, rows, columns, blocks = cell
    return [[own, classes, [*pairs, ["n", number]]], align, rows, columns, _inside(blocks, _pointed(number))]


def _lettered(number: str) -> Iterator[str]:
    return (f"{number} {_letters(count)}" for count in itertools.count(1))


def _pointed(number: str) -> Iterator[str]:
    return (f"{number}.{count}" for count in itertools.count(1))


def _letters(count: int) -> str:
    """A to z, then aa, ab and so on."""
    made = ""
    while count:
        count, digit = divmod(count - 1, 26)
        made = chr(ord("a") + digit) + made
    return made


def _roman(count: int) -> str:
    """Numerals in lower case, so that they are no letter of an appendix."""
    made = ""
    for value, numeral in _ROMAN:
        made += numeral * (count // value)
        count %= value
    return made
