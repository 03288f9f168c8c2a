"""The text of a Word file: what pandoc writes of the book, and what we make of it for each copy."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from greenpaper import files, pandoc
from greenpaper.model import Protection
from greenpaper.theme import Theme
from greenpaper.tree import Node
from greenpaper.word import anchors, commenting, comments, cover, finish, package, reference, styles
from greenpaper.word.bookmarks import bookmarks
from greenpaper.word.branch import Branch, branch
from greenpaper.word.comments import Comment
from greenpaper.word.drawing import Picture
from greenpaper.word.front import front
from greenpaper.word.ooxml import Element, parse
from greenpaper.word.source import Source


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """What pandoc wrote, the same for all copies, with what the rest of the file has to know of it."""

    branch: Branch
    names: Mapping[str, str]  # bookmarks by id
    parts: Mapping[str, bytes]  # of pandoc's package
    sheet: bytes  # the styles
    theme: Theme  # with the size of type that the title has room for
    band: float  # how far down the cover its coloured ground goes, in mm
    sign: Picture | None  # the publisher's

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """All that the document shows."""
        return (*self.branch.pictures, *([self.sign] if self.sign else []))


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """The text of one copy: the roots of two parts, whether some pages are landscape, the map of anchors, comments."""

    document: Element
    notes: Element
    landscape: bool
    entries: Sequence[Mapping[str, Any]]
    comments: Sequence[Comment]


def written(source: Source) -> Written:
    """Let pandoc write the text; its packages stay in `build/word`. ToolError when it fails."""
    names = bookmarks(source.book)
    made = branch(source.book, source.images, names, page=source.theme.page, words=source.words)
    sign = Picture.make(source.images[source.logo], len(made.pictures) + 1) if source.logo else None
    measures = cover.measure(source.imprint, source.theme, sign)
    theme = cover.fitted(source.theme, measures.title)
    sheet = styles.part(theme, source.words.tag, source.badges())
    parts = _pandoc(made.document, sheet, source.build / "word", source.imprint.stamp.date)
    return Written(branch=made, names=names, parts=parts, sheet=sheet, theme=theme, band=measures.band, sign=sign)


def finished(source: Source, made: Written, protection: Protection) -> Text:
    """The text of a copy with this protection, which the page for reviewers and the comments go by."""
    imprint, words, questions = source.imprint, source.words, source.questions(protection)
    before = front(
        source.book["book"], made.names, imprint=imprint, rows=source.rows, words=words, theme=made.theme,
        band=made.band, logo=made.sign,
        advice=commenting.page(imprint, words, protection, source.cited(), bool(questions)),
    )  # fmt: skip
    document, notes = parse(made.parts[reference.DOCUMENT]), parse(made.parts[reference.FOOTNOTES])
    landscape = finish.finish(document, before, made.branch.numbers, made.theme, words.tag)
    finish.finish_notes(notes, made.theme, words.tag)
    anchors.settle((document, notes), made.branch.anchors)
    said = (
        *comments.questions(document, questions, made.names, imprint, words),
        *comments.remarks(source.book["book"].get("remarks", ()), made.branch.anchors, words),
    )
    comments.place(document, said)
    entries = anchors.entries(made.branch.anchors, document, notes)
    return Text(document=document, notes=notes, landscape=landscape, entries=entries, comments=said)


def _pandoc(document: Node, sheet: bytes, folder: Path, date: datetime.date) -> dict[str, bytes]:
    look, output = folder / "reference.docx", folder / "pandoc.docx"
    files.write_atomic(look, reference.reference(sheet))
    # --quiet: pandoc warns of formulas that it cannot turn into Word's; they stay as their TeX text.
    arguments = ["--from=json", "--to=docx", "--quiet", "--syntax-highlighting=none"]
    moment = datetime.datetime.combine(date, datetime.time(), datetime.UTC)  # else the intermediate file says when
    environment = {"SOURCE_DATE_EPOCH": str(int(moment.timestamp()))}
    pandoc.run_to_file([*arguments, f"--reference-doc={look}"], json.dumps(document), output, environment)
    return package.read(output)
