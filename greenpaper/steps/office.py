"""What is made for Word and Excel: the document, the forms for answers, and the letter that goes with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greenpaper import built, files
from greenpaper.errors import AuthorError
from greenpaper.model import Protection
from greenpaper.project import BUILD, Project
from greenpaper.steps.shown import remove, shown_book
from greenpaper.steps.weighing import tell

if TYPE_CHECKING:
    from greenpaper.letter import Enclosed


def docx(project: Project) -> None:
    """The book -> DOCX, and its open copy where one is asked for."""
    from greenpaper import imprint, passes, word
    from greenpaper.checks import graded

    tree, prepared = shown_book(project, "word")
    source = word.Source(
        book=passes.without_remarks(tree),  # they are comments there
        images=prepared,
        build=BUILD,
        imprint=imprint.make(project.document, project.stamp, project.vocabulary, project.words),
        rows=imprint.status_rows(tree["book"], project.vocabulary, project.words),
        words=project.words,
        theme=project.theme,
        logo=project.logo,
    )
    found = word.write(
        source,
        built.output(project, "docx"),
        built.output(project, "anchors.json"),
        protection=project.protection,
        open_copy=built.open_copy(project),
    )
    remove(built.foreign_outputs(project))
    tell(graded(found, project.document.severities), strict=False, colour=False)


def hearing(project: Project) -> None:
    """The book and the anchors of its DOCX -> forms for answers and the text for the covering letter.

    AuthorError where the document is no hearing draft.
    """
    from greenpaper import imprint, letter, response, word, workbook
    from greenpaper.checks import graded
    from greenpaper.word import form as word_form

    if not project.on_hearing:
        what = "no hearing draft: that takes a Prerelease with a deadline in [hearing]"
        raise AuthorError(f"document.toml: error: the document is {what} [hearing-none]")
    tree, _ = shown_book(project, "word")
    pieces = built.load(built.output(project, "anchors.json"))["anchors"]
    made = imprint.make(project.document, project.stamp, project.vocabulary, project.words)
    form = response.make(tree["book"], pieces, made, project.words)
    build = word.build_id(tree, made)
    sheet, table, text = built.hearing_outputs(project)
    found = word_form.write(form, sheet, imprint=made, build=build, words=project.words, theme=project.theme)
    workbook.write(form, table, made=made, build=build, words=project.words, theme=project.theme)
    files.write_atomic(text, letter.text(made, form, _enclosed(project), project.words))
    remove(built.foreign_outputs(project))
    tell(graded(found, project.document.severities), strict=False, colour=False)


def _enclosed(project: Project) -> Enclosed:
    """What goes with the covering letter."""
    from greenpaper.letter import Enclosed

    sheet, table, _ = built.hearing_outputs(project)
    copy = built.open_copy(project)
    return Enclosed(
        pdf=built.output(project, "pdf").name,
        html=built.output(project, "html").name,
        docx=built.output(project, "docx").name,
        open_copy=copy.name if copy else None,
        form_docx=sheet.name,
        form_xlsx=table.name,
        comments=project.protection != Protection.READ_ONLY,
    )
