"""Remarks between authors, written as HTML comments: taken out before anything else reads the text.

pandoc would keep a comment as raw HTML, miss one that holds a blank line inside a paragraph, and swallow the rest of
the chapter after one that is not closed.
"""

from __future__ import annotations

import re
from typing import Any

from greenpaper.model import Finding, Location
from greenpaper.reading.lines import CodeFence, Line, Lines

_LIST_ITEM = re.compile(r"^\s*([-*+]|\d+[.)])\s")
_TOKEN = re.compile(r"<!--|`+")

Remark = dict[str, Any]  # {"line": n, "text": …}


def split_remarks(lines: Lines, path: str, findings: list[Finding]) -> tuple[Lines, list[Remark]]:
    """The lines without comments, and the comments. Code keeps its own."""
    kept: list[Line] = []
    emptied: set[int] = set()  # indexes in `kept` of lines that held nothing but a comment
    remarks: list[Remark] = []
    fence = CodeFence()
    index = 0
    while index < len(lines):
        line = lines[index]
        if fence.covers(line.text):
            kept.append(line)
            index += 1
            continue
        end, text = _without_comments(lines, index, remarks, path, findings)
        if text != line.text and not text.strip():
            emptied.add(len(kept))
        kept.append(line.with_text(text))
        index = end + 1
    return _close_gaps(kept, emptied), remarks


def _without_comments(
    lines: Lines, index: int, remarks: list[Remark], path: str, findings: list[Finding]
) -> tuple[int, str]:
    """Index of the last line used, and the text that is left of line `index` up to there."""
    last, text, start, done = index, lines[index].text, 0, ""
    while found := _TOKEN.search(text, start):
        if found[0] != "<!--":
            closing = re.compile(rf"(?<!`){found[0]}(?!`)").search(text, found.end())
            done, start = done + text[start : closing.end() if closing else found.end()], (closing or found).end()
            continue
        first, parts, rest = last, [], text[found.end() :]
        while "-->" not in rest and last + 1 < len(lines):
            parts.append(rest)
            last += 1
            rest = lines[last].text
        if "-->" not in rest:
            where = Location(path=path, line=lines[first].number)
            what = "the comment `<!--` that begins here is not closed"
            findings.append(Finding(code="comment-unclosed", where=where, what=what, cure="close it with `-->`"))
            return index, lines[index].text.replace("<!--", "")
        inside, _, after = rest.partition("-->")
        remarks.append({"line": lines[first].number, "text": "\n".join([*parts, inside]).strip()})
        done, text, start = done + text[start : found.start()], after, 0
    return last, (done + text[start:]).rstrip() if done != "" or last > index or text != lines[index].text else text


def _close_gaps(lines: list[Line], emptied: set[int]) -> Lines:
    """Drop the lines that held only a comment, unless that would join two paragraphs that it kept apart."""
    return tuple(line for i, line in enumerate(lines) if i not in emptied or _parts(lines, i))


def _parts(lines: list[Line], index: int) -> bool:
    if not 0 < index < len(lines) - 1 or lines[index - 1].blank or lines[index + 1].blank:
        return False
    return not _LIST_ITEM.match(lines[index + 1].text)
