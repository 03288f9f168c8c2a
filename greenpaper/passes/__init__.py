"""Tree -> tree over the whole book. One module per rewrite, one signature, and the order in one tuple.

Both PDF and DOCX come from what leaves here, so a fix in a pass reaches both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from greenpaper.model import Chapter, Finding, Location
from greenpaper.passes import (
    allowed,
    alternatives,
    blanks,
    callouts,
    facts,
    figures,
    footnotes,
    headings,
    link_texts,
    links,
    lists,
    numbers,
    paragraphs,
    questions,
    raw_html,
    remarks,
    status_html,
    tables,
    tasks,
)
from greenpaper.passes.book import Book, Context, Part, Pass
from greenpaper.passes.remarks import without as without_remarks
from greenpaper.tree import Node, attr, node, pandoc, rewrite, walk, words

__all__ = ["PASSES", "Context", "image_sources", "run", "without_missing_images", "without_remarks"]

PASSES: tuple[Pass, ...] = (
    allowed.run,  # first: classes and attributes that come after it are ours
    status_html.run,
    raw_html.run,  # what it makes (images, links, breaks) is for all below to see
    callouts.run,
    figures.run,
    alternatives.run,  # captions are known
    tables.run,
    blanks.run,  # paragraphs between an image and a text keep them apart until captions are known
    tasks.run,
    lists.run,
    footnotes.run,  # what are no headings and questions in them
    headings.run,  # blocks become sections, with ids
    numbers.run,
    questions.run,
    links.run,  # every id is known
    link_texts.run,
    paragraphs.run,  # after all that reads the words of a paragraph
    facts.run,
    remarks.run,  # last: they are no part of the text
)


def run(trees: Iterable[tuple[Chapter, dict[str, Any]]], context: Context) -> Node:
    """The tree files of all chapters -> the data of `build/book.json`."""
    parts = tuple(Part(chapter=chapter, source=tree, blocks=tree["blocks"]) for chapter, tree in trees)
    found = tuple(Finding.from_dict(item) for part in parts for item in part.source["findings"])
    book = Book(parts=parts, index={}, findings=found)
    for step in PASSES:
        book = step(book, context)
    index = {key: value for key, value in book.index.items() if value is not None}
    findings = [finding.as_dict() for finding in book.findings]
    return {**pandoc([block for part in book.parts for block in part.blocks]), "book": index, "findings": findings}


def image_sources(book: Node) -> dict[str, Location]:
    """Every image that the book names, with the first place that does."""
    found: dict[str, Location] = {}
    for item in walk(book["blocks"]):
        if item["t"] == "Image":
            found.setdefault(item["c"][2][0], Location.parse(item.get("at", "")))
    return found


def without_missing_images(book: Node, images: Mapping[str, Any], missing: str) -> Node:
    """The book with the text `missing` and its path where an image could not be prepared."""

    def change(item: Node) -> Node:
        if item["t"] != "Image" or item["c"][2][0] in images:
            return item
        label = f"{missing}: {item['c'][2][0]}"
        return node("Span", [attr("", ("missing-image",)), words(label)], item.get("at"))

    return {**book, "blocks": rewrite(book["blocks"], change)}
