r"""The values of a hearing that comes back: versions sent, remarks, rows of the table. Frozen, without I/O.

Offsets count characters from 0. Texts are in Unicode's composed form (NFC) and without soft hyphens; a line break in a
paragraph is "\n", a tab "\t".
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from greenpaper.model import Location

# What was sent, and what is there today


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A piece of text of a version, by the name of its anchor; `number` is what readers cite it by, or ""."""

    identifier: str
    kind: str  # as anchors.Anchor has it: paragraph, item, cell, heading, title, caption, note …
    where: Location  # in the version's source
    number: str
    text: str
    chapter: str = ""  # label and title, as readers know it


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """A version that was sent: its pieces in the order of the text."""

    version: str
    status: str
    date: str
    commit: str
    build: str  # the buildId of its files, "" where unknown
    pieces: tuple[Piece, ...]
    record: str  # where that is known from: the path of an anchors file, or of the returned file itself
    own: bool  # whether the record is ours, and not the returned file's own word


@dataclass(frozen=True, kw_only=True, slots=True)
class Today:
    """Where a piece that was sent is in today's source; `where` is None where it is no longer."""

    where: Location | None
    changed: bool  # whether its text is another one now
    text: str = ""
    kind: str = ""
    identifier: str = ""  # of the piece that it is today


# What a respondent says


@dataclass(frozen=True, kw_only=True, slots=True)
class By:
    """Who changed or wrote something, and when: `date` as the file says it, in UTC only where `utc`; "" if unknown.

    Word writes local time and calls it UTC: so without a `dateUtc` only the day can be trusted, and not that for sure.
    """

    author: str = ""
    date: str = ""  # ISO 8601, YYYY-MM-DDTHH:MM:SS; never a date that cannot be (0-00-00)
    utc: bool = False


NOBODY = By()


class Kind(StrEnum):
    """What a remark is."""

    COMMENT = "comment"
    REPLY = "reply"
    INSERT = "insert"
    DELETE = "delete"
    REPLACE = "replace"
    MOVE = "move"
    SPLIT = "split"  # a piece made two
    JOIN = "join"  # two pieces made one
    ROW_INSERTED = "row-inserted"
    ROW_DELETED = "row-deleted"
    NEW = "new"  # a paragraph that was not sent
    MISSING = "missing"  # a piece that was sent and is not there, though nothing is tracked
    FORMAT = "format"
    ANSWER = "answer"  # to a numbered question, in a form
    GENERAL = "general"  # a remark on the whole, in a form
    NOTED = "remark"  # a remark in a form, on a place

    @property
    def comments(self) -> bool:
        """Whether it says something of a place, and wants no other text there."""
        return self in {Kind.COMMENT, Kind.REPLY, Kind.NOTED}

    @property
    def changes(self) -> bool:
        """Whether it changes the text."""
        return not self.comments and self not in {Kind.ANSWER, Kind.GENERAL, Kind.FORMAT}


class How(StrEnum):
    """By what a remark was placed, the surest first."""

    ANCHOR = "anchor"  # it stands in the piece's bookmark
    RANGE = "range"  # in a bookmark that a split or an insertion has stretched over several paragraphs
    NUMBER = "number"  # the respondent wrote the paragraph's number
    TEXT = "text"  # the same words
    SIMILAR = "similar"  # alike words, between neighbours that are placed
    NEIGHBOUR = "neighbour"  # after the piece named, which is placed
    NONE = "none"

    @property
    def sure(self) -> bool:
        """Whether the place is certain."""
        return self in {How.ANCHOR, How.RANGE, How.NUMBER, How.TEXT}


@dataclass(frozen=True, kw_only=True, slots=True)
class Edit:
    """A change of a piece's text: `old` is the whole piece as it was sent, of which [start:end] becomes `new`.

    The edits of one piece do not overlap; those at one place follow each other in the order of the remarks. A paragraph
    that ends in `new` shows as two line breaks: of a split, of a new paragraph before or behind the piece.
    """

    old: str
    start: int
    end: int
    new: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """One thing that a respondent says, placed. `piece` is None where it belongs to no piece that was sent."""

    kind: Kind
    by: By
    how: How
    sure: bool
    piece: Piece | None
    tracked: bool = True  # False for a silent edit: text that differs from what was sent, without a tracked change
    quoted: str = ""  # the words that it is about, as they were sent
    comment: str = ""  # what the respondent says
    proposal: str = ""  # the text that the respondent wants there
    edit: Edit | None = None  # of text changes inside one piece
    other: Piece | None = None  # that a text was moved to or behind, or that is joined with this one
    resolved: bool = False
    thread: str = ""  # id of the comment in its file, for replies to be grouped below it
    parent: str = ""
    question: str = ""  # number of the question that is answered
    count: int = 1  # of changes of format that are taken together


# The table


class Decision(StrEnum):
    """What was decided on a row."""

    OPEN = "open"
    FOLLOWED = "followed"
    PARTLY = "partly"
    NOT = "not"
    NOTED = "noted"


@dataclass(frozen=True, kw_only=True, slots=True)
class Respondent:
    """Who answers: `folder` names them below responses/, and in the ids of rows."""

    folder: str
    name: str
    kind: str = ""
    received: datetime.date | None = None
    contact: str = ""
    anonymous: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What the editors say to a row: theirs alone, never overwritten by an import."""

    assessment: str = ""
    decision: Decision = Decision.OPEN
    by: str = ""
    on: datetime.date | None = None

    @property
    def given(self) -> bool:
        """Whether somebody has written something."""
        return self != Answer()


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A row of the table: a remark as it is kept, with its answer. Its `identifier` stays from import to import."""

    identifier: str
    respondent: str  # folder of the respondent
    author: str
    date: str  # YYYY-MM-DD, "" where it cannot be trusted or is not known
    file: str  # that was returned, its path from responses/; "" for rows by hand
    version: str  # that was answered
    chapter: str  # label and title, in the version that was sent
    number: str  # of the paragraph there
    where: Location | None  # in today's source
    changed: bool  # whether today's text is another one than was sent
    anchor: str
    how: How
    sure: bool
    kind: Kind
    tracked: bool
    resolved: bool
    parent: str  # identifier of the row that this one replies to
    question: str
    quoted: str
    comment: str
    proposal: str
    patch: str  # name of the patch that would make this change, "" where there is none
    why_not: str = ""  # why there is none, of a change of text
    edit: Edit | None = None
    by_hand: bool = False  # entered in the table, from a PDF or an e-mail
    gone: bool = False  # no returned file says it any more; kept for its answer
    answer: Answer = Answer()
