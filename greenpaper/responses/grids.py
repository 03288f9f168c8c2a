"""The tables of a returned form as rows of texts, whichever program it was filled in with."""

from __future__ import annotations

import datetime
import io
import unicodedata
import warnings
from collections.abc import Iterator
from itertools import groupby
from typing import Any, TypeAlias

import openpyxl

from greenpaper import opc
from greenpaper.model import Finding, Location
from greenpaper.responses.reply import Paragraph, Reply
from greenpaper.returned import Returned

Grid: TypeAlias = list[list[str]]
ROWS, COLUMNS = 5_000, 8  # of a sheet that are read; ours have 8 columns, and nobody writes 5000 remarks
_PART = 10_000_000  # bytes of one part that openpyxl, which takes fifty times that, is given


def of_docx(reply: Reply) -> list[Grid]:
    """The tables of a DOCX, with all tracked changes accepted; cells that are in no column are left out."""
    cells = [paragraph for paragraph in reply.paragraphs if paragraph.table is not None]
    return [list(_rows(group)) for _, group in groupby(cells, key=lambda cell: cell.table)]


def _rows(cells: Iterator[Paragraph]) -> Iterator[list[str]]:
    for _, row in groupby(cells, key=lambda cell: cell.row):
        columns = groupby(row, key=lambda cell: cell.column)
        yield ["\n".join(paragraph.after for paragraph in column).strip() for _, column in columns]


def of_xlsx(returned: Returned, name: str) -> tuple[list[Grid], dict[str, str]] | Finding:
    """The sheets of an XLSX and its custom properties, or what keeps it from being read."""
    where = Location(path=name)
    if max(map(len, returned.parts.values())) > _PART:
        what = f"the file has a part of more than {_PART / 1e6:.0f} MB, which no form has"
        return Finding(code="returned-oversized", where=where, what=what, cure="ask for the form by itself")
    stream = io.BytesIO(opc.packed(dict(returned.parts)))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of features that openpyxl leaves out: nothing is written back
            book = openpyxl.load_workbook(stream, data_only=True, keep_links=False)
        properties = {item.name: str(item.value) for item in book.custom_doc_props.props}
        return [_sheet(sheet) for sheet in book.worksheets], properties
    except Exception as fault:  # whatever a strange file makes of openpyxl, which promises no kind of error
        what = f"the file is no workbook that can be read ({type(fault).__name__})"
        cure = "open it in Excel or LibreOffice, save it anew and send that"
        return Finding(code="returned-unreadable", where=where, what=what, cure=cure)


def _sheet(sheet: Any) -> Grid:
    rows = sheet.iter_rows(max_row=min(sheet.max_row, ROWS), max_col=COLUMNS, values_only=True)
    return [[_text(value) for value in row] for row in rows]


def _text(value: object) -> str:
    """A cell as its reader sees it: a number without ".0", a day as a day."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    return unicodedata.normalize("NFC", "" if value is None else str(value)).strip()
