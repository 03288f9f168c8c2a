"""Numbers and ids of captioned figures and tables, and of footnotes; the lists of figures and tables in the index."""

from __future__ import annotations

import itertools
from typing import Any

from greenpaper.model import Finding
from greenpaper.passes.book import Book, Context, Part
from greenpaper.tree import Node, rewrite, text


def run(book: Book, context: Context) -> Book:
    """Number what is captioned, through the whole document, in reading order."""
    figures: list[dict[str, Any]] = []
    tables: list[dict[str, Any]] = []
    notes = itertools.count(1)

    def change(item: Node) -> Node:
        if item["t"] == "Figure" and item["c"][1][1]:
            return _captioned(item, figures, "figure")
        if item["t"] == "Table" and item["c"][1][1]:
            return _captioned(item, tables, "table")
        return {**item, "n": next(notes)} if item["t"] == "Note" else item

    def number(part: Part, findings: list[Finding]) -> list[Node]:
        made: list[Node] = rewrite(part.blocks, change)
        return made

    book = book.with_blocks(number)
    return book.with_index(figures=figures, tables=tables, notes=next(notes) - 1)


def _captioned(item: Node, entries: list[dict[str, Any]], kind: str) -> Node:
    triple, caption = item["c"][0], item["c"][1]
    number = str(len(entries) + 1)
    identifier = triple[0] or f"{kind}-{number}"
    entries.append({"id": identifier, "number": number, "text": " ".join(text(caption[1]).split())})
    values = [pair for pair in triple[2] if pair[0] != "number"]
    return {**item, "c": [[identifier, triple[1], [*values, ["number", number]]], *item["c"][1:]]}
