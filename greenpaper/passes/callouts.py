"""Callouts of three dialects -> one shape: a Div of class `callout` and its kind, beginning with its title."""

from __future__ import annotations

import re

from greenpaper.model import Finding
from greenpaper.passes.book import Book, Context, Part
from greenpaper.tree import Node, attr, node, rewrite, text, walk, words

KINDS = ("note", "info", "tip", "important", "warning", "danger", "example", "quote")

# Names of Material for MkDocs, GitHub and pandoc that mean the same.
_SAME = {
    "abstract": "info", "summary": "info", "tldr": "info", "todo": "info", "seealso": "note", "hint": "tip",
    "success": "tip", "check": "tip", "done": "tip", "question": "info", "help": "info", "faq": "info",
    "caution": "warning", "attention": "warning", "failure": "danger", "fail": "danger", "missing": "danger",
    "error": "danger", "bug": "danger", "cite": "quote",
}  # fmt: skip
_PLACEMENT = frozenset({"inline", "end"})  # Material's modifiers: beside the text, which paper has no room for
# What is left of a callout that no reader of callouts knew, at the beginning of a paragraph or of a line in it.
_LEFT_OVER = re.compile(r"(?:!!!|\?\?\?\+?) *[\w\"]|\[![^\W\d][\w-]*\]")


def run(book: Book, context: Context) -> Book:
    """Rewrite every admonition, alert and fenced div that names a kind."""
    labels = {kind: context.words[f"callout_{kind}"] for kind in KINDS}

    def change(part: Part, findings: list[Finding]) -> list[Node]:
        for item in walk(part.blocks):
            if item["t"] in {"Para", "Plain"}:
                findings.extend(_left_over(item, part))
        made: list[Node] = rewrite(part.blocks, lambda item: _callout(item, part, labels, findings))
        return made

    return book.with_blocks(change)


def _callout(item: Node, part: Part, labels: dict[str, str], findings: list[Finding]) -> Node:
    if item["t"] != "Div":
        return item
    (identifier, classes, values), blocks = item["c"]
    names = [name for name in classes if name != "callout" and name not in _PLACEMENT]
    kind = next((_SAME.get(name, name) for name in names if _SAME.get(name, name) in KINDS), None)
    if kind is None and "callout" not in classes:
        return item
    if kind is None:
        name = names[0] if names else ""
        cure = f"known are {', '.join(KINDS)}; it is set as a note"
        findings.append(
            Finding(code="callout-unknown", where=part.where(item), what=f"'{name}' is no kind of callout", cure=cure)
        )
        kind = "note"
    title, blocks = _title(blocks, values)
    if title is None:
        title = words(labels[kind])
    head = node("Div", [attr("", ("callout-title",)), [node("Plain", title)]], item.get("at"))
    kept = [pair for pair in values if pair[0] != "title"]
    return {**item, "c": [[identifier, ["callout", kind], kept], [head, *blocks]]}


def _title(blocks: list[Node], values: list[list[str]]) -> tuple[list[Node] | None, list[Node]]:
    """The author's title and the blocks without it. GitHub's alerts carry a fixed English one, which is none."""
    given = next((value for key, value in values if key == "title"), None)
    first = blocks[0] if blocks else None
    if first and first["t"] == "Div" and "callout-title" in first["c"][0][1]:
        inside = first["c"][1]
        return (inside[0]["c"] if inside else None), blocks[1:]
    if first and first["t"] == "Div" and first["c"][0][1] == ["title"]:
        blocks = blocks[1:]
    return (words(given) if given else None), blocks


def _left_over(item: Node, part: Part) -> list[Finding]:
    lines: list[list[Node]] = [[]]
    for inline in item["c"]:
        if inline["t"] in {"SoftBreak", "LineBreak"}:
            lines.append([])
        else:
            lines[-1].append(inline)
    shown = [_short(text(line)) for line in lines if line and line[0]["t"] == "Str"]
    cure = "begin a line with `!!! note`, or a quote with a line `> [!NOTE]`"
    return [
        Finding(code="callout-unknown", where=part.where(item), what=f"'{line}' begins no callout", cure=cure)
        for line in shown
        if _LEFT_OVER.match(line)
    ]


def _short(line: str) -> str:
    """As much of a line as an author needs to find it."""
    words = line.split()
    return " ".join(words[:5]) + (" …" if len(words) > 5 else "")
