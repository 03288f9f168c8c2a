"""What a document says of itself: titles, language, viewer, bookmarks, page labels, the stamp in the XMP packet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import lxml.html
import pikepdf
from lxml.html import HtmlElement

from tests.structure.meaning import letters
from tests.structure.reading import Document

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
PART = "{http://www.aiim.org/pdfa/ns/id/}part"
SCHEMA = "{http://www.aiim.org/pdfa/ns/schema#}"
PROPERTY = "{http://www.aiim.org/pdfa/ns/property#}"


def check(document: Document, page: Path, preview: str = "") -> Iterator[str]:
    """Problems of the catalogue, the outline, page labels and metadata."""
    root = lxml.html.document_fromstring(page.read_text("utf-8"))
    catalogue, language = document.pdf.Root, root.get("lang")
    title = f"{root.findtext('head/title')} ({preview})" if preview else root.findtext("head/title")
    if str(catalogue.get("/Lang", "")) != language:
        yield f"Lang is {catalogue.get('/Lang')}, not {language}"
    if catalogue.get("/PageMode") != "/UseOutlines":
        yield "PageMode is not UseOutlines"
    if not bool(catalogue.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)):
        yield "DisplayDocTitle is not set"
    if not bool(catalogue.get("/MarkInfo", {}).get("/Marked", False)):
        yield "MarkInfo does not say that the document is tagged"
    if document.pdf.pdf_version < "2.0" and str(document.pdf.docinfo.get("/Title", "")) != title:
        yield f"the title in Info is «{document.pdf.docinfo.get('/Title', '')}», not «{title}»"
    yield from _packet(document, root, str(title), str(language))
    yield from _outline(document, root)
    yield from _labels(document)
    yield from _targets(document)


def _packet(document: Document, root: HtmlElement, title: str, language: str) -> Iterator[str]:
    packet = document.pdf.Root.Metadata.read_bytes()
    tree = ElementTree.fromstring(re.sub(rb"<\?xpacket.*?\?>", b"", packet).strip())
    if [item.text for item in tree.iterfind(f".//{DC}title//{RDF}li")] != [title]:
        yield "dc:title in XMP is not the title"
    if [item.text for item in tree.iterfind(f".//{DC}language//{RDF}li")] != [language]:
        yield "dc:language in XMP is not the language"
    standard = ("http://purl.org/dc/", "http://ns.adobe.com/", "http://www.aiim.org/", "http://www.w3.org/")
    own = [
        item
        for description in tree.iter(f"{RDF}Description")
        for item in description
        if not item.tag.startswith(tuple(f"{{{space}" for space in standard))
    ]
    said = [
        (item.tag.partition("}")[2].lower(), "".join(item.itertext()).strip())
        for description in tree.iter(f"{RDF}Description")
        for item in description
    ]
    for item in root.iterfind("head/meta"):
        space, _, name = (item.get("name") or "").partition(":")
        if space != "greenpaper" or name == "watermark":
            continue
        called, content = name.replace("-", ""), item.get("content")
        if not any(property.endswith(called) and value == content for property, value in said):
            yield f"the stamp's {name} ({content}) is not in XMP"
    if tree.findtext(f".//{PART}") in {"1", "2", "3"}:
        spaces = {item.text for item in tree.iter(f"{SCHEMA}namespaceURI")}
        names = {item.text for item in tree.iter(f"{PROPERTY}name")}
        for item in own:
            space, _, name = item.tag[1:].partition("}")
            if space not in spaces or name not in names:
                yield f"the XMP property {name} is in no extension schema"


def _outline(document: Document, root: HtmlElement) -> Iterator[str]:
    """Bookmarks are the headings, numbered as in the text and as deep as they are, and lead to their pages."""
    wanted = [
        (int(heading.tag[1]), letters("".join(_label(heading))))
        for heading in root.body.iter("h1", "h2", "h3", "h4", "h5", "h6")
    ]
    pages = [
        document.pages(element)[:1]
        for element in document.elements()
        if re.fullmatch(r"H[1-6]", element.kind) and document.text(element).strip()
    ]
    found: list[tuple[int, str]] = []
    with document.pdf.open_outline() as outline:
        waiting = [(1, item) for item in reversed(outline.root)]
        while waiting:
            level, item = waiting.pop()
            found.append((level, letters(item.title)))
            target = _page(document, item)
            number = len(found) - 1
            if number < len(pages) and pages[number] and target != pages[number][0]:
                yield f"the bookmark «{item.title}» leads to page {target + 1}, not {pages[number][0] + 1}"
            waiting += [(level + 1, child) for child in reversed(item.children)]
    if found != wanted:
        odd = next((pair for pair in zip(wanted, found, strict=False) if pair[0] != pair[1]), "at the end")
        yield f"{len(wanted)} headings, {len(found)} bookmarks; the first that differs: {odd}"


def _label(element: HtmlElement) -> Iterator[str]:
    """What the bookmark of a heading says: its text, formulas as their TeX, and no notes."""
    if element.get("data-print-alt"):
        yield element.get("data-print-alt")
    elif element.get("role") != "doc-noteref":
        yield element.text or ""
        for child in element:
            yield from _label(child)
            yield child.tail or ""


def _page(document: Document, item: pikepdf.OutlineItem) -> int:
    target = item.destination
    if target is None and item.action is not None:
        target = item.action.get("/D")
    resolved = _resolved(document, target)
    numbers = {page.obj.objgen: number for number, page in enumerate(document.pdf.pages)}
    return numbers.get(resolved[0].objgen, -1) if resolved is not None else -1


def _resolved(document: Document, target: object) -> pikepdf.Array | None:
    """A destination as an array; a name is looked up (12.3.2.3)."""
    if isinstance(target, pikepdf.String | str):
        names = document.pdf.Root.get("/Names", {}).get("/Dests")
        target = None if names is None else dict(pikepdf.NameTree(names).items()).get(str(target))
    if isinstance(target, pikepdf.Dictionary):
        target = target.get("/D")
    return target if isinstance(target, pikepdf.Array) else None


def _labels(document: Document) -> Iterator[str]:
    """Page labels are there, and are the numbers that the pages show."""
    if "/PageLabels" not in document.pdf.Root:
        yield "there are no page labels"
        return
    feet: dict[int, list[str]] = {}
    for artifact in document.artifacts:
        if artifact.properties.get("/Subtype") == "/Footer":
            feet.setdefault(artifact.page, []).append(artifact.text)
    wrong = [
        number + 1
        for number, page in enumerate(document.pdf.pages)
        for shown in [feet.get(number, [])]
        if all(shown)  # a preview draws its numbers, so that there is no text to read
        and re.search(r"\d", " ".join(shown))
        and not re.search(rf"(?<!\w){page.label}(?!\w)", " ".join(shown))
    ]
    if wrong:
        yield f"pages whose label is not the number that they show: {wrong[:8]}"


def _targets(document: Document) -> Iterator[str]:
    """Every link within the document leads somewhere."""
    names = document.pdf.Root.get("/Names", {}).get("/Dests")
    known = set() if names is None else {str(key) for key in pikepdf.NameTree(names)}
    for page, sheet in enumerate(document.pdf.pages, 1):
        for annotation in sheet.obj.get("/Annots", []):
            target = annotation.get("/Dest") or annotation.get("/A", {}).get("/D")
            if isinstance(target, pikepdf.String) and str(target) not in known:
                yield f"page {page}: a link leads to {target}, which is nowhere"
