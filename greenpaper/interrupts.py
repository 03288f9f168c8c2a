"""What a signal does to a run: its programs end, what is finished stays and is remembered, one line says so.

The exit code is 128 and the signal's number, as shells have it: 130 for Ctrl-C, 143 for SIGTERM, 129 for SIGHUP.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from greenpaper import child

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_GRACE = 2.0  # seconds that steps have to put away what they were at; they are in threads, which nobody can end
_at_work: set[int] = set()  # threads in a step
_code = 0


def install() -> None:
    """Let the signals end this process in good order. Those that it was told to ignore (nohup) stay ignored."""
    if threading.current_thread() is threading.main_thread():
        for number in _SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, _end)


def came() -> bool:
    """Whether one has come."""
    return bool(_code)


@contextmanager
def step() -> Iterator[None]:
    """Round work that must not be left lying about half done."""
    _at_work.add(threading.get_ident())
    try:
        yield
    finally:
        _at_work.discard(threading.get_ident())


def leave() -> None:
    """End the process, if a signal came: at once, since Python would wait for threads that still prepare images."""
    if not _code:
        return
    limit = time.monotonic() + _GRACE
    while _at_work and time.monotonic() < limit:
        time.sleep(0.01)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(_code)


def _end(number: int, frame: FrameType | None) -> None:
    global _code
    _code = 128 + number
    for other in _SIGNALS:
        signal.signal(other, lambda *_: os._exit(_code))  # somebody is impatient
    start = "\r\x1b[K" if sys.stderr.isatty() else ""
    os.write(2, f"{start}greenpaper: ended by {signal.Signals(number).name}; the next run goes on from here\n".encode())
    child.end_all()
    raise SystemExit(_code)
