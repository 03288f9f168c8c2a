"""Images go into the PDF as they were prepared: nothing is decoded, encoded or drawn anew while pages are laid out.

The data of a PNG file is taken over. Of an SVG there is a form XObject beside it (ISO 32000-2, 8.10), which `images`
made; one that recurs without, like the watermark, is drawn to one here.
"""

from __future__ import annotations

from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pydyf
import weasyprint.images

from greenpaper import portable
from greenpaper.pdf import png, writing
from greenpaper.pdf.fetcher import BASE

_Raster: Any = weasyprint.images.RasterImage
_SVG: Any = weasyprint.images.SVGImage
_SAME = 1e-3  # relative difference of proportions that no eye sees


def install(folder: Path) -> None:
    """Have WeasyPrint take images as they were prepared; `folder` is the page's.

    Replaced are the classes of images that its loader makes, and `PDF`, so that a form brings its objects with it.
    """
    weasyprint.images.RasterImage = _Picture
    weasyprint.images.SVGImage = partial(_Drawing, folder)
    writing.install()


class _Picture(_Raster):  # type: ignore[misc]
    def get_x_object(self, interpolate: bool, dpi_ratio: float) -> pydyf.Stream:
        """WeasyPrint's, without smoothing: PDF/A forbids it (ISO 19005-2, 6.2.8)."""
        return super().get_x_object(False, dpi_ratio)

    @staticmethod
    def _get_png_data(image: Any) -> bytes:
        """WeasyPrint's way is left for images that were changed since they were opened, and for other kinds of PNG."""
        file = getattr(image, "fp", None)  # Pillow closes it when it decodes
        data = png.image_data(file.getvalue()) if file else None
        return data or _Raster._get_png_data(image)


class _Drawing(_SVG):  # type: ignore[misc]
    def __init__(self, folder: Path, tree: Any, url: str | None, *more: Any) -> None:
        super().__init__(tree, url, *more)
        self._folder, self._url = folder, url or ""
        self._own: dict[tuple[float, float], _Form | None] = {}  # by size, since not every SVG can be scaled

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """WeasyPrint's, for what stands in the document once and has no form."""
        prepared = self._prepared
        if prepared and (place := self._place(prepared, width, height)):
            with stream.stacked():
                stream.transform(*place)
                stream.draw_x_object(stream.add_image(prepared, False, 1))
        elif (width, height) in self._own:
            form = self._own[width, height] or self._drawn(stream, width, height, style)
            self._own[width, height] = form
            stream.draw_x_object(stream.add_image(form, False, 1))
        else:
            self._own[width, height] = None
            super().draw(stream, width, height, style)

    def _place(self, form: _Form, width: float, height: float) -> tuple[float, ...] | None:
        """The matrix that puts a form into a box of another coordinate system; None where it would be distorted.

        In a box of other proportions than its own an SVG keeps these and stands in the middle (SVG 2, 8.7).
        """
        across, down = width / form.width, height / form.height
        if abs(across / down - 1) > _SAME:
            box = self._svg.get_viewbox()
            told = self._svg.tree.get("preserveAspectRatio", "xMidYMid").split()
            whole = box and abs(box[2] * form.height / (box[3] * form.width) - 1) < _SAME  # the form has no bands
            if not whole or told not in (["xMidYMid"], ["xMidYMid", "meet"]):
                return None
            across = down = min(across, down)
        left, top = (width - across * form.width) / 2, (height - down * form.height) / 2
        return across, 0, 0, -down, left, height - top

    @cached_property
    def _prepared(self) -> _Form | None:
        if not self._url.startswith(BASE):
            return None
        file = self._folder / unquote(urlsplit(self._url).path).removeprefix("/")
        form = file.with_suffix(".form")
        made = portable.read(form)  # an empty file: nothing but a new drawing will do
        if made is None:
            return None
        width, height = made.facts["size"]
        return _Form(form.name, width, height, portable.place(made)[made.roots["form"]])

    def _drawn(self, stream: Any, width: float, height: float, style: Any) -> _Form:
        """Unlike `Stream.add_group` no transparency group: it paints as if it stood in its place."""
        kinds = ("ExtGState", "XObject", "Pattern", "Shading")
        resources = pydyf.Dictionary({kind: pydyf.Dictionary() for kind in kinds})
        resources |= {"ColorSpace": stream._resources["ColorSpace"], "Font": None}  # WeasyPrint adds the fonts
        box = pydyf.Array((0, 0, width, height))
        extra = pydyf.Dictionary({"Type": "/XObject", "Subtype": "/Form", "BBox": box, "Resources": resources})
        form = stream.clone(resources=resources, extra=extra, tags=None)
        super().draw(form, width, height, style)
        return _Form(f"{self._url} {width} {height}", width, height, form)


class _Form:
    """What WeasyPrint takes for an image: it asks for `id` when it is placed, and once for the object."""

    def __init__(self, name: str, width: float, height: float, x_object: pydyf.Object) -> None:
        self.id = sha256(name.encode()).hexdigest()[:16]
        self.width, self.height = width, height
        self._x_object = x_object

    def get_x_object(self, _interpolate: bool, _dpi_ratio: float) -> pydyf.Object:
        """The form XObject."""
        return self._x_object
