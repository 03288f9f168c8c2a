"""`doit deprecate`: marks a version as out of use, in the register alone. Its folder stays as it is."""

from __future__ import annotations

from greenpaper import files, stamp
from greenpaper.errors import AuthorError
from greenpaper.project import Project
from greenpaper.release import pages, register
from greenpaper.release.register import RELEASES


def deprecate(project: Project, versions: list[str]) -> None:
    """Enter that the first of `versions` is superseded, by the second where one is named."""
    entries = register.load(RELEASES)
    known = register.releases(entries)
    if not 1 <= len(versions) <= 2 or any(version not in known for version in versions):
        named = ", ".join(known) or "none"
        what = f"write `doit deprecate OLD [NEW]` with versions that were released; there are {named}"
        raise AuthorError(f"error: {what} [release-unknown]")
    old, new = versions[0], versions[1] if len(versions) > 1 else None
    if old == new:
        raise AuthorError(f"error: {old} cannot be superseded by itself [release-unknown]")
    before = register.deprecations(entries).get(old)
    if before and before["successor"] == new:
        print(f"{RELEASES / register.NAME}: says so already")
        return
    entry = {"kind": register.DEPRECATION, "version": old, "successor": new, "date": stamp.today().isoformat()}
    entries = register.added(entries, entry)
    files.write_atomic(RELEASES / register.NAME, register.text(entries))
    pages.write(RELEASES, entries)
    print(f"{RELEASES / register.NAME}: {old} is out of use" + (f", superseded by {new}" if new else ""))
