"""Changes of many rows, proved many at a time: a chapter is read once for all that do not meet. Pure but for pandoc.

Those that do not hold so are looked for, and tried in other ways, each by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from greenpaper.responses.model import Edit
from greenpaper.responses.patches import changing
from greenpaper.responses.patches.changing import Place, Proposal
from greenpaper.responses.patches.chapters import Chapters
from greenpaper.responses.patches.ways import ByHandError


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A change of a row: of the piece at `place`, by its edit, or of a row of a table, which said `quoted`."""

    row: str
    respondent: str
    place: Place
    edit: Edit | None
    quoted: str
    subject: str


def proved(
    proposals: Mapping[str, Proposal], changes: Mapping[str, Change], chapters: Chapters
) -> Mapping[str, Proposal | str]:
    """Each change as it holds in its chapter, or why it must be made by hand; all are named by their rows."""
    proving = _Proving(changes, chapters)
    # What several respondents want is proved once.
    alike: dict[tuple[object, ...], list[str]] = {}
    for row in proposals:
        change = changes[row]
        alike.setdefault((change.place, change.edit, change.quoted), []).append(row)
    for rows in _batches({same[0]: proposals[same[0]] for same in alike.values()}):
        proving.prove([(row, proposals[row]) for row in rows])
    return {row: proving.found[same[0]] for same in alike.values() for row in same}


def _batches(proposals: Mapping[str, Proposal]) -> Iterator[list[str]]:
    """Changes of one chapter, of other pieces and other lines each."""
    waiting = sorted(
        proposals, key=lambda row: (proposals[row].path, proposals[row].apart, proposals[row].wanted.index)
    )
    while waiting:
        batch: list[str] = []
        kind, lines, last = _kind(proposals[waiting[0]]), set[int](), -1
        for row in waiting:
            here = proposals[row]
            if _kind(here) == kind and here.wanted.index > last and lines.isdisjoint(here.lines):
                batch.append(row)
                lines |= here.lines
                last = here.wanted.index + here.wanted.count - 1
        yield batch
        taken = set(batch)
        waiting = [row for row in waiting if row not in taken]


def _kind(proposal: Proposal) -> tuple[str, bool]:
    return proposal.path, proposal.apart


class _Proving:
    def __init__(self, changes: Mapping[str, Change], chapters: Chapters) -> None:
        self._changes, self._chapters = changes, chapters
        self.found: dict[str, Proposal | str] = {}

    def prove(self, batch: Sequence[tuple[str, Proposal]], first: bool = True) -> None:
        """Fill `found` for these, of which each has been tried by itself, if this is not the first time."""
        if not batch:
            return
        verdict = changing.together(self._chapters, [proposal for _, proposal in batch])
        if verdict.after:
            self.found.update(batch)
        elif len(batch) == 1 and first:
            self._try(*batch[0])
        elif len(batch) == 1:
            self.found[batch[0][0]] = changing.UNPROVED
        elif verdict.wrong:
            wrong = [any(proposal.wanted is each for each in verdict.wrong) for _, proposal in batch]
            for (row, proposal), bad in zip(batch, wrong, strict=True):
                if bad:
                    self._try(row, proposal)
            self.prove([each for each, bad in zip(batch, wrong, strict=True) if not bad], first)
        elif first:
            self.prove(list(self._each(batch)), first=False)
        else:
            middle = len(batch) // 2
            self.prove(batch[:middle], first=False)
            self.prove(batch[middle:], first=False)

    def _each(self, batch: Sequence[tuple[str, Proposal]]) -> Iterator[tuple[str, Proposal]]:
        """Those that hold by themselves, in what stands near them."""
        for row, _ in batch:
            change = self._changes[row]
            try:
                yield row, changing.tried(self._chapters, change.place, change.edit, change.quoted)
            except ByHandError as reason:
                self.found[row] = str(reason)

    def _try(self, row: str, failed: Proposal) -> None:
        """Other ways for a change."""
        change = self._changes[row]
        try:
            other = changing.tried(self._chapters, change.place, change.edit, change.quoted)
            held = other.way != failed.way and changing.together(self._chapters, [other]).after
            self.found[row] = other if held else changing.UNPROVED
        except ByHandError as reason:
            self.found[row] = str(reason)
