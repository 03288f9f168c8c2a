"""Small documents made for one test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from greenpaper import passes, reading, status, words
from greenpaper.model import Chapter, ChapterKind, Document, Finding, Version
from greenpaper.tree import Node

STATUS_TABLE = """| Status | Version | Maturity | Normative level |
|:---|:---|:---|:---|
| Prerelease | v0.9.0 | review | veileder |

"""


def chapter(path: str, position: int = 1, kind: ChapterKind = ChapterKind.CHAPTER) -> Chapter:
    """A chapter as document.py would make it."""
    label = {ChapterKind.CHAPTER: str(position), ChapterKind.APPENDIX: chr(64 + position), ChapterKind.CLOSING: ""}
    return Chapter(path=path, kind=kind, label=label[kind], slug=Path(path).stem, position=position)


def document(*chapters: Chapter, **more: Any) -> Document:
    """A document of these chapters whose status needs nothing else."""
    given: dict[str, Any] = {"status": "prerelease", "version": Version("0.9.0"), "level": "veileder", **more}
    return Document(
        root=Path(), title="Prøve", language=given.pop("language", "nb"), publisher="Etaten", slug="prove",
        chapters=chapters, **given,
    )  # fmt: skip


def book(*texts: tuple[str, str], **more: Any) -> Node:
    """The book of chapters given as (path, text)."""
    chapters = [chapter(path, number) for number, (path, _) in enumerate(texts, 1)]
    vocabulary = status.load(None)
    made = document(*chapters, **more)
    trees = [
        (item, reading.read(item, text, vocabulary, made.language))
        for item, (_, text) in zip(chapters, texts, strict=True)
    ]
    context = passes.Context(document=made, vocabulary=vocabulary, words=words.load(made.language))
    return passes.run(trees, context)


def findings(made: Node) -> list[Finding]:
    """The findings of a book."""
    return [Finding.from_dict(item) for item in made["findings"]]
