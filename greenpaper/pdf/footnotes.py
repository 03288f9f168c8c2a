"""End notes of the HTML page -> foot notes of the printed one (CSS Generated Content for Paged Media 3, 2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from xml.etree.ElementTree import Element

import weasyprint.layout


def at_foot(root: Element) -> None:
    """Put each note in place of its reference, as `<span class="footnote">`, and take the lists of notes away."""
    parents = {child: parent for parent in root.iter() for child in parent}
    notes = {item.get("id"): item for item in root.iter("div") if (item.get("id") or "").startswith("fn-")}
    for link in [link for link in root.iter("a") if link.get("role") == "doc-noteref"]:
        note = notes.get((link.get("href") or "").removeprefix("#"))
        superscript = parents[link]  # which `page` writes round the link
        if note is not None:
            place = parents[superscript]
            at = list(place).index(superscript)
            span = _span(note, link.text or "")
            span.tail = superscript.tail
            place[at] = span
    for section in [section for section in root.iter("section") if section.get("role") == "doc-endnotes"]:
        parents[section].remove(section)


def _span(note: Element, number: str) -> Element:
    # Phrasing content only: the note stands inside a paragraph, which a block would end
    attributes = {"class": "footnote", "id": note.get("id") or "", "role": "doc-footnote", "data-number": number}
    span = Element("span", attributes)
    for child in note:
        if child.get("role") == "doc-backlink":
            continue
        if child.tag == "p":
            child.tag = "span"
            child.set("class", "paragraph")
        child.tail = None
        span.append(child)
    return span


def misprinted(document: Any) -> dict[str, int]:
    """Number of each note that is not printed once, and how often it is: WeasyPrint may lose one or repeat it.

    `document` is laid out, from a page on which `at_foot` was.
    """
    notes = [node for node in document._html.etree_element.iter("span") if node.get("role") == "doc-footnote"]
    if not notes:
        return {}
    boxes = (box for page in document.pages for box in page._page_box.descendants() if hasattr(box, "text"))
    printed = Counter(box.element for box in boxes if (box.element_tag or "").endswith("::footnote-marker"))
    return {note.get("data-number") or "": printed[note] for note in notes if printed[note] != 1}


def install() -> None:
    """Have WeasyPrint make pages together between which notes are carried over."""
    if weasyprint.layout.make_all_pages.__module__ != __name__:
        weasyprint.layout.make_all_pages = _with_neighbours(weasyprint.layout.make_all_pages)


def _with_neighbours(make: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    """WeasyPrint's `make_all_pages`: it makes single pages anew, where their text names the number of a page.

    It would lose a note that the page before left for this one, and print a second time one that this page leaves for
    the next.
    """

    def make_all_pages(context: Any, root: Any, html: Any, pages: Sequence[Any]) -> Iterator[Any]:
        carrying: set[int] = vars(context).setdefault("greenpaper_carrying", set())  # pages that leave notes
        for number in sorted(carrying, reverse=True):
            if _is_due(context, number + 1):
                _make_due(context, number)
        for number, page in enumerate(make(context, root, html, pages)):
            if number >= len(pages) or page is not pages[number]:
                left = number in carrying
                carrying.discard(number)
                if context.reported_footnotes:
                    carrying.add(number)
                if left or context.reported_footnotes:
                    _make_due(context, number + 1)
            yield page

    return make_all_pages


def _is_due(context: Any, number: int) -> bool:
    return number < len(context.page_maker) and any(
        context.page_maker[number][-1][key] for key in ("content_changed", "pages_wanted")
    )


def _make_due(context: Any, number: int) -> None:
    if number < len(context.page_maker):
        context.page_maker[number][-1]["content_changed"] = True
