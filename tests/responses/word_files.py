"""Files as Word writes them: packages with a body, notes, comments and their threads, put together here."""

from __future__ import annotations

from collections.abc import Mapping

from greenpaper import opc, returned
from greenpaper.model import Finding
from greenpaper.responses import docx
from greenpaper.responses.reply import Reply

_OFFICE = "http://schemas.openxmlformats.org"
_MICROSOFT = "http://schemas.microsoft.com/office"
NAMESPACES = (
    f'xmlns:w="{_OFFICE}/wordprocessingml/2006/main" xmlns:m="{_OFFICE}/officeDocument/2006/math" '
    f'xmlns:r="{_OFFICE}/officeDocument/2006/relationships" '
    f'xmlns:mc="{_OFFICE}/markup-compatibility/2006" '
    f'xmlns:w14="{_MICROSOFT}/word/2010/wordml" xmlns:w15="{_MICROSOFT}/word/2012/wordml" '
    f'xmlns:w16cid="{_MICROSOFT}/word/2016/wordml/cid" xmlns:w16cex="{_MICROSOFT}/word/2018/wordml/cex" '
    f'xmlns:w16du="{_MICROSOFT}/word/2023/wordml/word16du"'
)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_KINDS = {  # of parts beside the document: relationship's type
    "styles": f"{_OFFICE}/officeDocument/2006/relationships/styles",
    "footnotes": f"{_OFFICE}/officeDocument/2006/relationships/footnotes",
    "endnotes": f"{_OFFICE}/officeDocument/2006/relationships/endnotes",
    "comments": f"{_OFFICE}/officeDocument/2006/relationships/comments",
    "commentsExtended": f"{_MICROSOFT}/2011/relationships/commentsExtended",
    "commentsIds": f"{_MICROSOFT}/2016/09/relationships/commentsIds",
    "commentsExtensible": f"{_MICROSOFT}/2018/08/relationships/commentsExtensible",
    "customXml": f"{_OFFICE}/officeDocument/2006/relationships/customXml",
}
_RELATIONS = f"{_OFFICE}/package/2006/relationships"
KARI = 'w:id="9" w:author="Kari" w:date="2027-01-05T09:00:00Z"'
OLA = 'w:id="8" w:author="Ola" w:date="2027-01-06T10:00:00Z"'


def run(text: str, properties: str = "") -> str:
    """A run."""
    inside = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inside}<w:t xml:space="preserve">{text}</w:t></w:r>'


def gone(text: str, by: str = KARI, kind: str = "del") -> str:
    """Text that is deleted, or moved from here."""
    return f'<w:{kind} {by}><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:{kind}>'


def come(text: str, by: str = KARI, kind: str = "ins") -> str:
    """Text that is inserted, or moved to here."""
    return f"<w:{kind} {by}>{run(text)}</w:{kind}>"


def paragraph(*content: str, properties: str = "") -> str:
    """A paragraph; plain text becomes a run."""
    inside = "".join(item if item.startswith("<") else run(item) for item in content)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inside}</w:p>"


def anchored(number: int, *content: str) -> str:
    """Content in the bookmark of the anchor of this number."""
    inside = "".join(item if item.startswith("<") else run(item) for item in content)
    start = f'<w:bookmarkStart w:id="{number}" w:name="{name(number)}"/>'
    return f'{start}{inside}<w:bookmarkEnd w:id="{number}"/>'


def name(number: int) -> str:
    """The name of an anchor."""
    return f"_P{number:012x}"


def part(kind: str, content: str) -> str:
    """A part of this root element."""
    return f"<{kind} {NAMESPACES}>{content}</{kind}>"


def package(body: str, parts: Mapping[str, str] | None = None, properties: str = "") -> bytes:
    """The file; `parts` are those beside the document, by their kinds."""
    given = dict(parts or {})
    related = "".join(
        f'<Relationship Id="r{number}" Type="{_KINDS[kind]}" Target="{kind}.xml"/>'
        for number, kind in enumerate(given, 1)
    )
    custom = (
        f'<Relationship Id="rId2" Type="{_OFFICE}/officeDocument/2006/relationships/custom-properties" '
        'Target="docProps/custom.xml"/>'
    )
    main = (
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/>'
    )
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    made = {
        "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}">{main}{custom if properties else ""}</Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{related}</Relationships>',
        "word/document.xml": part("w:document", f"<w:body>{body}</w:body>"),
        **{f"word/{kind}.xml": content for kind, content in given.items()},
    }
    if properties:
        made["docProps/custom.xml"] = properties
    return opc.packed({path: content.encode() for path, content in made.items()})


def strict(content: bytes) -> bytes:
    """The same file with the namespaces of ISO/IEC 29500 strict."""
    made = {}
    for path, data in opc.unpacked(content).items():
        for vocabulary in (b"wordprocessingml", b"officeDocument"):
            data = data.replace(
                b"http://schemas.openxmlformats.org/" + vocabulary + b"/2006/",
                b"http://purl.oclc.org/ooxml/" + vocabulary + b"/",
            )
        made[path] = data.replace(b"/custom-properties", b"/customProperties")
    return opc.packed(made)


def read(content: bytes) -> Reply:
    """What the reader makes of a file."""
    opened = returned.read(content, "responses/nord/svar.docx")
    assert not isinstance(opened, Finding), opened
    reply = docx.read(opened, "responses/nord/svar.docx")
    assert not isinstance(reply, Finding), reply
    return reply
