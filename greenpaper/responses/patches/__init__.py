"""Text changes of respondents -> patches of today's chapters, or why each has to be made by hand. Pure but for pandoc.

`made` gives the rows with the name of their patch or the reason, the patches' texts, and what `applying` has to know of
each change: the table keeps answers, and not what a change does to the source.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from greenpaper import files
from greenpaper.responses.model import Edit, Kind, Respondent, Row, Today
from greenpaper.responses.patches import changing, patchfile, proving
from greenpaper.responses.patches.changing import Place, Proposal
from greenpaper.responses.patches.chapters import Chapters
from greenpaper.responses.patches.proving import Change
from greenpaper.responses.patches.ways import ByHandError
from greenpaper.responses.remarks import alignment

FOLDER, RECORD = "patches", "edits.json"
_NEVER = {
    Kind.MOVE: "a text moves to another place",
    Kind.JOIN: "two paragraphs become one",
    Kind.ROW_INSERTED: "a row is added",
}
_GONE = "the text is not in today's source any more"
DONE = "today's text says so already"


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """Rows with `patch` or `why_not`, the patches by the ids of their rows, and the changes whose place is sure."""

    rows: tuple[Row, ...]
    patches: Mapping[str, str]
    changes: tuple[Change, ...]
    places: Mapping[str, Place]  # of comments, by the ids of their rows


def made(
    rows: Iterable[Row], today: Mapping[str, Today], chapters: Chapters, respondents: Mapping[str, Respondent]
) -> Made:
    """The patches of these rows. `today` is by the names of anchors, `respondents` by their folders."""
    rows = tuple(rows)
    changes: dict[str, Change] = {}
    found: dict[str, Proposal | str] = {}
    for row in rows:
        if row.kind.changes and not row.by_hand and not row.gone:
            try:
                changes[row.identifier] = _change(row, today.get(row.anchor))
                found[row.identifier] = _proposal(row, changes[row.identifier], today[row.anchor], chapters)
            except ByHandError as reason:
                found[row.identifier] = str(reason)
    found |= proving.proved({key: each for key, each in found.items() if isinstance(each, Proposal)}, changes, chapters)
    texts = {
        row.identifier: _text(row, each, today[row.anchor], chapters, respondents.get(row.respondent))
        for row in rows
        if isinstance(each := found.get(row.identifier), Proposal)
    }
    result = tuple(_told(row, found[row.identifier]) if row.identifier in found else row for row in rows)
    places = {row.identifier: place for row in rows if row.kind.comments and (place := _place(row, today))}
    return Made(rows=result, patches=texts, changes=tuple(changes.values()), places=places)


def _told(row: Row, found: Proposal | str) -> Row:
    if isinstance(found, Proposal):
        return replace(row, patch=name(row.identifier), why_not="")
    return replace(row, patch="", why_not=found)


def _place(row: Row, today: Mapping[str, Today]) -> Place | None:
    """Where a comment belongs today; of one that was placed by hand, its line."""
    now = today.get(row.anchor)
    where = now.where if now else row.where
    if where is None:
        return None
    name, kind = (now.identifier, now.kind) if now else ("", "")
    return Place(path=where.path, identifier=name, line=where.line, kind=kind)


def _proposal(row: Row, change: Change, now: Today, chapters: Chapters) -> Proposal:
    if now.changed:
        raise ByHandError(DONE if row.edit and says([row.edit], now.text) else changing.CHANGED)
    return changing.proposed(chapters, change.place, change.edit, change.quoted)


def name(identifier: str) -> str:
    """The file of a row's patch, from build/responses/."""
    return f"{FOLDER}/{identifier}.patch"


def says(edits: Sequence[Edit], text: str) -> bool:
    """Whether a text is what it was when it was sent, with these edits of it."""
    return bool(edits) and alignment.key(after(edits)) == alignment.key(text)


def after(edits: Sequence[Edit]) -> str:
    """The text that was sent, with these edits of it, which do not overlap."""
    text = edits[0].old
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end), reverse=True):
        text = text[: edit.start] + edit.new + text[edit.end :]
    return text


def _change(row: Row, now: Today | None) -> Change:
    """What a row changes, where that is certain; ByHandError with the reason else."""
    if row.kind in _NEVER:
        raise ByHandError(_NEVER[row.kind])
    if not row.sure:
        raise ByHandError("its place is not sure")
    if row.edit is None and row.kind is not Kind.ROW_DELETED:
        raise ByHandError("it belongs to no text that was sent")
    if now is None or now.where is None:
        raise ByHandError(_GONE)
    place = Place(path=now.where.path, identifier=now.identifier, line=now.where.line, kind=now.kind)
    return Change(
        row=row.identifier,
        respondent=row.respondent,
        place=place,
        edit=row.edit,
        quoted=row.quoted,
        subject=_subject(row, now),
    )


def _text(row: Row, proposal: Proposal, now: Today, chapters: Chapters, respondent: Respondent | None) -> str:
    hidden = respondent is not None and respondent.anonymous
    old = chapters.text(proposal.path)
    return patchfile.text(
        proposal.path,
        old,
        proposal.way.apply(old),
        author="" if hidden else row.author,
        respondent=row.respondent,
        date=row.date,
        subject=_subject(row, now),
        row=row.identifier,
    )


def _subject(row: Row, now: Today) -> str:
    return f"{row.number or now.where}: {row.kind.value}"


# What is kept of it


def write(found: Made, folder: Path) -> None:
    """Write the patches and the record of changes below build/responses/; patches of earlier runs go."""
    names = {f"{identifier}.patch" for identifier in found.patches}
    for path in (folder / FOLDER).glob("*.patch"):
        if path.name not in names:
            path.unlink()
    for identifier, text in found.patches.items():
        files.write_atomic(folder / name(identifier), text)
    places = {identifier: dataclasses.asdict(place) for identifier, place in found.places.items()}
    record = {"changes": [_as_dict(change) for change in found.changes], "places": places}
    files.write_atomic(folder / RECORD, json.dumps(record, ensure_ascii=False, indent=1) + "\n")


def load(folder: Path) -> tuple[tuple[Change, ...], Mapping[str, Place]]:
    """The changes that were recorded there, and the places of comments; none where nothing was."""
    path = folder / RECORD
    if not path.is_file():
        return (), {}
    record = json.loads(path.read_bytes())
    places = {identifier: Place(**place) for identifier, place in record["places"].items()}
    return tuple(_change_of(entry) for entry in record["changes"]), places


def _as_dict(change: Change) -> dict[str, Any]:
    edit = change.edit
    return {
        "row": change.row,
        "respondent": change.respondent,
        "place": dataclasses.asdict(change.place),
        "edit": dataclasses.asdict(edit) if edit else None,
        "quoted": change.quoted,
        "subject": change.subject,
    }


def _change_of(entry: Mapping[str, Any]) -> Change:
    edit = Edit(**entry["edit"]) if entry["edit"] else None
    return Change(**{**entry, "place": Place(**entry["place"]), "edit": edit})
