"""Files beside the chapters that doit, Python or a program would run by themselves: none is."""

from __future__ import annotations

import importlib.util
import os
import py_compile
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import DOIT

SAMPLE = Path(__file__).parent.parent / "sample"
RUN = Path(__file__).parent.parent.parent / "run"
# Of Python's own modules, of ours, of libraries in this process and in those that lay out and draw
MODULES = (
    *("greenpaper", "doit", "json", "sqlite3", "tomllib", "weasyprint", "lxml", "PIL", "pydyf", "pypandoc", "logging"),
    *("sitecustomize", "usercustomize", "pypdfium2", "hashlib", "typing", "signal", "subprocess", "jinja2", "yaml"),
)
CONFIGURED = """\
[GLOBAL]
loader = canary
reporter = canary
backend = canary
[LOADER]
canary = canary:Canary
[REPORTER]
canary = canary:Canary
[BACKEND]
canary = canary:Canary
[COMMAND]
run = canary:Canary
"""
PROJECT = """\
[tool.doit]
loader = "canary"
[tool.doit.plugins.loader]
canary = "canary:Canary"
[tool.doit.plugins.command]
run = "canary:Canary"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The sample with every such file, each of which leaves its name in `ran` where it is run."""
    made = tmp_path / "document"
    shutil.copytree(SAMPLE, made, ignore=shutil.ignore_patterns("build", "__pycache__", ".doit*"))
    for name in (*MODULES, "canary"):
        (made / f"{name}.py").write_text(_canary(tmp_path, name))
    for package in ("dodo", "styles", "chapters"):
        (made / package).mkdir(exist_ok=True)
        (made / package / "__init__.py").write_text(_canary(tmp_path, package))
    (made / "doit.cfg").write_text(CONFIGURED)
    (made / "pyproject.toml").write_text(PROJECT)
    compiled = importlib.util.cache_from_source(made / "dodo.py")
    (tmp_path / "other.py").write_text(_canary(tmp_path, "compiled"))
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH  # Python believes it whatever the source is
    py_compile.compile(str(tmp_path / "other.py"), compiled, invalidation_mode=mode)
    return made


def _canary(folder: Path, name: str) -> str:
    return f"open({str(folder)!r} + '/ran', 'a').write('{name} ')\nraise ImportError('{name}')\n"


def _built(folder: Path, command: list[str | Path], **environment: str) -> None:
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=300, env={**os.environ, **environment}, check=False
    )
    ran = folder.parent / "ran"
    assert not ran.exists(), ran.read_text()
    assert done.returncode == 0, done.stdout + done.stderr
    assert {path.suffix for path in (folder / "build").glob("det-*")} >= {".html", ".pdf", ".docx"}


def test_a_build_runs_nothing_of_the_folder_but_dodo_py(folder: Path) -> None:
    _built(folder, [*DOIT, "html", "pdf", "docx"])


def test_nor_does_it_by_the_command_that_people_call(folder: Path) -> None:
    _built(folder, [RUN, "doit", "html", "pdf", "docx"], PYTHONPATH=str(folder), PYTHONSTARTUP="json.py")


def test_a_canary_would_sing(folder: Path) -> None:
    subprocess.run([sys.executable, "-m", "doit", "html"], cwd=folder, capture_output=True, check=False)
    assert (folder.parent / "ran").exists()


def test_dodo_py_may_have_tasks_and_types_of_its_own(tmp_path: Path) -> None:
    shutil.copytree(SAMPLE, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("build", ".doit*"))
    with (tmp_path / "dodo.py").open("a") as graph:
        graph.write(
            "\nfrom dataclasses import dataclass\n@dataclass\nclass A:\n    b: 'int' = 3\n"
            "def task_own():\n    'Mine.'\n    return {'actions': [f'echo {A().b}{__file__} > own.txt']}\n"
        )
    (tmp_path / "a").mkdir()
    for arguments, place in ((["own"], "."), (["-f", "../dodo.py", "-d", ".", "own"], "a"), (["-k", "own"], "a")):
        done = subprocess.run([*DOIT, *arguments], cwd=tmp_path / place, capture_output=True, text=True, check=False)
        if place == "a" and arguments[0] == "-f":
            assert "document.toml: error: there is none in this folder" in done.stderr
            continue
        assert done.returncode == 0, done.stderr
        assert (tmp_path / "own.txt").read_text() == f"3{tmp_path / 'dodo.py'}\n"
        (tmp_path / "own.txt").unlink()
    gone = subprocess.run([*DOIT, "-f", "x.py"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (gone.returncode, gone.stderr) == (3, "ERROR: there is no x.py in this folder [settings-file]\n")
