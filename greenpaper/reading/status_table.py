"""The status table on top of a chapter, `| Status | Version | Maturity | Normative level |`, parsed as data."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import Any

from greenpaper.model import ChapterStatus, Finding, Location, Version
from greenpaper.reading.front_matter import FrontMatter
from greenpaper.reading.lines import Line, Lines
from greenpaper.status import Term, Vocabulary, find, suggest

COLUMNS = ("Status", "Version", "Maturity", "Normative level")
_FIELDS = ("status", "version", "maturity", "level")
_MARKUP = re.compile(r"<[^>]*>|[*_`]")
_RULE = re.compile(r"^[\s|:-]+$")


def split_status_table(
    lines: Lines, path: str, vocabulary: Vocabulary, findings: list[Finding]
) -> tuple[Lines, ChapterStatus | None]:
    """The lines without the table, and what it says; None where the chapter does not begin with one."""
    first = next((i for i, line in enumerate(lines) if not line.blank and not line.text.startswith("# ")), None)
    if first is None or "|" not in lines[first].text or _cells(lines[first])[0].casefold() != "status":
        return lines, None
    last = first
    while last + 1 < len(lines) and "|" in lines[last + 1].text:
        last += 1
    table = lines[first : last + 1]
    rest = (*lines[:first], table[0].with_text(""), *lines[last + 1 :])
    return rest, _Reader(path, vocabulary, findings).status(table)


def with_front_matter(
    status: ChapterStatus | None,
    front: FrontMatter,
    path: str,
    vocabulary: Vocabulary,
    findings: list[Finding],
) -> ChapterStatus | None:
    """What the table leaves out, from the front matter's keys of the same names."""
    given = {field: front[field] for field in _FIELDS if field in front and not getattr(status, field, None)}
    if not given:
        return status
    reader = _Reader(path, vocabulary, findings)
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

    def __init__(self, path: str, vocabulary: Vocabulary, findings: list[Finding]) -> None:
        self._path, self._vocabulary, self._findings = path, vocabulary, findings

    def status(self, table: Lines) -> ChapterStatus:
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
            what = f"the row of the status table has {len(cells)} cells where four belong"
            self._fault("status-columns", rows[0], what, f"give {', '.join(COLUMNS)}; leave a cell empty if need be")
        given = dict(zip(_FIELDS, [*cells, "", "", "", ""], strict=False))
        return ChapterStatus(
            version=self.version(given["version"], rows[0]),
            line=rows[0].number,
            **{
                field: self.term(*self.terms(field), given[field], rows[0]) for field in ("status", "maturity", "level")
            },
        )

    def terms(self, field: str) -> tuple[str, tuple[Term, ...]]:
        """What a field is called, and the words it may hold."""
        known = self._vocabulary
        return {
            "status": ("status", known.statuses),
            "maturity": ("maturity", known.maturities),
            "level": ("normative level", known.levels),
        }[field]

    def term(self, what: str, terms: tuple[Term, ...], text: str, line: Line) -> str | None:
        """The key of a word, or None and a finding."""
        if not text:
            return None
        term = find(terms, text)
        if term is not None:
            return term.key
        near = suggest(terms, text)
        known = ", ".join(item.name for item in terms)
        cure = f"did you mean '{near}'? known are {known}" if near else f"known are {known}"
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
    """Texts of a pipe table's row, without markup (GitHub's tables: leading and trailing pipes are optional)."""
    bare = line.text.strip().removeprefix("|")
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    return [" ".join(unescape(_MARKUP.sub("", cell)).split()) for cell in re.split(r"(?<!\\)\|", bare)]
