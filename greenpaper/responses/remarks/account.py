"""A reply laid on what was sent: the one value that remarks of every kind are made of. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from greenpaper.responses.model import NOBODY, By, Edit, How, Kind, Piece, Remark, Sent
from greenpaper.responses.remarks.placing import Part, Placement, place
from greenpaper.responses.remarks.strand import Spot, Strand, strands
from greenpaper.responses.reply import Paragraph, Reply

_NOWHERE = Part(paragraph=0, start=0, end=0, piece=None, how=How.NONE, sure=False)
_APART = frozenset({"cell", "note"})  # kinds of pieces that no paragraph of the text stands behind


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A remark and where in the reply it stands."""

    spot: Spot
    remark: Remark


@dataclass(frozen=True)
class Account:
    """What came back, what was sent, and how they fit."""

    reply: Reply
    sent: Sent
    placement: Placement
    strands: Mapping[int, Strand]

    @classmethod
    def make(cls, reply: Reply, sent: Sent) -> Account:
        """Place the reply."""
        placement = place(reply, sent)
        return cls(reply, sent, placement, strands(reply.paragraphs, placement))

    @cached_property
    def _parts(self) -> Mapping[int, list[Part]]:
        parts: dict[int, list[Part]] = {}
        for part in self.placement.parts:
            parts.setdefault(part.paragraph, []).append(part)
        return parts

    @cached_property
    def _before(self) -> list[Part]:
        """Of each paragraph, the last part before it that has a piece."""
        last, found = _NOWHERE, []
        for index in range(len(self.reply.paragraphs)):
            found.append(last)
            placed = [part for part in self._parts[index] if part.piece is not None]
            # Notes stand apart from the text: nothing is behind one but the note.
            last = placed[-1] if placed and not self.reply.paragraphs[index].note else last
        return found

    def paragraph(self, index: int) -> Paragraph:
        """A paragraph of the reply."""
        return self.reply.paragraphs[index]

    def parts(self, index: int) -> list[Part]:
        """The parts of a paragraph, in order."""
        return self._parts[index]

    def part(self, spot: Spot) -> Part:
        """The part that a place lies in."""
        parts = self._parts[spot[0]]
        return next((part for part in parts if part.start <= spot[1] < part.end), parts[-1])

    def above(self, index: int) -> Part:
        """The last part with a piece before a paragraph; without one at the start of the text."""
        return self._before[index]

    def piece(self, part: Part) -> Piece | None:
        """The piece of a part."""
        return None if part.piece is None else self.sent.pieces[part.piece]

    def follows(self, above: Piece | None, piece: Piece) -> bool:
        """Whether what stands before a piece can be said to stand behind the one above."""
        return above is not None and not _APART & {above.kind, piece.kind} and above.where.path == piece.where.path

    def found(
        self, spot: Spot, kind: Kind, by: By = NOBODY, part: Part | None = None, *,
        tracked: bool = True, quoted: str = "", proposal: str = "", edit: Edit | None = None,
        other: Piece | None = None, count: int = 1,
    ) -> Found:  # fmt: skip
        """A remark at a place, on the piece of its part, or of the one given; else behind the piece above."""
        chosen = part or self.part(spot)
        how, sure = chosen.how, chosen.sure
        if chosen.piece is None:
            chosen = self.above(spot[0])
            how, sure = (How.NONE if chosen.piece is None else How.NEIGHBOUR), False
        remark = Remark(
            kind=kind, by=by, how=how, sure=sure, piece=self.piece(chosen), tracked=tracked, quoted=quoted,
            proposal=proposal, edit=edit, other=other, count=count,
        )  # fmt: skip
        return Found(spot=spot, remark=remark)
