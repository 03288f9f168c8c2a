"""BagIt (RFC 8493): a folder that says by checksums what is in it, so that years later one can tell whether it is.

`data/` is the payload, `manifest-sha256.txt` its checksums, `tagmanifest-sha256.txt` those of the other files.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote, unquote

from greenpaper import files

PAYLOAD, TAGS = "manifest-sha256.txt", "tagmanifest-sha256.txt"
SIGNATURE = f"{TAGS}.sig"
_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_INFO = "bag-info.txt"
DATA = "data/"


def write(
    folder: Path, payload: Mapping[str, bytes], info: Mapping[str, str], more: Mapping[str, str] | None = None
) -> None:
    """Make the bag in the new folder: `payload` by names below data/, `info` the labels of bag-info.txt in their order.

    `more` are texts beside data/, which the tag manifest covers.

    Payload-Oxum (octets and files) is added.
    """
    for name, content in payload.items():
        files.write_atomic(folder / DATA / name, content)
    sums = {DATA + name: files.sha256(content) for name, content in payload.items()}
    oxum = f"{sum(map(len, payload.values()))}.{len(payload)}"
    labels = "".join(f"{label}: {text}\n" for label, text in {**info, "Payload-Oxum": oxum}.items())
    tags = {"bagit.txt": _DECLARATION, _INFO: labels, PAYLOAD: _manifest(sums), **(more or {})}
    for name, text in tags.items():
        files.write_atomic(folder / name, text)
    files.write_atomic(folder / TAGS, _manifest({name: files.sha256(text.encode()) for name, text in tags.items()}))


def _manifest(sums: Mapping[str, str]) -> str:
    return "".join(f"{digest}  {_encoded(name)}\n" for name, digest in sorted(sums.items()))


def _encoded(name: str) -> str:
    """A path as a manifest writes it: only line ends and the percent sign are encoded (RFC 8493, 2.1.3)."""
    return "".join(quote(letter) if letter in "%\r\n" else letter for letter in name)


def read_manifest(path: Path) -> dict[str, str]:
    """Checksums by path. ValueError for a line that is none."""
    found: dict[str, str] = {}
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise ValueError(f"{path.name} is no UTF-8") from None
    for line in text.removesuffix("\n").split("\n"):  # names may hold what else ends a line (U+0085, U+2028)
        digest, _, name = line.partition("  ")
        if len(digest) != 64 or not name:
            raise ValueError(f"{path.name} holds a line that is no checksum and path: {line[:60]!r}")
        found[unquote(name)] = digest.lower()
    return found


def faults(folder: Path) -> Iterator[str]:
    """What is not as the bag says: whatever is changed, missing or added. Nothing where it is whole."""
    present = _present(folder)
    missing = {"bagit.txt", _INFO, PAYLOAD, TAGS} - present.keys()
    if missing:
        yield from (f"{name} is missing" for name in sorted(missing))
        return
    known: set[str] = {TAGS, SIGNATURE}
    for manifest in (TAGS, PAYLOAD):
        try:
            sums = read_manifest(folder / manifest)
        except (ValueError, OSError) as fault:
            yield shown(str(fault))
            return
        yield from _differing(folder, sums, present)
        known |= sums.keys()
    yield from (f"{shown(name)} has been added" for name in sorted(present.keys() - known))


def _present(folder: Path) -> dict[str, bool]:
    """All that a folder holds, by its path in it, and whether that is a file. Links and empty folders are none."""
    found: dict[str, bool] = {}
    for top, folders, names in os.walk(folder):
        inside = Path(top).relative_to(folder)
        links = [name for name in folders if (Path(top) / name).is_symlink()]
        for name in (*names, *links):
            found[(inside / name).as_posix()] = stat.S_ISREG((Path(top) / name).lstat().st_mode)
        if not folders and not names:
            found[f"{inside.as_posix()}/"] = False
    return found


def _differing(folder: Path, sums: Mapping[str, str], present: Mapping[str, bool]) -> Iterator[str]:
    for name, digest in sorted(sums.items()):
        if name not in present:
            yield f"{shown(name)} is missing"
            continue
        try:
            same = present[name] and files.sha256(folder / name) == digest
        except OSError as fault:
            yield f"{shown(name)} cannot be read: {fault.strerror}"
            continue
        if not same:
            yield f"{shown(name)} has been changed"


def may_be_written(folder: Path) -> bool:
    """Whether anything in the bag, or the folder itself, has the right to be written to."""
    paths = (folder, *folder.rglob("*"))
    return any(path.lstat().st_mode & 0o222 for path in paths if not path.is_symlink())


def shown(name: str) -> str:
    """A name as a message can show it, on one line, whatever letters or bytes it is of."""
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in name)
