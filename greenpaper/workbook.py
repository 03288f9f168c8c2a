"""The response form for Excel (SpreadsheetML, ECMA-376 part 1, 18): sheets of questions, remarks and places.

Everything that is shown or written is text: no cell is a formula or a date by what it begins with. Only the chapter of
a remark is looked up, in the sheet of places.
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
from openpyxl.worksheet.worksheet import Worksheet

from greenpaper import files, imprint, opc
from greenpaper.imprint import Imprint
from greenpaper.response import FORM, Form
from greenpaper.theme import Theme
from greenpaper.words import Words

ROWS = 100  # for remarks; one can add more
_GENERAL = 3  # rows for general remarks
_ANSWER, _REMARK = 6, 2  # lines that a row has at least
_LINE = 15.0  # points
_FONT = "Calibri"  # Excel's own: a workbook carries no fonts, and not every machine has the theme's
_CORE, _STYLES, _SHEETS = "docProps/core.xml", "xl/styles.xml", "xl/worksheets/sheet"
_OF_FONT = (  # 18.8.22, in the order of the schema
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign"),
    *("sz", "color", "name", "family", "charset", "scheme"),
)
_MODIFIED = "{http://purl.org/dc/terms/}modified"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_A4, _LETTER = 9, 1  # paper sizes (18.3.1.63)
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
        self.section = Font(name=_FONT, bold=True, size=13, color=colour("heading"))
        self.label = Font(name=_FONT, color=colour("muted"))
        self.strong = Font(name=_FONT, bold=True)

    def text(self, sheet: Worksheet, row: int, column: int, value: str = "", font: Font | None = None) -> None:
        """A cell of text, whatever it begins with."""
        cell = sheet.cell(row, column)
        cell.number_format = _TEXT
        cell.alignment = Alignment(vertical="top")
        if value:
            cell.value = value
            cell.data_type = "s"  # openpyxl would take "=…" for a formula
        if font:
            cell.font = font

    def cells(self, sheet: Worksheet, row: int, values: Sequence[str], head: bool = False, lines: int = 1) -> None:
        """A row of a table, its text wrapped, at least so many lines high; an empty cell is to be written in."""
        for column, value in enumerate(values, 1):
            self.text(sheet, row, column, value, self.head if head else None)
            cell = sheet.cell(row, column)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.border = self.grid
            if head:
                cell.fill = self.ground
            lines = max(lines, _lines(value, sheet.column_dimensions[get_column_letter(column)].width))
        sheet.row_dimensions[row].height = lines * _LINE


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column, roughly; programs measure again when one writes in the row."""
    return sum(len(textwrap.wrap(line, int(width * 0.9))) or 1 for line in text.split("\n"))


def _top(sheet: Worksheet, form: Form, look: _Look) -> int:
    """Title and facts; gives the next free row."""
    look.text(sheet, 1, 1, form.title, look.title)
    sheet.row_dimensions[1].height = 2 * _LINE
    for row, (label, value) in enumerate(form.facts, 2):
        look.text(sheet, row, 1, label, look.label)
        look.text(sheet, row, 3, value)
    return len(form.facts) + 3


def _answers(sheet: Worksheet, form: Form, words: Words, look: _Look) -> None:
    """Who answers, then the questions and the general remarks: number, question, answer."""
    _widths(sheet, (6, 24, 56, 82))
    row = _top(sheet, form, look)
    for label in ("respondent", "contact"):
        look.text(sheet, row, 1, words[label], look.strong)
        look.text(sheet, row, 3)
        sheet.cell(row, 3).border = look.grid
        row += 1
    look.text(sheet, row + 1, 1, words["response_how"])
    row += 3
    if form.questions:
        look.text(sheet, row, 1, words["questions"], look.section)
        heads = (words["response_no"], words["chapter"], words["question"], words["response_answer"])
        look.cells(sheet, row + 1, heads, head=True)
        row += 2
        for question in form.questions:
            asked = "\n".join(filter(None, (question.title, question.text)))
            look.cells(sheet, row, (question.number, question.chapter, asked, ""), lines=_ANSWER)
            row += 1
        row += 1
    look.text(sheet, row, 1, words["response_general"], look.section)
    heads = (words["response_no"], words["chapter"], words["response_place"], words["response_comment"])
    look.cells(sheet, row + 1, heads, head=True)
    for number in range(1, _GENERAL + 1):
        look.cells(sheet, row + 1 + number, (str(number), "", "", ""), lines=_ANSWER)


def _remarks(sheet: Worksheet, form: Form, words: Words, look: _Look, numbers: str, chapters: str) -> None:
    """One row for each remark; paragraph and type are chosen, the chapter is looked up."""
    _widths(sheet, (6, 13, 26, 20, 12, 50, 50))
    look.text(sheet, 1, 1, form.title, look.section)
    look.text(sheet, 2, 1, " · ".join(f"{label}: {value}" for label, value in form.facts[1:]), look.label)
    look.text(sheet, 3, 1, f"{words['response_how']} {words['response_choose']}")
    keys = ("no", "paragraph", "chapter", "place", "kind", "comment", "proposal")
    look.cells(
        sheet, 4, [words["chapter"] if key == "chapter" else words[f"response_{key}"] for key in keys], head=True
    )
    first, last = 5, 4 + ROWS
    for row in range(first, last + 1):
        look.cells(sheet, row, (str(row - first + 1), *[""] * 6), lines=_REMARK)
        chapter = sheet.cell(row, 3)
        chapter.number_format = "General"
        # By EXACT, as i-1 of a closing chapter and I-1 of an appendix are two; LOOKUP goes on past the errors of 1/0.
        chapter.value = f'=IF(B{row}="","",IFERROR(LOOKUP(2,1/EXACT(B{row},{numbers}),{chapters}),""))'
    sheet.freeze_panes = "C5"
    sheet.print_title_rows = "4:4"
    choices = [(f'"{",".join(form.kinds)}"', "E"), *([(numbers, "B")] if form.places else [])]
    for source, column in choices:
        # Whatever else one writes is taken too: "3-4 to 3-6", or a kind of one's own.
        choice = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=False)
        choice.add(f"{column}{first}:{column}{last}")
        sheet.add_data_validation(choice)


def _places(sheet: Worksheet, form: Form, words: Words, look: _Look) -> tuple[str, str]:
    """What has a number, for the reader and for the other sheet; gives the ranges of numbers and of chapters."""
    _widths(sheet, (16, 44, 90, 18))
    heads = (words["response_paragraph"], words["chapter"], words["response_begins"], words["identifier"])
    look.cells(sheet, 1, heads, head=True)
    for row, place in enumerate(form.places, 2):
        look.cells(sheet, row, (place.number, place.chapter, place.text, place.anchor))
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
        # Numbers that are text are meant (18.3.1.51); nothing that comes after it in the schema is there.
        ignored = etree.SubElement(root, f"{_MAIN}ignoredErrors")
        etree.SubElement(ignored, f"{_MAIN}ignoredError", sqref="A1:G9999", numberStoredAsText="1")
    elif name == _STYLES:
        for font in root.iter(f"{_MAIN}font"):
            font[:] = sorted(font, key=lambda child: _OF_FONT.index(etree.QName(child).localname))
    else:
        return data
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
