"""Open Packaging Conventions (ECMA-376 part 2): the zip of a DOCX or XLSX, the same bytes for the same parts. Pure."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that zip can say
_FIRST = ("[Content_Types].xml", "_rels/.rels")  # as readers of streams want them
_STORED = (".png", ".jpg", ".jpeg")  # already compressed


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The zip: content types first, then the package's relationships, then the parts by name, all dated 1980."""
    stream = io.BytesIO()
    names = [*(name for name in _FIRST if name in parts), *sorted(parts.keys() - set(_FIRST))]
    with zipfile.ZipFile(stream, "w") as made:
        for name in names:
            entry = zipfile.ZipInfo(name, _DATE)
            entry.create_system = 0
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(_STORED) else zipfile.ZIP_DEFLATED
            made.writestr(entry, parts[name])
    return stream.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """The parts of a package that a library of ours wrote, by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}
