"""The register: entries are added, and one that was changed, taken out or put in breaks the chain."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenpaper.errors import AuthorError
from greenpaper.model import Version
from greenpaper.release import register

VERSIONS = st.lists(st.integers(0, 30).map(lambda n: f"0.{n}"), unique=True, min_size=1, max_size=6)


def entry(version: str, kind: str = register.RELEASE) -> dict[str, Any]:
    return {"kind": kind, "version": version, "date": "2026-11-02"}


def chain(*versions: str) -> tuple[register.Entry, ...]:
    entries: tuple[register.Entry, ...] = ()
    for version in versions:
        entries = register.added(entries, entry(version))
    return entries


@given(VERSIONS)
def test_what_was_added_is_whole(versions: list[str]) -> None:
    assert list(register.faults(chain(*versions))) == []


@given(VERSIONS, st.data())
def test_no_entry_but_the_last_can_be_changed_unseen(versions: list[str], data: st.DataObject) -> None:
    entries = list(chain(*versions, "9"))
    at = data.draw(st.integers(0, len(versions) - 1))
    entries[at] = {**entries[at], "date": "2026-11-03"}
    assert any(f"entry {at + 2} " in fault for fault in register.faults(entries))


@given(VERSIONS, st.data())
def test_no_entry_but_the_last_can_be_taken_out_unseen(versions: list[str], data: st.DataObject) -> None:
    entries = list(chain(*versions, "9"))
    del entries[data.draw(st.integers(0, len(versions) - 1))]
    assert list(register.faults(entries))


def whole(version: str) -> dict[str, Any]:
    """An entry with all that one of a release holds."""
    said = {"status": "prerelease", "status_name": "Forhåndsversjon", "title": "Prøve", "language": "nb"}
    sums = {"source": "a" * 64, "bag": "b" * 64, "archive_sha256": "c" * 64, "files": {"a.pdf": "d" * 64}}
    nothing = dict.fromkeys(("edition", "deadline", "commit", "validated", "changes"))
    return {**entry(version), **said, **sums, **nothing, "signed": False, "archive": "a.zip"}


def written(folder: Path, *entries: dict[str, Any]) -> tuple[register.Entry, ...]:
    made: tuple[register.Entry, ...] = ()
    for item in entries:
        made = register.added(made, item)
    (folder / register.NAME).write_text(register.text(made), "utf-8")
    return made


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    entries = written(tmp_path, whole("0.1"), whole("0.2"), {**entry("0.1", register.DEPRECATION), "successor": "0.2"})
    assert register.load(tmp_path) == register.read(tmp_path) == entries
    assert register.load(tmp_path / "nowhere") == ()


@pytest.mark.parametrize("key", sorted(whole("0.1").keys() - {"kind"}))
def test_an_entry_without_a_key_is_told(tmp_path: Path, key: str) -> None:
    written(tmp_path, {name: value for name, value in whole("0.1").items() if name != key})
    with pytest.raises(AuthorError, match=rf'entry 1 has no "{key}".*\[release-register\]'):
        register.read(tmp_path)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("version", "../0.1"), ("version", "v0.1"), ("version", 1), ("date", "i dag"), ("date", None)),
        *(("deadline", "2027"), ("language", "de"), ("signed", "no"), ("source", "A" * 64), ("bag", None)),
        *(("files", {"../a": "d" * 64}), ("files", {"a": 1}), ("files", []), ("archive", "../../a.zip")),
        *(("archive", ".gitattributes"), ("changes", 1), ("title", None), ("edition", [])),
        *(("title", "Prøve \u202etxet"), ("status_name", "\x1b[2J"), ("changes", "Nytt\r"), ("commit", "a\u2066b")),
        *(("archive", "a\u202e.zip"), ("archive", "a\n.zip"), ("files", {"a\x1b": "d" * 64}), ("validated", "\0")),
    ],
)
def test_an_entry_that_holds_something_else_is_told(tmp_path: Path, key: str, value: object) -> None:
    written(tmp_path, {**whole("0.1"), key: value})
    with pytest.raises(AuthorError, match=rf'entry 1 has a "{key}" that is none'):
        register.read(tmp_path)


def test_what_would_not_be_read_again_is_not_entered() -> None:
    register.check({**whole("0.1"), "previous": None, "changes": "- Nytt:\n\t- mykt bind\u00adestrek"})
    with pytest.raises(AuthorError, match=r'the entry has a "status_name".*CHANGES\.md \[release-register\]'):
        register.check({**whole("0.1"), "previous": None, "status_name": "\u202e"})


def test_what_cannot_have_been_entered_is_told(tmp_path: Path) -> None:
    over = {**entry("0.3", register.DEPRECATION), "successor": "0.4"}
    entries = written(tmp_path, whole("0.1"), over, whole("0.1"))
    assert list(register.faults(entries)) == [
        "entry 2 names 0.3, which was not released",
        "entry 2 names 0.4, which was not released",
        "entry 3 (0.1) is of a version that was released before",
    ]


def test_a_register_that_is_not_whole_is_read_and_not_added_to(tmp_path: Path) -> None:
    entries = written(tmp_path, whole("0.1"), whole("0.2"))
    path = tmp_path / register.NAME
    path.write_text(path.read_text("utf-8").replace("2026-11-02", "2026-11-03", 1), "utf-8")
    with pytest.raises(AuthorError, match=r"entry 2 \(0\.2\) does not follow .* nothing is added"):
        register.load(tmp_path)
    path.write_text(register.text(entries) + "\n", "utf-8")
    assert register.read(tmp_path) == entries
    with pytest.raises(AuthorError, match="its text is not the one that was written"):
        register.load(tmp_path)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"entries": 1}', '{"entries": "a"}', '{"entries": ["\\ud800"]}', "[" * 100_000, "\ufeff\0"],
)
def test_what_is_no_register_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / register.NAME).write_text(text, "utf-8")
    with pytest.raises(AuthorError, match=r"no register of releases.*\[release-register\]"):
        register.load(tmp_path)


def test_what_is_no_file_is_no_register(tmp_path: Path) -> None:
    (tmp_path / register.NAME).symlink_to("nowhere")
    with pytest.raises(AuthorError, match="no register of releases"):
        register.read(tmp_path)
    (tmp_path / register.NAME).unlink()
    (tmp_path / register.NAME).mkdir()
    with pytest.raises(AuthorError, match="no register of releases"):
        register.read(tmp_path)


def test_releases_and_deprecations_are_told_apart() -> None:
    entries = register.added(chain("0.1", "0.2"), entry("0.1", register.DEPRECATION))
    assert list(register.releases(entries)) == ["0.1", "0.2"]
    assert list(register.deprecations(entries)) == ["0.1"]


@pytest.mark.parametrize(
    ("lower", "higher"),
    [("0.9.9", "0.9.10"), ("0.9", "0.9.1"), ("1.0-rc.1", "1.0"), ("1.0-rc.2", "1.0-rc.10"), ("1.0-1", "1.0-rc")],
)
def test_versions_are_ordered_as_people_read_them(lower: str, higher: str) -> None:
    assert Version(lower).order < Version(higher).order
    assert register.highest(chain(higher, lower)) == Version(higher)
