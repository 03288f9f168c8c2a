"""The structure tree of a laid out document: what is read, in which order and as what (ISO 32000-1, 14.7 and 14.8).

WeasyPrint makes a structure element of each box, so that a paragraph on two pages is two paragraphs. Here each HTML
element makes one, whatever pages its boxes stand on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from greenpaper.pdf import headers, roles

Node = ElementTree.Element


@dataclass(frozen=True, slots=True)
class Content:
    """A piece of marked content: the page from 0, and its number there."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True, eq=False)
class Annotation:
    """A link's active area on a page; `dictionary` is the annotation in the PDF."""

    page: int
    dictionary: object


@dataclass(slots=True, eq=False)
class Element:
    """A structure element under construction. `box`: an illustration's place, in points from the page's lower left."""

    kind: str
    node: Node | None = None
    kids: list[Element | Content | Annotation] = field(default_factory=list)
    late: list[Element | Content | Annotation] = field(default_factory=list)  # kids that stand last
    lang: str | None = None
    alt: str | None = None
    box: tuple[float, float, float, float] | None = None

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()


class Builder:
    """Takes marked content and annotations as they come on the pages, and puts them in their elements."""

    def __init__(self, root: Node, *, pdf2: bool) -> None:
        self.document = Element("Document", root)
        self._pdf2 = pdf2
        self._parents = {child: parent for parent in root.iter() for child in parent}
        self._root = root
        self._made: dict[Node, Element | None] = {}  # None: an artifact
        self._lists: dict[Node, Element] = {}  # dl: its item that is open
        self._items: dict[Node, Element] = {}  # li: its LI, while `_made` has the body
        self._marks: dict[tuple[Node, str], Element] = {}

    def place(self, node: Node, pseudo: str = "") -> Element | None:
        """The element that content of `node` belongs to, made with all above it; None for an artifact.

        `pseudo` is the name of a pseudo-element of `node`.
        """
        if pseudo in {"marker", "footnote-marker", "footnote-call"}:
            return self._mark(node, pseudo)
        made = self._element(node)
        if made is None:
            return None
        return _paragraph(made) if made.kind in roles.GROUPING else made

    def add(self, node: Node, pseudo: str, content: Content) -> bool:
        """Put content into the tree; False when it belongs to an artifact."""
        place = self.place(node, pseudo)
        if place is None:
            return False
        # The page number of a line in the contents is set before it and read after it.
        after = pseudo == "before" and place.kind == "Link"
        (place.late if after else place.kids).append(content)
        return True

    def touch(self, node: Node) -> None:
        """Make the element of a table's part, which is there even when nothing stands in it."""
        self._element(node)

    def anchors(self) -> dict[str, Element]:
        """The elements that the document's ids stand for; of two with one id the first."""
        found: dict[str, Element] = {}
        for node in self._root.iter():
            made = self._made.get(node)
            if made is not None and (name := node.get("id")):
                found.setdefault(name, made)
        return found

    def finish(self) -> Element:
        """The whole tree, without elements that hold nothing."""
        _prune(self.document)
        return self.document

    def _element(self, node: Node) -> Element | None:
        if node is self._root:
            return self.document
        if node not in self._made:
            self._made[node] = self._make(node)
        return self._made[node]

    def _make(self, node: Node) -> Element | None:
        parent = self._element(self._parents[node])
        if parent is None:
            return None
        lang, outer = self._language(node), self._language(parent.node or self._root)
        kind = roles.structure_type(node, foreign=lang != outer, pdf2=self._pdf2)
        if kind is None:
            return parent
        if kind == roles.ARTIFACT:
            return None
        if node.tag in {"dt", "dd"}:
            return self._described(node, kind, parent)
        if kind == "L" and (parent.kind == "TOCI" or (parent.node is not None and parent.node.tag == "nav")):
            kind = "TOC"
        elif kind == "LI" and parent.kind == "TOC":
            kind = "TOCI"
        if kind == "Figure" and parent.kind == "Figure":  # of PDF 2.0: the image is the figure
            parent.alt = node.get("alt")
            return parent
        made = Element(kind, node, lang=lang if lang != outer else None)
        if kind in {"Figure", "Formula"}:
            made.alt = node.get("alt") or node.findtext("{http://www.w3.org/2000/svg}title")
        if kind == "Link" and parent.kind == "TOCI":
            parent = _appended(parent, Element("Reference", parent.node))
        elif kind in roles.INLINE and parent.kind in roles.GROUPING:
            parent = _paragraph(parent)
        parent.kids.append(made)
        if kind != "LI":
            return made
        self._items[node] = made
        return _appended(made, Element("LBody", node))

    def _described(self, node: Node, kind: str, parent: Element) -> Element:
        """A term or description: the terms of an item are its label, the descriptions its body."""
        item = self._lists.get(parent.node) if parent.node is not None else None
        parts = {part.kind: part for part in item.kids if isinstance(part, Element)} if item else {}
        if item is None or (kind == "Lbl" and "LBody" in parts):
            item, parts = _appended(parent, Element("LI", parent.node)), {}
            if parent.node is not None:
                self._lists[parent.node] = item
        return parts.get(kind) or _appended(item, Element(kind, node))

    def _mark(self, node: Node, pseudo: str) -> Element | None:
        """The label of a list item or note, or the reference to a note."""
        if (node, pseudo) in self._marks:
            return self._marks[node, pseudo]
        if pseudo == "footnote-call":
            place = self._element(self._parents[node])
            if place is None:
                return None
            place = _paragraph(place) if place.kind in roles.GROUPING else place
            made = _appended(place, Element("Reference", self._parents[node]))
            self._element(node)  # the note follows its reference at once, wherever on the page it is printed
        else:
            body = self._element(node)
            if body is None:
                return None
            item = self._items.get(node, body)
            made = Element("Lbl", node)
            item.kids.insert(0, made)
        self._marks[node, pseudo] = made
        return made

    def _language(self, node: Node) -> str:
        while node is not self._root and not node.get("lang"):
            node = self._parents[node]
        return node.get("lang") or ""


def _appended(parent: Element, made: Element) -> Element:
    parent.kids.append(made)
    return made


def _paragraph(group: Element) -> Element:
    """The paragraph for text that stands directly in a group."""
    last = group.kids[-1] if group.kids else None
    if isinstance(last, Element) and last.kind == "P" and last.node is group.node:
        return last
    return _appended(group, Element("P", group.node))


_EMPTY = frozenset({"TD", "TH", "TR", "Table", "LBody"})  # what may hold nothing


def _prune(element: Element) -> None:
    element.kids += element.late
    element.late = []
    for kid in element.kids:
        if isinstance(kid, Element):
            _prune(kid)
    element.kids = [kid for kid in element.kids if not isinstance(kid, Element) or kid.kids or kid.kind in _EMPTY]


def cell_headers(document: Element) -> dict[Node, tuple[Node, ...]]:
    """Data cell -> header cells, of all tables in the tree that need it said."""
    found: dict[Node, tuple[Node, ...]] = {}
    for element in document.walk():
        if element.kind == "Table" and element.node is not None:
            found.update(headers.headers(element.node))
    return found
