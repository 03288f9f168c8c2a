"""What every output shows of the book, and what it takes away of other versions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from greenpaper import built
from greenpaper.project import BUILD, Project


def shown_book(project: Project, kind: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The book with formulas placed, and a note for each image that could not be prepared; and those that could.

    It holds no character that cannot be shown: where that is no error, a sign stands for it.
    """
    from greenpaper import formulas, passes, theme
    from greenpaper.checks import characters

    entries = built.load(built.IMAGES)["images"]
    prepared = {source: entry for source, entry in entries.items() if (BUILD / entry[kind]).is_file()}
    shown = formulas.placed(built.load(built.BOOK), built.load(built.FORMULAS)["formulas"])
    shown = characters.shown(shown, theme.characters(project.theme))
    return passes.without_missing_images(shown, prepared, project.words["missing_image"]), prepared


def remove(paths: Sequence[Path]) -> None:
    """Take away what was built under another version, status or edition, and say so."""
    built.remove(lambda: paths)
    if paths:
        names = ", ".join(path.as_posix() for path in paths)
        print(f"removed, since it was built under another version, status, edition or setting: {names}", flush=True)
