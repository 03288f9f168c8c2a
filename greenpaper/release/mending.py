"""What stands around the sealed folders, made of them and of the register: also after a run that was broken off.

A folder gets its name when it is whole, the register names it next, all else comes after. So whatever moment a run was
killed at, what is missing can be made anew.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from greenpaper import files
from greenpaper.release import bag, pages, register, zipped
from greenpaper.release.register import Entry


def mend(releases: Path, entries: Sequence[Entry]) -> None:
    """Close the sealed folders, make the zips that are missing, and write both pages, in the folder `releases`."""
    for entry in register.releases(entries).values():
        folder, archive = releases / entry["version"], releases / entry["archive"]
        if not _is_sealed(folder, entry):
            continue  # which `doit verify` has to tell
        if folder.stat().st_mode & 0o222:
            _close(folder)
        if not archive.exists():
            content = zipped.bag(folder, archive.stem)
            if files.sha256(content) == entry["archive_sha256"]:
                files.write_atomic(archive, content)
    pages.write(releases, entries)


def remove(folder: Path) -> None:
    """Remove a folder that is no release, though it may be closed like one."""
    for path in (folder, *folder.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)
    shutil.rmtree(folder, ignore_errors=True)


def _is_sealed(folder: Path, entry: Entry) -> bool:
    tags = folder / bag.TAGS
    if folder.is_symlink() or tags.is_symlink():  # what it leads to is not ours to close
        return False
    return tags.is_file() and files.sha256(tags) == entry["bag"]


def _close(folder: Path) -> None:
    """Take away the right to write, from the inside out: where the folder itself is closed, all of it is."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if not path.is_symlink():  # one that was added leads to what is not ours
            path.chmod(0o444 if path.is_file() else 0o555)
    folder.chmod(0o555)
