"""`doit remarks`: the document with every response in the margin, as one HTML file for the editors."""

from __future__ import annotations

from pathlib import Path

from greenpaper import built, files, page, resources
from greenpaper.errors import AuthorError
from greenpaper.project import BUILD, Project
from greenpaper.responses import intake, outputs, table, today, versions
from greenpaper.responses.places import Places
from greenpaper.responses.written import columns, margin
from greenpaper.steps.pages import set_page
from greenpaper.steps.shown import shown_book


def run(project: Project) -> None:
    """Write the view of what responses/table.toml has now. AuthorError where it has nothing."""
    kept = table.load(intake.MASTER)
    if not kept:
        what = f"{intake.MASTER}: error: it has no responses; `doit responses` reads them [response-none]"
        raise AuthorError(what)
    known = versions.load(Path())
    book = built.load(built.BOOK)
    now = {name: place for version in known for name, place in today.find(version, book).items()}
    places = Places(known, now)
    placed = [places.of(row) for row in kept]
    tree, prepared = shown_book(project, "print")
    names = columns.shown_names(placed, intake.load(Path()).respondents, project.words)
    shown = margin.annotated(tree, placed, names, project.words)
    text = set_page(project, shown, prepared, margin.CSS)
    target = outputs.FOLDER / f"{project.name}-remarks.html"
    whole = page.self_contained(text, lambda path: resources.read(BUILD, path, kinds=resources.SHOWN))
    files.write_atomic(target, whole)
    print(f"Written: {target}", flush=True)
