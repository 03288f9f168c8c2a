"""What an SVG may be before anything draws it: plain XML without active parts, of bounded work. Pure.

A drawing that repeats itself (`use` in `use`, a pattern filled with a pattern) or that refers to itself takes all time
and memory there is. So its elements are counted as often as they would be drawn.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import unquote, unquote_to_bytes
from xml.parsers import expat

from lxml import etree

from greenpaper.images import raster, references
from greenpaper.images.faults import ImageFault
from greenpaper.images.names import HREFS, SVG, attributes, line_of, local

EMBEDDED = re.compile(r"#|data:(image/(png|jpe?g|gif|webp)|font/|application/(x-)?font)", re.IGNORECASE)
ELEMENTS = 100_000  # as often as they are drawn; the largest drawing seen has 2,000
RULES = 5_000_000  # rules of its styles times its elements
TEXT = 100_000  # characters of text
_ACTIVE = frozenset({"script", "handler", "listener"})
_LINKS = re.compile(r"#|https?:|mailto:|(?![a-z0-9+.-]*:)", re.IGNORECASE)  # the last: relative
_UNSEEN = re.compile(r"[\x00-\x20]+")  # which browsers leave out of an address (URL Standard, 4.4)
_CORNER = re.compile(r"[-0-9.]+[\s,]+[-0-9.]+|[a-zA-Z]")  # about: a pair of numbers, a command of a path
_IMAGE = re.compile(r"data:image/", re.IGNORECASE)
_CURE = "export it anew as plain SVG"
_SIMPLER = "simplify it, or export it as PNG"


def parse(content: bytes) -> etree._Element:
    """The root of an SVG file. ImageFault where it is none, or has parts that act."""
    _refuse_declarations(content)
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as fault:
        raise ImageFault("image-unreadable", f"is no SVG ({fault.msg})", _CURE, fault.lineno) from None
    if root.tag != f"{{{SVG}}}svg":
        raise ImageFault("image-unreadable", "is no SVG: its first element is not svg in that namespace", _CURE)
    for element in root.iter(etree.Element):
        if local(element) in _ACTIVE or _runs(element):
            raise ImageFault("image-active", "holds a script", f"{_CURE}, without scripts", line_of(element))
        if local(element) == "a":
            for name in HREFS:
                if not _LINKS.match(address := _UNSEEN.sub("", str(element.get(name, "#")))):
                    what = f"has a link to {address[:40]!r}"
                    raise ImageFault("image-active", what, "link to https addresses only", line_of(element))
    return root


def check(root: etree._Element) -> None:
    """ImageFault where drawing takes too much: elements, styles, text, or the images inside."""
    elements = list(root.iter(etree.Element))
    rules = sum((element.text or "").count("{") for element in elements if local(element) == "style")
    if rules * len(elements) > RULES:
        raise ImageFault("image-oversized", f"has {rules} style rules for {len(elements)} elements", _SIMPLER)
    if _drawn(root, _targets(elements)) > ELEMENTS:
        raise ImageFault("image-oversized", f"draws more than {ELEMENTS} elements", _SIMPLER)
    if sum(len("".join(map(str, text.itertext()))) for text in elements if local(text) == "text") > TEXT:
        raise ImageFault("image-oversized", f"has more than {TEXT} characters of text", _SIMPLER)
    pixels = 0
    for element in elements:
        for name in HREFS:
            if _IMAGE.match(address := str(element.get(name, "")).strip()):
                pixels += _pixels(address, element)
    if pixels > raster.PIXELS:
        what = f"holds images of more than {raster.PIXELS // 1_000_000} million pixels"
        raise ImageFault("image-oversized", what, "make them smaller")


class _RootError(Exception):
    """The first element has come."""


def _refuse_declarations(content: bytes) -> None:
    """Refuse a DOCTYPE with declarations of its own: they make entities and attributes that nobody sees in the text.

    By expat, which stops in front of them: lxml crashes on some (libxml2, attribute declarations).
    """

    def begins(_name: str, _system: str | None, _public: str | None, has_own: int) -> None:
        if has_own:
            raise ImageFault("image-active", "declares entities or attributes of its own", f"{_CURE}, without them")

    def stop(*_: object) -> None:
        raise _RootError

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler, parser.StartElementHandler = begins, stop
    try:
        parser.Parse(content, True)
    except _RootError:
        return
    except (expat.ExpatError, LookupError, ValueError) as fault:  # LookupError: an encoding that there is not
        raise ImageFault("image-unreadable", f"is no SVG ({fault})", _CURE) from None


def _runs(element: etree._Element) -> bool:
    return any(
        name.lower().startswith("on") or _UNSEEN.sub("", value).lower().startswith("javascript:")
        for name, value in attributes(element)
    )


def _targets(elements: list[etree._Element]) -> dict[str, etree._Element]:
    return {str(name): element for element in reversed(elements) if (name := element.get("id")) is not None}


def _drawn(root: etree._Element, targets: dict[str, etree._Element]) -> int:
    """How many elements are drawn, each as often as it is. ImageFault where something is drawn within itself."""
    found = references.find(root)
    works: dict[etree._Element, _Work] = {}
    waiting: list[tuple[etree._Element, bool]] = [(root, False)]
    open_: set[etree._Element] = set()
    while waiting:
        element, is_done = waiting.pop()
        referred = [(how, targets[name]) for how, name in found[element] if name in targets]
        if is_done:
            open_.discard(element)
            works[element] = _work(element, referred, works)
        elif element not in works:
            open_.add(element)
            waiting.append((element, True))
            for each in (*element.iterchildren(etree.Element), *(target for _, target in referred)):
                if each in open_:
                    what = "has a part that is drawn within itself"
                    raise ImageFault("image-unreadable", what, _SIMPLER, line_of(element))
                waiting.append((each, False))
    return works[root].elements


class _Work(NamedTuple):
    """What drawing an element takes. Each number stops where it is too large."""

    elements: int  # drawn in all
    shapes: int  # of them, those that are painted with what it refers to
    corners: int  # of these, places for a marker


def _work(
    element: etree._Element, referred: Sequence[tuple[str, etree._Element]], works: Mapping[etree._Element, _Work]
) -> _Work:
    """Of an element whose children and references are known. What it is filled with is drawn for each shape in it."""
    inside = [works[each] for each in element.iterchildren(etree.Element)]
    inside += [works[target] for how, target in referred if how == "href"]
    shapes = 1 + sum(each.shapes for each in inside)
    own = 1 + len(_CORNER.findall(element.get("d", "") + element.get("points", "")))
    corners = own + sum(each.corners for each in inside)
    elements = 1 + sum(each.elements for each in inside)
    for how, target in referred:
        if how != "href":
            times = corners if local(target) == "marker" else shapes if how in references.INHERITED else 1
            elements += works[target].elements * times
    return _Work(*(min(count, ELEMENTS + 1) for count in (elements, shapes, corners)))


def _pixels(address: str, element: etree._Element) -> int:
    """The pixels of an image inside the file, which is decoded to see that it is whole."""
    head, _, data = address.partition(",")
    try:
        if head.lower().replace(" ", "").endswith(";base64"):
            content = base64.b64decode("".join(unquote(data).split()))
        else:
            content = unquote_to_bytes(data)
        return raster.check(content)
    except (binascii.Error, ValueError):
        what = "holds an image that is damaged"
    except ImageFault as fault:
        if fault.code != "image-format":
            raise ImageFault(fault.code, f"holds an image that {fault.what}", fault.cure, line_of(element)) from None
        what = "holds an image that is no PNG, JPEG, GIF or WebP, whatever it says"
    raise ImageFault("image-unreadable", what, _CURE, line_of(element))
