"""What a build shows while it runs: one moving line on a terminal, plain lines elsewhere; faults in our own words."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

from doit.exceptions import BaseFail, TaskFailed
from doit.globals import Globals
from doit.reporter import ConsoleReporter

from greenpaper import database, interrupts
from greenpaper.built import VALIDATION
from greenpaper.conformance import statement

_CLEAR = "\r\x1b[K"


def coloured() -> bool:
    """Whether output may be coloured: on a terminal where NO_COLOR (no-color.org) is not set."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _shown(task: Any) -> list[str]:
    """The files that a task is there for: its targets, or what they are about."""
    return list((task.meta or {}).get("about", task.targets))


def _described(target: str) -> str:
    """A finished file; a PDF with the standards that it declares, and whether that is proved."""
    path = Path(target)
    said = statement(path, path.parent / VALIDATION.name) if path.suffix == ".pdf" and path.is_file() else ""
    return f"{target} ({said})" if said else target


class Progress(ConsoleReporter):  # type: ignore[misc]
    """doit's reporter protocol: it calls these methods as tasks start, end, fail or need not run."""

    desc = "one line on a terminal, plain lines elsewhere"

    def __init__(self, outstream: Any, options: dict[str, Any]) -> None:
        # Standard output is for findings: `doit check --format json > findings.json`
        super().__init__(sys.stderr if outstream is sys.stdout else outstream, options)
        self._live = self.outstream.isatty() and os.environ.get("TERM") != "dumb"
        self._lock = threading.RLock()
        self._begun = time.monotonic()
        self._started: dict[str, float] = {}
        self._total = self._done = self._ran = 0
        self._targets: list[str] = []

    def initialize(self, tasks: Any, selected_tasks: Any) -> None:
        """Count what is ahead: the selected tasks and all that they stand on."""
        waiting, seen = list(selected_tasks), set()
        while waiting:
            name = waiting.pop()
            if name not in seen and name in tasks:
                seen.add(name)
                waiting += [*tasks[name].task_dep, *tasks[name].setup_tasks]
        self._total = sum(bool(tasks[name].actions) for name in seen)
        self._targets = [target for name in selected_tasks if name in tasks for target in _shown(tasks[name])]
        self._keep_database(Globals.dep_manager)

    def execute_task(self, task: Any) -> None:
        """A task starts."""
        if not task.actions:
            return
        with self._lock:
            self._started[task.name] = time.monotonic()
            self._ran += 1
            self._show(task)

    def add_success(self, task: Any) -> None:
        """A task ended well."""
        if not task.actions:
            return
        with self._lock:
            self._done += 1
            seconds = time.monotonic() - self._started.pop(task.name, self._begun)
            if self._live:
                self._show(task)
            elif not task.meta or not task.meta.get("prints"):
                self.write(f"{self._count()} {task.title()}  {seconds:.1f} s\n")

    def skip_uptodate(self, task: Any) -> None:
        """A task need not run."""
        self._done += bool(task.actions)

    def skip_ignore(self, task: Any) -> None:
        """A task is to be left out (`doit ignore`)."""
        self._done += bool(task.actions)

    def add_failure(self, task: Any, fail: BaseFail) -> None:
        """A task failed: a fault of the author is our finished text, anything else is our bug and keeps its trace."""
        with self._lock:
            self._clear()
            if isinstance(fail, TaskFailed):
                self.write(fail.get_msg().rstrip() + "\n")
            elif fail.report:
                self.failures.append({"task": task, "exception": fail})
                self._write_failure({"task": task, "exception": fail})

    def runtime_error(self, msg: str) -> None:
        """What doit itself cannot do, such as find a file that a task needs."""
        with self._lock:
            self._clear()
            self.write(msg.rstrip() + "\n")

    def complete_run(self) -> None:
        """The end: what there is now."""
        interrupts.leave()
        self._clear()
        if self._targets and self._done == self._total:
            state = f"Built in {time.monotonic() - self._begun:.1f} s" if self._ran else "Nothing to do"
            self.write(f"{state}: {', '.join(map(_described, dict.fromkeys(self._targets)))}\n")

    def _keep_database(self, manager: Any) -> None:
        """Have doit's database closed in our way: doit would print a trace."""
        close = manager.close

        def keep() -> None:
            fault = database.closed(close)
            if fault:
                self._clear()
                self.write(f"{fault}\n")
                interrupts.leave()
                raise SystemExit(1)

        manager.close = keep

    def _count(self) -> str:
        return f"[{min(self._done, self._total):>{len(str(self._total))}}/{self._total}]"

    def _show(self, task: Any) -> None:
        if self._live and not interrupts.came():
            running = ", ".join(self._started) or task.title()
            self.write(f"{_CLEAR}{self._count()} {running} … {time.monotonic() - self._begun:.0f} s")
            self.outstream.flush()

    def _clear(self) -> None:
        if self._live:
            self.write(_CLEAR)
