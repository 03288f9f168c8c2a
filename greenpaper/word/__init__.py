"""Book tree -> DOCX: pandoc writes the text, we make everything round it.

Of what pandoc writes we keep the document, its footnotes, the numbering of its lists and the addresses of its links.
Styles, settings, fonts, headers, pictures, properties and front matter are ours, made from theme, stamp and words.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from greenpaper import files, pandoc, tree
from greenpaper.anchors import Anchor
from greenpaper.imprint import Imprint, StatusRow
from greenpaper.model import Finding, Location, Protection
from greenpaper.theme import Theme
from greenpaper.tree import Node
from greenpaper.word import (
    accessibility,
    anchors,
    commenting,
    comments,
    cover,
    finish,
    fonts,
    lists,
    numbering,
    package,
    properties,
    reference,
    running,
    styles,
)
from greenpaper.word.bookmarks import bookmarks
from greenpaper.word.branch import branch
from greenpaper.word.drawing import Picture
from greenpaper.word.front import front
from greenpaper.word.ooxml import parse, serialize
from greenpaper.word.package import WORD, Package
from greenpaper.word.properties import build_id as build_id  # what a build is named by, in every file of it
from greenpaper.words import Words

_FOOTNOTES, _NUMBERING, _SETTINGS = "word/footnotes.xml", "word/numbering.xml", "word/settings.xml"


def write(
    book: Node,
    images: Mapping[str, Any],
    build: Path,
    target: Path,
    anchor_map: Path,
    *,
    imprint: Imprint,
    rows: tuple[StatusRow, ...],
    words: Words,
    theme: Theme,
    logo: str | None = None,
    protection: Protection = Protection.NONE,
    open_copy: Path | None = None,
) -> tuple[Finding, ...]:
    """Write the document to `target`, guarded by `protection`, and what its anchors stand round to `anchor_map`.

    `book` is book.json and `images` the "images" of images.json, whose paths are relative to `build`; `logo` is the key
    there of the publisher's sign. `open_copy` is where a document with tracked changes gets a copy whose tracking can
    be ended. In `build` the two packages on the way stay: `word/reference.docx`, the styles for pandoc, and
    `word/pandoc.docx`, what it made.
    Returns what is found in the finished package and told nowhere else. ToolError when pandoc fails.
    """
    names = bookmarks(book)
    made = branch(book, images, names, page=theme.page, words=words)
    sign = Picture.make(images[logo], len(made.pictures) + 1) if logo else None
    measures = cover.measure(imprint, theme, sign)
    theme = cover.fitted(theme, measures.title)
    sheet = styles.part(theme, words.tag, _badges(imprint, rows))
    parts = _pandoc(made.document, sheet, build / "word", imprint.stamp.date)
    asks = imprint.on_hearing and protection != Protection.READ_ONLY  # else nobody could answer a comment
    questions = book["book"]["questions"] if asks else []
    advice = commenting.page(imprint, words, protection, _cited(book), bool(questions))
    before = front(
        book["book"], names, imprint=imprint, rows=rows, words=words, theme=theme, band=measures.band, logo=sign,
        advice=advice,
    )  # fmt: skip
    document = parse(parts[reference.DOCUMENT])
    landscape = finish.finish(document, before, made.numbers, theme, words.tag)
    comments.place(document, questions, names)
    notes = parse(parts[_FOOTNOTES])
    finish.finish_notes(notes, theme, words.tag)
    anchors.settle((document, notes), made.anchors)
    entries = anchors.entries(made.anchors, document, notes)

    whole = Package()
    whole.add(reference.DOCUMENT, serialize(document), f"{WORD}document.main+xml")
    whole.relate("", "officeDocument", reference.DOCUMENT, "rId1")
    fonts.add(whole, theme)
    _looks(
        whole,
        sheet,
        numbering.part(parts[_NUMBERING], lists.inner((document, notes))),
        reference.settings(words.tag, protection, duplex=theme.page.duplex),
    )
    properties.add(whole, imprint, build_id(book, imprint), protection)
    running.add(whole, reference.DOCUMENT, imprint, words, theme, band=measures.band, landscape=landscape)
    whole.add(_FOOTNOTES, serialize(notes), f"{WORD}footnotes+xml")
    whole.relate(reference.DOCUMENT, "footnotes", _FOOTNOTES, "rIdFootnotes")
    anchors.add(whole, reference.DOCUMENT, entries, imprint)
    _pictures(whole, (*made.pictures, *([sign] if sign else [])), build)
    for source in (reference.DOCUMENT, _FOOTNOTES):
        for key, address in package.external_links(parts, source):
            whole.relate(source, "hyperlink", address, key, external=True)
    if questions:
        comments.add(whole, reference.DOCUMENT, questions, imprint, words)
    files.write_atomic(anchor_map, anchors.beside(entries, imprint))
    files.write_atomic(target, whole.to_bytes())
    found = _access(whole, made.anchors, book, target)
    if open_copy:
        commenting.loosen(advice, words)
        whole.parts[reference.DOCUMENT] = serialize(document)
        whole.parts[_SETTINGS] = reference.settings(words.tag, Protection.OPEN, duplex=theme.page.duplex)
        files.write_atomic(open_copy, whole.to_bytes())
        found += tuple(item for item in _access(whole, made.anchors, book, open_copy) if item not in found)
    return found


def _access(whole: Package, pieces: Iterable[Anchor], book: Node, target: Path) -> tuple[Finding, ...]:
    places = {anchor.identifier: anchor.where for anchor in pieces}
    parts = {part: parse(whole.parts[part]) for part in accessibility.PARTS}
    told = [Finding.from_dict(item) for item in book["findings"]]
    return accessibility.findings(accessibility.faults(parts, places), places, told, Location(path=target.as_posix()))


def _cited(book: Node) -> str | None:
    """The first number of a paragraph; None where the document has none."""
    spans = (item for item in tree.walk(book["blocks"]) if item["t"] == "Span")
    return next((tree.text(item) for item in spans if tree.PARAGRAPH_NUMBER in item["c"][0][1]), None)


def _badges(imprint: Imprint, rows: tuple[StatusRow, ...]) -> dict[str, tuple[str, str]]:
    """Ground and ink of every status that the document names."""
    made = {row.status_key: (row.colour, row.ink) for row in rows if row.status_key}
    return made | {imprint.status: (imprint.status_colour, imprint.status_ink)}


def _pandoc(document: Node, sheet: bytes, folder: Path, date: datetime.date) -> dict[str, bytes]:
    look, written = folder / "reference.docx", folder / "pandoc.docx"
    files.write_atomic(look, reference.reference(sheet))
    # --quiet: pandoc warns of formulas that it cannot turn into Word's; they stay as their TeX text.
    arguments = ["--from=json", "--to=docx", "--sandbox", "--quiet", "--syntax-highlighting=none"]
    moment = datetime.datetime.combine(date, datetime.time(), datetime.UTC)  # else the intermediate file says when
    environment = {"SOURCE_DATE_EPOCH": str(int(moment.timestamp()))}
    pandoc.run_to_file([*arguments, f"--reference-doc={look}"], json.dumps(document), written, environment)
    return package.read(written)


def _looks(whole: Package, sheet: bytes, lists: bytes, settings: bytes) -> None:
    """Add styles, lists and settings, and relate them and the fonts to the document."""
    whole.add(reference.STYLES, sheet, f"{WORD}styles+xml")
    whole.add(_NUMBERING, lists, f"{WORD}numbering+xml")
    whole.add(_SETTINGS, settings, f"{WORD}settings+xml")
    for kind, part in (
        ("styles", reference.STYLES),
        ("numbering", _NUMBERING),
        ("settings", _SETTINGS),
        ("fontTable", fonts.PART),
    ):
        whole.relate(reference.DOCUMENT, kind, part, f"rId{kind.capitalize()}")


def _pictures(whole: Package, pictures: Iterable[Picture], build: Path) -> None:
    """Add the image files, related to the parts that show them."""
    for number, picture in enumerate(pictures, 1):
        for key, path in ((picture.key, picture.raster), (f"{picture.key}Svg", picture.vector)):
            if path is None:
                continue
            part = f"word/media/picture{number}{Path(path).suffix.lower()}"
            whole.add(part, (build / path).read_bytes())
            for source in (reference.DOCUMENT, _FOOTNOTES):
                if f'"{key}"'.encode() in whole.parts[source]:
                    whole.relate(source, "image", part, key)
