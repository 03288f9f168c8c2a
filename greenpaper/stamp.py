"""Document + git + clock -> Stamp, and what follows from a stamp: the outputs' names, watermark and protection.

The only reader of the clock, of git and of SOURCE_DATE_EPOCH. Asked once in a run.
"""

from __future__ import annotations

import datetime
import json
import os
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from greenpaper import child, files, status
from greenpaper.document import NAME
from greenpaper.errors import SettingsError, ToolError
from greenpaper.model import Document, Finding, Location, Protection, Stamp, Version

REVISION = "revision.json"  # in a source that was taken out of git: what git said of it
SECONDS = 20  # for git; `git status` over a large folder of images on a cold disk takes two
_LIMITS = child.Limits(seconds=SECONDS)
# Hooks set these for the repository that they run in, which need not be the document's.
_FOREIGN = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"})
_SIGNING = frozenset(
    {"GNUPGHOME", "GPG_TTY", "SSH_AUTH_SOCK", "DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"}
)
# A repository may name programs that git starts by itself, and chapters may bring a repository along: one without
# working tree is a folder like any other (git-config(1), safe.bareRepository). No optional locks: a build beside
# somebody's `git commit` must not get in its way.
_READING = (
    *("--no-optional-locks", "--literal-pathspecs", "-c", "log.showSignature=false"),
    *("-c", "safe.bareRepository=explicit", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Revision:
    """What git says of the document's files: their last commit, its date, and whether they differ from it."""

    commit: str
    date: datetime.date
    dirty: bool
    tags: tuple[str, ...] = ()  # of that commit


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
    revision = _revision(document, environ) or _kept(document)
    date = document.date or _epoch(environ) or (revision.date if revision else None)
    return Stamp(
        status=document.status,
        version=document.version,
        date=date or day,
        from_clock=date is None,
        maturity=document.maturity,
        level=document.level,
        commit=revision.commit if revision else None,
        tag=next((tag for tag in (revision.tags if revision else ()) if tag == tag_name(document.version)), None),
        dirty=revision.dirty if revision else False,
        hearing=document.hearing,
    )


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


def _revision(document: Document, environ: Mapping[str, str]) -> Revision | None:
    """None outside git, without git, and before the first commit of these files."""
    paths = _paths(document)
    last = _git(document, environ, "log", "-1", "--decorate-refs=refs/tags", "--format=%H %cs %D", "--", *paths)
    if not last:
        return None
    commit, date, *names = last.split(maxsplit=2)
    # Untracked files count: they are in the document, but in no commit.
    changed = _git(document, environ, "status", "--porcelain", "--untracked-files=normal", "--", *paths)
    tags = tuple(name.removeprefix("tag: ") for name in "".join(names).split(", ") if name)
    return Revision(commit=commit, date=datetime.date.fromisoformat(date), dirty=bool(changed), tags=tags)


def tag_name(version: Version) -> str:
    """The name of a version's tag in git."""
    return f"v{version}"


def _kept(document: Document) -> Revision | None:
    """What git said when this source was taken out of it for a release."""
    try:
        said = json.loads((document.root / REVISION).read_bytes())
        return Revision(commit=str(said["commit"]), date=datetime.date.fromisoformat(said["date"]), dirty=False)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _paths(document: Document) -> list[str]:
    """What the document is made of, as files and folders at the top of its folder.

    Settings, theme, vocabulary, what holds the chapters, and what else a chapter's text names: an image lies beside
    the chapters, or `../bilder/map.png` names its top folder. More may lie there that is not the document's: the
    program that builds it, its tests, a README.
    """
    paths = {NAME, document.theme, *(chapter.path.split("/")[0] for chapter in document.chapters)}
    if document.vocabulary:
        paths.add(document.vocabulary)
    text = _composed("\n".join(_text(document.root / chapter.path) for chapter in document.chapters))
    for entry in sorted(document.root.iterdir()):
        if entry.name.startswith(".") or entry.name in files.OUTPUTS or not (entry.is_dir() or entry.suffix):
            continue
        name = re.escape(_composed(entry.name)) + ("/" if entry.is_dir() else r"(?!\w)")
        if re.search(rf"(?<![\w.-]){name}", text):
            paths.add(entry.name)
    return sorted(paths)


def _text(path: Path) -> str:
    """A chapter with the names in its addresses as they are, whatever else is wrong with it."""
    try:
        return unquote(path.read_text("utf-8", "replace"))
    except OSError:
        return ""


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _git(document: Document, environ: Mapping[str, str], *arguments: str) -> str | None:
    """What git prints, None when it cannot say. Paths are relative to the document's folder."""
    command = ["git", *_READING, "-C", str(document.root), *arguments]
    try:
        done = child.run(command, limits=_LIMITS, environment=_environment(environ) | {"GIT_NO_LAZY_FETCH": "1"})
    except (OSError, child.TimeUpError):
        return None
    return done.output.decode("utf-8", "replace").strip() if done.code == 0 else None


def _environment(environ: Mapping[str, str]) -> dict[str, str]:
    git = {name for name in environ if name.startswith("GIT_")} - _FOREIGN
    return child.environment(git | _SIGNING, environ)


def tag(root: Path, arguments: Sequence[str]) -> None:
    """Run this `git tag …` in the folder. ToolError with what git says when it does not work."""
    command = ["git", "-C", str(root), *arguments]
    try:
        done = child.run(command, limits=_LIMITS, environment=_environment(os.environ), asks=True)
    except child.TimeUpError:
        raise ToolError(f"error: git did not end within {SECONDS} s when it set the tag [release-tag]") from None
    except OSError as fault:
        raise ToolError(f"error: git cannot set the tag: {fault} [release-tag]") from None
    if done.code:
        said = done.errors.decode("utf-8", "replace").strip()
        raise ToolError(f"error: git cannot set the tag: {said}; the release itself is sealed [release-tag]")


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
