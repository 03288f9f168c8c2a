"""`doit release` and `doit deprecate`, killed at one moment after the other: is what the next run leaves whole?

`python -m tests.crash.sealing FOLDER` works in the new folder FOLDER and exits with 1 when something was not. A moment
is before a call that changes what stands on the disk. The build from the source alone, which takes most of a release's
time and touches nothing of the document's folder, is stood in for by a copy of what was built before.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.crash import cures
from tests.crash.fuzz import SAMPLE, Run

CALLS = ("replace", "rename", "chmod", "mkdir", "unlink", "rmdir")
MOMENTS = 24  # of each command, spread over all that there are
COMMANDS = {"release": ("release", "--unvalidated"), "deprecate": ("deprecate", "0.2.0")}


class Sealing:
    """A document that is built; each command is done on a copy of it."""

    def __init__(self, work: Path) -> None:
        self.work, self.base = work, work / "base"
        shutil.copytree(SAMPLE, self.base, ignore=shutil.ignore_patterns("build", "__pycache__", ".doit*"))
        self.doit(self.base, "outputs")

    def doit(self, folder: Path, *arguments: str, prepare: Callable[[], None] = lambda: None) -> int:
        run = Run.start(folder, arguments, self.work / "log", lambda: (self._stand_in(), prepare())[1])
        code = run.ended()
        assert code is not None, "it hangs"
        return code

    def check(self, command: str) -> Iterator[str]:
        """Kill the command at each moment; gives what is wrong after the next ones."""
        whole = self._copy("whole")
        before = [name for name in COMMANDS if list(COMMANDS).index(name) < list(COMMANDS).index(command)]
        for name in before:
            assert self.doit(whole, *COMMANDS[name]) == 0, self._said()
        start = shutil.copytree(whole, self.work / f"start-{command}")
        counted = self.work / "count"
        assert self.doit(whole, *COMMANDS[command], prepare=lambda: _count(counted)) == 0, self._said()
        expected = _tree(whole / "releases")
        count = int(counted.read_text())
        for moment in sorted({1 + number * count // MOMENTS for number in range(MOMENTS)} | {count}):
            folder = shutil.copytree(start, self.work / "killed")
            code = self.doit(folder, *COMMANDS[command], prepare=lambda at=moment: _kill(at))  # type: ignore[misc]
            where = f"{command}, before change {moment} of {count}"
            if code != -signal.SIGKILL:
                yield f"{where}: not killed ({code}): {self._said()}"
            self.doit(folder, "verify")
            if "Traceback" in self._said():
                yield f"{where}: verify says {self._said()}"
            if code := self.doit(folder, *COMMANDS[command]):
                yield f"{where}: the next run exits with {code}: {self._said()}"
            if code := self.doit(folder, "verify"):
                yield f"{where}: verify exits with {code}: {self._said()}"
            if (made := _tree(folder / "releases")) != expected:
                yield f"{where}: other than a release at one go: {sorted(made.items() ^ expected.items())}"
            _remove(folder)
            print(where, flush=True)
        _remove(whole)

    def _copy(self, name: str) -> Path:
        return Path(shutil.copytree(self.base, self.work / name))

    def _said(self) -> str:
        return (self.work / "log").read_text("utf-8")[-1500:]

    def _stand_in(self) -> None:
        from greenpaper.release import workshop

        def build(folder: Path, edition: str | None = None) -> dict[str, bytes]:
            shutil.copytree(self.base / "build", folder / "build")
            made = (path for path in sorted((folder / "build").iterdir()) if path.name.startswith("det-minste"))
            return {path.name: path.read_bytes() for path in made}

        workshop.build = build
        os.environ["GREENPAPER_VERAPDF"] = "none"  # which takes two seconds each time, and changes nothing


def _watch(step: Callable[[], None]) -> None:
    """Have `step` called before each change of what lies in releases/ (all else is another test's)."""

    def watched(call: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **more: Any) -> Any:
            if not isinstance(arguments[0], int) and "releases" in Path(arguments[0]).parts:
                step()
            return call(*arguments, **more)

        return run

    for name in CALLS:
        setattr(os, name, watched(getattr(os, name)))


def _count(file: Path) -> None:
    seen = [0]

    def step() -> None:
        seen[0] += 1
        file.write_text(str(seen[0]))

    _watch(step)


def _kill(at: int) -> None:
    seen = [0]

    def step() -> None:
        seen[0] += 1
        if seen[0] == at:
            os.kill(os.getpid(), signal.SIGKILL)

    _watch(step)


def _tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file and folder with its rights; of files what they hold."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mode & 0o777, path.read_bytes() if path.is_file() else b"")
        for path in folder.rglob("*")
    }


def _remove(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(folder)


def main(folder: Path) -> int:
    cures.load()
    import greenpaper.release.seal  # noqa: F401 (so that the forks have it)

    sealing = Sealing(folder)
    faults = [fault for command in COMMANDS for fault in sealing.check(command)]
    print("\n".join(fault[:3000] for fault in faults))
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
