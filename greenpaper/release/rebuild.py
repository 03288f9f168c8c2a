"""`doit rebuild`: builds a release anew from what its folder holds, and compares."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from greenpaper import files, libraries
from greenpaper.errors import AuthorError
from greenpaper.project import Project
from greenpaper.release import content, register, source, statement, verify, workshop
from greenpaper.release.register import RELEASES, Entry


def rebuild(project: Project, versions: list[str]) -> None:
    """Build each version from its sealed source in an empty folder, and say how far the result is the same."""
    known = register.releases(register.read(RELEASES))
    unknown = [version for version in versions if version not in known]
    if unknown or not versions:
        named = ", ".join(known) or "none"
        raise AuthorError(f"error: name a version to build again; there are {named} [release-unknown]")
    wrong = [line for version in versions for line in _compared(RELEASES / version, known[version])]
    if wrong:
        raise AuthorError(*wrong)


def _compared(folder: Path, entry: Entry) -> Iterator[str]:
    broken = list(verify.bag_faults(folder, entry))
    if broken:
        yield from (f"{folder}: {fault} [release-broken]" for fault in broken)
        return
    said = json.loads((folder / "data" / statement.NAME).read_bytes())
    edition = said["predicate"]["buildDefinition"]["externalParameters"].get("edition")
    made = _built(folder / "data" / source.FOLDER, edition)
    subjects = {subject["name"]: subject["digest"] for subject in said["subject"]}
    different = []
    for name in sorted(subjects.keys() | made.keys()):
        verdict = _verdict(name, subjects, made)
        print(f"{folder}: {name}: {verdict}")
        if verdict not in {_SAME, _SAME_CONTENT}:
            different.append(name)
    changed = _changed(said["predicate"]["buildDefinition"]["internalParameters"])
    if different:
        reasons = f"; since then: {'; '.join(changed)}" if changed else ", though made with the same versions"
        yield f"{folder}: error: {', '.join(different)} cannot be made again{reasons} [release-differs]"


_SAME, _SAME_CONTENT = "the same bytes", "the same content, packed otherwise"


def _verdict(name: str, subjects: Mapping[str, Mapping[str, str]], made: Mapping[str, bytes]) -> str:
    if name not in made:
        return "is not made any more"
    if name not in subjects:
        return "was not made then"
    if files.sha256(made[name]) == subjects[name]["sha256"]:
        return _SAME
    return _SAME_CONTENT if content.digest(name, made[name]) == subjects[name][statement.CONTENT] else "differs"


def _built(folder: Path, edition: str | None) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory(prefix="greenpaper-rebuild-") as scratch:
        work = Path(scratch) / "document"
        for name in files.listing(folder, frozenset()):
            files.write_atomic(work / name, (folder / name).read_bytes())
        return workshop.build(work, edition)


def _changed(then: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Which packages and libraries have another version now."""
    now = {**libraries.packages(), **libraries.libraries()}
    before = {**then["packages"], **then["libraries"]}
    return [
        f"{name} {before.get(name, 'none')} became {now.get(name, 'none')}"
        for name in sorted(before.keys() | now.keys())
        if before.get(name) != now.get(name)
    ]
