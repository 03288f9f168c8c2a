"""Anchors: a name for every piece of text, the same from build to build, by which remarks find their way back. Pure.

A piece is what Word calls a paragraph: of the text, a list item, a cell of a table, a heading, a caption, a note. Its
name follows from its words and its chapter, not from its place: what is added or taken away elsewhere does not change
it. Where a chapter has the same words again, the first comes first.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from greenpaper import tree
from greenpaper.model import Location
from greenpaper.tree import Node, attr, node

ANCHOR = "anchor"  # class of the span round the inlines of a piece, and the key of a code block's own
_PREFIX = "_P"  # Word hides bookmarks whose names begin with a line
_DIGITS = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Anchor:
    """A piece of text. `number` is what readers cite it by: of paragraph, heading, figure, table or note, or ""."""

    identifier: str
    kind: str  # paragraph, item, cell, heading, title, caption, figure, term, definition, code, note, status
    where: Location
    number: str

    def as_dict(self, text: str) -> dict[str, Any]:
        """JSON form, with the text that an output shows for it."""
        return {
            "id": self.identifier,
            "kind": self.kind,
            "file": self.where.path,
            "line": self.where.line,
            "number": self.number,
            "text": text,
        }


def anchored(book: Node) -> tuple[Node, tuple[Anchor, ...]]:
    """The book with a span of class `anchor` round every piece, and the anchors in the order of the text.

    A block of code has its anchor as an attribute of that name.
    """
    made: list[Anchor] = []
    taken: set[str] = set()
    blocks = []
    for block in book["blocks"]:
        slug = block["c"][0][0] if block["t"] == "Div" else ""
        blocks += _Chapter(slug, made, taken).blocks([block], "paragraph")
    return {**book, "blocks": blocks}, tuple(made)


def span(inlines: list[Node]) -> Node | None:
    """The anchor's span, where it holds all of these inlines."""
    first = inlines[0] if len(inlines) == 1 else None
    return first if first and first["t"] == "Span" and ANCHOR in first["c"][0][1] else None


class _Chapter:
    """The pieces of one chapter, named one after the other."""

    def __init__(self, slug: str, made: list[Anchor], taken: set[str]) -> None:
        self._slug, self._made, self._taken = slug, made, taken
        self._at = ""

    def blocks(self, blocks: list[Node], kind: str, number: str = "") -> list[Node]:
        return [self._block(block, kind, number) for block in blocks]

    def _block(self, block: Node, kind: str, number: str) -> Node:
        self._at = block.get("at", self._at)
        content = block.get("c")
        match block["t"]:
            case "Para" | "Plain":
                return {**block, "c": self._inlines(content, kind, number)}  # type: ignore[arg-type]
            case "Header":
                level, triple, inlines = content  # type: ignore[misc]
                number = tree.value(triple, "number") or ""
                return {**block, "c": [level, triple, self._inlines(inlines, "heading", number)]}
            case "CodeBlock":
                (own, classes, pairs), text = content  # type: ignore[misc]
                name = self._name("code", tree.value(content[0], "n") or "", text)  # type: ignore[index]
                return {**block, "c": [[own, classes, [*pairs, [ANCHOR, name]]], text]}
            case "Div":
                triple, inside = content  # type: ignore[misc]
                special = {"status-row": "status", "callout-title": "title"}
                kind = next((special[name] for name in triple[1] if name in special), kind)
                return {**block, "c": [triple, self.blocks(inside, kind, number)]}
            case "BlockQuote":
                return {**block, "c": self.blocks(content, kind, number)}  # type: ignore[arg-type]
            case "BulletList":
                return {**block, "c": [self.blocks(item, "item") for item in content]}  # type: ignore[union-attr]
            case "OrderedList":
                style, items = content  # type: ignore[misc]
                return {**block, "c": [style, [self.blocks(item, "item") for item in items]]}
            case "DefinitionList":
                return {**block, "c": [self._definition(*entry) for entry in content]}  # type: ignore[union-attr]
            case "Figure":
                triple, caption, inside = content  # type: ignore[misc]
                inside = self.blocks(inside, "figure")
                return {**block, "c": [triple, self._caption(triple, caption), inside]}
            case "Table":
                return {**block, "c": self._table(content)}  # type: ignore[arg-type]
        return block

    def _definition(self, term: list[Node], definitions: list[list[Node]]) -> list[Any]:
        return [self._inlines(term, "term", ""), [self.blocks(blocks, "definition") for blocks in definitions]]

    def _caption(self, triple: tree.Attr, caption: list[Any]) -> list[Any]:
        short, blocks = caption
        number = tree.value(triple, "number") or ""
        if number and not blocks:
            blocks = [node("Plain", [])]  # its number is a caption too
        return [short, self.blocks(blocks, "caption", number)]

    def _table(self, content: list[Any]) -> list[Any]:
        triple, caption, columns, (head, head_rows), bodies, (foot, foot_rows) = content
        return [
            triple,
            self._caption(triple, caption),
            columns,
            [head, self._rows(head_rows)],
            [[own, stub, self._rows(heads), self._rows(rows)] for own, stub, heads, rows in bodies],
            [foot, self._rows(foot_rows)],
        ]

    def _rows(self, rows: list[Any]) -> list[Any]:
        return [[own, [self._cell(cell) for cell in cells]] for own, cells in rows]

    def _cell(self, cell: list[Any]) -> list[Any]:
        *look, blocks = cell
        # An empty cell is a piece as well: a reviewer may fill it.
        return [*look, self.blocks(blocks or [node("Plain", [])], "cell", tree.value(cell[0], "n") or "")]

    def _inlines(self, inlines: list[Node], kind: str, number: str) -> list[Node]:
        """The inlines in their anchor, and the notes that hang on them with anchors of their own."""
        mark, text = tree.numbered(inlines)
        name = self._name(kind, tree.text(mark) or number, tree.text(text))
        at = self._at
        inside = tree.rewrite(inlines, self._note)
        self._at = at
        return [node("Span", [attr(name, (ANCHOR,)), inside])]

    def _note(self, item: Node) -> Node:
        """A note, with its anchor round its sign: what names a note's own text, LibreOffice names anew."""
        if item["t"] != "Note":
            return item
        blocks = item["c"]
        self._at = next((block["at"] for block in blocks if "at" in block), item.get("at", self._at))
        name = self._name("note", str(item.get("n", "")), " ".join(tree.text(block) for block in blocks))
        return node("Span", [attr(name, (ANCHOR,)), [item]])

    def _name(self, kind: str, number: str, text: str) -> str:
        """A new name for this text; the next one where it is taken, by the same words or by chance."""
        words = unicodedata.normalize("NFC", " ".join(text.split()))
        # A heading's words often stand in a table or list as well: neither shall take the other's name.
        heading = "heading" if kind == "heading" else ""
        name = next(name for name in _names(self._slug, heading, words) if name not in self._taken)
        self._taken.add(name)
        self._made.append(Anchor(identifier=name, kind=kind, where=Location.parse(self._at), number=number))
        return name


def _names(*facts: str) -> Iterator[str]:
    """The names of a first, second … piece of the same facts."""
    count = 0
    while True:
        count += 1
        digest = hashlib.sha256("\0".join((*facts, str(count))).encode()).hexdigest()
        yield _PREFIX + digest[:_DIGITS]
