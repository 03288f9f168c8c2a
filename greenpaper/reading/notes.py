"""Footnotes: marks without a text, texts without a mark, texts given twice. pandoc says nothing of them."""

from __future__ import annotations

import re

from greenpaper.errors import AuthorError
from greenpaper.model import Finding, Location
from greenpaper.reading.lines import Line, Lines
from greenpaper.reading.structure import outside_code

_TEXT = re.compile(r"^ {0,3}\[\^(?P<key>[^\]\s]+)\]:")
_MARK = re.compile(r"\[\^(?P<key>[^\]\s]+)\]")
_CODE = re.compile(r"(?<!`)(`++).+?(?<!`)\1(?!`)")


def check_notes(lines: Lines, path: str) -> list[Finding]:
    """What is wrong with the chapter's footnotes. AuthorError where one leads to itself, which pandoc never ends."""
    inside: dict[str, set[str]] = {}  # the marks in each footnote's text
    current, blank = "", False
    marks: dict[str, Line] = {}
    texts: dict[str, Line] = {}
    found: list[Finding] = []
    for line, _ in outside_code(lines):
        text, defined = line.text, _TEXT.match(line.text)
        if defined:
            text = text[defined.end() :]
            if defined["key"] in texts:
                what = f"the footnote [^{defined['key']}] has a text already"
                found.append(_finding("note-twice", path, line, what, "give this one another name, and its mark too"))
            texts.setdefault(defined["key"], line)
            current = defined["key"]
        elif blank and text[:1].strip():
            current = ""
        blank = line.blank
        for mark in _MARK.finditer(_CODE.sub("", text)):
            marks.setdefault(mark["key"], line)
            inside.setdefault(current, set()).add(mark["key"])
    if circle := next((key for key in texts if _leads_to_itself(key, inside)), None):
        what = f"the text of the footnote [^{circle}] leads back to it by its marks; take one of them out"
        raise AuthorError(f"{path}:{texts[circle].number}: error: {what} [note-circle]")
    for key in marks.keys() - texts.keys():
        what = f"the footnote [^{key}] has no text"
        found.append(_finding("note-missing", path, marks[key], what, f"add a line `[^{key}]: text`"))
    for key in texts.keys() - marks.keys():
        what = f"nothing refers to the footnote [^{key}], so it is left out"
        found.append(_finding("note-unused", path, texts[key], what, f"put [^{key}] where it belongs, or take it out"))
    return sorted(found, key=lambda finding: (finding.where, finding.code))


def _leads_to_itself(key: str, inside: dict[str, set[str]]) -> bool:
    waiting, seen = [key], set[str]()
    while waiting:
        for other in inside.get(waiting.pop(), set()) - seen:
            if other == key:
                return True
            seen.add(other)
            waiting.append(other)
    return False


def _finding(code: str, path: str, line: Line, what: str, cure: str) -> Finding:
    return Finding(code=code, where=Location(path=path, line=line.number), what=what, cure=cure)
