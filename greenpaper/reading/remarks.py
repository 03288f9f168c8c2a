"""Remarks between authors, written as HTML comments: taken out before anything else reads the text.

pandoc would keep a comment as raw HTML, and miss one that holds a blank line inside a paragraph. Where it is not sure
whether something is code, it is taken for none: a lost example is seen, a printed remark is too late.
"""

from __future__ import annotations

import re
from typing import Any

from greenpaper.model import Finding, Location
from greenpaper.reading.lines import Line, Lines
from greenpaper.reading.structure import Structure

_LIST_ITEM = re.compile(r"\s*([-*+]|\d+[.)])\s")
_NOT_PARAGRAPH = re.compile(r"[\s>]*(?:$|[-*+]\s|\d+[.)]\s|#{1,6}\s|\||`{3}|~{3}|={2,}|-{2,})")
_TOKEN = re.compile(r"\\[\\`]|<!--|`+")
_MARKS = re.compile(r"[\s>]*(?:[-*+]\s+|\d+[.)]\s+)?")  # of quotes and of a list item, before a line's text
_ONE_LINE = re.compile(r"\s*(?:#|\|)")  # a heading or a table's row, which do not go on in the next line

Remark = dict[str, Any]  # {"line": n, "text": …}


def split_remarks(lines: Lines, path: str, findings: list[Finding]) -> tuple[Lines, list[Remark]]:
    """The lines without comments, and the comments. Code keeps its own."""
    split = _Split(lines, path, findings)
    split.run()
    return _close_gaps(split.kept, split.emptied), split.remarks


class _Split:
    def __init__(self, lines: Lines, path: str, findings: list[Finding]) -> None:
        self._lines, self._path, self._findings = lines, path, findings
        self._structure = Structure()
        self.kept: list[Line] = []
        self.emptied: set[int] = set()  # indexes in `kept` of lines that held nothing but a comment
        self.remarks: list[Remark] = []

    def run(self) -> None:
        index = 0
        while index < len(self._lines):
            if self._structure.place(self._lines[index].text).fenced:
                self.kept.append(self._lines[index])
                index += 1
            else:
                index = self._paragraph_line(index)

    def _paragraph_line(self, index: int) -> int:
        """Take over a line, and those that a comment or a piece of code in it reaches into; the index after them."""
        column, done, commented, begun = 0, "", False, len(self.kept)
        while found := _TOKEN.search(self._lines[index].text, column):
            text = self._lines[index].text
            if found[0] == "<!--":
                done, commented = done + text[column : found.start()], True
                end = self._comment(index, found)
                if end is None:
                    self._keep(index, done, commented=True)
                    return len(self._lines)
                last, column = end
                if last > index:
                    done, column = self._go_on(index, done, last, column)
            else:
                last, after = self._code_end(index, found)
                for between in range(index, last):
                    self._keep(between, done + self._lines[between].text[column:], commented)
                    done, column = "", 0
                    self._structure.place(self._lines[between + 1].text)
                done, column = done + self._lines[last].text[column:after], after
            index = last
        rest = done + self._lines[index].text[column:]
        if rest.strip() or not commented or len(self.kept) == begun:
            self._keep(index, rest, commented)
        return index + 1

    def _comment(self, index: int, found: re.Match[str]) -> tuple[int, int] | None:
        """Put aside the comment that begins at `found`; index and column after it, None where it does not end."""
        parts: list[str] = []
        start = found.start() + 2  # `<!-->` is a whole comment (CommonMark 6.6)
        for last in range(index, len(self._lines)):
            text = self._lines[last].text
            end = text.find("-->", start)
            if end >= 0:
                parts.append(text[:end] if last > index else text[found.end() : end])
                self.remarks.append({"line": self._lines[index].number, "text": "\n".join(parts).strip()})
                return last, end + 3
            parts.append(text if last > index else text[found.end() :])
            start = 0
        what = "the comment `<!--` that begins here is not closed, so all that follows is left out"
        where = Location(path=self._path, line=self._lines[index].number)
        self._findings.append(Finding(code="comment-unclosed", where=where, what=what, cure="close it with `-->`"))
        return None

    def _go_on(self, index: int, done: str, last: int, column: int) -> tuple[str, int]:
        """What is to stand before the text after a comment of several lines, and where that text begins.

        The text becomes a line with its own number, unless it belongs to a heading or a table's row. It goes on with
        the paragraph, so it gets the marks of quotes, and an indent where a list item had its mark.
        """
        if _ONE_LINE.match(done):
            return done, column
        marks = _marks(done)
        if len(done) > len(marks):
            self._keep(index, done, commented=True)
            marks = "".join(mark if mark in "> \t" else " " for mark in marks)
        after = self._lines[last].text[column:]
        return (marks if after.strip() else ""), column + len(after) - len(after.lstrip())

    def _code_end(self, index: int, found: re.Match[str]) -> tuple[int, int]:
        """Index and column after the code that begins at `found`, or after the characters found where none does."""
        if found[0].startswith("\\"):
            return index, found.end()
        closing = re.compile(rf"(?<!`){found[0]}(?!`)")
        start = found.end()
        for last in range(index, len(self._lines)):
            text = self._lines[last].text
            if last > index and (_NOT_PARAGRAPH.match(text) or _quotes(text) != _quotes(self._lines[index].text)):
                break
            if end := closing.search(text, start):
                return last, end.end()
            start = 0
        return index, found.end()

    def _keep(self, index: int, text: str, commented: bool) -> None:
        if commented and not text.strip():
            self.emptied.add(len(self.kept))
        self.kept.append(self._lines[index].with_text(text.rstrip() if commented else text))


def _marks(text: str) -> str:
    found = _MARKS.match(text)
    return found[0] if found else ""


def _quotes(text: str) -> int:
    return text[: len(text) - len(text.lstrip("> \t"))].count(">")


def _close_gaps(lines: list[Line], emptied: set[int]) -> Lines:
    """Drop the lines that held only a comment, unless that would join two paragraphs that it kept apart."""
    return tuple(line for i, line in enumerate(lines) if i not in emptied or _parts(lines, i))


def _parts(lines: list[Line], index: int) -> bool:
    if not 0 < index < len(lines) - 1 or lines[index - 1].blank or lines[index + 1].blank:
        return False
    return not _LIST_ITEM.match(lines[index + 1].text)
