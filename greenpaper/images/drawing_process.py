"""The process that draws: `python -m greenpaper.images.drawing_process`.

Its jobs are `drawing.Drawing`s as JSON on standard input. It goes in order and ends with the exit code FAULT at the
first that it cannot draw.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
import sys
from pathlib import Path

import pydyf
import pypdfium2
import weasyprint
from weasyprint.urls import URLFetcher, URLFetcherResponse

from greenpaper import files, layout_process, portable
from greenpaper.images.drawing import FAULT, Drawing

_BASE = "https://build.invalid/"
_PT = 0.75  # of a CSS pixel


def main() -> int:
    """Draw what standard input names; gives the exit code."""
    layout_process.confine()
    log = _Log(logging.WARNING)
    weasyprint.LOGGER.handlers, weasyprint.LOGGER.propagate = [log], False
    for job in json.load(sys.stdin):
        drawing = Drawing(**job)
        log.records.clear()
        try:
            form, png = _draw(drawing)
        except Exception as fault:  # whatever an odd drawing provokes
            print(repr(fault), file=sys.stderr)
            return FAULT
        faults = [record.getMessage() for record in log.records if record.levelno >= logging.ERROR]
        if faults:
            print(faults[0], file=sys.stderr)
            return FAULT
        # Of a character without glyph and the like the layout has to tell at every build: it draws that one itself
        files.keep(Path(drawing.form), b"" if log.records else portable.to_bytes(form))
        files.keep(Path(drawing.png), png)
    return 0


class _Log(logging.Handler):
    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


class _OnlyThis(URLFetcher):  # type: ignore[misc]
    """Gives the drawing, and images inside it."""

    def __init__(self, markup: bytes) -> None:
        super().__init__(allowed_protocols=("data",))
        self._markup = markup
        self.refused: list[str] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        if url.startswith("data:"):
            return super().fetch(url, headers)
        if url != f"{_BASE}drawing.svg":
            self.refused.append(url[:200])
            raise ValueError(f"{url[:200]} is not the drawing")
        return URLFetcherResponse(url, self._markup, {"Content-Type": "image/svg+xml"})


def _draw(drawing: Drawing) -> tuple[portable.Portable, bytes]:
    """The form and the PNG, both by way of a PDF page of the PNG's size."""
    width, height = drawing.size()
    page = (
        f"<style>@page{{size:{width}px {height}px;margin:0}}body{{margin:0}}"
        f"img{{display:block;width:{width}px;height:{height}px}}</style><img src='drawing.svg' alt=''>"
    )
    made: list[portable.Portable] = []
    fetcher = _OnlyThis(Path(drawing.svg).read_bytes())
    html = weasyprint.HTML(string=page, base_url=_BASE, url_fetcher=fetcher)
    content = html.write_pdf(finisher=lambda _, pdf: made.append(_form(pdf, drawing.svg, width * _PT, height * _PT)))
    if fetcher.refused:  # the drawing swallows the error
        raise ValueError(f"it asks for {fetcher.refused[0]}")
    return made[0], _png(content, width, drawing.ground)


def _form(pdf: pydyf.PDF, name: str, width: float, height: float) -> portable.Portable:
    """The page as a form XObject (ISO 32000-2, 8.10), its size in points: facts["size"].

    It is no transparency group, so it paints on what lies below as if it stood there itself.
    """
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and "Interpolate" in item.extra:
            item.extra["Interpolate"] = "false"  # ISO 19005-2, 6.2.8
        elif isinstance(item, pydyf.Dictionary):
            _tag(item, name)
    (page,) = (item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == "/Page")
    content = pdf.objects[int(page["Contents"].split()[0])]
    extra = {"Type": "/XObject", "Subtype": "/Form", "BBox": page["MediaBox"], "Resources": page["Resources"]}
    form = pydyf.Stream(content.stream, extra, compress=True)
    return portable.take(pdf, {"form": form}, facts={"size": [width, height]})


def _tag(dictionary: pydyf.Dictionary, name: str) -> None:
    """Give the font another tag than the same font has in other drawings, since it has other glyphs (9.9.2)."""
    for key in ("BaseFont", "FontName"):
        if key in dictionary:
            own, _, font = dictionary[key].partition(b"+")
            digest = hashlib.sha256(own + Path(name).name.encode()).digest()
            dictionary[key] = b"/" + bytes(65 + byte % 26 for byte in digest[:6]) + b"+" + font


def _png(content: bytes, width: float, ground: str) -> bytes:
    with pypdfium2.PdfDocument(content) as pdf:
        sheet = pdf[0]
        colour = (*bytes.fromhex(ground.removeprefix("#")), 255)
        picture = sheet.render(scale=width / sheet.get_width(), fill_color=colour).to_pil().convert("RGB")
    made = io.BytesIO()
    picture.save(made, "PNG", compress_level=6)
    return made.getvalue()


if __name__ == "__main__":
    sys.exit(main())
