"""The table of responses for Word: landscape, in the document's look, with the counts before it. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from lxml import etree

from greenpaper.imprint import PROPERTY, Imprint
from greenpaper.model import Protection
from greenpaper.responses.model import Respondent, Row
from greenpaper.responses.written import columns, overview
from greenpaper.responses.written.columns import Column, Entry
from greenpaper.responses.written.overview import DECISIONS, Count, Overview
from greenpaper.theme import Theme
from greenpaper.word import (
    cover,
    fonts,
    hyphenation,
    layout,
    lengths,
    numbering,
    properties,
    reference,
    running,
    styles,
)
from greenpaper.word.drawing import text_width, turned
from greenpaper.word.ooxml import SPACE, Element, el, name, p, run, serialize, twips
from greenpaper.word.package import WORD, Package
from greenpaper.words import Words

KIND = {f"{PROPERTY}form": "responses"}  # the property that tells this file from the document
_WHOLE = 20  # lines, up to which a row stays on one page
_LABEL, _NAME = 0.2, 0.4  # of the width: for the labels of the facts, for what is counted
_BLANKS = re.compile(r"[^\S\n]+")
_AROUND = 2 * round(lengths.WIDE_CELL_PAD * 20)  # twips of a cell beside its text


def package(
    rows: Sequence[Row],
    respondents: Sequence[Respondent],
    imprint: Imprint,
    words: Words,
    theme: Theme,
    preset: str,
    formats: int = 0,
) -> bytes:
    """The file. `preset` is a key of `columns.PRINTED`, `formats` how many changes of format were made."""
    imprint = replace(imprint, title=words["responses_title"].format(title=imprint.title))
    entries = columns.entries(rows, respondents, words)
    counted = overview.make(entries, columns.shown_names(rows, respondents, words), words, formats)
    sheet = _Sheet(width=twips(text_width(turned(theme.page))), words=words, theme=theme)
    blocks = [
        _heading(1, imprint.title),
        sheet.facts(imprint, counted),
        *sheet.counts(counted),
        *sheet.all(entries, preset),
        running.section_properties(running.LANDSCAPE, theme.page),
    ]
    whole = Package()
    whole.add(reference.DOCUMENT, serialize(el("w:document", el("w:body", *blocks))), f"{WORD}document.main+xml")
    whole.relate("", "officeDocument", reference.DOCUMENT, "rId1")
    fonts.add(whole, theme)
    lists = numbering.part(serialize(el("w:numbering")), {})
    settings = reference.settings(words, Protection.NONE, duplex=False, notes=False)
    reference.add(whole, styles.part(theme, words.tag, {}), lists, settings)
    properties.add(whole, imprint, "", Protection.NONE, KIND)
    running.add_landscape(whole, reference.DOCUMENT, imprint, words, theme, imprint.version_text)
    return whole.to_bytes()


def _heading(level: int, text: str, page: bool = False) -> Element:
    """A heading without a number, on the page where it comes or on a new `page`."""
    numbers = el("w:numPr", el("w:ilvl", val="0"), el("w:numId", val=numbering.NONE))
    return p(f"Heading{level}", run(text), properties=(el("w:pageBreakBefore", val=str(int(page))), numbers))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sheet:
    """Makes what stands on the pages, as wide as they are."""

    width: int  # twips
    words: Words
    theme: Theme

    def facts(self, imprint: Imprint, counted: Overview) -> Element:
        """Which document it is, and how much was said."""
        words, label = self.words, round(self.width * _LABEL)
        widths = [label, self.width - label]
        told = [(words["version"], f"{imprint.version} ({imprint.status_name}, {imprint.date_text})")]
        told += [(words["case_number"], imprint.case_number)] if imprint.case_number else []
        told += [(words["responses_total"], str(counted.whole.total))]
        formats = words["responses_formats"].format(count=counted.formats).split(": ")
        told += [(formats[0], formats[1])] if counted.formats else []
        rows = [cover.fact_row(what, [run(value)], widths) for what, value in told]
        return layout.table(widths, rows, words["document"])

    def counts(self, counted: Overview) -> Iterator[Element]:
        """The counts by chapter and by respondent."""
        words = self.words
        yield _heading(2, words["responses_by_chapter"])
        yield self._counts(words["responses_by_chapter"], words["chapter"], [*counted.chapters])
        yield _heading(2, words["responses_by_respondent"])
        yield self._counts(words["responses_by_respondent"], words["respondent"], [*counted.respondents])

    def _counts(self, title: str, head: str, counts: Sequence[Count]) -> Element:
        first = round(self.width * _NAME)
        each = (self.width - first) // (len(DECISIONS) + 1)
        widths = [first, *[each] * (len(DECISIONS) + 1)]
        heads = [head, self.words["responses_total"], *(self.words[f"decision_{one.value}"] for one in DECISIONS)]
        rows = [
            layout.row(
                [
                    p("TableText", run(text))
                    for text in (count.name, str(count.total), *map(str, count.decisions.values()))
                ],
                widths,
            )
            for count in counts
        ]
        return layout.listing(title, widths, heads, rows)

    def all(self, entries: Sequence[Entry], preset: str) -> Iterator[Element]:
        """The table, on pages of its own."""
        title, shown = self.words["responses_all"], columns.PRINTED[preset]
        yield _heading(2, title, page=True)
        if preset == "iso":
            yield p("BodyText", run(self.words["iso_types"]), properties=(el("w:keepNext"),))
        shares = sum(column.share for column in shown)
        widths = [self.width * column.share // shares for column in shown]
        heads = [self.words[column.head] for column in shown]
        ems = fonts.advances(self.theme, bold=False)
        rows = [self._row(entry, shown, widths, ems) for entry in entries]
        table = layout.listing(title, widths, heads, rows, wide=True)
        self._hyphenate(table, widths)
        yield table
        yield p("SectionBreak")

    def _row(
        self, entry: Entry, shown: Sequence[Column], widths: Sequence[int], ems: Callable[[str], float]
    ) -> Element:
        """A row, which stays on one page if it is not high."""
        texts = [_lines(column.text(entry, self.words)) for column in shown]
        size = (self.theme.sizes.small - 1) * 20
        high = max(
            sum(math.ceil(ems(line) * size / (width - _AROUND)) for line in lines)
            for lines, width in zip(texts, widths, strict=True)
        )
        row = el("w:tr", el("w:trPr", el("w:cantSplit")) if high <= _WHOLE else None)
        for column, lines, width in zip(shown, texts, widths, strict=True):
            _add_cell(row, width, lines, column.lead)
        return row

    def _hyphenate(self, table: Element, widths: Sequence[int]) -> None:
        """Hyphens in words that have no room in their cells."""
        bold, size = fonts.advances(self.theme), (self.theme.sizes.small - 1) * 20

        def fits(room: int, word: str) -> bool:
            return bold(word) * size <= room

        for line in table.iterchildren("{*}tr"):
            for cell, width in zip(line.iterchildren("{*}tc"), widths, strict=True):
                hyphenation.hyphenate(cell, self.words.tag, partial(fits, width - _AROUND))


def _lines(text: str) -> list[str]:
    """The lines of a cell that say something, without blanks in a row."""
    return [line for line in (_BLANKS.sub(" ", line).strip() for line in text.split("\n")) if line]


def _add_cell(row: Element, width: int, lines: Sequence[str], lead: bool) -> None:
    """Add a cell with a paragraph for each line, of which it needs one (17.4.65).

    Made in place: hearings have thousands of cells, and an element that is made apart costs ten times as much.
    """
    cell = _add(row, "w:tc")
    _add(_add(cell, "w:tcPr"), "w:tcW", w=str(width), type="dxa")
    for at, line in enumerate(lines or [""]):
        paragraph = _add(cell, "w:p")
        _add(_add(paragraph, "w:pPr"), "w:pStyle", val="TableTextWide")
        if line:
            made = _add(paragraph, "w:r")
            if lead and at == 0:
                _add(_add(made, "w:rPr"), "w:rStyle", val=styles.LEAD)
            said = _add(made, "w:t")
            said.text = line
            said.set(SPACE, "preserve")


def _add(parent: Element, tag: str, **values: str) -> Element:
    return etree.SubElement(parent, name(tag), {name(f"w:{key}"): value for key, value in values.items()})
