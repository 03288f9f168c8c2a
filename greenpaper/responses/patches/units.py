"""A piece of today's book character by character: what stands round each, and where it is in the source. Pure."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from greenpaper import tree
from greenpaper.reading.positions import SPOTS
from greenpaper.responses.patches.source import Source
from greenpaper.tree import Node

PIECE = "Piece"  # stands for a piece of its own, of the text or a note's, where the tree had it
_TICKS = re.compile(r"`+")
_LABEL = re.compile(r"[^\W\d]+ \d+(?:: |$)")  # Tabell 3:
_HYPHEN = "\u00ad"
_BLANKS = frozenset({"Space", "SoftBreak"})


class What(Enum):
    """What a unit is."""

    TEXT = auto()
    SPACE = auto()
    BREAK = auto()  # the end of a line in the source, which shows as a space
    LINE = auto()  # a line break that shows
    WHOLE = auto()  # text that cannot be divided: a formula
    SIGN = auto()  # no text: a note's sign, an image
    PARAGRAPH = auto()  # between the paragraphs of a note


@dataclass(frozen=True, slots=True)
class Holder:
    """Emphasis, code, a link and the like round some units; its place with its marks, if that is known."""

    number: int
    kind: str
    name: str  # its kind and all that it says besides its text
    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Unit:
    """One character, or a thing that is shown in one place. `span` is its place in the source, if that is known."""

    what: What
    shown: str
    span: tuple[int, int] | None
    within: tuple[Holder, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What stands round it."""
        return tuple(holder.name for holder in self.within)

    @property
    def blank(self) -> bool:
        """Whether it shows as a space."""
        return self.what in {What.SPACE, What.BREAK}

    @property
    def text(self) -> str:
        """Its part of the piece's text."""
        return "" if self.what is What.SIGN else self.shown


def units(content: Any, source: Source) -> tuple[Unit, ...]:
    """The units of a piece: of inlines, or of the blocks of a note. None of other blocks: they are no text alone."""
    walk = _Walk(source)
    blocks = [block for block in content if block["t"] in {"Para", "Plain"}]
    if not content or len(blocks) != len(content):
        made = list(walk.inlines(content, ()))
    else:
        made = []
        for block in blocks:
            made += [Unit(What.PARAGRAPH, "\n", None, ())] if made else []
            made += walk.inlines(block["c"], ())
    return tuple(_with_bars(list(_placed(made)), source.text))


class _Walk:
    def __init__(self, source: Source) -> None:
        self._source = source
        self._count = 0

    def inlines(self, inlines: list[Node], within: tuple[Holder, ...]) -> Iterator[Unit]:
        for item in inlines:
            yield from self._inline(item, within)

    def _inline(self, item: Node, within: tuple[Holder, ...]) -> Iterator[Unit]:
        kind, content = item["t"], item.get("c")
        span = self._span(item)
        match kind:
            case "Str":
                yield from self._string(item, within)
            case "Space":
                yield Unit(What.SPACE, " ", span, within)
            case "SoftBreak":
                yield Unit(What.BREAK, " ", span, within)
            case "LineBreak":
                yield Unit(What.LINE, "\n", span, within)
            case "Code":
                yield from self._code(item, (*within, self._holder(item, span, json.dumps(content[0]))))  # type: ignore[index]
            case "Math":
                yield from (Unit(What.WHOLE, character, span, within) for character in content[1])  # type: ignore[index]
            case "Link" | "Span" | "Cite" | "Quoted":
                said = [part for at, part in enumerate(content) if at != 1]  # type: ignore[arg-type]
                holder = self._holder(item, span, json.dumps(said))
                yield from self.inlines(content[1], (*within, holder))  # type: ignore[index]
            case _ if kind in tree.INLINE_WRAPPERS:
                yield from self.inlines(content, (*within, self._holder(item, span, "")))  # type: ignore[arg-type]
            case _:
                yield Unit(What.SIGN, kind if kind == PIECE else _said(item), span, within)

    def _holder(self, item: Node, span: tuple[int, int] | None, said: str) -> Holder:
        self._count += 1
        return Holder(self._count, item["t"], item["t"] + said, span)

    def _span(self, item: Node) -> tuple[int, int] | None:
        spots = item.get(SPOTS)
        return self._source.span(spots[0][1:]) if spots else None

    def _string(self, item: Node, within: tuple[Holder, ...]) -> Iterator[Unit]:
        text: str = item["c"]
        spots = item.get(SPOTS) or [[len(text)]]
        left = sum(spot[0] for spot in spots) - len(text)  # a label was cut off in front
        at = 0
        for length, *spot in spots:
            cut = min(left, length)
            left -= cut
            part = text[at : at + length - cut]
            at += length - cut
            span = self._span_of(spot, part, cut) if spot else None
            if span and self._says(span, part, cut):
                for index, character in enumerate(part, cut):
                    line, column = spot[:2]
                    place = self._source.span([line, column + index, line, column + index + 1])
                    yield Unit(What.TEXT, character, place, within)
            else:
                yield from (Unit(What.TEXT, character, span, within) for character in part)

    def _span_of(self, spot: list[int], part: str, cut: int) -> tuple[int, int] | None:
        """The place of a string, without the backslash before a bar behind it, which pandoc counts in tables."""
        span = self._source.span(spot)
        if (
            span
            and self._source.text[span[1] - 1 : span[1] + 1] == "\\|"
            and self._says((span[0], span[1] - 1), part, cut)
        ):
            return span[0], span[1] - 1
        return span

    def _says(self, span: tuple[int, int], part: str, cut: int) -> bool:
        """Whether the characters of a text stand there as such, and not by their names or behind a backslash."""
        written = self._source.text[span[0] : span[1]]
        return (written if written.isascii() else unicodedata.normalize("NFC", written))[cut:] == part

    def _code(self, item: Node, within: tuple[Holder, ...]) -> Iterator[Unit]:
        text, span = item["c"][1], within[-1].span
        written = self._source.text[span[0] : span[1]] if span else ""
        ticks = _TICKS.match(written)
        start = written.find(text, ticks.end()) if ticks else -1
        exact = (
            span and ticks and start >= 0 and written[ticks.end() : len(written) - ticks.end()].strip() == text.strip()
        )
        for index, character in enumerate(text):
            place = (span[0] + start + index, span[0] + start + index + 1) if exact and span else span
            yield Unit(What.SPACE if character == " " else What.TEXT, character, place, within)


def _said(item: Node) -> str:
    """All that an image or the like says."""

    def plain(part: Any) -> Any:
        if isinstance(part, list):
            return [plain(child) for child in part]
        return (
            {key: plain(child) for key, child in part.items() if key in {"t", "c"}} if isinstance(part, dict) else part
        )

    return json.dumps(plain(item), sort_keys=True)


def _placed(made: list[Unit]) -> Iterator[Unit]:
    """The units with the places of line ends, which reading does not tell: between their neighbours."""
    for index, unit in enumerate(made):
        if unit.what is What.BREAK and 0 < index < len(made) - 1:
            before, after = _outer(made[index - 1], unit, 1), _outer(made[index + 1], unit, 0)
            span = (before, after) if before is not None and after is not None and before < after else None
            yield Unit(unit.what, unit.shown, span, unit.within)
        else:
            yield unit


def _with_bars(made: list[Unit], text: str) -> Iterator[Unit]:
    """The units with the backslash before a bar as a part of it: in tables pandoc counts it to what stands before."""
    for unit, after in zip(made, [*made[1:], None], strict=False):
        span = unit.span
        if unit.shown == "|" and span and span[1] - span[0] == 1 and text[span[0] - 1] == "\\":
            span = span[0] - 1, span[1]
        elif unit.blank and span and after and after.shown == "|" and text[span[1] - 1 : span[1] + 1] == "\\|":
            span = span[0], span[1] - 1
        yield unit if span == unit.span else Unit(unit.what, unit.shown, span, unit.within)


def _outer(unit: Unit, beside: Unit, side: int) -> int | None:
    """Where a neighbour ends or begins, with the marks of what holds it and not the unit beside it."""
    around = next((holder.span for holder in unit.within if holder not in beside.within), unit.span)
    return around[side] if around else None


# Where the offsets of a text that was sent are


@dataclass(frozen=True, slots=True)
class _Token:
    """A letter with its accents: [start:end] of what it is part of."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Places:
    """Where the characters of a text are among units."""

    tokens: Sequence[_Token]  # of the text
    letters: Sequence[_Token]  # of the units, one for each token
    count: int  # of units
    length: int  # of the text
    label: int = 0  # offset in the text behind a number that is counted, which no unit shows

    def range(self, start: int, end: int) -> tuple[int, int] | None:
        """The units that [start:end] of the text are; of a place, the first and last index that may be meant."""
        if start < self.label:
            return None
        inside = [n for n, token in enumerate(self.tokens) if token.start < end and token.end > start]
        if inside:
            first, last = inside[0], inside[-1]
            if self.tokens[first].start < start or self.tokens[last].end > end:
                return None
            return self.letters[first].start, self.letters[last].end
        after = next((n for n, token in enumerate(self.tokens) if token.start >= end), len(self.tokens))
        if after < len(self.tokens) and after and self.tokens[after - 1].end > start:
            return None
        low = self.letters[after - 1].end if after else 0
        return low, self.letters[after].start if after < len(self.tokens) else self.count


def places(made: Sequence[Unit], text: str, label: bool = False) -> Places | None:
    """Where the characters of a text that was sent are among these units; None where they do not say the same.

    With `label`, the text may begin with a number that is counted, as that of a caption.
    """
    said = [unit.text for unit in made]
    letters, tokens = _tokens(said), _tokens(list(text))
    cuts = [0, 0]
    if label:
        # What is counted in the whole document is another number in a chapter by itself.
        cuts = [found.end() if (found := _LABEL.match(each)) else 0 for each in ("".join(said), text)]
        letters = [letter for letter in letters if letter.start >= cuts[0]]
        tokens = [token for token in tokens if token.start >= cuts[1]]
    if [token.text for token in tokens] != [letter.text for letter in letters]:
        return None
    return Places(tokens, letters, len(made), len(text), cuts[1])


def _tokens(parts: Sequence[str]) -> list[_Token]:
    made: list[_Token] = []
    for index, part in enumerate(parts):
        if not part or part == _HYPHEN:
            continue
        if made and unicodedata.combining(part[0]):
            last = made[-1]
            made[-1] = _Token(unicodedata.normalize("NFC", last.text + part), last.start, index + 1)
        else:
            made.append(_Token(" " if part.isspace() else part, index, index + 1))
    while made and made[-1].text == " ":
        made.pop()
    first = next((n for n, token in enumerate(made) if token.text != " "), 0)
    return made[first:]
