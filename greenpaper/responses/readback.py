"""A workbook of the table -> the answers that were written in it, and which of them the table takes over. Pure.

An answer counts as written in the workbook where it differs from the one that the workbook was made with. Where the
table has another one since, both stay as they are and it is told. Other cells than answers are not read, save in rows
without an identifier, which editors have added: these become rows by hand.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from openpyxl.utils import get_column_letter

from greenpaper import words
from greenpaper.model import Finding, Location
from greenpaper.responses import grids, keys
from greenpaper.responses.grids import Grid
from greenpaper.responses.model import Answer, Decision, Respondent, Row
from greenpaper.responses.written import columns, xlsx
from greenpaper.returned import Returned
from greenpaper.words import LANGUAGES, Words

_ROWS, _COLUMNS, _LARGEST = 100_000, 40, 40_000_000  # of our own workbook more is read than of a stranger's
_HEADS = 20  # rows in which the heads are looked for
_DAY = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})")
_AT = re.compile(r"[^\n]+:[0-9]+")
_PLAIN = columns.PRESETS["plain"]
_SAID = ("quoted", "comment", "proposal")


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """An answer in a workbook: `cell` is where it stands, `row` the one that was added, else the identifier counts."""

    cell: str
    identifier: str
    answer: Answer
    row: Row | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Answers:
    """All answers of a workbook, those that it was made with by the identifiers of their rows, and what is wrong."""

    name: str
    said: tuple[Said, ...]
    written: Mapping[str, Answer]
    findings: tuple[Finding, ...]


def read(returned: Returned, name: str, respondents: Sequence[Respondent]) -> Answers | Finding:
    """The answers of a workbook of the table, or what keeps it from being read; `name` is the file's, for findings.

    `respondents` are those that added rows may name, by their folders or names.
    """
    found = grids.sheets(returned, name, _ROWS, _COLUMNS, _LARGEST)
    if isinstance(found, Finding):
        return found
    sheets, _ = found
    for title, grid in sheets.items():
        if heads := _heads(grid):
            reading = _Reading(title, name, heads, respondents)
            said = tuple(reading.rows(grid))
            written = dict(_written(sheets.get(xlsx.WRITTEN, [])))
            return Answers(name=name, said=said, written=written, findings=tuple(reading.findings))
    what = "it has no sheet with the columns of answers and of identifiers"
    cure = "take the workbook that `doit responses` makes with the preset plain"
    return _finding(name, "answer-workbook", what, cure)


def _finding(name: str, code: str, what: str, cure: str) -> Finding:
    return Finding(code=code, where=Location(path=name), what=what, cure=cure)


@dataclass(frozen=True, slots=True)
class _Heads:
    row: int
    at: Mapping[str, int]  # key of a column: its index
    words: Words


def _heads(grid: Grid) -> _Heads | None:
    """The row of heads, in whichever language."""
    for row, texts in enumerate(grid[:_HEADS]):
        for known in map(words.load, LANGUAGES):
            names = {"id": known[xlsx.IDENTIFIER], **{column.key: known[column.head] for column in _PLAIN}}
            at = {key: texts.index(head) for key, head in names.items() if head in texts}
            if at.keys() >= columns.ANSWER | {"id"}:
                return _Heads(row, at, known)
    return None


def _written(grid: Grid) -> Iterator[tuple[str, Answer]]:
    """The answers of the hidden sheet; none where it is lost or was changed."""
    for identifier, assessment, decision, by, on in (row[: len(xlsx.KEPT)] for row in grid[1:]):
        day = keys.day(on)
        if decision in set(Decision) and (day or not on):
            yield identifier, Answer(assessment=assessment, decision=Decision(decision), by=by, on=day)


class _Reading:
    """Reads the rows of a sheet and gathers what is wrong with them."""

    def __init__(self, sheet: str, name: str, heads: _Heads, respondents: Sequence[Respondent]) -> None:
        self._sheet, self._name, self._heads = sheet, name, heads
        self._folders = _folders(respondents, heads.words)
        self._decisions = _decisions()
        self.findings: list[Finding] = []

    def rows(self, grid: Grid) -> Iterator[Said]:
        """The answers, row by row; those with a fault are left out."""
        seen: dict[str, str] = {}
        for number, texts in enumerate(grid[self._heads.row + 1 :], self._heads.row + 2):
            cells = {key: texts[at] for key, at in self._heads.at.items()}
            if not any(cells.values()):
                continue
            answer = self._answer(cells, number)
            identifier = cells["id"]
            where = self._cell("assessment", number)
            if identifier and (first := seen.setdefault(identifier, where)) != where:
                what = f"row {number} has the hidden identifier of {first}, {identifier}: it is a copy of that row"
                self._fault("answer-row", what, "write what is new into an empty row below the last one")
            elif answer and identifier:
                yield Said(cell=where, identifier=identifier, answer=answer)
            elif answer and (row := self._added(cells, number, answer)):
                yield Said(cell=where, identifier="", answer=answer, row=row)

    def _answer(self, cells: Mapping[str, str], number: int) -> Answer | None:
        decision = self._decisions.get(_folded(cells["decision"]))
        day = _day(cells["on"])
        if decision is None:
            known = ", ".join(self._heads.words[f"decision_{each.value}"] for each in Decision)
            what = f"{cells['decision'][:60]!r} in {self._cell('decision', number)} is no decision"
            self._fault("answer-decision", f"{what}; the row's answer is not taken over", f"write one of {known}")
        if cells["on"] and day is None:
            what = f"{cells['on'][:60]!r} in {self._cell('on', number)} is no day; the row's answer is not taken over"
            self._fault("answer-row", what, "write it as 2027-01-31")
        if decision is None or (cells["on"] and day is None):
            return None
        return Answer(assessment=cells["assessment"], decision=decision, by=cells["by"], on=day)

    def _added(self, cells: Mapping[str, str], number: int, answer: Answer) -> Row | None:
        """The row by hand that an editor has added."""
        name = cells.get("respondent", "")
        folder = self._folders.get(_folded(name))
        if folder is None:
            what = f"{name[:60]!r} in {self._cell('respondent', number)} is no respondent"
            self._fault("answer-row", what, "write the name of a folder in responses/, or a name of register.toml")
            return None
        if not any(cells.get(key) for key in _SAID):
            what = f"the row of {self._cell('comment', number)} says nothing"
            self._fault("answer-row", what, "write what the respondent says as comment or proposed text")
            return None
        values: dict[str, Any] = {key: cells.get(key, "") for key in ("author", "number", *_SAID)}
        if at := _AT.match(cells.get("at", "")):
            values["at"] = Location.parse(at[0])
        if day := _day(cells.get("date", "")):
            values["date"] = day.isoformat()
        return replace(keys.made({**values, "respondent": folder}), answer=answer)

    def _cell(self, key: str, row: int) -> str:
        column = self._heads.at.get(key, 0)
        return f"{self._sheet}!{get_column_letter(column + 1)}{row}"

    def _fault(self, code: str, what: str, cure: str) -> None:
        self.findings.append(_finding(self._name, code, what, cure))


def _folders(respondents: Sequence[Respondent], known: Words) -> dict[str, str]:
    """The folders by the names that readers know them by, where such a name is one's alone, and by themselves."""
    shown = columns.shown_names((), respondents, known)
    counts = Counter(map(_folded, shown.values()))
    names = {_folded(name): folder for folder, name in shown.items() if counts[_folded(name)] == 1}
    return {**names, **{_folded(folder): folder for folder in shown}}


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _decisions() -> dict[str, Decision]:
    """The decisions by their names in all languages and in table.toml; an empty cell decides nothing."""
    names = {decision.value: decision for decision in Decision}
    for known in map(words.load, LANGUAGES):
        names |= {_folded(known[f"decision_{decision.value}"]): decision for decision in Decision}
    return {"": Decision.OPEN, **names}


def _day(text: str) -> Any:
    """A day, as 2027-01-31 or 31.1.2027; None for anything else."""
    if parts := _DAY.fullmatch(text):
        day, month, year = parts.groups()
        text = f"{year}-{month:0>2}-{day:0>2}"
    return keys.day(text)


def merged(rows: Sequence[Row], answers: Answers) -> tuple[tuple[Row, ...], tuple[Finding, ...]]:
    """The rows of the table with the answers that were written in a workbook, and what could not be taken over."""
    result = list(rows)
    at = {row.identifier: index for index, row in enumerate(rows) if row.identifier}  # one by hand may lack it yet
    told = {said.identifier for said in answers.said if said.identifier}
    by_hand = [index for index, row in enumerate(rows) if row.by_hand and row.identifier not in told]
    findings = list(answers.findings)
    for said in answers.said:
        index = at.get(said.identifier)
        if said.row:
            index = next((each for each in by_hand if _same(rows[each], said.row)), None)
            if index is None:
                result.append(said.row)
                continue
            by_hand.remove(index)  # it was added when the workbook was read before
        before = answers.written.get(said.identifier, Answer())
        if said.answer == before:
            continue
        row = None if index is None else result[index]
        if row is None or index is None or _shown(row.answer) not in {before, said.answer}:
            findings.append(_refused(answers.name, said, row))
        else:
            result[index] = replace(row, answer=_taken(row.answer, said.answer))
    return tuple(result), tuple(findings)


def _same(row: Row, added: Row) -> bool:
    said = [[_settled(text) for text in (each.quoted, each.comment, each.proposal)] for each in (row, added)]
    return row.respondent == added.respondent and said[0] == said[1]


def _taken(mine: Answer, said: Answer) -> Answer:
    """The answer in the workbook; what it has as the table has it stays as it is there, in its full length."""
    shown = _shown(mine)
    return Answer(
        assessment=mine.assessment if said.assessment == shown.assessment else said.assessment,
        decision=said.decision,
        by=mine.by if said.by == shown.by else said.by,
        on=said.on,
    )


def _shown(answer: Answer) -> Answer:
    """An answer as a workbook gives it back."""
    return replace(answer, assessment=_settled(answer.assessment), by=_settled(answer.by))


def _settled(text: str) -> str:
    return unicodedata.normalize("NFC", xlsx.held(text)).strip()


def _refused(name: str, said: Said, row: Row | None) -> Finding:
    if row is None:
        what = f"the answer in {said.cell} is to the row {said.identifier}, which the table does not have any more"
        return _finding(name, "answer-row", what, "copy it to the row that it belongs to")
    place = ", ".join(filter(None, (row.identifier, row.respondent, row.number)))
    what = f"the answer in {said.cell} and the table's to that row ({place}) were both written since; the table's stays"
    return _finding(
        name, "answer-twice", what, "write what holds into responses/table.toml, and go on in a new workbook"
    )
