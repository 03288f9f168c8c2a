"""Starts the modules of ours that use WeasyPrint, each run in a process of its own that sees the theme's fonts alone.

A process of its own because fontconfig reads its settings once, at the first use in a process, and because what cannot
be laid out or drawn must not take the build with it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from greenpaper import child
from greenpaper.theme import Fonts, font_settings


def run(module: str, text: str, *, fonts: Path, families: Fonts, scratch: Path, seconds: float) -> child.Done:
    """Run the module with `text` on its standard input, and give what it wrote and its exit code.

    It sees the font files in the folder `fonts` and no others; `families` stand in for those that a drawing asks for.
    fontconfig's settings and cache go into the folder `scratch`. child.TimeUpError after `seconds`.
    """
    settings = scratch / "fonts.conf"
    settings.write_text(font_settings([fonts], scratch / "cache", families), encoding="utf-8")
    path = os.pathsep.join(filter(None, sys.path))
    return child.run(
        [sys.executable, "-m", module],
        text.encode(),
        limits=child.Limits(seconds=seconds),
        environment=child.environment(FONTCONFIG_FILE=str(settings), PYTHONPATH=path),
    )
