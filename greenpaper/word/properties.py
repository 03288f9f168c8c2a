"""The stamp in the package: core, extended and custom properties (ECMA-376 part 2, 11; part 1, 22.2 and 22.3)."""

from __future__ import annotations

from greenpaper.imprint import Imprint
from greenpaper.word.ooxml import el, serialize
from greenpaper.word.package import Package

_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of user-defined properties (MS-OSHARED 2.3.3.2.3)


def add(package: Package, imprint: Imprint) -> None:
    """Add the three parts to `package`."""
    kind = "application/vnd.openxmlformats-"
    package.add("docProps/core.xml", _core(imprint), f"{kind}package.core-properties+xml")
    package.add("docProps/app.xml", _extended(imprint), f"{kind}officedocument.extended-properties+xml")
    package.add("docProps/custom.xml", _custom(imprint), f"{kind}officedocument.custom-properties+xml")
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


def _custom(imprint: Imprint) -> bytes:
    stamp = imprint.stamp
    deadline = stamp.hearing.deadline if stamp.hearing else None
    values = {
        "status": stamp.status,
        "version": stamp.version.text,
        "maturity": stamp.maturity,
        "normativeLevel": stamp.level,
        "commit": stamp.commit,
        "dirty": str(stamp.dirty).lower(),
        "date": stamp.date.isoformat(),
        "identifier": imprint.identifier,
        "caseNumber": imprint.case_number,
        "deadline": deadline.isoformat() if deadline else None,
    }
    root = el("custom:Properties")
    for key, text in values.items():
        if text:
            number = str(len(root) + 2)  # ids 0 and 1 are reserved
            root.append(
                el("custom:property", el("vt:lpwstr", text), fmtid=_FORMAT, pid=number, name=f"Greenpaper.{key}")
            )
    return serialize(root)
