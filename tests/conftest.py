"""Fixtures that all tests share."""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

import hypothesis
import pytest

from greenpaper import cli, verapdf
from tests import DOIT, OWN, anything, libreoffice

# The same examples on every machine, each time; others where more of them are asked for. No test fails for being slow.
hypothesis.settings.register_profile(
    "usual",
    deadline=None,
    derandomize=anything.TIMES == 1,
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("usual")

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session", autouse=True)
def _state(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A place for the key of these tests that is not their user's."""
    os.environ["XDG_STATE_HOME"] = str(tmp_path_factory.mktemp("state"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` writes the expected files of tests/cases anew; git shows what changed."""
    parser.addoption("--update-golden", action="store_true", help="write tests/cases/*/*/expected.* anew")


@pytest.fixture(scope="session")
def tool() -> Callable[[str], str]:
    """Path of an outside program. Without it the test is skipped; with GREENPAPER_NO_SKIP set, as in CI, it fails."""

    def find(name: str) -> str:
        path = shutil.which(name)
        return path if path is not None else _without(f"{name} is not installed")

    return find


@pytest.fixture(scope="session")
def without() -> Callable[[str], NoReturn]:
    """Ends a test for want of something outside that is no program: skips or fails like `tool`."""
    return _without


@pytest.fixture(scope="session")
def validate(tool: Callable[[str], str]) -> Callable[[Mapping[Path, Sequence[str]]], verapdf.Report]:
    """veraPDF's verdicts on files; skips or fails like `tool` where it is missing (`.ci/verapdf` fetches it)."""
    tool("java")
    library = verapdf.library()
    if isinstance(library, verapdf.Missing):
        _without(library.what)

    def run(jobs: Mapping[Path, Sequence[str]]) -> verapdf.Report:
        report = verapdf.validate(jobs)
        assert isinstance(report, verapdf.Report), report
        return report

    return run


@pytest.fixture(scope="session")
def package_errors(
    tool: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Path], list[object]]:
    """What the validator of the Open XML SDK finds in a package.

    It mends addresses that are none in the file that it looks at, and says nothing of it: so it gets a copy.
    """
    program = tool("ooxml-validator")
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}

    def run(path: Path) -> list[object]:
        copy = Path(shutil.copy(path, tmp_path_factory.mktemp("validated")))
        done = subprocess.run([program, str(copy)], capture_output=True, text=True, env=environment, check=False)
        errors = list(json.loads(done.stdout)["errors"])
        return errors if copy.read_bytes() == path.read_bytes() else [*errors, "the validator changed the file"]

    return run


@pytest.fixture(scope="session")
def own(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Path, str]]:
    """Builds one of OWN, once for all tests, which leave it as it is: its folder, and what was said."""

    @functools.cache
    def build(name: str) -> tuple[Path, str]:
        folder = tmp_path_factory.mktemp(name) / "document"
        shutil.copytree(OWN[name], folder, ignore=shutil.ignore_patterns("build", "tests", ".*"))
        command = [*DOIT, "html", "pdf", "docx"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600)
        assert done.returncode == 0, done.stdout + done.stderr
        return folder, done.stdout + done.stderr

    return build


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Takes over and builds a document of MkDocs (its mkdocs.yml), once for all tests, which leave it as it is."""

    @functools.cache
    def build(source: Path) -> Path:
        folder = tmp_path_factory.mktemp("corpus") / "document"
        assert cli.main(["init", "--from", str(source), str(folder)]) == 0
        done = subprocess.run([*DOIT], cwd=folder, capture_output=True, text=True, timeout=600)
        assert done.returncode == 0, done.stdout + done.stderr
        return folder

    return build


@pytest.fixture(scope="session")
def calc(tool: Callable[[str], str]) -> str:
    """Path of a LibreOffice that reads workbooks; skips or fails like `tool` where it or its Calc is missing."""
    soffice = tool("soffice")
    if not Path(soffice).resolve().with_name("libsclo.so").is_file():
        _without("LibreOffice lacks its part for workbooks (libreoffice-calc-nogui)")
    return soffice


@pytest.fixture(scope="session")
def office(tool: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[libreoffice.Office]:
    """A LibreOffice that works on documents (`session.py`); skips or fails like `tool` where it or UNO is missing."""
    soffice, python = tool("soffice"), libreoffice.python_with_uno()
    if python is None:
        _without("no Python can talk to LibreOffice (python3-uno)")
    running = libreoffice.Office(soffice, python, tmp_path_factory.mktemp("office"))
    yield running
    running.close()


def _without(message: str) -> NoReturn:
    """Skip the test for want of something outside; in CI, where nothing may be skipped, fail."""
    if os.environ.get("GREENPAPER_NO_SKIP"):
        pytest.fail(message)
    pytest.skip(message)
