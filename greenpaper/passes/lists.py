"""Numbers of lists that Word cannot count to: they most often are no lists, but a number before a full stop."""

from __future__ import annotations

from greenpaper.model import Finding
from greenpaper.passes.book import Book, Context, Part
from greenpaper.tree import Node, walk

HIGHEST = 32_767  # of w:start ([MS-OI29500], on 17.9.25)


def run(book: Book, context: Context) -> Book:
    """Tell of lists whose numbers go beyond HIGHEST; changes nothing."""
    return book.with_findings(finding for part in book.parts for finding in _high(part))


def _high(part: Part) -> list[Finding]:
    lists = (item for item in walk(part.blocks) if item["t"] == "OrderedList")
    return [_finding(item, part) for item in lists if item["c"][0][0] + len(item["c"][1]) - 1 > HIGHEST]


def _finding(item: Node, part: Part) -> Finding:
    first = item["c"][0][0]
    what = f"the list begins with the number {first}, and Word counts to {HIGHEST}"
    cure = f"write `{first}\\.` if it is none, and a smaller number if it is one"
    return Finding(code="list-number", where=part.where(item), what=what, cure=cure)
