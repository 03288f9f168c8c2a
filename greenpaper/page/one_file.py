"""The page as one file: images and fonts inside it as `data:` addresses (RFC 2397). Pure."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable

_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
    "ttf": "font/ttf",
    "otf": "font/otf",
}
_SOURCE = re.compile(r'(<img src=")([^":]+)(")')
_URL = re.compile(r'(url\(")([^":]+)("\))')


def self_contained(html: str, read: Callable[[str], bytes]) -> str:
    """The page with every image and font inside as a `data:` address. `read` gives the bytes of a relative path."""

    def embed(found: re.Match[str]) -> str:
        path = found[2].replace("&amp;", "&")
        kind = _TYPES[path.rpartition(".")[2].lower()]
        return f"{found[1]}data:{kind};base64,{base64.b64encode(read(path)).decode('ascii')}{found[3]}"

    return _URL.sub(embed, _SOURCE.sub(embed, html))
