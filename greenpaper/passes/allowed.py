"""Classes and attributes that authors may write in Markdown; all others are told and left out.

The page, the theme and Word know what Greenpaper makes by classes and attributes. So an author's `::: {.chapter}` or
`[x]{.math data-print=…}` must not reach them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from greenpaper.model import Finding
from greenpaper.passes.alternatives import DECORATIVE
from greenpaper.passes.book import Book, Context, Part
from greenpaper.passes.callouts import MARKS
from greenpaper.passes.table_setting import CLASSES as TABLES
from greenpaper.tree import Node, attributes, rewrite, rewrite_lists, text
from greenpaper.unseen import hides, point
from greenpaper.words import is_language_tag

CLASSES: dict[str, frozenset[str]] = {
    "Div": MARKS | {"title", "figure-block", "figcaption"},
    "Header": frozenset({"unnumbered", "unlisted"}),
    "Image": frozenset({DECORATIVE}),
    "Table": TABLES,
}
# Those that mean something in the outputs: no language of a block of code may be called so.
OWN = frozenset({
    "appendix", "back", "badge", "banner", "broken-link", "browser", "callout", "callout-title", "chapter", "closing",
    "contents", "cover", "display", "edition", "facts", "footnote", "footnotes", "front", "hearing", "hearing-title",
    "inline", "label", "landscape", "lists", "logo", "long", "math", "missing-image", "notice", "noteref", "number",
    "paragraph", "paragraph-number", "part", "portrait", "publisher", "remark", "section", "sheet", "short", "skip",
    "standing", "status", "status-page", "status-row", "subtitle", "table-wrap", "task", "tasks", "title", "version",
    "wide", "with", "xref", "org",
} | MARKS)  # fmt: skip
_CODE = re.compile(r"[A-Za-z0-9][\w+#./-]*")
_KEYS = {"Image": {"width", "height"}, "Div": {"title"}}
_DIRECTIONS = ("ltr", "rtl", "auto")
_RAW = re.compile(r"\{=[\w-]+\}")
_RAW_CURE = "write it as Markdown: what only one output could show is not taken over"


def run(book: Book, context: Context) -> Book:
    """Check every node, in the chapters' titles too."""
    findings: list[Finding] = []
    parts = tuple(_part(part, findings) for part in book.parts)
    return replace(book, parts=parts).with_findings(findings)


def _part(part: Part, findings: list[Finding]) -> Part:
    def change(item: Node) -> Node:
        return _checked(item, part, findings)

    def look(nodes: list[Node]) -> list[Node]:
        findings.extend(_raw(nodes, part))
        return nodes

    rewrite_lists([part.source["title"] or [], part.blocks], look)
    title = rewrite(part.source["title"] or [], change)
    blocks = rewrite(part.blocks, change)
    return replace(part, source={**part.source, "title": title or None}, blocks=blocks)


def active(key: str, value: str) -> bool:
    """Whether an attribute makes a reader run something or hands out a file."""
    return key.startswith("on") or key in {"download", "ping", "srcdoc", "formaction"} or (
        key == "rel" and "attachment" in value.lower().split()
    )  # fmt: skip


def fault(key: str, value: str) -> tuple[str, str, str]:
    """Code, what is wrong and the cure, for an attribute that is left out."""
    if active(key, value):
        shown = f'{key}="{value}"' if key == "rel" else key
        return "active-content", f"the attribute '{shown}' makes a document act, and is left out", "take it out"
    if key in {"lang", "dir"}:
        cure = "write nb, nn, se, en or the like" if key == "lang" else f"write one of {', '.join(_DIRECTIONS)}"
        return "attribute-unknown", f"'{value}' is no value for '{key}', and is left out", cure
    return "attribute-unknown", f"the attribute '{key}' means nothing here and is left out", "take it out"


def permitted(key: str, value: str) -> bool:
    """Whether any node may have this attribute."""
    return (key == "lang" and is_language_tag(value)) or (key == "dir" and value in _DIRECTIONS)


def _checked(item: Node, part: Part, findings: list[Finding]) -> Node:
    triple = attributes(item)
    if triple is None:
        return item
    kind, found = item["t"], []
    classes = [name for name in triple[1] if _class(kind, name, triple[1])]
    pairs = [[k, v] for k, v in triple[2] if permitted(k, v) or k in _KEYS.get(kind, ())]
    for name in triple[1]:
        if name not in classes and not _RAW.fullmatch(name):
            what = f"the class '.{name}' means nothing here and is left out"
            found.append(("attribute-unknown", what, "take it out; docs/writing.md lists those that do"))
    found += [fault(key, value) for key, value in triple[2] if [key, value] not in pairs]
    if kind in {"Link", "Image"} and (sign := next((sign for sign in item["c"][2][1] if hides(sign)), None)):
        found.append(("character-hidden", f"the title of the {kind.lower()} holds {point(sign)}", "take it out"))
    where = part.where(item)
    findings += [Finding(code=code, where=where, what=what, cure=cure) for code, what, cure in found]
    if len(classes) == len(triple[1]) and len(pairs) == len(triple[2]):
        return item
    content: list[Any] = [[triple[0], classes, pairs] if piece is triple else piece for piece in item["c"]]
    return {**item, "c": content}


def _class(kind: str, name: str, classes: list[str]) -> bool:
    if kind == "Div" and "callout" in classes:  # `callouts` tells of other kinds, and leaves none of its classes
        return True
    if kind in {"Code", "CodeBlock"}:
        return name == classes[0] and bool(_CODE.fullmatch(name)) and name not in OWN
    return name in CLASSES.get(kind, ())


def _raw(nodes: list[Node], part: Part) -> Iterator[Finding]:
    """What was meant for one output only; pandoc is told to read it as code, and it is shown as such."""
    for number, item in enumerate(nodes):
        behind = nodes[number + 1] if number + 1 < len(nodes) else {"t": ""}
        form = None
        if item["t"] == "Code" and behind["t"] == "Str":
            form = _RAW.match(text([behind]))
        elif item["t"] == "CodeBlock" and item["c"][0][1]:
            form = _RAW.fullmatch(item["c"][0][1][0])
        if form:
            what = f"raw text for one output, '{form[0]}', stays in the text as code"
            yield Finding(code="raw-format", where=part.where(item), what=what, cure=_RAW_CURE)
