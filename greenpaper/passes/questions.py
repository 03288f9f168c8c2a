"""Questions to those who are heard: their numbers, ids and titles, and the list of them in the index.

A question is a callout of the kind `question`. It is numbered through the whole document: an answer can name it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from greenpaper.hearing import check_question
from greenpaper.model import Finding
from greenpaper.passes.book import Book, Context, Part
from greenpaper.passes.callouts import QUESTION
from greenpaper.tree import Node, rewrite, text, walk, words

_PARAGRAPHS = frozenset({"Para", "Plain", "Header", "CodeBlock"})


def run(book: Book, context: Context) -> Book:
    """Number the questions in reading order; say which of them a finished document still asks."""
    label = context.words["question"]
    entries: list[dict[str, Any]] = []

    def number(part: Part, findings: list[Finding]) -> list[Node]:
        def change(item: Node) -> Node:
            if item["t"] != "Div" or not {"callout", QUESTION} <= set(item["c"][0][1]):
                return item
            made, entry = _numbered(item, str(len(entries) + 1), label)
            entries.append({**entry, "chapter": part.chapter.slug})
            findings.extend(check_question(context.document, context.vocabulary, part.where(item)))
            return made

        blocks: list[Node] = rewrite(part.blocks, change)
        return blocks

    return book.with_blocks(number).with_index(questions=entries)


def _numbered(item: Node, number: str, label: str) -> tuple[Node, dict[str, Any]]:
    """The question with its number in its title, and its entry of the index."""
    (identifier, classes, values), (head, *blocks) = item["c"]
    identifier = identifier or f"{QUESTION}-{number}"
    own = head["c"][1][0]["c"]
    title = [*words(f"{label} {number}{':' if own else ''}"), *([{"t": "Space"}, *own] if own else [])]
    head = {**head, "c": [head["c"][0], [{**head["c"][1][0], "c": title}]]}
    kept = [pair for pair in values if pair[0] != "number"]
    entry = {
        "id": identifier,
        "number": number,
        "title": " ".join(text(own).split()),
        "text": "\n".join(_lines(blocks)),
    }
    return {**item, "c": [[identifier, classes, [*kept, ["number", number]]], [head, *blocks]]}, entry


def _lines(blocks: list[Node]) -> Iterator[str]:
    """The question's words, a line for each paragraph; items of lists with a mark before them."""
    for block in blocks:
        kind, content = block["t"], block.get("c")
        if kind == "BulletList":
            yield from (line for item in content for line in _marked(item, "–"))  # type: ignore[union-attr]
        elif kind == "OrderedList":
            (first, *_), items = content  # type: ignore[misc]
            yield from (line for at, item in enumerate(items, first) for line in _marked(item, f"{at}."))
        elif kind == "Div":
            yield from _lines(content[1])  # type: ignore[index]
        elif kind in _PARAGRAPHS and (line := " ".join(text(block).split())):
            yield line
        elif kind not in _PARAGRAPHS:
            inside = rewrite(content, lambda item: None if item["t"] == "Note" else item)
            yield from _lines([item for item in walk(inside) if item["t"] in _PARAGRAPHS])


def _marked(blocks: list[Node], mark: str) -> Iterator[str]:
    for at, line in enumerate(_lines(blocks)):
        yield line if at else f"{mark} {line}"
