"""What WeasyPrint may read: files below the build folder and images inside the page. Nothing else, and no network."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse, URLFetchingError

# Addresses are made from this, not from the folder: the PDF names its images after a hash of the address and would
# differ from folder to folder. RFC 2606 keeps the name free.
BASE = "https://build.invalid/"
_DATA = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml)\s*;\s*base64\s*,", re.IGNORECASE)
LARGEST = 50_000_000  # bytes of one file
_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".svg": "image/svg+xml",
    ".css": "text/css",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".woff2": "font/woff2",
}


class BuildFetcher(URLFetcher):  # type: ignore[misc]
    """Gives the files below `root`; calls `refused(address, reason)` for whatever else is asked for, and fails."""

    def __init__(self, root: Path, refused: Callable[[str, str], None]) -> None:
        super().__init__(allowed_protocols=("https", "data"))
        self._root = root.resolve()
        self._refused = refused

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """WeasyPrint's hook."""
        if url.startswith("data:image/svg+xml,"):
            return URLFetcherResponse(url, unquote_to_bytes(url.partition(",")[2]), {"Content-Type": "image/svg+xml"})
        if _DATA.match(url):  # in a drawing, which `images` has looked at, or in a style sheet
            return super().fetch(url, headers)
        if not url.startswith(BASE):
            raise self._refuse(url, "it lies outside the document's build folder")
        name = unquote(urlsplit(url).path).removeprefix("/")
        kind = _TYPES.get(Path(name).suffix.lower())
        path = (self._root / name).resolve()
        if kind is None or not path.is_relative_to(self._root):
            raise self._refuse(name, "it is no image, font or style sheet of the build folder")
        try:
            return URLFetcherResponse(url, _read(path), {"Content-Type": kind})
        except OSError as fault:
            raise self._refuse(name, fault.strerror or str(fault)) from None

    def _refuse(self, address: str, reason: str) -> URLFetchingError:
        self._refused(address[:200], reason)
        return URLFetchingError(f"{address[:200]}: {reason}")


def _read(path: Path) -> bytes:
    # Non-blocking, so that a pipe or device in the folder cannot hold the build
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
        facts = os.fstat(file.fileno())
        if not stat.S_ISREG(facts.st_mode) or facts.st_size > LARGEST:
            raise OSError(f"it is no file of at most {LARGEST // 1_000_000} MB")
        return file.read()
