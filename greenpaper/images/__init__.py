"""Image files to what print and Word need, prepared once and kept by content.

A prepared file's name holds a checksum of its source and of everything that shapes it, and beside it lies one of its
own content: where both are right, nothing is done. So build/img/ can be deleted, cut off or edited at any time, and
nothing in it is ever stale.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from greenpaper import files, resources, theme
from greenpaper.colour import WHITE
from greenpaper.images import drawing, raster, svg
from greenpaper.images.faults import MOVES, ImageFault
from greenpaper.images.places import Folder, outside
from greenpaper.model import Finding, Location
from greenpaper.resources import Reason, Refusal
from greenpaper.transliteration import to_ascii

FOLDER = "img"  # below build/
_PREPARATION = "2"  # to be raised when this package makes other bytes of the same source
_DRAWN = {"svg": "print", "png": "word", "form": "form"}  # fields of a Drawing: keys of an entry of images.json
_THREADS = 2  # Pillow decodes and encodes outside Python's lock; more would take too much memory


def prepare(
    root: Path,
    sources: Mapping[str, Location],
    build: Path,
    look: theme.Theme | None = None,
    grounds: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, Any]:
    """Prepare the image files `sources` (path from `root` -> first place that names it); gives what images.json holds.

    Writes to `build`/img/, all but what is drawn of SVG files: `draw` makes that. `look` has the fonts for text in SVG
    (the package's own theme when None), `grounds` the colour that an image will lie on where that is not white. Faults
    of the images are findings.
    """
    work = _Preparation(
        folder=Folder(root), build=build, look=look or theme.load(None), sources=sources, grounds=grounds
    )
    vectors = [source for source in sources if PurePosixPath(source).suffix.lower() == ".svg"]
    for source in vectors:
        work.vector(source)
    # Pillow warns of odd metadata, which we drop. Here, since the filters are the process's and not a thread's.
    with warnings.catch_warnings(action="ignore"), ThreadPoolExecutor(max_workers=_THREADS) as pool:
        for _ in pool.map(work.raster, sorted(sources.keys() - set(vectors))):
            pass
    order = sorted(work.findings, key=lambda finding: (finding.where.path, finding.where.line or 0, finding.what))
    return {
        "images": {source: work.images[source] for source in sorted(work.images)},
        "findings": [finding.as_dict() for finding in order],
    }


def draw(images: Mapping[str, Any], build: Path, look: theme.Theme) -> tuple[Finding, ...]:
    """Draw what is not there yet of the SVG files in `images`, the "images" of images.json: PNG twins and forms.

    Gives a finding for each that cannot be drawn; ToolError when none can on this machine.
    """
    waiting: dict[drawing.Drawing, str] = {}
    for source, entry in images.items():
        if "form" in entry:
            paths = {key: str((build / entry[kind]).resolve()) for key, kind in _DRAWN.items()}
            ground = entry.get("ground", WHITE)
            job = drawing.Drawing(**paths, width=entry["width"], height=entry["height"], ground=ground)
            if not job.is_done:
                waiting.setdefault(job, source)
    failed = [waiting[job] for job in drawing.draw(list(waiting), look)]
    fault = ImageFault("image-unreadable", "cannot be drawn, or not in time", "simplify it, or export it as PNG")
    return tuple(fault.finding(source, Location(path=source)) for source in sorted(failed))


@dataclass(kw_only=True)
class _Preparation:
    """One call of `prepare`, and what it found so far."""

    folder: Folder
    build: Path
    look: theme.Theme
    sources: Mapping[str, Location]
    grounds: Mapping[str, str]
    images: dict[str, dict[str, Any]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def raster(self, source: str) -> None:
        """Prepare one PNG, JPEG, GIF or WebP."""
        with self._reporting(source):
            content = self._content(source)
            header = raster.source(content)
            if header.moves:
                self.findings.append(MOVES.finding(source, self.sources[source]))
            ground = self._ground(source)
            name = f"{FOLDER}/{_stem(source)}-{_key(content, version('pillow'), ground)}{header.suffix}"
            if not files.is_kept(self.build / name):
                files.keep(self.build / name, raster.prepare(content, ground))
            self._keep(source, header.width, header.height, print=name, word=name)

    def vector(self, source: str) -> None:
        """Clean one SVG, and name what will be drawn of it: beside it, under the same name."""
        with self._reporting(source):
            made = svg.clean(self._content(source), self._known)
            self.findings += [fault.finding(source, self.sources[source]) for fault in made.remarks]
            stem = f"{FOLDER}/{_stem(source)}-{_key(made.markup, *self._drawing_tools, self._ground(source))}"
            files.write_atomic(self.build / f"{stem}.svg", made.markup)
            drawn = {"word": f"{stem}.png", "form": f"{stem}.form"}
            self._keep(source, made.width, made.height, print=f"{stem}.svg", **drawn)

    @cached_property
    def _known(self) -> frozenset[int]:
        return theme.characters(self.look)

    @cached_property
    def _drawing_tools(self) -> tuple[str, ...]:
        fonts = (f"{font.path.name} {files.sha256(font.path)}" for font in self.look.font_files)
        return (
            *(version(name) for name in ("weasyprint", "pydyf", "pypdfium2", "pillow")),
            repr(self.look.fonts),
            *fonts,
        )

    def _content(self, source: str) -> bytes:
        named = self.sources[source]
        place = self.folder.find(source, named.path)
        try:
            content = resources.read(self.folder.root, place.path, limit=resources.IMAGE)
        except Refusal as refusal:
            raise _refused(refusal) from None
        if place.fault:
            self.findings.append(place.fault.finding(source, named))
        return content

    def _keep(self, source: str, width: float, height: float, **names: str) -> None:
        ground = {"ground": self.grounds[source]} if source in self.grounds else {}
        self.images[source] = {**names, "width": _whole(width), "height": _whole(height), **ground}

    def _ground(self, source: str) -> str:
        return self.grounds.get(source, WHITE)

    @contextmanager
    def _reporting(self, source: str) -> Iterator[None]:
        try:
            yield
        except ImageFault as fault:
            self.findings.append(fault.finding(source, self.sources[source]))


def _refused(refusal: Refusal) -> ImageFault:
    match refusal.reason:
        case Reason.OUTSIDE:
            return outside()
        case Reason.MISSING:
            return ImageFault("image-missing", str(refusal), "add the file or correct the name")
        case Reason.OVERSIZED:
            return ImageFault("image-oversized", str(refusal), "make it smaller")
        case _:
            return ImageFault("image-unreadable", str(refusal), "put an image file in its place")


def _key(content: bytes, *tools: str) -> str:
    return files.sha256("\0".join((files.sha256(content), _PREPARATION, *tools)).encode())[:12]


def _stem(source: str) -> str:
    """The name in ASCII, for people who look into build/img/."""
    return re.sub(r"[^A-Za-z0-9]+", "-", to_ascii(PurePosixPath(source).stem)).strip("-")[:60].rstrip("-") or "image"


def _whole(pixels: float) -> int | float:
    return int(pixels) if float(pixels).is_integer() else pixels
