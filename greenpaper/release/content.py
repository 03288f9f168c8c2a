"""Digests that ignore compression: files that show the same have the same, whatever zlib or zip packed them."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections import deque
from pathlib import PurePath
from xml.etree import ElementTree

import pikepdf

from greenpaper import files

_PACKING = frozenset({"/Length", "/Filter", "/DecodeParms"})  # of a stream: how it is packed (ISO 32000-1, 7.3.8.2)
_TRAILER = frozenset({"/Root", "/Info"})
_REFERENCE = re.compile(rb"\((?:\\.|[^\\()])*\)|<[0-9a-fA-F]*>|\b([0-9]+) ([0-9]+) R\b", re.DOTALL)  # or a string


def digest(name: str, data: bytes) -> str:
    """SHA-256 of what a file holds: of a PDF its objects with their streams decoded, of a DOCX its parts unpacked.

    Of any other file it is that of the bytes. ValueError when the file is not of the kind that its name says.
    """
    kind = PurePath(name).suffix
    if kind == ".pdf":
        return _pdf(data)
    if kind in {".docx", ".xlsx", ".zip"}:
        return _zip(data)
    return files.sha256(data)


def _pdf(data: bytes) -> str:
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return _objects(pdf)
    except pikepdf.PdfError as fault:
        raise ValueError(f"no PDF: {fault}") from None


def _objects(pdf: pikepdf.Pdf) -> str:
    """SHA-256 over the objects that the trailer reaches, numbered as they are reached: a program may renumber them.

    The trailer's /ID is left out, which changes with each saving (ISO 32000-1, 14.4).
    """
    made = hashlib.sha256()
    numbers: dict[tuple[int, int], int] = {}
    waiting: deque[tuple[int, int]] = deque()

    def number(found: re.Match[bytes]) -> bytes:
        if found[1] is None:  # a string
            return found[0]
        key = int(found[1]), int(found[2])
        if key not in numbers:
            numbers[key] = len(numbers)
            waiting.append(key)
        return b"%d R" % numbers[key]

    trailer = pikepdf.Dictionary({key: value for key, value in pdf.trailer.items() if key in _TRAILER})
    made.update(_REFERENCE.sub(number, trailer.unparse()))
    while waiting:
        item: object = pdf.get_object(waiting.popleft())  # a number or nothing is one of Python
        content = b""
        if isinstance(item, pikepdf.Stream):
            facts, content = _unpacked(item)
        else:
            facts = item.unparse(resolved=True) if isinstance(item, pikepdf.Object) else repr(item).encode()
        made.update(b"\n" + _REFERENCE.sub(number, facts) + hashlib.sha256(content).digest())
    return made.hexdigest()


def _unpacked(stream: pikepdf.Stream) -> tuple[bytes, bytes]:
    """A stream's dictionary and content without compression; that of a photograph is part of what it shows."""
    packing = _PACKING
    try:
        content = stream.read_bytes(pikepdf.StreamDecodeLevel.generalized)
    except pikepdf.PdfError:
        content, packing = stream.read_raw_bytes(), frozenset({"/Length"})
    kept = pikepdf.Dictionary({key: value for key, value in stream.stream_dict.items() if key not in packing})
    if kept.get("/Type") == pikepdf.Name.Metadata:
        content = _canonical(content)
    return kept.unparse(), bytes(content)


def _canonical(packet: bytes) -> bytes:
    """What an XMP packet says, without its wrapper: what saves a PDF may write it anew. As it is where it is no XML."""
    try:
        said = ElementTree.tostring(ElementTree.fromstring(packet.strip()), encoding="unicode")
    except ElementTree.ParseError:
        return packet
    return ElementTree.canonicalize(said, rewrite_prefixes=True).encode()


def _zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            parts = {name: files.sha256(opened.read(name)) for name in opened.namelist()}
    except zipfile.BadZipFile as fault:
        raise ValueError(f"no zip file: {fault}") from None
    return files.sha256("".join(f"{digest}  {name}\n" for name, digest in sorted(parts.items())).encode())
