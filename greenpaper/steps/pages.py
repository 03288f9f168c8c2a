"""What is made of pages: the page that HTML and PDF share, both of them, and the preview."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from greenpaper import built, files, resources
from greenpaper.project import BUILD, Project
from greenpaper.steps.shown import remove, shown_book
from greenpaper.steps.weighing import tell


def page(project: Project) -> None:
    """The book -> the HTML page that print and screen share, beside its images and fonts."""
    from greenpaper import theme

    tree, prepared = shown_book(project, "print")
    theme.write_fonts(project.theme, built.FONTS)
    files.write_atomic(built.PAGE, set_page(project, tree, prepared))


def set_page(project: Project, tree: dict[str, Any], prepared: dict[str, Any], sheet: str = "") -> str:
    """A book as a page, with what `shown_book` prepared; `sheet` is CSS besides that of the theme."""
    from greenpaper import imprint, theme
    from greenpaper import page as html

    folder = Path(project.document.theme)
    return html.render(
        theme.template(folder),
        imprint=imprint.make(project.document, project.stamp, project.vocabulary, project.words),
        words=project.words,
        book=tree["book"],
        status_rows=imprint.status_rows(tree["book"], project.vocabulary, project.words),
        body_html=html.write_body(html.body(tree, prepared, project.words)),
        titles=html.titles(tree),
        theme_css=theme.css(project.print_theme),
        font_css=theme.font_faces(project.theme),
        screen_css=theme.style_sheet("screen.css", folder) + sheet,
        print_css=theme.style_sheet("print.css", folder),
        logo=_logo(project, prepared),
    )


def html(project: Project) -> None:
    """The page -> one file with everything inside."""
    from greenpaper import page as made

    text = made.self_contained(
        files.read_text(built.PAGE), lambda path: resources.read(BUILD, path, kinds=resources.SHOWN)
    )
    files.write_atomic(built.output(project, "html"), text)
    remove(built.foreign_outputs(project))


def pdf(project: Project) -> None:
    """The page -> PDF. AuthorError with what WeasyPrint could not do."""
    from greenpaper import pdf as paper
    from greenpaper.checks import graded

    found = paper.layout(built.PAGE, built.output(project, "pdf"), project.print_theme, project.document.pdf)
    remove(built.foreign_outputs(project))
    tell(graded(found, project.document.severities), strict=False, colour=False)


def preview(project: Project) -> None:
    """The page -> a PDF to look at, of which only the chapters that have changed are laid out anew."""
    from greenpaper import pdf as paper
    from greenpaper.checks import graded

    found = paper.layout_preview(
        built.PAGE,
        built.preview_output(project),
        built.PREVIEW,
        project.print_theme,
        project.document.pdf,
        project.words["preview"],
    )
    remove(built.former_previews(project))
    tell(graded(found, project.document.severities), strict=False, colour=False)


def _logo(project: Project, prepared: dict[str, Any]) -> dict[str, str] | None:
    """Address and text of the logo, as the page's template takes them."""
    if not project.theme.logo or not project.logo:
        return None
    return {"src": prepared[project.logo]["print"], "alt": project.theme.logo.alt}
