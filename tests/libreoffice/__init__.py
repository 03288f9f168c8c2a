"""An office without a screen that works on documents for the tests, driven over a pipe (no port of the network)."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SESSION = Path(__file__).with_name("session.py")
_PYTHONS = ("python3", "/usr/bin/python3", "/usr/lib/libreoffice/program/python", "/opt/libreoffice/program/python")
_TIME = 300  # seconds after which an office that hangs is ended


def python_with_uno() -> str | None:
    """A Python that can talk to LibreOffice: Debian's with `python3-uno`, or the one that comes with LibreOffice."""
    for python in _PYTHONS:
        try:
            done = subprocess.run([python, "-c", "import uno"], capture_output=True, timeout=60, check=False)
        except OSError:
            continue
        if done.returncode == 0:
            return python
    return None


class Office:
    """A running LibreOffice; `folder` takes its profile. Ends with `close`, whatever it is doing."""

    def __init__(self, soffice: str, python: str, folder: Path) -> None:
        self._python = python
        self._pipe = f"greenpaper-{os.getpid()}-{os.urandom(4).hex()}"
        self._process = subprocess.Popen(
            [
                soffice, "--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck",
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                f"--accept=pipe,name={self._pipe};urp;StarOffice.ComponentContext",
            ],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    def run(self, jobs: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Do the jobs that `session.py` describes; its report."""
        command = [self._python, str(SESSION), self._pipe]
        done = subprocess.run(
            command, input=json.dumps(jobs), capture_output=True, text=True, timeout=_TIME, check=False
        )
        assert done.returncode == 0, f"{done.returncode}: {done.stderr}"
        report: list[dict[str, Any]] = json.loads(done.stdout)
        return report

    def close(self) -> None:
        """End it and what it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(timeout=60)
