"""The process that lays out: `python -m greenpaper.pdf PAGE TARGET VARIANT WATERMARK-FONT WIDTH HEIGHT [DIGITS SIDES]`.

PAGE is build/page.html; the PDF goes to TARGET; VARIANT is a key of `conformance.VARIANTS`; lengths are the page's, in
mm; DIGITS is the font of line numbers, SIDES "duplex" or "simplex". FONTCONFIG_FILE is set by the caller. Findings are
printed as JSON.
"""

from __future__ import annotations

import gc
import json
import logging
import sys
from pathlib import Path
from xml.etree.ElementTree import Element

import pydyf
import weasyprint

from greenpaper.pdf import footnotes, formulas, line_numbers, metadata, pictures, tagging, watermark
from greenpaper.pdf.conformance import VARIANTS
from greenpaper.pdf.fetcher import BASE, BuildFetcher
from greenpaper.pdf.log import Log


def main(page: Path, target: Path, variant: str, font: Path, width: float, height: float, *lines: str) -> None:
    """Lay out `page`, write `target`, print what was noted."""
    gc.disable()  # boxes of all pages live to the end, and then the process ends too: an eighth of its time
    log = Log(f"{page.parent.name}/{page.name}")
    logger = logging.getLogger("weasyprint")
    logger.handlers, logger.propagate = [log], False
    pictures.install()
    html = weasyprint.HTML(
        string=page.read_text("utf-8"), base_url=BASE, url_fetcher=BuildFetcher(page.parent, log.refused)
    )
    root = html.etree_element
    facts = read_facts(root)
    _prepare(root, facts, font, width, height)
    conformance = VARIANTS[variant]
    options = {"pdf_variant": conformance.weasyprint, "pdf_version": conformance.version, "pdf_tags": True}
    attachments = [metadata.attachment(facts)] if conformance.part > 2 else []
    tagging.Tagger().install()
    document = html.render(**options)
    tagging.keep_links(document)
    if lines:
        line_numbers.install(document, Path(lines[0]), duplex=lines[1] == "duplex")

    def finish(_document: weasyprint.Document, pdf: pydyf.PDF) -> None:
        producer = f"WeasyPrint {weasyprint.__version__}"
        metadata.write(pdf, metadata.xmp(facts, root.get("lang") or "", producer, conformance))
        metadata.label_pages(pdf)

    document.write_pdf(target, finisher=finish, attachments=attachments, **options)
    print(json.dumps([finding.as_dict() for finding in log.findings], ensure_ascii=True))


def read_facts(root: Element) -> dict[str, str]:
    """The page's title and `<meta>` elements by name."""
    facts = {item.get("name") or "": item.get("content") or "" for item in root.iter("meta")}
    return {**facts, "title": root.findtext("head/title") or ""}


def _prepare(root: Element, facts: dict[str, str], font: Path, width: float, height: float) -> None:
    """What differs from the page that a browser shows: where fonts come from, where notes stand, the watermark."""
    head = root.find("head")
    assert head is not None  # the parser makes one
    for style in head.findall("style[@class='browser']"):
        head.remove(style)
    footnotes.at_foot(root)
    formulas.as_pictures(root)
    for numbered in root.iter("ol"):
        if numbered.get("start"):  # which WeasyPrint reads only with all of HTML's presentational hints
            numbered.set("style", f"counter-reset: list-item {int(numbered.get('start', '1')) - 1}")
    words = facts.get(f"{metadata.PREFIX}watermark")
    if words:
        first = Element("style")
        first.text = watermark.css(words, font, width, height)
        head.insert(0, first)  # before the style sheets, which may say otherwise


if __name__ == "__main__":
    page, target, variant, font, width, height, *lines = sys.argv[1:]
    main(Path(page), Path(target), variant, Path(font), float(width), float(height), *lines)
