"""One chapter's text -> its tree with source positions, as the data of `build/tree/NN-slug.json`.

Five rewrites of lines come before pandoc, each for something that CommonMark does not know: front matter, remarks,
the status table, formulas, and dialects of callouts and figures. A `Line` keeps the number it had in the source through
all of them, so that positions stay right however many lines are added or taken out.
"""

from __future__ import annotations

import re
from typing import Any

from greenpaper.errors import AuthorError
from greenpaper.hearing import deadlines_in
from greenpaper.model import Chapter, Finding
from greenpaper.reading.cells import check_cells
from greenpaper.reading.dialects import to_fenced_divs
from greenpaper.reading.formulas import with_formulas
from greenpaper.reading.front_matter import FrontMatter, split_front_matter
from greenpaper.reading.leftovers import without_leftovers
from greenpaper.reading.lines import Line, number_lines
from greenpaper.reading.notes import check_notes
from greenpaper.reading.positions import parse
from greenpaper.reading.remarks import Remark, split_remarks
from greenpaper.reading.status_table import split_status_table, with_front_matter
from greenpaper.status import Vocabulary
from greenpaper.tree import Node, words

__all__ = ["read"]

LARGEST = 1_000_000  # characters of a chapter; one of 100 pages has 300,000
LONGEST = 10_000  # characters of a line; a paragraph of a page has 3000

_PLAIN = re.compile(r"(?:[^\W_]|[ ,.;()/–-])*")


def read(
    chapter: Chapter, text: str, vocabulary: Vocabulary, language: str = "en", exact: bool = False
) -> dict[str, Any]:
    """The tree file of one chapter (docs/architecture.md, "The tree files"). Pure but for the call of pandoc.

    `language` is the document's, in which findings suggest words of the vocabulary. With `exact`, inlines have the
    `positions.SPOTS` that they take in "lines", which pandoc read: of each its number in the source, and its text.
    AuthorError for a text that is too large or too deep to be read in a bounded time.
    """
    _check_size(chapter.path, text)
    findings: list[Finding] = []
    lines, front = split_front_matter(number_lines(text), chapter.path, findings)
    front, title_remarks = _without_remarks(front, chapter.path, findings)
    lines, remarks = split_remarks(lines, chapter.path, findings)
    deadlines = [
        [lines[number - 1].number, day.isoformat()] for number, day in deadlines_in([line.text for line in lines])
    ]
    lines, status, status_html = split_status_table(lines, chapter.path, vocabulary, findings, language)
    status = with_front_matter(status, front, chapter.path, vocabulary, findings, language)
    lines = with_formulas(lines, chapter.path, findings)
    findings += [*check_notes(lines, chapter.path), *check_cells(lines, chapter.path)]
    lines = without_leftovers(lines, chapter.path, findings)
    lines = to_fenced_divs(lines, chapter.path, findings)
    blocks = parse(lines, chapter.path, exact)
    title, title_at, blocks = _title(blocks, front, chapter)
    return {
        "path": chapter.path,
        "title": title,
        "title_at": title_at,
        "front": {key: text for key, (text, _) in front.items()},
        "front_lines": {key: line for key, (_, line) in front.items()},
        "status": status.as_dict() if status else None,
        "status_html": [[line.number, line.text] for line in status_html],
        "blocks": blocks,
        "remarks": [*title_remarks, *remarks],
        "deadlines": deadlines,
        "findings": [finding.as_dict() for finding in findings],
        **({"lines": [[line.number, line.text] for line in lines]} if exact else {}),
    }


def _check_size(path: str, text: str) -> None:
    if len(text) > LARGEST:
        what = f"the chapter has {len(text)} characters, more than {LARGEST}; make several of it"
        raise AuthorError(f"{path}: error: {what} [text-size]")
    number = next((number for number, line in enumerate(text.split("\n"), 1) if len(line) > LONGEST), None)
    if number is not None:
        what = f"the line has more than {LONGEST} characters; break it"
        raise AuthorError(f"{path}:{number}: error: {what} [text-size]")


def _without_remarks(front: FrontMatter, path: str, findings: list[Finding]) -> tuple[FrontMatter, list[Remark]]:
    """The front matter with a title that holds no comments, and those."""
    if "title" not in front:
        return front, []
    text, number = front["title"]
    lines, remarks = split_remarks((Line(number, " ".join(text.split())),), path, findings)
    return {**front, "title": (" ".join(" ".join(line.text for line in lines).split()), number)}, remarks


def _title(blocks: list[Node], front: FrontMatter, chapter: Chapter) -> tuple[list[Node] | None, str, list[Node]]:
    """The chapter's title, where it stands, and the blocks without it.

    A first heading of level 1 is the title; else the front matter's `title`.
    """
    first = blocks[0] if blocks else None
    if first and first["t"] == "Header" and first["c"][0] == 1:
        return first["c"][2], first["at"], blocks[1:]
    if "title" in front:
        text, line = front["title"]
        return _inlines(text, line, chapter.path), f"{chapter.path}:{line}", blocks
    return None, f"{chapter.path}:1", blocks


def _inlines(text: str, line: int, path: str) -> list[Node] | None:
    """A text of the front matter: Markdown where it is one paragraph, else (`1. Title`) plain characters."""
    if _PLAIN.fullmatch(text):  # most titles: no need to start pandoc once more for them
        return words(text) if text else None
    made = parse((Line(line, text),), path)
    if len(made) == 1 and made[0]["t"] in {"Para", "Plain"}:
        inlines: list[Node] = made[0]["c"]
        return inlines
    return words(text) if text else None
