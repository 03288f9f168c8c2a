"""Two sequences of texts, laid beside each other so that as much as possible meets its like. Pure.

Pairs never cross. Texts that both sides have once hold the rest in place; between two of those the heaviest chain of
pairs is taken, not the first one that fits: so of a hundred cells that say "Ja" each meets the one that stands between
the same neighbours.
"""

from __future__ import annotations

import bisect
import difflib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

ALIKE = 0.6  # likeness above which two texts may be the same one, edited
MOST = 9_000_000  # pairs of words that two texts are compared by; a paragraph of 3000 words has that many
_FEW = 6  # words, below which letters are compared
_NEAR = 24  # how far apart, counted in texts of the same words, two of these may be
_SHORTS = 4000  # pairs of short texts between two that are in place, above which they are not compared by letters
_BEST = 4  # texts that one text is compared with closely: those that share most words
_EQUAL, _CONTEXT = 2.0, 0.5  # weights of the same words, and of each neighbour that is the same


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """Two texts that meet, by their indices; `likeness` is 1.0 for the same words."""

    old: int
    new: int
    likeness: float


def key(text: str) -> str:
    """What of a text counts when texts are compared: its words."""
    return " ".join(text.split())


def likeness(one: str, other: str) -> float:
    """How alike two texts are, from 0.0 to 1.0: by words, by letters where there are few words."""
    if one == other:
        return 1.0
    words = one.split(), other.split()
    sides: tuple[Sequence[str], Sequence[str]] = (one, other) if min(map(len, words)) < _FEW else words
    matcher = difflib.SequenceMatcher(None, sides[0], sides[1], autojunk=False)
    if matcher.real_quick_ratio() <= ALIKE / 2:
        return 0.0
    return matcher.ratio() if len(sides[0]) * len(sides[1]) <= MOST else matcher.quick_ratio()


def align(old: Sequence[str], new: Sequence[str]) -> tuple[Pair, ...]:
    """The pairs, in order. Texts are compared by their words (`key`)."""
    keys = [key(text) for text in old], [key(text) for text in new]
    found: list[Pair] = []
    at = 0, 0
    for pair in (*_lasting(*keys), Pair(old=len(old), new=len(new), likeness=1.0)):
        found += _between(keys, (at[0], pair.old), (at[1], pair.new))
        found += [pair] if pair.old < len(old) else []
        at = pair.old + 1, pair.new + 1
    return tuple(found)


def _lasting(old: Sequence[str], new: Sequence[str]) -> Iterator[Pair]:
    """The longest chain of texts that each side has once."""
    once = {text for text, count in Counter(old).items() if count == 1 and text}
    once &= {text for text, count in Counter(new).items() if count == 1}
    places = {text: index for index, text in enumerate(new) if text in once}
    pairs = [(index, places[text]) for index, text in enumerate(old) if text in once]
    for index in longest([place for _, place in pairs]):
        yield Pair(old=pairs[index][0], new=pairs[index][1], likeness=1.0)


def longest(numbers: Sequence[int]) -> list[int]:
    """The indices of a longest increasing subsequence."""
    tails: list[int] = []  # indices: the least last number of a subsequence of each length
    before: list[int] = []
    for index, number in enumerate(numbers):
        at = bisect.bisect_left(tails, number, key=numbers.__getitem__)
        before.append(tails[at - 1] if at else -1)
        tails[at : at + 1] = [index]
    chain = []
    index = tails[-1] if tails else -1
    while index >= 0:
        chain.append(index)
        index = before[index]
    return chain[::-1]


_Range = tuple[int, int]
_Keys = tuple[list[str], list[str]]


def _between(keys: _Keys, olds: _Range, news: _Range) -> list[Pair]:
    """The heaviest chain between two pairs that are in place."""
    if olds[0] == olds[1] or news[0] == news[1]:
        return []
    likes = {**dict(_alike(keys, olds, news)), **{pair: 1.0 for pair in _equal(keys, olds, news)}}
    pairs = sorted(likes, key=lambda pair: (pair[0], -pair[1]))
    weights = [_weight(keys, pair, likes[pair]) for pair in pairs]
    chain = _heaviest(pairs, weights, news)
    return [Pair(old=pairs[index][0], new=pairs[index][1], likeness=likes[pairs[index]]) for index in chain]


def _equal(keys: _Keys, olds: _Range, news: _Range) -> Iterator[tuple[int, int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for index in range(*news):
        places[keys[1][index]].append(index)
    seen: Counter[str] = Counter()
    for index in range(*olds):
        text = keys[0][index]
        rank = seen[text]
        seen[text] += 1
        # From the front and from the back: what was added or taken away lies between.
        behind = len(places[text]) - (_count(keys[0], olds, text) - rank) if len(places[text]) > _NEAR else rank
        for start in {max(0, rank - _NEAR // 2), max(0, behind - _NEAR // 2)}:
            for place in places[text][start : start + _NEAR]:
                yield index, place


def _count(texts: list[str], within: _Range, text: str) -> int:
    return texts[within[0] : within[1]].count(text)


def _alike(keys: _Keys, olds: _Range, news: _Range) -> Iterator[tuple[tuple[int, int], float]]:
    """Pairs of other words that are alike, of those that share words or are short."""
    holders: dict[str, list[int]] = defaultdict(list)
    counts: dict[int, int] = {}
    for place in range(*news):
        words = set(keys[1][place].split())
        counts[place] = len(words)
        for word in words:
            holders[word].append(place)
    short = (olds[1] - olds[0]) * (news[1] - news[0]) <= _SHORTS
    for index in range(*olds):
        text = keys[0][index]
        words = set(text.split())
        shared = Counter(place for word in words if len(holders[word]) < 200 for place in holders[word])
        close = {place: 2 * count / (len(words) + counts[place]) for place, count in shared.items()}
        wanted = set(sorted((place for place in close if close[place] > 0.4), key=close.__getitem__)[-_BEST:])
        if short and text and len(words) < _FEW:
            wanted.update(place for place in range(*news) if 0 < counts[place] < _FEW)
        for place in wanted:
            found = likeness(text, keys[1][place])
            if ALIKE < found < 1.0:
                yield (index, place), found


def _weight(keys: _Keys, pair: tuple[int, int], found: float) -> float:
    old, new = keys
    index, place = pair
    weight = _EQUAL if found == 1.0 else found
    if found == 1.0 and not old[index]:
        weight = 0.1  # that both are empty says little
    if index and place and old[index - 1] == new[place - 1]:
        weight += _CONTEXT
    if index + 1 < len(old) and place + 1 < len(new) and old[index + 1] == new[place + 1]:
        weight += _CONTEXT
    return weight


def _heaviest(pairs: Sequence[tuple[int, int]], weights: Sequence[float], news: _Range) -> list[int]:
    """The indices of the heaviest subsequence in which both numbers increase; `pairs` by the first, then down."""
    size = news[1] - news[0]
    best: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)  # a Fenwick tree of the heaviest chain up to a place
    before = [-1] * len(pairs)
    for index, (_, place) in enumerate(pairs):
        total, before[index] = 0.0, -1
        at = place - news[0]
        while at:
            if best[at][0] > total:
                total, before[index] = best[at]
            at &= at - 1
        total += weights[index]
        at = place - news[0] + 1
        while at <= size:
            if best[at][0] < total:
                best[at] = total, index
            at += at & -at
    chain, at = [], size
    end: tuple[float, int] = (0.0, -1)
    while at:
        end = max(end, best[at])
        at &= at - 1
    index = end[1]
    while index >= 0:
        chain.append(index)
        index = before[index]
    return chain[::-1]
