"""What the table of responses holds, counted by chapter, respondent, kind and decision. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from greenpaper.responses.model import Decision, Kind
from greenpaper.responses.written.columns import Entry, place
from greenpaper.words import Words

# In the order in which readers ask for them
DECISIONS = (Decision.FOLLOWED, Decision.PARTLY, Decision.NOT, Decision.NOTED, Decision.OPEN)
MOST = 10  # paragraphs that are told at most
_SEVERAL = 2  # remarks, from which a paragraph is told
_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """How many rows are of something, and how many of them were decided how; every decision is there."""

    name: str
    total: int
    decisions: Mapping[Decision, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """A paragraph that several remarks are about, and of how many respondents."""

    number: str  # as readers cite it, or its place in the source
    chapter: str
    total: int
    respondents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Overview:
    """All counts. Chapters stand in the order of the table, what is of none first; `formats` are changes of format."""

    whole: Count
    chapters: tuple[Count, ...]
    respondents: tuple[Count, ...]
    kinds: tuple[Count, ...]
    paragraphs: tuple[Spot, ...]
    formats: int = 0


def make(entries: Sequence[Entry], names: Mapping[str, str], words: Words, formats: int = 0) -> Overview:
    """The overview. `names` are those of all respondents by their folders (`columns.shown_names`).

    `formats` is how many changes of format were made, whether or not they are rows.
    """
    by_chapter = _by(entries, lambda entry: entry.row.chapter)
    by_respondent = _by(entries, lambda entry: entry.row.respondent)
    by_kind = _by(entries, lambda entry: entry.row.kind)
    none = words["responses_no_chapter"]
    return Overview(
        whole=_count("", entries),
        chapters=tuple(_count(name or none, by_chapter[name]) for name in sorted(by_chapter, key=bool)),
        respondents=tuple(_count(name, by_respondent.get(folder, ())) for folder, name in names.items()),
        kinds=tuple(_count(words[f"kind_{kind.value}"], by_kind[kind]) for kind in Kind if kind in by_kind),
        paragraphs=_spots(entries),
        formats=formats,
    )


def _by(entries: Sequence[Entry], key: Callable[[Entry], _Key]) -> dict[_Key, list[Entry]]:
    found: dict[_Key, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[key(entry)].append(entry)
    return found


def _count(name: str, entries: Sequence[Entry]) -> Count:
    made = Counter(entry.row.answer.decision for entry in entries)
    return Count(name=name, total=len(entries), decisions={decision: made[decision] for decision in DECISIONS})


def _spots(entries: Sequence[Entry]) -> tuple[Spot, ...]:
    placed = [entry for entry in entries if entry.row.anchor or entry.row.number]
    groups = _by(
        placed, lambda entry: (entry.row.anchor,) if entry.row.anchor else (entry.row.chapter, entry.row.number)
    )
    several = [group for group in groups.values() if len(group) >= _SEVERAL]
    return tuple(_spot(group) for group in sorted(several, key=len, reverse=True)[:MOST])


def _spot(group: Sequence[Entry]) -> Spot:
    first = group[0].row
    return Spot(
        number=first.number or place(first),
        chapter=first.chapter,
        total=len(group),
        respondents=len({entry.row.respondent for entry in group}),
    )
