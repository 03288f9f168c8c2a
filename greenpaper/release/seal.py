"""`doit release`: the gates, a build from the source alone, the sealed folder, the zip for sending, the register."""

from __future__ import annotations

import json
import shlex
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from greenpaper import __version__, built, conformance, files, git, libraries, stamp, steps, verapdf
from greenpaper.checks import report
from greenpaper.document import NAME
from greenpaper.errors import AuthorError
from greenpaper.imprint import term_name
from greenpaper.model import Finding, Location, Severity
from greenpaper.project import Project
from greenpaper.release import (
    advice,
    bag,
    gates,
    mending,
    notes,
    pages,
    register,
    signing,
    source,
    statement,
    verify,
    workshop,
    zipped,
)
from greenpaper.release.register import RELEASES

_OPEN = 0o755  # whoever serves releases/ has to read it, whatever the umask
_UNDECLARED = verapdf.Missing(
    what="it declares no standard", cure='choose another variant than "plain" in [pdf] of document.toml'
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """A version built from its source alone: its finished files, and what veraPDF said of the PDF (None: not asked)."""

    outputs: Mapping[str, bytes]
    validation: Mapping[str, Any] | None
    objection: Finding | None


def release(project: Project, dry: bool, unvalidated: bool, tag: bool) -> None:
    """Seal the version in releases/, or raise everything that stands against it. With `dry`, only say so.

    With `unvalidated` a PDF that no validator has seen is let through where veraPDF is not at hand, which is recorded.
    With `tag` the commit gets the version's tag in git; without, the command is printed.
    """
    signing.check_key()
    images = json.loads(built.IMAGES.read_bytes())["images"]
    names = source.listing(project, images)
    candidate = _candidate(project, names)
    if not dry:
        mending.mend(RELEASES, candidate.entries)
    known = register.releases(candidate.entries).get(project.stamp.version.text)
    same = known and known["source"] == candidate.source and known.get("edition") == _edition(project)
    if known and same and not dry:
        print(f"{RELEASES / known['version']}: was released before, of the same source")
        verify.verify(project, [known["version"]])
        _tag(project, candidate.repository, tag)
        return
    found = list(gates.objections(candidate))
    made: Made | None = None
    hopeless = any(item.code == "release-edition" for item in found)
    if not hopeless and not any(item.severity is Severity.ERROR for item in candidate.findings):
        made = _built(project, names, gates.must_be_validated(candidate) and not unvalidated)
        found += [made.objection] if made.objection else []
    _advise(project, candidate)
    if found:
        count = f"{len(found)} objection{'s' if len(found) > 1 else ''} to version {project.stamp.version}"
        raise AuthorError(*_lines(found, Severity.ERROR), count if dry else f"{count}; nothing was released")
    assert made is not None
    if dry:
        print(f"nothing stands against version {project.stamp.version}")
        return
    _seal(project, candidate, names, made)
    _tag(project, candidate.repository, tag)


def _candidate(project: Project, names: tuple[str, ...]) -> gates.Candidate:
    trees = [json.loads(built.tree_file(chapter).read_bytes()) for chapter in project.document.chapters]
    remarks = [(tree["path"], remark["line"], remark["text"]) for tree in trees for remark in tree["remarks"]]
    return gates.Candidate(
        document=project.document,
        stamp=project.stamp,
        vocabulary=project.vocabulary,
        book=json.loads(built.BOOK.read_bytes()),
        remarks=remarks,
        findings=steps.found(project, hidden=True),
        entries=register.load(RELEASES),
        source=source.digest(Path(), names),
        repository=stamp.repository(project.document, project.stamp, names),
    )


def _advise(project: Project, candidate: gates.Candidate) -> None:
    """Print what does not stand against it: the text's warnings and notes, and what its makers should know."""
    weak = [item for item in candidate.findings if item.severity not in {Severity.ERROR, Severity.OFF}]
    known = advice.notes(candidate, notes.of_version(project.document.root, project.stamp.version.text))
    print("".join(f"{line}\n" for line in _lines(known, Severity.NOTE)), end="")
    print(report.text(weak, Path()) if weak else "", end="", flush=True)


def _lines(found: Iterable[Finding], severity: Severity) -> Iterator[str]:
    for item in found:
        yield f"{item.where}: {severity}: {item.what}; {item.cure} [{item.code}]"


def _built(project: Project, names: tuple[str, ...], must_be_valid: bool) -> Made:
    with tempfile.TemporaryDirectory(prefix="greenpaper-release-") as folder:
        work = Path(folder) / "document"
        source.export(Path(), names, work, project.stamp)
        outputs = workshop.build(work, _edition(project))
        (pdf,) = (work / "build" / name for name in outputs if name.endswith(".pdf"))
        return _validated(pdf, outputs, must_be_valid)


def _validated(pdf: Path, outputs: Mapping[str, bytes], must_be_valid: bool) -> Made:
    flavours = conformance.declared(pdf.read_bytes())
    report = verapdf.validate({pdf: flavours}) if flavours else _UNDECLARED
    if isinstance(report, verapdf.Missing):
        what, cure = f"the PDF is not proved: {report.what}", f"{report.cure}; or --unvalidated"
        finding = _objection("release-validation", what, cure)
        return Made(outputs=outputs, validation=None, objection=finding if must_be_valid else None)
    wrong = conformance.faults(report.verdicts)
    refusal = (
        _objection("release-validation", f"veraPDF refuses the PDF: {wrong[0]}", "see `doit validate`")
        if wrong
        else None
    )
    return Made(outputs=outputs, validation=conformance.record(pdf, report), objection=refusal)


def _objection(code: str, what: str, cure: str) -> Finding:
    return Finding(code=code, where=Location(path=NAME), what=what, cure=cure)


def _seal(project: Project, candidate: gates.Candidate, names: tuple[str, ...], made: Made) -> None:
    version = project.stamp.version.text
    facts = _facts(project, candidate, made)
    payload = _payload(project, candidate, names, made, facts)
    if not RELEASES.is_dir():
        RELEASES.mkdir()
        RELEASES.chmod(_OPEN)
    aside = Path(tempfile.mkdtemp(prefix=f".tmp-{version}-", dir=RELEASES))
    try:
        bag.write(aside, payload, _info(project, candidate))
        signing.sign(aside)
        folder = RELEASES / version
        if _is_there(aside, folder):
            mending.remove(folder)
        archive = zipped.bag(aside, project.name)
        entries = register.added(candidate.entries, _entry(facts, aside, archive))
        pages.texts(entries)  # what cannot be shown is not released
        aside.rename(folder)
        files.sync_folder(RELEASES)
    finally:
        mending.remove(aside)
    # What the register does not name was never released; all else is made of it and of the folder, again if need be.
    files.write_atomic(RELEASES / register.NAME, register.text(entries))
    mending.mend(RELEASES, entries)
    print(f"{RELEASES / version}: sealed, {len(payload)} files; {RELEASES / project.name}.zip for sending")


def _is_there(aside: Path, folder: Path) -> bool:
    """Whether the sealed folder has its name already: from a run that was broken off before the register."""
    if not folder.exists():
        return False
    if list(bag.faults(folder)) or files.sha256(folder / bag.TAGS) != files.sha256(aside / bag.TAGS):
        what = f"there is a folder {folder}, but no such release in {RELEASES / register.NAME}"
        raise AuthorError(f"error: {what}; move it away [release-broken]")
    return True


def _tag(project: Project, repository: git.Repository | None, run: bool) -> None:
    """The version's tag on the commit that was released, where it is not there: `run`, or say how."""
    if repository is None or not project.stamp.commit:
        return
    version = project.stamp.version
    name = stamp.tag_name(version)
    if repository.tagged:
        print(f"the commit has the tag {name}")
        return
    arguments = ["tag", "-a", name, project.stamp.commit, "-m", f"{project.document.title} {version}"]
    if run:
        stamp.set_tag(project.document, arguments)
    print(f"{'done' if run else 'next'}: git {shlex.join(arguments)}")


def _payload(
    project: Project, candidate: gates.Candidate, names: tuple[str, ...], made: Made, registered: Mapping[str, Any]
) -> dict[str, bytes]:
    facts, packages = project.stamp, libraries.packages()
    text = statement.make(
        outputs=made.outputs,
        # The tag that its commit gets: whether it has it yet must make no difference.
        stamp={**facts.as_dict(), "tag": stamp.tag_name(facts.version) if facts.commit else None},
        edition=_edition(project),
        source=candidate.source,
        chapters=candidate.book["book"]["chapters"],
        findings=[item.as_dict() for item in candidate.findings],
        validation=made.validation,
        packages=packages,
        libraries=libraries.libraries(),
        fonts=libraries.fonts(project.theme),
        registered=registered,
    )
    with tempfile.TemporaryDirectory(prefix="greenpaper-release-") as folder:
        source.export(Path(), names, Path(folder), project.stamp)
        kept = {f"{source.FOLDER}/{name}": (Path(folder) / name).read_bytes() for name in files.listing(Path(folder))}
    installed = "".join(f"{name}=={number}\n" for name, number in packages.items())
    lock = libraries.lock()
    locked = {"requirements.lock": lock} if lock else {}
    return {**made.outputs, statement.NAME: text.encode(), "packages.txt": installed.encode(), **locked, **kept}


def _info(project: Project, candidate: gates.Candidate) -> dict[str, str]:
    """bag-info.txt (RFC 8493, 2.2.2); nothing in it is of the day or the machine."""
    document, facts = project.document, project.stamp
    identifier = document.identifier or document.slug
    return {
        "Source-Organization": document.publisher,
        "External-Description": f"{document.title}, {facts.version}",
        "External-Identifier": f"{identifier} {facts.version}",
        "Bagging-Date": facts.date.isoformat(),
        "Bag-Software-Agent": f"Greenpaper {__version__}",
    }


def _facts(project: Project, candidate: gates.Candidate, made: Made) -> dict[str, Any]:
    """What the register says of the release, and its release.json too, which is sealed."""
    facts, hearing = project.stamp, project.stamp.hearing
    return {
        "version": facts.version.text,
        "edition": _edition(project),
        "status": facts.status,
        "status_name": term_name(project.vocabulary.statuses, facts.status, project.words),
        "title": project.document.title,
        "language": project.document.language,
        "date": facts.date.isoformat(),
        "deadline": hearing.deadline.isoformat() if hearing and hearing.deadline else None,
        "commit": facts.commit,
        "source": candidate.source,
        "files": {name: files.sha256(data) for name, data in sorted(made.outputs.items())},
        "validated": made.validation["validator"] if made.validation else None,
        "changes": notes.of_version(project.document.root, facts.version.text),
        "archive": f"{project.name}.zip",
    }


def _entry(facts: Mapping[str, Any], folder: Path, archive: bytes) -> dict[str, Any]:
    return {
        **facts,
        "kind": register.RELEASE,
        "bag": files.sha256(folder / bag.TAGS),
        "signed": (folder / bag.SIGNATURE).is_file(),
        "archive_sha256": files.sha256(archive),
    }


def _edition(project: Project) -> str | None:
    return project.document.edition.name if project.document.edition else None
