"""The source of a document: the files that a release keeps, so that it can be built again from them alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from greenpaper import files, resources, revision
from greenpaper.document import GRAPH, NAME, NOTES
from greenpaper.errors import AuthorError
from greenpaper.model import Stamp
from greenpaper.project import Project

FOLDER = "source"  # in a release


def listing(project: Project, images: Mapping[str, Any]) -> tuple[str, ...]:
    """The paths from the document's folder, sorted: settings, chapters, theme, notes, and the images that it shows.

    `images` is the "images" of images.json.
    """
    document = project.document
    theme = {name for name in project.files if name.startswith(f"{document.theme}/")}
    named = {NAME, GRAPH, NOTES, *(chapter.path for chapter in document.chapters), *images}
    if document.vocabulary:
        named.add(document.vocabulary)
    return tuple(sorted(theme | (named & set(project.files))))


def _read(root: Path, name: str) -> bytes:
    try:
        return resources.read(root, name)
    except resources.Refusal as refusal:
        what = f"it {refusal}, so no release can keep it; put the file itself into the document's folder"
        raise AuthorError(f"{name}: error: {what} [release-source]") from None


def digest(root: Path, names: Iterable[str]) -> str:
    """The identity of a source: SHA-256 over the checksums and names of its files, in the form of a manifest."""
    lines = (f"{files.sha256(_read(root, name))}  {name}\n" for name in sorted(names))
    return files.sha256("".join(lines).encode())


def export(root: Path, names: Sequence[str], target: Path, made: Stamp) -> None:
    """Copy the source to the new folder `target`, with its commit and day: there is no git where it is unpacked."""
    for name in names:
        files.write_atomic(target / name, _read(root, name))
    files.write_atomic(target / revision.FILE, revision.text(made.commit, made.date, target, names))
