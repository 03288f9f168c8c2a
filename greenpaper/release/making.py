"""A version built from its source alone, and proved."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from greenpaper import conformance, verapdf
from greenpaper.document import NAME
from greenpaper.model import Finding, Location
from greenpaper.project import Project
from greenpaper.release import source, workshop

_UNDECLARED = verapdf.Missing(
    what="it declares no standard", cure='choose another variant than "plain" in [pdf] of document.toml'
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """A version built from its source alone: its finished files, and what veraPDF said of the PDF (None: not asked)."""

    outputs: Mapping[str, bytes]
    validation: Mapping[str, Any] | None
    objection: Finding | None


def edition(project: Project) -> str | None:
    """The name of the edition that is built, None for the plain build."""
    return project.document.edition.name if project.document.edition else None


def build(project: Project, names: tuple[str, ...], must_be_valid: bool) -> Made:
    """Build the version from these files of the source, and have veraPDF look at the PDF.

    With `must_be_valid` it is an objection that nobody could look.
    """
    with tempfile.TemporaryDirectory(prefix="greenpaper-release-") as folder:
        work = Path(folder) / "document"
        source.export(Path(), names, work, project.stamp)
        outputs = workshop.build(work, edition(project))
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
