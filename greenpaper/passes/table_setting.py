"""How a table is set: in which type, which way its page lies, how wide its columns are.

Estimated from its text, since a pass knows neither fonts nor paper: lengths are in average characters of Source Sans 3
between the package's margins, on whichever of A4 and Letter is the narrower.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_PLACES = re.compile(r"\s+|(?<=[^\W\d]-)|(?<=/)")  # where a line may end without hyphenation
_BREADTH, _BOLD = 1.2, 1.3  # of a character in a long word, in those of running text, whose spaces are narrow
_WORD = 20  # characters of a word beyond which it may be hyphenated where room is short
_SHORTEST = 7  # of a column's longest word, below which it is never cut
_UNBROKEN = 0.85  # of the room that the longest words may claim before they are cut
_ALIKE = 0.5  # lines that cells may differ in and count as equally high
_MEASURE, _LINES = 20, 8  # running text wants this many characters a line, and a cell no more than so many lines


@dataclass(frozen=True, slots=True)
class Setting:
    """One way to set a table: classes for the style sheets, characters between the margins and in a cell's padding."""

    classes: tuple[str, ...]
    line: int
    pad: float


# The first in which a table has room is taken
PORTRAIT = (Setting((), 118, 3.1), Setting(("wide",), 133, 1.9))
LANDSCAPE = (Setting(("wide", "landscape"), 194, 2.8),)
CLASSES = frozenset({"wide", "landscape", "portrait"})


def choose(rows: Sequence[Sequence[str]], columns: int, asked: Iterable[str], free: bool) -> Setting:
    """The setting for the text of a table's cells.

    `asked` are the classes that the author gave: `landscape` and `portrait` decide. A table that is not `free` stands
    inside a list, a callout or the like, and stays with it.
    """
    if not free or "portrait" in asked:
        ways: tuple[Setting, ...] = PORTRAIT
    elif "landscape" in asked:
        ways = LANDSCAPE
    else:
        ways = PORTRAIT + LANDSCAPE
    longest = _longest_words(rows, columns)
    fullest = [max((len(row[at]) for row in rows if at < len(row)), default=0) for at in range(columns)]
    wanted = [max(min(word, _WORD), min(_MEASURE, cell / _LINES)) for word, cell in zip(longest, fullest, strict=True)]
    return next((way for way in ways if sum(wanted) + way.pad * columns <= way.line), ways[-1])


def column_widths(rows: Sequence[Sequence[str]], columns: int, setting: Setting) -> list[float]:
    """Each column's share of the text width; they add up to 1.

    Words get most of the room, and the longest are cut first. The rest goes, a character's width at a time,
    where it makes the table lower by the most lines; then to words that are cut; then to all alike.
    """
    room = setting.line - setting.pad * columns
    longest = _longest_words(rows, columns)
    cut = max((*longest, _SHORTEST))
    while cut > _SHORTEST and sum(min(word, cut) for word in longest) > room * _UNBROKEN:
        cut -= 1
    widths = [max(_SHORTEST / 2, float(min(word, cut))) for word in longest]
    lengths = [[float(len(cell)) for cell in row[:columns]] + [0.0] * (columns - len(row)) for row in rows]
    for _ in range(int(room - sum(widths))):
        gains = _gains(lengths, widths)
        best = max(range(columns), key=gains.__getitem__)
        if gains[best] <= 0:
            lacking = [(word - width, at) for at, (word, width) in enumerate(zip(longest, widths, strict=True))]
            best = min(((lack, at) for lack, at in lacking if lack > 0), default=(0.0, -1))[1]
            if best < 0:
                break
        widths[best] += 1
    padded = [width + setting.pad for width in widths]
    return [round(width / sum(padded), 4) for width in padded]


def _longest_words(rows: Sequence[Sequence[str]], columns: int) -> list[float]:
    """How long the longest piece of each column is that stands on one line; the first row is bold."""
    longest = [0.0] * columns
    for number, row in enumerate(rows):
        breadth = _BREADTH if number else _BOLD
        for index, cell in enumerate(row[:columns]):
            longest[index] = max(longest[index], max(map(len, _PLACES.split(cell)), default=0) * breadth)
    return longest


def _gains(lengths: list[list[float]], widths: list[float]) -> list[float]:
    """How many lines lower the table gets by one character more in each column.

    Its highest cell makes a row; of cells that are about as high, each has its part in what all of them would give.
    """
    gains = [0.0] * len(widths)
    for row in lengths:
        heights = [max(length / width, 1.0) for length, width in zip(row, widths, strict=True)]
        top = max(heights)
        highest = [index for index, height in enumerate(heights) if height > top - _ALIKE]
        rest = max((height for height in heights if height <= top - _ALIKE), default=1.0)
        for index in highest:
            lower = max(row[index] / (widths[index] + 1), rest, 1.0)
            gains[index] += (heights[index] - lower) / len(highest) if heights[index] > lower else 0.0
    return gains
