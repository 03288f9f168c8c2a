"""The key by which a run knows what it made itself."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from greenpaper import files, trust

Mark = Callable[[], str]


@pytest.fixture
def mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mark]:
    """The mark of a text as a new process would make it, in a document's folder, with a home of its own."""
    (tmp_path / "document").mkdir()
    monkeypatch.chdir(tmp_path / "document")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_STATE_HOME")

    def made() -> str:
        trust._found.cache_clear()
        return trust.mark("text")

    yield made
    trust._found.cache_clear()


def test_the_key_is_made_once_and_for_its_user_alone(mark: Mark, tmp_path: Path) -> None:
    first = mark()
    key = tmp_path / ".local/state/greenpaper/key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert [path.name for path in key.parent.iterdir()] == ["key"]
    assert mark() == first
    assert trust.bears("text", first)
    for other in ("", first[:-1], first.upper(), "æ", None, 7):
        assert not trust.bears("text", other)
    assert not trust.bears("text2", first)
    assert key.read_bytes().hex() not in first


def test_threads_that_ask_at_once_get_one_key(mark: Mark, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/dev/null")
    for _ in range(20):
        trust._found.cache_clear()
        with ThreadPoolExecutor(8) as pool:
            assert len(set(pool.map(lambda _: trust.mark("text"), range(8)))) == 1


def test_another_machine_has_another(mark: Mark, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = mark()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "other"))
    assert mark() != first
    assert (tmp_path / "other/greenpaper/key").is_file()
    monkeypatch.setenv("XDG_STATE_HOME", "relative")  # to be ignored, says the specification
    assert mark() == first


@pytest.mark.parametrize("damage", ["readable", "writable", "short", "long", "link", "folder"])
def test_a_key_that_others_may_know_is_not_taken(mark: Mark, tmp_path: Path, damage: str) -> None:
    first = mark()
    key = tmp_path / ".local/state/greenpaper/key"
    content = key.read_bytes()
    match damage:
        case "readable":
            key.chmod(0o640)
        case "writable":
            key.chmod(0o602)
        case "short" | "long":
            key.write_bytes(content[:-1] if damage == "short" else content + b"x")
        case "link":
            key.rename(tmp_path / "elsewhere")
            key.symlink_to(tmp_path / "elsewhere")
        case "folder":
            key.unlink()
            key.mkdir()
    second = mark()
    assert second != first
    assert (mark() == second) is (damage != "folder")  # in whose place nothing can be put


@pytest.mark.parametrize("place", ["document", "document/.state", "link"])
def test_no_key_is_taken_from_the_documents_own_folder(
    mark: Mark, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "document")
    key = tmp_path / place / "greenpaper" / "key"
    key.parent.mkdir(parents=True)
    key.write_bytes(b"k" * 32)
    key.chmod(0o600)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / place))
    assert mark() != mark()
    assert key.read_bytes() == b"k" * 32
    monkeypatch.chdir(tmp_path.parent / tmp_path.name / "document")
    (tmp_path / "beside").mkdir()
    monkeypatch.chdir(tmp_path / "beside")
    assert mark() == mark()


def test_without_a_place_for_it_nothing_is_believed(mark: Mark, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/dev/null")
    assert mark() != mark()
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", "/dev/null")
    assert mark() != mark()
    handed = trust.handed()
    monkeypatch.setenv("GREENPAPER_KEY", handed)  # as our own processes get it
    assert mark() == mark()
    for wrong in ("", "00", "x" * 64, handed + "00"):
        monkeypatch.setenv("GREENPAPER_KEY", wrong)
        assert mark() != mark()


def test_what_is_kept_is_believed_where_it_was_kept(
    mark: Mark, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark()
    files.keep(tmp_path / "a.png", b"1")
    files.keep(tmp_path / "b.png", b"2")
    assert files.is_kept(tmp_path / "a.png")
    (tmp_path / "b.png").replace(tmp_path / "a.png")
    assert not files.is_kept(tmp_path / "a.png")
    files.mark_of(tmp_path / "b.png").replace(files.mark_of(tmp_path / "a.png"))
    assert not files.is_kept(tmp_path / "a.png")  # under another name it is another thing
    files.keep(tmp_path / "a.png", b"1")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "other"))
    mark()
    assert not files.is_kept(tmp_path / "a.png")
    assert not files.is_edited(tmp_path / "a.png")
    assert not files.is_edited(tmp_path / "none.png")
    (tmp_path / "a.png").write_bytes(b"2")
    assert files.is_edited(tmp_path / "a.png")
    (tmp_path / "a.png").write_bytes(b"1")
    files.mark_of(tmp_path / "a.png").unlink()
    assert files.is_edited(tmp_path / "a.png")
