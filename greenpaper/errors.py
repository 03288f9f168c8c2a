"""The two ways a run can fail that are not our bug. Every other exception is one.

`AuthorError` ends as one clean line per fault and exit code 1, `SettingsError` likewise with exit code 3; who turns
them into output is `tasks.py` for doit and `cli.py` for the command.
"""

from __future__ import annotations

import re

from greenpaper.unseen import shown

_COLOUR = re.compile(r"(\x1b\[(?:0|3[136])m)")  # of `checks.report`; an author's would do no harm


class GreenpaperError(Exception):
    """A fault that the user can mend. `lines` holds one finished message per fault, all faults of the run.

    What the lines quote may hold characters by which a terminal acts: they are told by their numbers.
    """

    exit_code = 1

    def __init__(self, *lines: str) -> None:
        self.lines = tuple(_shown(line) for line in lines)
        super().__init__("\n".join(self.lines))


def _shown(line: str) -> str:
    return "".join(part if number % 2 else shown(part) for number, part in enumerate(_COLOUR.split(line)))


class AuthorError(GreenpaperError):
    """The document's text or images have a fault (exit code 1)."""


class SettingsError(GreenpaperError):
    """document.toml, the theme, the vocabulary or the command line has a fault (exit code 3)."""

    exit_code = 3


class ToolError(GreenpaperError):
    """An outside program (pandoc, WeasyPrint, git) is missing or failed; says which and what to do."""
