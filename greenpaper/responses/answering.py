"""Answers that were written in workbooks of the table -> the table.

Writes one file: a copy of the workbook in build/, where something in it could not be taken over. It is written anew
after that, and what somebody wrote there would be lost.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from greenpaper import files, resources, returned
from greenpaper.errors import AuthorError
from greenpaper.model import Finding, Location
from greenpaper.responses import readback
from greenpaper.responses.model import Respondent, Row

NAMED = "-responses.xlsx"  # how the names of all of them end


def taken_over(
    rows: Sequence[Row], given: str, own: Path, others: Iterable[Path], respondents: Sequence[Respondent]
) -> tuple[tuple[Row, ...], list[Finding]]:
    """The rows with the answers of the workbook `given`, "" for none, of our `own` if it was edited, and of `others`.

    AuthorError where one of them cannot be read: the one in build/ would be lost else.
    """
    paths = [Path(given)] if given else []
    if files.is_edited(own) and own.resolve() not in {path.resolve() for path in paths}:
        paths.append(own)
    paths += [path for path in others if path.resolve() not in {known.resolve() for known in paths}]
    result = tuple(rows)
    findings: list[Finding] = []
    for path in paths:
        result, found = readback.merged(result, _read(path, respondents))
        findings += _beside(path, found) if found and path.resolve() == own.resolve() else found
    return result, findings


def content(own: Path) -> bytes:
    """What the workbook holds; nothing where there is none."""
    return own.read_bytes() if own.is_file() else b""


def rescued(own: Path, before: bytes) -> list[Finding]:
    """Keep a workbook that was saved since it held what was `before`, under another name, and tell of the copy."""
    if content(own) in {before, b""}:
        return []
    what = "the workbook was saved while the table was made; this copy has what was written there"
    cure = "have it read: `doit responses --answers FILE`"
    return _beside(own, [Finding(code="answer-late", where=Location(path=own.as_posix()), what=what, cure=cure)])


def earlier(own: Path) -> dict[Path, bytes]:
    """The workbooks beside it of other versions and languages that were edited, and what they hold."""
    others = (path for path in sorted(own.parent.glob(f"*{NAMED}")) if path.name != own.name)
    return {path: path.read_bytes() for path in others if files.is_edited(path)}


def settle(taken: Mapping[Path, bytes]) -> None:
    """Have these workbooks, whose answers are in the table now, count as not edited, unless they were again."""
    for path, content in taken.items():
        if path.is_file() and path.read_bytes() == content:
            files.keep(path, content)


def _beside(own: Path, findings: Sequence[Finding]) -> list[Finding]:
    """Keep the workbook under a name that is free, and tell of the copy what was found."""
    names = (own.with_stem(f"{own.stem}-{number}") for number in itertools.count(1))
    copy = next(path for path in names if not path.exists())
    files.write_atomic(copy, own.read_bytes())
    return [replace(finding, where=Location(path=copy.as_posix())) for finding in findings]


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
