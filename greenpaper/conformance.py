"""What a PDF declares of itself, and whether that has been proved: the record of `doit validate`.

A declaration is a claim (ISO 19005-2, 6.6.4; ISO 14289-1, 5). Only a validator's verdict on exactly these bytes makes
it more, so whatever speaks of a PDF's standards asks here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from greenpaper import files
from greenpaper.verapdf import Report, Verdict

_PACKET = re.compile(rb"<\?xpacket begin=.*?\?>(.*?)<\?xpacket end=", re.DOTALL)
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
_PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"


def declared(pdf: bytes) -> tuple[str, ...]:
    """The flavours, in veraPDF's words ("2a", "ua1"), that the XMP packet of a PDF declares.

    The packet must stand in the file as plain text, as it does in every PDF/A and in what we make. One that is no XML
    declares nothing.
    """
    found = _PACKET.search(pdf)
    if found is None:
        return ()
    try:
        root = ElementTree.fromstring(found[1].strip())
    except ElementTree.ParseError:
        return ()
    archive = _property(root, f"{_PDFA}part") + _property(root, f"{_PDFA}conformance").lower()
    access = _property(root, f"{_PDFUA}part")
    return tuple(filter(None, (archive, access and f"ua{access}")))


def _property(root: ElementTree.Element, name: str) -> str:
    """A simple property, which XMP lets stand as an element or as an attribute (ISO 16684-1, 7.9.2.2)."""
    for description in root.iter(f"{_RDF}Description"):
        text = description.get(name) or description.findtext(name)
        if text:
            return text.strip()
    return ""


def standards(flavours: Iterable[str]) -> str:
    """The flavours as readers know them: "PDF/A-2a and PDF/UA-1"."""
    names = (f"PDF/UA-{name[2:]}" if name.startswith("ua") else f"PDF/A-{name}" for name in flavours)
    return " and ".join(names)


def record(pdf: Path, report: Report) -> dict[str, Any]:
    """What veraPDF said of a PDF, as JSON: without the time, so that it is the same for the same bytes."""
    return {
        "file": pdf.name,
        "sha256": files.sha256(pdf),
        "validator": f"veraPDF {report.version}",
        "conforms": all(verdict.conforms for verdict in report.verdicts),
        "verdicts": [_verdict(verdict) for verdict in report.verdicts],
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "flavour": verdict.flavour,
        "conforms": verdict.conforms,
        "passed": verdict.passed,
        "fault": verdict.fault,
        "failures": [
            {
                "clause": failure.clause,
                "test": failure.test,
                "description": failure.description,
                "count": failure.count,
                "places": list(failure.places),
            }
            for failure in verdict.failures
        ],
    }


def faults(verdicts: Sequence[Verdict]) -> list[str]:
    """One line for each rule that is broken and each file that could not be read."""
    lines = []
    for verdict in verdicts:
        name = standards([verdict.flavour])
        if verdict.fault:
            lines.append(f"{name} could not be validated: {verdict.fault}")
        lines += ["\n    ".join([f"{name}, {failure}", *failure.places[:1]]) for failure in verdict.failures]
        if verdict.failed and not verdict.failures:
            lines.append(f"{name}: {verdict.failed} checks failed, of which veraPDF tells no rule")
    return lines


def statement(pdf: Path, validation: Path) -> str:
    """What may be said of a PDF: "PDF/A-2a and PDF/UA-1, not validated". Nothing when it declares nothing.

    `validation` is where a `record` may be kept, of these bytes or of others.
    """
    content = pdf.read_bytes()
    flavours = declared(content)
    if not flavours:
        return ""
    known = json.loads(validation.read_bytes()) if files.is_kept(validation) else {}
    if known.get("sha256") != files.sha256(content):
        verdict = "not validated"
    elif known["conforms"]:
        verdict = f"validated by {known['validator']}"
    else:
        verdict = f"but {known['validator']} says otherwise: {validation}"
    return f"{standards(flavours)}, {verdict}"
