"""Page numbers in text (`target-counter`) before the pages are there: as few pages as possible are made twice for them.

WeasyPrint lays out with zeros, then makes every page anew whose text names a page. It begins with zeros each time: from
other numbers, such as the last build's, it might come to other pages, where a number of two digits takes a line more
than one of one digit and so moves the page that it names. The same document would then not give the same bytes.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote

import weasyprint
import weasyprint.document
import weasyprint.pdf
from weasyprint.css.targets import TargetCollector, TargetLookupItem


def install(outside: Mapping[str, int] = MappingProxyType({})) -> None:
    """Replace what collects page numbers; the anchors `outside` are taken for ones of the document, on these pages."""
    weasyprint.document.TargetCollector = lambda: _Collector(outside)
    weasyprint.pdf.resolve_links = lambda pages: _links(pages, outside)


class _Collector(TargetCollector):  # type: ignore[misc]
    def __init__(self, outside: Mapping[str, int]) -> None:
        super().__init__()
        self._outside = outside

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

    def cache_target_page_counters(self, anchor_name: Any, counters: Any, index: int, page_maker: Any) -> None:
        """WeasyPrint's, where a counter has changed that a text shows. The number of all pages always has, once."""
        item = self.target_lookup_items.get(anchor_name)
        known = item.cached_page_counter_values if item is not None and not self.collecting else None
        if known and all(known.get(name) == counters.get(name) for name in self._shown.get(anchor_name, ())):
            item.page_maker_index = index
            item.cached_page_counter_values = copy.deepcopy(counters)
        else:
            super().cache_target_page_counters(anchor_name, counters, index, page_maker)

    @cached_property
    def _shown(self) -> dict[Any, set[str]]:
        """The counters of each anchor that a text shows: known when pages are made, since boxes are made before."""
        shown: dict[Any, set[str]] = {}
        for item in self.counter_lookup_items.values():
            for anchor_name, counters in item.missing_target_counters.items():
                shown.setdefault(anchor_name, set()).update(counters)
        return shown


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
