"""What each task does: read files, call pure code, write files. One function per arrow of docs/architecture.md.

Paths are relative to the document's folder, which is the current one. Everything heavy is imported where it is used,
since most runs do nothing.
"""

from __future__ import annotations

from greenpaper.steps.office import docx, hearing
from greenpaper.steps.pages import html, page, pdf, preview
from greenpaper.steps.preparing import book, drawings, formulas, images, read, stamp
from greenpaper.steps.validation import validate
from greenpaper.steps.weighing import check, found, gate

__all__ = [
    "book",
    "check",
    "docx",
    "drawings",
    "formulas",
    "found",
    "gate",
    "hearing",
    "html",
    "images",
    "page",
    "pdf",
    "preview",
    "read",
    "stamp",
    "validate",
]
