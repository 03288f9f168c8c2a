"""Page numbers in text (`target-counter`), known before the pages are: of other parts, or as a first guess.

WeasyPrint lays out with zeros, then makes every page anew whose text names a page. Given the last build's numbers, it
makes only those anew whose numbers have changed. A guess is nothing but that: wherever it is wrong, WeasyPrint goes on
until the numbers are right.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import weasyprint
import weasyprint.document
import weasyprint.pdf
from weasyprint.css.targets import TargetCollector, TargetLookupItem

from greenpaper import files


def install(guess: Mapping[str, int], outside: Mapping[str, int]) -> None:
    """Have WeasyPrint begin with the page numbers `guess`, and take the anchors `outside` for ones of the document."""
    weasyprint.document.TargetCollector = lambda: _Collector(guess, outside)
    weasyprint.pdf.resolve_links = lambda pages: _links(pages, outside)


def read(path: Path) -> dict[str, int]:
    """The numbers that `write` kept; none where there are none."""
    try:
        kept = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return {name: number for name, number in kept.items() if type(number) is int} if isinstance(kept, dict) else {}


def write(path: Path, document: weasyprint.Document) -> None:
    """Keep the number of the page of each anchor."""
    numbers: dict[str, int] = {}
    for number, page in enumerate(document.pages, 1):
        for name in page.anchors:
            numbers.setdefault(name, number)
    files.write_atomic(path, json.dumps(numbers, ensure_ascii=False, sort_keys=True))


class _Collector(TargetCollector):  # type: ignore[misc]
    """WeasyPrint's own, which is filled before the first page is made."""

    def __init__(self, guess: Mapping[str, int], outside: Mapping[str, int]) -> None:
        super().__init__()
        self._guess, self._outside = guess, outside

    def collect_anchor(self, anchor_name: Any) -> None:
        super().collect_anchor(anchor_name)
        item = self.target_lookup_items.get(anchor_name)
        if item is not None and anchor_name in self._guess:
            # What a page counts while the number of all pages is not known
            item.cached_page_counter_values = {"page": [self._guess[anchor_name]], "pages": [0]}

    def lookup_target(self, anchor_token: Any, source_box: Any, *more: Any) -> Any:
        name = _target(source_box)
        if name in self._outside:
            return _elsewhere(self._outside[name])
        return super().lookup_target(anchor_token, source_box, *more)

    def collect_missing_counters(
        self, parent_box: Any, css_token: str, parse_again: Any, missing: list[str], targeted: dict[Any, list[str]]
    ) -> None:
        # `target-counter(attr(href), page)` comes without the target's name, and as if it counted its own page
        if None in targeted and not any(kind in {"counter()", "counters()"} for kind, _ in parent_box.style["content"]):
            targeted, missing = {_target(parent_box): targeted[None]}, []
        super().collect_missing_counters(parent_box, css_token, parse_again, missing, targeted)


def _target(box: Any) -> str:
    link = box.element.get("href") if box.element is not None else None
    return unquote((link or "").removeprefix("#"))


def _elsewhere(number: int) -> TargetLookupItem:
    item = TargetLookupItem("up-to-date")
    item.target_box = _Box(number)
    return item


class _Box:
    """Stands for the box of an anchor in another part."""

    def __init__(self, number: int) -> None:
        self.cached_counter_values = {"page": [number]}


def _links(pages: Sequence[Any], outside: Mapping[str, int]) -> Iterator[tuple[list[Any], list[Any]]]:
    """WeasyPrint's `resolve_links`, which also keeps links to anchors outside."""
    if not outside:
        yield from _RESOLVE(pages)
        return
    here = {name for page in pages for name in page.anchors}
    for page in pages:
        kept = [link for link in page.links if link[0] != "internal" or link[1] in here or link[1] in outside]
        yield kept, []  # destinations are written when the parts are joined


_RESOLVE = weasyprint.pdf.resolve_links
