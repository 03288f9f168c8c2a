"""A line of source text with the number it had in the file, and what all line rewrites must know: where code is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

FENCE = re.compile(r"^[ >]*(?:[-*+] +|\d+[.)] +)?(?P<marks>`{3,}|~{3,})(?P<info>[^`]*)$")


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


class CodeFence:
    """Tells, line by line, whether one stands inside a fenced code block (CommonMark 4.5)."""

    def __init__(self) -> None:
        self._open: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether the last line asked for was inside, so that a text that ends there leaves it open."""
        return self._open is not None

    def covers(self, text: str) -> bool:
        """True for the fences and everything between them. To be asked once for every line, in order."""
        found = FENCE.match(text)
        if self._open is None:
            if found:
                self._open = found["marks"]
            return found is not None
        if found and found["marks"].startswith(self._open) and not found["info"].strip():
            self._open = None
        return True


def indented(lines: Iterable[Line], by: int) -> Lines:
    """The lines with up to `by` leading spaces taken away."""
    return tuple(line.with_text(_dedent(line.text, by)) for line in lines)


def _dedent(text: str, by: int) -> str:
    expanded = text.expandtabs(4) if text[:by].find("\t") >= 0 else text
    head = expanded[:by]
    return expanded[len(head) - len(head.lstrip(" ")) :] if head.strip() else expanded[by:]
