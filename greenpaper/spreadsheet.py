"""What every sheet of a workbook has: the look of its cells, pages and parts (SpreadsheetML, ECMA-376 part 1, 18)."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Sequence

from lxml import etree
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from greenpaper.theme import Theme

LINE = 15.0  # points
HEAD_LINES = 1.6  # lines that a row of heads has at least
_HIGHEST = 409.5  # points that a row can have (18.3.1.73)
_FONT = "Calibri"  # Excel's own: a workbook carries no fonts, and not every machine has the theme's
_CORE, _STYLES, _SHEETS = "docProps/core.xml", "xl/styles.xml", "xl/worksheets/sheet"
_OF_FONT = (  # 18.8.22, in the order of the schema
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign"),
    *("sz", "color", "name", "family", "charset", "scheme"),
)
_MODIFIED = "{http://purl.org/dc/terms/}modified"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_A4, _LETTER = 9, 1  # paper sizes (18.3.1.63)
WRAPPED = Alignment(vertical="top", horizontal="left", indent=1, wrap_text=True)
MIDDLE = Alignment(vertical="center", horizontal="left", indent=1, wrap_text=True)
_FORMULA = "=+-@\t"  # what may begin one
TEXT = "@"  # the number format in which what is written stays as it is (18.8.30)


class Look:
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
        cell.number_format = TEXT
        cell.alignment = Alignment(vertical="center")
        if value:
            cell.value = value
            cell.data_type = "s"  # openpyxl would take "=…" for a formula
            cell.quotePrefix = value[0] in _FORMULA  # nor do programs that one edits it in (18.8.45)
        if font:
            cell.font = font

    def section(self, sheet: Worksheet, row: int, value: str) -> None:
        """A heading, with room before the table below it."""
        self.text(sheet, row, 1, value, self.heading)
        sheet.row_dimensions[row].height = 2 * LINE

    def heads(self, sheet: Worksheet, row: int, values: Sequence[str]) -> None:
        """The head of a table."""
        self.cells(sheet, row, values, HEAD_LINES, MIDDLE)
        for cell in sheet[row][: len(values)]:
            cell.font, cell.fill = self.head, self.ground

    def cells(
        self, sheet: Worksheet, row: int, values: Sequence[str], lines: float, setting: Alignment | None = None
    ) -> None:
        """A row of a table, its text wrapped, at least so many lines high; an empty cell is to be written in."""
        for column, value in enumerate(values, 1):
            self.text(sheet, row, column, value)
            cell = sheet.cell(row, column)
            cell.alignment, cell.border = setting or WRAPPED, self.grid
            lines = max(lines, _lines(value, sheet.column_dimensions[get_column_letter(column)].width))
        sheet.row_dimensions[row].height = min(lines * LINE, _HIGHEST)


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column, roughly; programs measure again when one writes in the row."""
    return sum(len(textwrap.wrap(line, int(width * 0.9) - 2)) or 1 for line in text.split("\n"))


def set_widths(sheet: Worksheet, widths: Sequence[float]) -> None:
    """Widths of columns in characters."""
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def keep(sheet: Worksheet, row: int, lines: float, page: float) -> None:
    """A new page before `row` where the page of the rows above, which are not parted, has no room for these lines.

    A `page` has so many. Programs measure in fonts of their own, so leave some room.
    """
    used = 0.0
    for above in range(1, row):
        height = (sheet.row_dimensions[above].height or LINE) / LINE
        used = used + height if used + height <= page else height
    if used + lines > page:
        sheet.row_breaks.append(Break(id=row - 1))


def set_pages(sheet: Worksheet, left: str, right: str, theme: Theme) -> None:
    """Landscape, as wide as the sheet of paper; `left` and `right` stand in the foot, in the codes of 18.3.1.46."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _LETTER if theme.page.size.casefold() == "letter" else _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.6, bottom=0.7, header=0.3, footer=0.3)  # inches
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = left, right


def settled(parts: dict[str, bytes], day: datetime.date) -> dict[str, bytes]:
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
        etree.SubElement(ignored, f"{_MAIN}ignoredError", sqref="A1:Z99999", numberStoredAsText="1")
        tables = root.find(f"{_MAIN}tableParts")
        root.insert(len(root) if tables is None else root.index(tables), ignored)
    elif name == _STYLES:
        for font in root.iter(f"{_MAIN}font"):
            font[:] = sorted(font, key=lambda child: _OF_FONT.index(etree.QName(child).localname))
    else:
        return data
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
