"""Which piece that was sent each part of a returned text is: by anchors, then by the words. Pure.

An anchor is a hint that the text has to bear out: bookmarks are copied, and anybody can write one. What has none is
laid beside the pieces that are left, between neighbours that are placed (`alignment`).
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from greenpaper.responses.model import How, Piece, Sent
from greenpaper.responses.remarks import alignment
from greenpaper.responses.remarks.passages import Passage, passages
from greenpaper.responses.reply import Mark, Paragraph, Reply

_UNLIKE = 0.3  # likeness below which a text speaks against its anchor
_WORDS = 4  # that a text has at least for it to be known again in another place
_GENERATED = re.compile(r"TOC|TableofFigures|TableOfFigures|Contents|Cover|Title$|Subtitle$|Front|SectionBreak")
_TITLE = re.compile(r"Callout\w+Title$")


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
class Hit:
    """A piece that a passage was found to be; `start` is where its part begins: paragraph and offset."""

    piece: int
    how: How
    sure: bool
    start: tuple[int, int] = (0, 0)


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
        self._kinds = {n: sent.pieces[n].kind for n in pieces}
        self._names = {sent.pieces[n].identifier: n for n in pieces}
        self._order = {n: at for at, n in enumerate(chosen)}
        self._orders = {piece: at for at, piece in enumerate(pieces)}
        self._hits: dict[int, list[Hit]] = {}

    def hits(self) -> dict[int, list[Hit]]:
        """The pieces of each passage that has any."""
        claims = self._claims()
        doubtful = {n: hits for n, hits in claims.items() if not self._fits(n, hits)}
        self._hits = {n: hits for n, hits in claims.items() if n not in doubtful}
        self._align()
        self._settle(doubtful)
        self._known_again()
        self._merged()
        self._split()
        self._between()
        return self._hits

    # By anchors

    def _claims(self) -> dict[int, list[Hit]]:
        """What anchors say, each name once: where it begins, and where the text goes on as the piece does."""
        claims: dict[int, list[Hit]] = defaultdict(list)
        holders: dict[int, int] = {}  # the passage where each piece's anchor begins
        for n in self._chosen:
            for piece, start, mark in self._marks(n):
                first = holders.get(piece)
                if first == n or (first is not None and self._goes_on(n, first, piece)):
                    if first != n and piece not in {hit.piece for hit in claims[n]}:
                        claims[n].append(Hit(piece=piece, how=How.RANGE, sure=True, start=start))
                elif first is None or (mark.begins and self._better(n, first, piece)):
                    if first is not None:
                        claims[first] = [hit for hit in claims[first] if hit.piece != piece]
                    how = How.RANGE if len(self._found[n].paragraphs) > 1 else How.ANCHOR
                    claims[n].append(Hit(piece=piece, how=how, sure=True, start=start))
                    holders[piece] = n
        return {n: self._told_apart(n, hits) for n, hits in claims.items() if hits}

    def _goes_on(self, n: int, first: int, piece: int) -> bool:
        """Whether a passage holds more of a piece than the one does where its anchor begins. Ends get lost."""
        text = self._keys[n]
        return bool(text) and text in self._sent[piece] and text not in self._keys[first]

    def _marks(self, n: int) -> Iterator[tuple[int, tuple[int, int], Mark]]:
        """The anchors that touch a passage, in the order of their starts."""
        for index in self._found[n].paragraphs:
            paragraph = self._reply.paragraphs[index]
            if not paragraph.row_fate.before:
                continue
            for mark in sorted(paragraph.anchors, key=lambda mark: (mark.start, mark.end)):
                if mark.name in self._names:
                    yield self._names[mark.name], (index, mark.start), mark
        first = self._reply.paragraphs[self._found[n].paragraphs[0]]
        name = self._reply.notes.get(first.note, "") if first.note else ""
        if name in self._names:
            whole = Mark(name=name, start=0, end=len(first.text), begins=True, ends=True)
            yield self._names[name], (self._found[n].paragraphs[0], 0), whole

    def _better(self, one: int, other: int, piece: int) -> bool:
        """Whether of two passages with the same anchor this one is more like its piece."""
        text = self._sent[piece]
        return alignment.likeness(self._keys[one], text) > alignment.likeness(self._keys[other], text)

    def _drop(self, claims: dict[int, list[Hit]], others: list[int], piece: int) -> None:
        for n in others:
            claims[n] = [hit for hit in claims[n] if hit.piece != piece]
        others.clear()

    def _told_apart(self, n: int, hits: list[Hit]) -> list[Hit]:
        """Without the pieces of which nothing stands there any more, where another one does."""
        if len(hits) == 1:
            return hits
        text = self._keys[n]
        whole = self._whole(n, hits)
        there = [
            hit
            for hit in hits
            if not self._sent[hit.piece] or hit.piece in whole or _common(self._sent[hit.piece], text) > ALIKE_PART
        ]
        return there or hits[:1]

    def _whole(self, n: int, hits: list[Hit]) -> set[int]:
        """The pieces that stand word for word between where they begin and where the next one does."""
        paragraphs = self._found[n].paragraphs
        if len(paragraphs) > 1:
            return set()
        text = self._reply.paragraphs[paragraphs[0]].text
        ends = [*(hit.start[1] for hit in hits[1:]), len(text)]
        return {
            hit.piece
            for hit, end in zip(hits, ends, strict=True)
            if alignment.key(text[hit.start[1] : end]) == self._sent[hit.piece]
        }

    def _fits(self, n: int, hits: list[Hit]) -> bool:
        """Whether the words bear out what the anchors say."""
        text, said = self._keys[n], " ".join(self._sent[hit.piece] for hit in hits).strip()
        if text == said or (len(hits) == 1 and hits[0].how is How.RANGE and text and text in said):
            return True
        return alignment.likeness(text, said) > _UNLIKE

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
        return not _GENERATED.match(style) or bool(_TITLE.match(style))

    def _frame(self) -> list[tuple[int, int]]:
        """Placed passages that are in order, and their pieces."""
        pairs = [(n, hit.piece) for n in self._chosen for hit in self._hits.get(n, ())]
        return [pairs[at] for at in alignment.longest([piece for _, piece in pairs])]

    def _gaps(self) -> Iterator[tuple[list[int], list[int]]]:
        """Free passages and free pieces between two placed neighbours."""
        free, left = self._free()
        for low, high in _between([(-1, -1), *self._frame(), (_END, _END)]):
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
ALIKE_PART = 0.5  # of a piece's words that a passage has, if it is in it


def _is_part(text: str, sent: str, rest: str, step: int) -> bool:
    """Whether a text is the part of what was sent that stands before (1) or behind (-1) the rest of it."""
    if not text or text not in sent:
        return False
    if step > 0:
        return text not in rest or (sent.startswith(text) and not rest.startswith(text))
    return text not in rest or (sent.endswith(text) and not rest.endswith(text))


def _common(part: str, whole: str) -> float:
    """Which part of the words of one text another one has."""
    words = Counter(part.split())
    return (words & Counter(whole.split())).total() / max(1, words.total())


def _between(frame: list[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    return itertools.pairwise(frame)


def piece_of(sent: Sent, part: Part) -> Piece | None:
    """The piece itself."""
    return None if part.piece is None else sent.pieces[part.piece]
