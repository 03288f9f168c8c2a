"""One file that came in -> what it says, as remarks on the version that it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from greenpaper import resources, returned
from greenpaper.model import Finding, Location
from greenpaper.responses import docx, forms, grids, remarks, versions
from greenpaper.responses.grids import Grid
from greenpaper.responses.intake import Received
from greenpaper.responses.model import Kind, Remark, Sent
from greenpaper.responses.remarks import structure
from greenpaper.returned import Returned

_BY_HAND = "enter what it says in responses/table.toml as rows by hand (docs/hearing.md)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What a file says: remarks on `sent`; none and findings where it could not be read. `formats` are not listed."""

    file: Received
    sent: Sent | None = None
    remarks: tuple[Remark, ...] = ()
    formats: int = 0  # changes of format
    findings: tuple[Finding, ...] = ()


def read(root: Path, file: Received, known: Sequence[Sent]) -> Said:
    """Read a file below the document's folder `root`; `known` are the versions on record."""
    where = Location(path=file.path)
    try:
        content = resources.read(root, file.path, limit=returned.PACKAGE)
    except resources.Refusal as refusal:
        cure = "put the file itself there, as it came"
        return _refused(file, Finding(code="returned-unreadable", where=where, what=f"it {refusal}", cure=cure))
    opened = returned.read(content, file.path)
    if isinstance(opened, Finding):
        return _refused(file, opened)
    said = _workbook(file, opened, known) if opened.kind == "xlsx" else _document(root, file, opened, known)
    if said.sent is None or said.remarks or said.formats:
        return said
    nothing = Finding(
        code="response-nothing", where=where, what="it says nothing that can be read", cure="look into it"
    )
    return Said(file=file, sent=said.sent, findings=(*said.findings, nothing))


def _refused(file: Received, *findings: Finding) -> Said:
    return Said(file=file, findings=findings)


def _document(root: Path, file: Received, opened: Returned, known: Sequence[Sent]) -> Said:
    reply = docx.read(opened, file.path)
    if isinstance(reply, Finding):
        return _refused(file, reply)
    if forms.is_form(reply.properties):
        return _form(file, grids.of_docx(reply), versions.named(reply.properties, known) or known)
    sent, findings = versions.recognise(reply, known, file.path)
    if sent is None:
        return _refused(file, *findings)
    found = remarks.make(reply, sent, _front(root / sent.record))
    return Said(
        file=file,
        sent=sent,
        remarks=found,
        formats=sum(remark.count for remark in found if remark.kind is Kind.FORMAT),
        findings=tuple(findings),
    )


@cache
def _front(record: Path) -> frozenset[str] | None:
    """What the file said that was sent, which lies beside its map of anchors; None where it cannot be told."""
    path = record.with_name(record.name.removesuffix(versions.ENDING) + ".docx")
    if not path.is_file():
        return None
    opened = returned.read(path.read_bytes(), path.name)
    reply = opened if isinstance(opened, Finding) else docx.read(opened, path.name)
    return None if isinstance(reply, Finding) else structure.texts(reply)


def _workbook(file: Received, opened: Returned, known: Sequence[Sent]) -> Said:
    found = grids.of_xlsx(opened, file.path)
    if isinstance(found, Finding):
        return _refused(file, found)
    sheets, properties = found
    if not forms.is_form(properties):
        what = "of workbooks only the form that was sent is read, and this is another one"
        where = Location(path=file.path)
        return _refused(file, Finding(code="response-form", where=where, what=what, cure=_BY_HAND))
    return _form(file, sheets, versions.named(properties, known) or known)


def _form(file: Received, filled: Sequence[Grid], candidates: Sequence[Sent]) -> Said:
    """A form on the first of these that was released, else on the last, which is the newest build."""
    if not candidates:
        what = "there is no version on record that this form could answer"
        where, cure = Location(path=file.path), "keep releases/ of all that you send out, or build the document"
        return _refused(file, Finding(code="response-foreign", where=where, what=what, cure=cure))
    sent = next(filter(versions.is_release, candidates), candidates[-1])
    return Said(file=file, sent=sent, remarks=forms.remarks(forms.read(filled), sent))
