"""The files that a run makes: where each is, which were made, and which are left of former runs.

Paths are relative to the document's folder.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from greenpaper import editions, files
from greenpaper.model import OUTPUTS, Chapter
from greenpaper.project import BUILD, Project

TREE = BUILD / "tree"
STAMP = BUILD / "stamp.json"
BOOK = BUILD / "book.json"
IMAGES = BUILD / "images.json"
FORMULAS = BUILD / "formulas.json"
DRAWINGS = BUILD / "drawings.json"
FINDINGS = BUILD / "findings.json"
PAGE = BUILD / "page.html"
VALIDATION = BUILD / "validation.json"
VALIDATED = (VALIDATION, files.mark_of(VALIDATION))
FONTS = BUILD / "fonts"
PREVIEW = BUILD / "preview"  # pages of chapters as they were last laid out
ENDINGS = {"docx": ("docx", "anchors.json", "xlsx", "md")}  # of what goes with a kind of output
WORD = (BUILD / "word" / "reference.docx", BUILD / "word" / "pandoc.docx")  # on the way to the DOCX


def tree_file(chapter: Chapter) -> Path:
    """Where a chapter's tree is."""
    return TREE / f"{chapter.stem}.json"


def output(project: Project, ending: str) -> Path:
    """Where a finished document is: `pdf` -> build/<name>.pdf."""
    return BUILD / f"{project.name}.{ending}"


def open_copy(project: Project) -> Path | None:
    """Where the copy of the DOCX is whose tracking can be switched off; None where there is none."""
    return BUILD / f"{project.name}-open.docx" if project.has_open_copy else None


def docx_outputs(project: Project) -> tuple[Path, ...]:
    """Where the DOCX is, the map of its anchors, and its open copy if there is one."""
    copy = open_copy(project)
    return output(project, "docx"), output(project, "anchors.json"), *([copy] if copy else [])


def hearing_outputs(project: Project) -> tuple[Path, Path, Path]:
    """Where the forms for answers are, for Word and for Excel, and the text for the covering letter."""
    forms = (BUILD / f"{project.name}-response.{ending}" for ending in ("docx", "xlsx"))
    return (*forms, BUILD / f"{project.name}-letter.md")  # type: ignore[return-value]


def preview_output(project: Project) -> Path:
    """Where the preview is."""
    return BUILD / f"{project.name}-preview.pdf"


def prepared_images(kind: str) -> tuple[Path, ...]:
    """The files that images.json names, for "print" or for "word", or the "form"s of drawings."""
    return tuple(sorted({BUILD / entry[kind] for entry in _named(IMAGES, "images").values() if kind in entry}))


def drawn_formulas() -> tuple[Path, ...]:
    """The files that formulas.json names."""
    entries = [entry for kind in _named(FORMULAS, "formulas").values() for entry in kind.values()]
    return tuple(sorted({BUILD / entry["print"] for entry in entries}))


def load(path: Path) -> Any:
    """The data of a JSON file that a task made."""
    return json.loads(path.read_bytes())


def store(path: Path, data: Any) -> None:
    """Write data as JSON for other tasks."""
    # Not indented, for speed: a book has 100,000 nodes. `python -m json.tool` shows it.
    files.write_atomic(path, json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n")


def _named(path: Path, key: str) -> dict[str, Any]:
    """What a file names; nothing where it is missing or damaged, in which case it is made anew."""
    try:
        named: dict[str, Any] = load(path)[key]
    except (OSError, ValueError, TypeError, KeyError):
        return {}
    return named


def fonts(project: Project) -> tuple[Path, ...]:
    """The font files beside the page."""
    return tuple(FONTS / path.name for font in project.theme.font_files for path in (font.path, font.web) if path)


def remove(paths: Callable[[], Iterable[Path]]) -> None:
    """Remove these files, and the folders in build/ that are empty then; nothing else that lies there."""
    for path in paths():
        path.unlink(missing_ok=True)
        folder = path.parent
        while folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
            if folder == BUILD:
                break
            folder = folder.parent


def former_trees() -> Iterable[Path]:
    """Trees of chapters, those that the document no longer has among them."""
    return sorted(TREE.glob("[0-9][0-9]-*.json"))


def former_images() -> Iterable[Path]:
    """Prepared images, those that nothing shows any more among them."""
    return sorted((BUILD / "img").glob("*-" + "[0-9a-f]" * 12 + ".*"))


def former_outputs(project: Project, ending: str) -> Iterable[Path]:
    """Finished documents of this one's name, with whatever version, status, language and edition.

    With those of the kinds that the edition lacks: no other task would take them away.
    """
    terms = "|".join(term.key for term in project.vocabulary.statuses)
    endings = "|".join(map(re.escape, [ending, *lacking(project)]))
    name = re.compile(
        rf"{project.document.slug}-[0-9][^-]*(?:-[0-9A-Za-z.]+)?-(?:{terms})-[a-z]{{2}}(?:-[a-z0-9-]+)?\.(?:{endings})"
    )
    return sorted(path for path in BUILD.glob("*") if name.fullmatch(path.name))


def foreign_outputs(project: Project) -> list[Path]:
    """Finished documents that were built under another version, status, language, edition or setting, of every kind.

    Whichever output is made anew, they go: beside it, nobody shall take them for this version's.
    """
    kinds = editions.outputs(project.document)
    own = {preview_output(project), *(output(project, kind) for kind in kinds)}
    if "docx" in kinds:
        own.update(docx_outputs(project))
        own.update(hearing_outputs(project) if project.on_hearing else ())
    endings = [ending for kind in OUTPUTS for ending in ENDINGS.get(kind, (kind,))]
    found = dict.fromkeys(path for ending in endings for path in former_outputs(project, ending))
    return [path for path in found if path not in own]


def lacking(project: Project) -> tuple[str, ...]:
    """The endings of files that the edition is made without."""
    kinds = [kind for kind in OUTPUTS if kind not in editions.outputs(project.document)]
    return tuple(ending for kind in kinds for ending in ENDINGS.get(kind, (kind,)))


def former_previews(project: Project) -> list[Path]:
    """Previews of this document with another version, status, language or edition."""
    mine = preview_output(project)
    return [path for path in former_outputs(project, "pdf") if path.name.endswith("-preview.pdf") and path != mine]


def kept_pages() -> Iterable[Path]:
    """The pages that previews keep."""
    return sorted(PREVIEW.glob("*"))
