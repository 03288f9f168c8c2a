"""The graph: what is up to date is left alone, and what has changed redoes what depends on it and no more."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parent / "sample"
ALL = {"read:innledning", "read:forslag", "read:a-begreper", "book", "images", "gate", "page", "html", "pdf", "docx"}
NAME = "det-minste-horingsnotatet-0.2.0-prerelease-nb"


class Folder:
    """A document folder in which doit is run as its user would."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def doit(self, *arguments: str, exits: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "doit", *arguments], cwd=self.path, capture_output=True, text=True, timeout=300
        )
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
    assert {path.suffix for path in (folder.path / "build").glob(f"{NAME}.*")} == {".html", ".pdf", ".docx"}


def test_a_second_run_in_another_folder_executes_nothing(folder: Folder) -> None:
    assert folder.ran() == set()


def test_a_changed_chapter(folder: Folder) -> None:
    folder.change("chapters/02-forslag.md", "Dele data", "Dele måledata")
    assert folder.ran() == {"read:forslag", "book", "images", "gate", "page", "html", "pdf", "docx"}


def test_a_changed_remark_reaches_no_output(folder: Folder) -> None:
    folder.change("chapters/02-forslag.md", "## Tiltak", "<!-- spør juristene -->\n## Tiltak")
    assert {"page", "html", "pdf", "docx"}.isdisjoint(folder.ran("read"))


def test_a_changed_image(folder: Folder) -> None:
    folder.change("img/flyt.svg", "#eef2f4", "#ffffff")
    assert folder.ran() == {"images", "gate", "page", "html", "pdf", "docx"}


def test_a_changed_style(folder: Folder) -> None:
    (folder.path / "styles").mkdir()
    (folder.path / "styles" / "print.css").write_text("h2 { color: #333333 }")
    assert "read:innledning" not in (ran := folder.ran())
    assert {"page", "pdf"} <= ran


def test_a_changed_setting(folder: Folder) -> None:
    folder.change("document.toml", 'publisher = "Etaten"', 'publisher = "Direktoratet"')
    assert {"page", "html", "pdf", "docx"} <= folder.ran()


def test_a_changed_version_gives_outputs_of_that_name(folder: Folder) -> None:
    folder.change("document.toml", "0.2.0", "0.2.1")
    folder.doit()
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


def test_changed_package_code(folder: Folder, tmp_path: Path) -> None:
    package = Path(__file__).parent.parent / "greenpaper"
    copy = tmp_path / "code"
    shutil.copytree(package, copy / "greenpaper")
    shutil.copytree(package.parent / "styles", copy / "styles")
    script = f"import sys; sys.path.insert(0, {str(copy)!r}); from doit.doit_cmd import DoitMain; DoitMain().run([])"
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", script], cwd=folder.path, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    assert "Nothing to do" in done.stdout
    with (copy / "greenpaper" / "word" / "__init__.py").open("a") as code:
        code.write("\n# changed\n")
    done = subprocess.run([sys.executable, "-c", script], cwd=folder.path, capture_output=True, text=True)
    assert re.findall(r"^\[ *\d+/\d+\] (\S+)  ", done.stdout, re.MULTILINE) == ["docx"]


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


def test_check_prints_in_every_form(folder: Folder) -> None:
    folder.change("chapters/01-innledning.md", "02-forslag.md#tiltak", "02-forslag.md#tiltaket")
    for form, sign in (("text", "error:"), ("json", '"code"'), ("sarif", '"version": "2.1.0"'), ("github", "::error ")):
        assert sign in folder.doit("check", "--format", form, exits=1)


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
    (folder.path / "build" / "mine.txt").write_text("kept")
    folder.doit("clean")
    left = {path.relative_to(folder.path).as_posix() for path in folder.path.rglob("*") if path.is_file()}
    source = {path.relative_to(SAMPLE).as_posix() for path in SAMPLE.rglob("*") if path.is_file()}
    assert left - source <= {"build/mine.txt", ".doit.db"} | {name for name in left if "__pycache__" in name}
    assert source <= left


def test_the_menu_names_every_task(folder: Folder) -> None:
    menu = dict(line.split(None, 1) for line in folder.doit("list").splitlines())
    assert set(menu) == {"read", "book", "images", "gate", "check", "page", "html", "pdf", "docx"}
    assert all(text.strip().endswith(".") for text in menu.values())
