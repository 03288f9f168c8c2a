r"""A returned DOCX as it was read: its paragraphs with their changes, its comments. Frozen, without I/O.

Offsets count characters from 0. Texts are in Unicode's composed form (NFC) and without soft hyphens; a line break in a
paragraph is "\n", a tab "\t".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from greenpaper.responses.model import NOBODY, By, Sent


class Fate(StrEnum):
    """What a tracked change does to a run, a row, or the mark at a paragraph's end."""

    KEPT = "kept"
    INSERTED = "inserted"
    DELETED = "deleted"
    MOVED_FROM = "moved-from"
    MOVED_TO = "moved-to"

    @property
    def before(self) -> bool:
        """Whether it was there before the changes."""
        return self in {Fate.KEPT, Fate.DELETED, Fate.MOVED_FROM}

    @property
    def after(self) -> bool:
        """Whether it is there once all changes are accepted."""
        return self in {Fate.KEPT, Fate.INSERTED, Fate.MOVED_TO}


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """Text of one fate by one author. `move` is the name that both ends of a move share.

    `computed` is what a program writes anew when it likes: the result of a field (REF, SEQ, PAGEREF), a formula. A
    difference there is no edit of the respondent's.
    """

    text: str
    fate: Fate = Fate.KEPT
    by: By = NOBODY
    move: str = ""
    formatted: By | None = None  # a tracked change of its format
    computed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """A bookmark's part in one paragraph: offsets into all its text, deleted and inserted included.

    `begins` and `ends` say whether the range begins and ends here: it may go on from or into other paragraphs.
    """

    name: str
    start: int
    end: int
    begins: bool
    ends: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """A paragraph (w:p) of the body, of a cell or of a note, in the order of the text."""

    spans: tuple[Span, ...]
    anchors: tuple[Mark, ...] = ()
    commented: tuple[Mark, ...] = ()  # ranges of comments by their ids
    style: str = ""
    part: str = "body"  # body, note; what else there is (headers) is not read
    note: str = ""  # the id of the note it stands in
    table: int | None = None  # index of the innermost table it stands in, counted in the document
    row: int | None = None
    column: int | None = None
    row_fate: Fate = Fate.KEPT
    row_by: By = NOBODY
    mark_fate: Fate = Fate.KEPT  # of the mark at its end: an inserted one splits, a deleted one joins with the next
    mark_by: By = NOBODY
    formatted: By | None = None  # a tracked change of the paragraph's format

    @property
    def text(self) -> str:
        """All its text, deleted and inserted: what offsets count in."""
        return "".join(span.text for span in self.spans)

    @property
    def before(self) -> str:
        """Its text with all changes rejected."""
        return "".join(span.text for span in self.spans if span.fate.before)

    @property
    def after(self) -> str:
        """Its text with all changes accepted."""
        return "".join(span.text for span in self.spans if span.fate.after)


@dataclass(frozen=True, kw_only=True, slots=True)
class Comment:
    """A comment; `parent` is the id of the one that it replies to."""

    identifier: str
    by: By
    text: str
    initials: str = ""
    parent: str | None = None
    resolved: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """All that a returned DOCX says: its text, its comments, its properties, its own account of what was sent."""

    paragraphs: tuple[Paragraph, ...]
    comments: tuple[Comment, ...]
    properties: Mapping[str, str]  # custom ones
    claimed: Sent | None  # the map of anchors inside it
    notes: Mapping[str, str] = field(default_factory=dict)  # id of a note: name of the anchor round its sign, or ""
