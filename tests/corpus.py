"""Where real documents of others are: `GREENPAPER_CORPUS` names a folder whose subfolders hold an mkdocs.yml each."""

from __future__ import annotations

import os
from pathlib import Path

_FOLDER = os.environ.get("GREENPAPER_CORPUS")
STATES = sorted(Path(_FOLDER).glob("*/mkdocs.yml")) if _FOLDER else []
