"""`doit verify`: is every release what it was when it was sealed?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from greenpaper import conformance, files, verapdf
from greenpaper.errors import AuthorError
from greenpaper.project import Project
from greenpaper.release import bag, pages, register, signing, statement
from greenpaper.release.register import RELEASES, Entry

_OF_SEALING = frozenset({"kind", "previous", "bag", "signed", "archive_sha256"})  # keys of an entry, not of the bag
_CHECKSUM = re.compile(rb"\b[0-9a-f]{64}\b")
_ANEW = "the next release writes it anew"


def verify(project: Project, versions: Sequence[str]) -> None:
    """Check the register and `versions`, all where none is named; print what holds, raise what does not."""
    entries = register.read(RELEASES)
    known = register.releases(entries)
    unknown = [version for version in versions if version not in known]
    if unknown:
        cure = f"known are {', '.join(known)}" if known else "nothing has been released yet"
        raise AuthorError(*(f"error: there is no release {name}; {cure} [release-unknown]" for name in unknown))
    wrong = [f"{RELEASES / register.NAME}: {fault}" for fault in register.faults(entries)]
    wrong += [f"{RELEASES / register.NAME}: {fault}" for fault in register.form_faults(RELEASES, entries)]
    wrong += _around(entries)
    if not known and not wrong:
        print(f"{RELEASES}: nothing has been released yet")
    for version in versions or known:
        faults = list(_faults(known[version]))
        wrong += [f"{RELEASES / version}: {fault}" for fault in faults]
        if not faults:
            print(f"{RELEASES / version}: whole{_proved(known[version])}")
    if wrong:
        raise AuthorError(*(f"{line} [release-broken]" for line in wrong))


def _proved(entry: Entry) -> str:
    signed = ", signed" if entry["signed"] else ""
    validated = f"validated by {entry['validated']}" if entry["validated"] else "not validated"
    # No fault: git keeps no such right, so it is so after every clone, and the checksums say what counts
    open_ = "; its files may be written to, as after a clone" if bag.may_be_written(RELEASES / entry["version"]) else ""
    return f"{signed}, PDF {validated}{open_}"


def _around(entries: Sequence[Entry]) -> Iterator[str]:
    """What lies in releases/ beside the releases."""
    if not RELEASES.is_dir():
        if RELEASES.exists():
            yield f"{RELEASES}: is no folder; move it away"
        return
    known = register.releases(entries)
    texts = pages.texts(entries)
    archives = {entry["archive"] for entry in known.values()}
    for path in sorted(RELEASES.iterdir()):
        if path.name not in known.keys() | texts.keys() | archives | {register.NAME}:
            yield f"{bag.shown(str(path))}: is in no entry of {register.NAME}; move it away"
        elif path.is_symlink():
            yield f"{path}: is a link; put what it leads to in its place"
    for name, text in texts.items():
        fault = _page_fault(RELEASES / name, text, entries)
        if fault:
            yield f"{RELEASES / name}: {fault}"


def _page_fault(path: Path, text: str, entries: Sequence[Entry]) -> str | None:
    """What is wrong with a page that should have this text. One that another version wrote may look otherwise."""
    if not path.is_file():
        return f"{'is no file; remove it' if path.exists() else 'is missing'}, {_ANEW}"
    found = path.read_bytes()
    if found == text.encode():
        return None
    content = pages.content(found, entries)
    if content is None:
        return f"is not what {register.NAME} says; {_ANEW}"
    if set(_CHECKSUM.findall(content)) - set(_CHECKSUM.findall(text.encode())):
        return f"has a checksum that {register.NAME} does not know; {_ANEW}"
    print(f"{path}: was written by another version, so its checksums alone were compared; {_ANEW}")
    return None


def bag_faults(folder: Path, entry: Entry) -> Iterator[str]:
    """What is not as it was sealed: the folder by its checksums, and these by the register's entry."""
    if not folder.is_dir():
        yield "is missing"
        return
    yield from bag.faults(folder)
    tags = folder / bag.TAGS
    if tags.is_file() and files.sha256(tags) != entry["bag"]:
        yield f"{bag.TAGS} is not the one that the register knows"


def _faults(entry: Entry) -> Iterator[str]:
    folder = RELEASES / entry["version"]
    yield from bag_faults(folder, entry)
    if not folder.is_dir():
        return
    yield from _entry_faults(folder, entry)
    fault = signing.fault(folder, Path(signing.SIGNERS), entry["signed"])
    if fault:
        yield fault
    elif not entry["signed"] and (folder / bag.SIGNATURE).exists():
        yield f"{bag.SIGNATURE} is there, and {register.NAME} says that it is not signed"
    yield from _pdf_faults(folder, entry)
    archive = RELEASES / entry["archive"]
    if not archive.is_file():
        yield f"{archive} is {'no file; remove it' if archive.exists() else 'missing'}, {_ANEW}"
    elif files.sha256(archive) != entry["archive_sha256"]:
        yield f"{archive} has been changed; remove it, {_ANEW}"


def _entry_faults(folder: Path, entry: Entry) -> Iterator[str]:
    """Where the register says something else of the release than what is sealed in it."""
    try:
        said = json.loads((folder / "data" / statement.NAME).read_bytes())["predicate"][statement.REGISTERED]
        sealed: Mapping[str, object] = dict(said)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        yield f"data/{statement.NAME} does not say what {register.NAME} has to say of it"
        return
    for key in sorted((entry.keys() | sealed.keys()) - _OF_SEALING):
        if key not in entry or key not in sealed or entry[key] != sealed[key]:
            yield f'{register.NAME} and data/{statement.NAME} differ in "{key}"'


def _pdf_faults(folder: Path, entry: Entry) -> Iterator[str]:
    """What veraPDF has against the PDF today, where it is at hand and had nothing against it when it was sealed."""
    for name, digest in entry["files"].items():
        path = folder / "data" / name
        # Of a PDF that has been changed there is nothing to prove
        whole = path.is_file() and files.sha256(path) == digest
        if not name.endswith(".pdf") or not whole or not entry["validated"]:
            continue
        report = verapdf.validate({path: conformance.declared(path.read_bytes())})
        if isinstance(report, verapdf.Missing):
            print(f"{folder}: the PDF was not validated again: {report.what}")
        else:
            yield from conformance.faults(report.verdicts)
