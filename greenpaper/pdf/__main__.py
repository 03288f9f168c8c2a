"""The process that lays out a whole document: `python -m greenpaper.pdf`, with a `Job` on standard input.

FONTCONFIG_FILE is set by the caller. Findings are printed as JSON.
"""

from __future__ import annotations

import gc
import json
import sys

import pydyf
import weasyprint

from greenpaper import layout_process
from greenpaper.pdf import footnotes, line_numbers, metadata, printed, references, tagging
from greenpaper.pdf.conformance import VARIANTS
from greenpaper.pdf.job import Job


def main(job: Job) -> None:
    """Lay out the page, write the PDF, print what was noted."""
    layout_process.confine()
    gc.disable()  # boxes of all pages live to the end, and then the process ends too: an eighth of its time
    html, facts, log = printed.open_page(job)
    language = html.etree_element.get("lang") or ""
    conformance = VARIANTS[job.variant]
    options = {"pdf_variant": conformance.weasyprint, "pdf_version": conformance.version, "pdf_tags": True}
    attachments = [metadata.attachment(facts)] if conformance.part > 2 else []
    tagging.Tagger().install()
    references.install()
    document = html.render(**options)
    log.misprinted(footnotes.misprinted(document))
    tagging.keep_links(document)
    if job.line_numbers:
        mirrored = line_numbers.are_mirrored(html.etree_element, duplex=job.duplex)
        line_numbers.install(document, job.text_font, mirrored=mirrored)

    def finish(_document: weasyprint.Document, pdf: pydyf.PDF) -> None:
        metadata.write(pdf, metadata.xmp(facts, language, metadata.producer(), conformance))
        metadata.label_pages(pdf)

    document.write_pdf(job.target, finisher=finish, attachments=attachments, **options)
    print(json.dumps([finding.as_dict() for finding in log.findings], ensure_ascii=True))


if __name__ == "__main__":
    main(Job.from_json(sys.stdin.read()))
