"""The tree against the page that the PDF was made from: same words in the same order, each HTML element one structure
element of its kind, each word in its language.

What print adds (labels of list items, page numbers behind links) may stand in the tree beyond the page's words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import lxml.html
from lxml.html import HtmlElement

from tests.structure.meaning import NOTES, letters, where
from tests.structure.reading import Annotation, Document, Element

KINDS: dict[str, frozenset[str]] = {
    **{f"h{level}": frozenset({f"H{level}"}) for level in range(1, 7)},
    "p": frozenset({"P"}),
    "li": frozenset({"LI"}),
    "ul": frozenset({"L"}),
    "ol": frozenset({"L"}),
    "contents": frozenset({"TOC"}),  # ol in nav, and its li
    "entry": frozenset({"TOCI"}),
    "dl": frozenset({"L"}),
    "dt": frozenset({"Lbl"}),
    "dd": frozenset({"LBody"}),
    "table": frozenset({"Table"}),
    "tr": frozenset({"TR"}),
    "th": frozenset({"TH"}),
    "td": frozenset({"TD"}),
    "caption": frozenset({"Caption"}),
    "figcaption": frozenset({"Caption"}),
    "blockquote": frozenset({"BlockQuote"}),
    "a": frozenset({"Link"}),
    "code": frozenset({"Code"}),
    "kbd": frozenset({"Code"}),
    "section": frozenset({"Sect", "Part", "Art"}),
    "nav": frozenset({"Sect"}),
    "note": frozenset({"Div", "Sect", "Aside", "Art", "Note"}),  # role=note: a callout
    "footnote": NOTES,
}
_SKIPPED = frozenset({"script", "style", "head", "template", "math", "svg", "colgroup"})
_LABEL = re.compile(r"[•◦▪■–‣⁃]|\(?(?:[0-9]{1,9}|[a-zA-Z]{1,4})[.)]?")
_PAGE = re.compile(r"\(?[^\W\d]*\.?(?:\d+|[ivxlc]+)\)?|\([^\W\d]+")  # (side 12), 12, iv; (side at a line's end


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of the page's text, or of the tree's: what it stands in, from the outside, and its language."""

    text: str  # letters only
    path: tuple[HtmlElement, ...] | tuple[Element, ...]
    lang: str


def check(document: Document, page: Path) -> Iterator[str]:
    """Problems of words, order, kinds, language and images."""
    root = lxml.html.document_fromstring(page.read_text("utf-8"))
    wanted = [words for words in _page_words(root) if words.text]
    problems: list[str] = []
    pairs = _aligned(wanted, list(_tree_words(document)), problems, document)
    yield from problems
    yield from _languages(pairs, document)
    yield from _kinds(pairs, document)
    yield from _images(document, root)
    yield from _tables(document, root)


def _page_words(root: HtmlElement) -> Iterator[Words]:
    notes = {item.get("id"): item for item in root.iter("div") if (item.get("id") or "").startswith("fn-")}

    def inside(element: HtmlElement, path: tuple[HtmlElement, ...], lang: str) -> Iterator[Words]:
        if not isinstance(element.tag, str) or _unread(element):
            return
        path, lang = (*path, element), element.get("lang") or lang
        yield Words(letters(element.text or ""), path, lang)
        for child in element:
            yield from inside(child, path, lang)
            yield Words(letters(child.tail or ""), path, lang)
        if element.get("role") == "doc-noteref":
            note = notes[(element.get("href") or "").removeprefix("#")]
            yield from inside(note, path[:-1], lang)

    yield from inside(root.body, (), root.get("lang") or "")


def _unread(element: HtmlElement) -> bool:
    """Whether a reader of the PDF does not get this element where it stands, or at all."""
    return (
        element.tag in _SKIPPED
        or element.get("aria-hidden") == "true"
        or element.get("class") in {"skip", "banner", "hearing-title"}  # which print.css does not show
        or element.get("role") in {"doc-backlink", "doc-endnotes"}
    )


def _tree_words(document: Document) -> Iterator[Words]:
    language = str(document.pdf.Root.get("/Lang", ""))

    def inside(element: Element, lang: str) -> Iterator[Words]:
        lang = element.string("Lang") or lang
        path = element.path()
        if "/ActualText" in element.dictionary:
            yield Words(letters(element.string("ActualText")), path, lang)
            return
        if element.kind == "Lbl" and not _is_term(element) and _LABEL.fullmatch(letters(document.text(element))):
            return
        drawn = element.kind in {
            "Figure",
            "Formula",
        }  # whose Alt is read, not the text in the drawing
        for kid in element.kids:
            if isinstance(kid, Element):
                yield from inside(kid, lang)
            elif not drawn and not isinstance(kid, Annotation) and kid in document.pieces:
                yield Words(letters(document.pieces[kid].text), path, lang)

    for element in document.roots:
        yield from inside(element, language)


def _is_term(label: Element) -> bool:
    """Whether a label is the term of a description, and thus the page's, not a number or sign that print adds."""
    items = label.parent.parent if label.parent else None
    numbering = items.attribute("List", "ListNumbering") if items else None
    return items is not None and items.kind == "L" and str(numbering) in {"/None", "/Description"}


def _aligned(
    wanted: list[Words], found: list[Words], problems: list[str], document: Document
) -> dict[int, tuple[Words, list[Words]]]:
    """Each of the page's words with those of the tree that say them."""
    text = "".join(words.text for words in wanted)
    starts = [0]
    for words in wanted:
        starts.append(starts[-1] + len(words.text))
    pairs: dict[int, tuple[Words, list[Words]]] = {}
    at = 0
    for number, words in enumerate(found):
        rest = words.text
        if not rest or _ends_entry(words, found[number + 1 : number + 2]):
            continue
        following = "".join(item.text for item in found[number + 1 : number + 9])[:12]
        if _is_added(words) and (text.startswith(following, at) or (rest[0] == "(" and text[at : at + 1] != "(")):
            continue
        while rest:
            same = _common(rest, text, at)
            for index in range(bisect_right(starts, at) - 1, bisect_right(starts, at + same - 1) if same else 0):
                pairs.setdefault(index, (wanted[index], []))[1].append(words)
            at, rest = at + same, rest[same:]
            if not rest:
                break
            if _is_added(words) and _PAGE.fullmatch(rest):
                break
            probe = rest[:24]
            again = text.find(probe, at, at + 20_000) if len(probe) >= 4 else -1
            if again < 0:
                place = where(document, words.path[-1])  # type: ignore[arg-type]
                problems.append(
                    f"{place}: reads «{rest[:30]}», which the page does not have here («{text[at : at + 30]}»)"
                )
                break
            problems.append(f"not read, or out of its order: «{text[at : min(again, at + 60)]}»")
            at = again
    if at < len(text):
        problems.append(f"not read: «{text[at : at + 60]}»")
    return pairs


def _ends_entry(words: Words, following: list[Words]) -> bool:
    """Whether this is the page number that ends an entry of the contents."""
    entry = _entry(words)
    return entry is not None and _is_added(words) and all(_entry(item) is not entry for item in following)


def _entry(words: Words) -> Element | None:
    """The innermost entry of the contents that this stands in."""
    return next((item for item in reversed(words.path) if isinstance(item, Element) and item.kind == "TOCI"), None)


def _is_added(words: Words) -> bool:
    """Whether this looks like a page number that print puts behind a link."""
    return any(isinstance(item, Element) and item.kind in {"Link", "Reference"} for item in words.path) and bool(
        _PAGE.fullmatch(words.text)
    )


def _common(rest: str, text: str, at: int) -> int:
    """How many letters agree."""
    if text.startswith(rest, at):
        return len(rest)
    return next(
        (step for step, letter in enumerate(rest) if at + step >= len(text) or text[at + step] != letter), len(rest)
    )


def _languages(pairs: dict[int, tuple[Words, list[Words]]], document: Document) -> Iterator[str]:
    told: set[object] = set()
    for wanted, found in pairs.values():
        for words in found:
            if words.lang.casefold() != wanted.lang.casefold() and wanted.path[-1] not in told:
                told.add(wanted.path[-1])
                place = where(document, words.path[-1])  # type: ignore[arg-type]
                yield f"{place}: its language is {words.lang or 'not said'}, not {wanted.lang}"


def _kinds(pairs: dict[int, tuple[Words, list[Words]]], document: Document) -> Iterator[str]:
    """Each HTML element is one structure element, and no two of them the same one."""
    paths: dict[HtmlElement, list[tuple[Element, ...]]] = defaultdict(list)
    for wanted, found in pairs.values():
        for element in wanted.path:
            if _kind(element):  # type: ignore[arg-type]
                paths[element] += [words.path for words in found]  # type: ignore[misc, index]
    made: dict[Element, HtmlElement] = {}
    for element, ways in paths.items():
        kinds = KINDS[_kind(element)]
        shared = set.intersection(*({item for item in way if item.kind in kinds} for way in ways))
        name = f"<{element.tag}> «{' '.join(element.text_content().split())[:40]}»"
        if not shared:
            seen = {item.kind for way in ways for item in way if item.kind in kinds}
            says = f"is several {' or '.join(sorted(seen))}" if seen else f"is no {' or '.join(sorted(kinds))}"
            yield f"{where(document, ways[0][-1])}: {name} {says}"
            continue
        deepest = max(shared, key=lambda item: len(item.path()))
        other = made.setdefault(deepest, element)
        if other is not element and other not in element.iterancestors() and element not in other.iterancestors():
            yield f"{where(document, deepest)}: two <{element.tag}> are one {deepest.kind}: {name}"


def _kind(element: HtmlElement) -> str:
    """The key of KINDS for an element; "" when it asks for no kind."""
    role = element.get("role") or ""
    if (element.get("id") or "").startswith("fn-"):
        return "footnote"
    if element.tag == "a" and (not element.get("href") or role == "doc-noteref"):
        return ""
    if element.tag in {"ol", "li"} and any(item.tag == "nav" for item in element.iterancestors()):
        return {"ol": "contents", "li": "entry"}[element.tag]
    key = role if role in KINDS else element.tag
    return key if key in KINDS else ""


def _images(document: Document, root: HtmlElement) -> Iterator[str]:
    """Figures and formulas in the page's order, with its texts; images without one are none."""
    shown = [
        image
        for image in root.body.iter("img", "math")
        if not any(item.get("aria-hidden") == "true" for item in (image, *image.iterancestors()))
    ]
    wanted = [
        ("Formula" if image.tag == "math" or "math" in (image.get("class") or "").split() else "Figure", alt)
        for image in shown
        if (alt := _alternative(image))
    ]
    found = [
        (item.kind, " ".join(item.string("Alt").split()))
        for item in document.elements()
        if item.kind in {"Figure", "Formula"}
    ]
    if found != wanted:
        odd = next((pair for pair in zip(wanted, found, strict=False) if pair[0] != pair[1]), "at the end")
        yield f"{len(wanted)} images with text on the page, {len(found)} in the tree; the first that differs: {odd}"


def _alternative(image: HtmlElement) -> str:
    """The text of an image, or the TeX of MathML, whose annotation has Pandoc's \\mathord{,} for {,}."""
    text = image.get("alt") or image.findtext(".//annotation") or ""
    return " ".join(text.replace(r"\mathord", "").split())


def _tables(document: Document, root: HtmlElement) -> Iterator[str]:
    """Rows and cells, empty ones and those of the repeated head too."""
    wanted = [[[cell.tag for cell in row] for row in table.iter("tr")] for table in root.body.iter("table")]
    found = [
        [
            [cell.kind.lower() for cell in row.kids if isinstance(cell, Element)]
            for row in table.walk()
            if row.kind == "TR" and next(item for item in reversed(row.path()) if item.kind == "Table") is table
        ]
        for table in document.elements()
        if table.kind == "Table"
    ]
    if len(wanted) != len(found):
        yield f"{len(wanted)} tables on the page, {len(found)} in the tree"
    for number, (rows, made) in enumerate(zip(wanted, found, strict=False), 1):
        if rows != made:
            yield f"table {number}: {len(rows)} rows on the page, {len(made)} in the tree, or other cells"
