"""Callouts of three dialects -> one shape: a Div of class `callout` and its kind, beginning with its title.

The title of a question is what the author gave it, or empty: `questions` puts its number there.
"""

from __future__ import annotations

import re
from dataclasses import replace

from greenpaper.model import Finding, Location
from greenpaper.passes.book import Book, Context, Part
from greenpaper.tree import Node, attr, node, rewrite, text, walk, words

KINDS = ("note", "info", "tip", "important", "warning", "danger", "example", "quote", "question")
QUESTION = "question"  # a question to those who are heard, which has a number

# Names of Material for MkDocs, GitHub and pandoc that mean the same.
_SAME = {
    "abstract": "info", "summary": "info", "tldr": "info", "todo": "info", "seealso": "note", "hint": "tip",
    "success": "tip", "check": "tip", "done": "tip", "help": "info", "faq": "info",
    "caution": "warning", "attention": "warning", "failure": "danger", "fail": "danger", "missing": "danger",
    "error": "danger", "bug": "danger", "cite": "quote",
}  # fmt: skip
_PLACEMENT = frozenset({"inline", "end"})  # Material's modifiers: beside the text, which paper has no room for
MARKS = frozenset({"callout", "callout-title", *KINDS, *_SAME, *_PLACEMENT})  # classes by which one is known
# GitHub's first line of an alert. pandoc knows its five kinds; a title behind it is what Obsidian lets authors write.
_ALERT = re.compile(r"\[!([^\W\d][\w-]*)\]")
# What is left of a callout that no reader of callouts knew, at the beginning of a paragraph or of a line in it.
_LEFT_OVER = re.compile(r"(?:!!!|\?\?\?\+?) *[\w\"]|\[![^\W\d][\w-]*\]")


def run(book: Book, context: Context) -> Book:
    """Rewrite every admonition, alert and fenced div that names a kind."""
    labels = {kind: context.words[f"callout_{kind}"] for kind in KINDS if kind != QUESTION}

    def change(part: Part, findings: list[Finding]) -> list[Node]:
        blocks = rewrite(part.blocks, _alert)
        for item in walk(blocks):
            if item["t"] in {"Para", "Plain"}:
                findings.extend(_left_over(item, part))
        made: list[Node] = rewrite(blocks, lambda item: _callout(item, part, labels, findings))
        return made

    return book.with_blocks(change)


def _alert(item: Node) -> Node:
    """A quote whose first line is that of an alert, of a kind that pandoc does not know, as a div of that kind."""
    first = item["c"][0] if item["t"] == "BlockQuote" and item["c"] else None
    if not first or first["t"] not in {"Para", "Plain"} or not first["c"] or first["c"][0]["t"] != "Str":
        return item
    found = _ALERT.fullmatch(first["c"][0]["c"])
    name = found[1].lower() if found else ""
    if _SAME.get(name, name) not in KINDS:
        return item
    inlines = first["c"][1:]
    end = next((at for at, inline in enumerate(inlines) if inline["t"] in {"SoftBreak", "LineBreak"}), len(inlines))
    title, text = inlines[:end], inlines[end + 1 :]
    while title and title[0]["t"] == "Space":
        title = title[1:]
    blocks = [{**first, "c": text, **_next_line(first)}, *item["c"][1:]] if text else item["c"][1:]
    if title:
        head = node("Div", [attr("", ("callout-title",)), [node("Plain", title)]], first.get("at"))
        blocks = [head, *blocks]
    return {**item, "t": "Div", "c": [attr("", ("callout", name)), blocks]}


def _next_line(item: Node) -> dict[str, str]:
    """The position of what stands in the line below the beginning of `item`."""
    if "at" not in item:
        return {}
    place = Location.parse(item["at"])
    return {"at": str(replace(place, line=place.line + 1 if place.line else None))}


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
        title = words(labels[kind]) if kind in labels else []
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
