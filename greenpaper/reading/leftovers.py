"""Marks of other tools that CommonMark would print: told, or put in the form that pandoc knows."""

from __future__ import annotations

import re

from greenpaper.model import Finding, Location
from greenpaper.reading.lines import Line, Lines
from greenpaper.reading.structure import Structure

# Of MkDocs and its extensions: tabs, a table of contents, abbreviations, snippets, macros.
_UNKNOWN = re.compile(r" *(?:===[!+]? +\".*|\[TOC\] *$|\*\[[^\]]+\]:|-{1,2}8<-{1,2} |\{%.*%\}|\{\{.*\}\} *$)")
_TEX = re.compile(r" *\\[A-Za-z]+\*?(?: *\[[^\]]*\]| *\{[^{}]*\})* *$")  # a command alone on its line
_PAGE = re.compile(r"\\(?:(?:new|clear|cleardouble)page|pagebreak)\b")
# Python-Markdown's attribute lists: `{: #id .class key="value" }`, or code, in which they are text.
_ATTRIBUTES = re.compile(r"(?<![`\\])(`+)(?!`).+?(?<!`)\1(?!`)|\{: *(?P<inside>[^{}]*?) *\}")
# pandoc's own attribute for positions: an author's would have findings name another line, or stay untold
_POSITION = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)|(?<![\w-])data-pos *= *[\"']?[^\s\"'}]*\d:\d")
_KNOWN = re.compile(r"(?:(?:[#.][\w:.-]+|[\w:-]+=(?:\"[^\"]*\"|[^\s\"'=]+))(?: +|$))*$")


def without_leftovers(lines: Lines, path: str, findings: list[Finding]) -> Lines:
    """The lines with attribute lists as pandoc reads them; what means nothing here goes to `findings`."""
    structure = Structure()
    made: list[Line] = []
    for line in lines:
        place = structure.place(line.text)
        if not place.code and any(found[1] is None for found in _POSITION.finditer(place.text)):
            what = "the attribute 'data-pos' means nothing here and is left out"
            where = Location(path=path, line=line.number)
            findings.append(Finding(code="attribute-unknown", where=where, what=what, cure="take it out"))
        if place.code:
            made.append(line)
        elif found := _UNKNOWN.match(place.text):
            findings.append(_unknown(path, line, found[0].strip()))
            made.append(line)
        elif found := _TEX.match(place.text):
            findings.append(_tex(path, line, found[0].strip()))
            made.append(line)
        elif (alone := _ATTRIBUTES.fullmatch(place.text.strip())) and alone["inside"] is not None:
            what = f"'{alone[0]}' means nothing here and is left out"
            cure = "take it out; an id, {#id}, stands on the line before a block, or after a heading's text"
            findings.append(_finding(path, line, what, cure))
        else:
            made.append(_with_attributes(line, path, findings))
    return tuple(made)


def _with_attributes(line: Line, path: str, findings: list[Finding]) -> Line:
    def change(found: re.Match[str]) -> str:
        inside = found["inside"]
        if inside is None:
            return found[0]
        quoted = re.sub(r"='([^'\"]*)'", r'="\1"', inside)
        if not _KNOWN.match(quoted):
            findings.append(_unknown(path, line, found[0]))
            return found[0]
        return f"{{{quoted}}}" if quoted else ""

    return line.with_text(_ATTRIBUTES.sub(change, line.text))


def _tex(path: str, line: Line, shown: str) -> Finding:
    page = "take it out: chapters begin on new pages, and pages break where the text wants it"
    return _unknown(path, line, shown, page if _PAGE.match(shown) else "take it out, or write it as Markdown")


def _unknown(path: str, line: Line, shown: str, cure: str = "take it out, or write it another way") -> Finding:
    return _finding(path, line, f"'{shown}' means nothing here and stays in the text", cure)


def _finding(path: str, line: Line, what: str, cure: str) -> Finding:
    return Finding(code="dialect-unknown", where=Location(path=path, line=line.number), what=what, cure=cure)
