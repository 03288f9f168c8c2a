from __future__ import annotations

import datetime
import os
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenpaper import document, stamp, status
from greenpaper.errors import SettingsError
from greenpaper.model import Document, DocxSettings, Hearing, Protection, Stamp, Version
from greenpaper.outline import slug
from tests import documents

TODAY = datetime.date(2031, 5, 17)
TOML = 'title = "Målbilde"\npublisher = "P"\nlanguage = "nb"\nversion = "0.9.1"\nstatus = "Prerelease"\n'
CHAPTER = "# A\n\n![A map](../bilder/kart.png)\n![A map](../M%C3%A5l%20og/kart.png)\n![A map](../kart.png)\n"
OURS = status.load()
Git = Callable[..., str]


@pytest.fixture
def environ(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which git knows no settings of the person who runs the tests."""
    who = {
        f"GIT_{role}_{key}": value
        for role in ("AUTHOR", "COMMITTER")
        for key, value in (("NAME", "N"), ("EMAIL", "n@example.no"), ("DATE", "2026-03-04T23:30:00+01:00"))
    }
    home = str(tmp_path_factory.mktemp("home"))
    return {"PATH": os.environ["PATH"], "HOME": home, "GIT_CONFIG_NOSYSTEM": "1", **who}


@pytest.fixture
def git(environ: dict[str, str], tmp_path: Path) -> Git:
    def run(*arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=tmp_path, env=environ, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A document in a subfolder of what may become a repository."""
    made = tmp_path / "docs" / "malbilde"
    (made / "chapters").mkdir(parents=True)
    (made / "chapters" / "01-a.md").write_text(CHAPTER, encoding="utf-8")
    (made / "document.toml").write_text(TOML, encoding="utf-8")
    return made


def made(folder: Path, environ: dict[str, str]) -> Stamp:
    return stamp.make(document.load(folder), environ, TODAY)


def test_outside_git_the_date_is_today(folder: Path, environ: dict[str, str]) -> None:
    environ["GIT_CEILING_DIRECTORIES"] = str(folder.parent)
    found = made(folder, environ)
    assert (found.date, found.commit, found.dirty) == (TODAY, None, False)


def test_without_the_program_git_the_date_is_today(folder: Path, git: Git, environ: dict[str, str]) -> None:
    git("init")
    assert made(folder, {**environ, "PATH": str(folder / "nothing")}).commit is None


def test_before_the_first_commit_there_is_none(folder: Path, git: Git, environ: dict[str, str]) -> None:
    git("init")
    git("add", ".")
    assert (made(folder, environ).date, made(folder, environ).commit) == (TODAY, None)


def test_the_stamp_has_the_last_commit_of_the_documents_files(
    folder: Path, git: Git, environ: dict[str, str], tmp_path: Path
) -> None:
    git("init")
    git("add", ".")
    git("commit", "-m", "The document")
    commit = git("rev-parse", "HEAD")
    (tmp_path / "docs" / "other.md").write_text("x", encoding="utf-8")
    git("add", ".")
    git("commit", "-m", "Something else", "--date", "2027-01-01T00:00:00")
    found = made(folder, environ)
    assert (found.commit, found.dirty) == (commit, False)
    assert found.date == datetime.date(2026, 3, 4)  # in the time zone of the committer


def test_the_stamp_has_the_tag_of_its_version_alone(folder: Path, git: Git, environ: dict[str, str]) -> None:
    git("init")
    git("add", ".")
    git("commit", "-m", "The document")
    git("tag", "v0.0.1")
    assert made(folder, environ).tag is None
    git("tag", f"v{made(folder, environ).version}")
    assert made(folder, environ).tag == f"v{made(folder, environ).version}"


@pytest.mark.parametrize(
    "path",
    [
        "chapters/01-a.md",
        "document.toml",
        "chapters/new.png",
        "bilder/new.png",
        "Ma\u030al og/kart.png",
        "kart.png",
        "styles/x.css",
    ],
)
def test_a_changed_or_new_file_of_the_document_makes_it_dirty(
    folder: Path, git: Git, environ: dict[str, str], path: str
) -> None:
    git("init")
    git("add", ".")
    git("commit", "-m", "The document")
    (folder / path).parent.mkdir(exist_ok=True)
    with (folder / path).open("a", encoding="utf-8") as stream:
        stream.write("# more\n")
    assert made(folder, environ).dirty
    git("add", ".")
    assert made(folder, environ).dirty
    git("commit", "-m", "More")
    assert not made(folder, environ).dirty


def test_a_file_beside_the_document_does_not_make_it_dirty(folder: Path, git: Git, environ: dict[str, str]) -> None:
    git("init")
    git("add", ".")
    git("commit", "-m", "The document")
    (folder / "build").mkdir()
    (folder / "build" / "page.html").write_text("x", encoding="utf-8")
    (folder.parent / "other.md").write_text("x", encoding="utf-8")
    assert not made(folder, environ).dirty


@pytest.mark.parametrize(
    "path", ["README.md", "program/core.py", "tests/kart.png", "docs/bilder/kart.png", ".x/bilder"]
)
def test_what_no_chapter_names_is_not_the_documents(folder: Path, git: Git, environ: dict[str, str], path: str) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    git("init")
    git("add", ".")
    git("commit", "-m", "The document")
    commit = git("rev-parse", "HEAD")
    (folder / path).write_text("x", encoding="utf-8")
    assert not made(folder, environ).dirty
    git("add", ".")
    git("commit", "-m", "Something else")
    assert made(folder, environ).commit == commit


def test_inside_a_hook_of_another_repository_it_is_still_the_documents(
    folder: Path, git: Git, environ: dict[str, str]
) -> None:
    git("init")
    git("add", ".")
    git("commit", "-m", "The document")
    hook = {"GIT_DIR": ".git", "GIT_INDEX_FILE": ".git/index", "GIT_WORK_TREE": "."}
    assert made(folder, {**environ, **hook}).commit == git("rev-parse", "HEAD")


def test_git_is_asked_twice_at_most(folder: Path, git: Git, environ: dict[str, str], tmp_path: Path) -> None:
    git("init")
    git("add", ".")
    git("commit", "-m", "The document")
    trace = tmp_path / "trace"
    made(folder, {**environ, "GIT_TRACE": str(trace)})
    assert trace.read_text(encoding="utf-8").count("built-in: git") == 2


def test_source_date_epoch_comes_before_the_commit(folder: Path, git: Git, environ: dict[str, str]) -> None:
    git("init")
    git("add", ".")
    git("commit", "-m", "The document")
    assert made(folder, {**environ, "SOURCE_DATE_EPOCH": "1000000000"}).date == datetime.date(2001, 9, 9)
    assert made(folder, {**environ, "SOURCE_DATE_EPOCH": ""}).date == datetime.date(2026, 3, 4)


def test_the_date_in_the_settings_comes_first(folder: Path, environ: dict[str, str]) -> None:
    (folder / "document.toml").write_text(TOML + "date = 2026-10-05\n", encoding="utf-8")
    assert made(folder, {**environ, "SOURCE_DATE_EPOCH": "1000000000"}).date == datetime.date(2026, 10, 5)


@pytest.mark.parametrize("value", ["yesterday", "1e9", "9" * 30])
def test_a_wrong_source_date_epoch_is_told(folder: Path, environ: dict[str, str], value: str) -> None:
    with pytest.raises(SettingsError, match=f"SOURCE_DATE_EPOCH is '{value}'"):
        made(folder, {**environ, "SOURCE_DATE_EPOCH": value})


def test_the_stamp_carries_what_the_document_says(folder: Path, environ: dict[str, str]) -> None:
    text = TOML + 'maturity = "test"\nlevel = "veileder"\n[hearing]\ndeadline = 2027-01-08\n'
    (folder / "document.toml").write_text(text, encoding="utf-8")
    found = made(folder, environ)
    assert (found.status, found.version, found.maturity) == ("prerelease", Version("0.9.1"), "test")
    assert (found.level, found.hearing) == ("veileder", Hearing(deadline=datetime.date(2027, 1, 8)))


def test_reading_uses_this_machine(folder: Path) -> None:
    assert stamp.read(document.load(folder)).version == Version("0.9.1")


# Names and watermark

BARE = Stamp(status="release", version=Version("1.0-rc.1"), date=TODAY)


def test_outputs_are_named_after_slug_version_status_and_language(folder: Path) -> None:
    settings = document.load(folder)
    assert stamp.output_name(settings, stamp.make(settings, {}, TODAY)) == "malbilde-0.9.1-prerelease-nb"


@given(title=st.text(min_size=1).filter(str.strip))
def test_names_of_outputs_are_ascii(title: str) -> None:
    settings = Document(
        root=Path(),
        title=title,
        language="se",
        version=Version("1.0-rc.1"),
        status="release",
        publisher="P",
        slug=slug(title, 40) or "document",
        chapters=(),
    )
    name = stamp.output_name(settings, BARE)
    assert name.isascii()
    assert not set(name) & set("/\\: ")


@pytest.mark.parametrize(
    ("key", "hearing", "kind"),
    [
        ("work-in-progress", None, "draft"),
        ("prerelease", Hearing(deadline=TODAY), "hearing"),
        ("prerelease", Hearing(sent=TODAY), "draft"),
        ("prerelease", None, "draft"),
        ("release", Hearing(deadline=TODAY), None),
        ("normative", None, None),
        ("deprecated", None, "deprecated"),
    ],
)
def test_the_watermark_comes_from_the_status(key: str, hearing: Hearing | None, kind: str | None) -> None:
    assert stamp.watermark(replace(BARE, status=key, hearing=hearing), OURS) == kind


@pytest.mark.parametrize(
    ("key", "hearing", "kind"),
    [
        ("work-in-progress", Hearing(deadline=TODAY), Protection.NONE),
        ("prerelease", Hearing(deadline=TODAY), Protection.TRACKED),
        ("prerelease", Hearing(sent=TODAY), Protection.NONE),
        ("prerelease", None, Protection.NONE),
        ("release", None, Protection.READ_ONLY),
        ("normative", None, Protection.READ_ONLY),
        ("deprecated", None, Protection.READ_ONLY),
    ],
)
def test_the_protection_comes_from_the_status(key: str, hearing: Hearing | None, kind: Protection) -> None:
    made = replace(BARE, status=key, hearing=hearing)
    assert stamp.protection(documents.document(), made, OURS) == kind
    for wanted in (Protection.NONE, Protection.TRACKED, Protection.READ_ONLY):
        overridden = documents.document(docx=DocxSettings(protection=wanted))
        assert stamp.protection(overridden, made, OURS) == wanted


def test_a_status_without_a_protection_is_free() -> None:
    free = replace(OURS, statuses=tuple(replace(term, protection=None) for term in OURS.statuses))
    made = replace(BARE, status="release")
    assert stamp.protection(documents.document(), made, free) == Protection.NONE
    tracked = replace(OURS, statuses=(replace(OURS.statuses[0], protection="tracked"),))
    made = replace(BARE, status="work-in-progress")
    assert stamp.protection(documents.document(), made, tracked) == Protection.TRACKED


def test_a_repository_among_the_chapters_runs_nothing(
    folder: Path, git: Git, environ: dict[str, str], tmp_path: Path
) -> None:
    """Chapters may bring a folder that git takes for a repository, whose settings name programs."""
    canary = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {canary}\n", encoding="utf-8")
    program.chmod(0o755)
    git("init", "--bare", str(folder))
    git("--git-dir", str(folder), "config", "core.bare", "false")
    git("--git-dir", str(folder), "config", "core.worktree", str(folder))
    git("--git-dir", str(folder), "add", "document.toml", "chapters")
    git("--git-dir", str(folder), "commit", "-m", "The document")
    git("--git-dir", str(folder), "config", "core.fsmonitor", str(program))
    (folder / "hooks" / "post-index-change").write_text(program.read_text("utf-8"), encoding="utf-8")
    (folder / "hooks" / "post-index-change").chmod(0o755)
    assert made(folder, {**environ, "GIT_CEILING_DIRECTORIES": str(tmp_path)}).commit is None
    assert not canary.exists()


def test_the_monitor_that_a_repository_names_is_not_started(
    folder: Path, git: Git, environ: dict[str, str], tmp_path: Path
) -> None:
    canary = tmp_path.parent / f"{tmp_path.name}-ran"
    program = tmp_path.parent / f"{tmp_path.name}-program"
    program.write_text(f"#!/bin/sh\ntouch {canary}\n", encoding="utf-8")
    program.chmod(0o755)
    git("init")
    git("add", ".")
    git("commit", "-m", "The document")
    git("config", "core.fsmonitor", str(program))
    git("status")
    assert canary.exists(), "the program of the test works"
    canary.unlink()
    assert made(folder, environ).commit
    assert not canary.exists()
