"""Rounds of random edits, killed runs, tampering and reverts: is the next run's output that of a clean build?

`python -m tests.crash.fuzz --rounds 1000 --seed 7` works in a new folder below the system's temporary one. It exits
with 1 when an output was wrong. `--without seals` and the like switch a cure off, to see that this can fail.

The graph is the real one. Only the start of Python is saved: each run is a fork of this process, which has everything
loaded but `run` and `tasks`, the modules that begin a run.
"""

from __future__ import annotations

import argparse
import io
import itertools
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from tests.crash import cures

SAMPLE = Path(__file__).parent.parent / "sample"
ENDINGS = {"html": (".html",), "docx": (".docx", ".anchors.json"), "pdf": (".pdf",), "preview": ("-preview.pdf",)}
KINDS = (("html", "docx"),) * 10 + (("html", "docx", "pdf"),) * 2 + (("preview",),)
SIGNALS = (signal.SIGKILL,) * 7 + (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
LONGEST = 120.0  # seconds of a run; what takes longer hangs
_STEADY = 1_700_000_000  # the time that half of all edits leave on a file


def _picture(colour: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (24, 12), colour).save(made, "PNG")
    return made.getvalue()


def _variants() -> dict[str, tuple[bytes | None, ...]]:
    """The contents that a source file may have; None: there is none."""
    text = {name: (SAMPLE / name).read_text("utf-8") for name in ("document.toml", "img/flyt.svg")}
    first, second = ((SAMPLE / "chapters" / name).read_text("utf-8") for name in ("01-innledning.md", "02-forslag.md"))
    made: dict[str, tuple[str | bytes | None, ...]] = {
        "chapters/01-innledning.md": (first, first.replace("det minste", "det nest minste")),
        "chapters/02-forslag.md": (f"{second}\n$x^2$\n", second.replace("Dele data", "Dela data") + "\n$y^2$\n"),
        "img/flyt.svg": (text["img/flyt.svg"], text["img/flyt.svg"].replace("#eef2f4", "#ffffff")),
        "img/flate.png": (_picture("#204080"), _picture("#804020")),
        "document.toml": (text["document.toml"], text["document.toml"].replace('"0.2.0"', '"0.2.1"')),
        "styles/theme.toml": (None, '[colours]\ntext = "#102030"\n'),
    }
    return {
        name: tuple(item.encode() if isinstance(item, str) else item for item in contents)
        for name, contents in made.items()
    }


@dataclass
class Sources:
    """The document's files on disk, each in one of its variants."""

    folder: Path
    chance: random.Random
    variants: dict[str, tuple[bytes | None, ...]] = field(default_factory=_variants)
    chosen: dict[str, int] = field(default_factory=dict)

    def write_all(self) -> None:
        shutil.copytree(SAMPLE, self.folder, ignore=shutil.ignore_patterns("build", "__pycache__", ".doit*"))
        for name in self.variants:
            self.put(name, 0)

    def edit(self) -> None:
        name = self.chance.choice(list(self.variants))
        self.put(name, 0 if self.chance.random() < 0.6 else 1)  # few states, so that few clean builds are needed

    def put(self, name: str, variant: int) -> None:
        """Write a variant, half the time with the time that the file has always had, else with any."""
        self.chosen[name] = variant
        path, content = self.folder / name, self.variants[name][variant]
        if content is None:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        when = _STEADY if self.chance.random() < 0.5 else self.chance.randrange(1, 2**32)
        os.utime(path, (when, when))

    @property
    def state(self) -> str:
        return "-".join(str(self.chosen[name]) for name in self.variants)


@dataclass(frozen=True)
class Run:
    """A run of doit in a process of its own, and what it said."""

    pid: int
    log: Path

    @classmethod
    def start(cls, folder: Path, arguments: Sequence[str], log: Path, prepare: Callable[[], None]) -> Run:
        pid = os.fork()
        if pid == 0:
            os._exit(_in_child(folder, arguments, log, prepare))
        return cls(pid, log)

    def ended(self, seconds: float = LONGEST) -> int | None:
        """The exit code, negative for a signal; None when it has not ended in time."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.002)
        return None


def _in_child(folder: Path, arguments: Sequence[str], log: Path, prepare: Callable[[], None]) -> int:
    try:
        os.setsid()
        os.chdir(folder)
        handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
        sys.argv = ["doit", *arguments]
        prepare()
        from greenpaper import graph

        code = graph.run(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
        return int(code or 0)
    except SystemExit as end:
        return int(end.code or 0)
    except KeyboardInterrupt:  # before the run has begun
        return 128 + signal.SIGINT
    except BaseException:
        traceback.print_exc()
        return 99


@dataclass
class Fuzz:
    """One fuzz: its folder, what clean builds gave, and what went wrong."""

    work: Path
    clean: Path  # shared by all that run at the same time
    chance: random.Random
    prepare: Callable[[], None]
    wrong: list[str] = field(default_factory=list)
    killed: int = 0
    longest: float = 2.0  # seconds that a run has taken

    def __post_init__(self) -> None:
        self.folder = self.work / "document"
        self.sources = Sources(self.folder, self.chance)
        self.sources.write_all()

    def round(self, number: int) -> None:
        """Edit, run and cut off, tamper, perhaps revert; then run to the end and compare."""
        for _ in range(self.chance.randint(1, 3)):
            self.sources.edit()
        self._cut_off()
        for _ in range(self.chance.choice((0, 0, 1, 1, 2, 4))):
            self._tamper()
        for _ in range(self.chance.choice((0, 1, 2))):
            self.sources.edit()
        kinds = self.chance.choice(KINDS)
        begun = time.monotonic()
        run = self._start(kinds, "last.log")
        code = run.ended()
        self.longest = max(self.longest * 0.95, time.monotonic() - begun)
        if code is None:
            os.kill(run.pid, signal.SIGKILL)
            run.ended()
        faults = [f"exit code {code}: {run.log.read_text('utf-8')[-2000:]}"] if code else list(self._differing(kinds))
        left = [path.name for path in (self.folder / "build").rglob(".tmp-*")]
        faults += [f"left {name}" for name in left]
        if faults:
            self.wrong.append(f"round {number} ({' '.join(kinds)}, {self.sources.state}): {'; '.join(faults)}")
            print(self.wrong[-1], flush=True)

    def _start(self, kinds: Sequence[str], log: str) -> Run:
        return Run.start(self.folder, kinds, self.work / log, self.prepare)

    def _cut_off(self) -> None:
        runs = [self._start(self.chance.choice(KINDS), "cut.log")]
        if self.chance.random() < 0.1:  # two at once
            runs.append(self._start(self.chance.choice(KINDS), "second.log"))
        time.sleep(self.longest * self.chance.random() ** 2)
        if self.chance.random() < 0.15:  # somebody writes while it runs
            self.sources.edit()
            time.sleep(self.chance.uniform(0, self.longest * 0.3))
        for run in runs:
            if run.ended(0.01) is not None:
                continue
            number = self.chance.choice(SIGNALS)
            os.kill(run.pid, number)
            self.killed += 1
            code = run.ended()
            if code not in {-number, 128 + number, 0}:
                self.wrong.append(f"{number.name} gave {code}: {run.log.read_text('utf-8')[-2000:]}")
                print(self.wrong[-1], flush=True)

    def _tamper(self) -> None:
        """Damage something in build/, or the database."""
        found = sorted(path for path in (self.folder / "build").rglob("*") if path.is_file())
        found += [self.folder / ".doit.db"] * (len(found) // 8 + 1)
        path = self.chance.choice(found)
        content = path.read_bytes() if path.is_file() else b""
        times = path.stat() if path.is_file() else None
        at = self.chance.randrange(len(content) + 1)
        other, former = self.chance.choice(found), self.work / f"before-{path.name}"
        damaged: bytes | None = self.chance.choice(
            (
                None,
                b"",
                content[:at],
                content + b"\nmore",
                content[:at] + bytes(255 - byte for byte in content[at : at + 20]) + content[at + 20 :],
                content.replace(b"data", b"dato"),
                other.read_bytes() if other.is_file() else b"",
                former.read_bytes() if former.is_file() else b"{}",
            )
        )
        if content:
            former.write_bytes(content)
        if damaged is None:
            path.unlink(missing_ok=True)
            return
        path.write_bytes(damaged)
        if times and self.chance.random() < 0.7:
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))

    def _differing(self, kinds: Sequence[str]) -> Iterator[str]:
        expected, made = self._clean(kinds), _outputs(self.folder / "build", kinds)
        for name in sorted(expected.keys() | made.keys()):
            if name not in made:
                yield f"{name} is missing"
            elif name not in expected:
                yield f"{name} should not be there"
            elif made[name].read_bytes() != expected[name].read_bytes():
                yield f"{name} is wrong"

    def _clean(self, kinds: Sequence[str]) -> dict[str, Path]:
        """What a clean build of the same sources makes: built once for each state of them."""
        folder = self.clean / f"{self.sources.state}-{'-'.join(kinds)}"
        if not folder.is_dir():
            aside = Path(tempfile.mkdtemp(dir=self.clean)) / "document"
            shutil.copytree(self.folder, aside, ignore=shutil.ignore_patterns("build", ".doit*", "__pycache__"))
            run = Run.start(aside, kinds, self.work / "clean.log", lambda: None)
            if run.ended() != 0:
                raise RuntimeError(f"a clean build fails: {run.log.read_text('utf-8')}")
            try:
                (aside / "build").rename(folder)
            except OSError:  # another has just made it
                assert folder.is_dir()
        return _outputs(folder, kinds)


def _outputs(build: Path, kinds: Sequence[str]) -> dict[str, Path]:
    endings = tuple(itertools.chain.from_iterable(ENDINGS[kind] for kind in kinds))
    found = {path.name: path for path in build.iterdir() if path.name.startswith("det-minste")}
    if "preview" not in kinds:
        found = {name: path for name, path in found.items() if not name.endswith(ENDINGS["preview"])}
    return {name: path for name, path in found.items() if name.endswith(endings)}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--clean", type=Path, help="folder of clean builds, shared by fuzzes that run at once")
    parser.add_argument("--without", action="append", default=[], choices=sorted(cures.CURES), help="leave out a cure")
    parser.add_argument("--first", action="store_true", help="stop at the first wrong output")
    given = parser.parse_args(arguments)
    seed = given.seed if given.seed is not None else random.SystemRandom().randrange(10**9)
    print(f"seed {seed}", flush=True)
    cures.load()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="greenpaper-crash-", ignore_cleanup_errors=True) as work:
        clean = given.clean or Path(work) / "clean"
        clean.mkdir(exist_ok=True)
        fuzz = Fuzz(Path(work), clean, random.Random(seed), lambda: cures.leave_out(given.without))
        for number in range(given.rounds):
            fuzz.round(number)
            if given.first and fuzz.wrong:
                break
    facts = {"seed": seed, "rounds": number + 1, "killed": fuzz.killed, "wrong": len(fuzz.wrong)}
    print(json.dumps({**facts, "seconds": round(time.monotonic() - begun)}), flush=True)
    return bool(fuzz.wrong)


if __name__ == "__main__":
    sys.exit(main())
