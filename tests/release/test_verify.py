"""What `doit verify` says of releases that were tampered with: every fault has its line, and none is a trace."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from greenpaper import files
from greenpaper.errors import AuthorError
from greenpaper.project import Project
from greenpaper.release import bag, deprecate, mending, pages, register, statement, verify, zipped
from greenpaper.release.register import Entry

PROJECT = cast(Project, None)  # which neither of the two looks at
SUM = "a" * 64


def facts(version: str, **more: Any) -> dict[str, Any]:
    return {
        "version": version,
        "edition": None,
        "status": "prerelease",
        "status_name": "Forhåndsversjon",
        "title": "Prøve",
        "language": "nb",
        "date": "2026-11-02",
        "deadline": None,
        "commit": None,
        "source": SUM,
        "files": {},
        "validated": None,
        "changes": None,
        "archive": f"prove-{version}.zip",
        **more,
    }


def seal(releases: Path, entries: tuple[Entry, ...], version: str, **more: Any) -> tuple[Entry, ...]:
    """A release of one file, as `doit release` would have sealed it."""
    content = f"Versjon {version}\n".encode()
    said = facts(version, files={"prove.html": files.sha256(content)}, **more)
    text = json.dumps({"predicate": {statement.REGISTERED: said}})
    folder = releases / version
    bag.write(folder, {"prove.html": content, statement.NAME: text.encode(), "source/a.md": b"# A\n"}, {})
    archive = zipped.bag(folder, f"prove-{version}")
    (releases / said["archive"]).write_bytes(archive)
    sealed = {
        **said,
        "kind": register.RELEASE,
        "bag": files.sha256(folder / bag.TAGS),
        "signed": False,
        "archive_sha256": files.sha256(archive),
    }
    return register.added(entries, sealed)


@pytest.fixture
def releases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of releases of a document, with three of them."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "releases"
    entries: tuple[Entry, ...] = ()
    for version in ("0.1.0", "0.2.0", "0.3.0"):
        entries = seal(folder, entries, version)
    write(folder, entries)
    return folder


def write(folder: Path, entries: tuple[Entry, ...]) -> None:
    (folder / register.NAME).write_text(register.text(entries), "utf-8")
    pages.write(folder, entries)


def faults() -> list[str]:
    """What verify has against the releases in the present folder."""
    try:
        verify.verify(PROJECT, [])
    except AuthorError as fault:
        assert all("\n" not in line for line in fault.lines)
        return list(fault.lines)
    return []


def test_what_is_whole_is_said_to_be(releases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert faults() == []
    assert capsys.readouterr().out.splitlines() == [
        f"releases/{version}: whole, PDF not validated; its files may be written to, as after a clone"
        for version in ("0.1.0", "0.2.0", "0.3.0")
    ]


def test_nothing_is_said_of_the_right_to_write_where_nobody_has_it(
    releases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in (releases / "0.1.0").rglob("*"):
        path.chmod(0o555)
    (releases / "0.1.0").chmod(0o555)
    assert faults() == []
    assert "releases/0.1.0: whole, PDF not validated\n" in capsys.readouterr().out


def test_to_close_a_release_touches_nothing_outside_of_it(releases: Path) -> None:
    outside = releases.parent / "utenfor"
    outside.mkdir(mode=0o700)
    (releases / "0.1.0/data/lenke").symlink_to(outside)
    mending.mend(releases, register.read(releases))
    assert outside.stat().st_mode & 0o777 == 0o700
    assert faults() == ["releases/0.1.0: data/lenke has been added [release-broken]"]
    assert not bag.may_be_written(releases / "0.1.0")


def append(name: str, text: bytes) -> Callable[[Path], object]:
    def change(releases: Path) -> None:
        with (releases / name).open("ab") as stream:
            stream.write(text)

    return change


TAMPERING: dict[str, tuple[Callable[[Path], object], str]] = {
    "a byte": (append("0.1.0/data/prove.html", b" "), "0.1.0: data/prove.html has been changed"),
    "a file gone": (lambda r: (r / "0.1.0/data/source/a.md").unlink(), "0.1.0: data/source/a.md is missing"),
    "a file more": (lambda r: (r / "0.1.0/data/b.md").touch(), "0.1.0: data/b.md has been added"),
    "a link to a folder": (lambda r: (r / "0.1.0/data/lenke").symlink_to("/etc"), "0.1.0: data/lenke has been added"),
    "a link to nothing": (lambda r: (r / "0.1.0/data/x").symlink_to("nowhere"), "0.1.0: data/x has been added"),
    "an empty folder": (lambda r: (r / "0.1.0/data/tom").mkdir(), "0.1.0: data/tom/ has been added"),
    "a pipe": (lambda r: os.mkfifo(r / "0.1.0/data/rør"), "0.1.0: data/rør has been added"),
    "a name of two lines": (lambda r: (r / "0.1.0/a\nb").touch(), r"0.1.0: a\nb has been added"),
    "a name that is no text": (
        lambda r: Path(os.fsdecode(os.fsencode(r / "0.1.0/a") + b"\xff")).touch(),
        r"0.1.0: a\udcff has been added",
    ),
    "the bag gone": (lambda r: shutil.rmtree(r / "0.1.0"), "0.1.0: is missing"),
    "no checksums": (append("0.1.0/manifest-sha256.txt", b"hei\n"), "0.1.0: manifest-sha256.txt has been changed"),
    "checksums of no letters": (append("0.1.0/manifest-sha256.txt", b"\xff"), "0.1.0: manifest-sha256.txt is no UTF-8"),
    "a broken statement": (append("0.1.0/data/release.json", b"x"), "0.1.0: data/release.json has been changed"),
    "a signature of nobody": (
        lambda r: (r / "0.1.0" / bag.SIGNATURE).write_text("x", "utf-8"),
        "0.1.0: its signature cannot be checked: there is no file `signers`",
    ),
    "a zip gone": (lambda r: (r / "prove-0.1.0.zip").unlink(), "0.1.0: releases/prove-0.1.0.zip is missing"),
    "a zip changed": (append("prove-0.1.0.zip", b"x"), "0.1.0: releases/prove-0.1.0.zip has been changed"),
    "a file beside": (lambda r: (r / "ekstra.pdf").touch(), "ekstra.pdf: is in no entry of releases.json"),
    "a folder beside": (lambda r: (r / "0.4.0").mkdir(), "0.4.0: is in no entry of releases.json"),
    "a page changed": (append("index.html", b"x"), "index.html: is not what releases.json says"),
    "a page that is no text": (append("README.md", b"\xff"), "README.md: is not what releases.json says"),
    "a page gone": (lambda r: (r / "index.html").unlink(), "index.html: is missing"),
    "a page that is a folder": (
        lambda r: ((r / "index.html").unlink(), (r / "index.html").mkdir()),
        "index.html: is no file; remove it, ",
    ),
    "a zip that is a pipe": (
        lambda r: ((r / "prove-0.1.0.zip").unlink(), os.mkfifo(r / "prove-0.1.0.zip")),
        "0.1.0: releases/prove-0.1.0.zip is no file; remove it, ",
    ),
    "git's attributes gone": (lambda r: (r / ".gitattributes").unlink(), ".gitattributes: is missing"),
    "a space in the register": (append("releases.json", b" "), "releases.json: its text is not the one that was"),
}


@pytest.mark.parametrize("kind", TAMPERING)
def test_whatever_was_tampered_with_is_named(releases: Path, kind: str) -> None:
    change, expected = TAMPERING[kind]
    change(releases)
    assert any(line.startswith(f"releases/{expected}") and line.endswith("[release-broken]") for line in faults())


def test_releases_are_whole_in_a_clone_whatever_git_does_to_text(
    releases: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = releases.parent
    write(releases, seal(releases, register.read(releases), "0.4.0", changes="$Id$\n\n- Nytt $Id$"))
    (root / ".gitattributes").write_text("* text=auto eol=crlf ident filter=x\n", "utf-8")
    clone = tmp_path_factory.mktemp("klone") / "dokument"
    who = ["-c", "user.name=Kari", "-c", "user.email=kari@example.org"]
    for arguments in (["init", "-q"], ["add", "-A"], [*who, "commit", "-q", "-m", "alt"]):
        subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True)
    settings = ["-c", "core.autocrlf=true", "-c", "filter.x.smudge=tr a-z A-Z"]
    subprocess.run(["git", *settings, "clone", "-q", str(root), str(clone)], check=True)
    monkeypatch.chdir(clone)
    assert faults() == []


def test_without_releases_there_is_nothing_to_check(releases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(releases)
    assert faults() == []
    assert capsys.readouterr().out == "releases: nothing has been released yet\n"
    releases.touch()
    assert faults() == ["releases: is no folder; move it away [release-broken]"]


def test_a_folder_that_is_a_link_is_told(releases: Path) -> None:
    (releases / "0.1.0").rename(releases.parent / "annet")
    (releases / "0.1.0").symlink_to(releases.parent / "annet")
    assert any(line.startswith("releases/0.1.0: is a link") for line in faults())


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("status", "normative"), ("status_name", "Normativ"), ("title", "Annet"), ("language", "nn")),
        *(("date", "2026-11-03"), ("deadline", "2027-01-01"), ("commit", "c" * 40), ("source", "b" * 64)),
        *(("files", {"prove.html": SUM}), ("validated", "veraPDF 1.0"), ("changes", "- Nytt"), ("edition", "intern")),
    ],
)
def test_the_last_entry_is_held_against_what_is_sealed(releases: Path, key: str, value: object) -> None:
    """No entry behind it knows its checksum."""
    entries = register.read(releases)
    write(releases, (*entries[:-1], {**entries[-1], key: value}))
    expected = f'releases/0.3.0: releases.json and data/release.json differ in "{key}" [release-broken]'
    assert expected in faults()


@pytest.mark.parametrize("key", ["bag", "archive_sha256", "signed", "archive"])
def test_what_comes_of_sealing_is_held_against_the_files(releases: Path, key: str) -> None:
    entries = register.read(releases)
    value: object = True if key == "signed" else "annet.zip" if key == "archive" else SUM
    write(releases, (*entries[:-1], {**entries[-1], key: value}))
    assert any(line.startswith("releases/0.3.0: ") for line in faults())


def test_a_register_that_lacks_what_it_has_to_hold_is_told_line_by_line(releases: Path) -> None:
    path = releases / register.NAME
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if '"signed"' not in line), "utf-8")
    assert [line.partition("; ")[0] for line in faults()] == [
        f'releases/releases.json: error: entry {number} has no "signed"' for number in (1, 2, 3)
    ]


def test_a_page_of_another_version_is_compared_by_its_checksums(
    releases: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    entries = register.read(releases)
    monkeypatch.setattr(pages, "_STYLE", "")
    pages.write(releases, entries)  # as a version did that had no style
    page = releases / "index.html"
    kept = page.read_bytes()
    monkeypatch.undo()
    monkeypatch.chdir(releases.parent)
    assert faults() == []
    assert "index.html: was written by another version, so its checksums alone were" in capsys.readouterr().out
    page.write_bytes(kept.replace(b"Fil", b"fil"))
    assert any("index.html: is not what releases.json says" in line for line in faults())
    other = register.added(entries[:-1], {**entries[-1], "archive_sha256": "0" * 64})
    page.write_text(pages.texts(other)["index.html"], "utf-8")
    assert any("index.html: is not what releases.json says" in line for line in faults())


def test_a_page_with_a_checksum_of_its_own_is_told(releases: Path) -> None:
    page = releases / "index.html"
    entries = register.read(releases)
    text = page.read_text("utf-8").replace(entries[0]["archive_sha256"], "0" * 64)
    body = "".join(text.splitlines(keepends=True)[:-1])
    page.write_text(pages._closed(body, entries, "<!-- {} -->"), "utf-8")
    assert any("index.html: has a checksum that releases.json does not know" in line for line in faults())


def test_nothing_is_entered_into_a_register_that_is_not_whole(releases: Path) -> None:
    entries = register.read(releases)
    write(releases, ({**entries[0], "date": "2026-10-01"}, *entries[1:]))
    before = (releases / register.NAME).read_bytes()
    with pytest.raises(AuthorError, match=r"entry 2 \(0\.2\.0\) does not follow .* nothing is added"):
        deprecate.deprecate(PROJECT, ["0.1.0", "0.2.0"])
    assert (releases / register.NAME).read_bytes() == before


def test_a_version_is_superseded_by_a_later_one_that_is_in_use(
    releases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(*versions: str) -> str:
        deprecate.deprecate(PROJECT, list(versions))
        return capsys.readouterr().out

    for wrong in (("0.3.0", "0.1.0"), ("0.2.0", "0.1.0")):
        with pytest.raises(AuthorError, match=rf"0\.1\.0 is not above {wrong[0]}.*\[release-successor\]"):
            deprecate.deprecate(PROJECT, list(wrong))
    assert said("0.1.0", "0.2.0") == "releases/releases.json: 0.1.0 is out of use, superseded by 0.2.0\n"
    assert said("0.1.0", "0.2.0") == "releases/releases.json: says so already\n"
    assert said("0.1.0", "0.3.0").endswith("is out of use, superseded by 0.3.0; until now superseded by 0.2.0\n")
    assert said("0.1.0").endswith("is out of use, without a successor; until now superseded by 0.3.0\n")
    assert said("0.2.0", "0.3.0").endswith("superseded by 0.3.0\n")
    with pytest.raises(AuthorError, match=r"0\.2\.0 is out of use itself; name 0\.3\.0, which supersedes it"):
        deprecate.deprecate(PROJECT, ["0.1.0", "0.2.0"])
    assert len(register.load(releases)) == 7
    assert faults() == []
