"""The module that starts other programs: limits, environment, and the end of all."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from greenpaper import child

TEN = child.Limits(seconds=10)


def python(program: str, limits: child.Limits = TEN, **environment: str) -> child.Done:
    return child.run([sys.executable, "-c", program], limits=limits, environment=child.environment(**environment))


def is_alive(process: int) -> bool:
    """Whether it runs; a zombie that nobody has waited for does not."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return True


def ends(process: int) -> bool:
    """Whether it ends within five seconds."""
    until = time.monotonic() + 5
    while is_alive(process) and time.monotonic() < until:
        time.sleep(0.02)
    return not is_alive(process)


def test_what_it_wrote_and_its_exit_code_are_given() -> None:
    done = child.run(
        [sys.executable, "-c", "import sys; print(sys.stdin.read()[::-1]); sys.exit('æ')"],
        b"abc",
        limits=TEN,
        environment=child.environment(PYTHONUTF8="1"),
    )
    assert (done.code, done.output, done.said) == (1, b"cba\n", "æ")


def test_a_child_sees_only_named_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI_TOKEN", "secret")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("WANTED", "yes")
    seen = child.environment({"WANTED"}, MORE="more")
    assert set(seen) <= child.VARIABLES | {"WANTED", "MORE"}
    assert (seen["WANTED"], seen["MORE"], seen["PATH"]) == ("yes", "more", os.environ["PATH"])
    done = python("import os; print([name for name in os.environ if 'secret' in os.environ[name]])")
    assert done.output == b"[]\n"


def test_names_are_no_shell_text(tmp_path: Path) -> None:
    name = f"; touch {tmp_path}/ran; $(touch {tmp_path}/ran) `touch {tmp_path}/ran`"
    done = child.run(
        [sys.executable, "-c", "import sys; print(sys.argv[1])", name], limits=TEN, environment=child.environment()
    )
    assert done.output.decode().strip() == name
    assert list(tmp_path.iterdir()) == []


def test_what_takes_too_long_is_ended_with_its_own_children(tmp_path: Path) -> None:
    written = tmp_path / "pid"
    program = f"""
import os, subprocess, sys, time
inner = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open({str(written)!r}, "w").write(str(inner.pid))
time.sleep(60)
"""
    with pytest.raises(child.TimeUpError):
        python(program, child.Limits(seconds=1))
    assert ends(int(written.read_text()))


def test_what_does_not_listen_is_killed() -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    with pytest.raises(child.TimeUpError):
        python(deaf, child.Limits(seconds=1))


def test_memory_has_a_limit_on_linux() -> None:
    done = python("x = bytearray(2_000_000_000)", child.Limits(seconds=10, memory=1_000_000_000))
    assert done.ran_out_of_memory == (sys.platform == "linux")
    assert not python("raise ValueError").ran_out_of_memory


def test_death_by_a_signal_has_a_name() -> None:
    done = python("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert (done.code, done.said) == (-signal.SIGKILL, "ended by SIGKILL")


def test_a_program_that_is_not_there_cannot_be_started() -> None:
    with pytest.raises(FileNotFoundError):
        child.run(["no-such-program"], limits=TEN, environment={})


def test_all_are_ended_at_once_and_none_is_started_after(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(child, "_stopped", False)
    faults: list[BaseException] = []
    pids = tmp_path / "pids"
    pids.mkdir()

    def wait() -> None:
        try:
            python(f"import os, time; open({str(pids)!r} + f'/{{os.getpid()}}', 'w'); time.sleep(60)")
        except child.StoppedError as fault:
            faults.append(fault)

    threads = [threading.Thread(target=wait) for _ in range(3)]
    for thread in threads:
        thread.start()
    until = time.monotonic() + 10
    while len(list(pids.iterdir())) < 3 and time.monotonic() < until:
        time.sleep(0.02)
    child.end_all()
    for thread in threads:
        thread.join(10)
    assert len(faults) == 3
    assert all(not is_alive(int(path.name)) for path in pids.iterdir())
    with pytest.raises(child.StoppedError):
        python("pass")


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.execv('/bin/true', ['true'])",
        "import os; os.fork()",
    ],
)
def test_a_process_that_lays_out_opens_no_connection_and_starts_no_program(attempt: str) -> None:
    path = os.pathsep.join(filter(None, sys.path))
    done = python(f"from greenpaper import layout_process; layout_process.confine(); {attempt}", PYTHONPATH=path)
    assert done.code == 1
    assert "no process that lays out may do this" in done.errors.decode()
