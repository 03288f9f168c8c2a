"""What a release keeps and says of itself: its payload, the labels of the bag, its entry in the register."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from greenpaper import __version__, files, libraries, stamp
from greenpaper.imprint import term_name
from greenpaper.project import Project
from greenpaper.release import bag, notes, register, source, statement
from greenpaper.release.gates import Candidate
from greenpaper.release.making import Made, edition


def payload(
    project: Project, candidate: Candidate, names: tuple[str, ...], made: Made, registered: Mapping[str, Any]
) -> dict[str, bytes]:
    """All files of the release by their names below data/. `registered` are its `facts`."""
    facts, packages = project.stamp, libraries.packages()
    text = statement.make(
        outputs=made.outputs,
        # The tag that its commit gets: whether it has it yet must make no difference.
        stamp={**facts.as_dict(), "tag": stamp.tag_name(facts.version) if facts.commit else None},
        edition=edition(project),
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


def info(project: Project) -> dict[str, str]:
    """bag-info.txt (RFC 8493, 2.2.2); nothing in it is of the day or the machine."""
    document, facts = project.document, project.stamp
    said = {
        "Source-Organization": document.publisher,
        "Contact-Email": facts.hearing.address if facts.hearing else None,
        "External-Description": f"{document.title}, {facts.version}",
        "External-Identifier": f"{document.identifier or document.slug} {facts.version}",
        "Internal-Sender-Identifier": document.case_number,
        "Internal-Sender-Description": term_name(project.vocabulary.statuses, facts.status, project.words),
        "Bagging-Date": facts.date.isoformat(),
        "Bag-Software-Agent": f"Greenpaper {__version__}",
    }
    return {label: text for label, text in said.items() if text}


def facts(project: Project, candidate: Candidate, made: Made) -> dict[str, Any]:
    """What the register says of the release, and its release.json too, which is sealed."""
    stamped, hearing = project.stamp, project.stamp.hearing
    return {
        "version": stamped.version.text,
        "edition": edition(project),
        "status": stamped.status,
        "status_name": term_name(project.vocabulary.statuses, stamped.status, project.words),
        "title": project.document.title,
        "language": project.document.language,
        "date": stamped.date.isoformat(),
        "deadline": hearing.deadline.isoformat() if hearing and hearing.deadline else None,
        "commit": stamped.commit,
        "source": candidate.source,
        "files": {name: files.sha256(data) for name, data in sorted(made.outputs.items())},
        "validated": made.validation["validator"] if made.validation else None,
        "changes": notes.of_version(project.document.root, stamped.version.text),
        "archive": f"{project.name}.zip",
    }


def entry(known: Mapping[str, Any], folder: Path, archive: bytes) -> dict[str, Any]:
    """The register's entry: these `facts`, and what is known when the bag in `folder` and its zip are made."""
    return {
        **known,
        "kind": register.RELEASE,
        "bag": files.sha256(folder / bag.TAGS),
        "signed": (folder / bag.SIGNATURE).is_file(),
        "archive_sha256": files.sha256(archive),
    }
