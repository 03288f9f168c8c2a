"""build/page.html as print wants it: read, with what differs from the page that a browser shows."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import weasyprint

from greenpaper.pdf import footnotes, formulas, hyphens, metadata, pictures, watermark
from greenpaper.pdf.fetcher import BASE, BuildFetcher
from greenpaper.pdf.job import Job
from greenpaper.pdf.log import Log
from greenpaper.tree import PARAGRAPH_NUMBER


def open_page(job: Job) -> tuple[weasyprint.HTML, dict[str, str], Log]:
    """The page, ready to be laid out, what its head says (`read_facts`), and the log that notes all complaints."""
    page = job.page
    log = Log(f"{page.parent.name}/{page.name}")
    logger = logging.getLogger("weasyprint")
    logger.handlers, logger.propagate = [log], False
    footnotes.install()
    hyphens.install()
    pictures.install(page.parent)
    html = weasyprint.HTML(
        string=page.read_text("utf-8"), base_url=BASE, url_fetcher=BuildFetcher(page.parent, log.refused)
    )
    facts = read_facts(html.etree_element)
    _prepare(html.etree_element, facts, job)
    return html, facts, log


def read_facts(root: Element) -> dict[str, str]:
    """The page's title and `<meta>` elements by name."""
    facts = {item.get("name") or "": item.get("content") or "" for item in root.iter("meta")}
    return {**facts, "title": root.findtext("head/title") or ""}


def _prepare(root: Element, facts: dict[str, str], job: Job) -> None:
    """What differs from the page that a browser shows: where fonts come from, where notes stand, the watermark."""
    head = root.find("head")
    assert head is not None  # the parser makes one
    for style in head.findall("style[@class='browser']"):
        head.remove(style)
    hyphens.of_the_text(root)
    footnotes.at_foot(root)
    formulas.as_pictures(root)
    _label_headings(root)
    for numbered in root.iter("ol"):
        if numbered.get("start"):  # which WeasyPrint reads only with all of HTML's presentational hints
            numbered.set("style", f"counter-reset: list-item {int(numbered.get('start', '1')) - 1}")
    for number in root.iterfind(f".//span[@class='{PARAGRAPH_NUMBER}']"):
        number.attrib.pop("id", None)  # nothing in the document leads there, and elements with ids share no style
    words = facts.get(f"{metadata.PREFIX}watermark")
    if words:
        first = Element("style")
        first.text = watermark.css(words, job.watermark_font, job.width, job.height)
        head.insert(0, first)  # before the style sheets, which may say otherwise


def _label_headings(root: Element) -> None:
    """Say what bookmarks and running heads call a heading that holds more than text: no notes, and formulas as TeX."""
    for heading in (heading for level in range(1, 7) for heading in root.iter(f"h{level}")):
        if any(_is_note(item) or item.tag == "img" for item in heading.iter()):
            heading.set("data-label", " ".join("".join(_read(heading)).split()))


def _read(element: Element) -> Iterator[str]:
    yield element.get("alt", "") if element.tag == "img" else element.text or ""
    for child in element:
        if not _is_note(child):
            yield from _read(child)
        yield child.tail or ""


def _is_note(element: Element) -> bool:
    return element.get("class") == "footnote"
