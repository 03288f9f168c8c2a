"""Addresses in style sheets: the images of a document's own sheets put inside, everything else refused."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

from greenpaper.errors import SettingsError

IMAGES: Mapping[str, str] = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
}
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
    kind = IMAGES.get(Path(address).suffix.lower())
    if kind is None:
        choices = ", ".join(IMAGES)
        return "", f"{address!r} is no image; name one ({choices}), and fonts in theme.toml under [[fonts.files]]"
    path = folder / unquote(address)
    try:
        if path.resolve().is_relative_to(folder.resolve()):
            return data_address(kind, path.read_bytes()), ""
    except (OSError, ValueError):  # ValueError: a null character
        pass
    return "", f"there is no file {address!r} in {folder.name}/; addresses are relative to that folder"
