"""Patches of rows: what has one and what has none, and that git applies them from wherever the document lies."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from greenpaper.responses import patches
from greenpaper.responses.model import Edit, How, Kind, Respondent, Row, Today
from greenpaper.responses.patches import patchfile
from tests.responses.hearing import CHAPTER, PATH, chapters, piece

IDENTITY = ("-c", "user.name=Redaktør", "-c", "user.email=red@example.com", "-c", "core.autocrlf=false")


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *IDENTITY, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def row(words: str, gone: str, new: str, kind: Kind = Kind.REPLACE, text: str = CHAPTER) -> tuple[Row, Today]:
    """A row that changes words, and where its piece is today."""
    now = piece(text, words)
    start = now.text.index(gone)
    edit = Edit(old=now.text, start=start, end=start + len(gone), new=new)
    made = Row(
        identifier=f"r-{kind}-{words[:2]}-{start}".replace(" ", ""), respondent="kommunen", author="Kåre Å. Næss",
        date="2027-01-31",
        file="kommunen/svar.docx", version="0.9.0", chapter="1 Behov", number="1-2", where=now.where, changed=False,
        anchor=now.identifier, how=How.ANCHOR, sure=True, kind=kind, tracked=True, resolved=False, parent="",
        question="", quoted=gone, comment="", proposal=new, patch="", edit=edit,
    )  # fmt: skip
    today = Today(where=now.where, changed=False, text=now.text, kind=now.kind, identifier=now.identifier)
    return made, today


def one(made: Row, today: Today, respondents: dict[str, Respondent] | None = None, text: str = CHAPTER) -> patches.Made:
    return patches.made([made], {made.anchor: today}, chapters({PATH: text}), respondents or {})


def test_a_row_has_a_patch_with_who_when_and_where() -> None:
    changed, today = row("Siste avsnitt", "tom", "full")
    made = one(changed, today)
    assert (made.rows[0].patch, made.rows[0].why_not) == (f"patches/{changed.identifier}.patch", "")
    text = made.patches[changed.identifier]
    head, _, diff = text.partition("---\n\n")
    assert "From: =?utf-8?" in head and "<kommunen@responses.invalid>" in head
    assert "Date: Sun, 31 Jan 2027 00:00:00 +0000\nSubject: [PATCH] 1-2: replace\n" in head
    assert f"\nResponse: {changed.identifier}\n" in head
    assert diff.startswith(f"--- a/{PATH}\n+++ b/{PATH}\n@@ ")
    assert "\n-Siste avsnitt med en tom slutt.\n+Siste avsnitt med en full slutt.\n" in diff


def test_the_anonymous_have_no_name() -> None:
    changed, today = row("Siste avsnitt", "tom", "full")
    hidden = {"kommunen": Respondent(folder="kommunen", name="Kommunen", anonymous=True)}
    head = one(changed, today, hidden).patches[changed.identifier].partition("---\n\n")[0]
    assert "From: anonymous <anonymous@responses.invalid>\n" in head
    assert "kommunen" not in head


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"sure": False}, "its place is not sure"),
        ({"kind": Kind.MOVE}, "a text moves to another place"),
        ({"kind": Kind.JOIN, "edit": None}, "two paragraphs become one"),
        ({"edit": None}, "it belongs to no text that was sent"),
    ],
)
def test_why_there_is_none(change: dict[str, object], reason: str) -> None:
    changed, today = row("Siste avsnitt", "tom", "full")
    made = one(replace(changed, **change), today)  # type: ignore[arg-type]
    assert (made.rows[0].patch, made.rows[0].why_not, made.patches) == ("", reason, {})


def test_a_text_that_has_changed_or_gone_has_none() -> None:
    changed, today = row("Siste avsnitt", "tom", "full")
    other = replace(today, changed=True, text="Siste avsnitt med en annen slutt.")
    assert one(changed, other).rows[0].why_not == "the text has changed since it was sent"
    done = replace(today, changed=True, text="Siste avsnitt med en full slutt.")
    assert one(changed, done).rows[0].why_not == patches.DONE
    assert one(changed, Today(where=None, changed=True)).rows[0].why_not.startswith("the text is not in today's")


def test_a_row_of_a_table_goes() -> None:
    changed, today = row("Pleier", "Pleier", "", Kind.ROW_DELETED)
    gone = replace(changed, edit=None, quoted="Pleier | leser\nog skriver")
    made = one(gone, today)
    assert "\n-| Pleier | leser<br>og skriver |\n" in made.patches[gone.identifier]
    other = replace(gone, quoted="Pleier | leser")
    assert one(other, today).rows[0].why_not == "the row's text has changed since"


def test_comments_have_neither() -> None:
    changed, today = row("Siste avsnitt", "tom", "full", Kind.COMMENT)
    assert one(changed, today).rows == (changed,)


@pytest.mark.parametrize("below", ["", "docs/høring svar"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("name", ["chapters/01-behov.md", "chapters/01 behov æ.md"])
def test_git_applies_them(tmp_path: Path, below: str, newline: str, name: str) -> None:
    text = CHAPTER.replace("\n", newline)
    folder = tmp_path / below
    chapter = folder / name
    chapter.parent.mkdir(parents=True)
    chapter.write_bytes(text.encode())
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "Først")
    changed, today = row("Siste avsnitt", "tom", "full")
    patch = one(changed, today, text=text).patches[changed.identifier].replace(PATH, name)
    if " " in name:
        patch = patchfile.text(
            name,
            text,
            text.replace("tom", "full"),
            author="Kåre Å. Næss",
            respondent="k",
            date="",
            subject="x",
            row="r1",
        )
    (tmp_path / "a.patch").write_bytes(patch.encode())
    git(folder, "apply", str(tmp_path / "a.patch"))
    assert chapter.read_bytes().decode() == text.replace("tom", "full")
    git(tmp_path, "checkout", "-q", "--", ".")
    directory = [f"--directory={below}"] if below else []
    git(tmp_path, "am", "-q", "--keep-cr", *directory, str(tmp_path / "a.patch"))
    assert chapter.read_bytes().decode() == text.replace("tom", "full")
    assert git(tmp_path, "log", "-1", "--format=%an").strip() == "Kåre Å. Næss"


def test_a_file_that_does_not_end_in_a_line_end(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("en\nto")
    (tmp_path / "a.patch").write_text(
        patchfile.text("a.md", "en\nto", "en\ntre", author="", respondent="k", date="", subject="x", row="r1")
    )
    git(tmp_path, "apply", "a.patch")
    assert (tmp_path / "a.md").read_text() == "en\ntre"


def test_what_is_written_is_read_again_and_old_patches_go(tmp_path: Path) -> None:
    changed, today = row("Siste avsnitt", "tom", "full")
    (tmp_path / "patches").mkdir()
    (tmp_path / "patches" / "rold.patch").write_text("x")
    made = one(changed, today)
    patches.write(made, tmp_path)
    assert [path.name for path in (tmp_path / "patches").iterdir()] == [f"{changed.identifier}.patch"]
    assert patches.load(tmp_path) == (made.changes, {})
