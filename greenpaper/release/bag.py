"""BagIt (RFC 8493): a folder that says by checksums what is in it, so that years later one can tell whether it is.

`data/` is the payload, `manifest-sha256.txt` its checksums, `tagmanifest-sha256.txt` those of the other files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from pathlib import Path
from urllib.parse import quote, unquote

from greenpaper import files

PAYLOAD, TAGS = "manifest-sha256.txt", "tagmanifest-sha256.txt"
SIGNATURE = f"{TAGS}.sig"
_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_INFO = "bag-info.txt"
_DATA = "data/"


def write(folder: Path, payload: Mapping[str, bytes], info: Mapping[str, str]) -> None:
    """Make the bag in the new folder: `payload` by names below data/, `info` the labels of bag-info.txt in their order.

    Payload-Oxum (octets and files) is added.
    """
    for name, content in payload.items():
        files.write_atomic(folder / _DATA / name, content)
    sums = {_DATA + name: files.sha256(content) for name, content in payload.items()}
    oxum = f"{sum(map(len, payload.values()))}.{len(payload)}"
    labels = "".join(f"{label}: {text}\n" for label, text in {**info, "Payload-Oxum": oxum}.items())
    tags = {"bagit.txt": _DECLARATION, _INFO: labels, PAYLOAD: _manifest(sums)}
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
    for line in path.read_text("utf-8").splitlines():
        digest, _, name = line.partition("  ")
        if len(digest) != 64 or not name:
            raise ValueError(f"{path.name} holds a line that is no checksum and path: {line[:60]!r}")
        found[unquote(name)] = digest.lower()
    return found


def faults(folder: Path) -> Iterator[str]:
    """What is not as the bag says: a file that is changed, missing or added. Nothing where it is whole."""
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    missing = {"bagit.txt", _INFO, PAYLOAD, TAGS} - present
    if missing:
        yield from (f"{name} is missing" for name in sorted(missing))
        return
    known: dict[str, str] = {}
    for manifest in (TAGS, PAYLOAD):
        try:
            sums = read_manifest(folder / manifest)
        except ValueError as fault:
            yield str(fault)
            return
        yield from _differing(folder, sums, present)
        known |= sums
    yield from (f"{name} has been added" for name in sorted(present - known.keys() - {TAGS, SIGNATURE}))


def _differing(folder: Path, sums: Mapping[str, str], present: Set[str]) -> Iterator[str]:
    for name, digest in sorted(sums.items()):
        if name not in present:
            yield f"{name} is missing"
        elif (folder / name).is_symlink() or files.sha256(folder / name) != digest:
            yield f"{name} has been changed"
