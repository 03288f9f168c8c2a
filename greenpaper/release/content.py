"""Digests that ignore compression: files that show the same have the same, whatever zlib or zip packed them."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import PurePath

import pikepdf

from greenpaper import files

_PACKING = ("/Length", "/Filter", "/DecodeParms")  # keys of a stream that say how it is packed (ISO 32000-1, 7.3.8.2)


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
    made = hashlib.sha256()
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for item in pdf.objects:
                if isinstance(item, pikepdf.Stream):
                    packed = item.stream_dict
                    facts = pikepdf.Dictionary({key: value for key, value in packed.items() if key not in _PACKING})
                    made.update(facts.unparse() + b"\n")
                    made.update(hashlib.sha256(_decoded(item)).digest())
                else:
                    made.update(item.unparse() + b"\n")
    except pikepdf.PdfError as fault:
        raise ValueError(f"no PDF: {fault}") from None
    return made.hexdigest()


def _decoded(stream: pikepdf.Stream) -> bytes:
    """The stream without its compression; that of a photograph is part of what it shows."""
    try:
        return bytes(stream.read_bytes(pikepdf.StreamDecodeLevel.generalized))
    except pikepdf.PdfError:
        return bytes(stream.read_raw_bytes())


def _zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            parts = {name: files.sha256(opened.read(name)) for name in opened.namelist()}
    except zipfile.BadZipFile as fault:
        raise ValueError(f"no zip file: {fault}") from None
    return files.sha256("".join(f"{digest}  {name}\n" for name, digest in sorted(parts.items())).encode())
