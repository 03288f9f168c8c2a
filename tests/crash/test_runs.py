"""Signals, two runs at once, a database that cannot be used, a full disk: one line, and the next run recovers."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests import DOIT

SAMPLE = Path(__file__).parent.parent / "sample"
NAME = "det-minste-horingsnotatet-0.2.0-prerelease-nb"
ENDINGS = ("html", "docx", "anchors.json", "pdf")
# A run in which writing whole files fails with an error, from the given file on
FAILING = """
import os, sys
from greenpaper import files
real = files._replace
def replace(path, content):
    if {name!r} in path.name:
        raise OSError({number}, os.strerror({number}))
    real(path, content)
files._replace = replace
sys.argv = ["doit"]
from greenpaper import graph
sys.exit(graph.run([]))
"""


LOCK = "import sys; from pathlib import Path; from greenpaper import lock"


class Folder:
    """A document folder in which doit is started."""

    def __init__(self, path: Path) -> None:
        self.path, self.build = path, path / "build"

    def start(self, *arguments: str, **more: object) -> subprocess.Popen[str]:
        command = [sys.executable, *(arguments if arguments[:1] == ("-c",) else (*DOIT[1:], *arguments))]
        # Popen's own overloads cannot be told through **more
        return subprocess.Popen(  # type: ignore[call-overload, no-any-return]
            command, cwd=self.path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **more
        )

    def doit(self, *arguments: str, exits: int = 0, **more: object) -> str:
        process = self.start(*arguments, **more)
        output = str(process.communicate(timeout=300)[0])
        assert process.returncode == exits, output
        assert "Traceback" not in output
        return output

    def change(self) -> None:
        for path in (self.path / "chapters").iterdir():
            path.write_text(path.read_text("utf-8") + "\nEn setning til.\n", "utf-8")

    @property
    def outputs(self) -> dict[str, bytes]:
        return {ending: (self.build / f"{NAME}.{ending}").read_bytes() for ending in ENDINGS}

    @property
    def leftovers(self) -> list[str]:
        return [path.name for path in self.path.rglob(".tmp-*")]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Folder]]:
    """The sample, built once as it is and once with a change to every chapter: "before" and "after"."""
    folders: dict[str, Folder] = {}
    for name in ("before", "after"):
        path = tmp_path_factory.mktemp("crash") / name
        shutil.copytree(SAMPLE, path, ignore=shutil.ignore_patterns("build", "__pycache__", ".doit*"))
        folders[name] = Folder(path)
        if name == "after":
            folders[name].change()
        folders[name].doit()
    yield folders.__getitem__


@pytest.fixture
def folder(built: Callable[[str], Folder], tmp_path: Path) -> Folder:
    """A built document of one's own."""
    return Folder(Path(shutil.copytree(built("before").path, tmp_path / "document")))


@pytest.fixture
def expected(built: Callable[[str], Folder]) -> dict[str, bytes]:
    """The outputs of a clean build, once `Folder.change` was called."""
    return built("after").outputs


def _children(pid: int) -> list[str]:
    """The programs that a process and its children have started: `number command`."""
    table = subprocess.run(
        ["ps", "-A", "-ww", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(None, 2) for line in table.splitlines()]
    return [f"{row[0]} {row[2]}" for row in rows if len(row) == 3 and row[1] == str(pid)]


def _wait_for(started: subprocess.Popen[str], program: str) -> int:
    """The number of the first child whose command holds this text."""
    while started.poll() is None:
        for child in _children(started.pid):
            if program in child:
                return int(child.split()[0])
        time.sleep(0.01)
    pytest.fail(f"it ended without starting {program}: {started.communicate()[0]}")


def _wait_until_gone(pid: int) -> None:
    """Wait until a process and its children are no more; on a busy machine a dead one is told of for a moment."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            assert _children(pid) == []
            return
        time.sleep(0.05)
    pytest.fail(f"process {pid} lives on")


@pytest.fixture
def heard() -> Iterator[None]:
    """No signal is ignored: whoever runs the tests behind nohup has all their children ignore SIGHUP."""
    ignored = [number for number in (signal.SIGINT, signal.SIGHUP) if signal.getsignal(number) is signal.SIG_IGN]
    for number in ignored:
        signal.signal(number, signal.SIG_DFL)
    yield
    for number in ignored:
        signal.signal(number, signal.SIG_IGN)


@pytest.mark.usefixtures("heard")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_all_programs_and_prints_one_line(
    folder: Folder, expected: dict[str, bytes], number: signal.Signals
) -> None:
    folder.change()
    run = folder.start("html", "docx", "pdf")
    child = _wait_for(run, "greenpaper.pdf")
    run.send_signal(number)
    output = run.communicate(timeout=60)[0]
    assert run.returncode == 128 + number
    told = [line for line in output.splitlines() if not line.startswith("[")]
    assert told == [f"greenpaper: ended by {number.name}; the next run goes on from here"]
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
    assert folder.leftovers == []
    again = folder.doit()
    assert "read:forslag" not in again  # what was finished is remembered
    assert folder.outputs == expected


@pytest.mark.usefixtures("heard")
@pytest.mark.parametrize("tenths", range(1, 9))
def test_ctrl_c_leaves_no_trace_while_all_is_being_loaded(folder: Folder, tenths: int) -> None:
    run = folder.start("list")
    time.sleep(tenths * 0.05)
    run.send_signal(signal.SIGINT)
    output = run.communicate(timeout=60)[0]
    if "Traceback" in output:  # on a busy machine Python may still be loading itself, which nobody can keep quiet
        assert "in main" not in output
        return
    assert run.returncode in {128 + signal.SIGINT, -signal.SIGINT, 0}


def test_a_signal_ends_a_build_inside_a_build(folder: Folder) -> None:
    run = folder.start("release", "--unvalidated")
    inner = _wait_for(run, "greenpaper.start outputs")
    time.sleep(1)
    run.send_signal(signal.SIGTERM)
    run.communicate(timeout=60)
    assert run.returncode == 128 + signal.SIGTERM
    _wait_until_gone(inner)
    assert not (folder.path / "releases" / "0.2.0").exists()


def test_a_killed_program_fails_the_build_in_a_line(folder: Folder, expected: dict[str, bytes]) -> None:
    folder.change()
    run = folder.start("pdf", "docx")
    os.kill(_wait_for(run, "greenpaper.pdf"), signal.SIGKILL)
    output = run.communicate(timeout=60)[0]
    assert run.returncode == 1
    assert "Traceback" not in output
    assert "error: " in output
    folder.doit()
    assert folder.outputs == expected


def test_a_killed_run_is_taken_up(folder: Folder, expected: dict[str, bytes]) -> None:
    folder.change()
    (folder.build / "img" / ".tmp-left").write_text("half")
    run = folder.start("html", "docx", "pdf")
    _wait_for(run, "greenpaper.pdf")
    run.kill()
    run.communicate()
    folder.doit()
    assert folder.outputs == expected
    assert folder.leftovers == []


def test_the_second_run_waits_and_says_for_whom(folder: Folder, expected: dict[str, bytes]) -> None:
    folder.change()
    first = folder.start("pdf")
    _wait_for(first, "greenpaper.pdf")
    second = folder.start()
    assert "book " in folder.doit("list")  # which reads alone, and waits for nobody
    output = second.communicate(timeout=120)[0]
    assert f"greenpaper: waiting, since process {first.pid}, since " in output
    first.communicate(timeout=60)
    assert (first.returncode, second.returncode) == (0, 0)
    assert " pdf " not in output  # the first has made it
    assert folder.outputs == expected


def test_a_dead_process_holds_nobody_up_and_a_living_one_not_for_ever(folder: Folder) -> None:
    (folder.path / ".doit.lock").write_text("1 2026-01-01 00:00:00\n")
    assert "waiting" not in folder.doit()
    held = (
        "import sys; from pathlib import Path; from greenpaper import lock; lock.hold(Path()); print(1, flush=True); "
    )
    holder = folder.start("-c", f"{held} sys.stdin.read()", stdin=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "1\n"
    output = folder.start("-c", f"{LOCK}; lock.hold(Path(), seconds=0.3)").communicate()[0]
    assert f"error: process {holder.pid}, since " in output
    assert "works in this folder; end it if it hangs, and call again [run-locked]" in output
    holder.communicate("")


def _locked(path: Path) -> object:
    holding = sqlite3.connect(path, isolation_level=None)
    holding.execute("begin exclusive")
    return holding


def _other_version(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as made:
        made.execute("create table doit (task text, hash text, stamp real)")


def _other_values(path: Path) -> None:
    with closing(sqlite3.connect(path)) as made, made:
        made.execute('update doit set task_data = \'{"_values_:": {"sealed": 7}, "deps:": 3}\'')


DAMAGES: dict[str, Callable[[Path], object]] = {
    "no database": lambda path: path.write_bytes(b"nothing that SQLite knows" * 300),
    "empty": lambda path: path.write_bytes(b""),
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "overwritten inside": lambda path: path.write_bytes(path.read_bytes().replace(b"sealed", b'"{:}')),
    "locked": _locked,
    "of another version": _other_version,
    "with other values": _other_values,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_database_that_cannot_be_used(folder: Folder, expected: dict[str, bytes], damage: str) -> None:
    folder.change()
    held = DAMAGES[damage](folder.path / ".doit.db")
    output = folder.doit()
    if damage not in {"empty", "with other values"}:
        assert output.startswith(".doit.db: cannot be used (")
        assert "so it is begun anew and everything built\n" in output
    assert folder.outputs == expected
    assert "Nothing to do" in folder.doit()
    if isinstance(held, sqlite3.Connection):
        held.close()


@pytest.mark.parametrize("name", ["build", ".doit.db", ".doit.lock"])
def test_something_else_in_the_place_of_a_file(folder: Folder, name: str) -> None:
    path = folder.path / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    path.write_text("") if name == "build" else path.mkdir()
    told = (
        f"ERROR: {name}: error: something else is in the place of this file or folder; move it away [machine-files]\n"
    )
    assert folder.doit(exits=3) == told
    path.unlink() if name == "build" else path.rmdir()
    folder.doit()


def test_something_else_in_the_place_of_an_output(folder: Folder) -> None:
    path = folder.build / f"{NAME}.html"
    path.unlink()
    path.mkdir()
    assert f"build/{NAME}.html: error: something else is in the place" in folder.doit(exits=1)


@pytest.mark.parametrize(
    ("number", "name", "told"),
    [
        (errno.ENOSPC, "book.json", "build/book.json: error: the disk is full; make room and call again"),
        (errno.ENOSPC, "nb.docx", f"build/{NAME}.docx: error: the disk is full; make room and call again"),
        (errno.EACCES, "page.html", "build/page.html: error: may not be written or read; see to the rights of it"),
        (errno.EROFS, "01-innledning.json", "build/tree/01-innledning.json: error: the file system is read-only"),
        (errno.EIO, "nb.pdf", f"build/{NAME}.pdf: error: the disk fails"),
    ],
)
def test_a_file_that_cannot_be_written(
    folder: Folder, expected: dict[str, bytes], number: int, name: str, told: str
) -> None:
    before = folder.outputs
    folder.change()
    output = folder.doit("-c", FAILING.format(name=name, number=number), exits=1)
    assert told in output
    assert all(now in (before[ending], expected[ending]) for ending, now in folder.outputs.items())
    folder.doit()
    assert folder.outputs == expected


def test_no_room_for_what_is_larger(folder: Folder, expected: dict[str, bytes]) -> None:
    """The kernel's own refusal: neither outputs nor the database fit (RLIMIT_FSIZE; Python ignores its signal)."""
    folder.change()
    size = 60_000
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))  # noqa: E731
    output = folder.doit("html", "docx", exits=1, preexec_fn=limit)
    assert "error: the file would be larger than is allowed here; raise the limit (ulimit -f) [machine-files]" in output
    folder.doit()
    assert folder.outputs == expected


def test_what_cannot_be_remembered_is_said_and_done_again(folder: Folder, expected: dict[str, bytes]) -> None:
    folder.change()
    failing = """
import sqlite3, sys
from greenpaper import database
def full(close): raise sqlite3.OperationalError("database or disk is full")
real = database.closed
database.closed = lambda close: real(lambda: full(close))
sys.argv = ["doit"]
from greenpaper import graph
sys.exit(graph.run([]))
"""
    told = (
        ".doit.db: error: what was built cannot be remembered (database or disk is full); the next run builds it again"
    )
    assert f"{told} [machine-files]\n" in folder.doit("-c", failing, exits=1)
    assert folder.outputs == expected
    folder.doit()
    assert folder.outputs == expected
