"""All chapters read, passed and checked in one go, without a build: for `greenpaper init` and for tests."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from greenpaper import files, formulas, images, passes, project, reading, theme
from greenpaper.checks import characters, look
from greenpaper.model import Finding


def make(root: Path) -> dict[str, Any]:
    """The data of book.json for the document in `root`."""
    return _make(root, project.load(root))


def check(root: Path) -> tuple[Finding, ...]:
    """Every finding in the text and the images of the document in `root`. Writes nothing there."""
    return found(root, project.load(root))


def found(root: Path, loaded: project.Project) -> tuple[Finding, ...]:
    """As `check`, with the settings as they were loaded."""
    book = _make(root, loaded)
    shown = passes.image_sources(book) | loaded.logo_image()
    with tempfile.TemporaryDirectory(prefix="greenpaper-") as build:
        prepared = images.prepare(root, shown, Path(build), loaded.theme, loaded.logo_ground())
        drawn = images.draw(prepared["images"], Path(build), loaded.theme)
        drawings = formulas.prepare(book, Path(build), loaded.theme.colours["text"])
    sources = (book, prepared, drawings)
    known = [Finding.from_dict(item) for source in sources for item in source["findings"]]
    seen = characters.check(book, theme.characters(loaded.theme))
    place, language = loaded.theme_place("fonts.body"), loaded.words.language
    return (*known, *drawn, *seen, *look.check(loaded.theme, loaded.own_sheets(), place, language))


def _make(root: Path, loaded: project.Project) -> dict[str, Any]:
    language = loaded.document.language
    trees = [
        (chapter, reading.read(chapter, files.read_text(root / chapter.path, root), loaded.vocabulary, language))
        for chapter in loaded.document.chapters
    ]
    context = passes.Context(document=loaded.document, vocabulary=loaded.vocabulary, words=loaded.words)
    return passes.run(trees, context)
