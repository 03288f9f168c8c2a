"""The task graph. `dodo.py` takes it over by `from greenpaper.tasks import *`.

Every arrow of docs/architecture.md is a task here; what it does is in `steps`. A task is done again when one of its
files, the settings or versions it depends on, or the package's code behind it has changed: doit compares contents.
Arguments of actions are no part of that comparison, so each value that shapes a result stands in `values` as well.
"""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from doit import get_var
from doit.exceptions import InvalidDodoFile, TaskFailed
from doit.tools import config_changed

from greenpaper import built, editions, project, sources, steps, theme, verapdf
from greenpaper.errors import GreenpaperError
from greenpaper.model import OUTPUTS
from greenpaper.reporter import Progress, coloured

__all__ = [
    "DOIT_CONFIG",
    "task_book",
    "task_check",
    "task_deprecate",
    "task_docx",
    "task_drawings",
    "task_formulas",
    "task_gate",
    "task_hearing",
    "task_html",
    "task_images",
    "task_outputs",
    "task_page",
    "task_pdf",
    "task_preview",
    "task_read",
    "task_rebuild",
    "task_release",
    "task_stamp",
    "task_validate",
    "task_verify",
]

DOIT_CONFIG = {
    "default_tasks": [],  # set below, when the settings are known
    "reporter": Progress,
    "dep_file": ".doit.db",
    "backend": "sqlite3",
    "verbosity": 2,
    # The PDF is laid out in a process of its own and pandoc is another: threads keep two processors busy.
    "num_process": 2,
    "par_type": "thread",
}

Task = dict[str, Any]
_IMAGES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"})


def _loaded() -> project.Project:
    try:
        return project.load(Path(), str(get_var("edition", "")))
    except GreenpaperError as fault:
        raise InvalidDodoFile(f"the settings have faults\n{fault}") from None  # doit writes "ERROR: " before it


# Trees of a hundred thousand nodes live to the end of a build: to look through them for garbage again and again doubles
# the time of reading.
gc.set_threshold(200_000, 50, 50)

PROJECT = _loaded()
DOIT_CONFIG["default_tasks"] = list(editions.outputs(PROJECT.document))
FORMS = ("text", "json", "sarif", "github")
COLOUR = coloured()


def _strict() -> bool:
    given = str(get_var("strict", "no")).casefold()
    if given not in {"yes", "no"}:
        raise InvalidDodoFile(f"strict={given} means nothing; write strict=yes or strict=no [settings-strict]")
    return given == "yes"


STRICT = _strict()


def _form(given: str) -> str:
    """What --format names; doit's own message of a wrong one would name it by our variable."""
    if given not in FORMS:
        raise InvalidDodoFile(f"--format {given} is not known; write one of {', '.join(FORMS)} [settings-argument]")
    return given


def _action(step: Callable[..., None], *arguments: Any) -> Callable[..., TaskFailed | None]:
    """The step as an action: a fault of the user is one clean message and exit 1, anything else our bug."""

    def run(**options: Any) -> TaskFailed | None:
        try:
            step(PROJECT, *arguments, **options)
        except GreenpaperError as fault:
            return TaskFailed(str(fault))
        return None

    return run


def _task(
    action: Callable[..., Any],
    *,
    code: tuple[str, ...],
    files: Iterable[Any],
    values: dict[str, Any],
    tools: tuple[str, ...] = (),
    targets: list[Path],
    made: Callable[[], Iterable[Path]] = tuple,
    former: Callable[[], Iterable[Path]] = tuple,
    **more: Any,
) -> Task:
    """A task whose result follows from `files`, `values`, the versions of `tools` and the package's modules `code`.

    `made` gives the files beside the targets that it makes, whose names are not known ahead; `former` those that it
    made when the document had another version or other chapters.
    """
    own = [built.__file__, steps.__file__, *sources.closure(*(f"greenpaper.{module}" for module in code))]
    compared = {"python": sys.version, "tools": {tool: _version(tool) for tool in tools}, **values}
    return {
        "actions": [action],
        "file_dep": [str(file) for file in (*files, *own)],
        "uptodate": [
            config_changed({key: str(value) for key, value in compared.items()}),
            lambda task, values: all(path.is_file() for path in made()),
        ],
        "targets": targets,
        "clean": [(built.remove, [lambda: [*targets, *made(), *former()]])],
        **more,
    }


@cache
def _version(package: str) -> str:
    return version(package)


def _vocabulary() -> list[str]:
    return [PROJECT.document.vocabulary] if PROJECT.document.vocabulary else []


def _theme_files(*suffixes: str) -> list[Path]:
    """The theme's files of these kinds; without any, all."""
    found = theme.sources(Path(PROJECT.document.theme))
    return [path for path in found if not suffixes or path.suffix in suffixes]


def task_stamp() -> Task:
    """Stamp: status, version, date and commit in build/stamp.json."""
    return _task(
        _action(steps.stamp),
        code=("stamp",),
        files=[],
        values={"stamp": PROJECT.stamp.as_dict()},
        targets=[built.STAMP],
    )


def task_read() -> Iterator[Task]:
    """Read each chapter: build/tree/."""
    for chapter in PROJECT.document.chapters:
        yield {
            "name": chapter.slug,
            "doc": f"{chapter.path} to its tree",
            **_task(
                _action(steps.read, chapter),
                code=("reading",),
                files=[chapter.path, *_vocabulary()],
                values={"path": chapter.path, "language": PROJECT.document.language},
                tools=("pypandoc_binary", "pyyaml"),
                targets=[built.tree_file(chapter)],
                former=built.former_trees,
            ),
        }


def task_book() -> Task:
    """Put the chapters together: numbers, links, figures, callouts."""
    document = PROJECT.document
    return _task(
        _action(steps.book),
        code=("passes",),
        files=[*map(built.tree_file, document.chapters), *_vocabulary()],
        values={
            "chapters": document.chapters,
            "language": document.language,
            "status": (document.status, document.version, document.level, document.maturity),
            "hearing": document.hearing,
            "paragraph_numbers": document.paragraph_numbers,
            "remarks": editions.shows_remarks(document),
            "lines": sorted(document.lines.items()),  # of findings
        },
        targets=[built.BOOK],
        task_dep=[f"read:{chapter.slug}" for chapter in document.chapters],  # in this order
    )


def task_images() -> Task:
    """Prepare the images for print and Word."""
    found = [name for name in PROJECT.files if Path(name).suffix.lower() in _IMAGES]
    return _task(
        _action(steps.images),
        code=("images", "passes"),
        files=[built.BOOK, *found, *_theme_files(".toml", ".ttf")],
        values={},
        tools=("pillow", "lxml", "weasyprint", "pydyf", "pypdfium2"),
        targets=[built.IMAGES],
        made=lambda: built.prepared_images("print"),
        former=built.former_images,
    )


def task_drawings() -> Task:
    """Draw the SVG images for PDF and Word."""
    return _task(
        _action(steps.drawings),
        code=("images",),
        files=[built.IMAGES, *_theme_files(".toml", ".ttf")],
        values={},
        tools=("pillow", "weasyprint", "pydyf", "pypdfium2"),
        targets=[built.DRAWINGS],
        made=lambda: (*built.prepared_images("word"), *built.prepared_images("form")),
    )


def task_formulas() -> Task:
    """Draw the formulas for print."""
    return _task(
        _action(steps.formulas),
        code=("formulas",),
        files=[built.BOOK],
        values={"colour": PROJECT.theme.colours["text"]},
        tools=("pypandoc_binary", "ziamath", "ziafont"),
        targets=[built.FORMULAS],
        made=built.drawn_formulas,
    )


def task_gate() -> Task:
    """Stop the build here if the text has errors (with strict=yes: or warnings)."""
    return _task(
        _action(steps.gate, STRICT, COLOUR),
        code=("checks", "theme", "stamp"),
        files=[built.BOOK, built.IMAGES, built.FORMULAS, *_theme_files(".toml", ".ttf", ".css")],
        values={
            "strict": STRICT,
            "language": PROJECT.document.language,
            "severities": PROJECT.document.severities,
            "clock": PROJECT.stamp.from_clock and PROJECT.stamp.date,
        },
        tools=("fonttools",),
        targets=[built.FINDINGS],
    )


def task_check() -> Task:
    """Print every finding (--format text|json|sarif|github, --strict)."""
    return {
        "actions": [_action(steps.check, COLOUR)],
        "task_dep": ["images", "formulas"],
        "uptodate": [False],
        "meta": {"prints": True},
        "params": [
            {"name": "form", "long": "format", "default": "text", "type": _form, "help": " | ".join(FORMS)},
            {"name": "strict", "long": "strict", "type": bool, "default": STRICT},
        ],
    }


def task_page() -> Task:
    """Set the page that HTML and PDF are made from: build/page.html."""
    return _task(
        _action(steps.page),
        code=("page", "imprint", "passes", "formulas", "checks", "theme"),
        files=[built.BOOK, built.IMAGES, built.FORMULAS, built.STAMP, *_theme_files(), *_vocabulary()],
        values={"settings": PROJECT.shown_settings()},
        tools=("pypandoc_binary", "jinja2"),
        targets=[built.PAGE],
        made=lambda: built.fonts(PROJECT),
        task_dep=["gate"],
    )


def task_html() -> Task:
    """The document as one HTML file."""
    return _task(
        _action(steps.html),
        code=("page",),
        files=[built.PAGE, *_theme_files(".woff2")],
        values={},
        targets=[built.output(PROJECT, "html")],
        former=lambda: built.former_outputs(PROJECT, "html"),
    )


def task_pdf() -> Task:
    """The document as PDF."""
    return _task(
        _action(steps.pdf),
        code=("pdf", "theme"),
        files=[built.PAGE, built.DRAWINGS, *_theme_files(".toml", ".ttf")],
        values={"settings": PROJECT.document.pdf},
        tools=("weasyprint", "pydyf", "fonttools", "pyphen", "pillow"),
        targets=[built.output(PROJECT, "pdf")],
        former=lambda: [*built.former_outputs(PROJECT, "pdf"), *built.former_previews(), built.VALIDATION],
    )


def task_preview() -> Task:
    """A PDF to look at while writing: only changed chapters are laid out anew."""
    return _task(
        _action(steps.preview),
        code=("pdf", "theme"),
        files=[built.PAGE, built.DRAWINGS, *_theme_files(".toml", ".ttf")],
        values={"word": PROJECT.words["preview"], "settings": PROJECT.document.pdf},
        tools=("weasyprint", "pydyf", "fonttools", "pyphen", "pillow"),
        targets=[built.preview_output(PROJECT)],
        former=built.former_previews,
    )


def task_validate() -> Task:
    """Prove by veraPDF that the PDF meets the standards it declares."""
    pdf = built.output(PROJECT, "pdf")
    return _task(
        _action(steps.validate),
        code=("verapdf", "conformance"),
        files=[pdf],
        values={"library": verapdf.library()},
        targets=[built.VALIDATION],
        meta={"about": [str(pdf)]},
    )


def task_docx() -> Task:
    """The document as DOCX for Word."""
    return _task(
        _action(steps.docx),
        code=("word", "anchors", "imprint", "passes", "formulas", "checks", "theme"),
        files=[
            *(built.BOOK, built.IMAGES, built.DRAWINGS, built.FORMULAS, built.STAMP),
            *_theme_files(".toml", ".ttf"),
            *_vocabulary(),
        ],
        values={"settings": PROJECT.shown_settings(), "docx": PROJECT.document.docx},
        tools=("pypandoc_binary", "lxml"),
        targets=[*built.docx_outputs(PROJECT)],
        made=lambda: built.WORD,
        former=lambda: [path for ending in built.ENDINGS["docx"] for path in built.former_outputs(PROJECT, ending)],
        task_dep=["gate"],
    )


def task_hearing() -> Task:
    """What goes with a hearing draft: forms for answers (Word, Excel), text for the covering letter."""
    if not PROJECT.on_hearing:
        return {"actions": [_action(steps.hearing)], "uptodate": [False]}
    outputs = built.hearing_outputs(PROJECT)
    return _task(
        _action(steps.hearing),
        code=("word", "workbook", "letter", "response", "imprint", "passes", "formulas", "checks", "theme"),
        files=[
            *(built.BOOK, built.IMAGES, built.DRAWINGS, built.FORMULAS, built.STAMP),
            built.output(PROJECT, "anchors.json"),
            *_theme_files(".toml", ".ttf"),
            *_vocabulary(),
        ],
        values={"settings": PROJECT.shown_settings(), "docx": PROJECT.document.docx},
        tools=("openpyxl", "lxml"),
        targets=[*outputs],
    )


def task_outputs() -> Task:
    """All that a release of the document holds."""
    kinds = editions.outputs(PROJECT.document)
    # The covering letter names every kind of output
    return {"actions": None, "task_dep": [*kinds, *(["hearing"] if PROJECT.on_hearing and kinds == OUTPUTS else [])]}


def _release(module: str, *arguments: str) -> Callable[..., None]:
    """The function of this name in `release`, imported when it runs: most runs release nothing."""

    def step(project: project.Project, **options: Any) -> None:
        made = importlib.import_module(f"greenpaper.release.{module}")
        getattr(made, arguments[0] if arguments else module)(project, **options)

    return step


def task_release() -> Task:
    """Seal this version in releases/, or say all that stands against it (--dry, --unvalidated, --tag)."""
    return {
        "actions": [_action(_release("seal", "release"))],
        "task_dep": ["images", "formulas"],
        "uptodate": [False],
        "meta": {"prints": True},
        "params": [
            {"name": "dry", "long": "dry", "type": bool, "default": False, "help": "release nothing"},
            {
                "name": "unvalidated",
                "long": "unvalidated",
                "type": bool,
                "default": False,
                "help": "let a PDF through that veraPDF cannot look at, and record that",
            },
            {"name": "tag", "long": "tag", "type": bool, "default": False, "help": "set the tag in git"},
        ],
    }


def _of_versions(module: str) -> Task:
    return {
        "actions": [_action(_release(module))],
        "uptodate": [False],
        "meta": {"prints": True},
        "pos_arg": "versions",
    }


def task_verify() -> Task:
    """Check that every release, or those named, is what it was when it was sealed."""
    return _of_versions("verify")


def task_rebuild() -> Task:
    """Build a release anew from its sealed source and compare (doit rebuild 0.9.0)."""
    return _of_versions("rebuild")


def task_deprecate() -> Task:
    """Mark a release as out of use, and by which it is superseded (doit deprecate 0.9.0 0.9.1)."""
    return _of_versions("deprecate")
