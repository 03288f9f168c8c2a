"""Starts the modules of ours that use WeasyPrint, each run in a process of its own that sees the theme's fonts alone.

A process of its own because fontconfig reads its settings once, at the first use in a process, and because what cannot
be laid out or drawn must not take the build with it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from greenpaper.theme import Fonts, font_settings


class TimeUpError(Exception):
    """The process did not end in time, and was ended."""


def run(
    module: str, text: str, *, fonts: Path, families: Fonts, scratch: Path, seconds: float
) -> subprocess.CompletedProcess[bytes]:
    """Run the module with `text` on its standard input, and give what it wrote and its exit code.

    It sees the font files in the folder `fonts` and no others; `families` stand in for those that a drawing asks for.
    fontconfig's settings and cache go into the folder `scratch`. TimeUpError after `seconds`.
    """
    settings = scratch / "fonts.conf"
    settings.write_text(font_settings([fonts], scratch / "cache", families), encoding="utf-8")
    path = os.pathsep.join(filter(None, sys.path))
    try:
        return subprocess.run(
            [sys.executable, "-m", module],
            input=text.encode(),
            capture_output=True,
            timeout=seconds,
            check=False,
            env={**os.environ, "FONTCONFIG_FILE": str(settings), "PYTHONPATH": path},
        )
    except subprocess.TimeoutExpired:
        raise TimeUpError from None


def last_line(done: subprocess.CompletedProcess[bytes]) -> str:
    """What a process that failed said last."""
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else f"exit code {done.returncode}"
