"""Answers that were written in workbooks of the table -> the table. Reads files, writes none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from greenpaper import files, resources, returned
from greenpaper.errors import AuthorError
from greenpaper.model import Finding, Location
from greenpaper.responses import readback
from greenpaper.responses.model import Respondent, Row


def taken_over(
    rows: Sequence[Row], given: str, own: Path, respondents: Sequence[Respondent]
) -> tuple[tuple[Row, ...], list[Finding]]:
    """The rows with the answers of the workbook `given`, "" for none, and of the one in build/ if it was edited.

    AuthorError where one of them cannot be read: the one in build/ would be lost else.
    """
    paths = [Path(given)] if given else []
    if files.is_edited(own) and own.resolve() not in {path.resolve() for path in paths}:
        paths.append(own)
    result = tuple(rows)
    findings: list[Finding] = []
    for path in paths:
        result, found = readback.merged(result, _read(path, respondents))
        findings += found
    return result, findings


def _read(path: Path, respondents: Sequence[Respondent]) -> readback.Answers:
    where = Location(path=path.as_posix())
    try:
        content = resources.read_named(path, returned.PACKAGE)
    except resources.Refusal as refusal:
        raise AuthorError(
            f"{where}: error: it {refusal}; name the workbook that answers are in [answer-workbook]"
        ) from None
    opened = returned.read(content, path.as_posix())
    answers = opened if isinstance(opened, Finding) else readback.read(opened, path.as_posix(), respondents)
    if isinstance(answers, Finding):
        raise AuthorError(f"{answers.where}: error: {answers.what}; {answers.cure} [{answers.code}]")
    return answers
