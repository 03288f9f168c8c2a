"""A chapter's status as a row of badges under its title, in the document's language."""

from __future__ import annotations

from typing import Any

from greenpaper.imprint import term_name
from greenpaper.passes.book import Context
from greenpaper.tree import Node, attr, node, words


def status_row(status: dict[str, Any], context: Context) -> list[Node]:
    """The row, or nothing where the status table says nothing. `status` is that of the tree file."""
    vocabulary, strings = context.vocabulary, context.words
    badges: list[tuple[tuple[str, ...], str]] = []
    if status["status"]:
        label = term_name(vocabulary.statuses, status["status"], strings)
        badges.append((("badge", "status", f"status-{status['status']}"), label))
    if status["version"]:
        badges.append((("badge", "version"), f"{strings['version']} {status['version']}"))
    if status["maturity"]:
        name = term_name(vocabulary.maturities, status["maturity"], strings)
        badges.append((("badge", "maturity"), f"{strings['maturity']}: {name}"))
    if status["level"]:
        badges.append((("badge", "level"), term_name(vocabulary.levels, status["level"], strings)))
    spans: list[Node] = []
    for classes, label in badges:
        spans += [node("Space")] if spans else []
        spans.append(node("Span", [attr("", classes), words(label)]))
    return [node("Div", [attr("", ("status-row",)), [node("Plain", spans)]])] if spans else []
