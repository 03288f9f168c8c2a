"""The register of all releases, releases/releases.json: entries are only ever added. Pure but for reading the file.

Each entry holds the checksum of the one before, so that nothing in between can be changed, taken out or put in without
breaking the chain.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from greenpaper import files, words
from greenpaper.errors import AuthorError
from greenpaper.model import Version
from greenpaper.unseen import hidden, unfit

RELEASES = Path("releases")  # in the document's folder
NAME = "releases.json"
RELEASE, DEPRECATION = "release", "deprecation"

Entry: TypeAlias = Mapping[str, Any]


def load(folder: Path) -> tuple[Entry, ...]:
    """The entries of a register that is added to; none where there is no file. AuthorError when it is not whole."""
    entries = read(folder)
    wrong = [*faults(entries), *form_faults(folder, entries)]
    if wrong:
        cure = "nothing is added to such a register; take it back from git or from a copy"
        raise AuthorError(*(f"{folder / NAME}: error: {fault}; {cure} [release-register]" for fault in wrong))
    return entries


def read(folder: Path) -> tuple[Entry, ...]:
    """The entries of the register in `folder`, whether or not they follow from each other; none where there is no file.

    AuthorError when it cannot be read, or an entry lacks what it has to hold.
    """
    path = folder / NAME
    if not path.exists() and not path.is_symlink():
        return ()
    entries = _entries(path)
    wrong = ["this is no register of releases"] if entries is None else []
    wrong += [f"entry {number} {fault}" for number, entry in enumerate(entries or (), 1) for fault in _shape(entry)]
    if wrong:
        cure = "take it back from git or from a copy"
        raise AuthorError(*(f"{path}: error: {fault}; {cure} [release-register]" for fault in wrong))
    return tuple(entries or ())


def _entries(path: Path) -> list[Any] | None:
    """What the file lists, None where it is no such file."""
    if not path.is_file():
        return None
    try:
        entries = json.loads(path.read_bytes())["entries"]
        text(entries).encode()
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return entries if isinstance(entries, list) else None


def _shape(entry: Any) -> Iterator[str]:
    """What an entry lacks, or holds in another form than the rest of the program counts on."""
    keys = _KEYS.get(str(entry.get("kind"))) if isinstance(entry, dict) else None
    if keys is None:
        yield f'is no "{RELEASE}" and no "{DEPRECATION}"'
        return
    for key, fits in keys.items():
        if key not in entry:
            yield f'has no "{key}"'
        elif not fits(entry[key]):
            yield f'has a "{key}" that is none: {json.dumps(entry[key])[:60]}'


def _text(value: Any) -> bool:
    return isinstance(value, str) and hidden(value) is None


def _day(value: Any) -> bool:
    try:
        return bool(datetime.date.fromisoformat(value).isoformat() == value)
    except (ValueError, TypeError):
        return False


def _version(value: Any) -> bool:
    try:
        return bool(Version.parse(value).text == value)
    except (ValueError, AttributeError):
        return False


def _sum(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value) is not None


def _name(value: Any) -> bool:
    """Whether this is a file's name and no path: it is looked for in a release, or beside one."""
    return isinstance(value, str) and re.fullmatch(r"[^./\\][^/\\]*", value) is not None and not unfit(value)


def _sums(value: Any) -> bool:
    return isinstance(value, dict) and all(_name(name) and _sum(digest) for name, digest in value.items())


def _or_none(fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: value is None or fits(value)


_KEYS: Mapping[str, Mapping[str, Callable[[Any], bool]]] = {
    RELEASE: {
        "version": _version,
        "edition": _or_none(_text),
        "status": _text,
        "status_name": _text,
        "title": _text,
        "language": lambda value: value in words.LANGUAGES,
        "date": _day,
        "deadline": _or_none(_day),
        "commit": _or_none(_text),
        "source": _sum,
        "bag": _sum,
        "files": _sums,
        "validated": _or_none(_text),
        "signed": lambda value: isinstance(value, bool),
        "changes": _or_none(_text),
        "archive": _name,
        "archive_sha256": _sum,
        "previous": _or_none(_sum),
    },
    DEPRECATION: {
        "version": _version,
        "successor": _or_none(_version),
        "date": _day,
        "previous": _or_none(_sum),
    },
}


def check(entry: Entry) -> None:
    """AuthorError where an entry to be added holds what `read` would not take."""
    wrong = list(_shape(entry))
    if wrong:
        cure = "mend what it comes from: document.toml, the vocabulary, CHANGES.md"
        raise AuthorError(
            *(f"{RELEASES / NAME}: error: the entry {fault}; {cure} [release-register]" for fault in wrong)
        )


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
    """Where the chain is broken, and what is entered that cannot be: a version twice, one that is out of use unmade."""
    before: Entry | None = None
    known: set[str] = set()
    for number, entry in enumerate(entries, 1):
        version = entry["version"]
        expected = checksum(before) if before else None
        if entry.get("previous") != expected:
            yield f"entry {number} ({version}) does not follow from the one before: one of them was changed"
        if entry["kind"] == RELEASE and version in known:
            yield f"entry {number} ({version}) is of a version that was released before"
        named = {version, entry["successor"] or version} if entry["kind"] == DEPRECATION else set()
        yield from (f"entry {number} names {name}, which was not released" for name in sorted(named - known))
        known.add(version)
        before = entry


def form_faults(folder: Path, entries: Sequence[Entry]) -> Iterator[str]:
    """What stands in the file beside the entries, or in their place: of two equal keys, say, JSON knows the last."""
    path = folder / NAME
    if path.is_file() and path.read_bytes() != text(entries).encode():
        yield "its text is not the one that was written: somebody edited it"


def releases(entries: Sequence[Entry]) -> dict[str, Entry]:
    """The entry of each version that was released."""
    return {entry["version"]: entry for entry in entries if entry["kind"] == RELEASE}


def deprecations(entries: Sequence[Entry]) -> dict[str, Entry]:
    """The last deprecation of each version that has one."""
    return {entry["version"]: entry for entry in entries if entry["kind"] == DEPRECATION}


def highest(entries: Sequence[Entry]) -> Version | None:
    """The highest version that was released."""
    return max(map(Version, releases(entries)), key=lambda version: version.order, default=None)
