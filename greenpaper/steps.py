"""What each task does: read files, call pure code, write files. One function per arrow of docs/architecture.md.

Paths are relative to the document's folder, which is the current one. Everything heavy is imported where it is used,
since most runs do nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from greenpaper import built, files, resources
from greenpaper import hearing as hearings
from greenpaper import stamp as stamps
from greenpaper.errors import AuthorError
from greenpaper.model import Chapter, Finding, Protection, Severity
from greenpaper.project import BUILD, Project

if TYPE_CHECKING:
    from greenpaper.checks import Graded
    from greenpaper.letter import Enclosed


def stamp(project: Project) -> None:
    """The stamp -> its file."""
    files.write_atomic(built.STAMP, json.dumps(project.stamp.as_dict(), ensure_ascii=False, indent=2) + "\n")


def read(project: Project, chapter: Chapter) -> None:
    """A chapter's text -> its tree."""
    from greenpaper import reading

    text = files.read_text(Path(chapter.path), Path())
    tree = reading.read(chapter, text, project.vocabulary, project.document.language)
    _write_json(built.tree_file(chapter), tree)


def book(project: Project) -> None:
    """The trees of all chapters -> the book."""
    from greenpaper import passes

    chapters = project.document.chapters
    trees = [(chapter, _read_json(built.tree_file(chapter))) for chapter in chapters]
    context = passes.Context(
        document=project.document,
        vocabulary=project.vocabulary,
        words=project.words,
    )
    _write_json(built.BOOK, passes.run(trees, context))


def images(project: Project) -> None:
    """The images that the book names -> what print and Word need."""
    from greenpaper import images as preparation
    from greenpaper import passes

    sources = passes.image_sources(_read_json(built.BOOK)) | project.logo_image()
    made = preparation.prepare(Path(), sources, BUILD, project.theme, project.logo_ground())
    _write_json(built.IMAGES, made)


def formulas(project: Project) -> None:
    """The formulas of the book -> their drawings for print."""
    from greenpaper import formulas as preparation

    _write_json(built.FORMULAS, preparation.prepare(_read_json(built.BOOK), BUILD, project.theme.colours["text"]))


def drawings(project: Project) -> None:
    """The prepared SVG files -> forms for the PDF and their PNG twins for Word."""
    from greenpaper import images as preparation
    from greenpaper.checks import graded

    found = preparation.draw(_read_json(built.IMAGES)["images"], BUILD, project.theme)
    _write_json(built.DRAWINGS, [finding.as_dict() for finding in found])
    _tell(graded(found, project.document.severities), strict=False, colour=False)


def found(project: Project, *, hidden: bool = False) -> tuple[Graded, ...]:
    """Everything that can be said of the document before it is laid out, weighed; `hidden` also what is off."""
    from greenpaper.checks import graded

    return graded(_findings(project), project.document.severities, hidden=hidden)


def gate(project: Project, strict: bool, colour: bool) -> None:
    """Everything that was found -> findings.json and the terminal; AuthorError where it must not go on."""
    items = found(project)
    _write_json(built.FINDINGS, [item.as_dict() for item in items])
    _tell(items, strict, colour)


def check(project: Project, colour: bool, form: str, strict: bool) -> None:
    """Everything that was found, printed in one of the forms of `checks.report`; AuthorError as `gate`."""
    from greenpaper.checks import report

    items = found(project)
    text = report.text(items, Path(), colour=colour) if form == "text" else report.RENDERERS[form](items, Path())
    print(text, end="", flush=True)
    count = _stopping(items, strict)
    if count:
        raise AuthorError(f"{count} finding{'s' if count > 1 else ''} to mend")


def page(project: Project) -> None:
    """The book -> the HTML page that print and screen share, beside its images and fonts."""
    from greenpaper import imprint, theme
    from greenpaper import page as html

    tree, prepared = _shown_book(project, "print")
    folder = _theme_folder(project)
    theme.write_fonts(project.theme, built.FONTS)
    text = html.render(
        theme.template(folder),
        imprint=imprint.make(project.document, project.stamp, project.vocabulary, project.words),
        words=project.words,
        book=tree["book"],
        status_rows=imprint.status_rows(tree["book"], project.vocabulary, project.words),
        body_html=html.write_body(html.body(tree, prepared, project.words)),
        titles=html.titles(tree),
        theme_css=theme.css(project.print_theme),
        font_css=theme.font_faces(project.theme),
        screen_css=theme.style_sheet("screen.css", folder),
        print_css=theme.style_sheet("print.css", folder),
        logo=_logo(project, prepared),
    )
    files.write_atomic(built.PAGE, text)


def html(project: Project) -> None:
    """The page -> one file with everything inside."""
    from greenpaper import page as made

    text = made.self_contained(
        files.read_text(built.PAGE), lambda path: resources.read(BUILD, path, kinds=resources.SHOWN)
    )
    files.write_atomic(built.output(project, "html"), text)
    _remove(built.foreign_outputs(project))


def pdf(project: Project) -> None:
    """The page -> PDF. AuthorError with what WeasyPrint could not do."""
    from greenpaper import pdf as paper
    from greenpaper.checks import graded

    found = paper.layout(built.PAGE, built.output(project, "pdf"), project.print_theme, project.document.pdf)
    _remove(built.foreign_outputs(project))
    _tell(graded(found, project.document.severities), strict=False, colour=False)


def validate(project: Project) -> None:
    """The PDF -> validation.json. AuthorError unless veraPDF finds that it meets every standard it declares."""
    from greenpaper import conformance, verapdf

    made = built.output(project, "pdf")
    flavours = conformance.declared(made.read_bytes())
    if not flavours:
        raise AuthorError(f"{made}: not validated: it declares no standard [pdf-undeclared]")
    report = verapdf.validate({made: flavours})
    if isinstance(report, verapdf.Missing):
        raise AuthorError(f"{made}: not validated: {report.what}; {report.cure} [verapdf-missing]")
    _write_json(built.VALIDATION, conformance.record(made, report))
    lines = conformance.faults(report.verdicts)
    if lines:
        summary = f"{made}: error: veraPDF {report.version} finds what it declares not to be true [pdf-standard]"
        raise AuthorError(summary, *(f"  {line}" for line in lines))


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
    _remove(built.former_previews(project))
    _tell(graded(found, project.document.severities), strict=False, colour=False)


def docx(project: Project) -> None:
    """The book -> DOCX, and its open copy where one is asked for."""
    from greenpaper import imprint, passes, word
    from greenpaper.checks import graded

    tree, prepared = _shown_book(project, "word")
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
    _remove(built.foreign_outputs(project))
    _tell(graded(found, project.document.severities), strict=False, colour=False)


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
    tree, _ = _shown_book(project, "word")
    pieces = _read_json(built.output(project, "anchors.json"))["anchors"]
    made = imprint.make(project.document, project.stamp, project.vocabulary, project.words)
    form = response.make(tree["book"], pieces, made, project.words)
    build = word.build_id(tree, made)
    sheet, table, text = built.hearing_outputs(project)
    found = word_form.write(form, sheet, imprint=made, build=build, words=project.words, theme=project.theme)
    workbook.write(form, table, made=made, build=build, words=project.words, theme=project.theme)
    files.write_atomic(text, letter.text(made, form, _enclosed(project), project.words))
    _remove(built.foreign_outputs(project))
    _tell(graded(found, project.document.severities), strict=False, colour=False)


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


def _findings(project: Project) -> list[Finding]:
    """What reading, passes, images, formulas and the text's characters gave, before severities."""
    from greenpaper import theme
    from greenpaper.checks import characters, look

    tree = _read_json(built.BOOK)
    sources = (tree, _read_json(built.IMAGES), _read_json(built.FORMULAS))
    known = [Finding.from_dict(item) for source in sources for item in source["findings"]]
    return [
        *stamps.check(project.stamp),
        *hearings.check_day(project.stamp, project.vocabulary, project.document.where("deadline", "hearing")),
        *known,
        *characters.check(tree, theme.characters(project.theme)),
        *look.check(project.theme, project.own_sheets(), project.theme_place("fonts.body"), project.words.language),
    ]


def _shown_book(project: Project, kind: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The book with formulas placed, and a note for each image that could not be prepared; and those that could.

    It holds no character that cannot be shown: where that is no error, a sign stands for it.
    """
    from greenpaper import formulas, passes, theme
    from greenpaper.checks import characters

    entries = _read_json(built.IMAGES)["images"]
    prepared = {source: entry for source, entry in entries.items() if (BUILD / entry[kind]).is_file()}
    shown = formulas.placed(_read_json(built.BOOK), _read_json(built.FORMULAS)["formulas"])
    shown = characters.shown(shown, theme.characters(project.theme))
    return passes.without_missing_images(shown, prepared, project.words["missing_image"]), prepared


def _remove(paths: Sequence[Path]) -> None:
    """Take away what was built under another version, status or edition, and say so."""
    built.remove(lambda: paths)
    if paths:
        names = ", ".join(path.as_posix() for path in paths)
        print(f"removed, since it was built under another version, status, edition or setting: {names}", flush=True)


def _logo(project: Project, prepared: dict[str, Any]) -> dict[str, str] | None:
    """Address and text of the logo, as the page's template takes them."""
    if not project.theme.logo or not project.logo:
        return None
    return {"src": prepared[project.logo]["print"], "alt": project.theme.logo.alt}


def _theme_folder(project: Project) -> Path:
    return Path(project.document.theme)


def _tell(found: Sequence[Graded], strict: bool, colour: bool) -> None:
    """Print what was found, or raise it where it stops the build."""
    from greenpaper.checks import report

    if not found:
        return
    text = report.text(found, Path(), colour=colour)
    if not _stopping(found, strict):
        print(text, end="", flush=True)
    elif _stopping(found, strict=False):
        raise AuthorError(text)
    else:
        raise AuthorError(f"{text}strict=yes: warnings stop the build\n")


def _stopping(found: Iterable[Graded], strict: bool) -> int:
    """How many findings stop a build."""
    stops = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return sum(item.severity in stops for item in found)


def _read_json(path: Path) -> Any:
    return json.loads(path.read_bytes())


def _write_json(path: Path, data: Any) -> None:
    # Not indented, for speed: a book has 100,000 nodes. `python -m json.tool` shows it.
    files.write_atomic(path, json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n")
