"""A piece as it came back: its text in atoms, in order, with what became of each. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from greenpaper.responses.model import NOBODY, By
from greenpaper.responses.remarks.passages import Passage
from greenpaper.responses.remarks.placing import Part, Placement
from greenpaper.responses.reply import Fate, Paragraph

BREAK = "\u2029"  # ends a paragraph inside a strand (Unicode's paragraph separator, which no text holds)
SHOWN = "\n\n"  # how it shows in edits

Spot = tuple[int, int]  # paragraph of the reply, offset into all its text


@dataclass(frozen=True, kw_only=True, slots=True)
class Atom:
    """Text of one fate; of an end of a paragraph, `text` is BREAK."""

    text: str
    fate: Fate
    by: By
    move: str
    computed: bool
    formatted: By | None
    spot: Spot


@dataclass(frozen=True, kw_only=True, slots=True)
class Strand:
    """What came back of one piece, by its index; `parts` say how it was placed."""

    piece: int
    atoms: tuple[Atom, ...]
    parts: tuple[Part, ...]

    @property
    def before(self) -> str:
        """Its text with all changes rejected."""
        return "".join(atom.text for atom in self.atoms if atom.fate.before)

    @property
    def after(self) -> str:
        """Its text with all changes accepted."""
        return "".join(atom.text for atom in self.atoms if atom.fate.after)


def strands(paragraphs: Sequence[Paragraph], placement: Placement) -> Mapping[int, Strand]:
    """The strand of each piece that came back, in the order of the text. Rows that were added belong to none."""
    passages = {index: passage for passage in placement.passages for index in passage.paragraphs}
    of: dict[int, list[Part]] = defaultdict(list)
    for part in placement.parts:
        if part.piece is not None and paragraphs[part.paragraph].row_fate.before:
            of[part.piece].append(part)
    return {
        piece: Strand(piece=piece, atoms=tuple(_atoms(paragraphs, passages, parts)), parts=tuple(parts))
        for piece, parts in of.items()
    }


def _atoms(paragraphs: Sequence[Paragraph], passages: Mapping[int, Passage], parts: list[Part]) -> Iterator[Atom]:
    for part, following in zip(parts, [*parts[1:], None], strict=True):
        paragraph = paragraphs[part.paragraph]
        yield from _cut(paragraph, part)
        if following and following.paragraph != part.paragraph:
            spot = part.paragraph, len(paragraph.text)
            joined = passages[part.paragraph] is passages[following.paragraph]
            plain = "\n" if paragraph.note and paragraph.mark_fate.before else BREAK
            fate = paragraph.mark_fate if joined else Fate.KEPT
            by = paragraph.mark_by if joined else NOBODY
            yield Atom(text=plain, fate=fate, by=by, move="", computed=False, formatted=None, spot=spot)


def _cut(paragraph: Paragraph, part: Part) -> Iterator[Atom]:
    at = 0
    for span in paragraph.spans:
        start, end = max(at, part.start), min(at + len(span.text), part.end)
        if start < end:
            yield Atom(
                text=span.text[start - at : end - at],
                fate=span.fate,
                by=span.by,
                move=span.move,
                computed=span.computed,
                formatted=span.formatted,
                spot=(part.paragraph, start),
            )
        at += len(span.text)


def unplaced(paragraphs: Sequence[Paragraph], placement: Placement) -> Iterator[Strand]:
    """The strands of passages that had text and are no piece; `piece` is -1."""
    parts: dict[int, list[Part]] = defaultdict(list)
    for part in placement.parts:
        parts[part.paragraph].append(part)
    passages = {index: passage for passage in placement.passages for index in passage.paragraphs}
    for passage in placement.passages:
        mine = [part for index in passage.paragraphs for part in parts[index]]
        if not passage.added and mine[0].piece is None and paragraphs[mine[0].paragraph].row_fate.before:
            yield Strand(piece=-1, atoms=tuple(_atoms(paragraphs, passages, mine)), parts=tuple(mine))
