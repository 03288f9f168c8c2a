"""The response form for Excel (SpreadsheetML, ECMA-376 part 1, 18): sheets of questions, remarks and places.

Everything that is shown or written is text: no cell is a formula or a date by what it begins with. Only the chapter of
a remark is looked up, in the sheet of places. The remarks are a table (18.5), which grows as one writes below it: so
there need be no more rows than a page has, and no empty pages are printed.
"""

from __future__ import annotations

import datetime
import io
import textwrap
from collections.abc import Sequence
from pathlib import Path

from lxml import etree
from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table, TableColumn, TableFormula
from openpyxl.worksheet.worksheet import Worksheet

from greenpaper import files, imprint, opc
from greenpaper.imprint import Imprint
from greenpaper.response import FORM, GENERAL, GENERAL_ROWS, QUESTIONS, REMARKS, RESPONDENT, Form, Question
from greenpaper.theme import Theme
from greenpaper.words import Words

COLUMNS = (*REMARKS[:2], "chapter", *REMARKS[2:])  # of the table of remarks, by the keys of their localised names
HEAD = 4  # the row of their heads
ROWS = 17  # for remarks at first, as many as a page has; the table grows
_TABLE = "Remarks"  # its name, as formulas know it
_WIDTHS = {"response_no": 6, "response_paragraph": 14, "response_kind": 13, "chapter": 30}
_REST = 58  # the width of columns to write in
_LAST = 1000  # row to which the cells below the table are ready: text, wrapped, with lists to choose from
_ANSWER, _GENERAL, _REMARK, _PLACE = 5, 3, 2, 1.25  # lines that a row has at least
_LINE = 15.0  # points
_HEAD = 1.6  # lines that a row of heads has at least
_PAGE = 39  # lines that a page of the first sheet has, at the size that its columns are printed in
_FONT = "Calibri"  # Excel's own: a workbook carries no fonts, and not every machine has the theme's
_CORE, _STYLES, _SHEETS = "docProps/core.xml", "xl/styles.xml", "xl/worksheets/sheet"
_OF_FONT = (  # 18.8.22, in the order of the schema
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign"),
    *("sz", "color", "name", "family", "charset", "scheme"),
)
_MODIFIED = "{http://purl.org/dc/terms/}modified"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_A4, _LETTER = 9, 1  # paper sizes (18.3.1.63)
_WRAPPED = Alignment(vertical="top", horizontal="left", indent=1, wrap_text=True)
_MIDDLE = Alignment(vertical="center", horizontal="left", indent=1, wrap_text=True)
_TEXT = "@"  # the number format in which what is written stays as it is (18.8.30)


def write(form: Form, target: Path, *, made: Imprint, build: str, words: Words, theme: Theme) -> None:
    """Write the workbook of `form` to `target`; `made` is the document's imprint, `build` names what was built."""
    book = Workbook()
    look = _Look(theme)
    answers, remarks, places = (
        book.active,
        *(book.create_sheet(words[name]) for name in ("sheet_remarks", "sheet_places")),
    )
    answers.title = words["sheet_answers"]
    _answers(answers, form, words, look)
    _remarks(remarks, form, words, look, *_places(places, form, words, look))
    for sheet in (answers, remarks, places):
        _print(sheet, form, words, theme)
    _properties(book, form, made, build)
    stream = io.BytesIO()
    book.save(stream)
    files.write_atomic(target, opc.packed(_settled(opc.unpacked(stream.getvalue()), made.stamp.date)))


class _Look:
    """How the cells look, in the theme's colours."""

    def __init__(self, theme: Theme) -> None:
        def colour(name: str) -> str:
            return theme.colours[name].removeprefix("#").upper()

        line = Side(style="thin", color=colour("rule"))
        self.grid = Border(top=line, bottom=line, left=line, right=line)
        self.ground = PatternFill("solid", fgColor=colour("cover"))
        self.head = Font(name=_FONT, bold=True, color=colour("cover_ink"))
        self.title = Font(name=_FONT, bold=True, size=16, color=colour("heading"))
        self.heading = Font(name=_FONT, bold=True, size=13, color=colour("heading"))
        self.label = Font(name=_FONT, color=colour("muted"))

    def text(self, sheet: Worksheet, row: int, column: int, value: str = "", font: Font | None = None) -> None:
        """A cell of text, whatever it begins with."""
        cell = sheet.cell(row, column)
        cell.number_format = _TEXT
        cell.alignment = Alignment(vertical="center")
        if value:
            cell.value = value
            cell.data_type = "s"  # openpyxl would take "=…" for a formula
        if font:
            cell.font = font

    def section(self, sheet: Worksheet, row: int, value: str) -> None:
        """A heading, with room before the table below it."""
        self.text(sheet, row, 1, value, self.heading)
        sheet.row_dimensions[row].height = 2 * _LINE

    def heads(self, sheet: Worksheet, row: int, values: Sequence[str]) -> None:
        """The head of a table."""
        self.cells(sheet, row, values, _HEAD, _MIDDLE)
        for cell in sheet[row][: len(values)]:
            cell.font, cell.fill = self.head, self.ground

    def cells(
        self, sheet: Worksheet, row: int, values: Sequence[str], lines: float, setting: Alignment | None = None
    ) -> None:
        """A row of a table, its text wrapped, at least so many lines high; an empty cell is to be written in."""
        for column, value in enumerate(values, 1):
            self.text(sheet, row, column, value)
            cell = sheet.cell(row, column)
            cell.alignment, cell.border = setting or _WRAPPED, self.grid
            lines = max(lines, _lines(value, sheet.column_dimensions[get_column_letter(column)].width))
        sheet.row_dimensions[row].height = lines * _LINE


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column, roughly; programs measure again when one writes in the row."""
    return sum(len(textwrap.wrap(line, int(width * 0.9) - 2)) or 1 for line in text.split("\n"))


def _top(sheet: Worksheet, form: Form, look: _Look) -> int:
    """Title and facts; gives the next free row."""
    look.text(sheet, 1, 1, form.title, look.title)
    sheet.row_dimensions[1].height = 2.5 * _LINE
    for row, (label, value) in enumerate(form.facts, 2):
        look.text(sheet, row, 1, label, look.label)
        look.text(sheet, row, 3, value)
    return len(form.facts) + 2


def _answers(sheet: Worksheet, form: Form, words: Words, look: _Look) -> None:
    """Who answers, then the questions and the general remarks."""
    _widths(sheet, (6, 24, 54, 90))
    row = _top(sheet, form, look)
    look.section(sheet, row, words["respondent"])
    for key in RESPONDENT:
        row += 1
        look.text(sheet, row, 1, words[key])
        look.text(sheet, row, 3)
        sheet.cell(row, 3).alignment, sheet.cell(row, 3).border = _WRAPPED, look.grid
        sheet.row_dimensions[row].height = _HEAD * _LINE
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


def _general(sheet: Worksheet, row: int, words: Words, look: _Look) -> None:
    """General remarks from `row` on, all of them on one page; the subject has the room of chapter and question."""
    _kept(sheet, row, 2 + _HEAD + _GENERAL * GENERAL_ROWS)
    look.section(sheet, row, words["response_general"])
    number, subject, comment = (words[key] for key in GENERAL)
    look.heads(sheet, row + 1, (number, subject, "", comment))
    for count in range(1, GENERAL_ROWS + 1):
        look.cells(sheet, row + 1 + count, (str(count), "", "", ""), _GENERAL)
    for joined in range(row + 1, row + GENERAL_ROWS + 2):
        sheet.merge_cells(start_row=joined, end_row=joined, start_column=2, end_column=3)


def _kept(sheet: Worksheet, row: int, lines: float) -> None:
    """A new page before `row` where the page of the rows above, which are not parted, has no room for these lines."""
    used = 0.0
    for above in range(1, row):
        height = (sheet.row_dimensions[above].height or _LINE) / _LINE
        used = used + height if used + height <= _PAGE else height
    if used + lines > _PAGE:
        sheet.row_breaks.append(Break(id=row - 1))


def _remarks(sheet: Worksheet, form: Form, words: Words, look: _Look, numbers: str, chapters: str) -> None:
    """One row for each remark; paragraph and type are chosen, the chapter is looked up."""
    heads = [words[key] for key in COLUMNS]
    letters = {key: get_column_letter(at) for at, key in enumerate(COLUMNS, 1)}
    end = letters[COLUMNS[-1]]
    _widths(sheet, [_WIDTHS.get(key, _REST) for key in COLUMNS])
    for letter in letters.values():  # of cells below the table, which have none of their own
        ready = sheet.column_dimensions[letter]
        ready.number_format, ready.alignment = _TEXT, _WRAPPED
    look.text(sheet, 1, 1, form.title, look.heading)
    sheet.row_dimensions[1].height = _HEAD * _LINE
    look.text(sheet, 2, 1, " · ".join(f"{label}: {value}" for label, value in form.facts), look.label)
    advice = ("response_how", "response_choose", "response_unnumbered", "response_more_excel")
    look.text(sheet, 3, 1, " ".join(words[key] for key in advice))
    sheet.cell(3, 1).alignment = Alignment(vertical="center", wrap_text=True)
    sheet.row_dimensions[3].height = 2.5 * _LINE
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


def _places(sheet: Worksheet, form: Form, words: Words, look: _Look) -> tuple[str, str]:
    """What has a number, for the reader and for the other sheet; gives the ranges of numbers and of chapters."""
    _widths(sheet, (16, 44, 90, 18))
    heads = (words["response_paragraph"], words["chapter"], words["response_begins"], words["identifier"])
    look.heads(sheet, 1, heads)
    for row, place in enumerate(form.places, 2):
        look.cells(sheet, row, (place.number, place.chapter, place.text, place.anchor), _PLACE, _MIDDLE)
    sheet.column_dimensions["D"].hidden = True  # for programs
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.protection.sheet = True  # against slips; there is no password
    where, last = quote_sheetname(sheet.title), max(len(form.places), 1) + 1
    return f"{where}!$A$2:$A${last}", f"{where}!$B$2:$B${last}"


def _widths(sheet: Worksheet, widths: Sequence[float]) -> None:
    """Widths of columns in characters."""
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def _print(sheet: Worksheet, form: Form, words: Words, theme: Theme) -> None:
    """Landscape, as wide as the sheet of paper, with page numbers."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _LETTER if theme.page.size.casefold() == "letter" else _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.6, bottom=0.7, header=0.3, footer=0.3)  # inches
    sheet.oddFooter.left.text = form.title.replace("&", "&&")
    sheet.oddFooter.right.text = words["page_of"].format(page="&P", pages="&N")


def _properties(book: Workbook, form: Form, made: Imprint, build: str) -> None:
    moment = datetime.datetime.combine(made.stamp.date, datetime.time())
    core = book.properties
    core.title, core.language, core.version = form.title, made.tag, made.version
    core.creator = core.lastModifiedBy = made.publisher
    core.created, core.contentStatus, core.identifier = moment, made.status_name, made.identifier
    for name, value in {**imprint.properties(made, build), **FORM}.items():
        book.custom_doc_props.append(StringProperty(name=name, value=value))


def _settled(parts: dict[str, bytes], day: datetime.date) -> dict[str, bytes]:
    """The parts with what openpyxl cannot say, and without what it takes from the clock."""
    return {name: _part(name, data, day) for name, data in parts.items()}


def _part(name: str, data: bytes, day: datetime.date) -> bytes:
    root = etree.fromstring(data)
    if name == _CORE:
        for modified in root.iter(_MODIFIED):
            modified.text = f"{day.isoformat()}T00:00:00Z"
    elif name.startswith(_SHEETS):
        for row in root.iter(f"{_MAIN}row"):
            row.attrib.pop("customHeight", "")  # so that a row grows with what is written in it (18.3.1.73)
        # Numbers that are text are meant (18.3.1.51); of what comes after it in the schema, only tables are there.
        ignored = etree.Element(f"{_MAIN}ignoredErrors")
        etree.SubElement(ignored, f"{_MAIN}ignoredError", sqref="A1:G9999", numberStoredAsText="1")
        tables = root.find(f"{_MAIN}tableParts")
        root.insert(len(root) if tables is None else root.index(tables), ignored)
    elif name == _STYLES:
        for font in root.iter(f"{_MAIN}font"):
            font[:] = sorted(font, key=lambda child: _OF_FONT.index(etree.QName(child).localname))
    else:
        return data
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
