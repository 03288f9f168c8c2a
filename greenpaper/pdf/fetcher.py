"""What WeasyPrint may read: files below the build folder and images inside the page. Nothing else, and no network."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse, URLFetchingError

from greenpaper import resources

# Addresses are made from this, not from the folder: the PDF names its images after a hash of the address and would
# differ from folder to folder. RFC 2606 keeps the name free.
BASE = "https://build.invalid/"
_DATA = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml)\s*;\s*base64\s*,", re.IGNORECASE)
_SHEET = "text/css"


class BuildFetcher(URLFetcher):  # type: ignore[misc]
    """Gives the files below `root`; calls `refused(address, reason)` for whatever else is asked for, and fails."""

    def __init__(self, root: Path, refused: Callable[[str, str], None]) -> None:
        super().__init__(allowed_protocols=("https", "data"))
        self._root = root
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
        is_sheet = name.endswith(".css")
        try:
            content = resources.read(self._root, name, kinds={resources.PLAIN} if is_sheet else resources.SHOWN)
        except resources.Refusal as refusal:
            raise self._refuse(name, f"it {refusal}") from None
        return URLFetcherResponse(url, content, {"Content-Type": _SHEET if is_sheet else resources.kind(content)})

    def _refuse(self, address: str, reason: str) -> URLFetchingError:
        self._refused(address[:200], reason)
        return URLFetchingError(f"{address[:200]}: {reason}")
