"""What a PDF says of itself: the XMP packet (ISO 16684-1) and the entries of the catalogue (ISO 32000-2, 7.7.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

import pydyf

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


def xmp(facts: Mapping[str, str], language: str, producer: str) -> bytes:
    """The packet. `facts` are the page's `<title>` (as "title") and `<meta>` elements by name; dates as YYYY-MM-DD."""
    title, author, description = (facts.get(name, "") for name in ("title", "author", "description"))
    keywords = facts.get("keywords", "")
    identifier = facts.get(f"{PREFIX}identifier", "")
    properties = [
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
        *(_element(f"greenpaper:{name}", facts.get(PREFIX + key, "")) for key, name in _STAMP.items()),
    ]
    spaces = {
        "dc": "http://purl.org/dc/elements/1.1/",
        "xmp": "http://ns.adobe.com/xap/1.0/",
        "pdf": "http://ns.adobe.com/pdf/1.3/",
        "greenpaper": NAMESPACE,
    }
    declared = " ".join(f"xmlns:{prefix}={quoteattr(name)}" for prefix, name in spaces.items())
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


def write(pdf: pydyf.PDF, packet: bytes) -> None:
    """Put the packet into the PDF uncompressed, as readers look for it, and have a viewer show title and bookmarks."""
    stream = pydyf.Stream([packet], {"Type": "/Metadata", "Subtype": "/XML"}, compress=False)
    pdf.add_object(stream)
    pdf.catalog["Metadata"] = stream.reference
    pdf.catalog["PageMode"] = "/UseOutlines"
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else ""


def _list(name: str, kind: str, items: Sequence[str], language: str = "") -> str:
    """An RDF array of the items that are not empty (ISO 16684-1, 7.7)."""
    attribute = f' xml:lang="{language}"' if language else ""
    inside = "".join(f"<rdf:li{attribute}>{escape(item)}</rdf:li>" for item in items if item)
    return f"<{name}><rdf:{kind}>{inside}</rdf:{kind}></{name}>" if inside else ""
