"""Remarks to rows of the table, and what an import does to rows that are there. Pure.

A row's identifier is made of what was said and where, so the same remark has the same one in each import, in whatever
file of the respondent's it comes. Answers hang on it. What today's source says of a row (`where`, `changed`) is looked
up anew each time.
"""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from greenpaper.responses.model import By, How, Remark, Respondent, Row, Sent, Today
from greenpaper.responses.places import Places

_PREFIX, _DIGITS = "r", 12  # a letter, so that no program takes an identifier for a number; 48 bits
_EARLIEST = 2000  # a change dated before is a clock that was never set


def made(
    remarks: Sequence[Remark], respondent: Respondent, file: str, sent: Sent, today: Mapping[str, Today]
) -> tuple[Row, ...]:
    """The rows of one returned file, in the order of its remarks; `file` is its path from responses/.

    `today` says where a piece of `sent` is now, by its identifier.
    """
    threads = {remark.thread: remark for remark in remarks if remark.thread}
    counts: Counter[tuple[str, ...]] = Counter()
    rows: list[Row] = []
    for remark in remarks:
        facts = _facts(remark, respondent.folder, threads.get(remark.parent) if remark.parent else None)
        counts[facts] += 1
        now = today.get(remark.piece.identifier) if remark.piece else None
        rows.append(_row(remark, _identifier(facts, counts[facts]), respondent.folder, file, sent.version, now))
    names = {remark.thread: row.identifier for remark, row in zip(remarks, rows, strict=True) if remark.thread}
    return tuple(
        replace(row, parent=names.get(remark.parent, "")) if remark.parent else row
        for remark, row in zip(remarks, rows, strict=True)
    )


def _facts(remark: Remark, folder: str, above: Remark | None) -> tuple[str, ...]:
    """What tells a remark from others: not its file, its author or its date, which a second copy may have otherwise."""
    place = remark.piece.identifier if remark.piece else remark.question
    replied = above.comment if above else ""
    return folder, place, remark.kind.value, remark.quoted, remark.comment, remark.proposal, replied


def _identifier(facts: Iterable[str], occurrence: int) -> str:
    parts = [*facts, str(occurrence)]
    digest = hashlib.sha256("\0".join(f"{len(part)}:{part}" for part in parts).encode("utf-8", "surrogatepass"))
    return _PREFIX + digest.hexdigest()[:_DIGITS]


def _row(remark: Remark, identifier: str, folder: str, file: str, version: str, now: Today | None) -> Row:
    piece = remark.piece
    return Row(
        identifier=identifier,
        respondent=folder,
        author=remark.by.author,
        date=_day(remark.by),
        file=file,
        version=version,
        chapter=piece.chapter if piece else "",
        number=piece.number if piece else "",
        where=now.where if now else None,
        changed=bool(now and now.changed),
        anchor=piece.identifier if piece else "",
        how=remark.how,
        sure=remark.sure,
        kind=remark.kind,
        tracked=remark.tracked,
        resolved=remark.resolved,
        parent="",
        question=remark.question,
        quoted=remark.quoted,
        comment=remark.comment,
        proposal=remark.proposal,
        patch="",
        edit=remark.edit,
        by_hand=not file,
    )


def _day(by: By) -> str:
    """The day of a change, "" where the file gives none that can be."""
    try:
        day = datetime.date.fromisoformat(by.date[:10])
    except ValueError:
        return ""
    return day.isoformat() if day.year >= _EARLIEST else ""


def merged(
    new: Sequence[Row], kept: Sequence[Row], sent: Sequence[Sent], today: Mapping[str, Today]
) -> tuple[Row, ...]:
    """All rows after an import: `new` are those of all returned files, `kept` those of the table.

    A row that several files say is there once. Answers and rows by hand stay. A row that no file says any more stays
    only where it has an answer, and is marked as gone. `sent` are the versions that are known, `today` says where the
    pieces of all of them are now. General rows come first, then those with a place in the order of the text, each with
    its replies, then those without one.
    """
    places = Places(sent, today)
    found: dict[str, Row] = {}
    for row in new:
        found.setdefault(row.identifier, row)
    kept = _named(kept, set(found))
    answered = {row.identifier: row for row in kept}
    rows = [_joined(row, answered.get(row.identifier), places) for row in found.values()]
    lost = [row for row in kept if row.identifier not in found]
    rows, lost = _rescued(rows, lost, set(answered))
    rows += [replace(places.of(places.corrected(row, row)), gone=not row.by_hand) for row in lost if _stays(row)]
    return tuple(_threaded(sorted(rows, key=places.order)))


def _stays(row: Row) -> bool:
    return row.by_hand or row.answer.given


def _named(kept: Sequence[Row], taken: set[str]) -> list[Row]:
    """The rows of the table, each with an identifier: those written by hand may lack one."""
    taken = taken | {row.identifier for row in kept}
    counts: Counter[tuple[str, ...]] = Counter()
    named = []
    for row in kept:
        place = row.anchor or row.number or str(row.where or "")
        facts = (row.respondent, "by hand", place, row.kind.value, row.quoted, row.comment, row.proposal)
        while not row.identifier:
            counts[facts] += 1
            name = _identifier(facts, counts[facts])
            row = row if name in taken else replace(row, identifier=name)
        taken.add(row.identifier)
        named.append(row)
    return named


def _joined(row: Row, kept: Row | None, places: Places) -> Row:
    """A row of a file with the answer that the table has to it, and at the place that an editor gave it there."""
    if kept is None:
        return row
    row = replace(row, answer=kept.answer)
    if (moved := places.corrected(row, kept)) != row:
        return moved
    if kept.how is How.NUMBER and row.how is not How.NUMBER:  # corrected in an earlier import
        row = replace(row, number=kept.number, chapter=kept.chapter, anchor=kept.anchor, how=How.NUMBER, sure=True)
        return places.of(row)
    return row


def _rescued(rows: Sequence[Row], lost: Sequence[Row], known: set[str]) -> tuple[list[Row], list[Row]]:
    """Give answers whose row has vanished to the one new row that says the same at another place."""

    def said(row: Row) -> tuple[str, ...]:
        return row.respondent, row.kind.value, row.quoted, row.comment, row.proposal

    new = Counter(said(row) for row in rows if row.identifier not in known)
    old = Counter(said(row) for row in lost if not row.by_hand)
    answers = {said(row): row for row in lost if not row.by_hand and row.answer.given and old[said(row)] == 1}
    moved: set[str] = set()
    result = []
    for row in rows:
        earlier = answers.get(said(row)) if row.identifier not in known and new[said(row)] == 1 else None
        if earlier:
            moved.add(earlier.identifier)
        result.append(replace(row, answer=earlier.answer) if earlier else row)
    return result, [row for row in lost if row.identifier not in moved]


def _threaded(rows: Sequence[Row]) -> Iterator[Row]:
    """The rows with replies right below what they reply to, in the order given."""
    known = {row.identifier for row in rows}
    below: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        below[row.parent if row.parent in known else ""].append(row)
    told: set[str] = set()
    # What hangs in a circle hangs on nothing: it comes last.
    waiting = [*reversed(rows), *reversed(below[""])]
    while waiting:
        row = waiting.pop()
        if row.identifier not in told:
            told.add(row.identifier)
            yield row
            waiting += reversed(below[row.identifier])
