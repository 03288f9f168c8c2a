"""`doit deprecate`: marks a version as out of use, in the register alone. Its folder stays as it is."""

from __future__ import annotations

from collections.abc import Sequence

from greenpaper import files, stamp
from greenpaper.errors import AuthorError
from greenpaper.model import Version
from greenpaper.project import Project
from greenpaper.release import mending, register
from greenpaper.release.register import RELEASES, Entry


def deprecate(project: Project, versions: list[str]) -> None:
    """Enter that the first of `versions` is superseded, by the second where one is named."""
    entries = register.load(RELEASES)
    known = register.releases(entries)
    if not 1 <= len(versions) <= 2 or any(version not in known for version in versions):
        named = ", ".join(known) or "none"
        what = f"write `doit deprecate OLD [NEW]` with versions that were released; there are {named}"
        raise AuthorError(f"error: {what} [release-unknown]")
    old, new = versions[0], versions[1] if len(versions) > 1 else None
    mending.mend(RELEASES, entries)
    before = register.deprecations(entries).get(old)
    if before and before["successor"] == new:
        print(f"{RELEASES / register.NAME}: says so already")
        return
    if new:
        _check(old, new, entries)
    entry = {"kind": register.DEPRECATION, "version": old, "successor": new, "date": stamp.today().isoformat()}
    entries = register.added(entries, entry)
    files.write_atomic(RELEASES / register.NAME, register.text(entries))
    mending.mend(RELEASES, entries)
    earlier = f"; until now {_by(before['successor'])}" if before else ""
    print(f"{RELEASES / register.NAME}: {old} is out of use, {_by(new)}{earlier}")


def _by(successor: str | None) -> str:
    return f"superseded by {successor}" if successor else "without a successor"


def _check(old: str, new: str, entries: Sequence[Entry]) -> None:
    """AuthorError where no reader is helped by being sent from one version to the other."""
    if Version(new).order <= Version(old).order:
        what = f"{new} is not above {old}, so it cannot supersede it; name a later version, or none"
        raise AuthorError(f"error: {what} [release-successor]")
    over = register.deprecations(entries).get(new)
    if over:
        later = f"; name {over['successor']}, which supersedes it" if over["successor"] else "; name another, or none"
        raise AuthorError(f"error: {new} is out of use itself{later} [release-successor]")
