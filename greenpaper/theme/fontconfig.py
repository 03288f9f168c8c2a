"""fontconfig's settings, so that the theme's fonts are the only ones that a page or a drawing can be set in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape

from greenpaper.theme.values import Fonts


def font_settings(folders: Iterable[Path], cache: Path, fonts: Fonts) -> str:
    """Settings for fontconfig: the fonts in `folders` and no others, whatever the machine has.

    The generic families, and names that a drawing may ask for, end at the theme's families.
    """

    def alias(generic: str, family: str) -> str:
        return (
            f'<match target="pattern"><test qual="any" name="family"><string>{generic}</string></test>'
            f'<edit name="family" mode="prepend" binding="strong"><string>{escape(family)}</string></edit></match>'
        )

    def last(family: str) -> str:
        return (
            '<match target="pattern"><edit name="family" mode="append_last">'
            f"<string>{escape(family)}</string></edit></match>"
        )

    generics = ("sans-serif", fonts.body), ("serif", fonts.body), ("monospace", fonts.code)
    return "\n".join(
        (
            '<?xml version="1.0"?>',
            '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
            "<fontconfig>",
            "<reset-dirs/>",
            *(f"<dir>{escape(str(folder))}</dir>" for folder in folders),
            f"<cachedir>{escape(str(cache))}</cachedir>",
            *(alias(generic, family) for generic, family in generics),
            last(fonts.body),
            last(fonts.symbols),
            "</fontconfig>",
            "",
        )
    )
