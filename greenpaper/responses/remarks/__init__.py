"""A returned text and what was sent -> what its respondent says, in the order of the text. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set
from dataclasses import replace

from greenpaper.responses.model import Edit, Kind, Piece, Remark, Sent
from greenpaper.responses.remarks import commented, structure
from greenpaper.responses.remarks.account import Account, Found
from greenpaper.responses.remarks.changes import Edited, edited
from greenpaper.responses.remarks.placing import LISTS, Part
from greenpaper.responses.remarks.strand import BREAK, SHOWN, Strand, unplaced
from greenpaper.responses.reply import Reply

_CONTEXT = 40  # characters at most of the words that an insertion stands behind


def make(reply: Reply, sent: Sent, front: Set[str] | None = None) -> tuple[Remark, ...]:
    """The remarks of a reply to this version.

    `front` is what the file said when it was sent (`structure.texts`): only with it is it known what was written on the
    pages before the first piece.
    """
    account = Account.make(reply, sent)
    found = [
        *_texts(account),
        *(structure.front(account, front) if front is not None else ()),
        *structure.rows(account),
        *structure.joins(account),
        *structure.paragraphs(account),
        *structure.formats(account),
        *commented.comments(account),
    ]
    return tuple(each.remark for each in sorted(found, key=lambda each: each.spot))


def _texts(account: Account) -> Iterator[Found]:
    """Changes of the text inside pieces, and moves between them."""
    ends: dict[str, list[tuple[Piece | None, Part, Edited]]] = defaultdict(list)
    for strand in (*account.strands.values(), *unplaced(account.reply.paragraphs, account.placement)):
        first = account.paragraph(strand.parts[0].paragraph)
        if not first.row_fate.before or not first.row_fate.after:
            continue
        piece = account.sent.pieces[strand.piece] if strand.piece >= 0 else None
        if piece is None and LISTS.match(first.style):
            continue
        caption = piece is not None and piece.kind == "caption"
        for each in edited(strand, piece.text if piece else strand.before, renumbered=caption):
            if each.change.move:
                ends[each.change.move].append((piece, account.part(each.change.spot), each))
            else:
                yield _text(account, strand, piece, each)
    for both in ends.values():
        yield from _moved(account, both)


def _text(account: Account, strand: Strand, piece: Piece | None, each: Edited) -> Found:
    change, edit = each.change, each.edit
    made = account.found(
        change.spot,
        Kind.DELETE if change.kind is Kind.MOVE else change.kind,
        change.by,
        _part(account, strand, each),
        tracked=change.tracked,
        quoted=quoted(edit),
        proposal=edit.new.strip("\n"),
        edit=edit if piece else None,
    )
    return _behind(account, made) if piece and change.kind is Kind.NEW else made


def _part(account: Account, strand: Strand, each: Edited) -> Part:
    here = account.part(each.change.spot)
    return here if here.piece == strand.piece or strand.piece < 0 else strand.parts[-1]


def _behind(account: Account, made: Found) -> Found:
    """A new paragraph before a piece is one behind the piece above, where there is one that it can follow."""
    edit, piece = made.remark.edit, made.remark.piece
    assert edit is not None and piece is not None
    above = account.above(made.spot[0])
    beside = account.piece(above)
    if not edit.new.endswith(SHOWN) or beside is None or not account.follows(beside, piece):
        return made
    end = len(beside.text)
    moved = Edit(old=beside.text, start=end, end=end, new=SHOWN + edit.new.removesuffix(SHOWN))
    return replace(made, remark=replace(made.remark, piece=beside, edit=moved, how=above.how, sure=above.sure))


def quoted(edit: Edit) -> str:
    """The words that an edit is about: those that it takes away, or else those that it stands behind, or before."""
    gone = edit.old[edit.start : edit.end].strip()
    if gone:
        return gone
    words = edit.old[max(0, edit.start - _CONTEXT) : edit.start]
    if len(words) == _CONTEXT:
        words = words.partition(" ")[2] or words
    if not words.strip():
        words = edit.old[edit.end : edit.end + _CONTEXT].rpartition(" ")[0] or edit.old[edit.end : edit.end + _CONTEXT]
    return words.replace(BREAK, "\n").strip()


def _moved(account: Account, ends: list[tuple[Piece | None, Part, Edited]]) -> Iterator[Found]:
    """One remark for both ends of a move, at where the text came from; one end alone is a deletion or an insertion."""
    gone = [end for end in ends if end[2].change.start < end[2].change.end]
    come = [end for end in ends if end[2].edit.new]
    source, target = (gone or come)[0], (come or gone)[0]
    change = source[2].change
    kind = Kind.MOVE if gone and come else Kind.DELETE if gone else Kind.NEW if BREAK in change.new else Kind.INSERT
    text = "\n\n".join(end[2].edit.old[end[2].edit.start : end[2].edit.end].strip() for end in gone)
    new = "\n\n".join(end[2].edit.new.strip("\n") for end in come)
    alone = source[2].edit if len(ends) == 1 else None
    other = target[0]
    if kind is Kind.MOVE and target[2].change.new.endswith(BREAK):
        other = account.piece(account.above(target[2].change.spot[0])) or other
    yield account.found(
        change.spot, kind, change.by, source[1], quoted=text, proposal=new, edit=alone,
        other=other if kind is Kind.MOVE else None,
    )  # fmt: skip
