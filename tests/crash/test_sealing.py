"""A release that is killed at any moment is whole after the next run, or not there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def test_a_release_is_whole_whenever_it_was_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.crash.sealing", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=1200)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "deprecate, before change" in done.stdout
