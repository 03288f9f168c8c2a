"""What veraPDF says of the PDF."""

from __future__ import annotations

import json

from greenpaper import built, files
from greenpaper.errors import AuthorError
from greenpaper.project import Project


def validate(project: Project) -> None:
    """The PDF -> validation.json. AuthorError unless veraPDF finds that it meets every standard it declares."""
    from greenpaper import conformance, verapdf

    made = built.output(project, "pdf")
    flavours = conformance.declared(made.read_bytes())
    if not flavours:
        raise AuthorError(f"{made}: not validated: it declares no standard [pdf-undeclared]")
    report = verapdf.validate({made: flavours})
    if isinstance(report, verapdf.Missing):
        raise AuthorError(f"{made}: not validated: {report.what}; {report.cure} [verapdf-missing]")
    files.keep(built.VALIDATION, json.dumps(conformance.record(made, report), ensure_ascii=False).encode())
    lines = conformance.faults(report.verdicts)
    if lines:
        summary = f"{made}: error: veraPDF {report.version} finds what it declares not to be true [pdf-standard]"
        raise AuthorError(summary, *(f"  {line}" for line in lines))
