"""The register of all releases, releases/releases.json: entries are only ever added. Pure but for reading the file.

Each entry holds the checksum of the one before, so that nothing in between can be changed, taken out or put in without
breaking the chain.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from greenpaper import files
from greenpaper.errors import AuthorError
from greenpaper.model import Version

RELEASES = Path("releases")  # in the document's folder
NAME = "releases.json"
RELEASE, DEPRECATION = "release", "deprecation"

Entry: TypeAlias = Mapping[str, Any]


def load(folder: Path) -> tuple[Entry, ...]:
    """The entries of the register in `folder`; none where there is no file. AuthorError when it cannot be read."""
    path = folder / NAME
    if not path.is_file():
        return ()
    try:
        entries = json.loads(path.read_bytes())["entries"]
        return tuple({**entry, "kind": entry["kind"], "version": entry["version"]} for entry in entries)
    except (ValueError, TypeError, KeyError):
        what = "this is no register of releases; take it back from git or from a copy"
        raise AuthorError(f"{path}: error: {what} [release-register]") from None


def added(entries: Sequence[Entry], entry: Mapping[str, Any]) -> tuple[Entry, ...]:
    """The entries with one more, which knows the one before it."""
    return (*entries, {**entry, "previous": checksum(entries[-1]) if entries else None})


def text(entries: Sequence[Entry]) -> str:
    """The file's content."""
    return json.dumps({"entries": list(entries)}, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def checksum(entry: Entry) -> str:
    """SHA-256 of an entry in a form of its own: keys sorted, no spaces."""
    return files.sha256(json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())


def faults(entries: Sequence[Entry]) -> Iterator[str]:
    """Where the chain is broken."""
    before: Entry | None = None
    for number, entry in enumerate(entries, 1):
        expected = checksum(before) if before else None
        if entry.get("previous") != expected:
            yield f"entry {number} ({entry['version']}) does not follow from the one before: one of them was changed"
        before = entry


def releases(entries: Sequence[Entry]) -> dict[str, Entry]:
    """The entry of each version that was released."""
    return {entry["version"]: entry for entry in entries if entry["kind"] == RELEASE}


def deprecations(entries: Sequence[Entry]) -> dict[str, Entry]:
    """The last deprecation of each version that has one."""
    return {entry["version"]: entry for entry in entries if entry["kind"] == DEPRECATION}


def highest(entries: Sequence[Entry]) -> Version | None:
    """The highest version that was released."""
    return max(map(Version, releases(entries)), key=lambda version: version.order, default=None)
