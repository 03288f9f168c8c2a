"""files.py: whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from greenpaper import files, resources
from greenpaper.errors import AuthorError


def test_reading_drops_mark_and_carriage_returns(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xef\xbb\xbfen\r\nto\rtre\n")
    assert files.read_text(tmp_path / "a.md") == "en\nto\ntre\n"


def test_other_encodings_are_refused_with_the_line(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("ren\næ".encode("latin-1"))
    with pytest.raises(AuthorError, match=r"a\.md:2: error: .* \[file-encoding\]"):
        files.read_text(tmp_path / "a.md")


def test_writing_equal_content_keeps_the_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.txt"
    files.write_atomic(path, "én")
    before = path.stat()
    files.write_atomic(path, "én".encode())
    assert path.stat().st_ino == before.st_ino
    assert path.stat().st_mtime_ns == before.st_mtime_ns


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("før")
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        files.write_atomic(path, "etter")
    assert path.read_text() == "før"
    assert list(tmp_path.iterdir()) == [path]


def test_listing_leaves_out_what_is_hidden_and_what_is_built(tmp_path: Path) -> None:
    for name in ("chapters/b.md", "chapters/a.md", "build/x.pdf", ".git/config", "chapters/build/c.md", ".doit.db"):
        files.write_atomic(tmp_path / name, "")
    assert files.listing(tmp_path) == ("chapters/a.md", "chapters/b.md", "chapters/build/c.md")


def test_listing_leaves_out_what_is_no_file_and_links_to_files_elsewhere(tmp_path: Path) -> None:
    root = tmp_path / "root"
    files.write_atomic(root / "img/a.png", "a")
    files.write_atomic(tmp_path / "secret.png", "s")
    os.mkfifo(root / "pipe.png")
    for name, target in (("in.png", "img/a.png"), ("out.png", "../secret.png"), ("zero.png", "/dev/zero")):
        (root / name).symlink_to(target)
    (root / "img/up").symlink_to("..")
    assert files.listing(root) == ("img/a.png", "in.png")


@pytest.mark.parametrize("name", ["pipe", "zero", "folder", "large"])
def test_a_text_that_is_no_file_is_refused_and_not_waited_for(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    (tmp_path / "folder").mkdir()
    with (tmp_path / "large").open("wb") as stream:
        stream.truncate(resources.TEXT + 1)
    with pytest.raises(AuthorError, match=rf"{name}: error: it (is no regular file|has 5\.0 MB).* \[file-refused\]"):
        files.read_text(tmp_path / name)


def test_a_link_is_written_over_and_not_through(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("same")
    (tmp_path / "a.txt").symlink_to("other")
    for text in ("same", "new"):
        files.write_atomic(tmp_path / "a.txt", text)
        assert not (tmp_path / "a.txt").is_symlink()
        assert ((tmp_path / "a.txt").read_text(), (tmp_path / "other").read_text()) == (text, "same")


def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    files.write_atomic(path, "a")
    assert path.stat().st_mode & 0o777 == 0o644
    path.chmod(0o755)
    files.write_atomic(path, "b")
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("b", 0o755)
