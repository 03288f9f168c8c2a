"""`doit responses`: what came back, read into the table, and all that is made of the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from greenpaper import built, files
from greenpaper.checks import graded
from greenpaper.errors import AuthorError
from greenpaper.project import Project
from greenpaper.responses import answering, intake, outputs, patches, receiving, rows, table, today, versions
from greenpaper.responses.intake import FOLDER, MASTER, Intake
from greenpaper.responses.model import Decision, Kind, Row, Sent, Today
from greenpaper.responses.patches import chapters
from greenpaper.responses.receiving import Said
from greenpaper.steps.weighing import tell

BY_HAND = outputs.FOLDER / "by-hand.txt"


def run(project: Project, answers: str, preset: str, formats: bool) -> None:
    """Read everything below responses/ into the table and write what is made of it; tell what was not read.

    `answers` is a workbook whose answers are taken over first, "" for none; `preset` names columns. With `formats` each
    change of format is a row. AuthorError where a file could not be read, after all the others were.
    """
    kept = table.load(MASTER)
    came = intake.load(Path())
    if not (came.files or came.findings or kept):
        what = f"{FOLDER}: error: nothing came in; put it into {FOLDER}/<respondent>/ (docs/hearing.md) [response-none]"
        raise AuthorError(what)
    workbook = outputs.workbook(project)
    before, earlier = answering.content(workbook), answering.earlier(workbook)
    kept, unclear = answering.taken_over(kept, answers, workbook, earlier, came.respondents)
    known = versions.load(Path())
    said = [receiving.read(Path(), file, known) for file in came.files]
    sent = _sent(known, said)
    book = built.load(built.BOOK)
    places = {version.record: today.find(version, book) for version in sent}
    made = [row for each in said for row in _rows(each, places, formats)]
    now = {name: place for found in places.values() for name, place in found.items()}
    merged = rows.merged(made, kept, sent, now)
    files.write_atomic(MASTER, table.text(merged))
    answering.settle(earlier)
    found = patches.made(merged, now, chapters.load(project), {each.folder: each for each in came.respondents})
    patches.write(found, outputs.FOLDER)
    merged = found.rows
    changed = sum(each.formats for each in said)
    unclear += answering.rescued(workbook, before)
    written = outputs.write(project, merged, came.respondents, preset, changed)
    print(_summary(came, merged, 0 if formats else changed))
    if found.patches:
        print(f"{_count(len(found.patches), 'change')} of text with a patch: {outputs.FOLDER / patches.FOLDER}")
    _list_by_hand(merged)
    print(f"Written: {MASTER}, {', '.join((str(written[0]), *(path.suffix for path in written[1:])))}", flush=True)
    findings = [*unclear, *came.findings, *(finding for each in said for finding in each.findings)]
    tell(graded(findings, project.document.severities), strict=False, colour=False)


def _list_by_hand(merged: Sequence[Row]) -> None:
    """Write the list of changes of text that have no patch, each with the reason, and say so."""
    left = [row for row in merged if row.why_not]
    lines = (f"{row.where or row.chapter}: {row.identifier} ({row.respondent}): {row.why_not}\n" for row in left)
    files.write_atomic(BY_HAND, "".join(lines))
    if left:
        print(f"{_count(len(left), 'change')} of text to be made by hand: {BY_HAND}")


def _sent(known: Sequence[Sent], said: Sequence[Said]) -> list[Sent]:
    """All versions that rows can be about: those on record, and those that only a returned file knows."""
    answered = {each.sent.record: each.sent for each in said if each.sent}
    return list({**{version.record: version for version in known}, **answered}.values())


def _rows(said: Said, places: Mapping[str, Mapping[str, Today]], formats: bool) -> tuple[Row, ...]:
    if said.sent is None:
        return ()
    told = [remark for remark in said.remarks if formats or remark.kind is not Kind.FORMAT]
    name = said.file.path.removeprefix(f"{FOLDER}/")
    return rows.made(told, said.file.respondent, name, said.sent, places[said.sent.record])


def _summary(came: Intake, merged: Sequence[Row], unlisted: int) -> str:
    """What there is now: `12 responses by 3 respondents in 4 files, 10 of them open; 2 changes of format …`."""
    respondents = len({row.respondent for row in merged})
    waiting = sum(row.answer.decision is Decision.OPEN for row in merged)
    text = f"{_count(len(merged), 'response')} by {_count(respondents, 'respondent')}, {waiting} open;"
    text += f" {_count(len(came.files), 'file')} read"
    return f"{text}; {_count(unlisted, 'change')} of format not listed (--formats)" if unlisted else text


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"
