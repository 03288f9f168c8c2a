"""What anchors say of the passages of a reply, as far as the words bear it out. Pure.

An anchor is a hint: bookmarks are copied, their ends get lost, and anybody can write one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from greenpaper.responses.model import How
from greenpaper.responses.remarks import alignment
from greenpaper.responses.remarks.passages import Passage
from greenpaper.responses.reply import Mark, Reply

_UNLIKE = 0.3  # likeness below which a text speaks against its anchor
_ALIKE = 0.5  # of a piece's words that a passage has, if it is in it


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """A piece that a passage was found to be; `start` is where its part begins: paragraph and offset."""

    piece: int
    how: How
    sure: bool
    start: tuple[int, int] = (0, 0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Claims:
    """The anchors of a reply, whose passages are `found`; `keys` are their words, `sent` those of the pieces."""

    reply: Reply
    found: Sequence[Passage]
    keys: Mapping[int, str]
    sent: Mapping[int, str]
    names: Mapping[str, int]  # the pieces by the names of their anchors

    def of(self, passages: Sequence[int]) -> dict[int, list[Hit]]:
        """What anchors say, each name once: where it begins, and where the text goes on as the piece does."""
        claims: dict[int, list[Hit]] = defaultdict(list)
        holders: dict[int, int] = {}  # the passage where each piece's anchor begins
        for n in passages:
            for piece, start, mark in self._marks(n):
                first = holders.get(piece)
                if first == n or (first is not None and self._goes_on(n, first, piece)):
                    if first != n and piece not in {hit.piece for hit in claims[n]}:
                        claims[n].append(Hit(piece=piece, how=How.RANGE, sure=True, start=start))
                elif first is None or (mark.begins and self._better(n, first, piece)):
                    if first is not None:
                        claims[first] = [hit for hit in claims[first] if hit.piece != piece]
                    how = How.RANGE if len(self.found[n].paragraphs) > 1 else How.ANCHOR
                    claims[n].append(Hit(piece=piece, how=how, sure=True, start=start))
                    holders[piece] = n
        return {n: self._told_apart(n, hits) for n, hits in claims.items() if hits}

    def _goes_on(self, n: int, first: int, piece: int) -> bool:
        """Whether a passage holds more of a piece than the one does where its anchor begins. Ends get lost."""
        text = self.keys[n]
        return bool(text) and text in self.sent[piece] and text not in self.keys[first]

    def _marks(self, n: int) -> Iterator[tuple[int, tuple[int, int], Mark]]:
        """The anchors that touch a passage, in the order of their starts."""
        for index in self.found[n].paragraphs:
            paragraph = self.reply.paragraphs[index]
            if not paragraph.row_fate.before:
                continue
            for mark in sorted(paragraph.anchors, key=lambda mark: (mark.start, mark.end)):
                if mark.name in self.names:
                    yield self.names[mark.name], (index, mark.start), mark
        first = self.reply.paragraphs[self.found[n].paragraphs[0]]
        name = self.reply.notes.get(first.note, "") if first.note else ""
        if name in self.names:
            whole = Mark(name=name, start=0, end=len(first.text), begins=True, ends=True)
            yield self.names[name], (self.found[n].paragraphs[0], 0), whole

    def _better(self, one: int, other: int, piece: int) -> bool:
        """Whether of two passages with the same anchor this one is more like its piece."""
        text = self.sent[piece]
        return alignment.likeness(self.keys[one], text) > alignment.likeness(self.keys[other], text)

    def _told_apart(self, n: int, hits: list[Hit]) -> list[Hit]:
        """Without the pieces of which nothing stands there any more, where another one does."""
        if len(hits) == 1:
            return hits
        text = self.keys[n]
        whole = self._whole(n, hits)
        there = [
            hit
            for hit in hits
            if not self.sent[hit.piece] or hit.piece in whole or _common(self.sent[hit.piece], text) > _ALIKE
        ]
        return there or hits[:1]

    def _whole(self, n: int, hits: list[Hit]) -> set[int]:
        """The pieces that stand word for word between where they begin and where the next one does."""
        paragraphs = self.found[n].paragraphs
        if len(paragraphs) > 1:
            return set()
        text = self.reply.paragraphs[paragraphs[0]].text
        ends = [*(hit.start[1] for hit in hits[1:]), len(text)]
        return {
            hit.piece
            for hit, end in zip(hits, ends, strict=True)
            if alignment.key(text[hit.start[1] : end]) == self.sent[hit.piece]
        }

    def fits(self, n: int, hits: list[Hit]) -> bool:
        """Whether the words bear out what the anchors say."""
        text, said = self.keys[n], " ".join(self.sent[hit.piece] for hit in hits).strip()
        if text == said or (len(hits) == 1 and hits[0].how is How.RANGE and text and text in said):
            return True
        return alignment.likeness(text, said) > _UNLIKE


def _common(part: str, whole: str) -> float:
    """Which part of the words of one text another one has."""
    words = Counter(part.split())
    return (words & Counter(whole.split())).total() / max(1, words.total())
