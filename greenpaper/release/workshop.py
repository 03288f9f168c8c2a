"""Builds a document from its source alone: in an empty folder, by another process, as anybody could years later."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from greenpaper.errors import AuthorError
from greenpaper.project import BUILD

OUTPUTS = (".pdf", ".docx", ".html", ".anchors.json", ".xlsx", ".md")
SECONDS = 1800
_TASK = "outputs"
_GRAPH = "from greenpaper.tasks import *\n"
_OUTER = frozenset({"SOURCE_DATE_EPOCH", "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"})


def build(folder: Path, edition: str | None = None) -> dict[str, bytes]:
    """Build the source in `folder`; the finished files by their names. AuthorError with what a build that failed said.

    Of an edition, the files that it has.

    The date and commit are those of the source (`stamp.REVISION`), whatever this machine's git and environment say.
    """
    environment = {name: value for name, value in os.environ.items() if name not in _OUTER}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    environment["GIT_CEILING_DIRECTORIES"] = str(folder.resolve().parent)
    graph = folder / "dodo.py"
    if not graph.is_file():
        graph.write_text(_GRAPH, "utf-8")
    command = [sys.executable, "-m", "doit", _TASK, *([f"edition={edition}"] if edition else [])]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=SECONDS, check=False)
    if done.returncode:
        said = (done.stdout + done.stderr).decode("utf-8", "replace").strip()
        raise AuthorError(f"error: the source alone does not build; it said [release-build]\n{said}")
    found = (path for path in sorted((folder / BUILD).iterdir()) if path.name.endswith(OUTPUTS))
    return {path.name: path.read_bytes() for path in found if path.name not in {"page.html"}}
