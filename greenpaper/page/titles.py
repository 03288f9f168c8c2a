"""Headings and captions as the contents and the lists of figures and tables repeat them: with their markup. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from greenpaper import pandoc, tree
from greenpaper.tree import Node

_BETWEEN = "<!-- next -->"  # pandoc writes no comment by itself


def titles(book: Node) -> dict[str, Markup]:
    """The HTML of each heading, chapter and caption by its id. Without notes and links: an entry is a link itself."""
    found = {identifier: _lean(inlines) for item in tree.walk(book["blocks"]) for identifier, inlines in _titled(item)}
    blocks = [block for inlines in found.values() for block in (tree.node("Plain", inlines), _between())]
    arguments = ["-f", "json", "-t", "html5", "--wrap=none", "--mathml"]
    html = pandoc.run(arguments, json.dumps(tree.pandoc(blocks), ensure_ascii=False))
    return {name: Markup(" ".join(part.split())) for name, part in zip(found, html.split(_BETWEEN), strict=False)}


def _between() -> Node:
    return tree.node("RawBlock", ["html", _BETWEEN])


def _titled(item: Node) -> Iterator[tuple[str, list[Node]]]:
    """The id and the text of a heading, of a chapter by its first heading, or of a figure or table with a caption."""
    content: Any = item.get("c")
    match item["t"]:
        case "Header":
            yield content[1][0], content[2]
        case "Div" if "chapter" in content[0][1] and content[1] and content[1][0]["t"] == "Header":
            yield content[0][0], content[1][0]["c"][2]
        case "Figure" | "Table" if content[1][1]:
            yield content[0][0], content[1][1][0]["c"]


def _lean(inlines: list[Node]) -> list[Node]:
    """The inlines in one line, without what leads elsewhere and what has an id."""

    def change(item: Node) -> Node | list[Node] | None:
        match item["t"]:
            case "Note":
                return None
            case "SoftBreak" | "LineBreak":
                return tree.node("Space")
            case "Image":
                return tree.words(tree.text(item))
            case "Code":
                return tree.node("Code", [tree.attr(), item["c"][1]])
            case "Span" if "math" in item["c"][0][1]:
                return item  # with its drawing for print
            case "Link" | "Span":
                language = tree.value(item["c"][0], "lang")
                inside: list[Node] = item["c"][1]
                return tree.node("Span", [tree.attr(lang=language), inside]) if language else inside
        return item

    made: list[Node] = tree.rewrite(inlines, change)
    return made
