"""The task graph. `dodo.py` takes it over by `from greenpaper.tasks import *`.

Every arrow of docs/architecture.md is a task here; what it does is in `steps`. A task is done again when one of its
files, the settings or versions it depends on, or the package's code behind it has changed, or when what it made is not
as it was: `task` compares contents. Arguments of actions are no part of that comparison, so each value that shapes a
result stands in `values` as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from greenpaper import built, database, editions, resources, steps, theme, verapdf
from greenpaper.model import OUTPUTS
from greenpaper.release_tasks import task_deprecate, task_rebuild, task_release, task_verify
from greenpaper.reporter import Progress
from greenpaper.response_tasks import task_apply, task_remarks, task_responses
from greenpaper.run import COLOUR, PROJECT, STRICT, action
from greenpaper.task import PRINTED, Blind, Task, asked, choice, task

__all__ = [
    "DOIT_CONFIG",
    "task_apply",
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
    "task_remarks",
    "task_responses",
    "task_stamp",
    "task_validate",
    "task_verify",
]

DOIT_CONFIG = {
    "default_tasks": list(editions.outputs(PROJECT.document)),
    "reporter": Progress,
    "dep_file": database.NAME,
    "check_file_uptodate": Blind,
    "backend": "sqlite3",
    "verbosity": 2,
    # The PDF is laid out in a process of its own and pandoc is another: threads keep two processors busy.
    "num_process": 2,
    "par_type": "thread",
}

FORMS = ("text", "json", "sarif", "github")


def _vocabulary() -> list[str]:
    return [PROJECT.document.vocabulary] if PROJECT.document.vocabulary else []


def _theme_files(*suffixes: str) -> list[Path]:
    """The theme's files of these kinds; without any, all."""
    found = theme.sources(Path(PROJECT.document.theme))
    return [path for path in found if not suffixes or path.suffix in suffixes]


def task_stamp() -> Task:
    """Stamp: status, version, date and commit in build/stamp.json."""
    return task(
        action(steps.stamp),
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
            **task(
                action(steps.read, chapter),
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
    return task(
        action(steps.book),
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
    found = [name for name in PROJECT.files if Path(name).suffix.lower() in resources.ENDINGS]
    return task(
        action(steps.images),
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
    return task(
        action(steps.drawings),
        code=("images",),
        files=[built.IMAGES, *_theme_files(".toml", ".ttf")],
        values={},
        tools=("pillow", "weasyprint", "pydyf", "pypdfium2"),
        targets=[built.DRAWINGS],
        made=lambda: (*built.prepared_images("word"), *built.prepared_images("form")),
    )


def task_formulas() -> Task:
    """Draw the formulas for print."""
    return task(
        action(steps.formulas),
        code=("formulas",),
        files=[built.BOOK],
        values={"colour": PROJECT.theme.colours["text"]},
        tools=("pypandoc_binary", "ziamath", "ziafont"),
        targets=[built.FORMULAS],
        made=built.drawn_formulas,
    )


def task_gate() -> Task:
    """Stop the build here if the text has errors (with strict=yes: or warnings)."""
    return task(
        action(steps.gate, STRICT, COLOUR),
        code=("checks", "theme", "stamp", "hearing"),
        files=[built.BOOK, built.IMAGES, built.FORMULAS, *_theme_files(".toml", ".ttf", ".css")],
        values={
            "strict": STRICT,
            "language": PROJECT.document.language,
            "severities": PROJECT.document.severities,
            "date": (PROJECT.stamp.date, PROJECT.stamp.from_clock),
            "status": (PROJECT.stamp.status, PROJECT.stamp.hearing),
        },
        tools=("fonttools",),
        targets=[built.FINDINGS],
    )


def task_check() -> Task:
    """Print every finding (--format text|json|sarif|github, --strict)."""
    return asked(
        action(steps.check, COLOUR),
        "images",
        "formulas",
        params=[
            choice("form", "format", FORMS),
            {"name": "strict", "long": "strict", "type": bool, "default": STRICT},
        ],
    )


def task_page() -> Task:
    """Set the page that HTML and PDF are made from: build/page.html."""
    return task(
        action(steps.page),
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
    return task(
        action(steps.html),
        code=("page",),
        files=[built.PAGE, *_theme_files(".woff2")],
        values={},
        targets=[built.output(PROJECT, "html")],
        former=lambda: built.former_outputs(PROJECT, "html"),
        unwanted=lambda: built.foreign_outputs(PROJECT),
    )


def task_pdf() -> Task:
    """The document as PDF."""
    return task(
        action(steps.pdf),
        code=("pdf", "theme"),
        files=[built.PAGE, built.DRAWINGS, *_theme_files(".toml", ".ttf")],
        values={"settings": PROJECT.document.pdf},
        tools=("weasyprint", "pydyf", "fonttools", "pyphen", "pillow"),
        targets=[built.output(PROJECT, "pdf")],
        former=lambda: [*built.former_outputs(PROJECT, "pdf"), *built.kept_pages(), *built.VALIDATED],
        unwanted=lambda: built.foreign_outputs(PROJECT),
    )


def task_preview() -> Task:
    """A PDF to look at while writing: only changed chapters are laid out anew."""
    return task(
        action(steps.preview),
        code=("pdf", "theme"),
        files=[built.PAGE, built.DRAWINGS, *_theme_files(".toml", ".ttf")],
        values={"word": PROJECT.words["preview"], "settings": PROJECT.document.pdf},
        tools=("weasyprint", "pydyf", "fonttools", "pyphen", "pillow"),
        targets=[built.preview_output(PROJECT)],
        former=built.kept_pages,
        unwanted=lambda: built.former_previews(PROJECT),
    )


def task_validate() -> Task:
    """Prove by veraPDF that the PDF meets the standards it declares."""
    pdf = built.output(PROJECT, "pdf")
    return task(
        action(steps.validate),
        code=("verapdf", "conformance"),
        files=[pdf],
        values={"library": verapdf.library()},
        targets=[*built.VALIDATED],
        meta={"about": [str(pdf)]},
    )


def task_docx() -> Task:
    """The document as DOCX for Word."""
    return task(
        action(steps.docx),
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
        unwanted=lambda: built.foreign_outputs(PROJECT),
        task_dep=["gate"],
    )


def task_hearing() -> Task:
    """What goes with a hearing draft: forms for answers (Word, Excel), text for the covering letter."""
    if not PROJECT.on_hearing:
        return {"actions": [action(steps.hearing)], "io": PRINTED, "uptodate": [False]}
    outputs = built.hearing_outputs(PROJECT)
    return task(
        action(steps.hearing),
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
