"""Raster images go into the PDF as the files hold them."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from greenpaper import pdf, theme
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
