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


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    entries = chain("0.1", "0.2")
    (tmp_path / register.NAME).write_text(register.text(entries), "utf-8")
    assert register.load(tmp_path) == entries
    assert register.load(tmp_path / "nowhere") == ()


@pytest.mark.parametrize("text", ["", "[]", '{"entries": [1]}', '{"entries": [{"kind": "release"}]}'])
def test_what_is_no_register_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / register.NAME).write_text(text, "utf-8")
    with pytest.raises(AuthorError, match=r"no register of releases.*\[release-register\]"):
        register.load(tmp_path)


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
