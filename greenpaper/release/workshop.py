"""Builds a document from its source alone: in an empty folder, by another process, as anybody could years later."""

from __future__ import annotations

from pathlib import Path

from greenpaper import child
from greenpaper.errors import AuthorError, ToolError
from greenpaper.project import BUILD

OUTPUTS = (".pdf", ".docx", ".html", ".anchors.json", ".xlsx", ".md")
SECONDS = 1800
_TASK = "outputs"
_GRAPH = "from greenpaper.tasks import *\n"


def build(folder: Path, edition: str | None = None) -> dict[str, bytes]:
    """Build the source in `folder`; the finished files by their names. AuthorError with what a build that failed said.

    Of an edition, the files that it has.

    The date and commit are those of the source (`revision.FILE`), whatever this machine's git and environment say.
    """
    command, path = child.python("greenpaper.start", _TASK, *([f"edition={edition}"] if edition else []))
    environment = child.environment(PYTHONPATH=path, GIT_CEILING_DIRECTORIES=str(folder.resolve().parent))
    graph = folder / "dodo.py"
    if not graph.is_file():
        graph.write_text(_GRAPH, "utf-8")
    try:
        done = child.run(command, limits=child.Limits(seconds=SECONDS), environment=environment, folder=folder)
    except child.TimeUpError:
        raise ToolError(f"error: the source alone does not build within {SECONDS} s [release-build]") from None
    if done.code:
        said = (done.output + done.errors).decode("utf-8", "replace").strip()
        raise AuthorError(f"error: the source alone does not build; it said [release-build]\n{said}")
    found = (path for path in sorted((folder / BUILD).iterdir()) if path.name.endswith(OUTPUTS))
    return {path.name: path.read_bytes() for path in found if path.name not in {"page.html"}}
