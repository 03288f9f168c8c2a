"""Embedded fonts: obfuscated font parts and the font table (ECMA-376 part 1, 17.8)."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable

from fontTools.ttLib import TTFont

from greenpaper.theme import FontFile, Theme, has_serifs
from greenpaper.word.ooxml import el, serialize
from greenpaper.word.package import WORD, Package

PART = "word/fontTable.xml"
_FACES = (  # element of the font table, style, weight wanted
    ("w:embedRegular", "normal", 400),
    ("w:embedBold", "normal", 700),
    ("w:embedItalic", "italic", 400),
    ("w:embedBoldItalic", "italic", 700),
)
_MASKED = 32  # bytes at the start of a font part that the key hides (17.8.1)


def add(package: Package, theme: Theme) -> None:
    """Add the font table and the faces of body, heading and code type to `package`.

    Of the code type only the upright ones are taken; a file that forbids embedding is left out.
    """
    table, number = el("w:fonts"), 0
    for family in dict.fromkeys((theme.fonts.body, theme.fonts.heading, theme.fonts.code)):
        mono = family == theme.fonts.code
        entry = el(
            "w:font",
            el("w:charset", val="00"),
            el("w:family", val="modern" if mono else "roman" if has_serifs(theme, family) else "swiss"),
            el("w:pitch", val="fixed" if mono else "variable"),
            name=family,
        )
        for tag, style, weight in _FACES:
            face = _face(theme.font_files, family, style, weight)
            if face is None or (mono and style == "italic"):
                continue
            data = face.path.read_bytes()
            number += 1
            key, part = _key(data), f"word/fonts/font{number}.odttf"
            package.add(part, obfuscate(data, key))
            package.relate(PART, "font", part, f"rId{number}")
            entry.append(el(tag, {"r:id": f"rId{number}", "w:fontKey": key}))
        table.append(entry)
    package.add(PART, serialize(table), f"{WORD}fontTable+xml")


def _face(files: tuple[FontFile, ...], family: str, style: str, weight: int) -> FontFile | None:
    """The face nearest to `weight` on its side of 550, where Word's bold begins."""
    fitting = [
        font
        for font in files
        if font.family == family and font.style == style and (font.weight > 550) == (weight > 550) and _may_embed(font)
    ]
    return min(fitting, key=lambda font: abs(font.weight - weight), default=None)


def _may_embed(font: FontFile) -> bool:
    with TTFont(font.path, lazy=True) as opened:
        return bool(opened["OS/2"].fsType & 0x000F != 0x0002)  # OpenType, OS/2 fsType: "restricted license embedding"


def advances(theme: Theme, family: str = "", *, bold: bool = True) -> Callable[[str], float]:
    """A function that gives the width of a text in a face, in ems: how much room it needs.

    That of the body if no `family` is named; bold unless said otherwise, because header cells are. Kerning, and
    characters that the face lacks, are of no account here.
    """
    with _opened(theme, family, bold) as face:
        metrics, characters, em = face["hmtx"].metrics, face.getBestCmap(), face["head"].unitsPerEm
        widths = {code: metrics[glyph][0] / em for code, glyph in characters.items()}
    return lambda text: sum(widths.get(ord(character), 0.6) for character in text)


def line_height(theme: Theme, family: str = "", *, bold: bool = True) -> float:
    """The height of a line in a face, in ems (OpenType, OS/2 usWinAscent and usWinDescent)."""
    with _opened(theme, family, bold) as face:
        return float((face["OS/2"].usWinAscent + face["OS/2"].usWinDescent) / face["head"].unitsPerEm)


def _opened(theme: Theme, family: str, bold: bool) -> TTFont:
    face = _face(theme.font_files, family or theme.fonts.body, "normal", 700 if bold else 400) or theme.font_files[0]
    return TTFont(face.path, lazy=True)


def _key(data: bytes) -> str:
    """A GUID that the font itself gives, so that the same font has the same one in every build."""
    return f"{{{uuid.UUID(bytes=hashlib.sha256(data).digest()[:16])}}}".upper()


def obfuscate(data: bytes, key: str) -> bytes:
    """A font with its first 32 bytes hidden by `key`, a GUID in braces; doing it twice gives the font back (17.8.1)."""
    mask = bytes.fromhex(key.strip("{}").replace("-", ""))[::-1]
    hidden = bytes(byte ^ mask[at % len(mask)] for at, byte in enumerate(data[:_MASKED]))
    return hidden + data[_MASKED:]
