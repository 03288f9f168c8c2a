"""The workbook of the response table: what it shows, and what is read back of it."""

from __future__ import annotations

import datetime
import io
import subprocess
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenpaper import returned, theme, words
from greenpaper.model import Finding, Location
from greenpaper.responses import readback, table
from greenpaper.responses.model import Answer, Decision, How, Kind, Respondent, Row
from greenpaper.responses.readback import Answers
from greenpaper.responses.written import columns, xlsx
from greenpaper.returned import Returned
from greenpaper.words import LANGUAGES
from tests.responses.examples import NORTH, any_rows, odd, row

PERSON = Respondent(folder="person-1", name="person-1", anonymous=True)
RESPONDENTS = (NORTH, PERSON)
DAY = datetime.date(2027, 1, 31)
DONE = Answer(assessment="Enig.\nSe kapittel 2.", decision=Decision.FOLLOWED, by="Kari", on=DAY)
ROWS = (
    row("r1", comment="=1+1", quoted="@sum", proposal="-2 %", author="+47 22 22 22 22"),
    row("r2", comment="'sitat'\nto linjer", answer=DONE),
    row("r3", respondent="person-1", comment="_x0041_ og \x00\x0b", kind=Kind.GENERAL, anchor="", number=""),
)


def written(rows: Sequence[Row], language: str = "nb", preset: str = "plain") -> bytes:
    known = words.load(language)
    entries = columns.entries(rows, RESPONDENTS, known)
    return xlsx.write(entries, columns.PRESETS[preset], known, theme.load(None), title="Målbilde & sånt", day=DAY)


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def saved(book: Any) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(content: bytes) -> Answers:
    found = returned.read(content, "answers.xlsx")
    assert isinstance(found, Returned)
    answers = readback.read(found, "answers.xlsx", RESPONDENTS)
    assert isinstance(answers, Answers)
    return answers


def cell(book: Any, row: int, key: str, language: str = "nb") -> Any:
    """A cell of the table's row, counted from 1."""
    heads = [each.value for each in book.worksheets[0][xlsx.HEAD]]
    column = next(column for column in columns.PRESETS["plain"] if column.key == key)
    return book.worksheets[0].cell(xlsx.HEAD + row, heads.index(words.load(language)[column.head]) + 1)


def changed(rows: Sequence[Row], *changes: tuple[int, str, str], language: str = "nb") -> bytes:
    book = opened(written(rows, language))
    for number, key, text in changes:
        cell(book, number, key, language).value = text
    return saved(book)


def test_the_workbook_is_the_same_each_time() -> None:
    assert written(ROWS) == written(ROWS)


def test_the_sheet_is_ready_to_be_worked_in_and_printed() -> None:
    book = opened(written(ROWS))
    sheet, hidden = book.worksheets
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("C4", "$3:$3")
    assert sheet.auto_filter.ref == "A3:P6"
    page = sheet.page_setup
    assert (page.orientation, int(page.paperSize), page.fitToWidth, page.fitToHeight) == ("landscape", 9, 1, 0)
    assert hidden.sheet_state == "hidden"
    assert sheet.column_dimensions["P"].hidden
    assert [sheet.cell(at, 16).value for at in range(4, 7)] == ["r1", "r2", "r3"]
    assert all(cell(book, 2, key).alignment.wrap_text for key in ("comment", "assessment"))
    widths = [sheet.column_dimensions[letter].width for letter in "ABCDEFGHIJKLMNO"]
    assert min(widths) > 5 and widths[9] == max(widths)
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1 == '"åpen,fulgt,delvis fulgt,ikke fulgt,tatt til orientering"'
    assert cell(book, 1, "decision").coordinate in choice.sqref
    assert choice.showErrorMessage
    (state,) = [prop for prop in book.custom_doc_props.props if prop.name == xlsx.STATE]
    other = opened(written([replace(ROWS[0], answer=DONE)]))
    assert len(state.value) == 64
    assert state.value != other.custom_doc_props[xlsx.STATE].value


def test_cells_are_text_whatever_they_begin_with() -> None:
    book = opened(written(ROWS))
    for key, text in (("comment", "=1+1"), ("quoted", "@sum"), ("proposal", "-2 %"), ("author", "+47 22 22 22 22")):
        found = cell(book, 1, key)
        assert (found.value, found.data_type, found.number_format, found.quotePrefix) == (text, "s", "@", 1)
    found = cell(book, 2, "comment")
    assert (found.value, found.quotePrefix) == ("'sitat'\nto linjer", 1)
    assert cell(book, 2, "assessment").quotePrefix == 0
    assert cell(book, 3, "comment").value == "_x005F_x0041_ og \ufffd\ufffd"  # as Excel writes _x0041_


def test_the_template_of_iso_has_no_answers_to_read_back() -> None:
    content = written(ROWS, preset="iso")
    assert len(opened(content).worksheets) == 1
    found = readback.read(returned.read(content, "i.xlsx"), "i.xlsx", RESPONDENTS)  # type: ignore[arg-type]
    assert isinstance(found, Finding)
    assert (found.code, found.where.path) == ("answer-workbook", "i.xlsx")


@settings(max_examples=40, deadline=None)
@given(any_rows(), st.sampled_from(LANGUAGES))
def test_a_workbook_that_nobody_changed_changes_nothing(rows: list[Row], language: str) -> None:
    kept = table.read(table.text(rows), "t")
    assert readback.merged(kept, read(saved(opened(written(kept, language))))) == (kept, ())


@settings(max_examples=40, deadline=None)
@given(odd)
def test_an_assessment_comes_back_as_it_was_written(text: str) -> None:
    book = opened(written(ROWS))
    said = xlsx.held(text)
    target = cell(book, 1, "assessment")
    target.value, target.data_type = said.replace("_x000D_", "_x005F_x000D_"), "s"
    (first, *_), findings = readback.merged(ROWS, read(saved(book)))
    assert (first.answer.assessment, findings) == (unicodedata.normalize("NFC", said).strip(), ())


def test_what_excel_writes_as_an_escape_is_read() -> None:
    content = changed(ROWS, (1, "assessment", "a_x000D_\nb _x0000_ _xD83D__xDE00_ _xD83D_ _x005F_x0041_"))
    assert read(content).said[0].answer.assessment == "a\nb \ufffd \U0001f600 \ufffd _x0041_"


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_of_the_workbook_are_taken_over(language: str) -> None:
    name = words.load(language)["decision_partly"]
    changes = ((1, "decision", name), (1, "assessment", "Ja."), (1, "by", "Per"), (1, "on", "1.2.2027"))
    rows, findings = readback.merged(ROWS, read(changed(ROWS, *changes, language=language)))
    answer = Answer(assessment="Ja.", decision=Decision.PARTLY, by="Per", on=datetime.date(2027, 2, 1))
    assert (rows, findings) == ((replace(ROWS[0], answer=answer), *ROWS[1:]), ())


def test_an_answer_may_be_taken_back() -> None:
    rows, _ = readback.merged(ROWS, read(changed(ROWS, *((2, key, "") for key in columns.ANSWER))))
    assert rows[1].answer == Answer()


def test_what_else_is_changed_stays_as_it_was() -> None:
    assert readback.merged(ROWS, read(changed(ROWS, (1, "comment", "x"), (2, "quoted", "y")))) == (ROWS, ())


def test_an_answer_that_both_have_changed_is_told_and_both_stay() -> None:
    answers = read(changed(ROWS, (2, "decision", "ikke fulgt"), (1, "assessment", "Ja.")))
    newer = (ROWS[0], replace(ROWS[1], answer=replace(DONE, assessment="Nei.")), ROWS[2])
    rows, (finding,) = readback.merged(newer, answers)
    assert rows[1] == newer[1]
    assert rows[0].answer.assessment == "Ja."
    assert (finding.code, finding.where) == ("answer-twice", Location(path="answers.xlsx"))
    assert "Høringssvar!L5" in finding.what and "(r2, nord, 1-1)" in finding.what


def test_a_change_that_the_table_has_already_is_none() -> None:
    content = changed(ROWS, (2, "decision", "ikke fulgt"))
    once, _ = readback.merged(ROWS, read(content))
    assert once[1].answer.decision is Decision.NOT
    assert readback.merged(once, read(content)) == (once, ())


def test_what_only_the_table_has_changed_stays() -> None:
    newer = (replace(ROWS[0], answer=DONE), *ROWS[1:])
    assert readback.merged(newer, read(written(ROWS))) == (newer, ())


def test_without_the_hidden_sheet_no_answer_is_overwritten() -> None:
    book = opened(changed(ROWS, (1, "assessment", "Ja."), (2, "assessment", "Nei.")))
    del book[xlsx.WRITTEN]
    rows, (finding,) = readback.merged(ROWS, read(saved(book)))
    assert [each.answer.assessment for each in rows] == ["Ja.", DONE.assessment, ""]
    assert finding.code == "answer-twice"


def test_an_assessment_longer_than_a_cell_stays_whole() -> None:
    rows = (row("r1", comment="\U0001f600" * 20_000, answer=Answer(assessment="Ja. " * 20_000)),)
    content = changed(rows, (1, "decision", "fulgt"))
    assert len(cell(opened(content), 1, "comment").value.encode("utf-16-le")) <= 2 * xlsx.LONGEST
    ((only,), findings) = readback.merged(rows, read(content))
    assert (only.answer.assessment, only.answer.decision, findings) == ("Ja. " * 20_000, Decision.FOLLOWED, ())


def test_faults_are_told_with_their_cells_and_the_rest_is_taken() -> None:
    rows = (*ROWS, row("r4"))
    content = changed(rows, (1, "decision", "kanskje"), (2, "on", "i går"), (3, "decision", " Fulgt "))
    answers = read(content)
    assert [(finding.code, finding.what.partition(" is no")[0]) for finding in answers.findings] == [
        ("answer-decision", "'kanskje' in Høringssvar!M4"),
        ("answer-row", "'i går' in Høringssvar!O5"),
    ]
    merged, findings = readback.merged(rows, answers)
    assert findings == answers.findings
    assert merged == (*rows[:2], replace(rows[2], answer=Answer(decision=Decision.FOLLOWED)), rows[3])


def test_a_row_whose_identifier_is_there_twice_or_gone_is_told() -> None:
    book = opened(changed(ROWS, (1, "assessment", "Ja.")))
    sheet = book.worksheets[0]
    for column in range(1, 17):
        sheet.cell(8, column).value = sheet.cell(5, column).value
    rows, findings = readback.merged(ROWS[1:], read(saved(book)))
    assert rows == ROWS[1:]
    assert [finding.what.partition(":")[0] for finding in findings] == [
        "row 8 has the hidden identifier of Høringssvar!L5, r2",
        "the answer in Høringssvar!L4 is to the row r1, which the table does not have any more",
    ]


def test_rows_that_editors_add_become_rows_by_hand_once() -> None:
    book = opened(written(ROWS))
    for at, (name, text) in enumerate(
        (("NORD kommune", "Pr. brev"), ("Anonym avsender 1", "På telefon"), ("?", "x")), 5
    ):
        cell(book, at, "respondent").value = name
        cell(book, at, "comment").value = text
    for key, text in (("number", "1-2"), ("decision", "fulgt"), ("date", "1.10.2026"), ("at", "chapters/01-x.md:7\nx")):
        cell(book, 5, key).value = text
    cell(book, 9, "respondent").value = "nord"
    content = saved(book)
    rows, findings = readback.merged(ROWS, read(content))
    assert [finding.what for finding in findings] == [
        "'?' in Høringssvar!B10 is no respondent",
        "the row of Høringssvar!J12 says nothing",
    ]
    letter, call = rows[3:]
    assert (letter.respondent, letter.comment, letter.number, letter.date) == ("nord", "Pr. brev", "1-2", "2026-10-01")
    assert (letter.by_hand, letter.file, letter.identifier, letter.kind) == (True, "", "", Kind.NOTED)
    assert (letter.how, letter.answer.decision) == (How.NONE, Decision.FOLLOWED)
    assert letter.where == Location(path="chapters/01-x.md", line=7)
    assert (call.respondent, call.comment, call.kind) == ("person-1", "På telefon", Kind.GENERAL)
    assert readback.merged(rows, read(content))[0] == rows
    assert len(readback.merged((*ROWS, replace(letter, identifier="r9"), call, call), read(content))[0]) == 6


def test_sheets_and_columns_may_be_moved_and_rows_sorted() -> None:
    book = opened(changed(ROWS, (1, "assessment", "Ja.")))
    sheet = book.worksheets[0]
    for column in range(1, 17):
        first, last = sheet.cell(4, column), sheet.cell(6, column)
        first.value, last.value = last.value, first.value
    sheet.insert_cols(3)
    sheet.insert_rows(2)
    book.create_sheet("Notater", 0)["A1"] = "x"
    rows, findings = readback.merged(ROWS, read(saved(book)))
    assert ([each.answer.assessment for each in rows], findings) == (["Ja.", DONE.assessment, ""], ())


def test_names_of_decisions_are_told_apart_in_every_language() -> None:
    known: dict[str, Decision] = {}
    for language in LANGUAGES:
        for decision in Decision:
            name = words.load(language)[f"decision_{decision.value}"]
            assert "," not in name
            assert known.setdefault(name.casefold(), decision) is decision


def test_libreoffice_keeps_what_is_read_back(calc: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "table.xlsx"

    def through() -> bytes:
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = [calc, "--headless", profile, "--convert-to", "xlsx", "--outdir", str(tmp_path), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return (tmp_path / "table.xlsx").read_bytes()

    said = replace(DONE, assessment="=1 _x0041_")
    mine = (*ROWS[:1], replace(ROWS[1], answer=said), ROWS[2])
    path.write_bytes(written(mine))
    untouched = through()
    assert read(untouched).said[1].answer == said
    assert readback.merged(mine, read(untouched)) == (mine, ())
    book = opened(untouched)
    sheet, hidden = book.worksheets
    assert (hidden.sheet_state, sheet.column_dimensions["P"].hidden) == ("hidden", True)
    assert (sheet.auto_filter.ref, sheet.print_title_rows) == ("A3:P6", "$3:$3")
    assert "åpen" in sheet.data_validations.dataValidation[0].formula1
    assert [(cell(book, 1, key).value, cell(book, 1, key).data_type) for key in ("comment", "quoted", "proposal")] == [
        ("=1+1", "s"), ("@sum", "s"), ("-2 %", "s"),
    ]  # fmt: skip
    assert book.custom_doc_props[xlsx.STATE].value
    cell(book, 1, "decision").value = "delvis fulgt"
    cell(book, 3, "assessment").value = "Notert."
    cell(book, 4, "respondent").value = "nord"
    cell(book, 4, "comment").value = "Pr. brev"
    path.write_bytes(saved(book))
    rows, findings = readback.merged(mine, read(through()))
    assert findings == ()
    assert [each.answer for each in rows] == [
        Answer(decision=Decision.PARTLY), said, Answer(assessment="Notert."), Answer(),
    ]  # fmt: skip
    assert rows[3].by_hand
