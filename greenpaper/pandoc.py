"""The only module that starts pandoc, which comes inside the wheel `pypandoc_binary`: its version is ours."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pypandoc

from greenpaper import child
from greenpaper.errors import ToolError
from greenpaper.files import write_atomic

SECONDS = 120  # a chapter takes 0.02 s, a whole document 2 s; what takes longer will not end
LIMITS = child.Limits(seconds=SECONDS)


@cache
def program() -> str:
    """Path of the pandoc program."""
    return str(pypandoc.get_pandoc_path())


@cache
def version() -> str:
    """The program's version: not that of the wheel."""
    return _call(["--version"], "", None).splitlines()[0].removeprefix("pandoc ")


def run(arguments: Sequence[str], text: str, environment: Mapping[str, str] | None = None) -> str:
    """Run pandoc on `text` and give what it prints. It sees no file and no network (`--sandbox`)."""
    return _call(["--sandbox", *arguments], text, environment)


def run_to_file(
    arguments: Sequence[str], text: str, target: Path, environment: Mapping[str, str] | None = None
) -> None:
    """Run pandoc on `text` and write its output to `target`, whole or not at all. It may read files, for images."""
    with tempfile.TemporaryDirectory(prefix="greenpaper-") as folder:
        made = Path(folder) / f"out{target.suffix}"
        _call([*arguments, "--output", str(made)], text, environment)
        write_atomic(target, made.read_bytes())


def _call(arguments: Sequence[str], text: str, environment: Mapping[str, str] | None) -> str:
    try:
        done = child.run([program(), *arguments], text.encode("utf-8"), limits=LIMITS, environment=environment or {})
    except child.TimeUpError:
        raise ToolError(f"error: pandoc did not end within {SECONDS} s; the text defeats it [pandoc-time]") from None
    except OSError as fault:
        raise ToolError(f"error: pandoc cannot be started ({fault}); run `./run` anew [pandoc-missing]") from None
    message = done.errors.decode("utf-8", "replace").strip()
    if done.code or message:
        raise ToolError(f"error: pandoc: {message or done.said}; this is a fault of Greenpaper [pandoc-failed]")
    return done.output.decode("utf-8")
