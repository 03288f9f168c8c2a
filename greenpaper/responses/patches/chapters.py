"""Today's chapters as they are read, and as they would be with another text: what a change is proved by.

Pure but for pandoc and `load`. A view shows chapters as all outputs see them, with their pieces apart from what they
stand in.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from greenpaper import anchors, passes, reading, resources, tree
from greenpaper.model import Chapter, Document
from greenpaper.passes.table_setting import CLASSES
from greenpaper.project import Project
from greenpaper.reading.positions import SPOTS
from greenpaper.responses.patches.source import MARK, Source
from greenpaper.responses.patches.units import PIECE
from greenpaper.status import Vocabulary
from greenpaper.tree import Node, node
from greenpaper.words import Words

_ADDRESS = re.compile(r"[^\s()<>\[\]\"']+#[^\s()<>\[\]\"']+")  # of a place in another chapter, and more that looks so
_SAID = frozenset({"Div", "Span", "Link", "Image", "Code", "Header", "Table", "Figure"})  # whose attributes count
_TEXTS = frozenset({"CodeBlock", "Math", "RawInline", "RawBlock"})  # whose text counts too


@dataclass(frozen=True, slots=True)
class Seen:
    """A piece of a view: `content` are its inlines, or a note's blocks."""

    identifier: str
    kind: str
    line: int | None
    content: Any


@dataclass(frozen=True)
class View:
    """Chapters without their pieces, those, and what findings there are, by their codes."""

    skeleton: list[Node]
    pieces: tuple[Seen, ...]
    findings: Counter[str]

    def find(self, identifier: str) -> int | None:
        """The index of a piece."""
        return next((n for n, piece in enumerate(self.pieces) if piece.identifier == identifier), None)


@dataclass(frozen=True)
class Reading:
    """A chapter's text and its tree."""

    chapter: Chapter
    source: Source
    tree: dict[str, Any]

    @cached_property
    def said(self) -> list[Any]:
        """What the chapter says besides text, in its order: attributes, addresses, code, formulas."""
        return list(_said([*(self.tree["title"] or []), *self.tree["blocks"]]))

    @cached_property
    def apart(self) -> tuple[Any, ...]:
        """What it says outside its blocks."""
        remarks = [remark["text"] for remark in self.tree["remarks"]]
        status = self.tree["status"]
        return remarks, self.tree["front"], {**status, "line": 0} if status else None


def load(project: Project, root: Path = Path()) -> Chapters:
    """The chapters of the document in `root`; those that cannot be read are left out."""
    texts = {}
    for chapter in project.document.chapters:
        with suppress(resources.Refusal, UnicodeDecodeError):
            texts[chapter.path] = resources.read(root, chapter.path, limit=resources.TEXT).decode("utf-8")
    return Chapters(project.document, project.vocabulary, project.words, texts)


class Chapters:
    """All chapters of a document: their texts by their paths, decoded, as they lie in their files."""

    def __init__(self, document: Document, vocabulary: Vocabulary, words: Words, texts: Mapping[str, str]) -> None:
        # Numbers of paragraphs are no text, and a new paragraph moves them.
        plain = replace(document, paragraph_numbers=False, edition=None)
        self._context = passes.Context(document=plain, vocabulary=vocabulary, words=words)
        self._chapters = {chapter.path: chapter for chapter in document.chapters}
        self._texts = dict(texts)
        self._read: dict[str, Reading] = {}
        self._views: dict[str, View] = {}
        self._parts: dict[tuple[str, int, int], Chapters] = {}

    @property
    def paths(self) -> tuple[str, ...]:
        """The chapters' files in their order."""
        return tuple(path for path in self._chapters if path in self._texts)

    def text(self, path: str) -> str:
        """A chapter's text."""
        return self._texts[path]

    def has(self, path: str) -> bool:
        """Whether this is the file of a chapter."""
        return path in self._chapters and path in self._texts

    def reading(self, path: str) -> Reading:
        """A chapter as it is."""
        if path not in self._read:
            self._read[path] = self.read(path, self._texts[path])
        return self._read[path]

    def read(self, path: str, text: str) -> Reading:
        """A chapter as it would be with this text. AuthorError where it cannot be read."""
        chapter = self._chapters[path]
        plain = text.removeprefix(MARK).replace("\r\n", "\n").replace("\r", "\n")
        language = self._context.document.language
        made = reading.read(chapter, plain, self._context.vocabulary, language, exact=True)
        return Reading(chapter, Source(text, [(number, line) for number, line in made["lines"]]), made)

    def take(self, new: Reading) -> None:
        """Have a chapter from now on as it was read anew."""
        path = new.chapter.path
        self._texts[path], self._read[path] = new.source.text, new
        self._views.clear()
        self._parts.clear()

    def view(self, path: str) -> View:
        """A chapter by itself."""
        if path not in self._views:
            self._views[path] = self.seen([self.reading(path)])
        return self._views[path]

    def led_to(self, made: Reading) -> Any:
        """What links of other chapters lead to in a chapter, if it is read so."""
        path = made.chapter.path
        wanted = unicodedata.normalize("NFC", path)
        addresses = {
            address
            for other in self.paths
            if other != path
            for address in _ADDRESS.findall(self._texts[other])
            if _target(other, address) == wanted
        }
        if not addresses:
            return []
        names = sorted(address.partition("#")[2] for address in addresses)
        links = [node("Link", [tree.attr(), tree.words("x"), [f"#{name}", ""]]) for name in names]
        probe = node("Para", links, f"{path}:1")
        return (
            self.seen([replace(made, tree={**made.tree, "blocks": [*made.tree["blocks"], probe]})]).pieces[-1].content
        )

    def only(self, path: str, first: int, last: int, text: Callable[[], str]) -> Chapters:
        """A document of this one chapter, of which there is but the `text` round these lines; made once."""
        if (path, first, last) not in self._parts:
            context = self._context
            made = Chapters(context.document, context.vocabulary, context.words, {path: text()})
            self._parts[path, first, last] = made
        return self._parts[path, first, last]

    def seen(self, readings: Sequence[Reading]) -> View:
        """The view of these chapters."""
        book = passes.run(((each.chapter, each.tree) for each in readings), self._context)
        findings = Counter(finding["code"] for finding in book["findings"])
        marked, made = anchors.anchored(book)
        found: dict[str, Any] = {}
        order: list[str] = []
        skeleton = _parted(_plain(marked["blocks"]), found, order)
        known = {anchor.identifier: anchor for anchor in made}
        pieces = [Seen(name, known[name].kind, known[name].where.line, found[name]) for name in order if name in known]
        return View(skeleton, tuple(pieces), findings)


def _target(path: str, address: str) -> str:
    """The file that an address in a chapter leads to."""
    file = unicodedata.normalize("NFC", unquote(address)).partition("#")[0].partition("?")[0]
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), file))


def same(one: Any, other: Any) -> bool:
    """Whether two parts of trees say the same, wherever they stand in the source."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.get("t") == other.get("t") and same(one.get("c"), other.get("c"))
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def _plain(blocks: list[Node]) -> list[Node]:
    """The blocks without what follows from their words alone: ids of headings, and how tables are set.

    Headings are named by their order, and so is what leads to them.
    """
    names = {
        item["c"][1][0]: f"heading-{count}"
        for count, item in enumerate(item for item in tree.walk(blocks) if item["t"] == "Header")
    }

    def change(item: Node) -> Node:
        if item["t"] == "Header":
            level, (own, *rest), inlines = item["c"]
            return {**item, "c": [level, [names[own], *rest], inlines]}
        if item["t"] == "Link" and item["c"][2][0][1:] in names and item["c"][2][0].startswith("#"):
            triple, inlines, (address, title) = item["c"]
            return {**item, "c": [triple, inlines, [f"#{names[address[1:]]}", title]]}
        if item["t"] == "Table":
            (own, classes, pairs), caption, columns, *rows = item["c"]
            triple = [own, [name for name in classes if name not in CLASSES], pairs]
            return {**item, "c": [triple, caption, [align for align, _ in columns], *rows]}
        return item

    made: list[Node] = tree.rewrite(blocks, change)
    return made


def _parted(item: Any, found: dict[str, Any], order: list[str]) -> Any:
    """A part of a tree with a mark in the place of each piece, whose number it says; fills `found` and `order`."""
    if isinstance(item, list):
        return [_parted(child, found, order) for child in item]
    if not isinstance(item, dict) or "c" not in item:
        return item
    content = item["c"]
    if item["t"] == "Span" and anchors.ANCHOR in content[0][1]:
        name = content[0][0]
        order.append(name)
        number = len(order) - 1
        inside = _parted(content[1], found, order)
        note = inside[0] if len(inside) == 1 and inside[0]["t"] == "Note" else None
        found[name] = note["c"] if note else inside
        spots = {SPOTS: note[SPOTS]} if note and SPOTS in note else {}
        return {**node(PIECE, number), **spots}
    if item["t"] == "CodeBlock":
        (own, classes, pairs), text = content
        name = tree.value(content[0], anchors.ANCHOR) or ""
        order.append(name)
        found[name] = []
        kept = [pair for pair in pairs if pair[0] != anchors.ANCHOR]
        return {**item, "c": [[own, classes, kept], text]}
    return {**item, "c": _parted(content, found, order)}


def _said(blocks: list[Node]) -> Iterator[Any]:
    for item in tree.walk(blocks):
        kind, content = item["t"], item.get("c")
        if kind == "Note":
            yield [kind]
        elif kind in _TEXTS:
            yield [kind, content]
        elif kind in _SAID:
            assert content is not None
            level = content[0] if kind == "Header" else None
            yield [kind, tree.attributes(item), level, content[2:3] if kind in {"Link", "Image"} else None]
