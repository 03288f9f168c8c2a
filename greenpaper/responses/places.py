"""Where rows belong in the text: the place of a row by anchor, number or line, and the order of rows. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from greenpaper.model import Location
from greenpaper.responses import versions
from greenpaper.responses.citing import Numbers
from greenpaper.responses.model import How, Kind, Piece, Row, Sent, Today

_GENERAL, _PLACED, _NOWHERE = range(3)
_DIGITS = 9  # of the number of a question


class Places:
    """The pieces of all versions that were sent, and where they are today."""

    def __init__(self, sent: Sequence[Sent], today: Mapping[str, Today]) -> None:
        # What was released was sent, whatever lies in build/; the newest first.
        self._sent = sorted(sent, key=lambda version: (versions.is_release(version), version.date), reverse=True)
        self._today = today
        self._numbers: dict[str, Numbers] = {}
        self._pieces: dict[str, Piece] = {}
        self._versions: dict[tuple[str, str], Piece] = {}
        self._order: dict[str, tuple[int, ...]] = {}
        for version in self._sent:
            before: tuple[int, ...] = (-1,)
            for count, piece in enumerate(version.pieces):
                self._pieces.setdefault(piece.identifier, piece)
                self._versions.setdefault((version.version, piece.identifier), piece)
                # A piece that only an older version has comes behind the one before it there.
                first = version is self._sent[0]
                before = self._order.setdefault(piece.identifier, (count,) if first else (*before[:1], count))

    def of(self, row: Row) -> Row:
        """The row where it is today; one without an anchor, by the number or line that it gives."""
        piece = self._anchored(row) if row.anchor else self._named(row)
        if piece is None:
            return row
        if not row.anchor:
            row = replace(row, anchor=piece.identifier, chapter=piece.chapter, how=How.NUMBER, sure=True)
        now = self._today.get(piece.identifier)
        return replace(
            row,
            version=row.version or self._version(piece),
            number=piece.number or row.number,
            where=now.where if now else None,
            changed=bool(now and now.changed),
        )

    def corrected(self, row: Row, kept: Row) -> Row:
        """The row at the other place that an editor has given `kept`, the same row of the table; else as it is.

        That is a line, or a number that is not its anchor's.
        """
        piece, now = self._anchored(kept), self._today.get(kept.anchor)
        if kept.anchor and piece is None:
            return row
        number = kept.number if kept.number != (piece.number if piece else "") else ""
        where = kept.where if kept.where != (now.where if now else None) else None
        if not number and where is None:
            return row
        row = replace(row, number=number, where=where, anchor="", how=How.NONE, sure=False)
        return self.of(row)

    def order(self, row: Row) -> tuple[int, tuple[int, ...], str, int]:
        """What rows are sorted by."""
        if row.kind is Kind.GENERAL or (row.kind is Kind.ANSWER and not row.anchor):
            numbered = row.question.isdecimal() and len(row.question) <= _DIGITS
            return _GENERAL, (int(row.question),) if numbered else (), "", 0
        if row.anchor in self._order:
            return _PLACED, self._order[row.anchor], "", 0
        return _NOWHERE, (), row.where.path if row.where else "", (row.where.line or 0) if row.where else 0

    def _anchored(self, row: Row) -> Piece | None:
        """The piece of its anchor: in the version that it answers the anchor may have another number than in others."""
        return self._versions.get((row.version, row.anchor)) or self._pieces.get(row.anchor)

    def _version(self, piece: Piece) -> str:
        return next(version.version for version in self._sent if piece in version.pieces)

    def _named(self, row: Row) -> Piece | None:
        """The piece at its line, which is the more exact, or of its number in the version that it answers."""
        if row.where and (piece := self._at(row.where)):
            return piece
        answered = [version for version in self._sent if row.version in {"", version.version}]
        return next(filter(None, (self._numbered(version, row.number) for version in answered)), None)

    def _numbered(self, version: Sent, number: str) -> Piece | None:
        numbers = self._numbers.get(version.record) or Numbers(version.pieces)
        return self._numbers.setdefault(version.record, numbers).named(number)

    def _at(self, where: Location) -> Piece | None:
        """The last piece that begins at this line of today's source or above."""
        return max(self._above(where), key=lambda found: found[0], default=(0, None))[1]

    def _above(self, where: Location) -> Iterator[tuple[int, Piece]]:
        for name, piece in self._pieces.items():
            now = self._today.get(name)
            if now and now.where and now.where.path == where.path:
                line = now.where.line or 0
                if line <= (where.line or 0):
                    yield line, piece
