"""SVG from anywhere, made safe and plain: what it shows comes from itself, and every reader shows the same.

Drawing programs add what no reader of the document may get (the editable original, paths of the author's machine),
what is not drawn in PDF and Word (HTML in `foreignObject`) and what would be fetched or run. SVG 2 throughout.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from lxml import etree

from greenpaper.images import addresses, drawn
from greenpaper.images.drawn import EMBEDDED
from greenpaper.images.faults import MOVES, ImageFault
from greenpaper.images.names import HREFS, SVG, XLINK, XML, attributes, line_of, local

_KEPT = frozenset({SVG, XLINK, XML, None})
_UNSEEN = frozenset({"Cf", "Zs", "Cc"})  # categories of characters that nothing is drawn for
_REPLACEMENT = "\ufffd"
_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "em": 16.0}
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?", re.IGNORECASE)  # CSS Values 3, 5.2
_LENGTH = re.compile(rf"\s*({_NUMBER.pattern})\s*([a-z]*)\s*", re.IGNORECASE)
_MOTION = frozenset({"animate", "animateColor", "animateMotion", "animateTransform", "set", "discard"})
_SMALLEST, _LARGEST = 0.01, 1e6  # pixels; a size beyond, 260 metres, is none
_DEFAULT_SIZE = (300.0, 150.0)  # pixels; CSS 2.2, 10.3.2, for what has no size of its own


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawing:
    """A cleaned SVG file, its size in CSS pixels, and what was taken from it that its author should know."""

    markup: bytes
    width: float
    height: float
    remarks: tuple[ImageFault, ...]


def clean(content: bytes, known: Collection[int] = range(0x110000)) -> Drawing:
    """Parse and clean an SVG file; ImageFault when it is none, or holds what cannot be made safe.

    `known` are the code points that the document's fonts have; a sign stands for others.
    """
    root = drawn.parse(content)
    root.attrib.pop("content", "")  # draw.io: the whole editable original
    found = (
        *_resolve_switches(root), *_without_html(root), *_without_motion(root), *_without_references(root),
        *_without_glyphless(root, known),
    )  # fmt: skip
    remarks = tuple({remark.what: remark for remark in reversed(found)}.values())  # each once, at its first place
    _drop_foreign(root)
    drawn.check(root)
    width, height = _size(root)
    if "viewBox" not in root.attrib:  # without it nothing can be drawn smaller than it is
        root.set("viewBox", f"0 0 {_number(width)} {_number(height)}")
    root.set("width", _number(width))  # explicit, so that HTML, PDF and Word agree
    root.set("height", _number(height))
    etree.cleanup_namespaces(root)
    markup = etree.tostring(root, encoding="utf-8", xml_declaration=False)
    return Drawing(markup=markup, width=round(width, 2), height=round(height, 2), remarks=remarks)


def _resolve_switches(root: etree._Element) -> Iterator[ImageFault]:
    """Keep of each `switch` what a reader without HTML and of any language draws (SVG 2, 5.8)."""
    for switch in list(root.iter(f"{{{SVG}}}switch")):
        children = list(switch)
        plain = [child for child in children if local(child) != "foreignObject"] or children
        chosen = next((child for child in plain if not child.get("systemLanguage")), plain[0] if plain else None)
        if 0 < len(plain) < len(children):
            yield _html("image-html", switch, "the simpler text that the file has in its place is drawn")
        for child in children:
            if child is not chosen:
                switch.remove(child)
        switch.tag = f"{{{SVG}}}g"


def _without_html(root: etree._Element) -> Iterator[ImageFault]:
    for element in list(root.iter(f"{{{SVG}}}foreignObject")):
        yield _html("image-html-lost", element, "it is left out")
        _remove(element)


def _html(code: str, element: etree._Element, fate: str) -> ImageFault:
    cure = "export it with its text as plain SVG text (in draw.io: switch off Formatted Text)"
    return ImageFault(code, f"holds text as HTML (foreignObject); {fate}", cure, line_of(element))


def _without_references(root: etree._Element) -> Iterator[ImageFault]:
    """Take out everything that would be fetched: neither print nor Word gets it, and a browser asks a stranger."""
    for element in list(root.iter(etree.Element)):
        for name in HREFS:
            value = str(element.get(name, "#")).strip()
            if local(element) != "a" and not EMBEDDED.match(value):
                del element.attrib[name]
                yield _reference(value, element)
                if local(element) == "image":  # nothing is left to be drawn
                    _remove(element)
        for name, value in attributes(element):
            if name in HREFS or name.startswith("{"):
                continue
            text, found = addresses.without_fetched(value)
            if found:
                element.set(name, text)
                yield _reference(found[0], element)
        if local(element) == "style":
            text, found = addresses.without_fetched("".join(str(part) for part in element.itertext()))
            if found or len(element):
                for inner in list(element):
                    element.remove(inner)
                element.text = text
            if found:
                yield _reference(found[0], element, "image-style")


def _without_motion(root: etree._Element) -> Iterator[ImageFault]:
    """Take out animations (SVG 2, appendix on animation): only some readers would show them."""
    for element in [each for each in root.iter(etree.Element) if local(each) in _MOTION]:
        _remove(element)
        yield ImageFault(MOVES.code, MOVES.what, MOVES.cure, line_of(element))


def _without_glyphless(root: etree._Element, known: Collection[int]) -> Iterator[ImageFault]:
    """Put a sign for characters of texts that no font has, unless the file brings fonts of its own."""
    if any("@font-face" in (style.text or "") for style in root.iter(f"{{{SVG}}}style")):
        return
    for element in [inner for text in root.iter(f"{{{SVG}}}text") for inner in text.iter(etree.Element)]:
        own = (element.text or "") + "".join(child.tail or "" for child in element)
        for character in sorted({c for c in own if ord(c) not in known and unicodedata.category(c) not in _UNSEEN}):
            element.text = (element.text or "").replace(character, _REPLACEMENT)
            for child in element:
                child.tail = (child.tail or "").replace(character, _REPLACEMENT)
            what = f"holds '{character}' (U+{ord(character):04X}), which no font of the theme has"
            cure = "write it in another way, or add a font that has it"
            yield ImageFault("glyph-missing", what, cure, line_of(element))


def _reference(value: str, element: etree._Element, code: str = "image-reference") -> ImageFault:
    shown = value if len(value) <= 60 else f"{value[:57]}..."
    what = f"refers to {shown!r}, which is not in the file and left out"
    return ImageFault(code, what, "embed it in the SVG when exporting", line_of(element))


def _drop_foreign(root: etree._Element) -> None:
    """Metadata, and what drawing programs keep for themselves: names of persons, files and folders among it."""
    for element in list(root.iter(etree.Element)):
        if etree.QName(element).namespace not in _KEPT or local(element) == "metadata":
            _remove(element)
            continue
        for name in list(element.attrib):
            if etree.QName(name).namespace not in _KEPT or name == f"{{{XML}}}base":
                del element.attrib[name]


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _size(root: etree._Element) -> tuple[float, float]:
    """Width and height as CSS takes them (CSS Images 3, 5.1): the attributes, else by the proportions of viewBox."""
    width, height = _pixels(root.get("width")), _pixels(root.get("height"))
    box = _box(root.get("viewBox", ""))
    if box is None:
        root.attrib.pop("viewBox", "")
        return width or _DEFAULT_SIZE[0], height or _DEFAULT_SIZE[1]
    ratio = box[0] / box[1]
    if width:
        return width, height or _size_or_none(width / ratio) or _DEFAULT_SIZE[1]
    return (_size_or_none(height * ratio) or _DEFAULT_SIZE[0], height) if height else box


def _box(text: str) -> tuple[float, float] | None:
    """Width and height of a viewBox (SVG 2, 8.6)."""
    parts = re.split(r"[\s,]+", text.strip())
    if len(parts) != 4 or not all(_NUMBER.fullmatch(part) and math.isfinite(float(part)) for part in parts):
        return None
    width, height = _size_or_none(float(parts[2])), _size_or_none(float(parts[3]))
    return (width, height) if width and height else None


def _pixels(length: str | None) -> float | None:
    found = _LENGTH.fullmatch(length or "")
    factor = _UNITS.get(found[2].lower()) if found else None
    return _size_or_none(float(found[1]) * factor) if found and factor else None


def _size_or_none(pixels: float) -> float | None:
    return pixels if _SMALLEST <= pixels <= _LARGEST else None


def _number(value: float) -> str:
    return f"{round(value, 2):.10g}"
