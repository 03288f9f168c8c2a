"""The table of responses as a chapter: Markdown that editors copy into chapters/, a section for each chapter. Pure.

What respondents wrote is text there, whatever it looks like: to Markdown, to the dialects that chapters may be written
in, and to what looks for deadlines. The chapter builds without findings that the text would give.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import zip_longest

from greenpaper.hearing import deadlines_in
from greenpaper.imprint import Imprint
from greenpaper.release.gates import PLACEHOLDER
from greenpaper.responses.model import Kind, Respondent, Row
from greenpaper.responses.written import columns, overview
from greenpaper.responses.written.columns import Entry
from greenpaper.responses.written.overview import DECISIONS
from greenpaper.unseen import JOINING, hides, point
from greenpaper.words import Words

_HEADS = ("response_no", "respondent", "response_paragraph", "remark", "responses_assessment")
_LONGEST, _PIECE = (
    9000,
    400,
)  # characters of a line, which a chapter bounds; and of a cell in a row that would be longer
_BREAK = "<br>"
_STATUS = ("Status", "Version", "Maturity", "Normative level")
_SAID = frozenset({Kind.COMMENT, Kind.NOTED, Kind.GENERAL})  # kinds that a remark shows by itself
# References where a dialect would look at the line before anyone knows of a backslash; a backslash is enough elsewhere
_MARKS = re.compile(r"(?P<reference>[&<>`$\[\]{}\\|])|[*_~^#@]|:(?=//)|(?<=www)\.|(?P<digit>[0-9])", re.IGNORECASE)
_OPENING = re.compile(r"^(?:!!!|\[!)")  # of a callout that was misspelt, which an author would be told of
_APART = "\u2060"  # a word joiner, which nobody sees
_BLANKS = re.compile(r"\s+")
_SHOWN = JOINING | frozenset("\n\t\ufe0e\ufe0f")
_NONE = frozenset({"Cc", "Co", "Cs", "Cn"})  # categories of what is no character to read


def text(
    rows: Sequence[Row], respondents: Sequence[Respondent], imprint: Imprint, words: Words, known: Collection[int]
) -> str:
    """The chapter. `known` are the code points that the document's fonts have; others are named: (U+1F600)."""
    entries = columns.entries(rows, respondents, words)
    writer = _Writer(words, known)
    title = writer.plain(words["responses_title"].format(title=imprint.title))
    stamp = imprint.stamp
    standing = (stamp.status, f"v{stamp.version}", stamp.maturity or "", stamp.level or "")
    parts = [f"# {title}", _table(_STATUS, [standing])]
    if entries:
        parts += [f"## {words['responses_overview']}", writer.counts(entries)]
    for chapter, own in _by_chapter(entries).items():
        parts += [f"## {writer.heading(chapter)}", writer.remarks(own)]
    return "\n\n".join(parts) + "\n"


def _by_chapter(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    """The entries of each chapter, what is of none first; a reply stands where its comment does."""
    found: dict[str, list[Entry]] = defaultdict(list)
    chapter = ""
    for entry in entries:
        chapter = chapter if "." in entry.number else entry.row.chapter
        found[chapter].append(entry)
    return {name: found[name] for name in sorted(found, key=bool)}


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


class _Writer:
    """Writes text as Markdown that shows it."""

    def __init__(self, words: Words, known: Collection[int]) -> None:
        self._words, self._known = words, known

    def heading(self, chapter: str) -> str:
        """A chapter's label and title behind the word for it: a heading must not begin with a number."""
        if not chapter:
            return self._words["responses_no_chapter"]
        label = "" if not columns.label(chapter) else "chapter" if chapter[0].isdigit() else "appendix"
        return self.plain(f"{self._words[label]} {chapter}" if label else chapter)

    def counts(self, entries: Sequence[Entry]) -> str:
        """How much was said to each chapter, and how it was decided."""
        words = self._words
        heads = [words["chapter"], words["responses_total"], *(words[f"decision_{each.value}"] for each in DECISIONS)]
        counted = overview.make(entries, {}, words)
        rows = [
            [self.plain(count.name), str(count.total), *map(str, count.decisions.values())]
            for count in counted.chapters
        ]
        return _table(heads, rows)

    def remarks(self, entries: Sequence[Entry]) -> str:
        """The table of a chapter, upright: its columns are few."""
        rows = [line for entry in entries for line in self._rows(entry)]
        return "{.portrait}\n" + _table([self._words[key] for key in _HEADS], rows)

    def _rows(self, entry: Entry) -> Iterator[Sequence[str]]:
        """A row, or as many as it takes for no line to be too long."""
        cells = [entry.number, entry.respondent, entry.row.number, self._said(entry), self._answer(entry)]
        made = self._cells(cells)
        if sum(map(len, made)) <= _LONGEST:
            yield made
            return
        for pieces in zip_longest(*map(_pieces, cells), fillvalue=""):
            yield self._cells(pieces)

    def _cells(self, said: Sequence[str]) -> list[str]:
        """The cells of a line of the source. A deadline that a respondent names there is none of the document's."""
        made = [self._cell(cell) for cell in said]
        return [self._cell(cell, digits=True) for cell in said] if any(deadlines_in([" | ".join(made)])) else made

    def _said(self, entry: Entry) -> str:
        """What a respondent says, each part behind its name."""
        row, words = entry.row, self._words
        kind = "" if row.kind in _SAID and row.tracked else columns.kind(row, words)
        quoted = words["responses_quote"].format(text=row.quoted) if row.quoted else ""
        proposal = f"{words['response_proposal']}: {row.proposal}" if row.proposal else ""
        return "\n".join(filter(None, (kind, quoted, row.comment, proposal)))

    def _answer(self, entry: Entry) -> str:
        return "\n".join(filter(None, (columns.decision(entry.row, self._words), entry.row.answer.assessment)))

    def _cell(self, said: str, digits: bool = False) -> str:
        lines = (self.plain(line, digits) for line in said.split("\n"))
        return _BREAK.join(filter(None, lines))

    def plain(self, said: str, digits: bool = False) -> str:
        """Markdown for one line of text that is nothing but text; with `digits`, no program finds a date in it."""

        def escaped(found: re.Match[str]) -> str:
            if found["digit"] and not digits:
                return found[0]
            return f"&#{ord(found[0])};" if found["reference"] or found["digit"] else f"\\{found[0]}"

        named = "".join(map(self._named, _BLANKS.sub(" ", said).strip()))
        return _MARKS.sub(escaped, PLACEHOLDER.sub(_joined, _OPENING.sub(_joined, named)))

    def _named(self, character: str) -> str:
        unread = hides(character) or unicodedata.category(character) in _NONE or ord(character) not in self._known
        return f"({point(character)})" if unread and character not in _SHOWN else character


def _joined(found: re.Match[str]) -> str:
    """What a check of ours would take for something that is still to be written, such as ???, so that it does not."""
    return _APART.join(found[0])


def _pieces(said: str) -> list[str]:
    """A text in pieces that end between two words where they can."""
    pieces = []
    while len(said) > _PIECE:
        cut = max(said.rfind(" ", 1, _PIECE), said.rfind("\n", 1, _PIECE))
        cut = cut if cut > 0 else _PIECE
        pieces.append(said[:cut])
        said = said[cut:]
    return [*pieces, said]
