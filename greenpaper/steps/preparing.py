"""What a document is before it is weighed: its stamp, the trees of its chapters, the book, its drawings."""

from __future__ import annotations

import json
from pathlib import Path

from greenpaper import built, files
from greenpaper.model import Chapter
from greenpaper.project import BUILD, Project
from greenpaper.steps.weighing import tell


def stamp(project: Project) -> None:
    """The stamp -> its file."""
    files.write_atomic(built.STAMP, json.dumps(project.stamp.as_dict(), ensure_ascii=False, indent=2) + "\n")


def read(project: Project, chapter: Chapter) -> None:
    """A chapter's text -> its tree."""
    from greenpaper import reading

    text = files.read_text(Path(chapter.path), Path())
    tree = reading.read(chapter, text, project.vocabulary, project.document.language)
    built.store(built.tree_file(chapter), tree)


def book(project: Project) -> None:
    """The trees of all chapters -> the book."""
    from greenpaper import passes

    chapters = project.document.chapters
    trees = [(chapter, built.load(built.tree_file(chapter))) for chapter in chapters]
    context = passes.Context(
        document=project.document,
        vocabulary=project.vocabulary,
        words=project.words,
    )
    built.store(built.BOOK, passes.run(trees, context))


def images(project: Project) -> None:
    """The images that the book names -> what print and Word need."""
    from greenpaper import images as preparation
    from greenpaper import passes

    sources = passes.image_sources(built.load(built.BOOK)) | project.logo_image()
    made = preparation.prepare(Path(), sources, BUILD, project.theme, project.logo_ground())
    built.store(built.IMAGES, made)


def formulas(project: Project) -> None:
    """The formulas of the book -> their drawings for print."""
    from greenpaper import formulas as preparation

    built.store(built.FORMULAS, preparation.prepare(built.load(built.BOOK), BUILD, project.theme.colours["text"]))


def drawings(project: Project) -> None:
    """The prepared SVG files -> forms for the PDF and their PNG twins for Word."""
    from greenpaper import images as preparation
    from greenpaper.checks import graded

    found = preparation.draw(built.load(built.IMAGES)["images"], BUILD, project.theme)
    built.store(built.DRAWINGS, [finding.as_dict() for finding in found])
    tell(graded(found, project.document.severities), strict=False, colour=False)
