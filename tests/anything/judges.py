"""What is wrong with outputs that were built of any text: what holds for each of them, whatever its author wrote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from tests import agreement, counts, structure
from tests.anything.workshop import Built
from tests.word.computed import W, val


def faults(built: Built) -> list[str]:
    """Faults of the outputs that there are: HTML and DOCX, and PDF where it was made."""
    package = agreement.Package(built.output("docx"))
    html, docx = agreement.html(built.output("html")), package.text()
    found = [*_of_page(built), *_of_package(package)]
    if difference := agreement.difference(html, docx):
        found.append(f"HTML and DOCX differ: {difference}")
    for path in built.build.glob("anything-*.pdf"):
        found += structure.problems(path, built.page)
        if difference := agreement.difference(agreement.pdf(path), docx):
            found.append(f"PDF and DOCX differ: {difference}")
    return found


def _of_page(built: Built) -> Iterator[str]:
    root = counts.page(built.output("html"))
    ids = Counter(root.xpath("//@id"))
    yield from (f"HTML: the id {name!r} is given {count} times" for name, count in ids.items() if count > 1)
    for target in {link[1:] for link in root.xpath("//a/@href") if link.startswith("#")} - {""}:
        if target not in ids:
            yield f"HTML: a link leads to #{target}, which is not there"


def _of_package(package: agreement.Package) -> Iterator[str]:
    for name, content in package.parts.items():
        if name.endswith((".xml", ".rels")):
            try:
                etree.fromstring(content)
            except etree.XMLSyntaxError as fault:
                yield f"DOCX: {name} is no XML: {fault}"
    marks = Counter(val(mark, "name") for mark in package.document.iter(f"{W}bookmarkStart"))
    yield from (f"DOCX: the bookmark {name!r} is set {count} times" for name, count in marks.items() if count > 1)
    for link in package.document.iter(f"{W}hyperlink"):
        anchor = link.get(f"{W}anchor")
        if anchor and anchor not in marks:
            yield f"DOCX: a link leads to {anchor}, which is not there"
