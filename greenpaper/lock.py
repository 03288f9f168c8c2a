"""One run at a time in a folder: the lock that a run holds until its process is gone, however it ends.

It is the kernel's (flock), so a dead process holds nobody up. The file says who has it, for those who wait.
"""

from __future__ import annotations

import fcntl
import os
import sys
import time
from pathlib import Path

from greenpaper.errors import ToolError

NAME = ".doit.lock"
SECONDS = 1800.0  # as long as a release may take; then something hangs
_STEP = 0.1
_held: dict[Path, int] = {}  # folder: file descriptor, open as long as this process lives


def hold(folder: Path, seconds: float = SECONDS) -> None:
    """Take the lock of `folder`; waits for whoever has it, and says so. ToolError after `seconds`.

    OSError where its file cannot be made. A file system without locks is no fault: there runs are not kept apart.
    """
    folder = folder.resolve()
    if folder in _held:
        return
    handle = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o644)
    if not _taken(handle):
        print(f"greenpaper: waiting, since {_holder(handle)} works in this folder", file=sys.stderr, flush=True)
        limit = time.monotonic() + seconds
        while not _taken(handle):
            if time.monotonic() > limit:
                who = _holder(handle)
                os.close(handle)
                raise ToolError(f"error: {who} works in this folder; end it if it hangs, and call again [run-locked]")
            time.sleep(_STEP)
    _held[folder] = handle
    os.ftruncate(handle, 0)
    os.pwrite(handle, f"{os.getpid()} {time.strftime('%Y-%m-%d %H:%M:%S')}\n".encode(), 0)


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # ENOLCK and ENOTSUP, on some network file systems
        return True
    return True


def _holder(handle: int) -> str:
    said = os.pread(handle, 100, 0).decode("utf-8", "replace").split(maxsplit=1)
    if len(said) != 2:  # it has just begun
        return "another run"
    return f"process {said[0]}, since {said[1].strip()},"
