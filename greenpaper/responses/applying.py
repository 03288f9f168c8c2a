"""`doit apply`: the changes of rows that are followed, put into the chapters, in one commit for each respondent.

Nothing is written while a file that would be has changes of its own, or two changes meet. Files are written whole, each
beside its place and then renamed, and committed right after; where git refuses, they become again what they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from greenpaper import files, stamp
from greenpaper.errors import AuthorError, GreenpaperError
from greenpaper.project import Project
from greenpaper.responses import intake, patches, table
from greenpaper.responses.model import Decision, Respondent, Row
from greenpaper.responses.outputs import FOLDER
from greenpaper.responses.patches import chapters as today
from greenpaper.responses.patches import marking, plan
from greenpaper.responses.patches.plan import Plan, Step
from greenpaper.responses.patches.proving import Change


def run(project: Project, dry: bool, remarks: bool) -> None:
    """Put the changes of followed rows into the chapters; with `remarks` also comments of open rows.

    With `dry` say what would be done. AuthorError where changes meet, or a chapter has changes that are in no commit.
    """
    rows = table.load(intake.MASTER)
    changes, places = patches.load(FOLDER)
    known = {change.row: change for change in changes}
    respondents = {each.folder: each for each in intake.load(Path()).respondents}
    followed = [row for row in rows if row.answer.decision is Decision.FOLLOWED and row.kind.changes]
    chapters = today.load(project)
    open_rows = [row for row in rows if remarks and row.kind.comments and row.answer.decision is Decision.OPEN]
    marked = marking.mark(open_rows, places, chapters, respondents)
    found = plan.make([known[row.identifier] for row in followed if row.identifier in known], chapters)
    if found.conflicts:
        raise AuthorError(*(_conflict(one, other) for one, other in found.conflicts))
    _check(project, [*(path for step in found.steps for path in step.texts), *marked.texts])
    if marked.rows and not dry:
        _commit(project, marked.texts, _marked(marked.rows))
    for row in marked.rows:
        print(f"{'would be' if dry else 'now'} a remark: {row.number or row.chapter} ({row.identifier})", flush=True)
    for row in marked.left:
        print(f"no place in the chapters: {row.number or row.chapter} ({row.identifier})", flush=True)
    for step in found.steps:
        if not dry:
            _commit(project, step.texts, _message(step, respondents))
        print(f"{'would follow' if dry else 'followed'}: {_title(step, respondents)}", flush=True)
        print("".join(f"  {change.subject} ({change.row})\n" for change in step.changes), end="", flush=True)
    print("".join(f"{line}\n" for line in _rest(project, found, followed, known)), end="", flush=True)


def _check(project: Project, paths: Sequence[str]) -> None:
    """AuthorError where one of the files has changes that are in no commit. ToolError outside of git."""
    wanted = list(dict.fromkeys(paths))
    for path in wanted:
        if Path(path).is_symlink():
            raise AuthorError(f"{path}: error: it is a link; put the file itself in its place [response-uncommitted]")
    changed = stamp.uncommitted(project.document, wanted) if wanted else ()
    if changed:
        what = "it has changes that are in no commit; commit them or take them back first"
        raise AuthorError(*(f"{path}: error: {what} [response-uncommitted]" for path in changed))


def _commit(project: Project, texts: Mapping[str, str], message: str) -> None:
    """Write these files and commit them; where that fails, they are what they were."""
    before = {path: Path(path).read_bytes() for path in texts}
    try:
        for path, text in texts.items():
            files.write_atomic(Path(path), text)
        stamp.commit(project.document, list(texts), message)
    except (GreenpaperError, OSError):
        for path, content in before.items():
            files.write_atomic(Path(path), content)
        raise


def _message(step: Step, respondents: Mapping[str, Respondent]) -> str:
    """What changed and where, and the rows as trailers."""
    lines = [f"Follow {_title(step, respondents)}", "", *(f"- {change.subject}" for change in step.changes), ""]
    return "\n".join((*lines, *(f"Response: {change.row}" for change in step.changes)))


def _marked(rows: Sequence[Row]) -> str:
    title = f"Put {len(rows)} comment{'' if len(rows) == 1 else 's'} into the chapters as remarks"
    return "\n".join((title, "", *(f"Response: {row.identifier}" for row in rows)))


def _title(step: Step, respondents: Mapping[str, Respondent]) -> str:
    """`3 changes of Kommunen`; who is anonymous is not named."""
    known = respondents.get(step.respondent)
    name = "an anonymous respondent" if known and known.anonymous else known.name if known else step.respondent
    count = len(step.changes)
    return f"{count} change{'' if count == 1 else 's'} of {' '.join(name.split())}"


def _conflict(one: Change, other: Change) -> str:
    what = f"rows {one.row} and {other.row} change the same words ({one.subject}); follow one of them"
    return f"{intake.MASTER}: error: {what}, and write the other by hand [response-conflict]"


def _rest(project: Project, found: Plan, followed: Sequence[Row], known: Mapping[str, Change]) -> Iterator[str]:
    """What was not done: what is there already, and what is to be made by hand."""
    paths = list(dict.fromkeys(change.place.path for change in found.done))
    for path in stamp.uncommitted(project.document, paths) if paths else ():
        yield f"{path} has changes that are in no commit"
    for change in found.done:
        yield f"done already: {change.subject} ({change.row})"
    for change, reason in found.by_hand:
        yield f"by hand: {change.subject} ({change.row}): {reason}"
    for row in followed:
        if row.identifier not in known:
            yield f"by hand: {row.number or row.chapter}: {row.kind.value} ({row.identifier})"
    if not followed:
        yield "no row that changes text has the decision 'followed'"
