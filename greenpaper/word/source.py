"""What a Word file is made of: the book, and what is said of it. Frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from greenpaper import tree
from greenpaper.imprint import Imprint, StatusRow
from greenpaper.model import Protection
from greenpaper.theme import Theme
from greenpaper.tree import Node
from greenpaper.word.comments import Question
from greenpaper.words import Words


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """`book` is book.json and `images` the "images" of images.json, whose paths are relative to `build`.

    `logo` is the key there of the publisher's sign.
    """

    book: Node
    images: Mapping[str, Any]
    build: Path
    imprint: Imprint
    rows: tuple[StatusRow, ...]
    words: Words
    theme: Theme
    logo: str | None = None

    def questions(self, protection: Protection) -> Sequence[Question]:
        """The questions that readers of a file with this protection can answer; none outside of a hearing."""
        asks = self.imprint.on_hearing and protection != Protection.READ_ONLY
        return self.book["book"]["questions"] if asks else ()

    def cited(self) -> str | None:
        """The first number of a paragraph; None where the document has none."""
        spans = (item for item in tree.walk(self.book["blocks"]) if item["t"] == "Span")
        return next((tree.text(item) for item in spans if tree.PARAGRAPH_NUMBER in item["c"][0][1]), None)

    def badges(self) -> dict[str, tuple[str, str]]:
        """Ground and ink of every status that the document names."""
        made = {row.status_key: (row.colour, row.ink) for row in self.rows if row.status_key}
        return made | {self.imprint.status: (self.imprint.status_colour, self.imprint.status_ink)}
