"""What a respondent did to whole paragraphs and rows, tracked or not, and to formats. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import replace
from itertools import groupby, pairwise

from greenpaper.responses.model import By, Edit, How, Kind
from greenpaper.responses.remarks import alignment
from greenpaper.responses.remarks.account import Account, Found
from greenpaper.responses.remarks.passages import Passage, container, passages
from greenpaper.responses.remarks.placing import LISTS, Part
from greenpaper.responses.remarks.strand import SHOWN
from greenpaper.responses.reply import Fate, Reply

_CELLS = " | "  # between the cells of a row


def joins(account: Account) -> Iterator[Found]:
    """Pieces that were made one: tracked, by a deleted mark between them, or not, where one paragraph has both."""
    for chain in _chains(account):
        living = [passage for passage in chain if _after(account, passage)]
        for passage, following in pairwise(living):
            index = passage.paragraphs[-1]
            paragraph = account.paragraph(index)
            last, first = account.parts(index)[-1], account.parts(following.paragraphs[0])[0]
            spot = index, len(paragraph.text)
            yield account.found(
                spot, Kind.JOIN, paragraph.mark_by, last, quoted=_ends(account, last, first), other=account.piece(first)
            )
    for index in range(len(account.reply.paragraphs)):
        for one, other in pairwise(account.parts(index)):
            quoted = _ends(account, one, other)
            spot = index, other.start
            yield account.found(spot, Kind.JOIN, part=one, tracked=False, quoted=quoted, other=account.piece(other))


def _chains(account: Account) -> Iterator[list[Passage]]:
    """Passages that are one paragraph once all changes are accepted."""
    chain: list[Passage] = []
    for passage in account.placement.passages:
        if chain:
            before, here = (account.paragraph(each.paragraphs[at]) for each, at in ((chain[-1], -1), (passage, 0)))
            if chain[-1].last is not Fate.DELETED or container(before) != container(here):
                yield chain
                chain = []
        chain.append(passage)
    yield chain


def _after(account: Account, passage: Passage) -> str:
    return "".join(account.paragraph(index).after for index in passage.paragraphs).strip()


def _ends(account: Account, one: Part, other: Part) -> str:
    """The last words of a piece and the first ones of the next."""
    pieces = account.piece(one), account.piece(other)
    last = " ".join(pieces[0].text.split()[-4:]) if pieces[0] else ""
    first = " ".join(pieces[1].text.split()[:4]) if pieces[1] else ""
    return f"{last}\n{first}".strip()


def rows(account: Account) -> Iterator[Found]:
    """Rows that were added or deleted with tracking on, each with its cells."""
    numbered = [
        (n, paragraph) for n, paragraph in enumerate(account.reply.paragraphs) if paragraph.row_fate is not Fate.KEPT
    ]
    for _, group in groupby(numbered, key=lambda each: (each[1].table, each[1].row)):
        inside = list(group)
        index, first = inside[0]
        columns = groupby(inside, key=lambda each: each[1].column)
        if first.row_fate.after:
            texts = ["\n".join(paragraph.after for _, paragraph in cell) for _, cell in columns]
            above = account.above(index)
            yield account.found(
                (index, 0),
                Kind.ROW_INSERTED,
                first.row_by,
                above if above.piece is not None else None,
                proposal=_CELLS.join(texts),
            )
        else:
            texts = ["\n".join(paragraph.before for _, paragraph in cell) for _, cell in columns]
            yield account.found((index, 0), Kind.ROW_DELETED, first.row_by, quoted=_CELLS.join(texts))


def formats(account: Account) -> Iterator[Found]:
    """Tracked changes of format, counted for each part of a paragraph and author."""
    for part in account.placement.parts:
        paragraph = account.paragraph(part.paragraph)
        counts: Counter[str] = Counter()
        said: dict[str, tuple[By, list[str]]] = {}
        at = 0
        if paragraph.formatted and part.start == 0:
            counts[paragraph.formatted.author] += 1
            said[paragraph.formatted.author] = paragraph.formatted, []
        for span in paragraph.spans:
            if span.formatted and part.start <= at < part.end:
                counts[span.formatted.author] += 1
                said.setdefault(span.formatted.author, (span.formatted, []))[1].append(span.text)
            at += len(span.text)
        for author, (by, texts) in said.items():
            yield account.found(
                (part.paragraph, part.start), Kind.FORMAT, by, part, quoted="".join(texts).strip(), count=counts[author]
            )


def paragraphs(account: Account) -> Iterator[Found]:
    """Whole paragraphs: new ones, pieces that are missing, and pieces in another place, where nothing is tracked."""
    yield from _new(account)
    yield from _missing(account)
    yield from _elsewhere(account)


def _new(account: Account) -> Iterator[Found]:
    """Passages that no piece is: behind the piece above. What stands before the first piece is for `front`."""
    loose: list[int] = []
    anchored = _anchored(account)
    rows = {_row(account, part.paragraph) for part in account.placement.parts if part.piece is not None}
    for passage in account.placement.passages:
        index = passage.paragraphs[0]
        placed = account.parts(index)[0].piece is not None
        if placed or account.above(index).piece is None or account.paragraph(index).row_fate is not Fate.KEPT:
            continue
        if passage.added:
            yield from _added(account, passage)
        elif passage.text.strip():
            loose.append(index)
    for _, group in groupby(loose, key=lambda index: _row(account, index)):
        inside = list(group)
        in_row = account.paragraph(inside[0]).table is not None and _row(account, inside[0]) not in rows
        kind, between = (Kind.ROW_INSERTED, _CELLS) if in_row else (Kind.NEW, SHOWN)
        text = between.join(account.paragraph(index).before for index in inside)
        above = account.above(inside[0])
        part = replace(above, how=How.NEIGHBOUR, sure=above.sure and anchored)
        yield account.found((inside[0], 0), kind, part=part, tracked=False, proposal=text)


def front(account: Account, known: Set[str]) -> Iterator[Found]:
    """Texts on the pages before the first piece, which are no pieces, that are none of the `known` ones."""
    for passage in account.placement.passages:
        index = passage.paragraphs[0]
        if account.parts(index)[0].piece is not None or account.above(index).piece is not None:
            return
        listed = passage.added or LISTS.match(account.paragraph(index).style)
        if passage.text.strip() and not listed and alignment.key(passage.text) not in known:
            yield account.found((index, 0), Kind.NEW, tracked=False, proposal=passage.text)


def texts(reply: Reply) -> frozenset[str]:
    """What the paragraphs of a file say, as `front` compares them."""
    return frozenset(alignment.key(passage.text) for passage in passages(reply.paragraphs))


def _anchored(account: Account) -> bool:
    """Whether the file still has anchors: without them, what seems to be new or missing may be a text rewritten."""
    return any(paragraph.anchors for paragraph in account.reply.paragraphs)


def _row(account: Account, index: int) -> tuple[int | None, int | None]:
    """The row that a paragraph stands in; outside of tables, itself."""
    paragraph = account.paragraph(index)
    return (None, index) if paragraph.table is None else (paragraph.table, paragraph.row)


def _added(account: Account, passage: Passage) -> Iterator[Found]:
    """A tracked new paragraph that hangs on no piece: before a table, or in a note that is new."""
    for index in passage.paragraphs:
        paragraph = account.paragraph(index)
        if not paragraph.after.strip():
            continue
        by = next((span.by for span in paragraph.spans if span.fate.after), paragraph.mark_by)
        above = account.above(index)
        piece = account.piece(above)
        edit = None
        if piece and piece.kind not in {"cell", "note"} and not paragraph.note and paragraph.table is None:
            edit = Edit(old=piece.text, start=len(piece.text), end=len(piece.text), new=SHOWN + paragraph.after)
        yield account.found((index, 0), Kind.NEW, by, above if edit else None, proposal=paragraph.after, edit=edit)


def _missing(account: Account) -> Iterator[Found]:
    """Pieces that are not there: at the end of the piece before them. The cells of a row are one."""
    pieces = account.sent.pieces
    ends = {part.piece: part.paragraph for part in account.placement.parts if part.piece is not None}
    begins = {part.piece: part.paragraph for part in reversed(account.placement.parts) if part.piece is not None}
    loose = {part.paragraph for part in account.placement.parts if part.piece is None and part.start < part.end}
    gone = [n for n, piece in enumerate(pieces) if n not in ends and piece.text.strip()]
    anchored = _anchored(account)
    sure = ends if anchored else {part.piece for part in account.placement.parts if part.sure}
    for _, group in groupby(gone, key=lambda n: pieces[n].where if pieces[n].kind == "cell" else n):
        inside = list(group)
        piece = pieces[inside[0]]
        before = next((ends[n] for n in range(inside[0] - 1, -1, -1) if n in ends), 0)
        spot = before, len(account.paragraph(before).text)
        near = [n in sure or n in gone for n in (inside[0] - 1, inside[-1] + 1) if 0 <= n < len(pieces)]
        how = How.ANCHOR if anchored else How.TEXT
        after = next((begins[n] for n in range(inside[-1] + 1, len(pieces)) if n in begins), before)
        near.append(not loose.intersection(range(before + 1, after)))  # which may be this piece, rewritten
        part = Part(paragraph=before, start=0, end=0, piece=inside[0], how=how, sure=all(near))
        cell = piece.kind == "cell"
        yield account.found(
            spot, Kind.ROW_DELETED if cell else Kind.MISSING, part=part, tracked=False,
            quoted=_CELLS.join(pieces[n].text for n in inside),
            edit=None if cell else Edit(old=piece.text, start=0, end=len(piece.text), new=""),
        )  # fmt: skip


def _elsewhere(account: Account) -> Iterator[Found]:
    """Pieces that stand between others than when they were sent."""
    order = [n for n in account.strands if account.sent.pieces[n].kind != "note"]
    kept = {order[at] for at in alignment.longest(order)}
    for before, n in pairwise([None, *order]):
        piece = account.sent.pieces[n or 0]
        if n is None or n in kept or not piece.text.strip():
            continue
        part = account.strands[n].parts[0]
        other = None if before is None else account.sent.pieces[before]
        spot = part.paragraph, part.start
        yield account.found(spot, Kind.MOVE, part=part, tracked=False, quoted=piece.text, other=other)
