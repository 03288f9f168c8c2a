"""Builds document folders, each in a process of its own that begins where this one has loaded everything.

`python -m tests.hostile.solo FOLDER...` prints a line of JSON for each: what the build said, and whether it was a fault
of ours. All of it is what doit does, but for the PDF, which takes seconds.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import sys
import traceback
from pathlib import Path

from greenpaper import checks, images, letter, page, passes, reading, steps, theme, word  # noqa: F401 (loaded once)
from greenpaper.errors import GreenpaperError
from greenpaper.project import load

_SECONDS = 60


def main(folders: list[str]) -> None:
    """Build each of them."""
    for folder in folders:
        out, into = os.pipe()
        child = os.fork()
        if not child:
            os.close(out)
            with os.fdopen(into, "w") as stream:
                stream.write(json.dumps(_build(folder)))
                stream.flush()
            os._exit(0)
        os.close(into)
        with os.fdopen(out) as stream:
            said = stream.read()
        _, status = os.waitpid(child, 0)
        print(said or json.dumps({"said": f"ended by {status}", "ours": True}), flush=True)


def _build(folder: str) -> dict[str, object]:
    signal.alarm(_SECONDS)
    os.chdir(folder)
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            _steps()
    except GreenpaperError as fault:
        return {"said": printed.getvalue() + "\n".join(fault.lines), "refused": True, "ours": False}
    except BaseException:  # whatever it is, it is a fault of ours
        return {"said": traceback.format_exc(), "refused": True, "ours": True}
    return {"said": printed.getvalue(), "refused": False, "ours": False}


def _steps() -> None:
    project = load(Path())
    for chapter in project.document.chapters:
        steps.read(project, chapter)
    steps.book(project)
    steps.images(project)
    steps.formulas(project)
    steps.gate(project, strict=False, colour=False)
    steps.drawings(project)
    steps.page(project)
    steps.html(project)
    steps.docx(project)


if __name__ == "__main__":
    main(sys.argv[1:])
