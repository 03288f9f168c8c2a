"""Editions: what a document has otherwise for some of its readers, made of the same source. Pure.

Settings are changed here, in one place, so that nothing behind asks for editions but what shows or names one.
"""

from __future__ import annotations

import difflib
from dataclasses import replace

from greenpaper.errors import SettingsError
from greenpaper.model import OUTPUTS, Document


def chosen(document: Document, name: str) -> Document:
    """The document as its edition `name` has it; as it is for "". SettingsError for a name that it does not have."""
    if not name:
        return document
    known = {edition.name: edition for edition in document.editions}
    if name not in known:
        nearest = difflib.get_close_matches(name.lower(), known, n=1)
        names = f"known are {', '.join(known)}" if known else f"add [editions.{name}]"
        cure = f"did you mean {nearest[0]!r}?" if nearest else names
        where = document.where(table=f"editions.{next(iter(known), '')}")
        raise SettingsError(f"{where}: error: there is no edition {name!r}; {cure} [settings-edition]")
    edition = known[name]
    numbers = document.paragraph_numbers if edition.paragraph_numbers is None else edition.paragraph_numbers
    docx = replace(document.docx, protection=edition.protection or document.docx.protection)
    return replace(document, edition=edition, paragraph_numbers=numbers, docx=docx)


def outputs(document: Document) -> tuple[str, ...]:
    """The kinds of files that are made where none is named."""
    return document.edition.outputs if document.edition else OUTPUTS


def shows_remarks(document: Document) -> bool:
    """Whether remarks between authors are shown: only an edition may, never the plain build."""
    return document.edition is not None and document.edition.remarks
