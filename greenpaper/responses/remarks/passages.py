"""A returned text as it was before its tracked changes: which of its paragraphs were one when it was sent. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from greenpaper.responses.reply import Fate, Paragraph

_LINE = "\n"  # between the paragraphs of a note, which is one piece


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """Paragraphs that were one, by their indices, and the text that they had: a split leaves two, and one text.

    `added` says that nothing of it was there. `last` is the fate of the mark at its end.
    """

    paragraphs: tuple[int, ...]
    text: str
    added: bool
    last: Fate


def passages(paragraphs: Sequence[Paragraph]) -> tuple[Passage, ...]:
    """The passages in the order of the text."""
    return tuple(_passage(paragraphs, group) for group in _groups(paragraphs))


def container(paragraph: Paragraph) -> tuple[object, ...]:
    """What a paragraph stands in: its cell or its note, or the body; no mark joins paragraphs of two of these."""
    return paragraph.part, paragraph.note, paragraph.table, paragraph.row, paragraph.column


def _groups(paragraphs: Sequence[Paragraph]) -> Iterator[list[int]]:
    group: list[int] = []
    for index, paragraph in enumerate(paragraphs):
        if group and container(paragraphs[group[-1]]) != container(paragraph):
            yield group
            group = []
        group.append(index)
        if paragraph.mark_fate.before and not paragraph.note:
            yield group
            group = []
    if group:
        yield group


def _passage(paragraphs: Sequence[Paragraph], group: list[int]) -> Passage:
    inside = [paragraphs[index] for index in group]
    text = ""
    for paragraph, following in zip(inside, [*inside[1:], None], strict=True):
        text += paragraph.before
        text += _LINE if following and paragraph.mark_fate.before else ""
    last = inside[-1]
    added = not last.row_fate.before or (not text and not last.mark_fate.before)
    return Passage(paragraphs=tuple(group), text=text, added=added, last=last.mark_fate)
