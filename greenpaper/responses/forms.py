"""A returned form for answers -> remarks: what stands below the heads of its tables, in whichever language. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from greenpaper import response, words
from greenpaper.responses.citing import Numbers
from greenpaper.responses.grids import Grid
from greenpaper.responses.model import NOBODY, How, Kind, Piece, Remark, Sent
from greenpaper.words import LANGUAGES

_TABLES = {  # name of a table: the keys of its heads
    "who": response.RESPONDENT,
    "questions": response.QUESTIONS,
    "general": response.GENERAL,
    "remarks": response.REMARKS,
}
_SAID = {  # name of a table: those of its columns that a respondent writes in
    "questions": ("response_answer",),
    "general": ("response_subject", "response_comment"),
    "remarks": ("response_paragraph", "response_comment", "response_proposal"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Filled:
    """What a form says: who fills it in, by the keys of `response.RESPONDENT`, and rows by the keys of their heads."""

    who: Mapping[str, str] = field(default_factory=dict)
    rows: Sequence[tuple[str, Mapping[str, str]]] = ()  # name of the table, its cells


def is_form(properties: Mapping[str, str]) -> bool:
    """Whether a file's custom properties say that it is a form."""
    return all(properties.get(key) == value for key, value in response.FORM.items())


def read(grids: Sequence[Grid]) -> Filled:
    """What was filled in. Rows that the form has and nobody wrote in are left out."""
    who: dict[str, str] = {}
    rows: list[tuple[str, Mapping[str, str]]] = []
    for grid in grids:
        table: str = ""
        columns: dict[str, int] = {}
        for cells in grid:
            if heads := _heads(cells):
                table, columns = heads
                continue
            entry = {key: cells[at].strip() for key, at in columns.items() if at < len(cells)}
            who |= entry if table == "who" and any(entry.values()) else _labelled(cells)
            if any(entry.get(key) for key in _SAID.get(table, ())):
                rows.append((table, entry))
    return Filled(who={key: text for key, text in who.items() if text}, rows=rows)


def _heads(cells: Sequence[str]) -> tuple[str, dict[str, int]] | None:
    """The table whose heads these cells are, and the column of each."""
    given = [cell.strip() for cell in cells]
    for names in _names():
        for table, keys in _TABLES.items():
            heads = [names[key] for key in keys]
            if all(head in given for head in heads):
                return table, {key: given.index(head) for key, head in zip(keys, heads, strict=True)}
    return None


def _labelled(cells: Sequence[str]) -> dict[str, str]:
    """In a workbook, who answers stands beside labels."""
    for names in _names():
        for key in response.RESPONDENT:
            if cells and cells[0] == names[key]:
                return {key: next((cell for cell in cells[1:] if cell), "")}
    return {}


@cache
def _names() -> tuple[Mapping[str, str], ...]:
    loaded = [words.load(language) for language in LANGUAGES]
    wanted = {*response.RESPONDENT, *response.QUESTIONS, *response.GENERAL, *response.REMARKS}
    return tuple({key: known[key] for key in wanted} for known in loaded)


def remarks(filled: Filled, sent: Sent) -> tuple[Remark, ...]:
    """The form's rows as remarks on the version that was sent."""
    places = _Places(sent)
    return tuple(_remark(table, entry, places) for table, entry in filled.rows)


def _remark(table: str, entry: Mapping[str, str], places: _Places) -> Remark:
    if table == "questions":
        number = entry["response_no"]
        return _made(Kind.ANSWER, places.question(number), entry["response_answer"], question=number)
    if table == "general":
        comment = "\n".join(filter(None, (entry["response_subject"], entry["response_comment"])))
        return _made(Kind.GENERAL, None, comment)
    cited = entry["response_paragraph"]
    piece = places.numbers.cited(cited)
    said = filter(None, (f"[{cited}]" if not places.numbers.is_exact(cited) else "", entry["response_comment"]))
    return _made(Kind.NOTED, piece, " ".join(said), proposal=entry["response_proposal"])


def _made(kind: Kind, piece: Piece | None, comment: str, proposal: str = "", question: str = "") -> Remark:
    how = How.NUMBER if piece else How.NONE
    return Remark(
        kind=kind,
        by=NOBODY,
        how=how,
        sure=how.sure or kind is not Kind.NOTED,  # an answer to a question, or to the whole, needs no place
        piece=piece,
        quoted=piece.text if piece else "",
        comment=comment,
        proposal=proposal,
        question=question,
    )


class _Places:
    """The pieces that readers can cite: by their numbers, and questions by theirs."""

    def __init__(self, sent: Sent) -> None:
        self.numbers = Numbers(sent.pieces)
        self._questions = [piece for piece in sent.pieces if piece.kind == "title"]

    def question(self, number: str) -> Piece | None:
        """The piece that a question's title is."""
        begins = re.compile(rf"({'|'.join(_questions())}) {re.escape(number)}(?!\d)")
        return next((piece for piece in self._questions if begins.match(piece.text)), None)


def _questions() -> Iterator[str]:
    return (re.escape(words.load(language)["question"]) for language in LANGUAGES)
