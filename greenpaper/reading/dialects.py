"""Callouts and figures of other dialects -> fenced divs, which pandoc reads with positions.

MkDocs admonitions (`!!! note "Title"` with an indented body, `???` likewise, modifiers such as `inline end`) and
`<figure markdown>` blocks. Bodies are rewritten in their turn, so that they nest.
"""

from __future__ import annotations

import re

from greenpaper.model import Finding, Location
from greenpaper.reading.lines import Line, Lines, indented
from greenpaper.reading.structure import TAB, Structure

# The kind may be left out, and so may the white space before it, as in Python-Markdown and its extensions.
_ADMONITION = re.compile(
    r"^(?P<indent>[ \t]*)(?:!!!|\?\?\?\+?)[ \t]*(?=[^\W\d]|\")(?P<kind>[^\W\d][\w-]*)?"
    r"(?P<modifiers>(?:[ \t]+[\w-]+)*)(?:[ \t]*\"(?P<title>.*)\")?[ \t]*$"
)
_FIGURE = re.compile(r"^[ \t]*<figure\b[^>]*>[ \t]*$", re.IGNORECASE)
_ID = re.compile(r"\sid=[\"']?(?P<id>[\w.:-]+)", re.IGNORECASE)
_FIGURE_END = re.compile(r"^[ \t]*</figure>[ \t]*$", re.IGNORECASE)
_FIGCAPTION = re.compile(r"<figcaption\b[^>]*>(.*?)</figcaption>", re.IGNORECASE | re.DOTALL)
_DIV_OPEN = re.compile(r"^ {0,3}:{3,} *(?:\{[^}]*\}|[\w-]+)[: ]*$")
_DIV_CLOSE = re.compile(r"^ {0,3}:{3,} *$")
_OUTERMOST = 40  # colons; a div closes at a fence at least as long as its own, so an outer one needs the longer


def to_fenced_divs(lines: Lines, path: str, findings: list[Finding], depth: int = 0) -> Lines:
    """The lines with admonitions and figure blocks as fenced divs."""
    made: list[Line] = []
    opened: list[Line] = []
    structure, fenced = Structure(), None
    index = 0
    while index < len(lines):
        line = lines[index]
        before = structure.in_fence
        place = structure.place(line.text)
        begins = place.indent < TAB and not place.code  # deeper it is code, or goes on with a paragraph
        if place.fenced:
            fenced = fenced if before else line
        if begins and (found := _ADMONITION.match(line.text)):
            end = _body_end(lines, index, _columns(found["indent"]) + TAB)
            if end == index and not _asks(found, lines[index + 1 : index + 2]):
                what = f"the callout `{line.text.strip()}` has no text"
                findings.append(_finding("callout-empty", path, line, what, "indent its text by four spaces"))
            made += _callout(found, lines[index : end + 1], path, findings, depth)
            index = end
        elif begins and _FIGURE.match(line.text) and (last := _figure_end(lines, index)):
            made += _figure(lines[index : last + 1], depth)
            index = last
        else:
            if not place.code:
                _count_divs(line, opened, depth)
            made.append(line)
        index += 1
    if structure.in_fence and fenced:
        what = "the code block that begins here is not closed, so all that follows stands in it"
        findings.append(_finding("code-unclosed", path, fenced, what, "close it with the same marks as it begins with"))
    for line in opened:
        what = "the block that `:::` opens here is not closed"
        findings.append(_finding("callout-unclosed", path, line, what, "close it with a line `:::`"))
    return tuple(made)


def _columns(indent: str) -> int:
    return len(indent.expandtabs(TAB))


def _count_divs(line: Line, opened: list[Line], depth: int) -> None:
    if _DIV_OPEN.match(line.text):
        opened.append(line)
    elif _DIV_CLOSE.match(line.text) and opened:
        opened.pop()


def _body_end(lines: Lines, start: int, indent: int) -> int:
    """Index of the last line that belongs to the admonition at `start`, trailing blank lines left out."""
    last = start
    for index in range(start + 1, len(lines)):
        text = lines[index].text.expandtabs(TAB)
        if text.strip() and not text.startswith(" " * indent):
            break
        if text.strip():
            last = index
    return last


def _asks(found: re.Match[str], below: Lines) -> bool:
    """Whether this is a question that its title asks, and not one whose text, in the line below, is not indented."""
    kind = (found["kind"] or "").lower()
    return kind == "question" and bool(found["title"]) and not any(line.text.strip() for line in below)


def _callout(found: re.Match[str], lines: Lines, path: str, findings: list[Finding], depth: int) -> Lines:
    head, body = lines[0], lines[1:]
    indent = _columns(found["indent"])
    kind = (found["kind"] or "note").lower()
    classes = " ".join(f".{name}" for name in ("callout", kind, *found["modifiers"].split()))
    inside = to_fenced_divs(indented(body, indent + TAB), path, findings, depth + 1)
    title: Lines = ()
    if found["title"]:
        title = _div("{.callout-title}", (head.with_text(found["title"]),), depth + 1, head)
    return _moved(_div(f"{{{classes}}}", (*title, *inside), depth, head), indent)


def _moved(lines: Lines, indent: int) -> Lines:
    """The lines set in by so many columns, so that they stay in the list item that they are made in."""
    return tuple(line.with_text(" " * indent + line.text if line.text else "") for line in lines)


def _figure_end(lines: Lines, start: int) -> int | None:
    return next((i for i in range(start + 1, len(lines)) if _FIGURE_END.match(lines[i].text)), None)


def _figure(lines: Lines, depth: int) -> Lines:
    """`<figure markdown>` -> a div that holds a div with the `<figcaption>`, and all else."""
    inner = lines[1:-1]
    indent = min((_columns(_white(line.text)) for line in inner if not line.blank), default=0)
    inner = indented(inner, indent)
    text = "\n".join(line.text for line in inner)
    parts: list[Line] = []
    at = 0
    if caption := _FIGCAPTION.search(text):
        parts += _cut(inner, text, 0, caption.start())
        content = tuple(line.with_text(line.text.strip()) for line in _cut(inner, text, *caption.span(1)))
        parts += _div("{.figcaption}", content, depth + 1, content[0])
        at = caption.end()
    parts += _cut(inner, text, at, len(text))
    named = _ID.search(lines[0].text)
    attributes = f"{{.figure-block #{named['id']}}}" if named else "{.figure-block}"
    return _moved(_div(attributes, tuple(parts), depth, lines[0]), _columns(_white(lines[0].text)))


def _white(text: str) -> str:
    return text[: len(text) - len(text.lstrip())]


def _cut(lines: Lines, text: str, start: int, end: int) -> Lines:
    """The lines of a piece of `text`, which is that of `lines`."""
    if not lines:
        return ()
    first = text.count("\n", 0, start)
    return tuple(lines[first + i].with_text(part) for i, part in enumerate(text[start:end].split("\n")))


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
