"""The examples of the CommonMark specification (CC BY-SA 4.0), which is not ours to publish: read where npm put it."""

from __future__ import annotations

import os
import re
from pathlib import Path

PACKAGE = "commonmark-spec-0.31.2"
_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n.*?^`{32}$", re.MULTILINE | re.DOTALL)
_END = "<!-- END TESTS -->"


def specification() -> Path | None:
    """Where the text of the specification is: as GREENPAPER_COMMONMARK says, or where `.ci/run` puts it."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    usual = cache / "greenpaper-ci" / PACKAGE / "node_modules" / "commonmark-spec" / "spec.txt"
    path = Path(os.environ.get("GREENPAPER_COMMONMARK") or usual)
    return path if path.is_file() else None


def examples(path: Path) -> list[str]:
    """The Markdown of all examples, in order; the first is number 1 in the specification."""
    text = path.read_text("utf-8").partition(_END)[0]
    return [found.replace("→", "\t") for found in _EXAMPLE.findall(text)]
