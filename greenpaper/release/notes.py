"""What is new in a version: the part of CHANGES.md below the version's heading."""

from __future__ import annotations

import re
from pathlib import Path

from greenpaper import files
from greenpaper.document import NOTES

_HEADING = re.compile(r"^##\s+\[?v?([0-9][0-9A-Za-z.-]*)\]?", re.MULTILINE)


def of_version(root: Path, version: str) -> str | None:
    """The Markdown below `## 0.9.1` (or `## v0.9.1 – 1. mai`) up to the next such heading; None without one."""
    path = root / NOTES
    if not path.is_file():
        return None
    text = files.read_text(path, root)
    headings = list(_HEADING.finditer(text))
    for at, found in enumerate(headings):
        if found[1] == version:
            start = text.find("\n", found.end())
            end = headings[at + 1].start() if at + 1 < len(headings) else len(text)
            return text[start:end].strip() or None if start >= 0 else None
    return None
