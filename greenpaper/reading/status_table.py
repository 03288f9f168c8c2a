"""The status table on top of a chapter, `| Status | Version | Maturity | Normative level |`, parsed as data."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import Any

from greenpaper import words
from greenpaper.model import ChapterStatus, Finding, Location, Version
from greenpaper.reading.cells import cell_count, split_row
from greenpaper.reading.front_matter import FrontMatter
from greenpaper.reading.lines import Line, Lines
from greenpaper.reading.structure import Structure
from greenpaper.status import Term, Vocabulary, find, known, suggest

COLUMNS = ("Status", "Version", "Maturity", "Normative level")
_FIELDS = ("status", "version", "maturity", "level")
_NAMES = {name.casefold(): field for name, field in zip(COLUMNS, _FIELDS, strict=True)} | {
    words.load(language)[field].casefold(): field for language in words.LANGUAGES for field in _FIELDS
}
_MARKUP = re.compile(r"<[^>]*>|[*_`]")
_RULE = re.compile(r"^[\s|:-]+$")
_SECTION = re.compile(r" {0,3}#{2,6}(?: |$)")  # a heading of level 2 or lower
_UNDERLINE = re.compile(r" {0,3}(?P<mark>=+|-+) *$")  # of a heading of level 1 or 2, below its text
_ABOVE = re.compile(r" {0,3}(?:#(?: .*)?|<[^>]*>(?:</\w+>)?|\{#[^}]*\})? *$")  # a title, an anchor, nothing


def split_status_table(
    lines: Lines, path: str, vocabulary: Vocabulary, findings: list[Finding], language: str = "en"
) -> tuple[Lines, ChapterStatus | None, Lines]:
    """The lines without the table, what it says, and its lines with HTML, of which only the words are taken.

    None where no table stands before the first section.
    """
    first = _find(lines)
    if first is None:
        return lines, None, ()
    last = first
    while last + 1 < len(lines) and "|" in lines[last + 1].text:
        last += 1
    table = lines[first : last + 1]
    rest = (*lines[:first], table[0].with_text(""), *lines[last + 1 :])
    with_html = tuple(line for line in table if "<" in line.text)
    return rest, _Reader(path, vocabulary, findings, language).status(table), with_html


def _find(lines: Lines) -> int | None:
    """Index of the head of the first table with the four columns, or at the very top with two of them."""
    structure = Structure()
    top = True  # nothing but the title stands above
    for index, line in enumerate(lines):
        place = structure.place(line.text)
        below = lines[index + 1].text if index + 1 < len(lines) else ""
        if place.code:
            top = False
            continue
        underline = _UNDERLINE.match(line.text) if index and not lines[index - 1].blank else None
        if _SECTION.match(place.text) or (underline and underline["mark"].startswith("-")):
            return None
        if "|" in line.text and not place.column:
            fields = {_NAMES.get(cell.casefold()) for cell in _cells(line)}
            if fields >= set(_FIELDS) or (top and len(fields - {None}) > 1 and "status" in fields):
                return index
        top = top and bool(_ABOVE.match(line.text) or underline or _UNDERLINE.match(below))
    return None


def with_front_matter(
    status: ChapterStatus | None,
    front: FrontMatter,
    path: str,
    vocabulary: Vocabulary,
    findings: list[Finding],
    language: str = "en",
) -> ChapterStatus | None:
    """What the table leaves out, from the front matter's keys of the same names."""
    given = {field: front[field] for field in _FIELDS if field in front and not getattr(status, field, None)}
    if not given:
        return status
    reader = _Reader(path, vocabulary, findings, language)
    found: dict[str, Any] = {}
    for field, (text, number) in given.items():
        line = Line(number, text)
        if field == "version":
            found[field] = reader.version(text, line)
        else:
            what, terms = reader.terms(field)
            found[field] = reader.term(what, terms, text, line)
    return replace(status or ChapterStatus(line=min(number for _, number in given.values())), **found)


class _Reader:
    """Reads one table; what is wrong goes to `findings` and the value stays None."""

    def __init__(self, path: str, vocabulary: Vocabulary, findings: list[Finding], language: str) -> None:
        self._path, self._vocabulary, self._findings, self._language = path, vocabulary, findings, language

    def status(self, table: Lines) -> ChapterStatus:
        """What the table's one row says, each cell by the name of its column."""
        header = _cells(table[0])
        rows = [line for line in table[1:] if not _RULE.match(line.text)]
        if [cell.casefold() for cell in header] != [name.casefold() for name in COLUMNS]:
            what = f"the status table's head is '{' | '.join(header)}'"
            self._fault("status-columns", table[0], what, f"write '| {' | '.join(COLUMNS)} |'")
        if not rows:
            self._fault("status-columns", table[0], "the status table has no row", "add one with four cells")
            return ChapterStatus(line=table[0].number)
        if len(rows) > 1:
            self._fault("status-columns", rows[1], "the status table has more than one row", "keep one")
        cells = _cells(rows[0])
        if len(cells) != len(COLUMNS):
            what = f"the row of the status table has {cell_count(len(cells))} where four belong"
            self._fault("status-columns", rows[0], what, f"give {', '.join(COLUMNS)}; leave a cell empty if need be")
        fields = [_NAMES.get(cell.casefold()) for cell in header]
        given = {field: cell for field, cell in zip(fields, cells, strict=False) if field is not None}
        if len(cells) != len(header):
            given = {field: cell for field, cell in given.items() if not self._belongs_elsewhere(field, cell)}
        return ChapterStatus(
            version=self.version(given.get("version", ""), rows[0]),
            line=rows[0].number,
            **{
                field: self.term(*self.terms(field), given.get(field, ""), rows[0])
                for field in ("status", "maturity", "level")
            },
        )

    def _belongs_elsewhere(self, field: str, text: str) -> bool:
        """Whether a cell of a row that lacks some holds what is another column's."""
        return any(
            other != field and find(self.terms(other)[1], text) is not None for other in _FIELDS if other != "version"
        ) and (field == "version" or find(self.terms(field)[1], text) is None)

    def terms(self, field: str) -> tuple[str, tuple[Term, ...]]:
        """What a field is called, and the words it may hold."""
        words = self._vocabulary
        return {
            "status": ("status", words.statuses),
            "maturity": ("maturity", words.maturities),
            "level": ("normative level", words.levels),
        }[field]

    def term(self, what: str, terms: tuple[Term, ...], text: str, line: Line) -> str | None:
        """The key of a word, or None and a finding."""
        if not text:
            return None
        term = find(terms, text)
        if term is not None:
            return term.key
        near = suggest(terms, text)
        choice = f"known are {known(terms, self._language)}"
        cure = f"did you mean '{near}'? {choice}" if near else choice
        self._fault("status-unknown", line, f"'{text}' is no {what}", cure)
        return None

    def version(self, text: str, line: Line) -> Version | None:
        """The version, or None and a finding."""
        if not text:
            return None
        try:
            return Version.parse(text)
        except ValueError:
            self._fault("version-malformed", line, f"'{text}' is no version", "write numbers and dots, as v0.9.1")
            return None

    def _fault(self, code: str, line: Line, what: str, cure: str) -> None:
        where = Location(path=self._path, line=line.number)
        self._findings.append(Finding(code=code, where=where, what=what, cure=cure))


def _cells(line: Line) -> list[str]:
    """Texts of a table's row, without markup."""
    return [" ".join(unescape(_MARKUP.sub("", cell)).split()) for cell in split_row(line.text)]
