"""Same input, same bytes: each thing that differs from machine to machine is changed, one at a time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from greenpaper import files, theme
from tests import DOIT

SAMPLE = Path(__file__).parent / "sample"
Tool = Callable[[str], str]
# Gives folders back to front, as another file system might.
ORDER = """
import os

listdir, scandir = os.listdir, os.scandir
os.listdir = lambda *path: sorted(listdir(*path), reverse=True)

class Reversed:
    def __init__(self, *path):
        with scandir(*path) as found:
            self._found = iter(sorted(found, key=lambda entry: entry.name, reverse=True))

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._found)

    def __enter__(self):
        return self

    def __exit__(self, *fault):
        pass

    def close(self):
        pass

os.scandir = Reversed
"""


def build(folder: Path, *, before: tuple[str, ...] = (), umask: int = 0o022, **environment: str) -> dict[str, str]:
    """Build the sample in a folder; gives the checksum of every file that was made."""
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("build", "__pycache__", ".doit.db"))
    done = subprocess.run(
        [*before, sys.executable, "-P", *DOIT[2:], "html", "pdf", "docx", "preview"],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        umask=umask,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    made = [path for path in (folder / "build").rglob("*") if path.is_file()]
    assert {path.suffix for path in made} >= {".html", ".pdf", ".docx", ".json", ".svg"}
    return {path.relative_to(folder).as_posix(): files.sha256(path) for path in made}


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return build(tmp_path_factory.mktemp("first") / "document", PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8")


def test_another_folder(known: dict[str, str], tmp_path: Path) -> None:
    assert build(tmp_path / "et annet sted, æøå" / "dokument") == known


def test_another_time(known: dict[str, str], tmp_path: Path, tool: Tool) -> None:
    later = (tool("faketime"), "-f", "+900d")
    today = "import datetime; print(datetime.date.today())"
    days = [subprocess.check_output([*before, sys.executable, "-c", today]) for before in ((), later)]
    assert days[0] != days[1], "the clock was not changed"
    assert build(tmp_path / "document", before=later) == known


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "Pacific/Auckland"},
        {"LC_ALL": "C", "LANG": "C"},
        {"PYTHONHASHSEED": "4711"},
        {"HOME": "/nonexistent", "USER": "somebody"},
    ],
    ids=lambda environment: next(iter(environment)),
)
def test_another_environment(known: dict[str, str], tmp_path: Path, environment: dict[str, str]) -> None:
    assert build(tmp_path / "document", **environment) == known


def test_another_umask(known: dict[str, str], tmp_path: Path) -> None:
    assert build(tmp_path / "document", umask=0o077) == known


def test_another_order_of_files(known: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "order").mkdir()
    (tmp_path / "order" / "sitecustomize.py").write_text(ORDER, "utf-8")
    path = os.pathsep.join(filter(None, [str(tmp_path / "order"), os.environ.get("PYTHONPATH")]))
    assert build(tmp_path / "document", PYTHONPATH=path) == known


def test_other_fonts_on_the_machine(known: dict[str, str], tmp_path: Path) -> None:
    home = tmp_path / "home"
    for place in (home / ".fonts", home / ".local" / "share" / "fonts"):
        place.mkdir(parents=True)
    faces = {font.path.name: font for font in theme.load(None).font_files}
    with TTFont(faces["SourceCodePro-Regular.ttf"].path) as font:
        for record in font["name"].names:  # a font of the machine that calls itself as the theme's
            if record.nameID in {1, 4, 16}:
                record.string = "Source Sans 3"
        font.save(home / ".fonts" / "impostor.ttf")
    shutil.copy(home / ".fonts" / "impostor.ttf", home / ".local" / "share" / "fonts")
    assert build(tmp_path / "document", HOME=str(home), XDG_DATA_HOME=str(home / ".local" / "share")) == known
