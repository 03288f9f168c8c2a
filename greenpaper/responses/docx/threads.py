"""The comments of a returned DOCX with their threads (ECMA-376 part 1, 17.13.4; MS-DOCX 2.5: commentEx, commentId)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from greenpaper.responses.docx import annotation
from greenpaper.responses.docx.inlines import CONTROLS, local
from greenpaper.responses.reply import Comment
from greenpaper.word.ooxml import NS, Element, attribute

COMMENTS = 10_000  # that are read
_PARAGRAPH = f"{{{NS['w14']}}}paraId"
_P = f"{{{NS['w']}}}p"
_TRUE = frozenset({"1", "true", "on"})
_TAKEN = frozenset({f"{{{NS['w']}}}del", f"{{{NS['w']}}}moveFrom"})
_SIGNS = {"t": None, "tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}

Entries: TypeAlias = Mapping[str, Mapping[str, str]]  # of a part about comments, by one of their ids


def read(
    comments: Element | None, extended: Element | None, ids: Element | None, extensible: Element | None
) -> tuple[Comment, ...]:
    """The comments of the part in its order; the other parts say what replies to what, what is resolved, and when."""
    if comments is None:
        return ()
    found = list(comments.iterfind("w:comment", NS))[:COMMENTS]
    paragraphs = {_paragraph(each): attribute(each, "w:id") for each in found if _paragraph(each)}
    threads = _entries(extended, "paraId")
    durable = {paragraph: _folded(entry.get("durableId", "")) for paragraph, entry in _entries(ids, "paraId").items()}
    dates = _entries(extensible, "durableId")
    made = []
    for each in found:
        paragraph = _paragraph(each)
        thread = threads.get(paragraph, {})
        parent = paragraphs.get(_folded(thread.get("paraIdParent", "")))
        utc = dates.get(durable.get(paragraph, ""), {}).get("dateUtc", "")
        made.append(
            Comment(
                identifier=attribute(each, "w:id"),
                by=annotation.by(each, utc),
                text="\n".join(_lines(each)).strip(),
                initials=annotation.plain(attribute(each, "w:initials"))[:10],
                parent=parent if parent != attribute(each, "w:id") else None,
                resolved=thread.get("done", "").lower() in _TRUE,
            )
        )
    return tuple(made)


def _paragraph(comment: Element) -> str:
    """The id of the comment's last paragraph, by which the other parts know it."""
    last = next(comment.iterchildren(_P, reversed=True), None)
    return "" if last is None else _folded(last.get(_PARAGRAPH, ""))


def _folded(number: str) -> str:
    """A hexadecimal number in one form."""
    return number.strip().upper().lstrip("0")


def _entries(part: Element | None, key: str) -> Entries:
    """The entries of a part by this attribute; their attributes without namespaces, which differ between versions."""
    made = {}
    for entry in part if part is not None else ():
        values = {str(name).rpartition("}")[2]: str(value) for name, value in entry.attrib.items()}
        if values.get(key):
            made[_folded(values[key])] = values
    return made


def _lines(comment: Element) -> Iterator[str]:
    """The text of each paragraph, with changes of the comment accepted."""
    for paragraph in comment.iter(_P):
        text = ""
        for item in paragraph.iter():
            shown = _SIGNS.get(local(item), "")
            if shown != "" and not any(parent.tag in _TAKEN for parent in item.iterancestors()):
                text += (item.text or "") if shown is None else shown
        yield unicodedata.normalize("NFC", text.replace("\u00ad", "").translate(CONTROLS))
