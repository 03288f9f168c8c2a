"""What all tests share beside the fixtures."""

from __future__ import annotations

import sys

DOIT = (sys.executable, "-I", "-m", "greenpaper.start")  # what `./run doit` runs
