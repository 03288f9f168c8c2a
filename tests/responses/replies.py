"""Replies made by hand: what was sent as paragraphs, and edits of them as a word processor tracks them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from greenpaper.model import Location
from greenpaper.responses.model import NOBODY, By, Piece, Sent
from greenpaper.responses.reply import Comment, Fate, Mark, Paragraph, Reply, Span

KARI, OLA = By(author="Kari"), By(author="Ola")


def sent(texts: Iterable[str | tuple[str, str]], path: str = "chapters/01-behov.md") -> Sent:
    """A version of these pieces: texts, or kinds and texts; a line for each."""
    pieces = []
    for line, each in enumerate(texts, 1):
        kind, text = ("paragraph", each) if isinstance(each, str) else each
        where = Location(path=path, line=line)
        pieces.append(Piece(identifier=f"_P{line:012x}", kind=kind, where=where, number=f"1-{line}", text=text))
    return Sent(
        version="0.9.0", status="prerelease", date="2027-01-08", commit="", build="", pieces=tuple(pieces),
        record="releases/0.9.0/data/prove.anchors.json", own=True,
    )  # fmt: skip


def marked(paragraph: Paragraph, name: str, begins: bool = True, ends: bool = True) -> Paragraph:
    """The paragraph in a bookmark."""
    mark = Mark(name=name, start=0, end=len(paragraph.text), begins=begins, ends=ends)
    return replace(paragraph, anchors=(*paragraph.anchors, mark))


def clean(version: Sent, anchors: bool = True) -> list[Paragraph]:
    """The paragraphs as they were sent; cells in rows of two."""
    made, cells = [], 0
    for piece in version.pieces:
        paragraph = Paragraph(spans=(Span(text=piece.text),) if piece.text else ())
        if piece.kind == "cell":
            paragraph = replace(paragraph, table=0, row=cells // 2, column=cells % 2)
            cells += 1
        made.append(marked(paragraph, piece.identifier) if anchors else paragraph)
    return made


def reply(paragraphs: Sequence[Paragraph], comments: Sequence[Comment] = ()) -> Reply:
    """A reply of these."""
    return Reply(paragraphs=tuple(paragraphs), comments=tuple(comments), properties={}, claimed=None)


def changed(paragraph: Paragraph, start: int, end: int, new: str, by: By = KARI) -> Paragraph:
    """[start:end] of an untouched paragraph, deleted with tracking on, and a text typed behind it."""
    text = paragraph.before
    spans = (
        Span(text=text[:start]),
        Span(text=text[start:end], fate=Fate.DELETED, by=by),
        Span(text=new, fate=Fate.INSERTED, by=by),
        Span(text=text[end:]),
    )
    return replace(
        paragraph, spans=tuple(span for span in spans if span.text), anchors=_grown(paragraph, len(new), end)
    )


def _grown(paragraph: Paragraph, by: int, at: int) -> tuple[Mark, ...]:
    """Bookmarks after something was typed: at their end it comes to stand outside."""
    return tuple(replace(mark, end=mark.end + by) if at < mark.end else mark for mark in paragraph.anchors)


def split(paragraph: Paragraph, at: int, by: By = KARI) -> list[Paragraph]:
    """An untouched paragraph split with tracking on."""
    text = paragraph.before
    first = Paragraph(spans=(Span(text=text[:at]),) if at else (), mark_fate=Fate.INSERTED, mark_by=by)
    last = Paragraph(spans=(Span(text=text[at:]),) if text[at:] else ())
    for mark in paragraph.anchors:
        first, last = marked(first, mark.name, ends=False), marked(last, mark.name, begins=False)
    return [first, last]


def erased(paragraph: Paragraph, by: By = KARI) -> Paragraph:
    """A paragraph deleted with its mark."""
    spans = tuple(replace(span, fate=Fate.DELETED, by=by) for span in paragraph.spans)
    return replace(paragraph, spans=spans, mark_fate=Fate.DELETED, mark_by=by)


def added(text: str, by: By = KARI) -> Paragraph:
    """A new paragraph in front of another one."""
    return Paragraph(spans=(Span(text=text, fate=Fate.INSERTED, by=by),), mark_fate=Fate.INSERTED, mark_by=by)


def plain(text: str) -> Paragraph:
    """A paragraph without any change."""
    return Paragraph(spans=(Span(text=text, by=NOBODY),))
