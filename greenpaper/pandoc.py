"""The only module that starts pandoc, which comes inside the wheel `pypandoc_binary`: its version is ours."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pypandoc

from greenpaper import child
from greenpaper.errors import ToolError
from greenpaper.files import write_atomic

SECONDS = 60  # a chapter takes 0.02 s, a document of 1000 pages 6 s; what takes longer will not end
MEMORY = 1000  # million bytes; a document of 1000 pages takes 320
LIMITS = child.Limits(seconds=SECONDS)
# Its own runtime holds the limit on memory, on every system: it reserves far more addresses than it uses.
_ALWAYS = ("+RTS", f"-M{MEMORY}m", "-RTS", "--sandbox")
_GIVEN_UP = re.compile(r"Error at \(line ([0-9]{1,9}), column [0-9]+\):")
_EXHAUSTED = 251  # exit code of GHC's runtime


class DefeatedError(ToolError):
    """A text took more time or memory than pandoc gets. `what` says which."""

    def __init__(self, what: str, code: str) -> None:
        super().__init__(f"error: pandoc {what}; the text defeats it [{code}]")
        self.what = what


class UnreadableError(ToolError):
    """A text that pandoc's reader gives up on, at this line of it, from 1."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(f"error: pandoc: {message} [pandoc-failed]")
        self.line = line


@cache
def program() -> str:
    """Path of the pandoc program."""
    return str(pypandoc.get_pandoc_path())


@cache
def version() -> str:
    """The program's version: not that of the wheel."""
    return run(["--version"], "").splitlines()[0].removeprefix("pandoc ")


def run(arguments: Sequence[str], text: str, environment: Mapping[str, str] | None = None) -> str:
    """Run pandoc on `text` and give what it prints. It sees no file and no network (`--sandbox`).

    But for those that `arguments` name. DefeatedError when the text takes too much, UnreadableError when its reader
    gives up on it, ToolError when pandoc fails otherwise.
    """
    try:
        done = child.run(
            [program(), *_ALWAYS, *arguments], text.encode("utf-8"), limits=LIMITS, environment=environment or {}
        )
    except child.TimeUpError:
        raise DefeatedError(f"did not end within {SECONDS} s", "pandoc-time") from None
    except OSError as fault:
        raise ToolError(f"error: pandoc cannot be started ({fault}); run `./run` anew [pandoc-missing]") from None
    if done.code == _EXHAUSTED:
        raise DefeatedError(f"took more than {MEMORY} MB of memory", "pandoc-memory")
    message = done.errors.decode("utf-8", "replace").strip()
    if done.code and (given_up := _GIVEN_UP.match(message)):
        raise UnreadableError(" ".join(message.split()), int(given_up[1]))
    if done.code or message:
        raise ToolError(f"error: pandoc: {message or done.said}; this is a fault of Greenpaper [pandoc-failed]")
    return done.output.decode("utf-8")


def run_to_file(
    arguments: Sequence[str], text: str, target: Path, environment: Mapping[str, str] | None = None
) -> None:
    """Run pandoc as `run` does, and write its output to `target`, whole or not at all."""
    with tempfile.TemporaryDirectory(prefix="greenpaper-") as folder:
        made = Path(folder) / f"out{target.suffix}"
        run([*arguments, "--output", str(made)], text, environment)
        write_atomic(target, made.read_bytes())
