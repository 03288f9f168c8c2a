"""The only module that starts other programs: pandoc, our own layout processes, git, ssh-keygen, Java.

No shell, limits on time and memory, an environment of named variables only, and every child known until it has ended,
so that all of them can be ended at once.
"""

from __future__ import annotations

import contextlib
import math
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# What a child may know of our environment. All else stays here: in CI, tokens and passwords stand in it.
VARIABLES = frozenset(
    {
        "PATH",
        "HOME",
        "USER",
        "LOGNAME",
        "LANG",
        "LC_ALL",
        "LC_CTYPE",
        "TMPDIR",
        "TZ",
        "XDG_CACHE_HOME",
        "XDG_CONFIG_HOME",
    }
    | {"LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH"}  # where Pango is
)
GRACE = 3.0  # seconds that a child has for ending its own children, before it is killed


class TimeUpError(Exception):
    """The child did not end in time, and was ended."""


class StoppedError(Exception):
    """The child was ended, or not started, because the whole run is (`end_all`)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What a child may take: seconds by the clock, as many of the processor's, and bytes of address space.

    The last two only on Linux. They hold when we are killed ourselves and watch no more.
    """

    seconds: float
    memory: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """A child that has ended: its exit code, negative for the signal that killed it, and what it wrote."""

    code: int
    output: bytes
    errors: bytes

    @property
    def ran_out_of_memory(self) -> bool:
        """Whether it died as programs do that get no memory: Python says so, C libraries abort, the system kills."""
        told = self.code > 0 and (self.said.startswith("MemoryError") or "annot allocate memory" in self.said)
        return told or self.code in {-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGSEGV, -signal.SIGKILL}

    @property
    def said(self) -> str:
        """Its last word, for a message: the last line of its standard error, or how it ended."""
        lines = self.errors.decode("utf-8", "replace").strip().splitlines()
        if lines:
            return lines[-1]
        if self.code < 0:
            return f"ended by {signal.Signals(-self.code).name}"
        return f"exit code {self.code}"


_running: set[subprocess.Popen[bytes]] = set()  # changed and copied in single steps: a signal handler reads it
_stopped = False


def environment(variables: Iterable[str] = (), environ: Mapping[str, str] | None = None, **more: str) -> dict[str, str]:
    """Our environment, or `environ`, cut down to VARIABLES and these `variables`, with `more` set."""
    named = VARIABLES.union(variables)
    ours = os.environ if environ is None else environ
    return {name: value for name, value in ours.items() if name in named} | more


def python(module: str, *arguments: str) -> tuple[list[str], str]:
    """The command that runs a module of ours by this Python, and the PYTHONPATH that it needs.

    It finds modules where we do, but none in the current folder, which may be a document's: `-m` would look there
    first (docs.python.org, "Command line", -P).
    """
    here, ours = Path.cwd(), Path(__file__).resolve().parent.parent
    places = [place for place in sys.path if place and (Path(place).resolve() != here or Path(place).resolve() == ours)]
    return [sys.executable, "-P", "-m", module, *arguments], os.pathsep.join(places)


def run(
    arguments: Sequence[str],
    text: bytes = b"",
    *,
    limits: Limits,
    environment: Mapping[str, str],
    folder: Path | None = None,
    asks: bool = False,
) -> Done:
    """Run a program with `text` on its standard input, in `folder`, until it ends; gives what it wrote.

    It leads a process group of its own, unless it `asks` the user for something (a passphrase): only programs of the
    terminal's own group may. TimeUpError when it takes too long, StoppedError after `end_all`, OSError when it cannot
    be started.
    """
    if stopped():
        raise StoppedError
    process = subprocess.Popen(
        list(arguments),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=dict(environment),
        process_group=None if asks else 0,
    )
    _running.add(process)
    try:
        _limit(process, limits)
        if stopped():  # since it was asked above
            _end([process])
        output, errors = process.communicate(text, timeout=limits.seconds)
    except subprocess.TimeoutExpired:
        raise TimeUpError from None
    finally:
        _end([process])
        _running.discard(process)
        _close(process)
    if stopped():
        raise StoppedError
    if process.returncode == -signal.SIGXCPU:
        raise TimeUpError
    return Done(code=process.returncode, output=output, errors=errors)


def stopped() -> bool:
    """Whether `end_all` has been called."""
    return _stopped


def end_all() -> None:
    """End all running children and start no more. For the run's end by a signal; may be called by its handler."""
    global _stopped
    _stopped = True
    _end(tuple(_running))


def _limit(process: subprocess.Popen[bytes], limits: Limits) -> None:
    """Set the limits from outside: code of ours between fork and exec could hang where threads run."""
    if not hasattr(resource, "prlimit"):  # macOS, where no limit on address space is honoured either
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):  # it has ended already
        seconds = math.ceil(limits.seconds)
        resource.prlimit(process.pid, resource.RLIMIT_CPU, (seconds, seconds + 1))
        if limits.memory is not None:
            resource.prlimit(process.pid, resource.RLIMIT_AS, (limits.memory, limits.memory))


def _end(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """End these, politely first: a build inside a build has children of its own."""
    waiting = [process for process in processes if process.returncode is None]  # dead or not: its group may live
    for sign in (signal.SIGTERM, signal.SIGKILL):
        for process in waiting:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                _signal(process, sign)
        until = time.monotonic() + GRACE
        while waiting and time.monotonic() < until:
            time.sleep(0.01)
            waiting = [process for process in waiting if process.poll() is None]


def _signal(process: subprocess.Popen[bytes], sign: signal.Signals) -> None:
    if os.getpgid(process.pid) == process.pid:
        os.killpg(process.pid, sign)
    else:
        process.send_signal(sign)


def _close(process: subprocess.Popen[bytes]) -> None:
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream:
            with contextlib.suppress(OSError):
                stream.close()
