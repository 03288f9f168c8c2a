"""Document + git + clock -> Stamp, and what follows from a stamp: the outputs' names, watermark and protection.

The only reader of the clock and of SOURCE_DATE_EPOCH. Asked once in a run.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Mapping, Sequence

from greenpaper import git, revision, status
from greenpaper.document import NAME
from greenpaper.errors import SettingsError
from greenpaper.model import Document, Finding, Location, Protection, Stamp, Version


def read(document: Document) -> Stamp:
    """The stamp of a build that starts now: `make` with this machine's environment, clock and git."""
    return make(document, os.environ, today())


def today() -> datetime.date:
    """The day by this machine's clock."""
    return datetime.date.today()


def make(document: Document, environ: Mapping[str, str], day: datetime.date) -> Stamp:
    """The stamp of `document`.

    Its date: that of document.toml; else SOURCE_DATE_EPOCH (seconds since 1970 UTC, as reproducible-builds.org defines
    it; SettingsError when it is no number); else that of the last commit to the document's files; else `day`.
    """
    known = git.revision(document, environ) or revision.kept(document.root)
    date = document.date or _epoch(environ) or (known.date if known else None)
    return Stamp(
        status=document.status,
        version=document.version,
        date=date or day,
        from_clock=date is None,
        maturity=document.maturity,
        level=document.level,
        commit=known.commit if known else None,
        tag=next((tag for tag in (known.tags if known else ()) if tag == tag_name(document.version)), None),
        dirty=known.dirty if known else False,
        hearing=document.hearing,
    )


def repository(document: Document, made: Stamp, names: Iterable[str]) -> git.Repository | None:
    """What git says of the source's files beyond the stamp; None where they are not in git."""
    if made.commit is None or git.revision(document, os.environ) is None:
        return None
    return git.repository(document, os.environ, names, made.commit, tag_name(made.version))


def tracked(document: Document, names: Iterable[str]) -> tuple[str, ...]:
    """Those of these files and folders at the top of the document that are in git."""
    return git.tracked(document, os.environ, names)


def set_tag(document: Document, arguments: Sequence[str]) -> None:
    """Run `git` with these arguments, which set the version's tag. ToolError with what git says against it."""
    git.tag(document.root, os.environ, arguments)


def uncommitted(document: Document, paths: Sequence[str]) -> tuple[str, ...]:
    """Those of these files of the document that are not as in the last commit. ToolError where git cannot say."""
    return git.uncommitted(document.root, os.environ, paths)


def commit(document: Document, paths: Sequence[str], message: str) -> None:
    """Commit these files of the document and nothing else. ToolError with what git says against it."""
    git.commit(document.root, os.environ, paths, message)


def check(stamp: Stamp) -> tuple[Finding, ...]:
    """What is wrong with a stamp: a date that will be another tomorrow."""
    if not stamp.from_clock:
        return ()
    what = "there is no date and no commit, so the document carries the day it is built"
    cure = f"add `date = {stamp.date}`, or commit the document"
    return (Finding(code="date-from-clock", where=Location(path=NAME), what=what, cure=cure),)


def _epoch(environ: Mapping[str, str]) -> datetime.date | None:
    value = environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not value:
        return None
    try:
        return datetime.datetime.fromtimestamp(int(value), datetime.UTC).date()
    except (ValueError, OverflowError, OSError):
        what = f"SOURCE_DATE_EPOCH is {value!r}, not a number of seconds since 1970; correct it or unset it"
        raise SettingsError(f"error: {what} [settings-epoch]") from None


def tag_name(version: Version) -> str:
    """The name of a version's tag in git."""
    return f"v{version}"


def output_name(document: Document, stamp: Stamp) -> str:
    """File name of the outputs without its ending, ASCII: "malbilde-0.9.1-prerelease-nb", an edition's name behind."""
    name = f"{document.slug}-{stamp.version}-{stamp.status}-{document.language}"
    return f"{name}-{document.edition.name}" if document.edition else name


def watermark(stamp: Stamp, vocabulary: status.Vocabulary) -> str | None:
    """Which watermark the status calls for: "draft", "hearing", "deprecated" or None.

    It is "hearing" only with a deadline to answer by; without one such a status is a draft like any other.
    """
    term = status.find(vocabulary.statuses, stamp.status)
    kind = term.watermark if term else None
    if kind == "hearing" and not (stamp.hearing and stamp.hearing.deadline):
        return "draft"
    return kind


def protection(document: Document, stamp: Stamp, vocabulary: status.Vocabulary) -> Protection:
    """How Word guards the DOCX: as document.toml says, else as the status does.

    Where the status tracks the changes of a hearing, it does so only with a deadline, as in `watermark`.
    """
    if document.docx.protection:
        return document.docx.protection
    term = status.find(vocabulary.statuses, stamp.status)
    if term is None or term.protection is None:
        return Protection.NONE
    waits = term.watermark == "hearing" and watermark(stamp, vocabulary) != "hearing"
    return Protection.NONE if waits and term.protection == Protection.TRACKED else Protection(term.protection)
