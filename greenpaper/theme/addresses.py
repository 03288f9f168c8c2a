"""Addresses in style sheets: the images of a document's own sheets put inside, everything else refused."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from urllib.parse import unquote

from greenpaper import resources
from greenpaper.errors import SettingsError

# Comments and strings go by whole, so that what looks like an address in them is none (CSS Syntax 3, 4.3).
_TOKEN = re.compile(
    r"""/\*.*?(?:\*/|$) | (?P<import>@import\b)
    | \burl\(\s* (?: "(?P<double>(?:\\.|[^"\\])*)" | '(?P<single>(?:\\.|[^'\\])*)' | (?P<bare>[^\s"'()]*) ) \s*\)
    | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*'""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_INSIDE = re.compile(r"#|data:", re.IGNORECASE)


def data_address(kind: str, content: bytes) -> str:
    """`content` of the media type `kind` as an address (RFC 2397)."""
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"


def embed(sheet: str, path: Path) -> str:
    """The text of the style sheet `path` with the images that it names inside.

    Addresses are relative to the sheet's folder and stay in it. SettingsError with every one that cannot be taken:
    HTML is one file and PDF is made without network, so nothing else would be found.
    """
    faults: list[str] = []

    def replace(found: re.Match[str]) -> str:
        address = next((found[name] for name in ("double", "single", "bare") if found[name] is not None), None)
        if found["import"]:
            made, fault = "", "@import is not followed; copy the other sheet's rules into this one"
        elif address is None or _INSIDE.match(address):
            return found[0]
        else:
            made, fault = _image(address, path.parent)
        if fault:
            line = sheet.count("\n", 0, found.start()) + 1
            faults.append(f"{path.parent.name}/{path.name}:{line}: error: {fault} [theme-file]")
        return f'url("{made}")'

    made = _TOKEN.sub(replace, sheet)
    if faults:
        raise SettingsError(*faults)
    return made


def _image(address: str, folder: Path) -> tuple[str, str]:
    """A `data:` address, or what is wrong with the file's."""
    try:
        content = resources.read(folder, unquote(address), kinds=resources.IMAGES, limit=resources.IMAGE)
    except resources.Refusal as refusal:
        where = f"addresses are relative to {folder.name}/, and name images; fonts stand in theme.toml, [[fonts.files]]"
        return "", f"{address!r} {refusal}; {where}"
    return data_address(resources.kind(content), content), ""
