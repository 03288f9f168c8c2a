"""What is made of the table: build/responses/, for people to read and to answer in. Nothing there is a master."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from greenpaper import files, imprint, theme
from greenpaper.project import BUILD, Project
from greenpaper.responses.model import Respondent, Row
from greenpaper.responses.written import appendix, columns, printed, separated, webpage, xlsx

FOLDER = BUILD / "responses"


def workbook(project: Project) -> Path:
    """Where the workbook is that answers may be written in."""
    return _path(project, "xlsx")


def write(
    project: Project, rows: Sequence[Row], respondents: Sequence[Respondent], preset: str, formats: int
) -> list[Path]:
    """Write the table in every form; the paths. `preset` names columns, `formats` is how many formats were changed."""
    words, look = project.words, project.theme
    stamped = imprint.make(project.document, project.stamp, project.vocabulary, words)
    entries, chosen = columns.entries(rows, respondents, words), columns.PRESETS[preset]
    title, day = project.document.title, project.stamp.date
    # The workbook has its checksum beside it: one that was edited is read before it is written anew.
    files.keep(workbook(project), xlsx.write(entries, chosen, words, look, title=title, day=day))
    known = theme.characters(look)
    made = {
        "md": appendix.text(rows, respondents, stamped, words, known).encode(),
        "html": webpage.text(rows, respondents, stamped, words, look, formats).encode(),
        "csv": separated.write(entries, chosen, words),
        "docx": printed.package(rows, respondents, stamped, words, look, preset, formats),
    }
    for ending, content in made.items():
        files.write_atomic(_path(project, ending), content)
    return [workbook(project), *(_path(project, ending) for ending in made)]


def _path(project: Project, ending: str) -> Path:
    return FOLDER / f"{project.name}-responses.{ending}"
