"""A run of doit in a document's folder: what it takes before anything is read, what it starts from, and its actions.

To import this module is to begin the run. `tasks` and `release_tasks` do so, which doit loads by way of dodo.py.
"""

from __future__ import annotations

import errno
import gc
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from doit import get_var
from doit.exceptions import InvalidDodoFile, TaskFailed

from greenpaper import database, files, interrupts, lock, machine, project, resources
from greenpaper.errors import GreenpaperError, SettingsError
from greenpaper.reporter import coloured

_READING = frozenset({"list", "help", "info", "dumpdb", "tabcompletion"})  # commands of doit that change nothing


def _begin(arguments: Sequence[str]) -> None:
    """Have the folder to ourselves, without what a run that was broken off has left."""
    interrupts.install()
    words = [word for word in arguments if not word.startswith("-") and "=" not in word]
    writing = not _READING.intersection(words[:1])
    try:
        if writing:
            _refuse_links()
            lock.hold(Path())
            if project.BUILD.exists() and not project.BUILD.is_dir():
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(project.BUILD))
            files.tidy(map(Path, files.OUTPUTS))
        database.prepare(Path(database.NAME), writing=writing)
    except GreenpaperError as fault:
        raise InvalidDodoFile(str(fault)) from None
    except OSError as error:
        told = machine.fault(error)
        if told is None:
            raise
        raise InvalidDodoFile(str(told)) from None


def _refuse_links() -> None:
    """SettingsError where a run would write through a link: chapters from elsewhere may bring one of such a name."""
    found = {name for name in files.OUTPUTS if Path(name).is_symlink()}  # all below releases/ is for `verify` to see
    found.update(resources.links(Path(), (lock.NAME, *database.FILES, project.BUILD.name)))
    what = "error: this is a link, and what a run writes here would land where it leads; remove it [settings-link]"
    lines = [f"{name}: {what}" for name in sorted(found)]
    if lines:
        raise SettingsError(*lines)


def _loaded() -> project.Project:
    try:
        return project.load(Path(), str(get_var("edition", "")))
    except GreenpaperError as fault:
        raise InvalidDodoFile(f"the settings have faults\n{fault}") from None  # doit writes "ERROR: " before it


def _strict() -> bool:
    given = str(get_var("strict", "no")).casefold()
    if given not in {"yes", "no"}:
        raise InvalidDodoFile(f"strict={given} means nothing; write strict=yes or strict=no [settings-strict]")
    return given == "yes"


# Trees of a hundred thousand nodes live to the end of a build: to look through them for garbage again and again doubles
# the time of reading.
gc.set_threshold(200_000, 50, 50)

_begin(sys.argv[1:])
PROJECT = _loaded()
STRICT = _strict()
COLOUR = coloured()


def later(module: str, name: str) -> Callable[..., None]:
    """The function of this name in a module of the package, which is imported when it runs: most runs need it not."""

    def step(project: project.Project, **options: Any) -> None:
        getattr(importlib.import_module(f"greenpaper.{module}"), name)(project, **options)

    return step


def action(step: Callable[..., None], *arguments: Any) -> Callable[..., TaskFailed | None]:
    """The step as an action: a fault of the user or the machine is one clean message and exit 1, else it is our bug."""

    def run(**options: Any) -> TaskFailed | None:
        try:
            with interrupts.step():
                step(PROJECT, *arguments, **options)
        except GreenpaperError as fault:
            return TaskFailed(str(fault))
        except OSError as error:
            told = machine.fault(error)
            if told is None:
                raise
            return TaskFailed(str(told))
        return None

    return run
