"""The page as one file: images and fonts inside it as `data:` addresses (RFC 2397). Pure."""

from __future__ import annotations

import html as markup
import re
from collections.abc import Callable

from greenpaper import resources
from greenpaper.errors import SettingsError
from greenpaper.theme import data_address

_STYLE = re.compile(r"(<style\b[^>]*>.*?</style>)", re.DOTALL)
_SOURCE = re.compile(r'(<img\b[^>]*? src=")([^":]+)(")')
_FOR_PRINT = re.compile(r' data-print(?:-\w+)?="[^"]*"')  # of formulas: files beside the page
_URL = re.compile(r'(\burl\(")([^":]+)("\))')


def self_contained(html: str, read: Callable[[str], bytes]) -> str:
    """The page with every image and font inside as a `data:` address. `read` gives the bytes of a relative path.

    Addresses are looked for in tags and style sheets, never in text. SettingsError for a file that `read` refuses: our
    template and the theme name none, so it is the document's own template that does.
    """

    def embed(found: re.Match[str]) -> str:
        return f"{found[1]}{_address(markup.unescape(found[2]), read)}{found[3]}"

    # Text has no "<" of its own, so that each odd part is a style element and each even one has none.
    parts = _STYLE.split(html)
    parts = [part if number % 2 else _FOR_PRINT.sub("", part) for number, part in enumerate(parts)]
    return "".join((_URL if number % 2 else _SOURCE).sub(embed, part) for number, part in enumerate(parts))


def _address(path: str, read: Callable[[str], bytes]) -> str:
    try:
        content = read(path)
    except resources.Refusal as refusal:
        cure = "an own page.html.j2 may name no files but write them as data: addresses"
        raise SettingsError(f"page.html.j2: error: {path!r} {refusal}; {cure} [theme-file]") from None
    return data_address(resources.kind(content), content)
