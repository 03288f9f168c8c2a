"""Parts laid out one by one -> one PDF, with structure tree, destinations, bookmarks and page numbers whole."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pydyf
import weasyprint
from weasyprint.pdf.anchors import add_outlines

from greenpaper import portable
from greenpaper.pdf import metadata
from greenpaper.pdf.conformance import VARIANTS
from greenpaper.pdf.feet import Pen
from greenpaper.pdf.tree import Writer
from greenpaper.pdf.writing import POINTS, at, pages
from greenpaper.portable import Portable


def take(pdf: pydyf.PDF, document: weasyprint.Document, writer: Writer, feet: list[Any], first: int) -> Portable:
    """A part, from the PDF that WeasyPrint has made of it and not yet written.

    `feet` are the page numbers to be drawn (`feet.take`), `first` is the part's first key of the parent tree.
    """
    sheets = pages(pdf)
    later = [pydyf.Stream() for _ in sheets]
    outside: dict[str, pydyf.Object] = {"pages": pdf.pages}
    for number, (page, foot) in enumerate(zip(sheets, later, strict=True)):
        pdf.add_object(foot)
        outside[f"foot-{number}"] = foot
        page["Contents"] = pydyf.Array([page["Contents"], foot.reference])
    top = at(pdf, writer.root["K"][0])
    outside["document"] = top
    roots: dict[str, pydyf.Object] = {f"page-{number}": page for number, page in enumerate(sheets)}
    roots |= {f"kid-{number}": at(pdf, kid) for number, kid in enumerate(top["K"])}
    parents = at(pdf, writer.root["ParentTree"])
    parents["Limits"] = pydyf.Array([parents["Nums"][0], parents["Nums"][-2]])
    roots["parents"] = parents
    if "IDTree" in writer.root:
        roots["ids"] = at(pdf, at(pdf, writer.root["IDTree"])["Kids"][0])
    facts = {
        "pages": len(sheets),
        "kids": len(top["K"]),
        "feet": feet,
        "anchors": _anchors(document),
        "bookmarks": document.make_bookmark_tree(POINTS, transform_pages=True),
    }
    return portable.take(pdf, roots, outside, facts)


def _anchors(document: weasyprint.Document) -> list[list[Any]]:
    """Name, page from 0 and place in points of each anchor; of two with one name the first."""
    found: dict[str, list[Any]] = {}
    for number, page in enumerate(document.pages):
        for name, (left, top, *_) in page.anchors.items():
            found.setdefault(name, [name, number, left * POINTS, (page.height - top) * POINTS])
    return list(found.values())


def join(parts: Sequence[Portable], facts: Mapping[str, str], language: str, pen: Pen, word: str) -> bytes:
    """The PDF. `facts` are the page's (`printed.read_facts`); `word` says on each page that this is a preview."""
    pdf = pydyf.PDF()
    root = _added(pdf, {"Type": "/StructTreeRoot"})
    top = _added(pdf, {"Type": "/StructElem", "S": "/Document", "P": root.reference, "K": pydyf.Array()})
    total = sum(part.facts["pages"] for part in parts)
    placed = []
    number = 1
    for part in parts:
        outside: dict[str, pydyf.Object] = {"pages": pdf.pages, "document": top}
        for index, foot in enumerate(part.facts["feet"]):
            outside[f"foot-{index}"] = pen.foot(foot, number + index, total, word)
            pdf.add_object(outside[f"foot-{index}"])
        placed.append((part, portable.append(pdf, part, outside)))
        number += part.facts["pages"]
    for part, roots in placed:
        for index in range(part.facts["pages"]):
            pdf.pages["Kids"].extend([roots[f"page-{index}"].number, 0, "R"])
            pdf.pages["Count"] += 1
        top["K"] += [roots[f"kid-{index}"].reference for index in range(part.facts["kids"])]
    root["K"] = pydyf.Array([top.reference])
    root["ParentTree"] = _tree(pdf, [roots["parents"] for _, roots in placed])
    root["ParentTreeNextKey"] = len(parts) * KEYS
    if identified := [roots["ids"] for _, roots in placed if "ids" in roots]:
        root["IDTree"] = _tree(pdf, identified)
    pdf.catalog["StructTreeRoot"] = root.reference
    _lead(pdf, [part for part, _ in placed])
    _describe(pdf, facts, language, word)
    made = io.BytesIO()
    pdf.write(made, b"1.7")
    return made.getvalue()


KEYS = 100_000  # of the parent tree for each part: more than it has pages and links


def _added(pdf: pydyf.PDF, values: dict[str, Any]) -> pydyf.Dictionary:
    made = pydyf.Dictionary(values)
    pdf.add_object(made)
    return made


def _tree(pdf: pydyf.PDF, leaves: Iterable[pydyf.Object]) -> bytes:
    """A number or name tree of leaves that stand in their order (ISO 32000-1, 7.9.6 and 7.9.7)."""
    kids = pydyf.Array([leaf.reference for leaf in leaves])
    return bytes(_added(pdf, {"Kids": kids}).reference)


def _lead(pdf: pydyf.PDF, parts: Sequence[Portable]) -> None:
    """Destinations and bookmarks, from the parts' own."""
    references = pdf.page_references
    targets: dict[str, pydyf.Array] = {}
    bookmarks: list[Any] = []
    first = 0
    for part in parts:
        for name, page, left, top in part.facts["anchors"]:
            targets.setdefault(name, pydyf.Array([references[first + page], "/XYZ", left, top, 0]))
        bookmarks += _moved(part.facts["bookmarks"], first)
        first += part.facts["pages"]
    names = pydyf.Array()
    for name in sorted(targets):
        names.extend([pydyf.String(name), targets[name]])
    pdf.catalog["Names"] = pydyf.Dictionary({"Dests": pydyf.Dictionary({"Names": names})})
    add_outlines(pdf, bookmarks)


def _moved(bookmarks: Sequence[Any], first: int) -> list[Any]:
    return [
        (title, (page + first, left, top), _moved(below, first), state)
        for title, (page, left, top), below, state in bookmarks
    ]


def _describe(pdf: pydyf.PDF, facts: Mapping[str, str], language: str, word: str) -> None:
    title = f"{facts['title']} ({word})"
    packet = metadata.xmp({**facts, "title": title}, language, metadata.producer(), VARIANTS["plain"])
    metadata.write(pdf, packet)
    metadata.label_pages(pdf)
    pdf.catalog["Lang"] = pydyf.String(language)
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    pdf.info["Title"] = pydyf.String(title)
    pdf.info["Producer"] = pydyf.String(metadata.producer())
