"""HTML in the status tables of chapters: it is told as HTML in the text is, though only words are taken of a table.

Colours and the like are not: many give the status one by hand, and it gets one here too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from greenpaper.model import Finding
from greenpaper.passes import links, raw_html
from greenpaper.passes.book import Book, Context, Part
from greenpaper.tree import Node, node, walk

_LOOKS = "raw-html-style"
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]+:[^\s<>]*)>")  # CommonMark 6.5
_CURE = "take it out: only the words of the table are shown"


def run(book: Book, context: Context) -> Book:
    """Add the findings. Changes no tree."""
    return book.with_findings(found for part in book.parts for found in _part(part))


def _part(part: Part) -> Iterator[Finding]:
    for line, html in part.source["status_html"]:
        findings: list[Finding] = []
        row = node("RawInline", ["html", _AUTOLINK.sub("", html)], f"{part.chapter.path}:{line}")
        made = raw_html.rewritten([row], part, findings)
        yield from (_address("Link", each, row, part) for each in _AUTOLINK.findall(html))
        yield from (finding for finding in findings if finding.code != _LOOKS)
        for item in walk(made):
            if item["t"] in {"Link", "Image"}:
                yield _address(item["t"], item["c"][2][0], row, part)


def _address(kind: str, address: str, row: Node, part: Part) -> Finding:
    what = f"the {kind.lower()} '{address}' in the status table is left out"
    code, what, cure = links.foreign(address) or ("raw-html", what, _CURE)
    return Finding(code=code, where=part.where(row), what=what, cure=cure)
