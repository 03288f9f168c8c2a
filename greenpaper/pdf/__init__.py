"""build/page.html -> PDF, by WeasyPrint in a process of its own.

A process of its own because fontconfig reads its settings once, at the first use in a process, and because a document
that cannot be laid out must not take the build with it. Nothing here imports WeasyPrint: `__main__` does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from greenpaper import files
from greenpaper.errors import AuthorError, ToolError
from greenpaper.model import Finding, PdfSettings
from greenpaper.pdf.log import FATAL
from greenpaper.theme import FontFile, Theme, font_settings

DEFAULT = PdfSettings()
SECONDS = 900  # 116 pages take 15 s on two slow cores; what takes longer will not end


def layout(page: Path, target: Path, theme: Theme, settings: PdfSettings = DEFAULT) -> tuple[Finding, ...]:
    """Lay out `page` (build/page.html, with fonts/ and img/ beside it) and write the PDF to `target`.

    The fonts it sees are those that `theme.write_fonts` put into fonts/.

    Gives back what WeasyPrint complained of, in our words. AuthorError when an image, font or style sheet could not be
    loaded, ToolError when the layout broke or took too long; in both cases `target` is as it was.
    """
    with tempfile.TemporaryDirectory(prefix="greenpaper-pdf-") as scratch:
        made = Path(scratch) / "out.pdf"
        findings = _run(page.resolve(), made, Path(scratch), theme, settings)
        fatal = [finding for finding in findings if finding.code in FATAL]
        if fatal:
            raise AuthorError(*(f"{f.where}: error: {f.what}; {f.cure} [{f.code}]" for f in fatal))
        files.write_atomic(target, made.read_bytes())
    return findings


def _run(page: Path, made: Path, scratch: Path, theme: Theme, settings: PdfSettings) -> tuple[Finding, ...]:
    visible = scratch / "fonts.conf"
    visible.write_text(font_settings([page.parent / "fonts"], scratch / "cache", theme.fonts), encoding="utf-8")
    environment = {
        **os.environ,
        "FONTCONFIG_FILE": str(visible),
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "greenpaper.pdf", str(page), str(made), *_arguments(page, theme, settings)],
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env=environment,
        )
    except subprocess.TimeoutExpired:
        raise ToolError(
            f"error: WeasyPrint did not end within {SECONDS} s; look for a table or image of unusual size [pdf-time]"
        ) from None
    if done.returncode:
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or [f"exit code {done.returncode}"]
        raise ToolError(f"error: WeasyPrint failed: {last[0]}; this is a fault of Greenpaper [pdf-failed]")
    return tuple(Finding.from_dict(item) for item in json.loads(done.stdout.decode("utf-8")))


def _arguments(page: Path, theme: Theme, settings: PdfSettings) -> list[str]:
    """What the process needs to know besides the page, in the order of `__main__`."""
    sheet = str(theme.page.width), str(theme.page.height)
    arguments = [settings.variant, _font(page, theme, theme.fonts.heading, max), *sheet]
    if settings.line_numbers:
        arguments += [_font(page, theme, theme.fonts.body, min), "duplex" if theme.page.duplex else "simplex"]
    return arguments


def _font(page: Path, theme: Theme, family: str, choose: Callable[..., FontFile]) -> str:
    """The path beside the page of the upright face of a family that `choose` takes by its weight."""
    faces = [font for font in theme.font_files if font.family == family and font.style == "normal"]
    face = choose(faces or theme.font_files, key=lambda font: font.weight)
    return str(page.parent / "fonts" / face.path.name)
