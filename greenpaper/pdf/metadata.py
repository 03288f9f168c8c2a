"""What a PDF says of itself: the XMP packet (ISO 16684-1) and the entries of the catalogue (ISO 32000-2, 7.7.2)."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

import pydyf
import weasyprint

from greenpaper.pdf.conformance import Conformance

NAMESPACE = "https://greenpaper.invalid/stamp/1.0/"  # a name, no address: RFC 2606 keeps it from ever being one
PREFIX = "greenpaper:"  # of the page's <meta> names that carry the stamp
_STAMP = {  # <meta> name without prefix: XMP property
    "status": "Status",
    "status-name": "StatusName",
    "version": "Version",
    "maturity": "Maturity",
    "level": "NormativeLevel",
    "commit": "Commit",
    "dirty": "Dirty",
    "identifier": "Identifier",
    "case-number": "CaseNumber",
    "sent": "HearingSent",
    "deadline": "HearingDeadline",
    "address": "HearingAddress",
    "reason": "HearingReason",
}
_MEANING = {
    "Status": "Where the document stands: a key of its vocabulary of statuses",
    "StatusName": "The status in the document's language",
    "Version": "The document's version",
    "Maturity": "How far the document is reviewed",
    "NormativeLevel": "The document's normative level, proposed or decided",
    "Commit": "The commit in git that the document was built from",
    "Dirty": "true when the document's files differed from that commit",
    "Identifier": "The publisher's number for the document",
    "CaseNumber": "The number of the case in the publisher's archive",
    "HearingSent": "The day the document was sent on public hearing",
    "HearingDeadline": "The last day for answers to the hearing",
    "HearingAddress": "Where answers to the hearing go",
    "HearingReason": "Why the time for answers is under three months",
}
_SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "greenpaper": NAMESPACE,
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}


def producer() -> str:
    """The program that writes the PDF."""
    return f"WeasyPrint {weasyprint.__version__}"


def xmp(facts: Mapping[str, str], language: str, producer: str, conformance: Conformance) -> bytes:
    """The packet. `facts` are the page's `<title>` (as "title") and `<meta>` elements by name; dates as YYYY-MM-DD."""
    title, author, description = (facts.get(name, "") for name in ("title", "author", "description"))
    keywords = facts.get("keywords", "")
    identifier = facts.get(f"{PREFIX}identifier", "")
    stamp = {name: facts[PREFIX + key] for key, name in _STAMP.items() if facts.get(PREFIX + key)}
    properties = [
        *_declaration(conformance),
        _element("dc:format", "application/pdf"),
        _list("dc:title", "Alt", [title], language="x-default"),
        _list("dc:creator", "Seq", [author]),
        _list("dc:description", "Alt", [description], language="x-default"),
        _list("dc:language", "Bag", [language]),
        _list("dc:subject", "Bag", [word.strip() for word in keywords.split(",")]),
        _list("dc:date", "Seq", [facts.get("dcterms.modified", "")]),
        _element("dc:identifier", identifier),
        _element("xmp:CreateDate", facts.get("dcterms.created", "")),
        _element("xmp:ModifyDate", facts.get("dcterms.modified", "")),
        _element("xmp:CreatorTool", facts.get("generator", "")),
        _element("pdf:Producer", producer),
        _element("pdf:Keywords", keywords),
        *(_element(f"greenpaper:{name}", value) for name, value in stamp.items()),
        _schemas(stamp) if conformance.part in {1, 2, 3} else "",
    ]
    declared = " ".join(f"xmlns:{prefix}={quoteattr(name)}" for prefix, name in _SPACES.items())
    lines = [
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
        f'<rdf:Description rdf:about="" {declared}>',
        *filter(None, properties),
        "</rdf:Description>",
        "</rdf:RDF>",
        "</x:xmpmeta>",
        '<?xpacket end="r"?>',
    ]
    return "\n".join(lines).encode("utf-8")


def attachment(facts: Mapping[str, str]) -> weasyprint.Attachment:
    """The stamp as a file for machines, in the PDF: PDF/A-3 allows attached files, PDF/A-4f demands one."""
    stamp = {key.removeprefix(PREFIX): value for key, value in facts.items() if key.startswith(PREFIX)}
    day = datetime.datetime.fromisoformat(f"{facts['dcterms.modified']}T00:00:00+00:00")
    return weasyprint.Attachment(
        string=json.dumps(stamp, ensure_ascii=False, indent=2) + "\n",
        name="stamp.json",
        description=facts.get("description", ""),  # in the document's language: title, version, status, date
        created=day,
        modified=day,
        relationship="Data",
    )


def _declaration(conformance: Conformance) -> list[str]:
    """What the file claims to be (ISO 19005-2, 6.6.4; ISO 19005-4, 6.7.3; ISO 14289-1, 5; ISO 14289-2, 5)."""
    if not conformance.part:
        return []
    return [
        _element("pdfaid:part", str(conformance.part)),
        _element("pdfaid:conformance", conformance.level),
        _element("pdfaid:rev", "2020" if conformance.part == 4 else ""),
        _element("pdfuaid:part", str(conformance.accessibility)),
        _element("pdfuaid:rev", "2024" if conformance.accessibility == 2 else ""),
    ]


def _schemas(stamp: Iterable[str]) -> str:
    """The description of every property that PDF/A does not know (ISO 19005-2, 6.6.2.3.3); PDF/A-4 wants none."""
    ours = "".join(_property(name, "Text", "external", _MEANING[name]) for name in stamp)
    accessible = _property("part", "Integer", "internal", "The part of ISO 14289 that the document conforms to")
    described = [
        _schema("PDF/UA identification", "pdfuaid", accessible),
        *([_schema("Greenpaper stamp", "greenpaper", ours)] if ours else []),
    ]
    return f"<pdfaExtension:schemas><rdf:Bag>{''.join(described)}</rdf:Bag></pdfaExtension:schemas>"


def _schema(title: str, prefix: str, properties: str) -> str:
    return (
        '<rdf:li rdf:parseType="Resource">'
        + _element("pdfaSchema:schema", title)
        + _element("pdfaSchema:namespaceURI", _SPACES[prefix])
        + _element("pdfaSchema:prefix", prefix)
        + f"<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )


def _property(name: str, kind: str, category: str, meaning: str) -> str:
    return (
        '<rdf:li rdf:parseType="Resource">'
        + _element("pdfaProperty:name", name)
        + _element("pdfaProperty:valueType", kind)
        + _element("pdfaProperty:category", category)
        + _element("pdfaProperty:description", meaning)
        + "</rdf:li>"
    )


def write(pdf: pydyf.PDF, packet: bytes) -> None:
    """Put the packet into the PDF uncompressed, as readers look for it, and have a viewer show title and bookmarks."""
    stream = pydyf.Stream([packet], {"Type": "/Metadata", "Subtype": "/XML"}, compress=False)
    if "Metadata" in pdf.catalog:  # WeasyPrint's, which declares one standard at most
        stream.number = int(pdf.catalog["Metadata"].split()[0])
        pdf.objects[stream.number] = stream
    else:
        pdf.add_object(stream)
    pdf.catalog["Metadata"] = stream.reference
    pdf.catalog["PageMode"] = "/UseOutlines"
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})


def label_pages(pdf: pydyf.PDF) -> None:
    """Have viewers call each page by the number that is printed on it: they are counted from the cover."""
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array([0, pydyf.Dictionary({"S": "/D"})])})


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else ""


def _list(name: str, kind: str, items: Sequence[str], language: str = "") -> str:
    """An RDF array of the items that are not empty (ISO 16684-1, 7.7)."""
    attribute = f' xml:lang="{language}"' if language else ""
    inside = "".join(f"<rdf:li{attribute}>{escape(item)}</rdf:li>" for item in items if item)
    return f"<{name}><rdf:{kind}>{inside}</rdf:{kind}></{name}>" if inside else ""
