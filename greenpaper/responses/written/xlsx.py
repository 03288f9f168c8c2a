"""The table of responses as a workbook (SpreadsheetML, ECMA-376 part 1, 18) that answers are written in.

Every cell is text, whatever it begins with. A hidden column has the identifiers of rows, and a hidden sheet the answers
as they were when the workbook was written: so reading it back (`readback`) knows which were changed in it. Pure.
"""

from __future__ import annotations

import datetime
import hashlib
import io
import re
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from greenpaper import opc
from greenpaper.imprint import PROPERTY
from greenpaper.responses import table
from greenpaper.responses.model import Answer, Decision
from greenpaper.responses.written.columns import ANSWER, Column, Entry, fit
from greenpaper.spreadsheet import HEAD_LINES, LINE, TEXT, WRAPPED, Look, set_pages, set_widths, settled
from greenpaper.theme import Theme
from greenpaper.words import Words

HEAD = 3  # the row of the columns' heads
IDENTIFIER = "identifier"  # the key of the head of the hidden column
WRITTEN = "Greenpaper"  # the hidden sheet
KEPT = ("id", "assessment", "decision", "by", "on")  # its columns
STATE = f"{PROPERTY}table"  # the property that names the state of the table
LONGEST = 32_767  # UTF-16 units of a cell's text in Excel
_ROOM = 500  # rows below the table that are ready to be written in
_WIDTH = 1.9  # characters for each share of a column
_AROUND = 4  # characters beside the longest word of a head
_FORMULA = frozenset("=+-@'\t")  # what a text begins with that Excel takes for something else when it is edited
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # _x0041_ is a way to write A (22.4.2.4)


def write(
    entries: Sequence[Entry], columns: Sequence[Column], words: Words, theme: Theme, *, title: str, day: datetime.date
) -> bytes:
    """The workbook of the table, `title` being the document's; `day` is the one that it says it was made on."""
    book, look = Workbook(), Look(theme)
    sheet = book.active
    sheet.title = words["responses_sheet"]
    heading = words["responses_title"].format(title=title)
    _table(sheet, entries, columns, words, look, heading)
    if answered(columns):
        _written(book.create_sheet(WRITTEN), entries)
    set_pages(sheet, heading.replace("&", "&&"), words["page_of"].format(page="&P", pages="&N"), theme)
    core = book.properties
    core.title, core.language, core.creator = heading, words.tag, None
    core.created = datetime.datetime.combine(day, datetime.time())
    state = hashlib.sha256(table.text([entry.row for entry in entries]).encode()).hexdigest()
    book.custom_doc_props.append(StringProperty(name=STATE, value=state))
    stream = io.BytesIO()
    book.save(stream)
    return opc.packed(settled(opc.unpacked(stream.getvalue()), day))


def answered(columns: Sequence[Column]) -> bool:
    """Whether these columns have one for each part of an answer, and so can be read back."""
    return {column.key for column in columns} >= ANSWER


def cells(answer: Answer) -> tuple[str, ...]:
    """An answer as the hidden sheet keeps it, for programs: in the order of KEPT, without the identifier."""
    return held(answer.assessment), answer.decision.value, held(answer.by), answer.on.isoformat() if answer.on else ""


def held(text: str) -> str:
    """What of a text a cell can hold: its end is cut where it is longer."""
    text = fit(text)
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST:
        return text
    return units[: 2 * (LONGEST - 2)].decode("utf-16-le", "ignore") + " …"


def _table(
    sheet: Worksheet, entries: Sequence[Entry], columns: Sequence[Column], words: Words, look: Look, heading: str
) -> None:
    heads = [words[column.head] for column in columns]
    longest = [max(map(len, head.split())) + _AROUND for head in heads]
    set_widths(sheet, [max(column.share * _WIDTH, least) for column, least in zip(columns, longest, strict=True)])
    last, end = HEAD + len(entries), get_column_letter(len(columns) + 1)
    for column in range(1, len(columns) + 2):  # of cells below the table, which have none of their own
        ready = sheet.column_dimensions[get_column_letter(column)]
        ready.number_format, ready.alignment = TEXT, WRAPPED
    sheet.column_dimensions[end].hidden = True
    look.text(sheet, 1, 1, held(heading), look.heading)
    sheet.row_dimensions[1].height = HEAD_LINES * LINE
    if answered(columns):
        look.text(sheet, 2, 1, words["responses_how"], look.label)
        _choices(sheet, [column.key for column in columns].index("decision") + 1, last + _ROOM, words)
    look.heads(sheet, HEAD, [*heads, words[IDENTIFIER]])
    for row, entry in enumerate(entries, HEAD + 1):
        _cells(sheet, row, [*(column.text(entry, words) for column in columns), entry.row.identifier], look)
    sheet.auto_filter.ref = f"A{HEAD}:{end}{last}"
    sheet.freeze_panes = f"C{HEAD + 1}"
    sheet.print_title_rows = f"{HEAD}:{HEAD}"


def _cells(sheet: Worksheet, row: int, texts: Sequence[str], look: Look) -> None:
    texts = [held(text) for text in texts]
    look.cells(sheet, row, [_escaped(text) for text in texts], 1)
    for column, text in enumerate(texts, 1):
        if text[:1] in _FORMULA:
            sheet.cell(row, column).quotePrefix = True


def _escaped(text: str) -> str:
    return _ESCAPE.sub("_x005F_", text)


def _choices(sheet: Worksheet, column: int, last: int, words: Words) -> None:
    """The decisions to choose from; Excel takes no others."""
    names = ",".join(words[f"decision_{decision.value}"] for decision in Decision)
    choice = DataValidation(type="list", formula1=f'"{names}"', allow_blank=True, showErrorMessage=True)
    letter = get_column_letter(column)
    choice.add(f"{letter}{HEAD + 1}:{letter}{last}")
    sheet.add_data_validation(choice)


def _written(sheet: Worksheet, entries: Sequence[Entry]) -> None:
    """The answers as they are now, for programs."""
    kept = ((entry.row.identifier, *cells(entry.row.answer)) for entry in entries)
    for row, texts in enumerate((KEPT, *kept), 1):
        for column, text in enumerate(texts, 1):
            if text:
                cell = sheet.cell(row, column, _escaped(text))
                cell.data_type = "s"
    sheet.sheet_state = "hidden"
