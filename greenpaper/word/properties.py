"""The stamp in the package: core, extended and custom properties (ECMA-376 part 2, 11; part 1, 22.2 and 22.3)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from greenpaper.imprint import Imprint
from greenpaper.model import Protection
from greenpaper.tree import Node
from greenpaper.word.ooxml import el, serialize
from greenpaper.word.package import Package

_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of user-defined properties (MS-OSHARED 2.3.3.2.3)
_BUILD_ID = 12  # hexadecimal digits
_PREFIX = "Greenpaper."  # of the names of our properties
VERSION, STATUS_NAME = f"{_PREFIX}version", f"{_PREFIX}statusName"  # which fields in the text show


def build_id(book: Node, imprint: Imprint) -> str:
    """A name for what was built: a digest of the book's text and of what the imprint says, commit included.

    The same input gives the same name, whatever the look and the copy; another text, version, date or commit another.
    """
    said = replace(imprint, stamp=replace(imprint.stamp, tag=None))  # which comes after the release
    content = json.dumps([book["blocks"], book["book"], repr(said)], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:_BUILD_ID]


def add(package: Package, imprint: Imprint, build: str, protection: Protection) -> None:
    """Add the three parts to `package`; `build` is what `build_id` gave."""
    kind = "application/vnd.openxmlformats-"
    package.add("docProps/core.xml", _core(imprint), f"{kind}package.core-properties+xml")
    package.add("docProps/app.xml", _extended(imprint), f"{kind}officedocument.extended-properties+xml")
    package.add(
        "docProps/custom.xml", _custom(imprint, build, protection), f"{kind}officedocument.custom-properties+xml"
    )
    package.relate("", _CORE, "docProps/core.xml", "rId2")
    package.relate("", "extended-properties", "docProps/app.xml", "rId3")
    package.relate("", "custom-properties", "docProps/custom.xml", "rId4")


def _core(imprint: Imprint) -> bytes:
    moment = f"{imprint.stamp.date.isoformat()}T00:00:00Z"
    w3c = {"xsi:type": "dcterms:W3CDTF"}
    root = el(
        "cp:coreProperties",
        el("dc:title", imprint.title),
        el("dc:subject", imprint.subtitle) if imprint.subtitle else None,
        el("dc:creator", imprint.publisher),
        el("cp:keywords", f"{imprint.status_name}, {imprint.version}"),
        el("dc:identifier", imprint.identifier) if imprint.identifier else None,
        el("dc:language", imprint.tag),
        el("cp:lastModifiedBy", imprint.publisher),
        el("cp:revision", "1"),
        el("dcterms:created", moment, w3c),
        el("dcterms:modified", moment, w3c),
        el("cp:contentStatus", imprint.status_name),
        el("cp:version", imprint.version),
    )
    return serialize(root)


def _extended(imprint: Imprint) -> bytes:
    root = el(
        "app:Properties",
        el("app:Application", "Greenpaper"),
        el("app:Company", imprint.publisher),
    )
    return serialize(root)


def _custom(imprint: Imprint, build: str, protection: Protection) -> bytes:
    stamp = imprint.stamp
    deadline = stamp.hearing.deadline if stamp.hearing else None
    values = {
        "status": stamp.status,
        "statusName": imprint.status_name,
        "version": stamp.version.text,
        "maturity": stamp.maturity,
        "normativeLevel": stamp.level,
        "commit": stamp.commit,
        "dirty": str(stamp.dirty).lower(),
        "buildId": build,
        "date": stamp.date.isoformat(),
        "identifier": imprint.identifier,
        "caseNumber": imprint.case_number,
        "deadline": deadline.isoformat() if deadline else None,
    }
    made = {f"{_PREFIX}{key}": el("vt:lpwstr", text) for key, text in values.items() if text}
    if protection == Protection.READ_ONLY:
        made["_MarkAsFinal"] = el("vt:bool", "true")  # the name by which Word knows it
    root = el("custom:Properties")
    for number, (key, content) in enumerate(made.items(), 2):  # ids 0 and 1 are reserved
        root.append(el("custom:property", content, fmtid=_FORMAT, pid=str(number), name=key))
    return serialize(root)
