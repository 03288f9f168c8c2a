"""Which commit and day a source is of: asked of git, or kept in a file where the source was taken out of git."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from greenpaper import files
from greenpaper.document import GRAPH

FILE = "revision.json"


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
        said = json.loads((root / FILE).read_bytes())
        commit, date = said["commit"], datetime.date.fromisoformat(said["date"])
        sums = dict(said["files"])
    except (OSError, ValueError, TypeError, KeyError):
        return None
    added = set(files.listing(root)) - sums.keys() - {FILE, GRAPH}
    dirty = bool(added) or any(not (root / name).is_file() or files.sha256(root / name) != sums[name] for name in sums)
    if dirty and not commit:
        return None
    return Revision(commit=str(commit) if commit else None, date=date, dirty=dirty)
