"""What makes a task of doit: when it has to be done again, and what is remembered of it.

doit itself trusts times (a file whose time is as it was counts as unchanged), never looks into targets, and reads what
a task depends on after it is done, when it may be another text than the one that was used. So checksums are taken here:
of what a task reads before it runs, of what it has made after. They are kept as the task's values, and a task is up to
date only while the disk still has all of it. Over them stands a mark of this machine's (`trust`), since the database
and build/ may have come with the chapters.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeAlias

from doit.dependency import FileChangedChecker
from doit.exceptions import InvalidDodoFile

from greenpaper import built, sources, trust
from greenpaper.files import sha256

Task: TypeAlias = dict[str, Any]
Action: TypeAlias = Callable[..., Any]
Paths: TypeAlias = Callable[[], Iterable[Path]]

# What an action prints goes to where it should. To capture it, doit would put another object in the place of sys.stdout
# for a while: with actions in threads, one would print to what the other has just taken away, and Python 3.11's print()
# crashes then (it does not hold on to sys.stdout).
PRINTED = {"capture": False}


def asked(action: Action, *needs: str, **more: Any) -> Task:
    """A task that is done whenever it is asked for, behind those that it `needs`, and prints for whoever asked."""
    return {
        "actions": [action],
        "io": PRINTED,
        "task_dep": list(needs),
        "uptodate": [False],
        "meta": {"prints": True},
        **more,
    }


def switch(name: str, help: str) -> dict[str, Any]:
    """The option `--name` of a task, which is given or not."""
    return {"name": name, "long": name, "type": bool, "default": False, "help": help}


def choice(name: str, long: str, known: Sequence[str]) -> dict[str, Any]:
    """The option `--long` of a task, which is one of these, the first if not given; its action gets it as `name`."""

    def read(given: str) -> str:
        if given not in known:  # doit's own message would name it by our variable
            what = f"--{long} {given} is not known; write one of {', '.join(known)}"
            raise InvalidDodoFile(f"{what} [settings-argument]")
        return given

    return {"name": name, "long": long, "default": known[0], "type": read, "help": " | ".join(known)}


def task(
    action: Action,
    *,
    code: tuple[str, ...],
    files: Iterable[Any],
    values: dict[str, Any],
    tools: tuple[str, ...] = (),
    targets: list[Path],
    made: Paths = tuple,
    former: Paths = tuple,
    unwanted: Paths = tuple,
    **more: Any,
) -> Task:
    """A task whose result follows from `files`, `values`, the versions of `tools` and the package's modules `code`.

    `made` gives the files beside the targets that it makes, whose names are not known ahead; `former` those that it
    made when the document had another version or other chapters; `unwanted` those that it takes away.
    """
    steps = sources.files("greenpaper.steps")
    own = [built.__file__, *steps, *sources.closure(*(f"greenpaper.{module}" for module in code))]
    reads = [Path(file) for file in (*files, *own)]
    compared = {"python": sys.version, "tools": {tool: _version(tool) for tool in tools}, **values}
    seal = _Seal(repr(sorted(compared.items())), reads, targets, made)
    return {
        "actions": [seal.around(action)],
        "io": PRINTED,
        "file_dep": [str(file) for file in reads],  # tell doit which tasks go first
        "uptodate": [
            seal.is_whole,
            lambda task, values: not any(unwanted()),
        ],
        "targets": targets,
        "clean": [(built.remove, [lambda: [*targets, *made(), *former()]])],
        **more,
    }


class Blind(FileChangedChecker):  # type: ignore[misc]
    """doit's own look at the files of a task, which sees no change: `_Seal` sees them all."""

    def check_modified(self, file_path: str, file_stat: os.stat_result, state: object) -> bool:
        """Never."""
        return False

    def get_state(self, dep: str, current_state: object) -> str:
        """The same for every file."""
        return ""


class _Seal:
    """Checksums of everything that a task reads and makes, and the mark of them and of the values it `compared`.

    `targets` and `made` apart, because a target says what was made: it has to be whole before it is asked.
    """

    def __init__(self, compared: str, reads: Iterable[Path], targets: Iterable[Path], made: Paths) -> None:
        self._compared, self._reads, self._targets, self._made = compared, tuple(reads), tuple(targets), made

    def around(self, action: Action) -> Action:
        """The action, and what is remembered of it: nothing if somebody wrote to what it read meanwhile."""

        def run(**options: Any) -> Any:
            before = [_state(path) for path in self._reads]
            read = _sums(self._reads)
            failed = action(**options)
            if failed is not None:
                return failed
            if read is None or before != [_state(path) for path in self._reads]:
                return {}
            sums = [read, _sums(self._targets), _sums(self._made())]
            return {"sealed": [*sums, trust.mark(self._said(*sums))]}

        return run

    def is_whole(self, task: Any, values: dict[str, Any]) -> bool:
        """Whether all is as it was when the task was last done; doit gives what it remembers of that."""
        match values.get("sealed"):
            case [str(read), str(targets), str(made), given]:
                ours = trust.bears(self._said(read, targets, made), given)
                same = ours and targets == _sums(self._targets) and made == _sums(self._made())
                return same and read == _sums(self._reads)
        return False

    def _said(self, *sums: str | None) -> str:
        return f"task {sums} {self._compared}"


_known: dict[Path, tuple[tuple[int, ...], str]] = {}  # what each file was when its checksum was taken in this run


def _state(path: Path) -> tuple[int, ...] | None:
    """What changes whenever a file is written to while we run: nobody can set the third of these times."""
    try:
        said = path.stat()
    except OSError:
        return None
    return said.st_ino, said.st_size, said.st_mtime_ns, said.st_ctime_ns


def _sums(paths: Iterable[Path]) -> str | None:
    """One checksum of these files and their names; None where one is missing or cannot be read."""
    lines: list[str] = []
    try:
        for path in paths:
            state = _state(path)
            if state is None:
                return None
            known = _known.get(path)
            if known is None or known[0] != state:
                known = _known[path] = (state, sha256(path))
            lines.append(f"{known[1]}  {path}")
    except OSError:
        return None
    return sha256("\n".join(lines).encode())


@cache
def _version(package: str) -> str:
    return version(package)
