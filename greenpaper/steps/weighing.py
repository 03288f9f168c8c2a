"""What was found is weighed and told, and stops the build where it must."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from greenpaper import built, database, lock
from greenpaper import hearing as hearings
from greenpaper import stamp as stamps
from greenpaper.errors import AuthorError
from greenpaper.model import Finding, Location, Severity
from greenpaper.project import BUILD, Project

if TYPE_CHECKING:
    from greenpaper.checks import Graded


def found(project: Project, *, hidden: bool = False) -> tuple[Graded, ...]:
    """Everything that can be said of the document before it is laid out, weighed; `hidden` also what is off."""
    from greenpaper.checks import graded

    return graded(_findings(project), project.document.severities, hidden=hidden)


def gate(project: Project, strict: bool, colour: bool) -> None:
    """Everything that was found -> findings.json and the terminal; AuthorError where it must not go on."""
    items = found(project)
    built.store(built.FINDINGS, [item.as_dict() for item in items])
    tell(items, strict, colour)


def check(project: Project, colour: bool, form: str, strict: bool) -> None:
    """Everything that was found, printed in one of the forms of `checks.report`; AuthorError as `gate`."""
    from greenpaper.checks import report

    items = found(project)
    text = report.text(items, Path(), colour=colour) if form == "text" else report.RENDERERS[form](items, Path())
    print(text, end="", flush=True)
    count = _stopping(items, strict)
    if count:
        raise AuthorError(f"{count} finding{'s' if count > 1 else ''} to mend")


def tell(found: Sequence[Graded], strict: bool, colour: bool) -> None:
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


def _findings(project: Project) -> list[Finding]:
    """What reading, passes, images, formulas and the text's characters gave, before severities."""
    from greenpaper import theme
    from greenpaper.checks import characters, look

    tree = built.load(built.BOOK)
    sources = (tree, built.load(built.IMAGES), built.load(built.FORMULAS))
    known = [Finding.from_dict(item) for source in sources for item in source["findings"]]
    return [
        *_tracked(project),
        *stamps.check(project.stamp),
        *hearings.check_day(project.stamp, project.vocabulary, project.document.where("deadline", "hearing")),
        *known,
        *characters.check(tree, theme.characters(project.theme)),
        *look.check(project.theme, project.own_sheets(), project.theme_place("fonts.body"), project.words.language),
    ]


def _tracked(project: Project) -> list[Finding]:
    """What runs write, and git has."""
    found = stamps.tracked(project.document, (BUILD.name, lock.NAME, *database.FILES))
    cure = f"take it out (git rm -r --cached {' '.join(found)}) and name it in .gitignore"
    what = "git tracks it, though every run writes it"
    return [Finding(code="build-tracked", where=Location(path=name), what=what, cure=cure) for name in found]


def _stopping(found: Iterable[Graded], strict: bool) -> int:
    """How many findings stop a build."""
    stops = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return sum(item.severity in stops for item in found)
