"""The resolver of files: whatever the name, what is read lies below the folder, or is refused."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenpaper import resources, stamp, theme
from greenpaper.errors import AuthorError
from greenpaper.release import source
from greenpaper.resources import Reason, Refusal
from tests import documents

INSIDE, OUTSIDE = b"what is inside", b"what is outside"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with files, links of all kinds and what is no file, and a secret beside it."""
    top = tmp_path_factory.mktemp("resources")
    made = top / "root"
    (made / "a" / "b").mkdir(parents=True)
    for name in ("x", "a/x", "a/b/x", "-x", "x y", "æ", "ae\u030a", "$(x)", "a/...", "a\\x"):
        (made / name).write_bytes(INSIDE)
    (top / "secret").write_bytes(OUTSIDE)
    (top / "rootless").mkdir()
    (top / "rootless" / "x").write_bytes(OUTSIDE)
    links = {
        "to-x": "x",
        "to-a": "a",
        "a/up": "..",
        "out": "../secret",
        "out-folder": "..",
        "a/absolute": str(top / "secret"),
        "a/b/away": "../../../rootless",
        "loop": "loop",
        "ring": "a/ring",
        "a/ring": "../ring",
        "dead": "nothing",
        "null": "/dev/null",
        "zero": "/dev/zero",
        "root": str(made),
    }
    for name, target in links.items():
        (made / name).symlink_to(target)
    os.mkfifo(made / "pipe")
    (made / "to-pipe").symlink_to("pipe")
    return made


NAMED = "x|a|b|..|.||to-x|to-a|up|out|out-folder|absolute|away|loop|ring|dead|null|zero|root|pipe|to-pipe|rootless"
PARTS = st.sampled_from(f"{NAMED}|secret|nothing|-x|x y|æ|a\\x|~".split("|"))
NAMES = st.one_of(
    st.lists(PARTS, max_size=8).map("/".join),
    st.text(max_size=40),
    st.lists(st.one_of(PARTS, st.text(max_size=5)), max_size=8).map("/".join),
)


@given(name=NAMES)
def test_what_is_read_lies_below_the_folder_or_is_refused(root: Path, name: str) -> None:
    try:
        content = resources.read(root, name)
    except Refusal as refusal:
        assert str(refusal)
        return
    path = Path(os.path.realpath(root / name))
    assert path.is_relative_to(root.resolve())
    assert path.is_file()
    assert content == path.read_bytes() == INSIDE
    assert resources.place(root, name) == path


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nothing", Reason.MISSING),
        ("a/nothing/x", Reason.MISSING),
        ("x/y", Reason.MISSING),
        ("dead", Reason.MISSING),
        ("n\0ul", Reason.MISSING),
        ("\ud800", Reason.MISSING),
        ("../secret", Reason.OUTSIDE),
        ("../rootless/x", Reason.OUTSIDE),
        ("/etc/passwd", Reason.OUTSIDE),
        ("out", Reason.OUTSIDE),
        ("out-folder/secret", Reason.OUTSIDE),
        ("a/absolute", Reason.OUTSIDE),
        ("a/b/away/x", Reason.OUTSIDE),
        ("null", Reason.OUTSIDE),
        ("zero", Reason.OUTSIDE),
        ("a", Reason.IRREGULAR),
        ("", Reason.IRREGULAR),
        (".", Reason.IRREGULAR),
        ("pipe", Reason.IRREGULAR),
        ("to-pipe", Reason.IRREGULAR),
        ("loop", Reason.IRREGULAR),
        ("ring", Reason.IRREGULAR),
        ("x" * 300, Reason.UNREADABLE),
    ],
)
def test_what_is_refused_has_a_reason(root: Path, name: str, reason: Reason) -> None:
    for attempt in (resources.read, resources.place):
        with pytest.raises(Refusal) as told:
            attempt(root, name)
        assert told.value.reason is reason


@pytest.mark.parametrize("name", ["x", "./a/../x", "to-x", "to-a/b/x", "a/up/x", "root/x", "-x", "x y", "æ", "$(x)"])
def test_links_inside_the_folder_and_odd_names_are_read(root: Path, name: str) -> None:
    assert resources.read(root, name) == INSIDE


def test_a_folder_that_is_a_link_itself_is_read(root: Path) -> None:
    assert resources.read(root / "to-a", "b/x") == INSIDE


def test_a_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # paths of sockets are short
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("s.png")
        with pytest.raises(Refusal) as told:
            resources.read(tmp_path, "s.png")
    assert told.value.reason is Reason.IRREGULAR


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null", "pipe"])
def test_a_named_file_is_regular_too(root: Path, path: str) -> None:
    with pytest.raises(Refusal) as told:
        resources.read_named(root / path)
    assert told.value.reason is Reason.IRREGULAR
    assert resources.read_named(root / "out") == OUTSIDE  # the user may name what he likes


def test_a_file_has_a_largest_size(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"x" * 100)
    assert len(resources.read(tmp_path, "x", limit=100)) == 100
    with pytest.raises(Refusal, match=r"has 0\.0 MB, more than") as told:
        resources.read(tmp_path, "x", limit=99)
    assert told.value.reason is Reason.OVERSIZED
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(10**13)  # nothing of it is read
    with pytest.raises(Refusal, match="10000000"):
        resources.read(tmp_path, "sparse")


def test_a_file_that_grows_is_cut_off_at_its_largest_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x").write_bytes(b"x" * 100)
    monkeypatch.setattr(resources, "_check", lambda *_: None)
    with pytest.raises(Refusal, match="more than"):
        resources.read(tmp_path, "x", limit=99)


def test_names_that_change_meanwhile_lead_nowhere_else(tmp_path: Path) -> None:
    """A folder and a link out take turns at a name."""
    root = tmp_path / "root"
    for folder, content in (("root/inner", INSIDE), ("outer", OUTSIDE)):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "x").write_bytes(content)
    (root / "link").symlink_to(tmp_path / "outer")
    (root / "name").mkdir()
    (root / "name" / "x").write_bytes(INSIDE)
    done = threading.Event()

    def swap() -> None:
        while not done.is_set():
            (root / "name").rename(root / "aside")
            (root / "link").rename(root / "name")
            (root / "name").rename(root / "link")
            (root / "aside").rename(root / "name")

    thread = threading.Thread(target=swap)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    thread.start()
    try:
        seen = set()
        for _ in range(2000):
            try:
                seen.add(resources.read(root, "name/x"))
            except Refusal as refusal:
                seen.add(str(refusal).encode())
    finally:
        done.set()
        thread.join()
        sys.setswitchinterval(interval)
    assert OUTSIDE not in seen
    assert INSIDE in seen


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n...", "image/png"),
        (b"\xff\xd8\xff\xe0...", "image/jpeg"),
        (b"GIF89a...", "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"RIFF\0\0\0\0WAVEfmt ", ""),
        (b"<svg/>", "image/svg+xml"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- <a> -->\n<svg xmlns='http://www.w3.org/2000/svg'>", "image/svg+xml"),
        (b"<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'x' [<!ENTITY a 'b'>]><svg:svg>", "image/svg+xml"),
        (b"<html><svg></svg></html>", "text/plain"),
        (b"<!-- <svg> --><html>", "text/plain"),
        (b"<svgx>", "text/plain"),
        (b"\0\1\0\0...", "font/ttf"),
        (b"OTTO...", "font/otf"),
        (b"wOF2...", "font/woff2"),
        ("p { content: 'æ' }".encode(), "text/plain"),
        ("æ".encode("latin-1"), ""),
        (b"a\0b", ""),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "text/plain"),
        (b"II*\0", ""),
        (b"PK\3\4\0\xff", ""),
    ],
)
def test_the_kind_of_a_file_is_that_of_its_content(content: bytes, kind: str, tmp_path: Path) -> None:
    assert resources.kind(content) == kind
    (tmp_path / "x.png").write_bytes(content)
    if kind == "image/png":
        assert resources.read(tmp_path, "x.png", kinds={"image/png"}) == content
    else:
        with pytest.raises(Refusal, match="is no PNG, whatever its name says"):
            resources.read(tmp_path, "x.png", kinds={"image/png"})


@given(st.binary(max_size=200))
def test_any_content_has_a_kind(content: bytes) -> None:
    assert resources.kind(content) in resources.IMAGES | resources.FONTS | {resources.PLAIN, ""}


def test_links_among_what_is_written_are_found(tmp_path: Path) -> None:
    (tmp_path / "build" / "img").mkdir(parents=True)
    (tmp_path / "build" / "page.html").write_bytes(b"")
    assert list(resources.links(tmp_path, {"build", ".db", "releases"})) == []
    (tmp_path / "build" / "img" / "a.png").symlink_to("/nowhere")
    (tmp_path / "build" / "tree").symlink_to(tmp_path)  # a ring
    (tmp_path / ".db").symlink_to("document.toml")
    assert sorted(resources.links(tmp_path, {"build", ".db", "releases"})) == [".db", "build/img/a.png", "build/tree"]
    (tmp_path / "releases").symlink_to("build")
    assert list(resources.links(tmp_path, {"releases"})) == ["releases"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("build", "build"),
        ("build/img", "build/img"),
        ("build/page.html", "build/page.html"),
        ("releases", "releases"),
        (".doit.db", ".doit.db"),
        (".doit.lock", ".doit.lock"),
    ],
)
def test_nothing_is_written_through_a_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, told: str
) -> None:
    root, elsewhere = tmp_path / "document", tmp_path / "elsewhere"
    (root / name).parent.mkdir(parents=True)
    elsewhere.mkdir()
    (root / name).symlink_to(elsewhere if "." not in name else elsewhere / "file")
    monkeypatch.chdir(root)
    (root / "document.toml").touch()
    done = subprocess.run(
        [sys.executable, "-c", "import doit, greenpaper.run"], cwd=root, capture_output=True, text=True, timeout=60
    )
    assert f"{told}: error: this is a link, and what a run writes here would land where it leads" in done.stderr
    assert list(elsewhere.iterdir()) == []


def test_a_release_keeps_no_link_to_elsewhere(tmp_path: Path) -> None:
    root = tmp_path / "document"
    root.mkdir()
    (tmp_path / "secret").write_text("secret")
    (root / "a.png").symlink_to("../secret")
    with pytest.raises(AuthorError, match=r"a\.png: error: it lies outside the folder.* \[release-source\]"):
        source.digest(root, ["a.png"])
    with pytest.raises(AuthorError, match="release-source"):
        source.export(root, ["a.png"], tmp_path / "copy", stamp.read(documents.document()))
    assert not (tmp_path / "copy").exists()


def test_a_theme_reads_nothing_outside_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "styles"
    folder.mkdir()
    (tmp_path / "secret").write_text("secret")
    for name in ("print.css", "page.html.j2"):
        (folder / name).symlink_to("../secret")
    for attempt in (lambda: theme.style_sheet("print.css", folder), lambda: theme.template(folder)):
        with pytest.raises(AuthorError, match=r"it lies outside the folder.* \[file-refused\]"):
            attempt()
    (folder / "theme.toml").symlink_to("../secret")
    with pytest.raises(AuthorError, match=r"it lies outside the folder.* \[file-refused\]"):
        theme.load(folder)
