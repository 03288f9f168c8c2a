"""Chapters as sections: title, status row, heading levels without gaps, numbers, one id each, and the aliases of links.

Leaves in the index: `chapters`, `headings`, and `anchors` (path -> anchor -> id), which `links` uses and drops.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from greenpaper.model import ChapterKind, Finding, Location
from greenpaper.passes import slugs
from greenpaper.passes.book import Book, Context, Part
from greenpaper.status import Term
from greenpaper.tree import Node, attr, attributes, node, rewrite, text, walk, words

NUMBERED = 4  # deepest level with a number


def run(book: Book, context: Context) -> Book:
    """Make each part's blocks one chapter Div."""
    used = {part.chapter.slug for part in book.parts}
    made = [_Section(part, context, used).build() for part in book.parts]
    explicit = Counter(key for section in made for key in section.explicit)
    findings = [finding for section in made for finding in section.findings]
    findings += [_duplicate(section, key) for section in made for key in section.explicit if explicit[key] > 1]
    book = replace(book, parts=tuple(section.part for section in made)).with_findings(findings)
    return book.with_index(
        chapters=[section.entry for section in made],
        headings=[heading for section in made for heading in section.headings],
        anchors={section.part.chapter.path: section.anchors for section in made},
    )


def _duplicate(section: _Section, key: str) -> Finding:
    where = section.explicit[key]
    return Finding(code="id-duplicate", where=where, what=f"the id '{key}' is given twice", cure="choose another")


class _Section:
    """One chapter being made into its section."""

    def __init__(self, part: Part, context: Context, used: set[str]) -> None:
        self.part, self._context, self._used = part, context, used
        self.findings: list[Finding] = []
        self.headings: list[dict[str, Any]] = []
        self.anchors: dict[str, str] = {}
        self.explicit: dict[str, Location] = {}
        self.entry: dict[str, Any] = {}
        self._counters: list[int] = []

    def build(self) -> _Section:
        chapter = self.part.chapter
        title = self._title()
        blocks = self._levels(self.part.blocks)
        identifiers = iter(self._identify([item for item in walk(blocks) if item["t"] == "Header"]))
        blocks = rewrite(blocks, lambda item: self._heading(item, identifiers) if item["t"] == "Header" else item)
        for slug in slugs.anchors([text(title)])[0] | {chapter.slug}:
            self.anchors.setdefault(slug, chapter.slug)
        for item in walk(blocks):
            triple = attributes(item)
            if triple and triple[0] and item["t"] != "Header":
                self.anchors.setdefault(triple[0], triple[0])
                self.explicit[triple[0]] = self.part.where(item)
        head = self._head(title)
        languages = {"lang": self.part.source["front"]["lang"]} if self.part.source["front"].get("lang") else {}
        section = node("Div", [attr(chapter.slug, ("chapter", chapter.kind.value), **languages), [*head, *blocks]])
        self.part = replace(self.part, blocks=[{**section, "at": f"{chapter.path}:1"}])
        return self

    def _title(self) -> list[Node]:
        chapter, source = self.part.chapter, self.part.source
        own: list[Node] | None = source["title"]
        front = source["front"].get("title")
        if chapter.title is not None:
            given = [name for name in (front, text(own) if own else None) if name and name != chapter.title]
            if given:
                self._title_differs(given[0], f"document.toml calls the chapter '{chapter.title}'")
            return words(chapter.title)
        if (
            own is not None
            and front
            and text(own) != front
            and not source["title_at"].endswith(f":{source['front_lines']['title']}")
        ):
            self._title_differs(front, f"the heading says '{text(own)}'")
        if own is None:
            what = "the chapter has no title"
            self._fault(
                "title-missing", f"{chapter.path}:1", what, "add front matter with `title:`, or a heading `# Title`"
            )
            return words(chapter.slug.replace("-", " ").capitalize())
        return own

    def _title_differs(self, given: str, other: str) -> None:
        line = self.part.source["front_lines"].get("title", 1)
        what = f"the front matter's title is '{given}', but {other}"
        self._fault("title-differs", f"{self.part.chapter.path}:{line}", what, "make them the same")

    def _levels(self, blocks: list[Node]) -> list[Node]:
        """Headings below the title begin at level 2 and go down one level at a time."""
        last = 1

        def change(item: Node) -> Node:
            nonlocal last
            if item["t"] != "Header":
                return item
            level = item["c"][0]
            if level == 1:
                what, cure = "a second heading of level 1", "write it with ##; a chapter has one title"
                self._fault("heading-level", item.get("at"), what, cure)
            elif level > last + 1:
                what = f"the heading goes from level {last} to {level}"
                self._fault("heading-skip", item.get("at"), what, f"write it with {'#' * (last + 1)}")
            last = max(2, min(level, last + 1))
            return {**item, "c": [last, *item["c"][1:]]}

        made: list[Node] = rewrite(blocks, change)
        return made

    def _identify(self, headings: list[Node]) -> list[str]:
        """The id of each heading; its own if the author gave one, else chapter and text."""
        texts = [text(item["c"][2]) for item in headings]
        made: list[str] = []
        for item, heading, aliases in zip(headings, texts, slugs.anchors(texts), strict=True):
            given = item["c"][1][0]
            identifier = given or self._free(f"{self.part.chapter.slug}-{slugs.ours(heading)}".rstrip("-"))
            if given:
                self.explicit[given] = self.part.where(item)
                self.anchors[given] = given
            for alias in aliases:
                self.anchors.setdefault(alias, identifier)
            made.append(identifier)
        return made

    def _free(self, wanted: str) -> str:
        name, count = wanted, 1
        while name in self._used:
            count += 1
            name = f"{wanted}-{count}"
        self._used.add(name)
        return name

    def _heading(self, item: Node, identifiers: Any) -> Node:
        level, (_, classes, _), inlines = item["c"]
        return self._numbered(item, level, next(identifiers), inlines, "unnumbered" not in classes)

    def _numbered(self, item: Node, level: int, identifier: str, inlines: list[Node], wanted: bool = True) -> Node:
        number = self._number(level) if wanted else ""
        self.headings.append(
            {"level": level, "id": identifier, "number": number, "text": " ".join(text(inlines).split()),
             "chapter": self.part.chapter.slug}
        )  # fmt: skip
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

    def _head(self, title: list[Node]) -> list[Node]:
        chapter, document = self.part.chapter, self._context.document
        made = self._numbered(node("Header", at=self.part.source["title_at"]), 1, chapter.slug + "-title", title)
        self.headings.insert(0, self.headings.pop())
        status = self.part.source["status"]
        self.entry = {
            "slug": chapter.slug,
            "kind": chapter.kind.value,
            "label": chapter.label,
            "title": " ".join(text(title).split()),
            "path": chapter.path,
            "status": status,
        }
        row = _status_row(status, self._context) if status else []
        if not status and chapter.kind is not ChapterKind.CLOSING and document.status:
            what, cure = (
                "the chapter has no status table",
                "begin it with | Status | Version | Maturity | Normative level |",
            )
            self._fault("status-missing", f"{chapter.path}:1", what, cure)
        return [made, *row]

    def _fault(self, code: str, at: str | None, what: str, cure: str) -> None:
        where = Location.parse(at or f"{self.part.chapter.path}:1")
        self.findings.append(Finding(code=code, where=where, what=what, cure=cure))


def _status_row(status: dict[str, Any], context: Context) -> list[Node]:
    """The chapter's status as badges."""
    vocabulary, strings = context.vocabulary, context.words
    badges: list[tuple[tuple[str, ...], str]] = []

    def name(terms: tuple[Term, ...], key: str) -> str:
        return next((term.names.get(strings.language, term.name) for term in terms if term.key == key), key)

    if status["status"]:
        badges.append((("badge", "status", f"status-{status['status']}"), name(vocabulary.statuses, status["status"])))
    if status["version"]:
        badges.append((("badge", "version"), f"{strings['version']} {status['version']}"))
    if status["maturity"]:
        badges.append(
            (("badge", "maturity"), f"{strings['maturity']}: {name(vocabulary.maturities, status['maturity'])}")
        )
    if status["level"]:
        badges.append((("badge", "level"), name(vocabulary.levels, status["level"])))
    spans: list[Node] = []
    for classes, label in badges:
        spans += [node("Space")] if spans else []
        spans.append(node("Span", [attr("", classes), words(label)]))
    return [node("Div", [attr("", ("status-row",)), [node("Plain", spans)]])] if spans else []
