"""doit's database, in which it remembers what was done: looked at before doit opens it, and closed without a trace.

It is a help to speed alone: where it is gone, all is built anew.
"""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

NAME = ".doit.db"
_BESIDE = ("", "-journal", "-wal", "-shm")  # files of SQLite (sqlite.org/tempfiles.html)
FILES = tuple(NAME + ending for ending in _BESIDE)
_IGNORED = "ignore:"  # set by `doit ignore`, or by whoever made the file
_SECONDS = 2.0  # that another program may hold it


def prepare(path: Path, *, writing: bool) -> None:
    """Take the database away, and say so, if it is damaged, is none, or (when `writing`) cannot be written to.

    OSError where it cannot be taken away.
    """
    if not path.exists():
        return
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    try:
        _try(path, writing)
    except (sqlite3.Error, ValueError, TypeError, LookupError) as fault:
        print(f"{path}: cannot be used ({fault}), so it is begun anew and everything built", file=sys.stderr)
        for ending in _BESIDE:
            path.with_name(path.name + ending).unlink(missing_ok=True)


def _try(path: Path, writing: bool) -> None:
    """Read all of it as doit will, and begin to write; raises what `prepare` expects where that fails."""
    address = f"file:{quote(str(path))}?mode=rw"
    with closing(sqlite3.connect(address, timeout=_SECONDS, isolation_level=None, uri=True)) as opened:
        if opened.execute("pragma quick_check").fetchone() != ("ok",):
            raise ValueError("it is damaged")
        if not opened.execute("select 1 from sqlite_master").fetchone():
            return  # made, and nothing written yet
        for name, data in opened.execute("select task_id, task_data from doit"):
            entry = json.loads(data)
            if not (isinstance(entry["_values_:"], dict) and isinstance(entry.get("deps:", []), list)):
                raise ValueError(f"its entry {name!r} is none")
            if entry.get(_IGNORED):
                raise ValueError(f"it has {name!r} left out, and no check may be")
        if writing:
            opened.execute("begin immediate")
            opened.execute("rollback")


def closed(close: Callable[[], None]) -> str | None:
    """Close the database by `close`; gives in words why it could not be written, None where it was."""
    try:
        close()
    except (sqlite3.Error, OSError) as fault:
        what = f"what was built cannot be remembered ({fault}); the next run builds it again"
        return f"{NAME}: error: {what} [machine-files]"
    return None
