"""The response form for Word: facts, questions, general remarks, and rows for remarks to single paragraphs.

Landscape, in the document's look. What it asks comes with `Form`; its cells are plain, for whoever fills them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from greenpaper import files
from greenpaper.imprint import Imprint
from greenpaper.model import Finding, Location, Protection
from greenpaper.response import FORM, GENERAL, GENERAL_ROWS, QUESTIONS, REMARKS, RESPONDENT, Form, Question
from greenpaper.theme import Theme
from greenpaper.word import (
    accessibility,
    cover,
    fonts,
    layout,
    numbering,
    properties,
    reference,
    running,
    styles,
)
from greenpaper.word.drawing import text_width, turned
from greenpaper.word.formatting import border
from greenpaper.word.ooxml import Element, el, p, parse, run, serialize, twips
from greenpaper.word.package import WORD, Package
from greenpaper.words import Words

_PAGES = 2  # of rows for remarks; Word adds more by the tab key in the last cell
_ANSWER, _GENERAL, _REMARK, _RESPONDENT = 24.0, 16.0, 14.0, 11.0  # mm, the least height of a row
_HEAD, _ADVICE = 9.0, 36.0  # mm that the head of the table of remarks takes at most, and what stands above it
_LABEL = 0.2  # of the width, for the labels of the facts
# Widths of columns, in hundredths
_WHO, _QUESTIONS, _SUBJECTS, _REMARKS = (34, 26, 26, 14), (5, 17, 31, 47), (5, 25, 70), (5, 13, 11, 40, 31)
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def write(form: Form, target: Path, *, imprint: Imprint, build: str, words: Words, theme: Theme) -> tuple[Finding, ...]:
    """Write the form to `target`; `imprint` is the document's, `build` names what was built.

    Returns what the rules of Word's accessibility checker find in it.
    """
    imprint = replace(imprint, title=form.title)
    document = el("w:document", el("w:body", *_blocks(form, imprint, words, theme)))
    whole = Package()
    whole.add(reference.DOCUMENT, serialize(document), f"{WORD}document.main+xml")
    whole.relate("", "officeDocument", reference.DOCUMENT, "rId1")
    fonts.add(whole, theme)
    lists = numbering.part(serialize(el("w:numbering")), {})
    settings = reference.settings(words, Protection.NONE, duplex=False, notes=False)
    reference.add(whole, styles.part(theme, words.tag, {}), lists, settings)
    properties.add(whole, imprint, build, Protection.NONE, FORM)
    running.add_landscape(whole, reference.DOCUMENT, imprint, words, theme, imprint.version_text)
    files.write_atomic(target, whole.to_bytes())
    parts = {part: parse(whole.parts[part]) for part in accessibility.PARTS if part in whole.parts}
    return accessibility.findings(accessibility.faults(parts), {}, (), Location(path=target.as_posix()))


def _blocks(form: Form, imprint: Imprint, words: Words, theme: Theme) -> Iterator[Element]:
    width = twips(text_width(turned(theme.page)))
    table = _Table(width=width, theme=theme)
    yield _heading(1, form.title)
    label = round(width * _LABEL)
    widths = [label, width - label]
    yield layout.table(
        widths, [cover.fact_row(label, [run(value)], widths) for label, value in form.facts], words["document"]
    )
    who = words["respondent"]
    yield _heading(2, who)
    yield table.of(who, _WHO, [words[key] for key in RESPONDENT], [[_plain("")] * len(RESPONDENT)], _RESPONDENT)
    yield p("BodyText", run(words["response_how"]), properties=(el("w:spacing", before="240"),))
    if form.questions:
        title = words["questions"]
        yield _heading(2, title)
        rows = [[_plain(asked.number), _plain(asked.chapter), _asked(asked), _plain("")] for asked in form.questions]
        yield table.of(title, _QUESTIONS, [words[key] for key in QUESTIONS], rows, _ANSWER)
    title = words["response_general"]
    yield _heading(2, title)
    yield table.of(title, _SUBJECTS, [words[key] for key in GENERAL], list(_general()), _GENERAL)
    yield from _remarks(form, words, table)
    yield running.section_properties(running.LANDSCAPE, theme.page)


def _general() -> Iterator[list[list[Element]]]:
    """The rows for general remarks, which stay on one page: each with the next one (17.3.1.15)."""
    for number in range(1, GENERAL_ROWS + 1):
        yield [_plain(str(number), kept=number < GENERAL_ROWS), *[_plain("")] * (len(GENERAL) - 1)]


def _remarks(form: Form, words: Words, table: _Table) -> Iterator[Element]:
    """The table on pages of its own, which its rows fill."""
    title = words["response_remarks"]
    yield _heading(2, title, page=True)
    numbers = [words["comment_number"].format(number=form.paragraph)] if form.paragraph else []
    advice = [
        *numbers,
        words["response_unnumbered"],
        words["response_kinds"].format(*form.kinds),
        words["response_more_word"],
    ]
    yield p("BodyText", run(" ".join(advice)), properties=(el("w:keepNext"),))
    empty = [_plain("")] * (len(REMARKS) - 1)
    rows = [[_plain(str(number)), *empty] for number in range(1, rows_of_remarks(table.theme) + 1)]
    yield table.of(title, _REMARKS, [words[key] for key in REMARKS], rows, _REMARK)
    yield p("SectionBreak")


def rows_of_remarks(theme: Theme) -> int:
    """How many empty rows fill the pages of the table of remarks; the first has less room."""
    page = turned(theme.page)
    room = page.height - page.top - page.bottom - _HEAD
    return int((room - _ADVICE) // _REMARK) + (_PAGES - 1) * int(room // _REMARK)


def _heading(level: int, text: str, page: bool = False) -> Element:
    """A heading without a number, on the page where it comes or on a new `page`."""
    numbers = el("w:numPr", el("w:ilvl", val="0"), el("w:numId", val=numbering.NONE))
    return p(f"Heading{level}", run(text), properties=(el("w:pageBreakBefore", val=str(int(page))), numbers))


def _plain(text: str, kept: bool = False) -> list[Element]:
    """A cell's content; an empty one is to be written in. `kept` on the page of the next row."""
    return [p("TableText", *([run(text)] if text else []), properties=(el("w:keepNext"),) if kept else ())]


def _asked(question: Question) -> list[Element]:
    """The question as a cell shows it."""
    title = [p("TableText", run(question.title, style=styles.LEAD))] if question.title else []
    return [*title, *(p("TableText", run(line)) for line in question.lines)]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Table:
    """Makes tables as wide as the page, ruled for writing."""

    width: int  # twips
    theme: Theme

    def of(
        self,
        title: str,
        shares: Sequence[int],
        heads: Sequence[str],
        rows: Sequence[Sequence[list[Element]]],
        height: float,
    ) -> Element:
        """A table whose columns have these hundredths of the width, and its rows at least this height in mm."""
        widths = [self.width * share // 100 for share in shares]
        ruled = (border(f"w:{side}", self.theme.colours["rule"], 0.5) for side in _SIDES)
        body = [_row(cells, widths, height) for cells in rows]
        return layout.listing(title, widths, heads, body, el("w:tblBorders", *ruled))


def _row(cells: Sequence[list[Element]], widths: Sequence[int], height: float) -> Element:
    properties = el("w:trPr", el("w:cantSplit"), el("w:trHeight", val=str(twips(height)), hRule="atLeast"))
    made = [
        el("w:tc", el("w:tcPr", el("w:tcW", w=str(width), type="dxa")), *content)
        for content, width in zip(cells, widths, strict=True)
    ]
    return el("w:tr", properties, *made)
