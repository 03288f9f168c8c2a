"""`doit verify`: is every release what it was when it was sealed?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from greenpaper import conformance, files, verapdf
from greenpaper.errors import AuthorError
from greenpaper.project import Project
from greenpaper.release import bag, pages, register, signing, zipped
from greenpaper.release.register import RELEASES, Entry


def verify(project: Project, versions: Sequence[str]) -> None:
    """Check the register and `versions`, all where none is named; print what holds, raise what does not."""
    entries = register.load(RELEASES)
    known = register.releases(entries)
    unknown = [version for version in versions if version not in known]
    if unknown:
        cure = f"known are {', '.join(known)}" if known else "nothing has been released yet"
        raise AuthorError(*(f"error: there is no release {name}; {cure} [release-unknown]" for name in unknown))
    wrong = [f"{RELEASES / register.NAME}: {fault}" for fault in register.faults(entries)]
    wrong += _around(entries)
    for version in versions or known:
        faults = list(_faults(known[version], project))
        wrong += [f"{RELEASES / version}: {fault}" for fault in faults]
        if not faults:
            print(f"{RELEASES / version}: whole{_proved(known[version])}")
    if wrong:
        raise AuthorError(*(f"{line} [release-broken]" for line in wrong))


def _proved(entry: Entry) -> str:
    signed = ", signed" if entry["signed"] else ""
    return f"{signed}, PDF validated by {entry['validated']}" if entry["validated"] else f"{signed}, PDF not validated"


def _around(entries: Sequence[Entry]) -> Iterator[str]:
    """What lies in releases/ beside the releases."""
    if not RELEASES.is_dir():
        return
    known = register.releases(entries)
    for path in sorted(RELEASES.iterdir()):
        if path.is_dir() and path.name not in known:
            yield f"{path}: is in no entry of {register.NAME}"
    for name, text in pages.texts(entries).items():
        path = RELEASES / name
        if not path.is_file() or path.read_text("utf-8") != text:
            yield f"{path}: is not what {register.NAME} says; the next release writes it anew"


def _faults(entry: Entry, project: Project) -> Iterator[str]:
    folder = RELEASES / entry["version"]
    if not folder.is_dir():
        yield "is missing"
        return
    yield from bag.faults(folder)
    tags = folder / bag.TAGS
    if tags.is_file() and files.sha256(tags) != entry["bag"]:
        yield f"{bag.TAGS} is not the one that the register knows"
    fault = signing.fault(folder, Path(signing.SIGNERS), entry["signed"])
    if fault:
        yield fault
    yield from _pdf_faults(folder, entry)
    archive = RELEASES / entry["archive"]
    if not archive.is_file():
        yield f"{archive} is missing"
    elif archive.read_bytes() != zipped.bag(folder, archive.stem):
        yield f"{archive} holds something else than the folder"


def _pdf_faults(folder: Path, entry: Entry) -> Iterator[str]:
    """What veraPDF has against the PDF today, where it is at hand and had nothing against it when it was sealed."""
    for name in entry["files"]:
        path = folder / "data" / name
        if not name.endswith(".pdf") or not path.is_file() or not entry["validated"]:
            continue
        report = verapdf.validate({path: conformance.declared(path.read_bytes())})
        if isinstance(report, verapdf.Missing):
            print(f"{folder}: the PDF was not validated again: {report.what}")
        else:
            yield from conformance.faults(report.verdicts)
