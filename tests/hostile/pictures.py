"""Cases that are one chapter with an image that should not be shown."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Mapping

from tests.hostile.case import Link, Pipe, Text, found

_HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="90" height="60"'


def svg(inside: str, attributes: str = "", before: str = "") -> str:
    """An SVG that would be fine but for what is put into it."""
    return f'{before}{_HEAD} {attributes}><rect width="90" height="60" fill="#336699"/>{inside}</svg>'


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int, height: int, rows: bytes | None = None) -> bytes:
    """A grey PNG whose head says this size."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    content = zlib.compress(b"".join(b"\0" + b"\x80" * width for _ in range(height)) if rows is None else rows)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", content) + _chunk(b"IEND", b"")


_DEEP = '<g id="g0"><rect width="1" height="1"/></g>' + "".join(
    f'<g id="g{n}"><use href="#g{n - 1}"/><use href="#g{n - 1}"/></g>' for n in range(1, 40)
)
_RECTS = '<rect width="1" height="1"/>' * 10


def _patterns(inside: str) -> str:
    """Patterns drawn with each other, thirty deep; `inside` draws ten times what has the number {n}."""
    shapes = [_RECTS, *(inside.format(n=n) for n in range(29))]
    return "".join(
        f'<pattern id="p{n}" width="5" height="5" patternUnits="userSpaceOnUse">{shape}</pattern>'
        for n, shape in enumerate(shapes)
    )


_CLASSES = "".join(f".c{n} {{ fill: url(#p{n}) }} " for n in range(30))
_STYLED = _patterns('<rect class="c{n}" width="1" height="1"/>' * 10) + '<rect class="c29" width="9" height="9"/>'
_ESCAPED = '<rect style="fill: u\\72l(#p{n})" width="1" height="1"/>'
_GROUP = f'<g fill="url(#p{{n}})">{_RECTS}</g>'
_SELF = """<style>.a { fill: url('#p') }</style><pattern id="p"><rect class="a"/></pattern><rect class="a"/>"""
OVERSIZED = "image-oversized"
_LAUGHS = "<!DOCTYPE svg [<!ENTITY a '" + "x" * 50 + "'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '" + f"&{chr(97 + n)};" * 10 + "'>" for n in range(8)
) + "]>"  # fmt: skip
_XXE = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file://@SECRET@.txt">]>'


def _image(family: str, name: str, file: str, content: str | bytes | Link | Pipe, expected: object) -> Text:
    text = f"![Noe som vises](@HERE@/{file})\n*Figur 1: Bildetekst*"
    return Text(family, name, text, found(expected), {file: content})


def _named(name: str, address: str, expected: object) -> Text:
    return Text("images", name, f"![Noe som vises](<{address}>)", found(expected))


IMAGES = [
    *(
        _named(name, address, code)
        for name, address, code in (
            ("file", "file://@SECRET@.svg", "image-outside"),
            ("absolute", "@SECRET@.svg", "image-outside"),
            ("up", "@UP@.svg", "image-outside"),
            ("up-encoded", "%2e%2e/%2e%2e/outside/x.svg", "image-outside"),
            ("data", "data:image/svg+xml;base64,PHN2Zy8+", "image-format"),
            ("http", "@SERVER@/a.png", "image-remote"),
            ("without-scheme", "//127.0.0.1/a.png", "image-remote"),
            ("ftp", "ftp://127.0.0.1/a.png", "image-outside"),
            ("device", "/dev/zero", "image-outside"),
            ("backslash", "..\\\\..\\\\outside\\\\x.svg", "image-outside"),
            ("null", "a&#0;.png", "image-missing"),
            ("long", "a" * 300 + ".png", "image-missing"),
            ("folder", ".", "image-missing"),
        )
    ),
    _image("images", "link-out", "a.svg", Link("@SECRET@.svg"), "image-outside"),
    _image("images", "link-device", "a.png", Link("/dev/zero"), "image-outside"),
    _image("images", "link-circle", "a.png", Link("a.png"), "image-unreadable"),
    _image("images", "pipe", "a.png", Pipe(), "image-unreadable"),
    _image("images", "empty", "a.png", b"", "image-format"),
    _image("images", "truncated", "a.png", png(90, 60)[:-20], "image-unreadable"),
    _image("images", "lying-head", "a.png", png(90, 60, b"\0\x80"), "image-unreadable"),
    _image("images", "lying-name", "a.png", "<html><script>alert(1)</script></html>", "image-format"),
    _image("images", "php", "a.png", b"\x89PNG\r\n\x1a\n<?php system('touch @MADE@') ?>", "image-unreadable"),
    _image("images", "postscript", "a.png", "%!PS-Adobe-3.0 EPSF-3.0\n(r) file", "image-format"),
    _image("images", "ending", "a.eps", "%!PS-Adobe-3.0 EPSF-3.0\n", "image-format"),
    _image("images", "pdf", "a.pdf", "%PDF-1.7\n", "image-format"),
    _image("images", "good", "a.png", png(90, 60), None),
]
BOMBS = [
    _image("bombs", "pixels", "a.png", png(30_000, 30_000, b"\0" * 1000), "image-oversized"),
    _image("bombs", "pixels-true", "a.png", png(20_000, 20_000, b"\0" * 400_000_000), "image-oversized"),
    _image("bombs", "largest-head", "a.png", png(2**31 - 1, 2**31 - 1, b"\0"), "image-oversized"),
    _image("bombs", "nothing-wide", "a.png", png(0, 60, b"\0"), "image-unreadable"),
    _image("bombs", "laughs", "a.svg", svg("<text>&i;</text>", before=_LAUGHS), "image-active"),
    _image("bombs", "use", "a.svg", svg(_DEEP + '<use href="#g39"/>'), "image-oversized"),
    _image("bombs", "style", "a.svg", svg(f"<style>{_CLASSES}</style>{_STYLED}"), OVERSIZED),
    _image("bombs", "style-media", "a.svg", svg(f"<style>@media all {{ {_CLASSES} }}</style>{_STYLED}"), OVERSIZED),
    _image("bombs", "style-escaped", "a.svg", svg(_patterns(_ESCAPED * 10) + _ESCAPED.format(n=29)), OVERSIZED),
    _image("bombs", "style-inherited", "a.svg", svg(_patterns(_GROUP) + _GROUP.format(n=29)), OVERSIZED),
    _image("bombs", "style-circle", "a.svg", svg(_SELF), "image-unreadable"),
    _image("bombs", "circle", "a.svg", svg('<g id="a"><use href="#a"/></g>'), "image-unreadable"),
    _image("bombs", "nested", "a.svg", svg("<g>" * 3000 + "</g>" * 3000), "image-unreadable"),
    _image("bombs", "elements", "a.svg", svg('<path d="M0 0"/>' * 300_000), "image-oversized"),
    _image("bombs", "wide", "a.svg", svg("").replace('width="90"', 'width="9e99"', 1), None),
]
_INNER = base64.b64encode(svg('<image href="file:///etc/hostname"/>').encode()).decode()
_SVG: Mapping[str, tuple[str, object]] = {
    "script": (svg("<script>alert(1)</script>"), "image-active"),
    "event": (svg("", 'onload="alert(1)"'), "image-active"),
    "animation": (svg('<set attributeName="href" to="javascript:alert(1)"/>'), "image-active"),
    "javascript": (svg('<a href="javascript:alert(1)"><text y="9">x</text></a>'), "image-active"),
    "foreign": (svg('<foreignObject><iframe src="@SERVER@"/></foreignObject>'), "image-html-lost"),
    "entity": (svg("<text>&x;</text>", before=_XXE), "image-active"),
    "image-file": (svg('<image href="file://@SECRET@.svg"/>'), "image-reference"),
    "image-up": (svg('<image href="../../../outside/x.svg"/>'), "image-reference"),
    "image-server": (svg('<image xlink:href="@SERVER@/a.png"/>'), "image-reference"),
    "image-data": (svg(f'<image href="data:image/svg+xml;base64,{_INNER}"/>'), "image-reference"),
    "use-out": (svg('<use href="file://@SECRET@.svg#x"/>'), "image-reference"),
    "use-server": (svg('<use href="@SERVER@/a.svg#x"/>'), "image-reference"),
    "import": (svg('<style>@import url("@SERVER@/a.css");</style>'), "image-style"),
    "font": (svg("<style>@font-face { font-family: x; src: url(@SERVER@/a.woff2) }</style>"), "image-style"),
    "background": (svg('<rect style="fill: url(@SERVER@/a.svg#x)" width="9" height="9"/>'), "image-reference"),
    "sheet": (svg("", before='<?xml-stylesheet href="@SERVER@/a.css"?>'), None),
    "filter": (svg('<filter id="f"><feImage href="@SERVER@/a.png"/></filter>'), "image-reference"),
    "include": (svg('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="@SECRET@.txt"/>'), "image-reference"),
    "no-xml": ("<svg", "image-unreadable"),
    "no-svg": ("<html/>", "image-unreadable"),
    "override": (svg('<text y="9">a \u202e b</text>'), None),
}
DRAWINGS = [_image("svg", name, "a.svg", content, expected) for name, (content, expected) in _SVG.items()]
ALL: list[Text] = [*IMAGES, *BOMBS, *DRAWINGS]
