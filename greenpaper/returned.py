"""A DOCX or XLSX that somebody sends back, opened with care (ECMA-376 part 2, Open Packaging Conventions).

Such a file is a zip from a stranger: it may be made to fill a memory, to mean one thing to us and another to Word, or
to carry programs and other files. What is taken is read whole into memory, within limits; nothing that it names is
followed, and nothing is written.
"""

from __future__ import annotations

import io
import posixpath
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from xml.parsers import expat

from greenpaper.model import Finding, Location

PACKAGE = 50_000_000  # bytes of the file
ENTRIES = 2_000
PART = 50_000_000  # bytes of one part, unpacked; the text of 1000 pages has 10 million
TOTAL = 200_000_000  # bytes of all parts, unpacked
RATIO = 200  # how often a part of more than SMALL may hold its packed size; the XML of Word comes to 30
SMALL = 1_000_000
DEPTH = 200  # of elements in each other
TEXT = 10_000_000  # characters of one text or attribute
TYPES = "[Content_Types].xml"
RELATIONSHIPS = "_rels/.rels"
MAIN = {  # content type of the main part: kind of file
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
}
_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the latter: MS-CFB, 2.2
_CODED = 0x1 | 0x40 | 0x2000  # flags of encryption (APPNOTE.TXT, 4.4.4)
_HEADER = 30  # bytes of a local header without name and extra field (4.3.7)
_MACROS = re.compile(r"macro|vba|activex", re.IGNORECASE)
_EMBEDDED = re.compile(r"/(oleObject|package|aFChunk|control|subDocument|frame)$")  # types of relationships
_PLAIN = "save it anew as a plain .docx or .xlsx, and send that"


@dataclass(frozen=True, kw_only=True, slots=True)
class Returned:
    """The parts of a file by their names, `kind` "docx" or "xlsx", the name of its main part.

    `external` are the addresses that it refers to outside itself, with the parts that do: for whoever wants to know.
    """

    kind: str
    main: str
    parts: Mapping[str, bytes]
    external: tuple[tuple[str, str], ...]


class _FaultError(Exception):
    def __init__(self, code: str, what: str, cure: str = _PLAIN) -> None:
        super().__init__(what)
        self.code, self.what, self.cure = code, what, cure


def read(content: bytes, name: str) -> Returned | Finding:
    """The file `name`, or what keeps it from being opened. Nothing in it makes this raise, wait or take more memory."""
    try:
        parts = _unpacked(content)
        return _checked(parts)
    except _FaultError as fault:
        return Finding(code=fault.code, where=Location(path=name), what=f"the file {fault.what}", cure=fault.cure)


def _unpacked(content: bytes) -> dict[str, bytes]:
    if content.startswith(_COMPOUND):
        if "EncryptedPackage".encode("utf-16-le") in content:  # MS-OFFCRYPTO, 2.3.4.4
            raise _FaultError("returned-encrypted", "is locked with a password", "ask for it without one")
        raise _FaultError("returned-kind", "is of an old format of Office (.doc, .xls)")
    if len(content) > PACKAGE:
        raise _oversized(f"has {len(content) / 1e6:.0f} MB, more than {PACKAGE / 1e6:.0f}")
    if not content.startswith(_ZIP):
        raise _FaultError("returned-kind", "is no DOCX or XLSX, whatever its name says")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = _entries(package, len(content))
            return {entry.filename: _part(package, entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, RuntimeError) as fault:
        raise _damaged(f"is a damaged package ({fault})") from None


def _entries(package: zipfile.ZipFile, size: int) -> list[zipfile.ZipInfo]:
    """The entries that are parts, when each and all of them may be unpacked."""
    entries = package.infolist()
    if len(entries) > ENTRIES:
        raise _oversized(f"has {len(entries)} parts, more than {ENTRIES}")
    if package.comment:
        raise _damaged("has something behind its end")
    seen: set[str] = set()
    for entry in entries:
        _check(entry)
        folded = unicodedata.normalize("NFC", entry.filename).casefold()
        if folded in seen:
            raise _FaultError("returned-names", f"has two parts of the name {entry.filename[:80]!r}")
        seen.add(folded)
    if sum(entry.file_size for entry in entries) > TOTAL:
        raise _oversized(f"unpacks to more than {TOTAL / 1e6:.0f} MB")
    end = 0
    for entry in sorted(entries, key=lambda each: each.header_offset):
        if entry.header_offset < end or (not end and entry.header_offset):
            raise _damaged("is a damaged package (its parts lie over each other, or something before them)")
        end = entry.header_offset + _HEADER + len(entry.filename) + entry.compress_size
    if end > size:
        raise _damaged("is a damaged package (it is cut off)")
    return [entry for entry in entries if not entry.is_dir()]


def _check(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    folders = name.removesuffix("/").split("/")
    odd = "\\" in name or ":" in name or any(unicodedata.category(letter) == "Cc" for letter in name)
    linked = stat.S_ISLNK(entry.external_attr >> 16)
    if odd or linked or {"", ".", ".."}.intersection(folders) or entry.orig_filename != name:
        raise _FaultError("returned-names", f"has a part of the name {entry.orig_filename[:80]!r}, which none can have")
    if entry.flag_bits & _CODED:
        raise _FaultError("returned-encrypted", "is locked with a password", "ask for it without one")
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise _damaged(f"is packed in a way that Office does not know ({entry.compress_type})")
    if entry.file_size > PART:
        raise _oversized(f"has a part of {entry.file_size / 1e6:.0f} MB, more than {PART / 1e6:.0f}")
    if entry.file_size > SMALL and entry.file_size > RATIO * entry.compress_size:
        raise _oversized(f"has a part that unpacks to more than {RATIO} times its size")


def _part(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Its content: never more than it says of itself, and zipfile compares the checksum."""
    with package.open(entry) as stream:
        content = stream.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise _damaged("is a damaged package (a part is not as long as it says)")
    if content.startswith((_ZIP, _COMPOUND)):
        raise _embedded(entry.filename)
    return content


def _checked(parts: dict[str, bytes]) -> Returned:
    if TYPES not in parts or RELATIONSHIPS not in parts:
        raise _FaultError("returned-kind", "is a zip, but no DOCX or XLSX")
    for name, content in parts.items():
        if name == TYPES or name.lower().endswith((".xml", ".rels", ".vml")):
            _elements(name, content)
    defaults, overrides = _types(parts[TYPES])
    for what in (*parts, *defaults.values(), *overrides.values()):
        if _MACROS.search(what):
            raise _macros(what)
    main, external = "", []
    for part in sorted(name for name in parts if name.lower().endswith(".rels")):
        for relation in _relationships(part, parts[part]):
            kind, target = relation.get("Type", ""), relation.get("Target", "")
            if _EMBEDDED.search(kind):
                raise _embedded(target)
            if _MACROS.search(kind):
                raise _macros(kind)
            if relation.get("TargetMode") == "External":
                external.append((part, target))
            elif part == RELATIONSHIPS and kind.endswith("/officeDocument"):
                main = posixpath.normpath(target.lstrip("/"))
    extension = main.rpartition(".")[2].lower()
    found = MAIN.get(overrides.get(f"/{main}".lower(), defaults.get(extension, "")))
    if found is None or main not in parts:
        raise _FaultError("returned-kind", "is a package of Office, but no DOCX or XLSX")
    return Returned(kind=found, main=main, parts=MappingProxyType(parts), external=tuple(external))


def _types(content: bytes) -> tuple[dict[str, str], dict[str, str]]:
    """Content types by ending, and by part (part 2, 7.2.3)."""
    defaults, overrides = {}, {}
    for name, attributes in _elements(TYPES, content):
        if name == "Default":
            defaults[attributes.get("Extension", "").lower()] = attributes.get("ContentType", "")
        elif name == "Override":
            overrides[attributes.get("PartName", "").lower()] = attributes.get("ContentType", "")
    return defaults, overrides


def _relationships(part: str, content: bytes) -> Iterator[Mapping[str, str]]:
    return (attributes for name, attributes in _elements(part, content) if name == "Relationship")


def _elements(part: str, content: bytes) -> list[tuple[str, Mapping[str, str]]]:
    """The elements of [Content_Types].xml or of relationships; of every other part none, it is only looked through."""
    kept = part == TYPES or part.lower().endswith(".rels")
    found: list[tuple[str, Mapping[str, str]]] = []
    depth = text = 0

    def doctype(*_: object) -> None:
        raise _FaultError("returned-entities", f"has declarations in {part[:80]!r}, which Office never writes")

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, text
        depth, text = depth + 1, 0
        if depth > DEPTH:
            raise _oversized(f"has elements more than {DEPTH} deep in {part[:80]!r}")
        if kept:
            found.append((name.rpartition(" ")[2], attributes))

    def end(_: str) -> None:
        nonlocal depth, text
        depth, text = depth - 1, 0

    def characters(data: str) -> None:
        nonlocal text
        text += len(data)
        if text > TEXT:
            raise _oversized(f"has a text of more than {TEXT} characters in {part[:80]!r}")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler, parser.StartElementHandler = doctype, start
    parser.EndElementHandler, parser.CharacterDataHandler = end, characters
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError, ValueError) as fault:
        raise _damaged(f"has a part that is no XML ({part[:80]!r}: {fault})") from None
    return found


def _oversized(what: str) -> _FaultError:
    return _FaultError("returned-oversized", what, "ask for the text alone, without what makes it so large")


def _damaged(what: str) -> _FaultError:
    return _FaultError("returned-unreadable", what, "open it in Office, save it anew and send that")


def _macros(what: str) -> _FaultError:
    return _FaultError("returned-macros", f"holds macros or controls ({what[-80:]})", f"{_PLAIN}, without them")


def _embedded(what: str) -> _FaultError:
    cure = "ask for that file by itself, and for this one without it"
    return _FaultError("returned-embedded", f"holds another file ({what[:80]!r})", cure)
