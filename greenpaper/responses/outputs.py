"""What is made of the table: build/responses/, for people to read. Nothing there is a master."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from greenpaper import files, imprint
from greenpaper.project import BUILD, Project
from greenpaper.responses import webpage
from greenpaper.responses.model import Respondent, Row

FOLDER = BUILD / "responses"


def write(
    project: Project, rows: Sequence[Row], respondents: Sequence[Respondent], preset: str, formats: int
) -> list[Path]:
    """Write the table in every form; the paths. `preset` names columns, `formats` is how many formats were changed."""
    stamped = imprint.make(project.document, project.stamp, project.vocabulary, project.words)
    made = {
        "html": webpage.text(rows, respondents, stamped, project.words, project.theme, formats),
    }
    for ending, content in made.items():
        files.write_atomic(_path(project, ending), content)
    return [_path(project, ending) for ending in made]


def _path(project: Project, ending: str) -> Path:
    return FOLDER / f"{project.name}-responses.{ending}"
