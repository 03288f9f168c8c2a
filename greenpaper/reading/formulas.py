"""Dollar signs: which of them enclose a formula and which are prices. pandoc takes any two that it can for a formula.

A formula stands on lines of its own between `$$`, or in the text between `$`, with no space inside the signs and no
letter or digit outside them. What begins like an amount ("$5 and 6$") is none. Signs that are text get a backslash.
"""

from __future__ import annotations

import re

from greenpaper.model import Finding, Location
from greenpaper.reading.lines import Line, Lines
from greenpaper.reading.structure import Structure

_SIGN = "$$"
_CODE = r"(?<!`)(?P<marks>`+)(?!`).*?(?<!`)(?P=marks)(?!`)"
_TEXT = re.compile(  # what stands in a paragraph and has dollar signs that mean something else, or nothing
    rf"\\.|{_CODE}|<[A-Za-z/!][^<>]*>"
    r"|\$\$(?P<apart>(?:\\.|[^$\\])+)\$\$"
    r"|(?<![\w$])\$(?=[^\s$])(?P<inside>(?:\\.|[^$\\])+)(?<!\s)\$(?![\w$])"
    r"|(?P<price>\$)",
    re.DOTALL,
)
_AMOUNT = re.compile(r"\d[\d.,]*\s+[^\W\d_]{2,}")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_BAR = re.compile(r"(?<!\\)\|")
_QUOTE = re.compile(r"\s*(?:> ?)+")  # marks before a line of a quote


def with_formulas(lines: Lines, path: str, findings: list[Finding]) -> Lines:
    """The lines with each formula that has lines of its own on one line, and a backslash before what is a price."""
    structure = Structure()
    made: list[Line] = []
    paragraph: list[Line] = []
    rest = list(_joined(lines, path, findings))
    for line in rest:
        place = structure.place(line.text)
        if place.code or not place.continues:
            made += _marked(paragraph, path, findings)
            paragraph = []
        if place.code:
            made.append(line)
        else:
            paragraph.append(line)
    return (*made, *_marked(paragraph, path, findings))


def _joined(lines: Lines, path: str, findings: list[Finding]) -> Lines:
    """Formulas on lines of their own put on one: a line in them that begins with + or - would begin a list."""
    structure = Structure()
    made: list[Line] = []
    skipped, unclosed = 0, False
    for index, line in enumerate(lines):
        if skipped:
            skipped -= 1
            continue
        place = structure.place(line.text)
        if place.code or not place.text.lstrip().startswith(_SIGN) or _SIGN in place.text.lstrip()[2:]:
            made.append(line)
            continue
        inner = _until_sign(lines[index + 1 :], quoted=bool(_QUOTE.match(line.text)))
        if inner is None and unclosed:  # most likely the end of the one that was told
            made.append(line)
        elif inner is None:
            what = "the formula that $$ opens here is not closed"
            cure = "close it with $$ before the next blank line, or write \\$ for a dollar sign"
            findings.append(_finding(path, line, what, cure))
            made.append(line)
        else:
            made.append(line.with_text(" ".join([line.text.rstrip(), *inner])))
            skipped = len(inner)
        unclosed = inner is None and not unclosed
    return tuple(made)


def _until_sign(following: Lines, quoted: bool) -> list[str] | None:
    """The lines up to one with `$$`, without marks of quotes; None where a blank line comes before."""
    inner: list[str] = []
    for line in following:
        mark = _QUOTE.match(line.text) if quoted else None
        text = line.text[mark.end() if mark else 0 :].strip()
        if not text:
            return None
        inner.append(text)
        if _SIGN in text:
            return inner
    return None


def _marked(paragraph: list[Line], path: str, findings: list[Finding]) -> list[Line]:
    """The lines of a paragraph; of a table, whose cells are texts of their own, cell by cell."""
    if sum(line.text.count("$") for line in paragraph) < 2:
        return paragraph
    if any(_BAR.search(line.text) for line in paragraph[1:2]):
        return [
            line.with_text("|".join(_escaped(cell, line, path, findings) for cell in _BAR.split(line.text)))
            for line in paragraph
        ]
    texts = _escaped("\n".join(line.text for line in paragraph), paragraph[0], path, findings).split("\n")
    return [line.with_text(text) for line, text in zip(paragraph, texts, strict=True)]


def _escaped(text: str, first: Line, path: str, findings: list[Finding]) -> str:
    """The text with a backslash before each dollar sign that encloses no formula; `first` is its first line."""

    def change(found: re.Match[str]) -> str:
        tex = found["apart"] or found["inside"]
        if tex is None:
            return r"\$" if found["price"] else found[0]
        if found["inside"] and _AMOUNT.match(tex):
            return rf"\${tex}\$"
        if not _balanced(tex):
            line = Line(first.number + text.count("\n", 0, found.start()), "")
            what, cure = f"the braces of the formula '{tex.strip()}' do not match", "give each { its }"
            findings.append(_finding(path, line, what, cure))
            return found[0].replace("$", r"\$")
        return found[0]

    return _TEXT.sub(change, text)


def _balanced(tex: str) -> bool:
    depth = 0
    for brace in _BRACE.findall(tex):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        if depth < 0:
            return False
    return depth == 0


def _finding(path: str, line: Line, what: str, cure: str) -> Finding:
    return Finding(code="math-syntax", where=Location(path=path, line=line.number), what=what, cure=cure)
