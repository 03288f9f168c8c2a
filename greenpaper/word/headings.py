"""The numbers of headings, by Word's own lists (ECMA-376 part 1, 17.9), the same as in every other output."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from greenpaper.word import numbering
from greenpaper.word.ooxml import Element, attribute, el, name, put, run, style_of, tab

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def number(body: Element, numbers: Mapping[str, str]) -> None:
    """Put every heading into the list that gives it its number.

    Chapters have it from their style, appendices from a list of their own. Where Word would count otherwise than the
    book does (an author skipped a level), the number is text: it has to be the same in every output.
    """
    found = [(paragraph, level) for paragraph in body.iter(name("w:p")) if (level := level_of(paragraph)) is not None]
    given = [_given(paragraph, numbers) for paragraph, _ in found]
    places = lists([(level, number) for (_, level), number in zip(found, given, strict=True)])
    for (paragraph, level), number, listed in zip(found, given, places, strict=True):
        if listed == numbering.APPENDICES:
            _into_list(paragraph, level, listed)
        elif listed == numbering.NONE:
            _into_list(paragraph, level, listed)
            put(paragraph, el("w:ind", left="0", firstLine="0"))
            if number:
                for at, piece in enumerate((run(number, style="SectionNumber"), tab()), 1):
                    paragraph.insert(at, piece)


def lists(headings: Sequence[tuple[int, str]]) -> list[str]:
    """For the level and number of each heading the list that counts so: its w:numId, NONE where no list does."""
    counters = {numbering.CHAPTERS: [0] * 9, numbering.APPENDICES: [0] * 9}
    made = []
    for level, number in headings:
        listed = numbering.APPENDICES if number[:1].isalpha() else numbering.CHAPTERS
        before = list(counters[listed])
        if number and _count(counters[listed], level, listed) == number:
            made.append(listed)
        else:
            counters[listed] = before
            made.append(numbering.NONE)
    return made


def _given(paragraph: Element, numbers: Mapping[str, str]) -> str:
    marks = (attribute(mark, "w:name") for mark in paragraph.iter(name("w:bookmarkStart")))
    return next((numbers[mark] for mark in marks if mark in numbers), "")


def level_of(paragraph: Element) -> int | None:
    """The level of a heading, from 1; None of another paragraph."""
    style = style_of(paragraph)
    return int(style[-1]) if style[:-1] == "Heading" and style[-1].isdigit() else None


def _into_list(paragraph: Element, level: int, listed: str) -> None:
    put(paragraph, el("w:numPr", el("w:ilvl", val=str(level - 1)), el("w:numId", val=listed)))


def _count(counters: list[int], level: int, listed: str) -> str:
    """The number that Word gives the next heading of this level, or "" where a level above it is skipped."""
    if 0 in counters[: level - 1]:
        return ""
    counters[level - 1] += 1
    counters[level:] = [0] * (len(counters) - level)
    shown = [str(count) for count in counters[:level]]
    if listed == numbering.APPENDICES:
        shown[0] = _letters(counters[0])
    return ".".join(shown)


def _letters(count: int) -> str:
    """A to Z, then AA, BB: how Word counts in letters (17.18.59, upperLetter)."""
    return _LETTERS[(count - 1) % 26] * ((count - 1) // 26 + 1)
