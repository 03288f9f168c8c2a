"""Formulas of the HTML page, which WeasyPrint does not lay out, -> pictures of them (HTML 4.8.3, the img element)."""

from __future__ import annotations

from xml.etree.ElementTree import Element


def as_pictures(root: Element) -> None:
    """Make each span that names a formula's drawing an image on the text's baseline, with its TeX in `alt`."""
    for span in [span for span in root.iter("span") if span.get("data-print")]:
        for child in list(span):
            span.remove(child)
        span.tag = "img"
        span.attrib = {
            "class": span.get("class", ""),
            "src": span.get("data-print", ""),
            "alt": span.get("data-print-alt", ""),
            "style": span.get("data-print-style", ""),
        }
