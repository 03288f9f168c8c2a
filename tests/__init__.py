"""What all tests share beside the fixtures."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
OWN = {"sample": ROOT, "hard": ROOT / "tests" / "hard"}  # the documents of this repository
DOIT = (sys.executable, "-I", "-m", "greenpaper.start")  # what `./run doit` runs
