"""Which commit and day a source is of: asked of git, or kept in a file where the source was taken out of git."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from greenpaper import files, resources
from greenpaper.document import GRAPH

FILE = "revision.json"
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Revision:
    """The last commit of a document's files (None outside git), its date, and whether the files differ from it."""

    commit: str | None
    date: datetime.date
    dirty: bool
    tags: tuple[str, ...] = ()  # of that commit


def text(commit: str | None, date: datetime.date, root: Path, names: Iterable[str]) -> str:
    """The file for a source that consists of these files below `root`: what it is of, and their checksums."""
    sums = {name: files.sha256(root / name) for name in sorted(names)}
    said = {"commit": commit, "date": date.isoformat(), "files": sums}
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def kept(root: Path) -> Revision | None:
    """What the file in `root` says, None without one. What it says holds for the files that it lists and no others.

    Where they are not those any more, the source differs from its commit; without a commit nothing is known of it.
    """
    try:
        said = json.loads(resources.read(root, FILE, limit=resources.TEXT))
        commit, date = said["commit"], datetime.date.fromisoformat(said["date"])
        sums = {str(name): str(digest) for name, digest in dict(said["files"]).items()}
    except (resources.Refusal, OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    if commit is not None and not (isinstance(commit, str) and _COMMIT.fullmatch(commit)):
        return None
    there = set(files.listing(root))
    changed = there - sums.keys() - {FILE, GRAPH} or sums.keys() - there
    dirty = bool(changed) or any(files.sha256(root / name) != sums[name] for name in sums)
    if dirty and not commit:
        return None
    return Revision(commit=commit, date=date, dirty=dirty)
