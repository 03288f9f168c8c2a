"""SVG drawn by WeasyPrint, once, for all outputs: a form XObject for the PDF and the PNG twin for Word.

In processes of their own, because a drawing from outside may be made to take all time and memory, and because loading
WeasyPrint costs more than most drawings: a process draws many. What it runs is `drawing_process`.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

from greenpaper import child, files, layout_process, theme
from greenpaper.colour import WHITE
from greenpaper.errors import ToolError

FAULT = 9  # exit code of the process: the drawing is at fault, not the machine
SECONDS = 60  # for one drawing that will not end; the slowest real one seen takes 2
_SECONDS_EACH = 5
_GIVEN_UP = 3  # drawings of a process that may defeat it, before the others are not tried any more
MEMORY = 2_000_000_000  # bytes of address space; the largest real drawing takes 500 million
_PROCESSES = 2
_WIDTH, _HEIGHT = 1400, 1980  # pixels, the most: a page at about 210 dpi
_SHARPNESS = 3  # pixels for one CSS pixel where that is less


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawing:
    """A job: draw the file `svg`, whose size is `width` x `height` CSS pixels, to the files `png` and `form`.

    The PNG has `ground` below the drawing, the form nothing.
    """

    svg: str
    png: str
    form: str
    width: float
    height: float
    ground: str = WHITE

    @property
    def is_done(self) -> bool:
        """Whether both files are there, and whole."""
        return files.is_kept(Path(self.png)) and files.is_kept(Path(self.form))

    def size(self) -> tuple[float, float]:
        """Pixels of the PNG, before they are rounded up."""
        scale = min(_WIDTH / self.width, _HEIGHT / self.height, _SHARPNESS)
        return self.width * scale, self.height * scale


def draw(drawings: Sequence[Drawing], look: theme.Theme) -> tuple[Drawing, ...]:
    """Draw all; gives those that cannot be drawn. ToolError when nothing can, because WeasyPrint does not start."""
    by_size = sorted(drawings, key=lambda drawing: (Path(drawing.svg).stat().st_size, drawing.svg))
    shares = [by_size[number::_PROCESSES] for number in range(_PROCESSES)]
    with ThreadPoolExecutor(max_workers=_PROCESSES) as pool:
        return tuple(chain.from_iterable(pool.map(lambda share: _draw(share, look), shares)))


def _draw(waiting: Sequence[Drawing], look: theme.Theme) -> list[Drawing]:
    failed: list[Drawing] = []
    defeats = 0
    while waiting and defeats < _GIVEN_UP:
        defeats += not _run(waiting, look)
        # the process goes in order and ends at the first that it cannot draw
        missing = [drawing for drawing in waiting if not drawing.is_done]
        failed += missing[:1]
        waiting = missing[1:]
    return [*failed, *waiting]


def _run(drawings: Sequence[Drawing], look: theme.Theme) -> bool:
    """Draw as many as can be; gives whether the process ended by itself, within its limits."""
    with tempfile.TemporaryDirectory(prefix="greenpaper-") as folder:
        fonts = Path(folder) / "fonts"
        theme.write_fonts(look, fonts)
        try:
            done = layout_process.run(
                "greenpaper.images.drawing_process",
                json.dumps([asdict(drawing) for drawing in drawings]),
                fonts=fonts,
                families=look.fonts,
                scratch=Path(folder),
                limits=child.Limits(seconds=SECONDS + _SECONDS_EACH * len(drawings), memory=MEMORY),
            )
        except child.TimeUpError:
            return False
    if done.ran_out_of_memory:
        return False
    if done.code > 0 and done.code != FAULT:
        raise ToolError(f"error: SVG cannot be drawn: {done.said}; run `./run` anew [image-drawing]")
    return True
