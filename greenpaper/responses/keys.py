"""The keys of a [[row]] in responses/table.toml: what each has to be, how it is read and written. Pure.

Strings are written by ourselves, as no writer of TOML makes multi-line strings in which nothing is hidden: control
characters and those that turn the direction of text are escapes, and so are lines that look like git's marks of a
conflict.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from greenpaper.model import Location
from greenpaper.responses.model import Answer, Decision, How, Kind, Row
from greenpaper.unseen import hides

CONFLICT = re.compile(r"^(<{7}|>{7})", re.MULTILINE)
_IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,40}")


@dataclass(frozen=True, slots=True)
class Key:
    """A kind of value: what it has to be, how it is read (None: it is none of that kind) and written."""

    needed: str
    read: Callable[[Any], Any]
    write: Callable[[Any], str]


def made(values: Mapping[str, Any]) -> Row:
    """The row of checked values, with what is not said as it is most often."""
    by_hand, placed = "file" not in values, bool(values.get("anchor"))
    somewhere = placed or values.get("number") or values.get("at")
    how = values.get("how", How.ANCHOR if placed and not by_hand else How.NUMBER if placed else How.NONE)
    get = values.get
    return Row(
        identifier=get("id", ""),
        respondent=values["respondent"],
        author=get("author", ""),
        date=get("date", ""),
        file=get("file", ""),
        version=get("version", ""),
        chapter=get("chapter", ""),
        number=get("number", ""),
        where=get("at"),
        changed=False,
        anchor=get("anchor", ""),
        how=how,
        sure=get("sure", how.sure),
        kind=get("kind", Kind.NOTED if somewhere else Kind.GENERAL),
        tracked=get("tracked", True),
        resolved=get("resolved", False),
        parent=get("parent", ""),
        question=get("question", ""),
        quoted=get("quoted", ""),
        comment=get("comment", ""),
        proposal=get("proposal", ""),
        patch="",
        by_hand=by_hand,
        gone=get("gone", False),
        answer=Answer(
            assessment=get("assessment", ""),
            decision=get("decision", Decision.OPEN),
            by=get("by", ""),
            on=get("on"),
        ),
    )


def said(row: Row) -> dict[str, Any]:
    """The values of the row by their keys, without those that `made` assumes."""
    answer = row.answer
    values: dict[str, Any] = {
        "id": row.identifier,
        "respondent": row.respondent,
        "author": row.author,
        "date": row.date,
        "file": row.file,
        "version": row.version,
        "chapter": row.chapter,
        "number": row.number,
        "at": row.where,
        "anchor": row.anchor,
        "how": row.how,
        "sure": row.sure,
        "kind": row.kind,
        "tracked": row.tracked,
        "resolved": row.resolved,
        "gone": row.gone,
        "parent": row.parent,
        "question": row.question,
        "quoted": row.quoted,
        "comment": row.comment,
        "proposal": row.proposal,
        "by": answer.by,
        "on": answer.on,
    }
    told = {key: value for key, value in values.items() if value not in ("", None)}
    assumed = made({key: told[key] for key in told.keys() & {"respondent", "file", "anchor", "number", "at"}})
    if row.how is assumed.how:
        del told["how"]
    for key, unsaid in (("sure", row.how.sure), ("tracked", True), ("resolved", False), ("gone", False)):
        if told[key] is unsaid:
            del told[key]
    # Always there, to be filled in.
    return told | {"respondent": row.respondent, "assessment": answer.assessment, "decision": answer.decision}


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _name(value: Any) -> str | None:
    return value if isinstance(value, str) and _IDENTIFIER.fullmatch(value) else None


def _switch(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def day(value: Any) -> datetime.date | None:
    """A day of TOML, or one in quotes; None for anything else."""
    if isinstance(value, str):
        try:
            value = datetime.date.fromisoformat(value)
        except ValueError:
            return None
    return value if type(value) is datetime.date else None  # a moment is a date as well


def _dated(value: Any) -> str | None:
    found = day(value)
    return found.isoformat() if found else None


def _place(value: Any) -> Location | None:
    return Location.parse(value) if isinstance(value, str) and value else None


def _one_of(kind: type[Decision] | type[Kind] | type[How]) -> Callable[[Any], Any]:
    known = {member.value: member for member in kind}
    return lambda value: known.get(value) if isinstance(value, str) else None


def _string(value: str) -> str:
    """A string of TOML: between three quotation marks where it has several lines."""
    escaped = "".join(map(_escaped, value.replace("\\", "\\\\")))
    if "\n" not in value:
        return '"' + escaped.replace('"', '\\"') + '"'
    # No three in a row, and none before those at the end.
    escaped = re.sub(r'"(?="|\Z)', '\\"', escaped)
    escaped = CONFLICT.sub(lambda found: f"\\u{ord(found[0][0]):04X}{found[0][1:]}", escaped)
    return f'"""\n{escaped}"""'


def _escaped(character: str) -> str:
    if character in "\n\t" or not (
        unicodedata.category(character) in {"Cc", "Zl", "Zp"} or hides(character) or character == "\ufeff"
    ):
        return character
    return f"\\U{ord(character):08X}" if ord(character) > 0xFFFF else f"\\u{ord(character):04X}"


_TEXT = Key("a text in quotes", _text, _string)
_SWITCH = Key("true or false", _switch, lambda value: str(value).lower())


def _choice(kind: type[Decision] | type[Kind] | type[How]) -> Key:
    return Key(f"one of {', '.join(kind)}, in quotes", _one_of(kind), lambda value: f'"{value.value}"')


KEYS: Mapping[str, Key] = {
    "id": Key("letters and digits in quotes, as it was", _name, _string),
    "respondent": _TEXT,
    "author": _TEXT,
    "date": Key("a day, as 2027-01-31", _dated, str),
    "file": _TEXT,
    "version": _TEXT,
    "chapter": _TEXT,
    "number": _TEXT,
    "at": Key('a chapter\'s file and line, as "chapters/03-needs.md:57"', _place, lambda value: _string(str(value))),
    "anchor": _TEXT,
    "how": _choice(How),
    "sure": _SWITCH,
    "kind": _choice(Kind),
    "tracked": _SWITCH,
    "resolved": _SWITCH,
    "gone": _SWITCH,
    "parent": _TEXT,
    "question": _TEXT,
    "quoted": _TEXT,
    "comment": _TEXT,
    "proposal": _TEXT,
    "assessment": _TEXT,
    "decision": _choice(Decision),
    "by": _TEXT,
    "on": Key("a day, as 2027-01-31", day, lambda value: value.isoformat()),
}
