"""Hostile SVG and raster files: each is refused, or made harmless and told, before anything draws it."""

from __future__ import annotations

import base64
import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from greenpaper.images import raster, svg
from greenpaper.images.faults import ImageFault

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="20">'
RECT = '<rect width="9" height="9"/>'


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *extra: bytes, data: bytes = b"") -> bytes:
    """A PNG whose header says so, whatever its data are."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(extra) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    made = io.BytesIO()
    image.save(made, form, **options)  # type: ignore[arg-type]
    return made.getvalue()


def address(content: bytes, kind: str = "image/png") -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


NOISE = Image.effect_noise((60, 60), 90).convert("RGB")
ROW = zlib.compress(b"\0" * 7)
BOMB = zlib.compress(b"\0" * 20_000_000)


def uses(depth: int) -> str:
    inner = "".join(f'<g id="a{n}">{f"""<use href="#a{n - 1}"/>""" * 10}</g>' for n in range(1, depth))
    return f'<g id="a0">{RECT}</g>{inner}<use href="#a{depth - 1}"/>'


def patterns(depth: int) -> str:
    return f'<pattern id="p0">{RECT}</pattern>' + "".join(
        f'<pattern id="p{n}">{f"""<rect fill="url(#p{n - 1})"/>""" * 2}</pattern>' for n in range(1, depth)
    )


def markers(depth: int) -> str:
    path = "<path d='M0 0" + "L1 1" * 9 + "' marker-mid='url(#m{})'/>"
    made = "".join(f'<marker id="m{n}">{path.format(n - 1)}</marker>' for n in range(1, depth))
    return f'<marker id="m0">{RECT}</marker>{made}{path.format(depth - 1)}'


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("<script>x</script>", "image-active"),
        ("<g><handler/></g>", "image-active"),
        ('<rect onload="x"/>', "image-active"),
        ('<rect ONCLICK="x"/>', "image-active"),
        ('<a href="javascript:x"/>', "image-active"),
        ('<a href="java&#9;script:x"/>', "image-active"),
        ('<a xlink:href=" JavaScript:x"/>', "image-active"),
        ('<a href="data:text/html,x"/>', "image-active"),
        ('<a href="file:///etc/passwd"/>', "image-active"),
        ('<set attributeName="href" to="javascript:x"/>', "image-active"),
        ('<script xmlns="http://www.w3.org/1999/xhtml">x</script>', "image-active"),
        (uses(3), ""),
        (uses(9), "image-oversized"),
        (patterns(30) + '<rect fill="url(#p29)"/>', "image-oversized"),
        (markers(9), "image-oversized"),
        ('<g id="a"><use href="#a"/></g>', "image-unreadable"),
        ('<g id="a"><use href="#b"/></g><g id="b"><use xlink:href="#a"/></g>', "image-unreadable"),
        ('<mask id="m"><rect mask="url(#m)"/></mask>', "image-unreadable"),
        ('<clipPath id="m"><rect style="clip-path: url( \'#m\' )"/></clipPath>', "image-unreadable"),
        ('<pattern id="m"><rect fill="url(#m)"/></pattern>', "image-unreadable"),
        ("<g>" * 5000 + "</g>" * 5000, "image-unreadable"),
        (RECT * 100_001, "image-oversized"),
        ("<text>" + "ord " * 30_000 + "</text>", "image-oversized"),
        ("<style>" + "a{}" * 10_000 + "</style>" + RECT * 600, "image-oversized"),
        (f'<path d="M0 0{"L1 1" * 3_000_000}"/>', "image-unreadable"),
        (f'<image href="{address(png(30_000, 30_000, data=BOMB))}"/>', "image-oversized"),
        (f'<image href="{address(saved(Image.new("1", (6000, 6000)), "PNG"))}"/>' * 2, "image-oversized"),
        (f'<image href="{address(saved(NOISE, "PNG")[:-3000])}"/>', "image-unreadable"),
        (f'<image href="{address(b"<html>")}"/>', "image-unreadable"),
        (f'<image href="{address(b"%!PS-Adobe-3.0 EPSF-3.0")}"/>', "image-unreadable"),
        (f'<image xlink:href="{address(saved(NOISE, "TIFF"))}"/>', "image-unreadable"),
        ('<image href="data:image/png;base64,A"/>', "image-unreadable"),
        (f'<image href="{address(saved(NOISE, "JPEG"))}"/>', ""),  # called PNG, and drawn for what it is
        ('<image href="data:image/svg+xml,x"/>', "image-reference"),
        ('<image href="data:text/html,x"/>', "image-reference"),
        ('<image href="http://x.example/"/>', "image-reference"),
        ('<image xlink:href="file:///etc/passwd"/>', "image-reference"),
        ('<use href="other.svg#a"/>', "image-reference"),
        ('<feImage href="http://x.example/"/>', "image-reference"),
        ('<rect fill="url(http://x.example/)"/>', "image-reference"),
        ('<rect fill="URL(http://x.example/)"/>', "image-reference"),
        ('<rect fill="\\75rl(http://x.example/)"/>', "image-reference"),
        ('<rect style="fill: u\\72l( &quot;http://x.example/&quot; )"/>', "image-reference"),
        ('<rect style="filter: url(http://x.example/#f)"/>', "image-reference"),
        ('<style>@import "http://x.example/";</style>', "image-style"),
        ('<style>@import/**/url(http://x.example/);</style>', "image-style"),
        ('<style>@\\69mport "http://x.example/"; a {}</style>', "image-style"),
        ('<style>@imp<tspan/>ort "http://x.example/";</style>', "image-style"),
        ("<style>@font-face { src: url(http://x.example/) }</style>", "image-style"),
        ('<style>rect { fill: image-set("http://x.example/" 1x) }</style>', "image-style"),
        ('<style>rect { fill: src("http://x.example/") }</style>', "image-style"),
        ("<style>@media print { rect { fill: url(http://x.example/) } }</style>", "image-style"),
        ('<rect><animate attributeName="x" to="9" dur="1s"/></rect>', "image-motion"),
        ('<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>', "image-html-lost"),
        ('<a href="https://x.no/"><rect/></a><a href="#a"/><a href="mailto:a@b.no"/>', ""),
        ('<style>@namespace url(http://www.w3.org/2000/svg); rect { fill: url(#a) }</style>', ""),
        ('<style>text { font-family: "\\5FAE\\8F6F" } /* url(http://no) */ a { b: "url(x)" }</style>', ""),
    ],
)  # fmt: skip
def test_a_hostile_drawing_is_refused_or_made_harmless_and_told(inside: str, code: str) -> None:
    try:
        made = svg.clean(f"{HEAD}{inside}</svg>".encode())
    except ImageFault as fault:
        assert fault.code == code
        return
    assert [remark.code for remark in made.remarks] == ([code] if code else [])
    assert b"x.example" not in made.markup
    assert b"passwd" not in made.markup
    assert svg.clean(made.markup).remarks == (), "once is enough"


@pytest.mark.parametrize(
    "declared",
    [
        '[<!ENTITY a "b">]',
        '[<!ENTITY a SYSTEM "file:///etc/passwd">]',
        '[<!ENTITY % a SYSTEM "http://x.example/"> %a;]',
        '[<!ATTLIST rect onload CDATA "alert(1)">]',
        "[]",
        '[<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]',
    ],
)
def test_a_drawing_with_declarations_is_refused(declared: str) -> None:
    for encoding in ("utf-8", "utf-16"):
        with pytest.raises(ImageFault, match="declares") as told:
            svg.clean(f"<!DOCTYPE svg {declared}>{HEAD}<text>a</text></svg>".encode(encoding))
        assert told.value.code == "image-active"


@pytest.mark.parametrize("content", [b"", b"<html/>", b"\x1f\x8b\x08", b"<svg/>", b"\0\0\0<\0\0\0s", b"\xff\xfe<"])
def test_what_is_no_drawing_is_told(content: bytes) -> None:
    with pytest.raises(ImageFault) as told:
        svg.clean(content)
    assert told.value.code == "image-unreadable"


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_drawing_is_drawn_or_told(data: st.DataObject) -> None:
    whole = f"{HEAD}<style>a {{ b: url(#c) }}</style>{uses(2)}<a href='#a'/><text>æ</text></svg>".encode()
    svg_or_fault(spoilt(whole, data))


def svg_or_fault(content: bytes) -> None:
    try:
        svg.clean(content)
    except ImageFault as fault:
        assert fault.code.startswith("image-")


def spoilt(whole: bytes, data: st.DataObject) -> bytes:
    """`whole` with some bytes changed, taken out or put in."""
    made = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, max(0, len(made) - 1)))
        length = data.draw(st.integers(0, 4))
        made[at : at + length] = data.draw(st.binary(max_size=4))
    return bytes(made)


EXIF = Image.Exif()
EXIF[0x0112] = 6
PICTURES = [
    saved(NOISE, "PNG", exif=EXIF),
    saved(NOISE, "JPEG", exif=EXIF),
    saved(NOISE, "JPEG", progressive=True),
    saved(NOISE, "GIF", save_all=True, append_images=[NOISE]),
    saved(NOISE, "WEBP", exif=EXIF),
    saved(NOISE, "PNG", save_all=True, append_images=[NOISE]),
]


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_damaged_picture_is_prepared_or_told(data: st.DataObject) -> None:
    content = spoilt(data.draw(st.sampled_from(PICTURES)), data)
    try:
        raster.source(content)
        assert raster.prepare(content)
    except ImageFault as fault:
        assert fault.code.startswith("image-")


FRAME = b"," + struct.pack("<HHHH", 0, 0, 60_000, 60_000) + b"\0\2\2\x44\1\0;"  # beyond the screen of the file
GIF = b"GIF89a" + struct.pack("<HH", 2, 2) + b"\x80\0\0" + b"\0" * 6 + FRAME
JPEG = saved(NOISE, "JPEG", progressive=True)
SCAN = JPEG[JPEG.rindex(b"\xff\xda") : -2]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (png(30_000, 30_000, data=BOMB), "image-oversized"),
        (png(2, 2, chunk(b"zTXt", b"a\0\0" + BOMB), data=ROW), "image-unreadable"),
        (png(2, 2, chunk(b"iTXt", b"a\0\1\0\0\0" + BOMB), data=ROW), "image-unreadable"),
        (png(2, 2, chunk(b"iCCP", b"a\0\0" + BOMB), data=ROW), "image-unreadable"),
        (png(0, 0), "image-unreadable"),
        (png(2, 2), "image-unreadable"),
        (png(2, 2, data=ROW)[:-20], "image-unreadable"),
        (JPEG[:-2] + SCAN * 200 + JPEG[-2:], "image-oversized"),
        (saved(NOISE, "JPEG")[:-500], "image-unreadable"),
        (saved(NOISE, "WEBP")[:-500], "image-unreadable"),
        (GIF, "image-oversized"),
        (saved(NOISE, "TIFF"), "image-format"),
        (saved(NOISE, "BMP"), "image-format"),
        (saved(NOISE, "ICO"), "image-format"),
        (saved(NOISE, "EPS"), "image-format"),
        (saved(NOISE, "JPEG2000"), "image-format"),
        (b"<html>", "image-format"),
    ],
)  # fmt: skip
def test_a_hostile_picture_is_told(content: bytes, code: str) -> None:
    with pytest.raises(ImageFault) as told:
        raster.source(content)
        raster.prepare(content)
    assert told.value.code == code
