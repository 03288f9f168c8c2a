"""build/page.html -> PDF, by WeasyPrint in a process of its own.

Nothing here imports WeasyPrint: `__main__` and `preview` do.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from greenpaper import child, files, layout_process
from greenpaper.errors import AuthorError, ToolError
from greenpaper.model import Finding, PdfSettings
from greenpaper.pdf.job import Job
from greenpaper.pdf.log import FATAL
from greenpaper.theme import FontFile, Theme

DEFAULT = PdfSettings()
MEMORY = 4_000_000_000  # bytes of address space; 1000 pages take 1.3 thousand million
SECONDS = 900  # 116 pages take 15 s on two slow cores; what takes longer will not end
_LIMITS = child.Limits(seconds=SECONDS, memory=MEMORY)


def layout(page: Path, target: Path, theme: Theme, settings: PdfSettings = DEFAULT) -> tuple[Finding, ...]:
    """Lay out `page` (build/page.html, with fonts/ and img/ beside it) and write the PDF to `target`.

    The fonts it sees are those that `theme.write_fonts` put into fonts/.

    Gives back what WeasyPrint complained of, in our words. AuthorError when an image, font or style sheet could not be
    loaded, ToolError when the layout broke or took too long; in both cases `target` is as it was.
    """
    return _run("greenpaper.pdf", _job(page, theme, settings), target, theme)


def layout_preview(
    page: Path, target: Path, kept: Path, theme: Theme, settings: PdfSettings, word: str
) -> tuple[Finding, ...]:
    """Write a preview of the PDF to `target`: chapters that are as they were keep their pages, in the folder `kept`.

    `word` marks every page as a preview. It declares no standard. Gives back, and raises, what `layout` does.
    """
    job = replace(_job(page, theme, settings), kept=kept.resolve(), word=word)
    return _run("greenpaper.pdf.preview", job, target, theme)


def _job(page: Path, theme: Theme, settings: PdfSettings) -> Job:
    fonts = page.resolve().parent / "fonts"
    return Job(
        page=page.resolve(),
        target=Path(),
        variant=settings.variant,
        watermark_font=fonts / _face(theme, theme.fonts.heading, max),
        text_font=fonts / _face(theme, theme.fonts.body, min),
        width=theme.page.width,
        height=theme.page.height,
        duplex=theme.page.duplex,
        line_numbers=settings.line_numbers,
    )


def _face(theme: Theme, family: str, choose: Callable[..., FontFile]) -> str:
    """The file name of the upright face of a family that `choose` takes by its weight."""
    faces = [font for font in theme.font_files if font.family == family and font.style == "normal"]
    return choose(faces or theme.font_files, key=lambda font: font.weight).path.name


def _run(module: str, job: Job, target: Path, theme: Theme) -> tuple[Finding, ...]:
    """Run a module of this package in a process that sees the theme's fonts alone; `target` is what it has made."""
    with tempfile.TemporaryDirectory(prefix="greenpaper-pdf-") as folder:
        made = Path(folder) / "out.pdf"
        findings = _laid_out(module, replace(job, target=made), Path(folder), theme)
        fatal = [finding for finding in findings if finding.code in FATAL]
        if fatal:
            raise AuthorError(*(f"{f.where}: error: {f.what}; {f.cure} [{f.code}]" for f in fatal))
        files.write_atomic(target, made.read_bytes())
    return findings


def _laid_out(module: str, job: Job, scratch: Path, theme: Theme) -> tuple[Finding, ...]:
    fonts = job.page.parent / "fonts"
    try:
        done = layout_process.run(
            module, job.to_json(), fonts=fonts, families=theme.fonts, scratch=scratch, limits=_LIMITS
        )
    except child.TimeUpError:
        raise ToolError(
            f"error: WeasyPrint did not end within {SECONDS} s; look for a table or image of unusual size [pdf-time]"
        ) from None
    if done.ran_out_of_memory:
        raise ToolError(
            f"error: WeasyPrint took more than {MEMORY // 1_000_000} MB of memory;"
            " look for a table or image of unusual size [pdf-memory]"
        )
    if done.code:
        raise ToolError(f"error: WeasyPrint failed: {done.said}; this is a fault of Greenpaper [pdf-failed]")
    return tuple(Finding.from_dict(item) for item in json.loads(done.output.decode("utf-8")))
