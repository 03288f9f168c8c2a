"""`doit release`: the gates, a build from the source alone, the sealed folder, the zip for sending, the register."""

from __future__ import annotations

import json
import shlex
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from greenpaper import built, files, git, stamp, steps
from greenpaper.checks import report
from greenpaper.errors import AuthorError
from greenpaper.model import Finding, Severity
from greenpaper.project import Project
from greenpaper.release import (
    advice,
    bag,
    gates,
    making,
    mending,
    notes,
    pages,
    readme,
    record,
    register,
    signing,
    source,
    verify,
    zipped,
)
from greenpaper.release.register import RELEASES

_OPEN = 0o755  # whoever serves releases/ has to read it, whatever the umask


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
    same = known and known["source"] == candidate.source and known.get("edition") == making.edition(project)
    if known and same and not dry:
        print(f"{RELEASES / known['version']}: was released before, of the same source")
        verify.verify(project, [known["version"]])
        _tag(project, candidate.repository, tag)
        return
    found = list(gates.objections(candidate))
    made: making.Made | None = None
    hopeless = any(item.code == "release-edition" for item in found)
    if not hopeless and not any(item.severity is Severity.ERROR for item in candidate.findings):
        made = making.build(project, names, gates.must_be_validated(candidate) and not unvalidated)
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


def _seal(project: Project, candidate: gates.Candidate, names: tuple[str, ...], made: making.Made) -> None:
    version = project.stamp.version.text
    facts = record.facts(project, candidate, made)
    payload = record.payload(project, candidate, names, made, facts)
    if not RELEASES.is_dir():
        RELEASES.mkdir()
        RELEASES.chmod(_OPEN)
    aside = Path(tempfile.mkdtemp(prefix=f".tmp-{version}-", dir=RELEASES))
    try:
        bag.write(aside, payload, record.info(project), {readme.NAME: readme.text(project, payload)})
        signing.sign(aside)
        folder = RELEASES / version
        if _is_there(aside, folder):
            mending.remove(folder)
        archive = zipped.bag(aside, project.name)
        entries = register.added(candidate.entries, record.entry(facts, aside, archive))
        register.check(entries[-1])
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
        print("the document is not in git, so there is nothing to tag\n" if run else "", end="")
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
