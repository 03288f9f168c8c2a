"""The data of a PNG file (ISO 15948, 10.1): what FlateDecode with a PNG predictor reads (ISO 32000-2, 7.4.4.4)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_GREY, _RGB = 0, 2  # colour types, ISO 15948, 11.2.2


def image_data(png: bytes) -> bytes | None:
    """The compressed pixels of a PNG file of 8-bit grey or RGB, not interlaced; None for every other, or a damaged."""
    chunks = list(_chunks(png))
    if not chunks or chunks[0][0] != b"IHDR" or chunks[-1][0] != b"IEND" or any(kind == b"tRNS" for kind, _ in chunks):
        return None
    depth, colour, _, _, interlaced = chunks[0][1][8:]
    if depth != 8 or colour not in {_GREY, _RGB} or interlaced:
        return None
    return b"".join(data for kind, data in chunks if kind == b"IDAT")


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Type and data of each chunk up to the first that is damaged (ISO 15948, 5.3)."""
    at = len(_SIGNATURE)
    while png.startswith(_SIGNATURE) and at + 12 <= len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        end = at + 8 + length
        if png[end : end + 4] != zlib.crc32(png[at + 4 : end]).to_bytes(4, "big"):
            return
        yield png[at + 4 : at + 8], png[at + 8 : end]
        at = end + 4
