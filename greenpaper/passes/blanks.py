"""Blanks that make room: told, since screen readers read them aloud, and left out where nothing else stands.

Markdown makes one space of many, so these are hard spaces (`&nbsp;`), line breaks, and list items without text. A
paragraph of nothing but places for links, `<a id="top"></a>`, gives them to the text below it.
"""

from __future__ import annotations

import re
from typing import Any

from greenpaper.model import Finding
from greenpaper.passes.book import Book, Context, Part
from greenpaper.tree import Node, node, rewrite, rewrite_lists, text, walk

_TEXTS = frozenset({"Para", "Plain", "Header"})
_LISTS = frozenset({"BulletList", "OrderedList"})
_SEEN = frozenset({"Image", "Math", "Note", "Code"})  # what a paragraph may consist of without characters
_UNREAD = frozenset({"Code", "Math", "Image", "Note"})  # whose blanks are meant, or looked at by themselves
_SPACES, _BREAKS = re.compile(r"[ \u00a0]{2,}"), re.compile(r"\n[ \u00a0]*\n")


def run(book: Book, context: Context) -> Book:
    """Tell of blanks that make room, and take out the paragraphs and list items that hold nothing else."""

    def change(part: Part, findings: list[Finding]) -> list[Node]:
        made: list[Node] = rewrite(rewrite_lists(part.blocks, _places_moved), _Rewrite(part, findings))
        return made

    return book.with_blocks(change)


class _Rewrite:
    def __init__(self, part: Part, findings: list[Finding]) -> None:
        self._part, self._findings = part, findings

    def __call__(self, item: Node) -> Node | None:
        if item["t"] in _LISTS:
            return self._list(item)
        if item["t"] not in _TEXTS:
            return item
        if item["t"] == "Para" and _is_blank(item):
            if _places(item):
                what, cure = "the paragraph holds nothing but an id", "give it to the block: {#id} in the line before"
                self._tell("blank-paragraph", item, what, cure)
                return item
            what = "the paragraph holds only blanks, and is left out"
            self._tell("blank-paragraph", item, what, "take it out; the theme gives the room between paragraphs")
            return None
        self._runs(item)
        return item

    def _list(self, item: Node) -> Node | None:
        """The list without items that hold nothing."""
        items = item["c"] if item["t"] == "BulletList" else item["c"][1]
        kept = [blocks for blocks in items if not all(block["t"] == "Plain" and _is_blank(block) for block in blocks)]
        if len(kept) == len(items):
            return item
        what = "the list has an item without text, which is left out"
        self._tell("blank-paragraph", item, what, "write it, or take its mark out")
        return {**item, "c": kept if item["t"] == "BulletList" else [item["c"][0], kept]} if kept else None

    def _runs(self, item: Node) -> None:
        inlines = item["c"][2] if item["t"] == "Header" else item["c"]
        if not _SPACES.search(text(inlines)):  # in which a break is a space too
            return
        plain = text(rewrite(inlines, _as_typed)).strip()
        if _SPACES.search(plain):
            what, cure = "two or more blanks stand in a row", "leave one; a table or list lines text up"
            self._tell("blank-characters", item, what, cure)
        if _BREAKS.search(plain):
            what, cure = "two or more line breaks stand in a row", "leave one, or write two paragraphs"
            self._tell("blank-characters", item, what, cure)

    def _tell(self, code: str, item: Node, what: str, cure: str) -> None:
        self._findings.append(Finding(code=code, where=self._part.where(item), what=what, cure=cure))


def _places(item: Node) -> list[Node]:
    """The spans with an id in a paragraph."""
    return [inside for inside in walk(item["c"]) if inside["t"] == "Span" and inside["c"][0][0]]


def _places_moved(nodes: list[Node]) -> list[Node]:
    """Siblings of which none is a paragraph of places alone where a text follows that can take them."""
    made: list[Node] = []
    for item in nodes:
        before = made[-1] if made else None
        if before and before["t"] == "Para" and item["t"] in _TEXTS and _is_blank(before) and _places(before):
            made[-1] = _with_places(item, _places(before))
        else:
            made.append(item)
    return made


def _with_places(item: Node, places: list[Node]) -> Node:
    if item["t"] == "Header":
        level, triple, inlines = item["c"]
        return {**item, "c": [level, triple, [*places, *inlines]]}
    return {**item, "c": [*places, *item["c"]]}


def _is_blank(item: Node) -> bool:
    return not text(item["c"]).strip() and not any(inside["t"] in _SEEN for inside in walk(item["c"]))


def _as_typed(item: Node) -> Any:
    """An inline whose text shows which blanks are typed: a break as such, something for what has blanks of its own."""
    if item["t"] == "LineBreak":
        return node("Str", "\n")
    return node("Str", "x") if item["t"] in _UNREAD else item
