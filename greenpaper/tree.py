"""pandoc's JSON tree: build, walk, rewrite. Pure.

A node is the plain dict that pandoc reads and writes, `{"t": type, "c": content}`. Blocks made by `reading` carry one
more key, `"at": "chapters/03.md:12"`, which pandoc ignores (it reads JSON objects by key) and which is how a finding
in any later stage knows its line. Nodes are never changed in place: a rewrite returns new ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

Node = dict[str, Any]
Attr = list[Any]  # [id, [class, ...], [[key, value], ...]]

API_VERSION = [1, 23, 1, 1]  # of pandoc 3.9, which pyproject.toml pins

DEEPEST = 40  # levels of blocks and inlines in each other: what has many more of them no layout ends
PARAGRAPH_NUMBER = "paragraph-number"  # class of the span before a paragraph's text that holds its number
REMARK = "remark"  # class of the Div that shows a remark between authors
INLINE_WRAPPERS = frozenset({"Emph", "Strong", "Strikeout", "Superscript", "Subscript", "SmallCaps", "Underline"})


def pandoc(blocks: list[Node]) -> Node:
    """A whole document of these blocks, without metadata."""
    return {"pandoc-api-version": API_VERSION, "meta": {}, "blocks": blocks}


def node(kind: str, content: Any = None, at: str | None = None) -> Node:
    """A node of type `kind`; `at` is its source position."""
    made: Node = {"t": kind} if content is None else {"t": kind, "c": content}
    return made if at is None else {**made, "at": at}


def attr(identifier: str = "", classes: tuple[str, ...] = (), /, **values: str) -> Attr:
    """An attribute triple. Keyword names with `_` become `-`."""
    return [identifier, list(classes), [[key.replace("_", "-"), value] for key, value in values.items()]]


def words(text: str) -> list[Node]:
    """Inlines for plain text."""
    made: list[Node] = []
    for number, word in enumerate(text.split(" ")):
        if number:
            made.append({"t": "Space"})
        if word:
            made.append({"t": "Str", "c": word})
    return made


def value(attributes: Attr, key: str) -> str | None:
    """The value of a key in an attribute triple."""
    return next((v for k, v in attributes[2] if k == key), None)


def attributes(item: Node) -> Attr | None:
    """The attribute triple of a node, or None where its type has none."""
    kind, content = item["t"], item.get("c")
    if kind in {"Div", "Span", "Link", "Image", "Code", "CodeBlock", "Table", "Figure"}:
        return content[0]  # type: ignore[index,no-any-return]
    return content[1] if kind == "Header" else None  # type: ignore[index]


def numbered(inlines: list[Node]) -> tuple[list[Node], list[Node]]:
    """A paragraph's inlines as its number (none or one span) and its text."""
    first = inlines[0] if inlines else None
    marked = first is not None and first["t"] == "Span" and PARAGRAPH_NUMBER in first["c"][0][1]
    return (inlines[:1], inlines[1:]) if marked else ([], inlines)


def text(inlines: Any) -> str:
    """Plain text of a node, a list of nodes or any part of a tree; notes and raw markup left out, breaks as a space."""
    parts: list[str] = []
    _collect(inlines, parts)
    return "".join(parts)


def _collect(item: Any, parts: list[str]) -> None:
    if isinstance(item, list):
        for child in item:
            _collect(child, parts)
        return
    if not isinstance(item, dict):
        return
    kind, content = item["t"], item.get("c")
    if kind == "Str":
        parts.append(content)  # type: ignore[arg-type]
    elif kind in {"Space", "SoftBreak", "LineBreak"}:
        parts.append(" ")
    elif kind in {"Code", "CodeBlock", "Math"}:
        parts.append(content[1])  # type: ignore[index]
    elif kind == "Quoted":
        marks = ("‘", "’") if content[0]["t"] == "SingleQuote" else ("“", "”")  # type: ignore[index]
        parts.append(marks[0])
        _collect(content[1], parts)  # type: ignore[index]
        parts.append(marks[1])
    elif kind in {"Link", "Image", "Span", "Cite"}:
        _collect(content[1], parts)  # type: ignore[index]
    elif kind not in {"Note", "RawInline", "RawBlock"}:
        _collect(content, parts)


def walk(item: Any) -> Iterator[Node]:
    """Every node of a tree or part of one, in document order, parents first."""
    if isinstance(item, list):
        for child in item:
            yield from walk(child)
    elif isinstance(item, dict):
        if "t" in item:
            yield item
        if "c" in item:
            yield from walk(item["c"])
        elif "t" not in item:
            for child in item.values():
                yield from walk(child)


Rewrite = Callable[[Node], "Node | list[Node] | None"]


def rewrite(item: Any, change: Rewrite) -> Any:
    """The tree with `change` applied to every node, children first.

    `change` returns the node itself (kept), another node, a list (spliced in its place) or None (dropped).
    """
    if isinstance(item, list):
        made: list[Any] = []
        for child in item:
            if isinstance(child, dict) and "t" in child:
                changed = change(_inside(child, change))
                if isinstance(changed, list):
                    made.extend(changed)
                elif changed is not None:
                    made.append(changed)
            else:
                made.append(rewrite(child, change))
        return made
    if isinstance(item, dict):
        return _inside(item, change)
    return item


def _inside(item: Node, change: Rewrite) -> Node:
    content = item.get("c")
    if not isinstance(content, list | dict):
        return item
    return {**item, "c": rewrite(content, change)}


def rewrite_lists(item: Any, change: Callable[[list[Node]], list[Node]]) -> Any:
    """The tree with `change` applied to every list of sibling nodes, innermost first.

    For rewrites that look at neighbours: a caption after a table, an opening tag and its closing one.
    """
    if isinstance(item, list):
        inside = [rewrite_lists(child, change) for child in item]
        if inside and all(isinstance(child, dict) and "t" in child for child in inside):
            return change(inside)
        return inside
    if isinstance(item, dict) and isinstance(item.get("c"), list | dict):
        return {**item, "c": rewrite_lists(item["c"], change)}
    return item
