"""Runs a command and tells what it took: time on the clock and on the processors, and memory of all its processes."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

INTERVAL = 0.1  # s between two looks at the memory of all processes
_PROC = Path("/proc")
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024  # bytes; getrusage(2) of macOS and of Linux differ


@dataclass(frozen=True, kw_only=True, slots=True)
class Cost:
    """What one run took. Seconds and megabytes (10^6 bytes)."""

    wall: float
    processor: float  # user and system time, of all its processes
    largest: float  # resident memory of the largest process at its peak
    together: float | None  # resident memory of all processes at once, seen every INTERVAL; None without /proc


class Failed(Exception):
    """The command ended with an exit code other than 0; the text is what it printed last."""


def run(command: Sequence[str], folder: Path) -> Cost:
    """Run `command` in `folder` to its end; what it prints is dropped. Failed when it fails."""
    with tempfile.TemporaryFile() as printed:
        begun = monotonic()
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=printed, stderr=subprocess.STDOUT
        )
        with _Watch(process.pid) as watch:
            # Not Popen.wait: only wait4 gives the use of this child and of all that it has waited for itself
            _, status, used = os.wait4(process.pid, 0)
            wall = monotonic() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            printed.seek(0)
            lines = printed.read().decode("utf-8", "replace").splitlines()[-5:]
            raise Failed(f"{' '.join(command)} ended with {process.returncode}:\n" + "\n".join(lines))
    largest = used.ru_maxrss * _RSS_UNIT
    return Cost(
        wall=wall,
        processor=used.ru_utime + used.ru_stime,
        largest=largest / 1e6,
        # a process may come and go between two looks
        together=max(watch.peak, largest) / 1e6 if _PROC.is_dir() else None,
    )


class _Watch(threading.Thread):
    """Looks at the memory of a process and all below it until the block ends; `peak` is in bytes."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self._root, self._ended = root, threading.Event()
        self.peak = 0

    def __enter__(self) -> _Watch:
        if _PROC.is_dir():
            self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        if self.is_alive():
            self.join()

    def run(self) -> None:
        while not self._ended.wait(INTERVAL):
            self.peak = max(self.peak, _resident(self._root))


def _resident(root: int) -> int:
    """Bytes in memory of the process `root` and all below it. What processes share counts in each."""
    parents, pages = {}, {}
    for folder in _PROC.glob("[0-9]*"):
        try:
            # proc(5): the fields after the name, which stands in brackets and may hold anything
            fields = (folder / "stat").read_bytes().rpartition(b")")[2].split()
        except OSError:  # it has ended
            continue
        number = int(folder.name)
        parents[number], pages[number] = int(fields[1]), int(fields[21])
    family, size = {root}, 0
    while len(family) > size:
        size = len(family)
        family |= {number for number, parent in parents.items() if parent in family}
    return sum(pages.get(number, 0) for number in family) * os.sysconf("SC_PAGE_SIZE")
