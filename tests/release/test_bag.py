"""Bags: whole ones have no faults, by our eyes and by those of the Library of Congress; and every fault has a name."""

from __future__ import annotations

import io
import os
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import bagit
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenpaper.release import bag, zipped

INFO = {"Source-Organization": "Etaten", "Bagging-Date": "2026-11-02"}
NAMES = st.text("abcæ %.-_", min_size=1, max_size=8).filter(lambda name: name.strip(" .") == name)
PAYLOAD = {"dokument.pdf": b"%PDF", "source/kapittel 1.md": b"# En", "source/img/\u00e5.png": b"", "100%.txt": b"%"}


def made(folder: Path, payload: Mapping[str, bytes] = PAYLOAD) -> Path:
    bag.write(folder / "bag", payload, INFO)
    return folder / "bag"


@given(st.dictionaries(NAMES, st.binary(max_size=40), min_size=1, max_size=5))
def test_a_bag_has_no_faults(payload: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert list(bag.faults(made(Path(folder), payload))) == []


def test_another_program_reads_it(tmp_path: Path) -> None:
    plain = {
        name: data for name, data in PAYLOAD.items() if "%" not in name
    }  # which it does not decode (RFC 8493, 2.1.3)
    opened = bagit.Bag(str(made(tmp_path, plain)))
    opened.validate()
    assert opened.info["Source-Organization"] == "Etaten"
    assert opened.info["Payload-Oxum"] == f"{sum(map(len, plain.values()))}.{len(plain)}"
    assert set(opened.payload_files()) == {f"data/{name}" for name in plain}


@pytest.mark.parametrize("name", ["data/dokument.pdf", "data/source/img/å.png", "bag-info.txt", "manifest-sha256.txt"])
def test_a_changed_byte_is_named(tmp_path: Path, name: str) -> None:
    folder = made(tmp_path)
    with (folder / name).open("ab") as stream:
        stream.write(b"\n")
    assert f"{name} has been changed" in list(bag.faults(folder))


@pytest.mark.parametrize("name", ["data/100%.txt", "bagit.txt", "tagmanifest-sha256.txt"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    folder = made(tmp_path)
    (folder / name).unlink()
    assert f"{name} is missing" in list(bag.faults(folder))


def test_a_name_may_hold_what_ends_a_line_elsewhere(tmp_path: Path) -> None:
    odd = {f"en{letter}to.md": b"#" for letter in "\u0085\u2028\v\r\n%"}
    assert list(bag.faults(made(tmp_path, odd))) == []


@pytest.mark.parametrize("name", ["data/mer.txt", "data/source/.skjult", "lapp.txt"])
def test_an_added_file_is_named(tmp_path: Path, name: str) -> None:
    folder = made(tmp_path)
    (folder / name).write_text("mer", "utf-8")
    assert list(bag.faults(folder)) == [f"{name} has been added"]


@pytest.mark.parametrize("name", ["data/lenke", "lenke"])
@pytest.mark.parametrize("target", ["/", "nowhere", "."])
def test_an_added_link_is_named(tmp_path: Path, name: str, target: str) -> None:
    folder = made(tmp_path)
    (folder / name).symlink_to(target)
    assert list(bag.faults(folder)) == [f"{name} has been added"]


def test_an_added_folder_is_named_though_it_is_empty(tmp_path: Path) -> None:
    folder = made(tmp_path)
    (folder / "data/a/b").mkdir(parents=True)
    assert list(bag.faults(folder)) == ["data/a/b/ has been added"]


def test_a_file_that_became_a_pipe_is_named(tmp_path: Path) -> None:
    folder = made(tmp_path)
    (folder / "data/dokument.pdf").unlink()
    os.mkfifo(folder / "data/dokument.pdf")
    assert list(bag.faults(folder)) == ["data/dokument.pdf has been changed"]


def test_a_file_that_became_a_link_is_named(tmp_path: Path) -> None:
    folder = made(tmp_path)
    other = tmp_path / "dokument.pdf"
    (folder / "data/dokument.pdf").rename(other)
    (folder / "data/dokument.pdf").symlink_to(other)
    assert list(bag.faults(folder)) == ["data/dokument.pdf has been changed"]


def test_a_manifest_that_is_none_is_said(tmp_path: Path) -> None:
    folder = made(tmp_path)
    (folder / bag.PAYLOAD).write_text("hei\n", "utf-8")
    assert "manifest-sha256.txt holds a line that is no checksum and path: 'hei'" in list(bag.faults(folder))


def test_the_zip_of_a_bag_is_the_same_wherever_the_folder_lies(tmp_path: Path) -> None:
    one, other = made(tmp_path / "a"), made(tmp_path / "b")
    (other / "bagit.txt").touch()
    assert zipped.bag(one, "navn") == zipped.bag(other, "navn")


def test_the_zip_of_a_bag_is_the_same_whatever_zlib_there_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> None:
        raise AssertionError("it was compressed")

    folder = made(tmp_path)
    monkeypatch.setattr(zlib, "compressobj", forbidden)
    with zipfile.ZipFile(io.BytesIO(zipped.bag(folder, "navn"))) as opened:
        assert {name: opened.read(name) for name in opened.namelist()} == {
            f"navn/{path.relative_to(folder).as_posix()}": path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }
