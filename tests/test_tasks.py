"""The graph: what is up to date is left alone, and what has changed redoes what depends on it and no more."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import DOIT

SAMPLE = Path(__file__).parent / "sample"
RUN = SAMPLE.parent.parent / "run"
ALL = {
    "stamp",
    "read:innledning",
    "read:forslag",
    "read:a-begreper",
    "book",
    "formulas",
    "images",
    "drawings",
    "gate",
    "page",
    "html",
    "pdf",
    "docx",
}
NAME = "det-minste-horingsnotatet-0.2.0-prerelease-nb"


class Folder:
    """A document folder in which doit is run as its user would."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def doit(self, *arguments: str, exits: int = 0) -> str:
        done = subprocess.run([*DOIT, *arguments], cwd=self.path, capture_output=True, text=True, timeout=300)
        output = done.stdout + done.stderr
        assert done.returncode == exits, output
        assert "Traceback" not in output
        return output

    def ran(self, *arguments: str) -> set[str]:
        """The tasks that a run executed."""
        return set(re.findall(r"^\[ *\d+/\d+\] (\S+)  ", self.doit(*arguments), re.MULTILINE))

    def change(self, name: str, old: str, new: str) -> None:
        path = self.path / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, built once; tests work on copies."""
    path = tmp_path_factory.mktemp("built") / "sample"
    shutil.copytree(SAMPLE, path)
    folder = Folder(path)
    assert folder.ran() == ALL
    assert folder.ran() == set()
    return path


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Folder:
    """A built document of one's own."""
    return Folder(shutil.copytree(built, tmp_path / "document"))


def test_a_build_makes_the_three_documents(folder: Folder) -> None:
    made = {path.name.removeprefix(NAME) for path in (folder.path / "build").glob(f"{NAME}.*")}
    assert made == {".html", ".pdf", ".docx", ".anchors.json"}


def test_a_second_run_in_another_folder_executes_nothing(folder: Folder) -> None:
    assert folder.ran() == set()


def test_a_changed_chapter(folder: Folder) -> None:
    folder.change("chapters/02-forslag.md", "Dele data", "Dele måledata")
    assert folder.ran() == {"read:forslag", "book", "formulas", "images", "gate", "page", "html", "pdf", "docx"}


def test_a_changed_remark_reaches_no_output(folder: Folder) -> None:
    folder.change("chapters/02-forslag.md", "## Tiltak", "<!-- spør juristene -->\n## Tiltak")
    assert {"page", "html", "pdf", "docx"}.isdisjoint(folder.ran("read"))


def test_a_changed_image(folder: Folder) -> None:
    folder.change("img/flyt.svg", "#eef2f4", "#ffffff")
    assert folder.ran() == {"images", "drawings", "gate", "page", "html", "pdf", "docx"}


def test_a_changed_style(folder: Folder) -> None:
    (folder.path / "styles").mkdir()
    (folder.path / "styles" / "print.css").write_text("h2 { color: #333333 }")
    assert folder.ran() == {"gate", "page", "html", "pdf"}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('publisher = "Etaten"', 'publisher = "Direktoratet"', {"page", "html", "pdf", "docx"}),
        # lines that move are those of findings: the book is put together anew, and is the same
        ('publisher = "Etaten"', 'publisher = "Etaten"\nsubtitle = "Under"', {"book", "page", "html", "pdf", "docx"}),
        ("[hearing]", '[severity]\nlink-file = "warning"\n\n[hearing]', {"book", "gate"}),
        ("2026-11-02\nchapters", "2026-11-03\nchapters", {"stamp", "gate", "page", "html", "pdf", "docx"}),
    ],
)
def test_a_changed_setting(folder: Folder, old: str, new: str, expected: set[str]) -> None:
    folder.change("document.toml", old, new)
    assert folder.ran() == expected


def test_a_new_file_that_is_no_part_of_the_document(folder: Folder) -> None:
    (folder.path / "notat.txt").write_text("til meg selv")
    assert folder.ran() == set()


def test_a_changed_version_gives_outputs_of_that_name(folder: Folder) -> None:
    folder.change("document.toml", "0.2.0", "0.2.1")
    said = folder.doit()
    why = "removed, since it was built under another version, status, edition or setting"
    assert why in said
    for ending in ("html", "pdf", "docx", "anchors.json"):
        assert f"build/{NAME}.{ending}" in said
    assert not list((folder.path / "build").glob(f"{NAME}.*"))
    assert why not in folder.doit()
    assert (folder.path / "build" / NAME.replace("0.2.0", "0.2.1")).with_suffix(".1-prerelease-nb.pdf").exists()


@pytest.mark.parametrize("name", [f"build/{NAME}.pdf", "build/book.json", "build/tree/02-forslag.json"])
def test_a_missing_file_is_made_again(folder: Folder, name: str) -> None:
    before = (folder.path / name).read_bytes()
    (folder.path / name).unlink()
    folder.doit()
    assert (folder.path / name).read_bytes() == before


def test_a_missing_prepared_image_is_made_again(folder: Folder) -> None:
    image = next((folder.path / "build" / "img").glob("flate-*.png"))
    image.unlink()
    folder.doit()
    assert image.exists()


MADE = [f"{NAME}.{ending}" for ending in ("html", "pdf", "docx", "anchors.json")] + [
    *("book.json", "images.json", "page.html", "tree/02-forslag.json", "fonts/SourceSans3-Bold.ttf"),
    *("img/flate-*.png", "img/flyt-*.svg", "img/flyt-*.png", "img/flyt-*.form", "word/pandoc.docx"),
]


@pytest.mark.parametrize("damage", ["cut off", "emptied", "edited"])
def test_files_that_were_damaged_are_made_again(folder: Folder, damage: str) -> None:
    paths = [path for name in MADE for path in (folder.path / "build").glob(name)]
    assert len(paths) == len(MADE)
    before = {path: path.read_bytes() for path in paths}
    for path, content in before.items():
        times = path.stat()
        path.write_bytes({"cut off": content[:-20], "emptied": b"", "edited": content.replace(b"a", b"b")}[damage])
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    folder.doit()
    assert {path: path.read_bytes() for path in paths} == before


def test_a_chapter_changed_while_its_time_stays(folder: Folder) -> None:
    path = folder.path / "chapters" / "02-forslag.md"
    before = path.stat()
    folder.change("chapters/02-forslag.md", "Dele data", "Dela data")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert "docx" in folder.ran()


WITH_CODE = "import sys; sys.path.insert(0, {copy!r}); from greenpaper import graph; graph.run([])"
WITH_VERSION = (
    "import importlib.metadata as m; real = m.version; "
    "m.version = lambda name: '99' if name == {tool!r} else real(name); "
    "from greenpaper import graph; graph.run([])"
)


def _ran(folder: Folder, script: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", script], cwd=folder.path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return set(re.findall(r"^\[ *\d+/\d+\] (\S+)  ", done.stderr, re.MULTILINE))


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ("word/__init__.py", {"docx"}),
        ("passes/tables.py", {"book", "images", "page", "docx"}),
        ("theme/sheets.py", ALL - {"stamp", "book", "formulas", "read:innledning", "read:forslag", "read:a-begreper"}),
        ("reading/remarks.py", {"read:innledning", "read:forslag", "read:a-begreper"}),
        ("steps/pages.py", ALL),
    ],
)
def test_changed_package_code(folder: Folder, tmp_path: Path, changed: str, expected: set[str]) -> None:
    package = Path(__file__).parent.parent / "greenpaper"
    copy = tmp_path / "code"
    shutil.copytree(package, copy / "greenpaper")
    shutil.copytree(package.parent / "styles", copy / "styles")
    script = WITH_CODE.format(copy=str(copy))
    _ran(folder, script)
    assert _ran(folder, script) == set()
    with (copy / "greenpaper" / changed).open("a") as code:
        code.write("\n# changed\n")
    assert _ran(folder, script) == expected


@pytest.mark.parametrize(
    ("tool", "expected"),
    [("weasyprint", {"images", "drawings", "gate", "page", "html", "pdf", "docx"}), ("jinja2", {"page"})],
)
def test_a_changed_tool_version(folder: Folder, tool: str, expected: set[str]) -> None:
    assert _ran(folder, WITH_VERSION.format(tool=tool)) == expected


def test_errors_stop_the_build_and_leave_the_outputs(folder: Folder) -> None:
    output = folder.path / "build" / f"{NAME}.pdf"
    before = output.read_bytes()
    folder.change("chapters/01-innledning.md", "02-forslag.md#tiltak", "02-forslag.md#tiltaket")
    shown = folder.doit(exits=1)
    assert "chapters/01-innledning.md:9: error: '#tiltaket' is no heading in 'chapters/02-forslag.md'" in shown
    assert output.read_bytes() == before


def test_warnings_stop_only_a_strict_build(folder: Folder) -> None:
    folder.change("chapters/01-innledning.md", "v0.2.0", "v0.1.9")
    assert "[version-differs]" in folder.doit("strict=yes", exits=1)
    assert "[version-differs]" in folder.doit("gate")


def test_check_prints_in_every_form_and_nothing_else(folder: Folder) -> None:
    folder.change("chapters/01-innledning.md", "02-forslag.md#tiltak", "02-forslag.md#tiltaket")
    shown = {}
    for form in ("text", "json", "sarif", "github"):
        command = [*DOIT, "check", "--format", form]
        done = subprocess.run(command, cwd=folder.path, capture_output=True, text=True)
        assert done.returncode == 1
        shown[form] = done.stdout
    assert json.loads(shown["json"])[0]["code"] == "link-anchor"
    assert json.loads(shown["sarif"])["version"] == "2.1.0"
    assert shown["text"].startswith("chapters/01-innledning.md:9: error: ")
    assert shown["github"].startswith("::error file=chapters/01-innledning.md,line=9")
    told = "--format xml is not known; write one of text, json, sarif, github [settings-argument]"
    assert told in folder.doit("check", "--format", "xml", exits=3)


def test_a_folder_without_a_document_is_told_and_exits_with_3(tmp_path: Path) -> None:
    for name, told in (("", "there is no document in this folder"), ("document.toml", "there is no dodo.py beside")):
        (tmp_path / name).touch()
        done = subprocess.run([RUN, "doit", "check", "--format", "json"], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 3
        assert done.stderr.startswith(f"greenpaper: {told}")
        assert done.stderr.count("\n") == 1
    (tmp_path / "document.toml").unlink()
    shutil.copy(SAMPLE / "dodo.py", tmp_path)
    assert "document.toml: error: there is none in this folder; `greenpaper init` makes one" in Folder(tmp_path).doit(
        exits=3
    )


def test_a_fault_of_the_theme_exits_with_3_before_anything_runs(folder: Folder) -> None:
    (folder.path / "styles").mkdir()
    (folder.path / "styles" / "theme.toml").write_text("colours = 3")
    assert "styles/theme.toml:1: error:" in folder.doit(exits=3)


def test_wrong_settings_exit_with_3_and_say_all(folder: Folder) -> None:
    folder.change("document.toml", 'language = "nb"', 'language = "no"\nversjon = "1"')
    shown = folder.doit(exits=3)
    assert "document.toml:3" in shown
    assert "document.toml:4" in shown


def test_two_processes_build_the_same(folder: Folder, built: Path) -> None:
    folder.doit("clean")
    folder.doit("-n", "2")
    for path in built.joinpath("build").glob(f"{NAME}.*"):
        assert (folder.path / "build" / path.name).read_bytes() == path.read_bytes()


def test_clean_removes_outputs_and_nothing_else(folder: Folder) -> None:
    folder.change("document.toml", "0.2.0", "0.3.0-rc.1")
    folder.doit()
    (folder.path / "build" / "mine.txt").write_text("kept")
    folder.doit("clean")
    left = {path.relative_to(folder.path).as_posix() for path in folder.path.rglob("*") if path.is_file()}
    source = {path.relative_to(SAMPLE).as_posix() for path in SAMPLE.rglob("*") if path.is_file()}
    own = {".doit.db", ".doit.lock", *(name for name in left if "__pycache__" in name)}
    assert left - source - own == {"build/mine.txt"}
    assert source <= left


def test_the_open_copy_comes_and_goes_with_its_setting(folder: Folder) -> None:
    def names() -> set[str]:
        return {path.name for path in (folder.path / "build").glob("*.docx")}

    folder.change("document.toml", "[hearing]", "[docx]\nopen_copy = true\n\n[hearing]")
    assert folder.ran() == {"book", "docx"}
    assert names() == {f"{NAME}.docx", f"{NAME}-open.docx"}
    assert folder.ran() == set()
    (folder.path / "build" / f"{NAME}-open.docx").unlink()
    assert folder.ran() == {"docx"}
    folder.change("document.toml", "0.2.0", "0.2.1")
    folder.doit("docx")
    assert names() == {f"{NAME}{end}.docx".replace("0.2.0", "0.2.1") for end in ("", "-open")}
    folder.change("document.toml", '"Prerelease"', '"Release"')  # where no change is tracked, there is no need of one
    folder.doit("docx")
    assert names() == {f"{NAME}.docx".replace("0.2.0-prerelease", "0.2.1-release")}
    folder.change("document.toml", '"Release"', '"Prerelease"')
    folder.doit("docx")
    folder.change("document.toml", "open_copy = true", "open_copy = false")
    assert folder.ran("docx") >= {"docx"}
    assert names() == {f"{NAME}.docx".replace("0.2.0", "0.2.1")}
    folder.change("document.toml", "open_copy = false", "open_copy = true")
    folder.doit("docx")
    folder.doit("clean", "docx")
    assert names() == set()


def test_a_preview_is_made_when_asked_and_goes_with_clean(folder: Folder) -> None:
    made = folder.path / "build" / f"{NAME}-preview.pdf"
    assert not made.exists()
    assert folder.ran("preview") == {"preview"}
    assert made.is_file()
    assert folder.ran("preview") == set()
    folder.doit("clean", "preview")
    assert not made.exists()
    assert not (folder.path / "build" / "preview").exists()


def test_the_menu_names_every_task(folder: Folder) -> None:
    menu = dict(line.split(None, 1) for line in folder.doit("list").splitlines())
    assert set(menu) == {
        "stamp",
        "responses",
        "apply",
        "remarks",
        "read",
        "book",
        "formulas",
        "images",
        "drawings",
        "gate",
        "check",
        "page",
        "html",
        "pdf",
        "preview",
        "docx",
        "hearing",
        "outputs",
        "validate",
        "release",
        "verify",
        "rebuild",
        "deprecate",
    }
    assert all(text.strip().endswith(".") for text in menu.values())


def test_no_task_has_doit_put_another_stream_in_the_place_of_standard_output(folder: Folder) -> None:
    script = (
        "from doit import doit_cmd; doit_cmd.reset_vars()\n"
        "import dodo; from doit.loader import load_tasks\n"
        "tasks = [task for task in load_tasks(vars(dodo)) if task.actions]\n"
        "print(len(tasks), [task.name for task in tasks if task.io.capture])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=folder.path, capture_output=True, text=True, timeout=60)
    count, _, captured = done.stdout.strip().partition(" ")
    assert int(count) >= len(ALL), done.stderr
    assert captured == "[]"
