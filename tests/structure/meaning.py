"""What the standards ask of single kinds of elements, beyond what veraPDF looks at."""

from __future__ import annotations

from collections.abc import Iterator

from tests.structure.reading import Annotation, Box, Document, Element, union

CLOSE = 1.5  # points
NOTES = frozenset({"Note", "FENote"})


def check(document: Document) -> Iterator[str]:
    """Problems of headings, tables, illustrations, links, contents, notes, code and language."""
    annotations = {
        annotation.objgen: (page, annotation)
        for page, sheet in enumerate(document.pdf.pages, 1)
        for annotation in sheet.obj.get("/Annots", [])
    }
    level = 0
    headers = {element.string("ID"): element for element in document.elements() if element.kind == "TH"}
    for element in document.elements():
        kind = element.kind
        if len(kind) == 2 and kind[0] == "H" and kind[1].isdigit():
            if int(kind[1]) > level + 1:
                yield f"{where(document, element)}: a heading goes from level {level} to {kind[1]}"
            level = int(kind[1])
        elif kind in {"Figure", "Formula"}:
            yield from _illustration(document, element)
        elif kind == "Link":
            yield from _link(document, element, annotations)
        elif kind in {"TH", "TD"}:
            yield from _cell(document, element, headers)
        elif kind in NOTES:
            yield from _note(document, element)
        elif kind == "TOCI":
            yield from _entry(document, element)


def where(document: Document, element: Element) -> str:
    """Page, kind and first words of an element."""
    pages = document.pages(element)
    words = " ".join(document.text(element).split())[:30]
    return f"page {pages[0] + 1 if pages else '?'}: {element.kind} «{words}»"


def _illustration(document: Document, element: Element) -> Iterator[str]:
    if not element.string("Alt").strip():
        yield f"{where(document, element)}: no Alt"
    value = element.attribute("Layout", "BBox")
    pages = document.pages(element)
    if value is None or len(value) != 4:
        yield f"{where(document, element)}: no BBox"
        return
    if len(pages) != 1:
        yield f"{where(document, element)}: stands on {len(pages)} pages"
        return
    left, low, right, high = box = tuple(float(number) for number in value)
    media = [float(number) for number in document.pdf.pages[pages[0]].mediabox]
    inside = media[0] <= left < right <= media[2] and media[1] <= low < high <= media[3]
    if not inside:
        yield f"{where(document, element)}: its BBox {_shown(box)} is not on its page"
        return
    pieces = [document.pieces[key] for key in element.kids if isinstance(key, tuple) and key in document.pieces]
    images = [image for piece in pieces for image in piece.images]
    shapes = [shape for piece in pieces for shape in piece.shapes]
    if images and not shapes and not _fills(union(images), box):
        yield f"{where(document, element)}: its BBox is {_shown(box)}, but it is drawn at {_shown(union(images))}"
    elif shapes:  # of a drawing, some of which may be cut off at its edge
        seen = [x < right and left < width and y < high and low < height for x, y, width, height in shapes]
        if 2 * sum(seen) < len(shapes):
            yield f"{where(document, element)}: it is drawn outside its BBox {_shown(box)}"
    elif not images and not shapes and not any(piece.text for piece in pieces):
        yield f"{where(document, element)}: nothing is drawn"


def _fills(drawn: Box, box: Box) -> bool:
    """Whether what is drawn lies in the box and takes most of it: a drawing may leave some of its canvas free."""
    within = all(a >= b - CLOSE for a, b in zip(drawn[:2], box[:2], strict=True)) and all(
        a <= b + CLOSE for a, b in zip(drawn[2:], box[2:], strict=True)
    )
    return within and 2 * _area(drawn) >= _area(box)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _shown(box: Box) -> str:
    return "[" + " ".join(f"{number:.0f}" for number in box) + "]"


def _link(document: Document, element: Element, annotations: dict) -> Iterator[str]:  # type: ignore[type-arg]
    areas = [kid for item in element.walk() for kid in item.kids if isinstance(kid, Annotation)]
    own = [kid for kid in element.kids if isinstance(kid, Annotation)]
    if not own or own != areas:
        yield f"{where(document, element)}: its annotation is not its own kid"
    if any(parent.kind == "Link" for parent in element.path()[:-1]):
        yield f"{where(document, element)}: a link in a link"
    text = letters("".join(_said(document, element)))
    for area in own:
        page, annotation = annotations.get(area.objgen, (0, {}))
        contents = letters(str(annotation.get("/Contents", "")))
        # Behind the text may stand what print adds: a page number.
        if not contents or not text.startswith(contents):
            yield f"{where(document, element)}: Contents of its annotation on page {page} are «{contents[:40]}»"


def _said(document: Document, element: Element) -> Iterator[str]:
    """Texts of an element in their order, with the alternative text of what has one."""
    if element.string("Alt"):
        yield element.string("Alt")
        return
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from _said(document, kid)
        elif not isinstance(kid, Annotation):
            yield document.pieces[kid].text if kid in document.pieces else ""


def letters(text: str) -> str:
    """A text without what lines do to it: white space, soft hyphens where words are divided, joiners of width zero."""
    return "".join(text.replace("\u00ad", "").replace("\u2010", "-").replace("\ufeff", "").split())


def _cell(document: Document, element: Element, headers: dict[str, Element]) -> Iterator[str]:
    table = next((item for item in reversed(element.path()) if item.kind == "Table"), None)
    scope = element.attribute("Table", "Scope")
    if element.kind == "TH" and str(scope) not in {"/Row", "/Column", "/Both"}:
        yield f"{where(document, element)}: no Scope"
    for name in element.attribute("Table", "Headers") or []:
        header = headers.get(str(name))
        if header is None or table not in header.path():
            yield f"{where(document, element)}: its header {name} is no TH of its table"


def _note(document: Document, element: Element) -> Iterator[str]:
    if not element.string("ID"):
        yield f"{where(document, element)}: no ID"
    beside = element.parent.kids if element.parent else []
    before = beside[beside.index(element) - 1] if element in beside and beside.index(element) else None
    call = document.text(before).strip() if isinstance(before, Element) and before.kind == "Reference" else ""
    if not call or not document.text(element).strip().startswith(call):
        yield f"{where(document, element)}: does not stand behind its reference"


def _entry(document: Document, element: Element) -> Iterator[str]:
    if element.parent is None or element.parent.kind != "TOC":
        yield f"{where(document, element)}: is not in a TOC"
    links = [item for item in element.walk() if item.kind == "Link"]
    if not any(parent.kind == "Reference" for link in links for parent in link.path()):
        yield f"{where(document, element)}: no Reference with a Link"
