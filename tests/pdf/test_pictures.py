"""Images go into the PDF as they were prepared."""

from __future__ import annotations

import base64
import io
import random
import re
import struct
import subprocess
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from greenpaper import images, pdf, theme
from greenpaper.model import Location, PdfSettings
from greenpaper.pdf.png import image_data
from tests import pages

LOOK = theme.load(None)


def picture(mode: str) -> Image.Image:
    pixels = random.Random(1).randbytes(30 * 20 * len(Image.new(mode, (1, 1)).getbands()))
    return Image.frombytes(mode, (30, 20), pixels)


def png(image: Image.Image, **settings: Any) -> bytes:
    made = io.BytesIO()
    image.save(made, "PNG", **settings)
    return made.getvalue()


def interlaced(content: bytes) -> bytes:
    """The same file with the header of an interlaced one: its pixels are damaged, but it is another kind."""
    header = content[16:28] + b"\x01"
    return content[:16] + header + zlib.crc32(b"IHDR" + header).to_bytes(4, "big") + content[33:]


@contextmanager
def laid_out(folder: Path, content: bytes) -> Iterator[list[Any]]:
    """The images of a PDF that shows this file."""
    page = pages.write(folder, '<html lang="nb"><p><img src="img/a.png" alt="x"></p>')
    (folder / "img" / "a.png").write_bytes(content)
    assert pdf.layout(page, folder / "out.pdf", LOOK) == ()
    with pikepdf.open(folder / "out.pdf") as made:
        yield [item for item in made.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"]


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_prepared_png_is_not_encoded_anew(tmp_path: Path, mode: str) -> None:
    content = png(picture(mode), compress_level=1)  # which no one else would choose
    with laid_out(tmp_path, content) as (made,):
        assert made.read_raw_bytes() == image_data(content)
        assert pikepdf.PdfImage(made).as_pil_image().tobytes() == picture(mode).tobytes()
        assert made.Interpolate is False


def test_other_kinds_of_png_are_shown_as_well(tmp_path: Path) -> None:
    whole = picture("RGBA")
    with laid_out(tmp_path, png(whole)) as found:
        (made,) = [item for item in found if "/SMask" in item]
        assert pikepdf.PdfImage(made).as_pil_image().convert("RGB").tobytes() == whole.convert("RGB").tobytes()
        assert [item.Interpolate for item in found] == [False, False]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        png(picture("RGBA")),
        png(picture("L").convert("P")),
        png(Image.new("I;16", (2, 2))),
        interlaced(png(picture("RGB"))),
        png(picture("RGB"))[:-20],
        png(picture("RGB")).replace(b"IDAT", b"IDAX"),
        png(picture("RGB"), transparency=(1, 2, 3)),
    ],
    ids=["empty", "gif", "alpha", "palette", "16 bits", "interlaced", "cut off", "damaged", "transparent colour"],
)
def test_what_cannot_be_taken_as_it_is(content: bytes) -> None:
    assert image_data(content) is None


def test_data_in_several_chunks_is_joined() -> None:
    content = png(picture("L"))
    data = image_data(content)
    assert data is not None

    def chunk(part: bytes) -> bytes:
        return struct.pack(">I", len(part)) + b"IDAT" + part + zlib.crc32(b"IDAT" + part).to_bytes(4, "big")

    at = content.index(b"IDAT") - 4
    split = content[:at] + chunk(data[:5]) + chunk(data[5:]) + content[at + 12 + len(data) :]
    assert Image.open(io.BytesIO(split)).tobytes() == picture("L").tobytes()
    assert image_data(split) == data


# Drawings


HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100" width="200" height="100"'
EVERYTHING = f"""{HEAD}>
<linearGradient id="g" x2="1" y2="1"><stop stop-color="red"/><stop offset="1" stop-color="blue" stop-opacity=".4"/>
</linearGradient>
<mask id="m"><rect width="200" height="100" fill="white"/><circle cx="20" cy="20" r="12"/></mask>
<pattern id="p" width="8" height="8" patternUnits="userSpaceOnUse"><circle cx="4" cy="4" r="3" fill="green"/></pattern>
<g mask="url(#m)"><rect x="5" y="5" width="90" height="90" fill="url(#g)"/></g>
<g opacity=".5"><rect x="60" y="30" width="80" height="40"/><circle cx="140" cy="50" r="30" fill="orange"/></g>
<rect x="110" y="60" width="85" height="38" fill="url(#p)" stroke="black" stroke-dasharray="4 2"/>
<text x="150" y="30" text-anchor="middle" font-size="20">Høringŋ</text>
<path d="M10 90 C 60 10, 120 120, 190 40" fill="none" stroke="black" stroke-width="3"/></svg>"""
UNKNOWN_COLOURS = f'{HEAD}><rect width="50" height="50" fill="color(display-p3 1 0 0)"/></svg>'


def drawn(build: Path, **drawings: str) -> dict[str, str]:
    """Prepare drawings as a build does; gives the address of each."""
    (build.parent / "source").mkdir(exist_ok=True)
    names = [f"{name}.svg" for name in drawings]
    for name, markup in drawings.items():
        (build.parent / "source" / f"{name}.svg").write_text(markup, "utf-8")
    here = dict.fromkeys(names, Location(path="chapters/a.md", line=1))
    made = images.prepare(build.parent / "source", here, build)["images"]
    assert images.draw(made, build, LOOK) == ()
    return {name: made[f"{name}.svg"]["print"] for name in drawings}


def shown(build: Path, body: str, name: str = "out") -> Path:
    """The PDF of a page with this body."""
    target = build / f"{name}.pdf"
    page = pages.write(build, f'<html lang="nb"><title>T</title><body>{body}')
    assert pdf.layout(page, target, LOOK, PdfSettings()) == ()
    return target


def picture_of(path: Path) -> Image.Image:
    with pypdfium2.PdfDocument(path) as opened:
        return opened[0].render(scale=2).to_pil().convert("RGB")


def forms(path: Path) -> list[str]:
    """What each form XObject of the PDF draws."""
    with pikepdf.open(path) as opened:
        return [
            item.read_bytes().decode("latin-1")
            for item in opened.objects
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Form"
        ]


BANDS = "width: 300px; height: 400px"  # in which the drawing stands in the middle


@pytest.mark.parametrize(
    ("style", "attributes"),
    [
        ("", ""),
        ("width: 5cm", ""),
        ("width: 90mm; transform: rotate(10deg)", ""),
        (BANDS, ""),
        ("width: 400px; height: 90px", ""),
        (BANDS, 'preserveAspectRatio="none" '),
        (BANDS, 'preserveAspectRatio="xMinYMax" '),
        (BANDS, 'preserveAspectRatio="xMidYMid slice" '),
        (BANDS, 'viewBox="0 0 100 100" '),
        ("", 'viewBox="0 0 100 100" '),
    ],
)
def test_a_prepared_drawing_looks_as_one_drawn_in_its_place(tmp_path: Path, style: str, attributes: str) -> None:
    markup = EVERYTHING.replace('viewBox="0 0 200 100" ', "") if "viewBox" in attributes else EVERYTHING
    markup = markup.replace("<svg ", f"<svg {attributes}", 1)
    if "viewBox" in attributes:  # only what lies in it, for nothing else is drawn of a form
        markup = re.sub(r">.*</svg>", '><rect width="70" height="50" fill="green"/></svg>', markup, count=1, flags=re.S)
    source = drawn(tmp_path / "build", everything=markup)["everything"]
    body = f'<p><img src="{source}" alt="x" style="{style}"></p>'
    prepared = shown(tmp_path / "build", body)
    (tmp_path / "build" / source).with_suffix(".form").unlink()
    anew = shown(tmp_path / "build", body, "anew")
    pixels = ImageChops.difference(picture_of(prepared), picture_of(anew)).convert("L").histogram()
    assert sum(pixels[60:]) < 20, "edges alone may differ"
    assert sum(picture_of(anew).convert("L").histogram()[:250]) > 5000, "there is something to compare"


def test_a_prepared_drawing_is_in_the_pdf_once_and_its_text_is_found(
    tmp_path: Path, tool: Callable[[str], str]
) -> None:
    source = drawn(tmp_path / "build", everything=EVERYTHING)["everything"]
    made = shown(
        tmp_path / "build", f'<img src="{source}" alt="x">' + f'<img src="{source}" alt="y" style="width: 3cm">'
    )
    assert sum("190 40 c" in form for form in forms(made)) == 1
    command = [tool("pdftotext"), str(made), "-"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.split() == ["Høringŋ"] * 2


def test_fonts_of_two_drawings_are_told_apart(tmp_path: Path) -> None:
    texts = {name: f'{HEAD}><text y="50">{name}</text></svg>' for name in ("one", "two")}
    sources = drawn(tmp_path / "build", **texts)
    made = shown(tmp_path / "build", "".join(f'<img src="{source}" alt="x">' for source in sources.values()))
    with pikepdf.open(made) as opened:
        names = [
            str(item.FontName)
            for item in opened.objects
            if isinstance(item, pikepdf.Dictionary) and "/FontName" in item
        ]
        assert len(set(names)) == len(names) >= 2
        for item in opened.objects:
            if isinstance(item, pikepdf.Dictionary) and "/DescendantFonts" in item:
                (below,) = item.DescendantFonts
                assert item.BaseFont == below.BaseFont == below.FontDescriptor.FontName


def test_images_inside_a_drawing_are_not_smoothed(tmp_path: Path) -> None:
    data = base64.b64encode(png(picture("RGB"))).decode()
    source = drawn(tmp_path / "build", a=f'{HEAD}><image width="90" href="data:image/png;base64,{data}"/></svg>')["a"]
    with pikepdf.open(shown(tmp_path / "build", f'<img src="{source}" alt="x">')) as made:
        found = [item for item in made.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"]
        assert [item.Interpolate for item in found] == [False]


def test_what_the_layout_cannot_draw_is_told_at_every_build(tmp_path: Path) -> None:
    source = drawn(tmp_path / "build", a=UNKNOWN_COLOURS)["a"]
    page = pages.write(tmp_path / "build", f'<html lang="nb"><title>T</title><img src="{source}" alt="x">')
    for _ in range(2):
        found = pdf.layout(page, tmp_path / "out.pdf", LOOK, PdfSettings())
        assert [finding.code for finding in found] == ["pdf-style"]


def test_a_drawing_that_recurs_is_drawn_once(tmp_path: Path) -> None:
    drawing = quote(f'{HEAD}><path d="M10 90 C 60 10, 120 120, 190 40"/></svg>')
    style = f'<style>@page {{ background: url("data:image/svg+xml,{drawing}") }} p {{ break-after: page }}</style>'
    made = shown(tmp_path / "build", style + "<p>a</p>" * 9)
    with pikepdf.open(made) as opened:
        assert len(opened.pages) > 8
    assert 0 < sum("190 40 c" in form for form in forms(made)) <= 2
