"""A sealed folder as one zip file, the same bytes for the same folder wherever it is made: nothing is compressed.

What another zlib packs differs, and most of a release (PDF, DOCX, images) is compressed already.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that zip can say


def bag(folder: Path, name: str) -> bytes:
    """The zip of a folder, whose files lie in one called `name`: sorted, dated 1980, readable."""
    stream = io.BytesIO()
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as made:
        for path in paths:
            entry = zipfile.ZipInfo(f"{name}/{path.relative_to(folder).as_posix()}", _DATE)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            entry.compress_type = zipfile.ZIP_STORED
            made.writestr(entry, path.read_bytes())
    return stream.getvalue()
