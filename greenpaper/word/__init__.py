"""Book tree -> DOCX: pandoc writes the text, we make everything round it.

Of what pandoc writes we keep the document, its footnotes, the numbering of its lists and the addresses of its links.
Styles, settings, fonts, headers, pictures, properties and front matter are ours, made from theme, stamp and words.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from greenpaper import files, resources
from greenpaper.model import Finding, Location, Protection
from greenpaper.word import (
    accessibility,
    anchors,
    comments,
    fonts,
    lists,
    numbering,
    package,
    properties,
    reference,
    running,
)
from greenpaper.word.drawing import Picture
from greenpaper.word.ooxml import parse, serialize
from greenpaper.word.package import WORD, Package
from greenpaper.word.properties import build_id as build_id  # what a build is named by, in every file of it
from greenpaper.word.source import Source as Source
from greenpaper.word.text import Text, Written, finished, written


def write(
    source: Source,
    target: Path,
    anchor_map: Path,
    *,
    protection: Protection = Protection.NONE,
    open_copy: Path | None = None,
) -> tuple[Finding, ...]:
    """Write the document to `target`, guarded by `protection`, and what its anchors stand round to `anchor_map`.

    `open_copy` is where a document with tracked changes gets a copy whose tracking can be ended. In the source's
    `build` the two packages on the way stay: `word/reference.docx`, the styles for pandoc, and `word/pandoc.docx`, what
    it made.
    Returns what is found in the finished packages and told nowhere else. ToolError when pandoc fails.
    """
    base = written(source)
    found: dict[Finding, None] = {}
    for path, guard in ((target, protection), *([(open_copy, Protection.OPEN)] if open_copy else [])):
        text = finished(source, base, guard)
        whole = _package(source, base, text, guard)
        files.write_atomic(anchor_map, anchors.beside(text.entries, source.imprint))  # the same for both
        files.write_atomic(path, whole.to_bytes())
        found |= dict.fromkeys(_access(source, base, whole, path))
    return tuple(found)


def _package(source: Source, base: Written, text: Text, protection: Protection) -> Package:
    imprint, words, theme = source.imprint, source.words, base.theme
    whole = Package()
    whole.add(reference.DOCUMENT, serialize(text.document), f"{WORD}document.main+xml")
    whole.relate("", "officeDocument", reference.DOCUMENT, "rId1")
    whole.add(reference.FOOTNOTES, serialize(text.notes), f"{WORD}footnotes+xml")
    whole.relate(reference.DOCUMENT, "footnotes", reference.FOOTNOTES, "rIdFootnotes")
    fonts.add(whole, theme)
    listed = numbering.part(base.parts[reference.NUMBERING], lists.inner((text.document, text.notes)))
    settings = reference.settings(words, protection, duplex=theme.page.duplex)
    reference.add(whole, base.sheet, listed, settings)
    properties.add(whole, imprint, build_id(source.book, imprint), protection)
    running.add(whole, reference.DOCUMENT, imprint, words, theme, band=base.band, landscape=text.landscape)
    anchors.add(whole, reference.DOCUMENT, text.entries, imprint)
    _pictures(whole, base.pictures, source.build)
    for part in reference.TEXTS:
        for key, address in package.external_links(base.parts, part):
            whole.relate(part, "hyperlink", address, key, external=True)
    if text.comments:
        comments.add(whole, reference.DOCUMENT, text.comments, imprint)
    return whole


def _access(source: Source, base: Written, whole: Package, path: Path) -> tuple[Finding, ...]:
    places = {anchor.identifier: anchor.where for anchor in base.branch.anchors}
    parts = {part: parse(whole.parts[part]) for part in accessibility.PARTS}
    told = [Finding.from_dict(item) for item in source.book["findings"]]
    return accessibility.findings(accessibility.faults(parts, places), places, told, Location(path=path.as_posix()))


def _pictures(whole: Package, pictures: Iterable[Picture], build: Path) -> None:
    """Add the image files, related to the parts that show them."""
    for number, picture in enumerate(pictures, 1):
        for key, path in ((picture.key, picture.raster), (f"{picture.key}Svg", picture.vector)):
            if path is None:
                continue
            part = f"word/media/picture{number}{Path(path).suffix.lower()}"
            whole.add(part, resources.read(build, path, kinds=resources.IMAGES))
            for shown in reference.TEXTS:
                if f'"{key}"'.encode() in whole.parts[shown]:
                    whole.relate(shown, "image", part, key)
