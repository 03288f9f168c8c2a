"""What does not stand against a release, but is better known before it is sealed for good. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from greenpaper import status
from greenpaper.document import NAME, NOTES
from greenpaper.model import Finding, Location
from greenpaper.release.gates import Candidate


def notes(candidate: Candidate, changes: str | None) -> tuple[Finding, ...]:
    """What its makers should know of a version. `changes` is the text of what is new in it, None without one."""
    return tuple([*_remarks(candidate), *_changes(candidate, changes), *_hearing(candidate)])


def _remarks(candidate: Candidate) -> Iterator[Finding]:
    if candidate.remarks:
        count, (path, line, _) = len(candidate.remarks), candidate.remarks[0]
        held = f"{count} remarks between authors are" if count > 1 else "a remark between authors is"
        yield Finding(
            code="release-remarks-inside",
            where=Location(path=path, line=line),
            what=f"{held} in the source that is sealed, and so in the zip",
            cure="take them out first, or send others the finished files and not the zip",
        )


def _changes(candidate: Candidate, changes: str | None) -> Iterator[Finding]:
    if not changes and candidate.entries:
        version = candidate.stamp.version
        what = f"nothing says what is new in version {version}, so readers of releases/ do not see it"
        where = Location(path=NOTES)
        yield Finding(code="release-changes", where=where, what=what, cure=f"write it below `## {version}`")


def _hearing(candidate: Candidate) -> Iterator[Finding]:
    document, facts = candidate.document, candidate.stamp
    hearing = facts.hearing
    term = status.find(candidate.vocabulary.statuses, facts.status)
    if term and term.watermark == "hearing" and not (hearing and hearing.deadline):
        what = "there is no deadline in [hearing], so the version is no hearing draft: no forms for answers, no letter"
        where = document.where("", "hearing") if hearing else Location(path=NAME)
        yield Finding(code="release-no-hearing", where=where, what=what, cure="add it, if answers are asked for")
