"""PNG, JPEG, GIF and WebP: checked, turned upright, in sRGB, without metadata, no larger than print needs."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageFile, UnidentifiedImageError

from greenpaper.colour import WHITE
from greenpaper.images.faults import ImageFault

PIXELS = 40_000_000  # 120 MB in memory
_WIDTH, _HEIGHT = 1340, 1900  # pixels: 170 mm and 241 mm at 200 dpi, the most that a page shows
_MARGIN = 1.25  # less than that too large is left alone: the blur would cost more than the pixels
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
_HEAD = 4096  # bytes in which an SVG shows itself, behind whatever its program writes on top
_ORIENTATION, _SIDEWAYS = 0x0112, frozenset({5, 6, 7, 8})  # Exif 2.32, 4.6.4
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SCANS = 100  # of a JPEG; cameras and programs make at most 20, and each goes over all pixels
_SCAN = b"\xff\xda"  # ITU-T T.81, B.2.3; within a scan no such bytes stand
PROFILE = 4_000_000  # bytes of a colour profile that is used; the largest of printers have 3 million

Image.MAX_IMAGE_PIXELS = None  # our own limit is lower, and a finding instead of a warning on the terminal


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """What the header says: pixels as a browser shows them, and the suffix that the prepared file will have.

    `moves` says that there are more pictures behind the first, which alone is taken.
    """

    width: int
    height: int
    suffix: str
    moves: bool


def source(content: bytes) -> Source:
    """Read the header only. ImageFault when this is no image that can be taken, or one of too many pixels."""
    with _opened(content) as image, _decoding():
        width, height = image.size
        if _orientation(image) in _SIDEWAYS:
            width, height = height, width
        jpeg = _is_jpeg(image)
        moves = not jpeg and bool(getattr(image, "is_animated", False))
        return Source(width=width, height=height, suffix=".jpg" if jpeg else ".png", moves=moves)


def check(content: bytes) -> int:
    """Decode an image that is taken as it is; gives its pixels. ImageFault as `source` and `prepare`."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with _opened(content) as image, _decoding():
        image.load()
        return image.width * image.height


def prepare(content: bytes, ground: str = WHITE) -> bytes:
    """The file for print and Word: JPEG stays JPEG, everything else becomes PNG. ImageFault when it is damaged.

    What is transparent becomes `ground`, the colour that the image will lie on.
    """
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # which WeasyPrint sets for the whole process where it is loaded
    with _opened(content) as opened:
        jpeg, turn = _is_jpeg(opened), _TURNS.get(_orientation(opened) or 1)  # asked before decoding, as `source` does
        with _decoding():
            opened.load()
            upright = opened if turn is None else opened.transpose(turn)
            image = _in_srgb(_flat(upright, ground), opened.info.get("icc_profile"))
    scale = min(_WIDTH / image.width, _HEIGHT / image.height)
    if scale * _MARGIN < 1:
        size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
        image = image.resize(size, Image.Resampling.LANCZOS)
    made = io.BytesIO()
    if jpeg:
        image.save(made, "JPEG", quality=90, subsampling=0, icc_profile=None, exif=b"")
    else:
        image.save(made, "PNG", compress_level=6, icc_profile=None)
    return made.getvalue()


def _orientation(image: Image.Image) -> int | None:
    """As the camera was held; None where nothing says so that can be read."""
    try:
        return image.getexif().get(_ORIENTATION) if "exif" in image.info else None
    except Exception:  # whatever damaged metadata provokes
        return None


@contextmanager
def _decoding() -> Iterator[None]:
    try:
        yield
    except Exception as fault:  # whatever a damaged file provokes
        raise _unreadable(f"is damaged ({fault})") from None


def _opened(content: bytes) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(content), formats=_FORMATS)
    except UnidentifiedImageError:
        if content[:4] in {b"\x89PNG", b"\xff\xd8\xff\xe0", b"\xff\xd8\xff\xe1", b"GIF8"}:
            raise _unreadable("is damaged") from None
        if b"<svg" in content[:_HEAD]:
            what = "is an SVG, but its name does not end in .svg"
            raise ImageFault("image-format", what, "give its name that ending, in the text too") from None
        what = "is no PNG, JPEG, GIF, WebP or SVG, whatever its name says"
        raise ImageFault("image-format", what, "export it anew as PNG or SVG") from None
    except Exception as fault:
        raise _unreadable(f"is damaged ({fault})") from None
    if _is_jpeg(image) and content.count(_SCAN) > SCANS:
        raise ImageFault("image-oversized", f"has more than {SCANS} scans", "export it anew as a plain JPEG")
    if image.width * image.height > PIXELS:
        what = f"has {image.width} x {image.height} pixels, more than {PIXELS // 1_000_000} million"
        raise ImageFault("image-oversized", what, f"make it smaller; print shows no more than {_WIDTH} x {_HEIGHT}")
    return image


def _unreadable(what: str) -> ImageFault:
    return ImageFault("image-unreadable", what, "open it in the program it comes from and export it anew")


def _is_jpeg(image: Image.Image) -> bool:
    return image.format in {"JPEG", "MPO"}  # MPO: what telephones write, a JPEG with more pictures behind


def _flat(image: Image.Image, ground: str) -> Image.Image:
    """Grey, RGB or CMYK of 8 bits; what is transparent becomes `ground`."""
    if image.mode.startswith("I;16") or image.mode == "I":
        return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if image.has_transparency_data:
        whole = image.convert("RGBA")
        alpha = whole.getchannel("A")
        if alpha.getextrema() == (255, 255):
            return whole.convert("RGB")
        flat = Image.new("RGB", whole.size, ground)
        flat.paste(whole, mask=alpha)
        return flat
    if image.mode in {"1", "L", "LA"}:
        return image.convert("L")
    return image if image.mode == "CMYK" else image.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours by the file's own profile where it has a usable one: without it they would change when it is dropped."""
    if profile and len(profile) <= PROFILE and image.mode != "L":
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (OSError, ValueError, ImageCms.PyCMSError):
            converted = None
        if converted is not None:
            return converted
    return image.convert("RGB") if image.mode == "CMYK" else image
