"""The nav of mkdocs.yml -> pages in order, each a chapter, an appendix or what follows them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from greenpaper.model import ChapterKind

_APPENDICES = re.compile(r"(vedlegg|tillegg|bilag|mildosat|append(ix|ices)|attachments?|annex(es)?)\b.*", re.IGNORECASE)
_NOTHING = frozenset({"", "null", "Null", "NULL", "~"})  # YAML 1.2, 10.3.2, and no value at all
_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]*:|//|/)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A page by its path from docs_dir, with the title that nav gives it."""

    file: str
    title: str | None
    kind: ChapterKind = ChapterKind.CHAPTER


@dataclass(frozen=True, kw_only=True, slots=True)
class Navigation:
    """The pages that are there, in order, and what of nav was not taken over."""

    pages: tuple[Page, ...]
    look: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Item:
    target: str
    title: str | None
    appendix: bool


def read(nav: Any, markdown: Sequence[str], files: Collection[str]) -> Navigation:
    """The pages of `nav`; without one all of `markdown`, as MkDocs orders them. `files` are all that are there."""
    items = (
        list(_items(nav, None, False))
        if nav
        else [_Item(target=name, title=None, appendix=False) for name in _default(markdown)]
    )
    pages: dict[str, Page] = {}
    look: list[str] = []
    after = False
    for item in items:
        fault = _fault(item.target, files, pages)
        if fault:
            look.append(f"nav: {item.target!r} {fault}")
            continue
        name = posixpath.normpath(item.target)
        seen = any(page.kind is ChapterKind.APPENDIX for page in pages.values())
        after = after or (seen and not item.appendix)
        kind = ChapterKind.CLOSING if after else ChapterKind.APPENDIX if item.appendix else ChapterKind.CHAPTER
        pages[name] = Page(file=name, title=item.title, kind=kind)
    look += [
        f"chapters/{name}: nav does not name it; add it to document.toml or delete it"
        for name in markdown
        if name not in pages
    ]
    if not any(page.kind is ChapterKind.CHAPTER for page in pages.values()):  # a nav of nothing but appendices
        pages = {name: replace(page, kind=ChapterKind.CHAPTER) for name, page in pages.items()}
    return Navigation(pages=tuple(pages.values()), look=tuple(look))


def _fault(target: str, files: Collection[str], known: Collection[str]) -> str | None:
    if _ADDRESS.match(target):
        return "is an address, no page; left out"
    name = posixpath.normpath(target)
    if name in known:
        return "is named twice; the first place counts"
    if name not in files:
        return "is not there; left out"
    return None if name.lower().endswith(".md") else "is no Markdown; left out, but copied"


def _items(nav: Any, section: str | None, appendix: bool) -> Iterator[_Item]:
    """The leaves of nav; a page without a title of its own that stands first in a section is called like that."""
    entries = nav if isinstance(nav, list) else [nav]
    for number, entry in enumerate(entries):
        pairs = entry.items() if isinstance(entry, dict) else [(section if number == 0 else None, entry)]
        for title, value in pairs:
            name = _text(title)
            if isinstance(value, list | dict):
                yield from _items(value, name, appendix or bool(name and _APPENDICES.fullmatch(name)))
            elif target := _text(value):
                yield _Item(target=target, title=name, appendix=appendix)


def _text(value: Any) -> str | None:
    text = "" if value is None else str(value).strip()
    return None if text in _NOTHING else text


def _default(markdown: Sequence[str]) -> list[str]:
    """As MkDocs orders them: in each folder the index, then the other pages, then what lies in folders."""

    def key(name: str) -> list[tuple[int, str]]:
        *folders, last = name.split("/")
        return [(2, folder) for folder in folders] + [(0 if last.lower() in {"index.md", "readme.md"} else 1, last)]

    return sorted(markdown, key=key)
