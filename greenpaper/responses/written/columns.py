"""The columns of the response table, the same in every output: rows -> entries with numbers and names -> cells. Pure.

A preset is a tuple of columns. `plain` has all that a row says; `iso` the columns of the commenting template of ISO and
IEC. Keys of columns are those of table.toml where a column shows such a value.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from greenpaper.responses.model import Decision, Kind, Respondent, Row
from greenpaper.words import Words

ANSWER = frozenset({"assessment", "decision", "by", "on"})  # the columns that the editors write
_TEXTS = ("date", "version", "chapter", "number", "question", "quoted", "comment", "proposal")
_SIGNED = frozenset({Kind.COMMENT, Kind.GENERAL, Kind.NOTED, Kind.ANSWER})  # whose kind says nothing of what is wanted
# What ISO calls general and editorial; all else is technical, for a program cannot tell more of a change of text.
_GENERAL = frozenset({Kind.GENERAL, Kind.ANSWER})
_EDITORIAL = frozenset({Kind.FORMAT, Kind.MOVE, Kind.SPLIT, Kind.JOIN})
_LABEL = re.compile(r"(\d+|[A-ZÆØÅ])(?= |$)")  # of a chapter or an appendix
# What XML and HTML cannot hold, and the ends of lines that are none of ours
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029")
_SUBCLAUSE = re.compile(r"[\dA-ZÆØÅ]+(\.\d+)+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A row as readers see it. `number` is 12, of a reply to it 12.1; an anonymous respondent has no author."""

    row: Row
    number: str
    respondent: str
    author: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column: `head` is the key of its localised head, `share` its part of the width, beside those of the others.

    With `lead`, the first line of a cell stands out.
    """

    key: str
    head: str
    share: int
    text: Callable[[Entry, Words], str]
    lead: bool = False


def entries(rows: Sequence[Row], respondents: Sequence[Respondent], words: Words) -> tuple[Entry, ...]:
    """The rows in their order, replies below what they reply to."""
    names = shown_names(rows, respondents, words)
    hidden = {respondent.folder for respondent in respondents if respondent.anonymous}
    return tuple(
        Entry(
            row=_shown(row),
            number=number,
            respondent=fit(names[row.respondent]),
            author="" if row.respondent in hidden else fit(row.author),
        )
        for number, row in _numbered(rows)
    )


def shown_names(rows: Sequence[Row], respondents: Sequence[Respondent], words: Words) -> dict[str, str]:
    """What readers know respondents by, by their folders: their names, or the word for one without and a number."""
    names = {row.respondent: row.respondent for row in rows}
    anonymous = 0
    for respondent in respondents:
        anonymous += respondent.anonymous
        unnamed = words["responses_anonymous"].format(number=anonymous)
        names[respondent.folder] = unnamed if respondent.anonymous else respondent.name
    return names


def _shown(row: Row) -> Row:
    """The row in characters that every output can hold; a character that none can is shown as one that is lost."""
    answer = replace(row.answer, assessment=fit(row.answer.assessment), by=fit(row.answer.by))
    texts = {name: fit(getattr(row, name)) for name in _TEXTS}
    return replace(row, **texts, answer=answer)  # type: ignore[arg-type]


def fit(text: str) -> str:
    """A text in characters that every output can hold."""
    return _UNFIT.sub("\ufffd", _LINE_ENDS.sub("\n", text))


def _numbered(rows: Sequence[Row]) -> Iterator[tuple[str, Row]]:
    parents = {row.identifier: row.parent for row in rows}
    replies: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if (root := _root(row.identifier, parents)) != row.identifier:
            replies[root].append(row)
    below = {row.identifier for found in replies.values() for row in found}
    for number, row in enumerate((row for row in rows if row.identifier not in below), 1):
        yield str(number), row
        for part, reply in enumerate(replies[row.identifier], 1):
            yield f"{number}.{part}", reply


def _root(identifier: str, parents: Mapping[str, str]) -> str:
    """The row at the top of a thread; in a ring, which only hands can make, every row is its own."""
    seen, at = {identifier}, identifier
    while parents[at] in parents:
        at = parents[at]
        if at in seen:
            return identifier
        seen.add(at)
    return at


# Cells


def place(row: Row) -> str:
    """File and line in today's source, "" where the row has none there."""
    return str(row.where or "")


def marks(row: Row, words: Words) -> tuple[str, ...]:
    """What is to be known of the place: that it is gone, that its text has changed since, that it is unsure."""
    told = {
        "responses_lost": bool(row.anchor) and row.where is None,
        "responses_changed": row.changed,
        "responses_unsure": not row.sure and row.where is not None,
    }
    return tuple(words[key] for key, true in told.items() if true)


def kind(row: Row, words: Words) -> str:
    """What the remark is, and what is odd about it."""
    told = {
        "responses_untracked": not row.tracked,
        "responses_resolved": row.resolved,
        "responses_gone": row.gone,
    }
    name = words[f"kind_{row.kind.value}"]
    name = f"{name} {row.question}" if row.kind is Kind.ANSWER and row.question else name
    odd = ", ".join(words[key] for key, true in told.items() if true)
    return f"{name} ({odd})" if odd else name


def decision(row: Row, words: Words) -> str:
    """The name of what was decided."""
    return words[f"decision_{row.answer.decision.value}"]


def _lines(*texts: str) -> str:
    return "\n".join(filter(None, texts))


def _place(entry: Entry, words: Words) -> str:
    return _lines(place(entry.row), *marks(entry.row, words))


def _on(entry: Entry, _: Words) -> str:
    day = entry.row.answer.on
    return day.isoformat() if day else ""


_PLAIN = (
    Column(key="no", head="response_no", share=4, text=lambda entry, _: entry.number),
    Column(key="respondent", head="respondent", share=8, text=lambda entry, _: entry.respondent),
    Column(key="author", head="responses_author", share=7, text=lambda entry, _: entry.author),
    Column(key="date", head="date", share=6, text=lambda entry, _: entry.row.date),
    Column(key="chapter", head="chapter", share=8, text=lambda entry, _: entry.row.chapter),
    Column(key="number", head="response_paragraph", share=6, text=lambda entry, _: entry.row.number),
    Column(key="at", head="responses_place", share=9, text=_place),
    Column(key="kind", head="response_kind", share=8, text=lambda entry, words: kind(entry.row, words)),
    Column(key="quoted", head="responses_quoted", share=13, text=lambda entry, _: entry.row.quoted),
    Column(key="comment", head="response_comment", share=17, text=lambda entry, _: entry.row.comment),
    Column(key="proposal", head="response_proposal", share=15, text=lambda entry, _: entry.row.proposal),
    Column(key="assessment", head="responses_assessment", share=15, text=lambda entry, _: entry.row.answer.assessment),
    Column(key="decision", head="responses_decision", share=7, text=lambda entry, words: decision(entry.row, words)),
    Column(key="by", head="responses_by", share=6, text=lambda entry, _: entry.row.answer.by),
    Column(key="on", head="responses_on", share=6, text=_on),
)


# The template of ISO and IEC


def label(chapter: str) -> str:
    """The number or letter of a chapter, "" where it has none."""
    found = _LABEL.match(chapter)
    return found[0] if found else ""


def _line(entry: Entry, _: Words) -> str:
    return place(entry.row).rpartition("/")[2]


def _clause(entry: Entry, _: Words) -> str:
    row = entry.row
    found = _SUBCLAUSE.fullmatch(row.number)
    return found[0] if found else label(row.chapter) or row.chapter


def _part(entry: Entry, words: Words) -> str:
    return "" if entry.row.number == _clause(entry, words) else entry.row.number


def _type(entry: Entry, _: Words) -> str:
    return "ge" if entry.row.kind in _GENERAL else "ed" if entry.row.kind in _EDITORIAL else "te"


def _comments(entry: Entry, words: Words) -> str:
    """What is said, below the words that it is about and what a change of text is called: they have no column."""
    row = entry.row
    head = "" if row.kind in _SIGNED else kind(row, words)
    quoted = words["responses_quote"].format(text=row.quoted) if row.quoted else ""
    return _lines(head, quoted, row.comment)


def _observations(entry: Entry, words: Words) -> str:
    answer = entry.row.answer
    decided = "" if answer.decision is Decision.OPEN else decision(entry.row, words)
    return _lines(decided, answer.assessment)


_ISO = (
    Column(key="mb", head="iso_mb", share=8, text=lambda entry, _: entry.respondent),
    Column(key="line", head="iso_line", share=9, text=_line),
    Column(key="clause", head="iso_clause", share=8, text=_clause),
    Column(key="part", head="iso_part", share=9, text=_part),
    Column(key="type", head="iso_type", share=6, text=_type),
    Column(key="comments", head="iso_comments", share=25, text=_comments),
    Column(key="proposal", head="iso_proposal", share=20, text=lambda entry, _: entry.row.proposal),
    Column(key="observations", head="iso_observations", share=15, text=_observations),
)

PRESETS: Mapping[str, tuple[Column, ...]] = {"plain": _PLAIN, "iso": _ISO}


# On paper, which has no room for fifteen columns


def _who(entry: Entry, _: Words) -> str:
    return _lines(entry.respondent, entry.author, entry.row.date)


def _where(entry: Entry, words: Words) -> str:
    number = entry.row.number
    paragraph = f"{words['response_paragraph']} {number}" if number else ""
    return _lines(entry.row.chapter, paragraph, _place(entry, words))


def _answer(entry: Entry, words: Words) -> str:
    signed = ", ".join(filter(None, (entry.row.answer.by, _on(entry, words))))
    return _lines(decision(entry.row, words), entry.row.answer.assessment, signed)


_OWN = {column.key: column for column in _PLAIN}
_PRINTED = (
    _OWN["no"],
    Column(key="respondent", head="respondent", share=14, text=_who, lead=True),
    Column(key="at", head="responses_where", share=17, text=_where),
    _OWN["kind"],
    _OWN["quoted"],
    _OWN["comment"],
    _OWN["proposal"],
    Column(key="assessment", head="responses_assessment", share=17, text=_answer, lead=True),
)

PRINTED: Mapping[str, tuple[Column, ...]] = {"plain": _PRINTED, "iso": _ISO}
