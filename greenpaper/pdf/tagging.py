"""Laid out pages -> the structure tree in the PDF. Takes the place of WeasyPrint's own tagging (`install`).

WeasyPrint is pinned exactly: what is used of it here is private. It is the mapping from boxes to marked content that
each page's stream keeps (`_tags`), the boxes with the HTML elements they come from, and the boxes' link annotations.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any
from urllib.parse import unquote

import pydyf
import weasyprint.pdf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from greenpaper.pdf import destinations, roles
from greenpaper.pdf.marks import Marks
from greenpaper.pdf.structure import Annotation, Builder, Content, Element
from greenpaper.pdf.tree import Writer
from greenpaper.pdf.writing import POINTS

_PARTS = frozenset({"table", "tr", "th", "td"})
_PAGINATION = {"Type": "/Pagination"}
_LAYOUT = {"Type": "/Layout"}


def keep_links(document: weasyprint.Document) -> None:
    """Leave one active area to each piece of a link: WeasyPrint makes another for every element inside it."""
    for page in document.pages:
        page.links = [link for link in page.links if link[3].element is not None and link[3].element_tag == "a"]


class Tagger:
    """Writes the structure tree of one document, when WeasyPrint calls it (`install`).

    For documents that are parts of another: `first` is their first key of the parent tree, `prefix` stands before
    their IDs, and `writer` keeps what was written.
    """

    def __init__(self, first: int = 0, prefix: str = "") -> None:
        self._first, self._prefix = first, prefix
        self.writer: Writer

    def install(self) -> None:
        """Have WeasyPrint call this where it would tag a document itself."""
        weasyprint.pdf.add_tags = self

    def __call__(self, pdf: pydyf.PDF, document: weasyprint.Document, version: object, streams: Sequence[Any]) -> None:
        """WeasyPrint's hook: `streams` are the contents of the pages."""
        pdf2 = version == "2.0"
        builder = Builder(document._html.etree_element, pdf2=pdf2)
        marks = [Marks(pdf, stream) for stream in streams]
        reading = _Reading(builder)
        for number, (page, mark) in enumerate(zip(document.pages, marks, strict=True)):
            reading.page(number, page, mark)
        tree = builder.finish()
        self.writer = Writer(pdf, marks, pdf2=pdf2, first=self._first, prefix=self._prefix)
        self.writer.write(tree)
        if pdf2:
            _aim(pdf, self.writer, tree, builder.anchors(), reading.outlined)
        pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


def _aim(
    pdf: pydyf.PDF, writer: Writer, tree: Element, anchors: Mapping[str, Element], outlined: Sequence[Element | None]
) -> None:
    """Have jumps lead to structure elements, as PDF/UA-2 wants."""
    document = writer.reference(tree)
    assert document is not None
    targets = {name: writer.reference(element) or document for name, element in anchors.items()}
    destinations.write(pdf, targets, [writer.reference(element) or document for element in outlined], document)
    for entry in (element for element in tree.walk() if element.kind == "TOCI"):
        link = next((element for element in entry.walk() if element.kind == "Link" and element.node is not None), None)
        name = unquote((link.node.get("href") or "").removeprefix("#")) if link and link.node is not None else ""
        writer.refer(entry, targets.get(name, document))


class _Reading:
    """Walks the boxes of page after page, in the order of the document. `outlined` are the elements with a bookmark."""

    def __init__(self, builder: Builder) -> None:
        self.outlined: list[Element | None] = []
        self._builder = builder
        self._heads: dict[Any, int] = {}  # a table's head or foot: the page that it first stands on
        self._number = 0
        self._height = 0.0
        self._marks: Marks
        self._numbers: MutableMapping[Any, Mapping[str, Any]]

    def page(self, number: int, page: weasyprint.Page, marks: Marks) -> None:
        """Read one page."""
        self._number, self._height, self._marks = number, page.height, marks
        self._numbers = marks.stream._tags
        self._walk(page._page_box, None)
        for left in list(self._numbers):  # drawn, but in no box that is walked
            self._leaf(left, None)

    def _walk(self, box: Any, artifact: Mapping[str, str] | None) -> None:
        box = box._box if isinstance(box, AbsolutePlaceholder) else box
        if box in self._numbers:
            self._leaf(box, artifact)
        artifact = artifact or self._artifact(box)
        if artifact is None and box.element is not None:
            if box.element_tag in _PARTS:
                self._builder.touch(box.element)
            if box.link_annotation:
                self._link(box)
            if box.bookmark_label and box.style["bookmark_level"] != "none":
                self.outlined.append(self._builder.place(box.element))
        for child in box.children:
            self._walk(child, artifact)

    def _artifact(self, box: Any) -> Mapping[str, str] | None:
        """What kind of artifact all content of the box is, if it is one."""
        if isinstance(box, boxes.MarginBox):
            side = {"top": "Header", "bottom": "Footer"}.get(box.at_keyword[1:].partition("-")[0])
            return {**_PAGINATION, "Subtype": f"/{side}"} if side else _PAGINATION
        if isinstance(box, boxes.TableRowGroupBox) and (box.is_header or box.is_footer):
            first = self._heads.setdefault(box.element, self._number)
            return None if first == self._number else _PAGINATION  # repeated on the pages that follow
        return _LAYOUT if box.is_leader else None

    def _leaf(self, box: Any, artifact: Mapping[str, str] | None) -> None:
        """A box whose drawing is marked content: text, or an image."""
        mcid = self._numbers.pop(box)["mcid"]
        pseudo = (box.element_tag or "").partition("::")[2]
        content = Content(self._number, mcid)
        silent = box.element is None or (isinstance(box, boxes.TextBox) and is_silent(box.text, pseudo))
        if artifact or silent or not self._builder.add(box.element, pseudo, content):
            self._marks.make_artifact(mcid, artifact or _LAYOUT)
        elif isinstance(box, boxes.ReplacedBox):
            self._illustrate(box)

    def _illustrate(self, box: Any) -> None:
        element = self._builder.place(box.element)
        if element is not None and element.kind in {"Figure", "Formula"}:
            left, top = box.content_box_x(), box.content_box_y()
            right, lower, upper = left + box.width, self._height - top - box.height, self._height - top
            x1, y1, x2, y2 = (round(edge * POINTS, 3) for edge in (left, lower, right, upper))
            element.box = x1, y1, x2, y2

    def _link(self, box: Any) -> None:
        element = self._builder.place(box.element)
        if element is not None and element.kind == "Link" and element.node is not None:
            if text := roles.link_text(element.node):
                box.link_annotation["Contents"] = pydyf.String(text)
            element.kids.append(Annotation(self._number, box.link_annotation))


def is_silent(text: str, pseudo: str) -> bool:
    """Whether text says nothing: white space, and signs that a style sheet puts beside the text."""
    return not text.strip() or (pseudo in {"before", "after"} and not any(map(_is_letter, text)))


def _is_letter(character: str) -> bool:
    """Whether a character is read out: a letter or digit that is no sign made of one (ℹ)."""
    return character.isalnum() and unicodedata.is_normalized("NFKC", character)
