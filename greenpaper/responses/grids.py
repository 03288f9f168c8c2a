"""The tables of a returned form as rows of texts, whichever program it was filled in with."""

from __future__ import annotations

import datetime
import io
import re
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
LARGEST = 10_000_000  # bytes of one part that openpyxl, which takes fifty times that, is given
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


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
    found = sheets(returned, name)
    return found if isinstance(found, Finding) else (list(found[0].values()), found[1])


def sheets(
    returned: Returned, name: str, rows: int = ROWS, columns: int = COLUMNS, largest: int = LARGEST
) -> tuple[dict[str, Grid], dict[str, str]] | Finding:
    """The sheets by their names, of each so many rows and columns, and the custom properties."""
    where = Location(path=name)
    if max(map(len, returned.parts.values())) > largest:
        what = f"the file has a part of more than {largest / 1e6:.0f} MB, which no form and no table has"
        return Finding(code="returned-oversized", where=where, what=what, cure="ask for the form by itself")
    stream = io.BytesIO(opc.packed({name: _kept(name, data) for name, data in returned.parts.items()}))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of features that openpyxl leaves out: nothing is written back
            book = openpyxl.load_workbook(stream, data_only=True, keep_links=False)
        properties = {item.name: str(item.value) for item in book.custom_doc_props.props}
        return {sheet.title: _grid(sheet, rows, columns) for sheet in book.worksheets}, properties
    except Exception as fault:  # whatever a strange file makes of openpyxl, which promises no kind of error
        what = f"the file is no workbook that can be read ({type(fault).__name__})"
        cure = "open it in Excel or LibreOffice, save it anew and send that"
        return Finding(code="returned-unreadable", where=where, what=what, cure=cure)


def _kept(name: str, data: bytes) -> bytes:
    """A part as openpyxl is given it: of shared strings it throws away "x005F_", so that what is left is one."""
    return data.replace(b"x005F_", b"x00x005F_5F_") if name.lower().endswith("sharedstrings.xml") else data


def _grid(sheet: Any, rows: int, columns: int) -> Grid:
    cells = sheet.iter_rows(max_row=min(sheet.max_row, rows), max_col=columns, values_only=True)
    return [[_text(value) for value in row] for row in cells]


def _text(value: object) -> str:
    """A cell as its reader sees it: a number without ".0", a day as a day."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    return unicodedata.normalize("NFC", "" if value is None else _plain(str(value))).strip()


def _plain(text: str) -> str:
    """A text without the escapes of 22.4.2.4, `_x000D_`, in which Excel writes what XML cannot hold."""
    if "_x" not in text:
        return text
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text).replace("\r\n", "\n").replace("\r", "\n")
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return "".join(letter if letter in "\t\n" or letter >= " " else "\ufffd" for letter in text)
