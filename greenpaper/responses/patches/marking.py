"""Comments of respondents as remarks between authors in the chapters, behind what each is about. Pure but for pandoc.

A remark is an HTML comment, which only an edition that shows remarks has. It begins with the id of its row, so that a
comment is there once. The chapter is read anew to prove that it says what it said, and the remark besides.
"""

from __future__ import annotations

import re
import textwrap
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from greenpaper import unseen
from greenpaper.responses.model import Respondent, Row
from greenpaper.responses.patches import changing
from greenpaper.responses.patches.changing import Place
from greenpaper.responses.patches.chapters import Chapters
from greenpaper.responses.patches.proof import keeps
from greenpaper.responses.patches.source import Source
from greenpaper.responses.patches.units import units
from greenpaper.responses.patches.ways import ByHandError, blank_lead

_WIDTH, _QUOTED = 100, 60  # characters of a line, and of the words that are quoted
_ENDS = re.compile(r"--(?=!?>)|<(?=!--)")  # after this a blank makes them mean nothing
_ANONYMOUS = "anonymous"


@dataclass(frozen=True, kw_only=True, slots=True)
class Marked:
    """The chapters with remarks, by their paths, the rows that are in them now, and those that have no place."""

    texts: Mapping[str, str]
    rows: tuple[Row, ...]
    left: tuple[Row, ...]


def mark(
    rows: Sequence[Row], places: Mapping[str, Place], chapters: Chapters, respondents: Mapping[str, Respondent]
) -> Marked:
    """Put the comments of these rows into the chapters, which are changed by it, if they are not there already."""
    waiting: dict[tuple[str, int], list[tuple[Row, str]]] = defaultdict(list)
    left: list[Row] = []
    there = {word for path in chapters.paths for word in _ids(chapters, path)}
    for row in rows:
        if row.identifier in there:
            continue
        place = places.get(row.identifier)
        try:
            line = _line(chapters, place) if place else None
        except ByHandError:
            line = None
        if place is None or line is None:
            left.append(row)
        else:
            waiting[place.path, line].append((row, said(row, respondents.get(row.respondent))))
    done: list[Row] = []
    texts: dict[str, str] = {}
    for (path, line), entries in sorted(waiting.items(), key=lambda item: (item[0][0], -item[0][1])):  # from the end on
        if _put(chapters, path, line, [text for _, text in entries]):
            texts[path] = chapters.text(path)
            done += [row for row, _ in entries]
        else:
            left += [row for row, _ in entries]
    order = {row.identifier: number for number, row in enumerate(rows)}
    return Marked(texts=texts, rows=tuple(sorted(done, key=lambda row: order[row.identifier])), left=tuple(left))


def said(row: Row, respondent: Respondent | None) -> str:
    """What a remark says: the row, who, about which words, and the comment."""
    hidden = respondent is not None and respondent.anonymous
    name = _ANONYMOUS if hidden else respondent.name if respondent else row.respondent
    quoted = " ".join(row.quoted.split())
    about = f" «{textwrap.shorten(quoted, _QUOTED, placeholder=' …')}»" if quoted else ""
    text = f"{row.identifier} {' '.join(name.split())}{about}: {' '.join((row.comment or row.proposal).split())}"
    return _ENDS.sub(lambda found: f"{found[0]} ", unseen.shown(text))


def _ids(chapters: Chapters, path: str) -> set[str]:
    """The first words of the remarks that a chapter has."""
    return {remark["text"].partition(" ")[0] for remark in chapters.reading(path).tree["remarks"]}


def _line(chapters: Chapters, place: Place) -> int | None:
    """The last line of what is at a place, from 0."""
    if not chapters.has(place.path):
        return None
    if not place.identifier:
        return place.line - 1 if place.line else None
    piece = chapters.view(place.path).pieces[changing.piece(chapters, place)]
    source = chapters.reading(place.path).source
    ends = [unit.span[1] for unit in units(piece.content, source) if unit.span]
    line = source.line(max(ends) - 1) if ends else (piece.line or 0) - 1
    # A remark between two rows would end the table for other readers of Markdown.
    return _last(source, line) if piece.kind == "cell" else line if line >= 0 else None


def _last(source: Source, line: int) -> int:
    """The last line of what stands there without a blank line."""
    while line + 1 < len(source.bounds) and source.shown(line + 1).strip(" \t>"):
        line += 1
    return line


def _put(chapters: Chapters, path: str, line: int, remarks: Sequence[str]) -> bool:
    """Write remarks behind a line: right below it, or below all that stands there without a blank line."""
    source = chapters.reading(path).source
    for below in dict.fromkeys((line, _last(source, line))):
        if below >= len(source.bounds):
            return False
        lead = blank_lead(source.shown(below))
        for indent in dict.fromkeys((lead, "")):
            text = "".join(source.newline + _comment(remark, indent, source.newline) for remark in remarks)
            at = source.bounds[below][1]
            if after := keeps(chapters, path, source.text[:at] + text + source.text[at:], remarks):
                chapters.take(after)
                return True
    return False


def _comment(text: str, indent: str, newline: str) -> str:
    lines = textwrap.wrap(f"<!-- {text} -->", _WIDTH, break_long_words=False, break_on_hyphens=False)
    return newline.join(f"{indent}{line}" for line in lines)
