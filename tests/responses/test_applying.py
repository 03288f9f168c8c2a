"""`doit apply`: followed changes in commits of their own, refusals that change nothing, what else stays as it was."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from greenpaper import files, project
from greenpaper.errors import AuthorError, ToolError
from greenpaper.responses import applying, intake, patches, table, today
from greenpaper.responses.model import Answer, Decision, Edit, Row
from tests.responses.hearing import CHAPTER, PATH, chapters, piece, pieces
from tests.responses.test_collecting import answered, built, doit, hearing
from tests.responses.test_patch_files import row

__all__ = ["built"]  # a fixture

SETTINGS = """title = "Til høring"
publisher = "Etaten"
language = "nb"
slug = "prove"
version = "0.9.0"
status = "Prerelease"
level = "veileder"
date = 2027-01-08
chapters = ["chapters/01-behov.md"]
"""
REGISTER = """[[respondent]]
folder = "nord"
name = "Nord kommune"

[[respondent]]
folder = "sor"
name = "Kari Nordmann"
anonymous = true
"""


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A document below the top of its repository, whose chapter is committed."""
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Redaktør")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "red@example.com")
    made = tmp_path / "docs" / "høring"
    (made / "chapters").mkdir(parents=True)
    (made / "responses" / "sor").mkdir(parents=True)
    (made / "responses" / "sor" / "brev.pdf").write_bytes(b"")
    (made / "document.toml").write_text(SETTINGS)
    (made / "responses" / "register.toml").write_text(REGISTER)
    (made / PATH).write_bytes(CHAPTER.encode())
    (made / "other.txt").write_text("en\n")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "Først")
    monkeypatch.chdir(made)
    return made


Said = tuple[str, str, str, str]  # respondent, words of the piece, what goes, what comes


def told(said: Sequence[Said], decision: Decision = Decision.FOLLOWED, text: str = CHAPTER) -> list[Row]:
    """Have `doit responses` have read these, as of a text that was sent: the table and the record of changes."""
    rows, now = [], {}
    for number, (who, words, gone, new) in enumerate(said):
        made, place = row(words, gone, new, text=text)
        rows.append(replace(made, respondent=who, identifier=f"r{number}", answer=Answer(decision=decision)))
        there = {each.identifier: each for each in pieces(Path(PATH).read_text())}
        now[made.anchor] = place if made.anchor in there else _changed(place)
    found = patches.made(rows, now, chapters({PATH: Path(PATH).read_text()}), {})
    patches.write(found, Path("build/responses"))
    files.write_atomic(intake.MASTER, table.text(found.rows))
    return list(found.rows)


def _changed(place: today.Today) -> today.Today:
    now = next(each for each in pieces(Path(PATH).read_text()) if each.where == place.where and each.kind == place.kind)
    return replace(place, changed=True, text=now.text, identifier=now.identifier)


def run(dry: bool = False, remarks: bool = False) -> None:
    applying.run(project.load(Path()), dry, remarks)


def commits(folder: Path) -> list[str]:
    return git(folder, "log", "--format=%s").splitlines()


def test_each_respondent_has_a_commit(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told(
        [
            ("nord", "Siste avsnitt", "tom", "full"),
            ("sor", "Et sitat", "går", "løper"),
            ("nord", "Begrep", "Begrep", "Ord"),
        ]
    )
    run()
    assert commits(folder) == [
        "Follow 1 change of an anonymous respondent",
        "Follow 2 changes of Nord kommune",
        "Først",
    ]
    body = git(folder, "log", "-1", "--skip=1", "--format=%an%n%b")
    assert body.strip() == "Redaktør\n- 1-2: replace\n- 1-2: replace\n\nResponse: r0\nResponse: r2"
    assert "Nordmann" not in git(folder, "log", "--format=%an%n%B")
    text = CHAPTER.replace("tom slutt", "full slutt").replace("som går", "som løper").replace("Begrep\n", "Ord\n")
    assert Path(PATH).read_text() == text
    assert git(folder, "status", "--porcelain", "chapters") == ""
    assert "followed: 2 changes of Nord kommune\n  1-2: replace (r0)\n" in capsys.readouterr().out


def test_only_what_is_followed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told([("nord", "Siste avsnitt", "tom", "full")], Decision.PARTLY)
    run()
    assert commits(folder) == ["Først"]
    assert "no row" in capsys.readouterr().out


def test_dry_changes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told([("nord", "Siste avsnitt", "tom", "full")])
    run(dry=True)
    assert (commits(folder), Path(PATH).read_text()) == (["Først"], CHAPTER)
    assert "would follow: 1 change of Nord kommune" in capsys.readouterr().out


def test_edits_of_one_piece_are_combined(folder: Path) -> None:
    told([
        ("nord", "Et viktig", "viktig", "svært viktig"), ("sor", "Et viktig", "fet tekst", "fete ord"),
        ("nord", "Et viktig", "samme ", ""), ("sor", "Et viktig", " med note.", ""), ("nord", "Et viktig", "Et", "Ett"),
    ])  # fmt: skip
    run()
    assert "Ett *svært viktig* avsnitt med **fete ord**," in Path(PATH).read_text()
    assert "av det avsnittet, og en [henvisning](#krav)[^en]" in Path(PATH).read_text()
    assert len(commits(folder)) == 3


def test_a_paragraph_is_divided_after_its_words_are_changed(folder: Path) -> None:
    told(
        [
            ("nord", "Siste avsnitt", " med", "\n\n"),
            ("nord", "Siste avsnitt", "tom", "full"),
            ("nord", "Siste", "Siste", "Sist"),
        ]
    )
    rows = table.load(intake.MASTER)
    assert len(rows) == 3
    now = piece(CHAPTER, "Siste avsnitt")
    known, _ = patches.load(Path("build/responses"))
    at = now.text.index("med")
    split = replace(known[0], edit=Edit(old=now.text, start=at - 1, end=at - 1, new="\n\n"))
    patches.write(patches.Made(rows=(), patches={}, changes=(split, *known[1:]), places={}), Path("build/responses"))
    run()
    assert "Sist avsnitt\n\nmed en full slutt." in Path(PATH).read_text()


def test_a_second_run_does_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = [("nord", "Siste avsnitt", "tom", "full"), ("sor", "Siste avsnitt", "Siste", "Sist")]
    told(said[:1])
    run()
    rows = told(said)
    assert rows[0].why_not == patches.DONE
    run()
    run()
    assert len(commits(folder)) == 3
    assert "Sist avsnitt med en full slutt." in Path(PATH).read_text()
    assert "done already: 1-2: replace (r0)" in capsys.readouterr().out


@pytest.mark.parametrize(("one", "other"), [(("en tom", "x"), ("tom slutt", "y")), (("tom", "x"), ("tom", "y"))])
def test_changes_that_meet_are_refused(folder: Path, one: tuple[str, str], other: tuple[str, str]) -> None:
    told([("nord", "Siste avsnitt", *one), ("sor", "Siste avsnitt", *other), ("nord", "Et sitat", "går", "løper")])
    with pytest.raises(AuthorError, match=r"rows r0 and r1 change the same words.*\[response-conflict\]"):
        run()
    assert (commits(folder), Path(PATH).read_text()) == (["Først"], CHAPTER)


def test_the_same_change_of_two_is_made_once(folder: Path) -> None:
    told([("nord", "Siste avsnitt", "tom", "full"), ("sor", "Siste avsnitt", "tom", "full")])
    run()
    assert len(commits(folder)) == 2


def test_a_chapter_with_changes_of_its_own_is_refused(folder: Path) -> None:
    told([("nord", "Siste avsnitt", "tom", "full")])
    text = CHAPTER.replace("Avsnitt to", "Avsnitt 2")
    Path(PATH).write_text(text)
    with pytest.raises(AuthorError, match=r"01-behov.md: error: it has changes.*\[response-uncommitted\]"):
        run()
    assert (commits(folder), Path(PATH).read_text()) == (["Først"], text)


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_changes_that_git_was_told_to_hide_are_refused(folder: Path, flag: str) -> None:
    told([("nord", "Siste avsnitt", "tom", "full")])
    git(folder, "update-index", flag, PATH)
    Path(PATH).write_text(text := CHAPTER.replace("Avsnitt to", "Avsnitt 2"))
    with pytest.raises(AuthorError, match=r"01-behov.md: error: it has changes.*\[response-uncommitted\]"):
        run()
    assert (commits(folder), Path(PATH).read_text()) == (["Først"], text)


def test_what_else_is_changed_or_staged_stays_so(folder: Path) -> None:
    told([("nord", "Siste avsnitt", "tom", "full")])
    Path("other.txt").write_text("to\n")
    git(folder, "add", "other.txt")
    Path("other.txt").write_text("tre\n")
    before = git(folder, "status", "--porcelain")
    run()
    assert git(folder, "status", "--porcelain") == before
    assert git(folder, "show", ":docs/høring/other.txt") == "to\n"
    assert git(folder, "show", "--name-only", "--format=", "-z") == f"docs/høring/{PATH}\0"


def test_outside_of_git_nothing_is_changed(folder: Path) -> None:
    told([("nord", "Siste avsnitt", "tom", "full")])
    (folder.parent.parent / ".git").rename(folder.parent.parent / "git")
    with pytest.raises(ToolError, match="not a git repository"):
        run()
    assert Path(PATH).read_text() == CHAPTER


def test_where_git_refuses_the_chapter_is_what_it_was(folder: Path) -> None:
    told([("nord", "Siste avsnitt", "tom", "full")])
    hook = folder.parent.parent / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho nei >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(ToolError, match="git says: nei"):
        run()
    assert (commits(folder), Path(PATH).read_text()) == (["Først"], CHAPTER)
    assert git(folder, "status", "--porcelain", "chapters") == ""


def test_what_cannot_be_done_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told([("nord", "Siste avsnitt", "tom", "full")])
    Path(PATH).write_text(CHAPTER.replace("en tom slutt", "noe annet"))
    git(folder, "commit", "-aqm", "Annet")
    run()
    assert "by hand: 1-2: replace (r0): " in capsys.readouterr().out
    assert len(commits(folder)) == 2


def test_from_a_returned_file_to_a_commit(built: Path, tmp_path: Path) -> None:
    folder = hearing(built, tmp_path / "document", nord=answered(built, "feil", "rik*tig"))
    git(folder, "init", "-q")
    git(folder, "add", "chapters", "document.toml")
    git(folder, "-c", "user.name=R", "-c", "user.email=r@example.com", "commit", "-qm", "Først")
    git(folder, "config", "user.name", "R")
    git(folder, "config", "user.email", "r@example.com")
    done = doit(folder, "responses")
    assert "1 change of text with a patch: build/responses/patches\n" in done.stdout, done.stdout + done.stderr
    (patch,) = (folder / "build" / "responses" / "patches").iterdir()
    git(folder, "apply", "--check", str(patch))
    master = folder / "responses" / "table.toml"
    master.write_text(master.read_text().replace('decision = "open"', 'decision = "followed"'))
    assert "would follow: 1 change of nord" in doit(folder, "apply", "--dry").stdout
    assert commits(folder) == ["Først"]
    done = doit(folder, "apply")
    assert "followed: 1 change of nord" in done.stdout, done.stdout + done.stderr
    assert commits(folder) == ["Follow 1 change of nord", "Først"]
    assert "et ord som er rik\\*tig.\n" in (folder / "chapters" / "01-behov.md").read_text()
    assert "done already" in doit(folder, "apply").stdout
