"""SVG drawn to PNG for Word, by the same WeasyPrint that draws it in the PDF, in a process of its own.

A process, because a drawing from outside may be made to take all time and memory, and because loading WeasyPrint costs
more than drawing: one process draws all. It is this module, run with the jobs as JSON on standard input.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from greenpaper import files, theme
from greenpaper.colour import WHITE
from greenpaper.errors import ToolError

SECONDS = 60  # for one drawing that will not end; the slowest real one seen takes 2
_SECONDS_EACH = 5
_WIDTH, _HEIGHT = 1400, 1980  # pixels, the most: a page at about 210 dpi
_SHARPNESS = 3  # pixels for one CSS pixel where that is less
_FAULT = 9  # exit code: the drawing is at fault, not the machine


@dataclass(frozen=True, kw_only=True, slots=True)
class Twin:
    """A job: draw the file `svg`, whose size is `width` x `height` CSS pixels, on `ground` to the file `png`."""

    svg: str
    png: str
    width: float
    height: float
    ground: str = WHITE

    def size(self) -> tuple[int, int]:
        """Pixels of the PNG."""
        scale = min(_WIDTH / self.width, _HEIGHT / self.height, _SHARPNESS)
        return max(1, round(self.width * scale)), max(1, round(self.height * scale))


def draw(twins: Sequence[Twin], look: theme.Theme) -> tuple[Twin, ...]:
    """Draw all; gives those that cannot be drawn. ToolError when nothing can, because WeasyPrint does not start."""
    failed: list[Twin] = []
    waiting = list(twins)
    while waiting:
        _run(waiting, look)
        # the process goes in order and ends at the first that it cannot draw
        missing = [twin for twin in waiting if not Path(twin.png).is_file()]
        failed += missing[:1]
        waiting = missing[1:]
    return tuple(failed)


def _run(twins: Sequence[Twin], look: theme.Theme) -> None:
    with tempfile.TemporaryDirectory(prefix="greenpaper-") as folder:
        settings = Path(folder) / "fonts.conf"
        fonts = Path(folder) / "fonts"
        theme.write_fonts(look, fonts)
        settings.write_text(theme.font_settings([fonts], Path(folder), look.fonts), encoding="utf-8")
        try:
            done = subprocess.run(
                [sys.executable, "-m", "greenpaper.images.drawing"],
                input=json.dumps([asdict(twin) for twin in twins]).encode(),
                capture_output=True,
                timeout=SECONDS + _SECONDS_EACH * len(twins),
                check=False,
                env=os.environ
                | {"FONTCONFIG_FILE": str(settings), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        except subprocess.TimeoutExpired:
            return
    if done.returncode > 0 and done.returncode != _FAULT:
        reason = (done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"])[-1]
        raise ToolError(f"error: SVG cannot be drawn: {reason}; run `./run` anew [image-drawing]")


def _main() -> int:
    import weasyprint

    faults: list[str] = []
    listener = logging.Handler(logging.ERROR)
    listener.emit = lambda record: faults.append(record.getMessage())  # type: ignore[method-assign]
    weasyprint.LOGGER.addHandler(listener)
    for job in json.load(sys.stdin):
        twin = Twin(**job)
        try:
            made = _draw(twin)
        except Exception as fault:  # whatever an odd drawing provokes
            faults.append(repr(fault))
        if faults:
            print(faults[0], file=sys.stderr)
            return _FAULT
        files.write_atomic(Path(twin.png), made)
    return 0


def _draw(twin: Twin) -> bytes:
    """PNG bytes, by way of a PDF page of the PNG's size."""
    import io

    import pypdfium2
    import weasyprint
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    markup = Path(twin.svg).read_bytes()

    class OnlyThis(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            if url != "https://build.invalid/drawing.svg":
                return super().fetch(url, headers)
            return URLFetcherResponse(url, markup, {"Content-Type": "image/svg+xml"})

    width, height = twin.size()
    page = (
        f"<style>@page{{size:{width}px {height}px;margin:0;background:{twin.ground}}}body{{margin:0}}"
        f"img{{display:block;width:{width}px;height:{height}px}}</style><img src='drawing.svg' alt=''>"
    )
    fetcher = OnlyThis(allowed_protocols=("data",))
    laid_out = weasyprint.HTML(string=page, base_url="https://build.invalid/", url_fetcher=fetcher)
    with pypdfium2.PdfDocument(laid_out.write_pdf()) as pdf:
        sheet = pdf[0]
        picture = sheet.render(scale=width / sheet.get_width()).to_pil().convert("RGB")
    made = io.BytesIO()
    picture.save(made, "PNG", compress_level=6)
    return made.getvalue()


if __name__ == "__main__":
    sys.exit(_main())
