"""Killed runs, tampering and reverts at random: the next run makes what a clean build makes, and the cures are why."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
ROUNDS = int(os.environ.get("GREENPAPER_CRASH_ROUNDS", "200"))  # thousands for a night
SEED = int(os.environ.get("GREENPAPER_CRASH_SEED", random.SystemRandom().randrange(10**6)))
PROCESSES = 2


def _start(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.crash.fuzz", *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def test_no_output_is_wrong_after_a_crash(tmp_path: Path) -> None:
    rounds = str(-(-ROUNDS // PROCESSES))
    shared = ("--rounds", rounds, "--clean", str(tmp_path))
    running = [_start("--seed", str(SEED + number), *shared) for number in range(PROCESSES)]
    said = [process.communicate()[0] for process in running]
    print("\n".join(said))  # the seeds, for who has to do it again
    assert [process.returncode for process in running] == [0] * PROCESSES, "\n".join(said)
    assert sum(json.loads(text.splitlines()[-1])["killed"] for text in said) > ROUNDS / 10  # else it shows nothing


@pytest.mark.parametrize("cure", ["seals", "kept"])
def test_without_a_cure_outputs_are_wrong(tmp_path: Path, cure: str) -> None:
    process = _start("--rounds", "30", "--seed", "4", "--clean", str(tmp_path), "--without", cure, "--first")
    said = process.communicate()[0]
    assert process.returncode == 1, said
