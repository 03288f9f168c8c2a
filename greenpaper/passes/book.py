"""What travels through the passes: the chapters' trees, with what the passes may look at. Frozen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from greenpaper.model import Chapter, Document, Finding, Location
from greenpaper.status import Vocabulary
from greenpaper.tree import Node
from greenpaper.words import Words


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One chapter on its way: its tree file with the blocks taken apart from the rest."""

    chapter: Chapter
    source: dict[str, Any]  # the tree file, of which `blocks` is the first state
    blocks: list[Node]

    def where(self, node: Node) -> Location:
        """The place of a node, or the chapter's beginning for one without a position."""
        return Location.parse(node.get("at", f"{self.chapter.path}:1"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Book:
    """All chapters in order, what was found, and the index that grows on the way (docs/architecture.md)."""

    parts: tuple[Part, ...]
    index: dict[str, Any]
    findings: tuple[Finding, ...] = ()

    def with_blocks(self, change: Callable[[Part, list[Finding]], list[Node]]) -> Book:
        """The book with each chapter's blocks replaced by what `change` gives, and its findings added."""
        findings: list[Finding] = []
        parts = tuple(replace(part, blocks=change(part, findings)) for part in self.parts)
        return replace(self, parts=parts, findings=(*self.findings, *findings))

    def with_index(self, **entries: Any) -> Book:
        """The book with entries of the index set."""
        return replace(self, index={**self.index, **entries})

    def with_findings(self, findings: Iterable[Finding]) -> Book:
        """The book with these findings added."""
        return replace(self, findings=(*self.findings, *findings))


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """What passes may know besides the trees."""

    document: Document
    vocabulary: Vocabulary
    words: Words


Pass = Callable[[Book, Context], Book]
