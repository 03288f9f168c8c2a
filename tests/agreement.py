"""What a finished PDF and a finished DOCX say, in a form in which both can be compared: in order, and by letters alone.

The PDF is read by its structure tree (tests/structure), the DOCX by its parts, with the numbers that Word computes
(tests/word/computed). Formulas are drawings in one and Word's own in the other, and left out.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

from lxml import etree

from greenpaper import words
from tests.counts import chapters, letters, page
from tests.structure import reading
from tests.structure.reading import Annotation, Document, Element
from tests.word import computed
from tests.word.computed import W

_PAGE = re.compile(r"\s*\((?:side|siidu|page)\s?\d+\)$")
_MARK = re.compile(r"(?:\d+|[a-z]+|[•–▪☐☑])[.)]?")
_COUNTED = re.compile(r"(?:\d+|[A-Za-z]+)[.)]")
_HEADING = re.compile(r"Heading\d")
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/"
EXTENT = f"{_DRAWING}wordprocessingDrawing}}extent"  # the size that a picture has in the text (20.4.2.7)
_RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


class Text:
    """The chapters, as one run of letters with a sign and its text for each picture; and the notes, one by one."""

    def __init__(self) -> None:
        self.body: list[str] = []
        self.notes: list[str] = []

    @property
    def whole(self) -> str:
        return "".join(self.body)


def picture(alternative: str) -> str:
    return f"[{letters(alternative)}]"


def difference(one: Text, other: Text) -> str:
    """Where the two part, with what stands around; "" where they do not."""
    first, second = one.whole, other.whole
    for at, (a, b) in enumerate(zip(first + "$", second + "$", strict=False)):
        if a != b:
            start = max(0, at - 60)
            return f"{first[start : at + 60]!r} is {second[start : at + 60]!r}"
    return "" if one.notes == other.notes else f"{one.notes} is {other.notes}"


def pdf(path: Path) -> Text:
    """The text of a PDF from its first chapter on."""
    document = reading.read(path)
    made = Text()
    with document.pdf:
        for section in _chapters(document):
            made.body += _pieces(document, section, made.notes)
    return made


def marks(path: Path) -> list[str]:
    """The numbers and letters of list items in a PDF, from its first chapter on."""
    document = reading.read(path)
    with document.pdf:
        items = (item for section in _chapters(document) for item in section.walk() if item.kind == "LI")
        shown = (document.text(kid).strip() for item in items for kid in item.kids if _is_label(kid))
        return [mark for mark in shown if _COUNTED.fullmatch(mark)]


def _is_label(kid: Element | Annotation | reading.Key) -> TypeGuard[Element]:
    return isinstance(kid, Element) and kid.kind == "Lbl"


def _chapters(document: Document) -> list[Element]:
    """The sections of the chapters, which follow those of the front matter; the last of these has the contents."""
    sections = [
        element
        for element in document.elements()
        if element.kind == "Sect" and isinstance(element.kids[0], Element) and element.kids[0].kind == "H1"
    ]
    front = [at for at, section in enumerate(sections) if any(item.kind == "TOC" for item in section.walk())]
    return sections[max(front) + 1 :]


def _pieces(document: Document, element: Element, notes: list[str]) -> Iterator[str]:
    kind, whole = element.kind, document.text(element)
    if kind == "Note":
        notes.append("".join(piece for kid in element.kids for piece in _kid(document, kid, notes)))
    elif kind == "Figure":
        yield picture(element.string("Alt"))
    elif kind == "Link" and _PAGE.search(whole):
        yield letters(_PAGE.sub("", whole))
    elif (
        kind == "Formula"
        or (kind == "Lbl" and _MARK.fullmatch(whole.strip()))
        or (kind == "Reference" and whole.strip().isdigit())
    ):
        return
    elif "/ActualText" in element.dictionary:
        yield letters(whole)
    elif kind == "H1":
        yield letters(whole).removeprefix(_label(whole))
    else:
        for kid in element.kids:
            yield from _kid(document, kid, notes)


def _label(title: str) -> str:
    """The word before an appendix's letter, which Word leaves out: references to it are its number."""
    forms = (words.load(language)["appendix_title"] for language in ("nb", "nn", "se", "en"))
    labels = (form.partition("{label}")[0] for form in forms)
    return next((letters(label) for label in labels if label and title.startswith(label)), "")


def _kid(document: Document, kid: Element | Annotation | reading.Key, notes: list[str]) -> Iterator[str]:
    if isinstance(kid, Element):
        yield from _pieces(document, kid, notes)
    elif not isinstance(kid, Annotation) and kid in document.pieces:
        yield letters(document.pieces[kid].text)


class Package:
    """A finished DOCX."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as opened:
            self.parts = {name: opened.read(name) for name in opened.namelist()}
        self.document = etree.fromstring(self.parts["word/document.xml"])
        self.footnotes = etree.fromstring(self.parts["word/footnotes.xml"])

    def root(self, part: str) -> etree._Element:
        return etree.fromstring(self.parts[part])

    def numbers(self) -> computed.Numbers:
        return computed.Numbers(self.root("word/numbering.xml"), self.root("word/styles.xml"))

    def chapters(self) -> list[etree._Element]:
        """The blocks after the sections of cover and front matter."""
        blocks = list(self.document.find(f"{W}body"))  # type: ignore[arg-type]
        ends = [at for at, block in enumerate(blocks) if block.find(f"{W}pPr/{W}sectPr") is not None]
        return blocks[ends[1] + 1 :]

    def marks(self) -> list[str]:
        """The numbers and letters of list items in the chapters and the notes, as Word counts them."""
        numbers = self.numbers()
        places = (
            paragraph
            for block in (*self.chapters(), *self.footnotes)
            for paragraph in block.iter(f"{W}p")
            if paragraph.find(f"{W}pPr/{W}numPr") is not None and not _HEADING.fullmatch(computed.style_of(paragraph))
        )
        return [mark for place in places if _COUNTED.fullmatch(mark := numbers.next(place).strip())]

    def pictures(self) -> list[tuple[str, str]]:
        """Alternative text and checksum of each picture in the chapters."""
        targets = {link.get("Id"): f"word/{link.get('Target')}" for link in self.root("word/_rels/document.xml.rels")}
        found = []
        for block in self.chapters():
            for place in block.iter(f"{_DRAWING}wordprocessingDrawing}}inline"):
                (label,) = place.iterfind(f"{_DRAWING}wordprocessingDrawing}}docPr")
                (blip,) = place.iter(f"{_DRAWING}main}}blip")
                data = self.parts[targets[blip.get(f"{_RELATIONSHIP}embed")]]
                found.append((label.get("descr", ""), hashlib.sha256(data).hexdigest()))
        return found

    def text(self) -> Text:
        """The text as Word shows it."""
        made, numbers = Text(), self.numbers()
        for block in self.chapters():
            for paragraph in block.iter(f"{W}p"):
                if _HEADING.fullmatch(computed.style_of(paragraph)):
                    made.body.append(letters(numbers.next(paragraph)))
                made.body += _shown(paragraph)
        notes = {computed.val(note, "id"): "".join(_shown(note)) for note in self.footnotes}
        order = [computed.val(mark, "id") for mark in self.document.iter(f"{W}footnoteReference")]
        made.notes = [notes[key] for key in order]
        return made


def _shown(element: etree._Element) -> Iterator[str]:
    for piece in element.iter(f"{W}t", f"{_DRAWING}wordprocessingDrawing}}docPr"):
        if piece.tag == f"{W}t":
            yield letters(piece.text or "")
        elif piece.get("descr"):
            yield picture(piece.get("descr", ""))


def html(path: Path) -> Text:
    """The text of an HTML output, from its first chapter on."""
    root = page(path)
    made = Text()
    for chapter in chapters(root):
        title = next(iter(chapter.iter("h1")), None)
        label = title.find('./span[@class="number"]') if title is not None else None
        if label is not None and "doc-appendix" in chapter.get("role", ""):
            label.text = letters(label.text or "").removeprefix(_label(label.text or ""))
        made.body += _read(chapter)
        notes = chapter.xpath('./section[@role="doc-endnotes"]/ol/li | ./div[@role="doc-endnotes"]/ol/li')
        made.notes += ["".join(_read(note)) for note in notes]
    return made


def _read(element: etree._Element) -> Iterator[str]:
    """What an element says, without its notes and its tail."""
    if element.tag == "img" and element.get("alt"):
        yield picture(element.get("alt", ""))
    if not _is_said(element):
        return
    yield letters(element.text or "")
    for child in element:
        yield from _read(child)
        yield letters(child.tail or "")


def _is_said(element: etree._Element) -> bool:
    return (
        isinstance(element.tag, str)
        and element.tag not in {"math", "img"}
        and element.get("role") not in {"doc-noteref", "doc-backlink", "doc-endnotes"}
        and element.get("class") != "math"
    )
