"""The cures, each to be left out by itself: with one missing the fuzz has to find wrong outputs."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

_HEAVY = (
    *("steps", "task", "reporter", "book", "reading", "passes", "images", "formulas", "page", "pdf", "word", "checks"),
    *("theme", "imprint", "editions", "stamp", "lock", "interrupts", "database", "machine", "graph"),
)


def load() -> None:
    """Import all that a run needs, but for what begins it."""
    for name in _HEAVY:
        importlib.import_module(f"greenpaper.{name}")


def leave_out(names: Iterable[str]) -> None:
    """Have this process, which has not begun a run yet, do without these cures."""
    for name in names:
        CURES[name]()


def _without_seals() -> None:
    """As doit does by itself: files by their times, targets and what was made by their being there."""
    from doit.dependency import MD5Checker

    from greenpaper import task as tasks

    def is_there(self: Any, task: Any, values: Any) -> bool:
        return all(path.is_file() for path in self._made())

    tasks.Blind = MD5Checker  # type: ignore[misc]
    tasks._Seal.is_whole = is_there  # type: ignore[method-assign]


def _without_kept() -> None:
    """Images and pages that lie in build/ are taken for what they were."""
    from greenpaper import files

    files.is_kept = Path.is_file


def _without_unwanted() -> None:
    """What another version left is taken away only by the build that makes the new one."""
    from greenpaper import task as tasks

    made = tasks.task

    def task(*given: Any, unwanted: object = None, **more: Any) -> tasks.Task:
        return made(*given, **more)

    tasks.task = task


def _without_atomic() -> None:
    """Files are written where they are read."""
    from greenpaper import files

    def write(path: Path, data: bytes | str) -> None:
        content = data.encode() if isinstance(data, str) else data
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as stream:
            for start in range(0, len(content), 1 << 12):
                stream.write(content[start : start + (1 << 12)])
                stream.flush()

    files.write_atomic = write


def _without_lock() -> None:
    """Two runs work in one folder at a time."""
    from greenpaper import lock

    lock.hold = lambda folder, seconds=0.0: None


def _without_database() -> None:
    """doit opens whatever lies there."""
    from greenpaper import database

    database.prepare = lambda path, *, writing: None


CURES: dict[str, Callable[[], None]] = {
    "seals": _without_seals,
    "kept": _without_kept,
    "unwanted": _without_unwanted,
    "atomic": _without_atomic,
    "lock": _without_lock,
    "database": _without_database,
}
