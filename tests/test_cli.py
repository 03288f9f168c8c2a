"""The command `greenpaper`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from greenpaper import __version__
from greenpaper.cli import main

PACKAGE = Path(__file__).parent.parent


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out == f"greenpaper {__version__}\n"


def test_init_makes_a_folder_and_says_what_comes_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "a new one"
    assert main(["init", "--language", "en", str(target)]) == 0
    assert 'language = "en"' in (target / "document.toml").read_text("utf-8")
    out = capsys.readouterr().out
    assert out.startswith(f"made {target}\n")
    assert re.search(rf"then: cd '{re.escape(str(target))}' && \S*\bdoit\n$|then: cd .* && \S+/run doit\n$", out)


def test_init_takes_bokmal_if_nothing_is_said(tmp_path: Path) -> None:
    assert main(["init", str(tmp_path / "new")]) == 0
    assert 'language = "nb"' in (tmp_path / "new/document.toml").read_text("utf-8")


def test_init_from_a_project_says_what_it_took_and_what_to_look_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    docs = tmp_path / "old/docs"
    docs.mkdir(parents=True)
    (docs / "index.md").write_text("# Hei\n\n[borte](borte.md)\n\n![Kart over alt](https://example.no/kart.png)\n")
    (tmp_path / "old/mkdocs.yml").write_text("site_name: Prøve\nsite_author: Etaten\n", encoding="utf-8")
    assert main(["init", "--from", str(tmp_path / "old"), str(tmp_path / "new")]) == 0
    out = capsys.readouterr().out
    assert "  chapters: 1\n  title: Prøve (site_name)\n  publisher: Etaten (site_author)\nlook at\n" in out
    assert "  document.toml, [severity]: 1 link-file\n" in out
    assert "[severity]: 1 image-remote: readers see 'Bildet mangler' in place of the image until it is mended\n" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "the following arguments are required: COMMAND"),
        (["init"], "the following arguments are required: DIR"),
        (["init", "--language", "de", "new"], "invalid choice: 'de'"),
        (["init", "--from", "gone.yml", "new"], "gone.yml: error: there is no such file"),
        (["init", "--from", "note.txt", "new"], "note.txt: error: only MkDocs projects"),
        (["init", "full"], "full: error: the folder is not empty"),
        (["init", "note.txt"], "note.txt: error: there is a file of that name"),
        (["init", "--from", "full/mkdocs.yml", "full/new"], "full/new: error: it lies inside the project"),
        (["publish"], "invalid choice: 'publish'"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_code_3(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "full").mkdir()
    (tmp_path / "full/mkdocs.yml").write_text("site_name: a\n")
    (tmp_path / "note.txt").write_text("mine")
    assert main(arguments) == 3
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("\n") == 1
    assert message in shown.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["full", "note.txt"]


def test_a_fault_in_a_text_is_one_line_and_exit_code_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "old/docs").mkdir(parents=True)
    (tmp_path / "old/docs/index.md").write_bytes(b"# H\xe6\n")
    (tmp_path / "old/mkdocs.yml").write_text("site_name: a\n")
    assert main(["init", "--from", str(tmp_path / "old/mkdocs.yml"), str(tmp_path / "new")]) == 1
    assert "index.md:1: error: the text is not UTF-8" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = subprocess.run(
        [sys.executable, "-m", "greenpaper.cli", "init", str(tmp_path / "file/new")],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(PACKAGE)},
    )
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
