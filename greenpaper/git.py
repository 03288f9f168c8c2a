"""The only module that starts git: which commit a document is, what a release has to know of it, and its tag."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from greenpaper import child, files
from greenpaper.document import GRAPH, NAME, NOTES
from greenpaper.errors import ToolError
from greenpaper.model import Document
from greenpaper.revision import Revision

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
class Repository:
    """What a release asks beyond a revision."""

    absent: tuple[str, ...] = ()  # files of the source that are in no commit, though git calls the folder clean
    cut_off: bool = False  # the clone does not reach back far enough to know the last commit of the files
    tagged: str | None = None  # the last commit of the document's files, seen from the tag; None without that tag


def revision(document: Document, environ: Mapping[str, str]) -> Revision | None:
    """The last commit of the document's files; None outside git, without git, and before their first commit."""
    paths = _paths(document)
    last = _git(document, environ, "log", "-1", "--decorate-refs=refs/tags", "--format=%H %cs %D", "--", *paths)
    if not last:
        return None
    commit, date, *names = last.split(maxsplit=2)
    # Untracked files count: they are in the document, but in no commit.
    changed = _git(document, environ, "status", "--porcelain", "--untracked-files=normal", "--", *paths)
    tags = tuple(name.removeprefix("tag: ") for name in "".join(names).split(", ") if name)
    return Revision(commit=commit, date=datetime.date.fromisoformat(date), dirty=bool(changed), tags=tags)


def repository(
    document: Document, environ: Mapping[str, str], names: Iterable[str], commit: str, tag: str
) -> Repository:
    """What git says of these files of the source, of the `commit` that they are of, and of the version's `tag`."""
    wanted = sorted(names)
    listed = _git(document, environ, "ls-files", "-z", "--", *wanted)
    known = {_composed(name) for name in (listed or "").split("\0")}
    shallow = _git(document, environ, "rev-parse", "--is-shallow-repository") == "true"
    reference = f"refs/tags/{tag}^{{commit}}"
    there = _git(document, environ, "rev-parse", "-q", "--verify", reference)
    of_tag = _git(document, environ, "log", "-1", "--format=%H", reference, "--", *_paths(document)) if there else None
    return Repository(
        absent=tuple(name for name in wanted if _composed(name) not in known),
        cut_off=shallow and not _git(document, environ, "log", "-1", "--format=%P", commit),
        tagged=(of_tag or there) if there else None,
    )


def tracked(document: Document, environ: Mapping[str, str], names: Iterable[str]) -> tuple[str, ...]:
    """Those of these files and folders that git tracks, or something in them."""
    listed = _git(document, environ, "ls-files", "-z", "--", *(known := sorted(names))) or ""
    return tuple(name for name in known if any(path.split("/")[0] == name for path in listed.split("\0")))


def _paths(document: Document) -> list[str]:
    """What the document is made of, as files and folders at the top of its folder.

    Settings, tasks, notes, theme, vocabulary, what holds the chapters, and what else a chapter's text names: an image
    lies beside the chapters, or `../bilder/map.png` names its top folder. More may lie there that is not the
    document's: the program that builds it, its tests, a README.
    """
    paths = {NAME, GRAPH, NOTES, document.theme, *(chapter.path.split("/")[0] for chapter in document.chapters)}
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


def tag(root: Path, environ: Mapping[str, str], arguments: Sequence[str]) -> None:
    """Run this `git tag …` in the folder. ToolError with what git says when it does not work."""
    try:
        _run(root, environ, arguments, asks=True)
    except _FailedError as fault:
        what = f"error: git cannot set the tag: {fault}; the release itself is sealed [release-tag]"
        raise ToolError(what) from None


def uncommitted(root: Path, environ: Mapping[str, str], paths: Sequence[str]) -> tuple[str, ...]:
    """Those of these files of the folder that are not as in the last commit. ToolError where that is not known."""
    status = (*_READING, "status", "--porcelain", "-z", "--untracked-files=all", "--ignored")
    said = _of_responses(root, environ, (*status, "--", *paths))
    # Of files that are flagged (assume unchanged: a small letter, or skip: S) the status says nothing.
    listed = _of_responses(root, environ, (*_READING, "ls-files", "-v", "-z", "--", *paths)).split(b"\0")
    said += b"".join(line for line in listed if line[:1].islower() or line[:1] == b"S")
    # Paths are those from the repository's top here: which of the files it is, is asked of each alone.
    return tuple(path for path in paths if len(paths) == 1 or uncommitted(root, environ, [path])) if said else ()


def commit(root: Path, environ: Mapping[str, str], paths: Sequence[str], message: str) -> None:
    """Commit these files as they lie there, and nothing else: what is staged stays so. ToolError with what git says."""
    # The user's own hooks, identity and signature, as of any commit of theirs.
    only = ("--literal-pathspecs", "commit", "--quiet", "--only", f"--message={message}", "--", *paths)
    _of_responses(root, environ, only, asks=True)


def _of_responses(root: Path, environ: Mapping[str, str], arguments: Sequence[str], asks: bool = False) -> bytes:
    try:
        return _run(root, environ, arguments, asks)
    except _FailedError as fault:
        raise ToolError(f"error: git says: {fault} [response-git]") from None


class _FailedError(Exception):
    """What git says where it does not do what it shall."""


def _run(root: Path, environ: Mapping[str, str], arguments: Sequence[str], asks: bool) -> bytes:
    """What git prints. It may `asks` the user: for the passphrase of a key."""
    try:
        command = ["git", "-C", str(root), *arguments]
        done = child.run(command, limits=_LIMITS, environment=_environment(environ), asks=asks)
    except child.TimeUpError:
        raise _FailedError(f"it did not end within {SECONDS} s") from None
    except OSError as fault:
        raise _FailedError(f"it cannot be started ({fault})") from None
    if done.code:
        said = done.errors.split() or done.output.split()
        raise _FailedError(b" ".join(said).decode("utf-8", "replace"))
    return done.output
