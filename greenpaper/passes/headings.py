"""Chapters as sections: title, status row, heading levels without gaps, numbers, one id each, and the aliases of links.

Leaves in the index: `chapters`, `headings`, and `anchors` (path -> anchor -> id), which `links` uses and drops.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from greenpaper.model import ChapterKind, Finding, Location
from greenpaper.passes import slugs
from greenpaper.passes.book import Book, Context, Part
from greenpaper.passes.identifiers import Identifiers, title_id
from greenpaper.passes.status_row import status_row
from greenpaper.passes.titles import is_heading, title
from greenpaper.tree import Node, attr, attributes, node, rewrite, text, walk

NUMBERED = 4  # deepest level with a number
_TYPED = re.compile(r"(?:\d+(?:\.\d+)+\.?|\d+\.)\s")  # "3.1 " or "3. ", not "2026 in numbers"
_INNER = "inner"  # class of a heading inside a callout, quote, list or table, which is no section


def run(book: Book, context: Context) -> Book:
    """Make each part's blocks one chapter Div."""
    identifiers = Identifiers(book.parts)
    made = [_Section(part, context, identifiers) for part in book.parts]
    book = replace(book, parts=tuple(replace(section.part, blocks=section.build()) for section in made))
    book = book.with_findings([*identifiers.findings, *(finding for section in made for finding in section.findings)])
    return book.with_index(
        chapters=[section.entry for section in made],
        headings=[heading for section in made for heading in section.headings],
        anchors={section.part.chapter.path: section.anchors for section in made},
    )


class _Section:
    """One chapter being made into its section."""

    def __init__(self, part: Part, context: Context, identifiers: Identifiers) -> None:
        self.part, self._context, self._identifiers = part, context, identifiers
        self.findings: list[Finding] = []
        self.headings: list[dict[str, Any]] = []
        self.anchors: dict[str, str] = {}
        self.entry: dict[str, Any] = {}
        self._counters: list[int] = []

    def build(self) -> list[Node]:
        """The chapter's Div."""
        chapter, source = self.part.chapter, self.part.source
        name = title(self.part, self.findings)
        head = [self._numbered(node("Header", at=source["title_at"]), 1, title_id(self.part), name), *self._status()]
        blocks = self._identifiers.once(self._levels(_inner_marked(self.part.blocks)))
        given = self._identify([item for item in walk(blocks) if item["t"] == "Header"], name)
        blocks = rewrite(blocks, lambda item: self._heading(item, given) if item["t"] == "Header" else item)
        for item in walk(blocks):
            triple = attributes(item)
            if triple and triple[0]:
                self.anchors.setdefault(triple[0], triple[0])
        self.entry = {
            "slug": chapter.slug,
            "kind": chapter.kind.value,
            "label": chapter.label,
            "title": " ".join(text(name).split()),
            "path": chapter.path,
            "status": source["status"],
        }
        languages = {"lang": source["front"]["lang"]} if source["front"].get("lang") else {}
        triple = attr(chapter.slug, ("chapter", chapter.kind.value), **languages)
        return [node("Div", [triple, [*head, *blocks]], f"{chapter.path}:1")]

    def _status(self) -> list[Node]:
        status = self.part.source["status"]
        if status:
            return status_row(status, self._context)
        if self.part.chapter.kind is not ChapterKind.CLOSING:
            what = "the chapter has no status table"
            cure = "begin it with | Status | Version | Maturity | Normative level |"
            self._fault("status-missing", None, what, cure)
        return []

    def _levels(self, blocks: list[Node]) -> list[Node]:
        """Headings below the title begin at level 2 and go down one level at a time, for readers who go by them.

        Those inside a callout or quote follow the one above too; the text after it goes on from the level before.
        """
        last = inner = 1

        def change(item: Node) -> Node | None:
            nonlocal last, inner
            if item["t"] != "Header":
                return item
            level, (_, classes, _), inlines = item["c"]
            if not text(inlines).strip():
                what, cure = "the heading has no text, and is left out", "write one, or take the # out"
                self._fault("heading-empty", item.get("at"), what, cure)
                return None
            above = inner if _INNER in classes else last
            if _INNER not in classes:
                self._top(item, level)
            if level > above + 1:
                what = f"the heading goes from level {above} to {level}"
                self._fault("heading-skip", item.get("at"), what, f"write it with {'#' * (above + 1)}")
            inner = max(2, min(level, above + 1))
            last = last if _INNER in classes else inner
            return {**item, "c": [inner, *item["c"][1:]]}

        made: list[Node] = rewrite(blocks, change)
        return made

    def _top(self, item: Node, level: int) -> None:
        """What is said of a heading that begins a section."""
        if found := _TYPED.match(text(item["c"][2])):
            what = f"the heading's number '{found[0].strip()}' is typed, and stands there twice"
            self._fault("heading-number", item.get("at"), what, "take it out; headings are numbered")
        if level == 1:
            what, cure = "a second heading of level 1", "write it with ##; a chapter has one title"
            self._fault("heading-level", item.get("at"), what, cure)

    def _identify(self, headings: list[Node], name: list[Node]) -> Iterator[str]:
        """The id of each heading: its own if the author gave one, else made of chapter and text. Fills the anchors."""
        texts = [text(item["c"][2]) for item in headings]
        first, *rest = slugs.anchors([text(name), *texts])
        if not is_heading(self.part):  # no rule counts a title that stands in front matter
            rest = slugs.anchors(texts)
        chapter = self.part.chapter.slug
        made = [
            item["c"][1][0] or self._identifiers.free(f"{chapter}-{slugs.ours(heading)}".rstrip("-"))
            for item, heading in zip(headings, texts, strict=True)
        ]
        aliases = list(zip([*rest, first | {chapter}], [*made, chapter], strict=True))
        if is_heading(self.part):
            aliases = [*aliases[-1:], *aliases[:-1]]
        for names, identifier in aliases:
            for alias in sorted(names):
                self.anchors.setdefault(alias, identifier)
        return iter(made)

    def _heading(self, item: Node, identifiers: Iterator[str]) -> Node:
        level, (_, classes, _), inlines = item["c"]
        if _INNER in classes:
            return {**item, "c": [level, attr(next(identifiers), ("unnumbered",)), inlines]}
        return self._numbered(item, level, next(identifiers), inlines, "unnumbered" not in classes)

    def _numbered(self, item: Node, level: int, identifier: str, inlines: list[Node], wanted: bool = True) -> Node:
        number = self._number(level) if wanted else ""
        self.headings.append(
            {
                "level": level,
                "id": identifier,
                "number": number,
                "text": " ".join(text(inlines).split()),
                "chapter": self.part.chapter.slug,
            }
        )
        triple = attr(identifier, number=number) if number else attr(identifier, ("unnumbered",))
        return {**item, "c": [level, triple, inlines]}

    def _number(self, level: int) -> str:
        label = self.part.chapter.label
        if not label or level > NUMBERED:
            return ""
        if level == 1:
            return label
        depth = level - 1
        self._counters = [*self._counters[:depth], *[0] * (depth - len(self._counters))]
        self._counters[depth - 1] += 1
        return ".".join([label, *map(str, self._counters)])

    def _fault(self, code: str, at: str | None, what: str, cure: str) -> None:
        where = Location.parse(at or f"{self.part.chapter.path}:1")
        self.findings.append(Finding(code=code, where=where, what=what, cure=cure))


def _inner_marked(blocks: list[Node]) -> list[Node]:
    """The blocks with a class on headings that are part of something else: they get no number and no contents line."""

    def mark(item: Node) -> Node:
        if item["t"] != "Header":
            return item
        level, (identifier, classes, values), inlines = item["c"]
        return {**item, "c": [level, [identifier, [*classes, _INNER], values], inlines]}

    def below(item: Node) -> Node:
        if item["t"] == "Header":
            return item
        if item["t"] == "Div" and "callout" not in item["c"][0][1]:
            return {**item, "c": [item["c"][0], [below(child) for child in item["c"][1]]]}
        marked: Node = rewrite([item], mark)[0]
        return marked

    return [below(block) for block in blocks]
