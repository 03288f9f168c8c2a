"""A line of source text with the number it had in the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Line:
    """`number` counts from 1 in the source file; a line that a rewrite adds carries that of the line it stems from."""

    number: int
    text: str

    def with_text(self, text: str) -> Line:
        """The same place with other text."""
        return replace(self, text=text)

    @property
    def blank(self) -> bool:
        """Nothing but white space."""
        return not self.text.strip()


Lines = tuple[Line, ...]


def number_lines(text: str) -> Lines:
    """The lines of a text."""
    return tuple(Line(number, line) for number, line in enumerate(text.split("\n"), 1))


def indented(lines: Iterable[Line], by: int) -> Lines:
    """The lines with up to `by` leading spaces taken away."""
    return tuple(line.with_text(_dedent(line.text, by)) for line in lines)


def _dedent(text: str, by: int) -> str:
    expanded = text.expandtabs(4) if text[:by].find("\t") >= 0 else text
    head = expanded[:by]
    return expanded[len(head) - len(head.lstrip(" ")) :] if head.strip() else expanded[by:]
