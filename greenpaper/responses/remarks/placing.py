"""Which piece that was sent each part of a returned text is: by anchors, then by the words. Pure.

An anchor is a hint that the text has to bear out: bookmarks are copied, and anybody can write one. What has none is
laid beside the pieces that are left, between neighbours that are placed (`alignment`).
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from greenpaper.responses.model import How, Sent
from greenpaper.responses.remarks import alignment
from greenpaper.responses.remarks.claims import Claims, Hit
from greenpaper.responses.remarks.passages import Passage, passages
from greenpaper.responses.reply import Paragraph, Reply

_WORDS = 4  # that a text has at least for it to be known again in another place
LISTS = re.compile(r"toc|tableoffigures|contents", re.IGNORECASE)  # styles of lists that programs write anew
_FRONT = re.compile(r"Cover|Title$|Subtitle$|Front|SectionBreak")  # and of pages that we make


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A part of a paragraph that belongs to one piece, by its index; offsets into all the paragraph's text."""

    paragraph: int
    start: int
    end: int
    piece: int | None
    how: How
    sure: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Placement:
    """Where the text of a reply belongs."""

    passages: tuple[Passage, ...]
    parts: tuple[Part, ...]  # in the order of the text; every paragraph has one or more


def place(reply: Reply, sent: Sent) -> Placement:
    """Place every paragraph of the reply, those of the text and those of notes each among themselves."""
    found = passages(reply.paragraphs)
    hits: dict[int, list[Hit]] = {}
    notes = {piece.identifier for piece in sent.pieces if piece.kind == "note"}
    for of_notes in (False, True):
        chosen = [n for n, item in enumerate(found) if bool(reply.paragraphs[item.paragraphs[0]].note) == of_notes]
        pieces = [n for n, piece in enumerate(sent.pieces) if (piece.identifier in notes) == of_notes]
        hits |= _Search(reply, sent, found, chosen, pieces).hits()
    parts = [part for n, item in enumerate(found) for part in _parts(reply.paragraphs, item, hits.get(n, []))]
    return Placement(passages=found, parts=tuple(parts))


def _parts(paragraphs: Sequence[Paragraph], passage: Passage, hits: list[Hit]) -> Iterator[Part]:
    """The passage cut at where its pieces begin; what stands before the first belongs to that too."""
    for index in passage.paragraphs:
        length = len(paragraphs[index].text)
        before = [hit for hit in hits if hit.start <= (index, 0)] or hits[:1]
        inside = [hit for hit in hits[1:] if hit.start[0] == index and hit.start[1] > 0]
        current = before[-1] if before else None
        at = 0
        for hit in [*inside, None]:
            end = hit.start[1] if hit else length
            yield _part(index, at, end, current)
            at, current = end, hit


def _part(index: int, start: int, end: int, hit: Hit | None) -> Part:
    if hit is None:
        return Part(paragraph=index, start=start, end=end, piece=None, how=How.NONE, sure=False)
    return Part(paragraph=index, start=start, end=end, piece=hit.piece, how=hit.how, sure=hit.sure)


class _Search:
    """The search among some passages and some pieces, both by their indices in order."""

    def __init__(
        self, reply: Reply, sent: Sent, found: Sequence[Passage], chosen: list[int], pieces: list[int]
    ) -> None:
        self._reply, self._found, self._chosen, self._pieces = reply, found, chosen, pieces
        self._keys = {n: alignment.key(found[n].text) for n in chosen}
        self._sent = {n: alignment.key(sent.pieces[n].text) for n in pieces}
        self._order = {n: at for at, n in enumerate(chosen)}
        self._orders = {piece: at for at, piece in enumerate(pieces)}
        self._claims = Claims(
            reply=reply, found=found, keys=self._keys, sent=self._sent,
            names={sent.pieces[n].identifier: n for n in pieces},
        )  # fmt: skip
        self._hits: dict[int, list[Hit]] = {}

    def hits(self) -> dict[int, list[Hit]]:
        """The pieces of each passage that has any."""
        claims = self._claims.of(self._chosen)
        doubtful = {n: hits for n, hits in claims.items() if not self._claims.fits(n, hits)}
        self._hits = {n: hits for n, hits in claims.items() if n not in doubtful}
        self._align()
        self._settle(doubtful)
        self._known_again()
        self._merged()
        self._split()
        self._between()
        return self._hits

    # By anchors that the words speak against

    def _settle(self, doubtful: dict[int, list[Hit]]) -> None:
        """Anchors that the words do not bear out: the words have gone first, now the neighbours are asked."""
        taken = {hit.piece for hits in self._hits.values() for hit in hits}
        for n, hits in doubtful.items():
            if n in self._hits:  # the words told another story than the anchor
                same = {hit.piece for hit in hits} >= {hit.piece for hit in self._hits[n]}
                self._hits[n] = [replace(hit, sure=hit.sure and same) for hit in self._hits[n]]
            elif left := [hit for hit in hits if hit.piece not in taken]:
                sure = self._in_order(n, left[0].piece)
                self._hits[n] = [replace(hit, sure=sure) for hit in left]
                taken |= {hit.piece for hit in left}

    def _in_order(self, n: int, piece: int) -> bool:
        """Whether the passages before and behind are the pieces before and behind."""
        at, place = self._order[n], self._orders[piece]
        near = []
        for step in (-1, 1):
            beside = self._chosen[at + step] if 0 <= at + step < len(self._chosen) else None
            wanted = self._pieces[place + step] if 0 <= place + step < len(self._pieces) else None
            near.append(beside is None or wanted in {hit.piece for hit in self._hits.get(beside, [])})
        return all(near)

    # By words

    def _free(self) -> tuple[list[int], list[int]]:
        """Passages and pieces that are not placed."""
        taken = {hit.piece for hits in self._hits.values() for hit in hits}
        free = [n for n in self._chosen if n not in self._hits and not self._found[n].added and self._written(n)]
        return free, [n for n in self._pieces if n not in taken]

    def _written(self, n: int) -> bool:
        """Whether a passage is of the text, and not of what is made of it."""
        style = self._reply.paragraphs[self._found[n].paragraphs[0]].style
        return not (LISTS.match(style) or _FRONT.match(style))

    def _frame(self) -> list[tuple[int, int]]:
        """Placed passages that are in order, and their pieces."""
        pairs = [(n, hit.piece) for n in self._chosen for hit in self._hits.get(n, ())]
        return [pairs[at] for at in alignment.longest([piece for _, piece in pairs])]

    def _gaps(self) -> Iterator[tuple[list[int], list[int]]]:
        """Free passages and free pieces between two placed neighbours."""
        free, left = self._free()
        for low, high in itertools.pairwise([(-1, -1), *self._frame(), (_END, _END)]):
            inside = free[bisect.bisect_right(free, low[0]) : bisect.bisect_left(free, high[0])]
            pieces = left[bisect.bisect_right(left, low[1]) : bisect.bisect_left(left, high[1])]
            if inside and pieces:
                yield inside, pieces

    def _align(self) -> None:
        for inside, pieces in list(self._gaps()):
            olds, news = [self._sent[n] for n in pieces], [self._keys[n] for n in inside]
            pairs = alignment.align(olds, news)
            counts = Counter(olds), Counter(news)
            met = {(pair.old, pair.new) for pair in pairs} | {(-1, -1), (len(olds), len(news))}
            for pair in pairs:
                text = olds[pair.old]
                near = {(pair.old + step, pair.new + step) for step in (-1, 1)}
                certain = counts[0][text] == counts[1][text] or bool(near & met)
                how = How.TEXT if pair.likeness == 1.0 else How.SIMILAR
                self._place(inside[pair.new], pieces[pair.old], how, sure=certain and how is How.TEXT)

    def _known_again(self) -> None:
        """What was moved without an anchor: a text that is there once, and was once."""
        free, left = self._free()
        texts, sent = Counter(self._keys.values()), Counter(self._sent.values())
        places = {self._sent[n]: n for n in left}
        for n in free:
            text = self._keys[n]
            if text in places and texts[text] == sent[text] == 1:
                self._place(n, places[text], How.TEXT, sure=len(text.split()) >= _WORDS)

    def _merged(self) -> None:
        """Pieces that stand in one paragraph with a neighbour."""
        _, left = self._free()
        holders = {hit.piece: n for n, hits in self._hits.items() for hit in hits}
        for piece in left:
            text, place = self._sent[piece], self._orders[piece]
            for step in (-1, 1):
                beside = self._pieces[place + step] if 0 <= place + step < len(self._pieces) else None
                n = holders.get(beside) if beside is not None else None
                if n is None or len(text.split()) < _WORDS or text not in self._keys[n] or text == self._keys[n]:
                    continue
                start = self._where(n, text)
                if start is not None and start not in {hit.start for hit in self._hits[n]}:
                    self._hits[n].append(Hit(piece=piece, how=How.TEXT, sure=True, start=start))
                    self._open(n)
                    holders[piece] = n
                    break

    def _open(self, n: int) -> None:
        """Sort the pieces of a passage; the first begins where it does."""
        self._hits[n] = sorted(self._hits[n], key=lambda hit: hit.start)

    def _where(self, n: int, text: str) -> tuple[int, int] | None:
        """Where a text begins in one of the paragraphs of a passage."""
        words = re.compile(r"\s+".join(map(re.escape, text.split())))
        for index in self._found[n].paragraphs:
            found = words.search(self._reply.paragraphs[index].text)
            if found:
                return index, found.start()
        return None

    def _split(self) -> None:
        """Passages that are a part of the piece beside them, whose passage lacks it."""
        free, _ = self._free()
        for n in free:
            text, at = self._keys[n], self._order[n]
            for step in (-1, 1):
                beside = self._chosen[at + step] if 0 <= at + step < len(self._chosen) else None
                hits = self._hits.get(beside, []) if beside is not None else []
                hit = hits[-1 if step < 0 else 0] if hits else None
                if hit and beside is not None and _is_part(text, self._sent[hit.piece], self._keys[beside], step):
                    self._place(n, hit.piece, How.TEXT, sure=hit.sure)
                    break

    def _between(self) -> None:
        """As many passages as pieces between the same neighbours: each is one of them, if rewritten."""
        for inside, pieces in list(self._gaps()):
            inside = [n for n in inside if self._keys[n]]
            pieces = [n for n in pieces if self._sent[n]]
            if len(inside) == len(pieces):
                for n, piece in zip(inside, pieces, strict=True):
                    self._place(n, piece, How.NEIGHBOUR, sure=False)

    def _place(self, n: int, piece: int, how: How, sure: bool) -> None:
        self._hits[n] = [Hit(piece=piece, how=how, sure=sure, start=(self._found[n].paragraphs[0], 0))]


_END = 1 << 60


def _is_part(text: str, sent: str, rest: str, step: int) -> bool:
    """Whether a text is the part of what was sent that stands before (1) or behind (-1) the rest of it."""
    if not text or text not in sent:
        return False
    if step > 0:
        return text not in rest or (sent.startswith(text) and not rest.startswith(text))
    return text not in rest or (sent.endswith(text) and not rest.endswith(text))
