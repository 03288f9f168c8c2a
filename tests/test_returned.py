"""A DOCX or XLSX from strangers: its parts, or a finding; never more memory or time, and nothing followed."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenpaper import opc, pandoc, returned
from greenpaper.model import Finding

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/></Types>'
)
EMPTY = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
RELATIONSHIPS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'


def relation(kind: str, target: str, more: str = "") -> str:
    return f'<Relationship Id="r" Type="{OFFICE}/{kind}" Target="{target}"{more}/>'


PARTS = {
    "[Content_Types].xml": TYPES,
    "_rels/.rels": RELATIONSHIPS.format(relation("officeDocument", "word/document.xml")),
    "word/document.xml": EMPTY,
}


def packed(**more: str | bytes) -> bytes:
    """A small DOCX with other parts, or others in place of its own."""
    parts = PARTS | {name: text for name, text in more.items()}
    return opc.packed({name: text.encode() if isinstance(text, str) else text for name, text in parts.items()})


def inner(text: str) -> dict[str, str]:
    """The relationships of the document."""
    return {"word/_rels/document.xml.rels": RELATIONSHIPS.format(text)}


def entries(*items: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    """A small DOCX with these entries behind its own."""
    stream = io.BytesIO(packed())
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as package:
        for name, content in items:
            package.writestr(name, content)
    return stream.getvalue()


def named(name: str) -> zipfile.ZipInfo:
    """An entry whose name zipfile does not tidy."""
    made = zipfile.ZipInfo("x")
    made.filename = name
    return made


def linked() -> zipfile.ZipInfo:
    made = zipfile.ZipInfo("word/link.xml")
    made.external_attr = (stat.S_IFLNK | 0o777) << 16
    return made


def changed(old: bytes, new: bytes, count: int = -1) -> bytes:
    content = packed()
    assert old in content and len(old) == len(new)
    return content.replace(old, new, count)


def field(offset: int, form: str, value: int) -> bytes:
    """A small DOCX with a field of the last entry of its directory changed (APPNOTE.TXT, 4.3.12)."""
    content = bytearray(packed())
    struct.pack_into(form, content, content.rindex(b"PK\1\2") + offset, value)
    return bytes(content)


def nested(depth: int) -> str:
    return EMPTY.replace("/>", ">") + "<a>" * depth + "</a>" * depth + "</w:document>"


def doubled() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate name"):
        return entries(("word/document.xml", EMPTY.encode()))


def many() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for number in range(returned.ENTRIES + 1):
            package.writestr(f"a{number}", b"")
    return stream.getvalue()


def overlapping() -> bytes:
    """Two entries of one place (a better zip bomb, Fifield 2019)."""
    content = bytearray(entries(("word/x.xml", b"<a/>"), ("word/y.xml", b"<a/>")))
    first = content.rindex(b"PK\1\2", 0, content.rindex(b"PK\1\2"))
    struct.pack_into("<I", content, content.rindex(b"PK\1\2") + 42, struct.unpack_from("<I", content, first + 42)[0])
    return bytes(content)


DOCTYPE = '<!DOCTYPE a [<!ENTITY b "c">]>'
CASES: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "kind"),
    "text": (lambda: b"Svar: ja", "kind"),
    "pdf": (lambda: b"%PDF-1.7", "kind"),
    "old Word": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "kind"),
    "locked": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"),
        "encrypted",
    ),
    "locked zip": (lambda: field(8, "<H", 1), "encrypted"),
    "plain zip": (lambda: opc.packed({"a.txt": b"x"}), "kind"),
    "no relationships": (lambda: opc.packed({"[Content_Types].xml": TYPES.encode()}), "kind"),
    "no document": (lambda: packed(**{"_rels/.rels": RELATIONSHIPS.format("")}), "kind"),
    "document not there": (
        lambda: packed(**{"_rels/.rels": RELATIONSHIPS.format(relation("officeDocument", "word/other.xml"))}),
        "kind",
    ),
    "template": (lambda: packed(**{"[Content_Types].xml": TYPES.replace("document.main", "template.main")}), "kind"),
    "presentation": (
        lambda: packed(**{"[Content_Types].xml": TYPES.replace("wordprocessing", "presentation")}),
        "kind",
    ),
    "cut off": (lambda: packed()[:-30], "unreadable"),
    "cut in the middle": (lambda: packed()[:300], "unreadable"),
    "only a head": (lambda: b"PK\3\4", "unreadable"),
    "damaged data": (lambda: changed(packed()[60:64], b"\xff\xff\xff\xff", 1), "unreadable"),
    "wrong checksum": (lambda: field(16, "<I", 1), "unreadable"),
    "shorter than it is": (lambda: field(24, "<I", 5), "unreadable"),
    "longer than it is": (lambda: field(24, "<I", 900), "unreadable"),
    "other packing": (lambda: field(10, "<H", 12), "unreadable"),
    "unknown packing": (lambda: field(10, "<H", 99), "unreadable"),
    "something before it": (lambda: b"PK\3\4" + packed(), "unreadable"),
    "something behind it": (lambda: packed() + packed(), "unreadable"),
    "parts over each other": (overlapping, "unreadable"),
    "zip64 without its field": (lambda: field(24, "<I", 0xFFFFFFFF), "oversized"),
    "no XML": (lambda: packed(**{"word/document.xml": "<a>"}), "unreadable"),
    "XML of no encoding": (
        lambda: packed(**{"word/document.xml": '<?xml version="1.0" encoding="x"?><a/>'}),
        "unreadable",
    ),
    "part twice": (doubled, "names"),
    "part twice but for case": (lambda: entries(("WORD/document.xml", b"<a/>")), "names"),
    "part twice but for form": (lambda: entries(("a\u030a.xml", b"<a/>"), ("\u00e5.xml", b"<a/>")), "names"),
    "climbing": (lambda: entries((named("../x.xml"), b"<a/>")), "names"),
    "climbing inside": (lambda: entries((named("word/../../x.xml"), b"<a/>")), "names"),
    "absolute": (lambda: entries((named("/etc/x.xml"), b"<a/>")), "names"),
    "backslash": (lambda: entries((named("word\\x.xml"), b"<a/>")), "names"),
    "drive": (lambda: entries((named("C:/x.xml"), b"<a/>")), "names"),
    "null": (lambda: entries((named("x\0.xml"), b"<a/>")), "names"),
    "empty folder name": (lambda: entries((named("word//x.xml"), b"<a/>")), "names"),
    "link": (lambda: entries((linked(), b"/etc/passwd")), "names"),
    "many parts": (many, "oversized"),
    "large file": (lambda: packed(**{"x.bin": b"x"}) + b"\0" * returned.PACKAGE, "oversized"),
    "bomb": (lambda: entries(("word/x.xml", b"\0" * 20_000_000)), "oversized"),
    "large part": (lambda: field(24, "<I", returned.PART + 1), "oversized"),
    "deep XML": (lambda: packed(**{"word/document.xml": nested(300)}), "oversized"),
    "very deep XML": (lambda: packed(**{"word/document.xml": nested(100_000)}), "oversized"),
    "declarations": (lambda: packed(**{"word/document.xml": DOCTYPE + EMPTY}), "entities"),
    "declarations in a footnote": (lambda: packed(**{"word/footnotes.xml": DOCTYPE + EMPTY}), "entities"),
    "declarations in relationships": (
        lambda: packed(**{"_rels/.rels": "<!DOCTYPE a>" + PARTS["_rels/.rels"]}),
        "entities",
    ),
    "declarations in the types": (lambda: packed(**{"[Content_Types].xml": "<!DOCTYPE a>" + TYPES}), "entities"),
    "declarations in UTF-16": (
        lambda: packed(**{"word/x.xml": f'<?xml version="1.0" encoding="UTF-16"?>{DOCTYPE}<a/>'.encode("utf-16")}),
        "entities",
    ),
    "laughs": (
        lambda: packed(**{"word/x.xml": '<!DOCTYPE a [<!ENTITY b "aaaaaaaa"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'}),
        "entities",
    ),
    "outside entity": (
        lambda: packed(**{"word/x.xml": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'}),
        "entities",
    ),
    "macros": (lambda: packed(**{"word/vbaProject.bin": b"x"}), "macros"),
    "macros by type": (
        lambda: packed(
            **{
                "[Content_Types].xml": TYPES.replace(
                    f"{WORD}.document", "application/vnd.ms-word.document.macroEnabled"
                )
            }
        ),
        "macros",
    ),
    "macros by relationship": (lambda: packed(**inner(relation("vbaProject", "x.bin"))), "macros"),
    "controls": (lambda: packed(**{"word/activeX/activeX1.xml": "<a/>"}), "macros"),
    "object": (lambda: packed(**inner(relation("oleObject", "embeddings/o.bin"))), "embedded"),
    "sheet in the document": (lambda: packed(**inner(relation("package", "embeddings/s.xlsx"))), "embedded"),
    "other text (altChunk)": (lambda: packed(**inner(relation("aFChunk", "a.html"))), "embedded"),
    "other document": (
        lambda: packed(**inner(relation("subDocument", "file:///a.docx", ' TargetMode="External"'))),
        "embedded",
    ),
    "zip in the zip": (lambda: packed(**{"word/media/a.png": packed()}), "embedded"),
    "old file in the zip": (lambda: packed(**{"word/x.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}), "embedded"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_refused_has_a_code_and_clear_words(case: str) -> None:
    make, code = CASES[case]
    found = returned.read(make(), "svar.docx")
    assert isinstance(found, Finding)
    assert (found.code, str(found.where)) == (f"returned-{code}", "svar.docx")
    assert found.what.startswith("the file ") and found.cure


def test_a_text_of_many_characters_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returned, "TEXT", 1000)
    found = returned.read(packed(**{"word/document.xml": f"<a>{'x' * 1001}</a>"}), "svar.docx")
    assert isinstance(found, Finding) and found.code == "returned-oversized"
    assert isinstance(
        returned.read(packed(**{"word/x.xml": f"<a>{'x' * 900}<b/>{'x' * 900}</a>"}), "a"), returned.Returned
    )


def test_the_parts_of_a_document_are_given_and_cannot_be_changed() -> None:
    found = returned.read(packed(**{"word/media/a.png": b"\x89PNG"}), "svar.docx")
    assert isinstance(found, returned.Returned)
    assert (found.kind, found.main, found.external) == ("docx", "word/document.xml", ())
    assert found.parts["word/media/a.png"] == b"\x89PNG"
    with pytest.raises(TypeError):
        found.parts["x"] = b""  # type: ignore[index]


def test_addresses_outside_are_listed_and_not_followed() -> None:
    text = "".join(
        relation(kind, target, ' TargetMode="External"')
        for kind, target in (("hyperlink", "https://example.no/"), ("attachedTemplate", "file:///etc/passwd"))
    )
    found = returned.read(packed(**inner(text)), "svar.docx")
    assert isinstance(found, returned.Returned)
    part = "word/_rels/document.xml.rels"
    assert found.external == ((part, "https://example.no/"), (part, "file:///etc/passwd"))


def test_what_programs_write_is_taken(tmp_path: Path) -> None:
    pandoc.run_to_file(
        ["--to=docx"], "# A\n\nText[^1] with [a link](https://example.no).\n\n[^1]: x", tmp_path / "a.docx"
    )
    book = openpyxl.Workbook()
    book.active.append(["Svar", "æ"])
    book.save(tmp_path / "a.xlsx")
    for name, kind in (("a.docx", "docx"), ("a.xlsx", "xlsx")):
        found = returned.read((tmp_path / name).read_bytes(), name)
        assert isinstance(found, returned.Returned), found
        assert found.kind == kind and found.main in found.parts


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_damaged_file_is_taken_or_told(data: st.DataObject) -> None:
    content = bytearray(packed(**inner(relation("hyperlink", "x", ' TargetMode="External"'))))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    found = returned.read(bytes(content), "svar.docx")
    assert isinstance(found, returned.Returned | Finding)


def test_checksums_alone_do_not_make_a_part_whole() -> None:
    """A part that says it is short, with the checksum of what it says."""
    content = bytearray(packed())
    at = content.rindex(b"PK\1\2")
    struct.pack_into("<I", content, at + 24, 5)
    struct.pack_into("<I", content, at + 16, zlib.crc32(EMPTY.encode()[:5]))
    found = returned.read(bytes(content), "svar.docx")
    assert isinstance(found, Finding) and found.code == "returned-unreadable"
