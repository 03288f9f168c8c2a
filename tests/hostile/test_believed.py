"""build/ and doit's database as somebody else made them, who knows all but this machine's key: nothing is believed."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests import DOIT

SAMPLE = Path(__file__).parent.parent / "sample"
NAME = "det-minste-horingsnotatet-0.2.0-prerelease-nb"
KINDS = ("html", "pdf", "docx", "preview")
# Has everything that lies in build/ count as done and kept, as whoever has the code can
FORGE = """
import sys
from pathlib import Path
from greenpaper import files, graph, steps
for name in steps.__all__:
    setattr(steps, name, lambda *_, **__: None)
for mark in Path("build").rglob("*.mark"):
    path = mark.with_suffix("")
    files.keep(path, path.read_bytes())
sys.argv = ["doit"]
sys.exit(graph.run(["run", "-a", *{kinds!r}]))
"""


def _run(folder: Path, state: Path, command: list[str], exits: int = 0) -> str:
    environment = {**os.environ, "XDG_STATE_HOME": str(state)}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == exits, done.stdout + done.stderr
    return done.stdout + done.stderr


def _made(folder: Path) -> dict[str, bytes]:
    build = folder / "build"
    found = [*build.glob(f"{NAME}*"), *build.glob("*.json"), *(build / "tree").iterdir(), *build.glob("img/*.*g")]
    return {path.relative_to(build).as_posix(): path.read_bytes() for path in found if path.is_file()}


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, built on this machine."""
    folder = tmp_path_factory.mktemp("clean") / "document"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("build", "__pycache__", ".doit*"))
    _run(folder, folder.parent / "mine", [*DOIT, *KINDS])
    return folder


@pytest.fixture
def doctored(clean: Path, tmp_path: Path) -> Path:
    """The sample as it comes from elsewhere, with what was built of it there, and doctored."""
    folder = tmp_path / "document"
    shutil.copytree(clean, folder)
    for path in sorted((folder / "build").rglob("*")):
        if path.suffix in {".html", ".json", ".svg"}:
            path.write_text(path.read_text("utf-8").replace("data", "dato"), "utf-8")
        elif path.suffix in {".pdf", ".docx", ".png", ".form", ".part"}:
            path.write_bytes(path.read_bytes() + b"\n% doctored")
    _run(folder, tmp_path / "theirs", [sys.executable, "-c", FORGE.format(kinds=KINDS)])
    return folder


def test_what_was_made_elsewhere_is_made_anew(clean: Path, doctored: Path, tmp_path: Path) -> None:
    forged = _made(doctored)
    assert forged != _made(clean)
    assert "Nothing to do" in _run(doctored, tmp_path / "theirs", [*DOIT, *KINDS])  # the forgery is good
    assert _made(doctored) == forged
    shown = _run(doctored, clean.parent / "mine", [*DOIT, *KINDS])
    assert "[14/14]" in shown or "[15/15]" in shown, shown
    assert _made(doctored) == _made(clean)
    assert "Nothing to do" in _run(doctored, clean.parent / "mine", [*DOIT, *KINDS])


def test_what_this_machine_made_of_another_text_is_not_taken_for_this_one(clean: Path, tmp_path: Path) -> None:
    """Marks are known to whoever gets build/ of a former run; put together otherwise they say nothing."""
    mine, other = clean.parent / "mine", tmp_path / "other"
    shutil.copytree(clean, other)
    chapter = other / "chapters" / "02-forslag.md"
    chapter.write_text(chapter.read_text("utf-8").replace("data", "dato"), "utf-8")
    _run(other, mine, [*DOIT, *KINDS])
    mixed = tmp_path / "mixed"
    shutil.copytree(other, mixed)
    shutil.copytree(clean / "chapters", mixed / "chapters", dirs_exist_ok=True)
    rows = [_rows(folder / ".doit.db") for folder in (clean, other)]
    with closing(sqlite3.connect(mixed / ".doit.db")) as opened, opened:
        for name, (ours, theirs) in {name: (rows[0][name], rows[1][name]) for name in rows[0]}.items():
            (read, *_, mark), (_, targets, made, _) = ours["_values_:"]["sealed"], theirs["_values_:"]["sealed"]
            theirs["_values_:"]["sealed"] = [read, targets, made, mark]
            opened.execute("update doit set task_data = ? where task_id = ?", (json.dumps(theirs), name))
    assert _made(mixed) != _made(clean)
    _run(mixed, mine, [*DOIT, *KINDS])
    assert _made(mixed) == _made(clean)


def _rows(database: Path) -> dict[str, dict[str, dict[str, list[str]]]]:
    with closing(sqlite3.connect(database)) as opened:
        return {name: json.loads(data) for name, data in opened.execute("select task_id, task_data from doit")}


def test_no_database_can_have_a_task_left_out(clean: Path, tmp_path: Path) -> None:
    folder = tmp_path / "document"
    shutil.copytree(clean, folder)
    chapter = folder / "chapters" / "02-forslag.md"
    chapter.write_text(chapter.read_text("utf-8") + "\n[x](finnes-ikke.md)\n", "utf-8")
    with closing(sqlite3.connect(folder / ".doit.db")) as opened, opened:
        opened.execute("update doit set task_data = json_set(task_data, '$.\"ignore:\"', '1') where task_id = 'gate'")
    shown = _run(folder, clean.parent / "mine", [*DOIT], exits=1)
    assert shown.startswith(".doit.db: cannot be used (it has 'gate' left out, and no check may be)")
    assert "[link-file]" in shown
    assert "Must be a command, task, or a target" in _run(
        folder, clean.parent / "mine", [*DOIT, "ignore", "gate"], exits=3
    )


def test_a_proof_from_elsewhere_is_none(clean: Path, tmp_path: Path) -> None:
    folder = tmp_path / "document"
    shutil.copytree(clean, folder)
    forge = (
        "import json; from pathlib import Path; from greenpaper import built, files; "
        f"pdf = files.sha256(Path('build/{NAME}.pdf')); "
        "known = dict(sha256=pdf, conforms=True, validator='veraPDF 9'); "
        "files.keep(built.VALIDATION, json.dumps(known).encode())"
    )
    _run(folder, clean.parent / "mine", [sys.executable, "-c", forge])
    assert "validated by veraPDF 9" in _run(folder, clean.parent / "mine", [*DOIT, "pdf"])
    _run(folder, tmp_path / "theirs", [sys.executable, "-c", forge])
    assert ", not validated" in _run(folder, clean.parent / "mine", [*DOIT, "pdf"])


def test_a_machine_without_a_home_builds_all_each_time(clean: Path, tmp_path: Path) -> None:
    folder = tmp_path / "document"
    shutil.copytree(clean, folder)
    for _ in range(2):
        shown = _run(folder, Path("/dev/null"), [*DOIT, *KINDS])
        assert "] pdf  " in shown and "] drawings  " in shown and "] preview  " in shown
        assert _made(folder) == _made(clean)


def test_built_files_in_git_are_told(clean: Path, tmp_path: Path) -> None:
    folder = tmp_path / "document"
    shutil.copytree(clean, folder)
    mine = clean.parent / "mine"
    who = ["-c", "user.name=Kari", "-c", "user.email=kari@example.org"]
    for arguments in (["init", "-q"], ["add", "-f", "chapters", "dodo.py", "document.toml", "build", ".doit.db"]):
        subprocess.run(["git", *who, *arguments], cwd=folder, check=True)
    shown = _run(folder, mine, [*DOIT, "check"])
    told = "warning: git tracks it, though every run writes it; take it out (git rm -r --cached .doit.db build)"
    assert f".doit.db: {told}" in shown and f"build: {told}" in shown
    assert "[build-tracked]" in _run(folder, mine, [*DOIT, "strict=yes"], exits=1)
    subprocess.run(["git", "rm", "-rfq", "--cached", "build", ".doit.db"], cwd=folder, check=True)
    assert "build-tracked" not in _run(folder, mine, [*DOIT, "check"])
