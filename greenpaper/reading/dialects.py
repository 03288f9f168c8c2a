"""Callouts and figures of other dialects -> fenced divs, which pandoc reads with positions.

MkDocs admonitions (`!!! note "Title"` with an indented body, `???` likewise, modifiers such as `inline end`) and
`<figure markdown>` blocks. Bodies are rewritten in their turn, so that they nest.
"""

from __future__ import annotations

import re

from greenpaper.model import Finding, Location
from greenpaper.reading.lines import CodeFence, Line, Lines, indented

_ADMONITION = re.compile(
    r"^(?P<indent> *)(?:!!!|\?\?\?\+?) +(?P<kind>[A-Za-z][\w-]*)(?P<modifiers>(?: +[\w-]+)*)(?: +\"(?P<title>.*)\")? *$"
)
_FIGURE = re.compile(r"^ *<figure\b[^>]*> *$", re.IGNORECASE)
_FIGURE_END = re.compile(r"^ *</figure> *$", re.IGNORECASE)
_FIGCAPTION = re.compile(r"<figcaption\b[^>]*>(.*?)</figcaption>", re.IGNORECASE | re.DOTALL)
# Of MkDocs and its extensions: tabs, a table of contents, abbreviations, snippets, macros.
_LEFTOVER = re.compile(r"^ *(?:===[!+]? +\".*|\[TOC\] *$|\*\[[^\]]+\]:|-{1,2}8<-{1,2} |\{%.*%\}|\{\{.*\}\} *$)")
_DIV_OPEN = re.compile(r"^ {0,3}:{3,} *(?:\{[^}]*\}|[\w-]+)[: ]*$")
_DIV_CLOSE = re.compile(r"^ {0,3}:{3,} *$")
_INDENT = 4
_OUTERMOST = 40  # colons; a div closes at a fence at least as long as its own, so an outer one needs the longer


def to_fenced_divs(lines: Lines, path: str, findings: list[Finding], depth: int = 0) -> Lines:
    """The lines with admonitions and figure blocks as fenced divs."""
    made: list[Line] = []
    opened: list[Line] = []
    fence, fenced = CodeFence(), None
    index = 0
    while index < len(lines):
        line = lines[index]
        before = fence.is_open
        if fence.covers(line.text):
            fenced = fenced if before else line
            made.append(line)
        elif found := _ADMONITION.match(line.text):
            end = _body_end(lines, index, len(found["indent"]) + _INDENT)
            made += _callout(found, lines[index : end + 1], path, findings, depth)
            index = end
        elif _FIGURE.match(line.text) and (last := _figure_end(lines, index)):
            made += _figure(lines[index : last + 1], depth)
            index = last
        elif found := _LEFTOVER.match(line.text):
            what = f"'{found[0].strip()}' means nothing here and stays in the text"
            findings.append(_finding("dialect-unknown", path, line, what, "take it out, or write it another way"))
            made.append(line)
        else:
            _count_divs(line, opened, depth)
            made.append(line)
        index += 1
    if fence.is_open and fenced:
        what = "the code block that begins here is not closed, so all that follows stands in it"
        findings.append(_finding("code-unclosed", path, fenced, what, "close it with the same marks as it begins with"))
    for line in opened:
        what = "the block that `:::` opens here is not closed"
        findings.append(_finding("callout-unclosed", path, line, what, "close it with a line `:::`"))
    return tuple(made)


def _count_divs(line: Line, opened: list[Line], depth: int) -> None:
    if _DIV_OPEN.match(line.text):
        opened.append(line)
    elif _DIV_CLOSE.match(line.text) and opened:
        opened.pop()


def _body_end(lines: Lines, start: int, indent: int) -> int:
    """Index of the last line that belongs to the admonition at `start`, trailing blank lines left out."""
    last = start
    for index in range(start + 1, len(lines)):
        text = lines[index].text.expandtabs(_INDENT)
        if text.strip() and not text.startswith(" " * indent):
            break
        if text.strip():
            last = index
    return last


def _callout(found: re.Match[str], lines: Lines, path: str, findings: list[Finding], depth: int) -> Lines:
    head, body = lines[0], lines[1:]
    if not body:
        what = f"the callout `{head.text.strip()}` has no text"
        findings.append(_finding("callout-empty", path, head, what, "indent its text by four spaces"))
    indent = found["indent"]
    classes = " ".join(f".{name}" for name in ("callout", found["kind"].lower(), *found["modifiers"].split()))
    inside = to_fenced_divs(indented(body, len(indent) + _INDENT), path, findings, depth + 1)
    title: Lines = ()
    if found["title"]:
        title = _div("{.callout-title}", (head.with_text(found["title"]),), depth + 1, head)
    made = _div(f"{{{classes}}}", (*title, *inside), depth, head)
    return tuple(line.with_text(indent + line.text if line.text else "") for line in made)


def _figure_end(lines: Lines, start: int) -> int | None:
    return next((i for i in range(start + 1, len(lines)) if _FIGURE_END.match(lines[i].text)), None)


def _figure(lines: Lines, depth: int) -> Lines:
    """`<figure markdown>` with an image and a `<figcaption>` -> a div with the image and a div with the caption."""
    text = "\n".join(line.text for line in lines[1:-1])
    caption = _FIGCAPTION.search(text)
    before = text[: caption.start()] if caption else text
    start = lines[0].number + 1
    image = tuple(Line(start + i, part.strip()) for i, part in enumerate(before.split("\n")))
    parts: list[Line] = [*image]
    if caption:
        at = start + before.count("\n")
        content = tuple(Line(at + i, part.strip()) for i, part in enumerate(caption[1].split("\n")))
        parts += _div("{.figcaption}", content, depth + 1, content[0])
    return _div("{.figure-block}", tuple(parts), depth, lines[0])


def _div(attributes: str, lines: Lines, depth: int, head: Line) -> Lines:
    """The lines as a fenced div, which stems from the line `head`."""
    colons = ":" * (_OUTERMOST - depth)
    last = lines[-1] if lines else head
    return (
        head.with_text(""),
        head.with_text(f"{colons} {attributes}"),
        *lines,
        last.with_text(""),
        last.with_text(colons),
        last.with_text(""),
    )


def _finding(code: str, path: str, line: Line, what: str, cure: str) -> Finding:
    return Finding(code=code, where=Location(path=path, line=line.number), what=what, cure=cure)
