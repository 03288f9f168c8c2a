"""Returned forms for answers: what was filled in, in Excel and in Word, as remarks."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from greenpaper import returned, theme, words, workbook
from greenpaper.model import Location
from greenpaper.responses import forms, grids
from greenpaper.responses.model import How, Kind, Piece, Sent
from greenpaper.returned import Returned
from greenpaper.words import LANGUAGES
from tests import test_response

PIECES = [
    *test_response.ANCHORS,
    {"id": "_P9", "kind": "title", "file": "chapters/behov.md", "number": "", "text": "Spørsmål 1: Er det klart?"},
    {"id": "_P10", "kind": "title", "file": "chapters/behov.md", "number": "", "text": "Spørsmål 12"},
]
SENT = Sent(
    version="0.9.0", status="prerelease", date="2027-01-08", commit="", build="abc", record="build/x", own=True,
    pieces=tuple(
        Piece(identifier=p["id"], kind=p["kind"], where=Location(path=p["file"], line=1), number=p["number"],
              text=p["text"])
        for p in PIECES
    ),
)  # fmt: skip


def _workbook(language: str, tmp_path: Path) -> openpyxl.Workbook:
    target = tmp_path / "form.xlsx"
    form, known = test_response._form(language), words.load(language)
    workbook.write(
        form, target, made=test_response._imprint(language), build="abc", words=known, theme=theme.load(None)
    )
    return openpyxl.load_workbook(target)


def _read(book: openpyxl.Workbook) -> tuple[list[grids.Grid], dict[str, str]]:
    stream = io.BytesIO()
    book.save(stream)
    opened = returned.read(stream.getvalue(), "form.xlsx")
    assert isinstance(opened, Returned)
    found = grids.of_xlsx(opened, "form.xlsx")
    assert isinstance(found, tuple)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_that_was_filled_in(language: str, tmp_path: Path) -> None:
    known = words.load(language)
    book = _workbook(language, tmp_path)
    answers, remarks, _ = book.worksheets
    labels = {row[0].value: row for row in answers.iter_rows()}
    labels[known["response_organisation"]][2].value = "Nord kommune"
    at = next(row for row in range(1, 40) if answers.cell(row, 4).value == known["response_answer"])
    answers.cell(at + 1, 4).value = "Ja.\nDet er det."
    at = next(row for row in range(at, 60) if answers.cell(row, 4).value == known["response_comment"])
    answers.cell(at + 2, 2).value, answers.cell(at + 2, 4).value = "Helhet", "God."
    heads = [cell.value for cell in remarks[workbook.HEAD]]
    row = {head: remarks.cell(workbook.HEAD + 1, column) for column, head in enumerate(heads, 1)}
    row[known["response_paragraph"]].value = "1-1 a"
    row[known["response_comment"]].value = "=Uklart"
    row[known["response_comment"]].data_type = "s"
    row[known["response_proposal"]].value = "Fylker"
    below = workbook.HEAD + workbook.ROWS + 5
    remarks.cell(below, 1 + heads.index(known["response_comment"])).value = 2027.0

    found, properties = _read(book)
    assert forms.is_form(properties)
    filled = forms.read(found)
    assert filled.who == {"response_organisation": "Nord kommune"}
    made = forms.remarks(filled, SENT)
    assert [(remark.kind, remark.comment, remark.proposal) for remark in made] == [
        (Kind.ANSWER, "Ja.\nDet er det.", ""),
        (Kind.GENERAL, "Helhet\nGod.", ""),
        (Kind.NOTED, "=Uklart", "Fylker"),
        (Kind.NOTED, "2027", ""),
    ]
    assert [(r.piece.identifier if r.piece else "", r.how, r.sure) for r in made] == [
        ("_P9", How.NUMBER, True),
        ("", How.NONE, True),
        ("_P6", How.NUMBER, True),
        ("", How.NONE, False),
    ]
    assert made[0].question == "1"


def test_an_empty_form_says_nothing(tmp_path: Path) -> None:
    found, _ = _read(_workbook("nb", tmp_path))
    assert forms.read(found) == forms.Filled(who={}, rows=[])


@pytest.mark.parametrize(
    ("cited", "piece", "comment"),
    [
        ("1-1", "_P3", "x"),
        ("avsnitt 1-1", "_P3", "[avsnitt 1-1] x"),
        ("1-1 til 1-3", "_P3", "[1-1 til 1-3] x"),
        ("1-1 A", "_P6", "[1-1 A] x"),
        ("Tabell 2", "_P5", "x"),
        ("kap. 1.2", "_P8", "[kap. 1.2] x"),
        ("1\u20131", "_P3", "[1\u20131] x"),
        ("side 3 1-1", "_P3", "[side 3 1-1] x"),
        ("1-1 a.2", "_P7", "x"),
        ("side 12", "", "[side 12] x"),
        ("11-1", "", "[11-1] x"),
        ("", "", "x"),
    ],
)
def test_how_respondents_cite(cited: str, piece: str, comment: str) -> None:
    row = {"response_paragraph": cited, "response_comment": "x", "response_proposal": ""}
    (made,) = forms.remarks(forms.Filled(rows=[("remarks", row)]), SENT)
    assert made.piece is None if not piece else made.piece is not None and made.piece.identifier == piece
    assert made.sure == bool(piece)
    assert made.comment == comment


def test_questions_are_told_apart_by_their_whole_number() -> None:
    rows = [("questions", {"response_no": number, "response_answer": "Ja"}) for number in ("1", "12", "2")]
    made = forms.remarks(forms.Filled(rows=rows), SENT)
    assert [remark.piece.identifier if remark.piece else "" for remark in made] == ["_P9", "_P10", ""]


def test_a_workbook_of_a_million_rows_is_not_gone_through(tmp_path: Path) -> None:
    book = _workbook("nb", tmp_path)
    book.worksheets[1].cell(1_048_576, 4).value = "langt nede"
    found, _ = _read(book)
    assert max(map(len, found)) <= grids.ROWS


def test_a_broken_workbook_is_a_finding(tmp_path: Path) -> None:
    stream = io.BytesIO()
    _workbook("nb", tmp_path).save(stream)
    opened = returned.read(stream.getvalue(), "form.xlsx")
    assert isinstance(opened, Returned)
    parts = {name: b"<a/>" if "sheet1" in name else content for name, content in opened.parts.items()}
    broken = grids.of_xlsx(Returned(kind="xlsx", main=opened.main, parts=parts, external=()), "responses/a/form.xlsx")
    sheets = broken if not isinstance(broken, tuple) else None
    assert sheets is None or (sheets.code, sheets.where.path) == ("returned-unreadable", "responses/a/form.xlsx")
    without = {name: content for name, content in opened.parts.items() if name != opened.main}
    found = grids.of_xlsx(Returned(kind="xlsx", main=opened.main, parts=without, external=()), "responses/a/form.xlsx")
    assert not isinstance(found, tuple)
    assert (found.code, found.where.path) == ("returned-unreadable", "responses/a/form.xlsx")
