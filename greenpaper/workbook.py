"""The response form for Excel (SpreadsheetML, ECMA-376 part 1, 18): sheets of questions, remarks and places.

Everything that is shown or written is text: no cell is a formula or a date by what it begins with. Only the chapter of
a remark is looked up, in the sheet of places. The remarks are a table (18.5), which grows as one writes below it: so
there need be no more rows than a page has, and no empty pages are printed.
"""

from __future__ import annotations

import datetime
import io
from pathlib import Path

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableColumn, TableFormula
from openpyxl.worksheet.worksheet import Worksheet

from greenpaper import files, imprint, opc
from greenpaper.imprint import Imprint
from greenpaper.response import FORM, GENERAL, GENERAL_ROWS, QUESTIONS, REMARKS, RESPONDENT, Form, Question
from greenpaper.spreadsheet import HEAD_LINES, LINE, MIDDLE, TEXT, WRAPPED, Look, keep, set_pages, set_widths, settled
from greenpaper.theme import Theme
from greenpaper.words import Words

COLUMNS = (*REMARKS[:2], "chapter", *REMARKS[2:])  # of the table of remarks, by the keys of their localised names
HEAD = 4  # the row of their heads
ROWS = 17  # for remarks at first, as many as a page has; the table grows
_TABLE = "Remarks"  # its name, as formulas know it
_WIDTHS = {"response_no": 6, "response_paragraph": 16, "response_kind": 13, "chapter": 28}
_REST = 58  # the width of columns to write in
_LAST = 1000  # row to which the cells below the table are ready: text, wrapped, with lists to choose from
_PAGE = 39  # lines that a page of the first sheet has, at the size that its columns are printed in
_ANSWER, _GENERAL, _REMARK, _PLACE = 5, 3, 2, 1.25  # lines that a row has at least


def write(form: Form, target: Path, *, made: Imprint, build: str, words: Words, theme: Theme) -> None:
    """Write the workbook of `form` to `target`; `made` is the document's imprint, `build` names what was built."""
    book = Workbook()
    look = Look(theme)
    answers, remarks, places = (
        book.active,
        *(book.create_sheet(words[name]) for name in ("sheet_remarks", "sheet_places")),
    )
    answers.title = words["sheet_answers"]
    _answers(answers, form, words, look)
    _remarks(remarks, form, words, look, *_places(places, form, words, look))
    for sheet in (answers, remarks, places):
        set_pages(sheet, form.title.replace("&", "&&"), words["page_of"].format(page="&P", pages="&N"), theme)
    _properties(book, form, made, build)
    stream = io.BytesIO()
    book.save(stream)
    files.write_atomic(target, opc.packed(settled(opc.unpacked(stream.getvalue()), made.stamp.date)))


def _top(sheet: Worksheet, form: Form, look: Look) -> int:
    """Title and facts; gives the next free row."""
    look.text(sheet, 1, 1, form.title, look.title)
    sheet.row_dimensions[1].height = 2.5 * LINE
    for row, (label, value) in enumerate(form.facts, 2):
        look.text(sheet, row, 1, label, look.label)
        look.text(sheet, row, 3, value)
    return len(form.facts) + 2


def _answers(sheet: Worksheet, form: Form, words: Words, look: Look) -> None:
    """Who answers, then the questions and the general remarks."""
    set_widths(sheet, (6, 24, 54, 90))
    row = _top(sheet, form, look)
    look.section(sheet, row, words["respondent"])
    for key in RESPONDENT:
        row += 1
        look.text(sheet, row, 1, words[key])
        look.text(sheet, row, 3)
        sheet.cell(row, 3).alignment, sheet.cell(row, 3).border = WRAPPED, look.grid
        sheet.row_dimensions[row].height = HEAD_LINES * LINE
    look.text(sheet, row + 2, 1, words["response_how"])
    row += 3
    if form.questions:
        look.section(sheet, row, words["questions"])
        look.heads(sheet, row + 1, [words[key] for key in QUESTIONS])
        row += 2
        for question in form.questions:
            look.cells(sheet, row, (question.number, question.chapter, _asked(question), ""), _ANSWER)
            row += 1
    _general(sheet, row, words, look)


def _asked(question: Question) -> str:
    return "\n".join(filter(None, (question.title, *question.lines)))


def _general(sheet: Worksheet, row: int, words: Words, look: Look) -> None:
    """General remarks from `row` on, all of them on one page; the subject has the room of chapter and question."""
    keep(sheet, row, 2 + HEAD_LINES + _GENERAL * GENERAL_ROWS, _PAGE)
    look.section(sheet, row, words["response_general"])
    number, subject, comment = (words[key] for key in GENERAL)
    look.heads(sheet, row + 1, (number, subject, "", comment))
    for count in range(1, GENERAL_ROWS + 1):
        look.cells(sheet, row + 1 + count, (str(count), "", "", ""), _GENERAL)
    for joined in range(row + 1, row + GENERAL_ROWS + 2):
        sheet.merge_cells(start_row=joined, end_row=joined, start_column=2, end_column=3)


def _remarks(sheet: Worksheet, form: Form, words: Words, look: Look, numbers: str, chapters: str) -> None:
    """One row for each remark; paragraph and type are chosen, the chapter is looked up."""
    heads = [words[key] for key in COLUMNS]
    letters = {key: get_column_letter(at) for at, key in enumerate(COLUMNS, 1)}
    end = letters[COLUMNS[-1]]
    set_widths(sheet, [_WIDTHS.get(key, _REST) for key in COLUMNS])
    for letter in letters.values():  # of cells below the table, which have none of their own
        ready = sheet.column_dimensions[letter]
        ready.number_format, ready.alignment = TEXT, WRAPPED
    look.text(sheet, 1, 1, form.title, look.heading)
    sheet.row_dimensions[1].height = HEAD_LINES * LINE
    look.text(sheet, 2, 1, " · ".join(f"{label}: {value}" for label, value in form.facts), look.label)
    advice = ("response_how", "response_choose", "response_unnumbered", "response_more_excel")
    look.text(sheet, 3, 1, " ".join(words[key] for key in advice))
    sheet.cell(3, 1).alignment = Alignment(vertical="center", wrap_text=True)
    sheet.row_dimensions[3].height = 2.5 * LINE
    sheet.merge_cells(f"A3:{end}3")
    look.heads(sheet, HEAD, heads)
    # By EXACT, as i-1 of a closing chapter and I-1 of an appendix are two; LOOKUP goes on past the errors of 1/0.
    own = f"{_TABLE}[[#This Row],[{words['response_paragraph']}]]"
    chapter = f'IF({own}="","",IFERROR(LOOKUP(2,1/EXACT({own},{numbers}),{chapters}),""))'
    for row in range(HEAD + 1, HEAD + ROWS + 1):
        look.cells(sheet, row, (str(row - HEAD), *[""] * (len(COLUMNS) - 1)), _REMARK)
        cell = sheet[f"{letters['chapter']}{row}"]
        cell.number_format, cell.value = "General", f"={chapter}"
    table = Table(displayName=_TABLE, name=_TABLE, ref=f"A{HEAD}:{end}{HEAD + ROWS}")
    table.tableColumns = [TableColumn(id=at, name=name) for at, name in enumerate(heads, 1)]
    table.tableColumns[COLUMNS.index("chapter")].calculatedColumnFormula = TableFormula(attr_text=chapter)
    sheet.add_table(table)
    sheet.freeze_panes = f"C{HEAD + 1}"
    sheet.print_title_rows = f"{HEAD}:{HEAD}"
    choices = [("response_kind", f'"{",".join(form.kinds)}"')]
    choices += [("response_paragraph", numbers)] if form.places else []
    for key, source in choices:
        # Whatever else one writes is taken too: "3-4 to 3-6", or a kind of one's own.
        choice = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=False)
        choice.add(f"{letters[key]}{HEAD + 1}:{letters[key]}{_LAST}")
        sheet.add_data_validation(choice)


def _places(sheet: Worksheet, form: Form, words: Words, look: Look) -> tuple[str, str]:
    """What has a number, for the reader and for the other sheet; gives the ranges of numbers and of chapters."""
    set_widths(sheet, (16, 44, 90, 18))
    heads = (words["response_paragraph"], words["chapter"], words["response_begins"], words["identifier"])
    look.heads(sheet, 1, heads)
    for row, place in enumerate(form.places, 2):
        look.cells(sheet, row, (place.number, place.chapter, place.text, place.anchor), _PLACE, MIDDLE)
    sheet.column_dimensions["D"].hidden = True  # for programs
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.protection.sheet = True  # against slips; there is no password
    where, last = quote_sheetname(sheet.title), max(len(form.places), 1) + 1
    return f"{where}!$A$2:$A${last}", f"{where}!$B$2:$B${last}"


def _properties(book: Workbook, form: Form, made: Imprint, build: str) -> None:
    moment = datetime.datetime.combine(made.stamp.date, datetime.time())
    core = book.properties
    core.title, core.language, core.version = form.title, made.tag, made.version
    core.creator = core.lastModifiedBy = made.publisher
    core.created, core.contentStatus, core.identifier = moment, made.status_name, made.identifier
    for name, value in {**imprint.properties(made, build), **FORM}.items():
        book.custom_doc_props.append(StringProperty(name=name, value=value))
