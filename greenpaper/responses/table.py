"""The master of all responses, responses/table.toml: one [[row]] for each, written so that it diffs well.

Kept is what was said and what the editors answer. What today's source says of a row (its line, whether its text has
changed, its patch) is made anew in each run, so that editing a chapter changes no line here.
"""

from __future__ import annotations

import datetime
import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from greenpaper import files, toml_lines
from greenpaper.errors import AuthorError
from greenpaper.responses import keys
from greenpaper.responses.model import Row

LARGEST = 30_000_000  # characters; 1000 rows have one million
HEAD = """\
## The responses, a [[row]] each. `doit responses` adds what is new in responses/<respondent>/ and keeps your answers:
##   assessment   what you think of it
##   decision     open, followed, partly, not, noted
##   by, on       who decided, and the day: 2027-01-31
## Long texts stand between three quotation marks, \"\"\". A response by letter or e-mail is a row that you add:
##   [[row]]
##   respondent = "their-folder"
##   number = "3-12"    (the paragraph's number; or at = "chapters/03-needs.md:57"; or neither)
##   comment = "what they say"
## A row that is at the wrong place gets another number. Comments other than these lines are not kept.
"""
_OURS = "##"


def load(path: Path) -> tuple[Row, ...]:
    """The rows of the table; none where there is no file. AuthorError with all faults, each with its line."""
    return read(files.read_text(path), f"{path.parent.name}/{path.name}") if path.is_file() else ()


def read(text: str, name: str) -> tuple[Row, ...]:
    """The rows that a table's text holds; `name` is the file's, for faults. AuthorError with all of them."""
    conflicts = [text.count("\n", 0, found.start()) + 1 for found in keys.CONFLICT.finditer(text)]
    if conflicts:
        what = "this is a mark of a conflict that git could not resolve; keep the lines that are right"
        raise AuthorError(*(f"{name}:{line}: error: {what} [response-table]" for line in conflicts))
    try:
        data = toml_lines.loads(text, LARGEST)
    except tomllib.TOMLDecodeError as fault:
        what, _, place = str(fault).partition(" (at ")
        line = re.search(r"line ([0-9]+)", place)
        where = f"{name}:{line[1]}" if line else name
        cure = 'texts stand in quotes, long ones in """, and a \\ is written \\\\'
        raise AuthorError(f"{where}: error: this is not TOML: {what}; {cure} [response-table]") from None
    reading = _Reading(text)
    rows = tuple(reading.rows(data))
    if reading.faults:
        told = sorted(reading.faults)
        raise AuthorError(*(f"{name}:{line}: error: {what} [response-table]" for line, what in told))
    return rows


class _Reading:
    """Reads a table and gathers what is wrong with it."""

    def __init__(self, text: str) -> None:
        self._lines = toml_lines.key_lines(text)
        self.faults: list[tuple[int, str]] = [
            (line, "this comment would be lost when answers are added; put it into an assessment, or take it out")
            for line, comment in toml_lines.comments(text)
            if not comment.startswith(_OURS)
        ]

    def rows(self, data: Mapping[str, Any]) -> Iterator[Row]:
        for key in data.keys() - {"row"}:
            self._fault("", key, f"{key!r} stands in no row; every row begins with [[row]]")
        tables = data.get("row", [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self._fault("row", "", "every row begins with [[row]], in two brackets")
            return
        seen: dict[str, int] = {}
        for count, table in enumerate(tables, 1):
            place = f"row.{count}"
            row = self._row(table, place)
            if row and row.identifier:
                first = seen.setdefault(row.identifier, self._lines.get((place, "id"), 1))
                if first != self._lines.get((place, "id"), 1):
                    what = f"the id {row.identifier!r} is that of the row on line {first} too"
                    self._fault(place, "id", f"{what}; a row that you add yourself needs none")
            if row:
                yield row

    def _row(self, table: Mapping[str, Any], place: str) -> Row | None:
        before = len(self.faults)
        values = {key: self._value(key, value, place) for key, value in table.items()}
        if not values.get("respondent"):
            self._fault(place, "respondent", "the row lacks the key 'respondent', the folder of who says it")
        if "file" in values and not values.get("id"):
            self._fault(place, "id", "the row names the file that it came in, but has no id; take it back from git")
        elif "file" not in values and not any(values.get(key) for key in ("comment", "proposal", "quoted")):
            self._fault(place, "comment", "the row says nothing; write what the respondent says as 'comment'")
        return keys.made(values) if len(self.faults) == before else None

    def _value(self, key: str, value: Any, place: str) -> Any:
        """The value of a key as a row has it; None, and a fault, where it is wrong."""
        if key not in keys.KEYS:
            close = difflib.get_close_matches(key, keys.KEYS, 1)
            known = f"did you mean {close[0]!r}?" if close else f"known are {', '.join(keys.KEYS)}"
            self._fault(place, key, f"the key {key!r} is not known; {known}")
            return None
        kind = keys.KEYS[key]
        found = kind.read(value)
        if found is None:
            self._fault(place, key, f"{key} = {_short(value)} is wrong; it has to be {kind.needed}")
        return found

    def _fault(self, place: str, key: str, what: str) -> None:
        line = self._lines.get((place, key)) or self._lines.get((place, "")) or self._lines.get((key, "")) or 1
        self.faults.append((line, what))


def _short(value: Any) -> str:
    return f"{value.isoformat() if isinstance(value, datetime.date) else value!r}"[:60]


def kept(row: Row) -> Row:
    """The row as the table keeps it: `read(text(rows))` gives these."""
    where = None if row.anchor else row.where
    return replace(row, where=where, changed=False, patch="", why_not="", edit=None)


def text(rows: Sequence[Row]) -> str:
    """The table's text: rows in the order given, keys in one order, only those that say something, the answer last."""
    return "\n".join([HEAD, *(_table(kept(row)) for row in rows)])


def _table(row: Row) -> str:
    values = keys.said(row)
    lines = (f"{key} = {kind.write(values[key])}" for key, kind in keys.KEYS.items() if key in values)
    return "\n".join(("[[row]]", *lines, ""))
