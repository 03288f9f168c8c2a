"""The stamp in the package: core, extended and custom properties (ECMA-376 part 2, 11; part 1, 22.2 and 22.3)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from greenpaper import imprint as imprints
from greenpaper.imprint import PROPERTY, Imprint
from greenpaper.model import Protection
from greenpaper.tree import Node
from greenpaper.word.ooxml import el, serialize
from greenpaper.word.package import Package

_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of user-defined properties (MS-OSHARED 2.3.3.2.3)
_BUILD_ID = 12  # hexadecimal digits
VERSION, STATUS_NAME = f"{PROPERTY}version", f"{PROPERTY}statusName"  # which fields in the text show


def build_id(book: Node, imprint: Imprint) -> str:
    """A name for what was built: a digest of the book's text and of what the imprint says, commit included.

    The same input gives the same name, whatever the look and the copy; another text, version, date or commit another.
    """
    said = replace(imprint, stamp=replace(imprint.stamp, tag=None))  # which comes after the release
    content = json.dumps([book["blocks"], book["book"], repr(said)], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:_BUILD_ID]


def add(
    package: Package,
    imprint: Imprint,
    build: str,
    protection: Protection,
    more: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Add the three parts to `package`; `build` is what `build_id` gave, `more` has further custom properties."""
    kind = "application/vnd.openxmlformats-"
    package.add("docProps/core.xml", _core(imprint), f"{kind}package.core-properties+xml")
    package.add("docProps/app.xml", _extended(imprint), f"{kind}officedocument.extended-properties+xml")
    package.add(
        "docProps/custom.xml", _custom(imprint, build, protection, more), f"{kind}officedocument.custom-properties+xml"
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


def _custom(imprint: Imprint, build: str, protection: Protection, more: Mapping[str, str]) -> bytes:
    made = {key: el("vt:lpwstr", text) for key, text in {**imprints.properties(imprint, build), **more}.items()}
    if protection == Protection.READ_ONLY:
        made["_MarkAsFinal"] = el("vt:bool", "true")  # the name by which Word knows it
    root = el("custom:Properties")
    for number, (key, content) in enumerate(made.items(), 2):  # ids 0 and 1 are reserved
        root.append(el("custom:property", content, fmtid=_FORMAT, pid=str(number), name=key))
    return serialize(root)
