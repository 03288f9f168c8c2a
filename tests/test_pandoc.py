"""pandoc reads no file and no network, has limits, and what defeats it is told with the chapter's name."""

from __future__ import annotations

import json
import socket
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from greenpaper import child, pandoc, reading, status, tree
from greenpaper.errors import AuthorError, ToolError
from greenpaper.reading.positions import FORMAT
from tests import documents


@pytest.fixture
def server() -> Iterator[tuple[str, list[bytes]]]:
    """An address on this machine, and what was asked of it."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.1)
        done = threading.Event()

        def listen() -> None:
            while not done.is_set():
                try:
                    connection, _ = listening.accept()
                except TimeoutError:
                    continue
                with connection:
                    asked.append(b"connected")

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/a.png", asked
        done.set()
        thread.join()


def test_the_writer_of_docx_reads_no_file_and_no_network(tmp_path: Path, server: tuple[str, list[bytes]]) -> None:
    address, asked = server
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"\x89PNG the secret")
    images = [tree.node("Image", [tree.attr(), [], [source, ""]]) for source in (str(secret), secret.as_uri(), address)]
    text = json.dumps(tree.pandoc([tree.node("Para", images)]))
    made = tmp_path / "made.docx"
    pandoc.run_to_file(["--from=json", "--to=docx", "--quiet"], text, made)
    with zipfile.ZipFile(made) as package:
        assert not [name for name in package.namelist() if name.startswith("word/media/")]
        assert not any(b"the secret" in package.read(name) for name in package.namelist())
    assert asked == []


def test_a_format_that_includes_files_includes_none(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("the secret")
    with pytest.raises(ToolError) as caught:
        pandoc.run(["--from=rst", "--to=plain"], f".. include:: {tmp_path}/secret.txt\n")
    assert "the secret" not in str(caught.value)


def test_the_environment_of_pandoc_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, str]] = []

    def run(arguments: list[str], text: bytes, **options: object) -> child.Done:
        seen.append(dict(options["environment"]))  # type: ignore[call-overload]
        return child.Done(code=0, output=b"", errors=b"")

    monkeypatch.setenv("GHCRTS", "-M1m")
    monkeypatch.setattr(child, "run", run)
    pandoc.run([], "x")
    pandoc.run([], "x", {"SOURCE_DATE_EPOCH": "0"})
    assert seen == [{}, {"SOURCE_DATE_EPOCH": "0"}]


def test_a_text_that_takes_too_long_is_told_with_its_chapter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "LIMITS", child.Limits(seconds=1))
    with pytest.raises(AuthorError, match=r"^a\.md: error: reading did not end within .* \[text-defeats\]$"):
        reading.read(documents.chapter("a.md"), "[a]: b\n" * 20_000 + ("[a] " * 2_000 + "\n") * 10, status.load())


def test_a_text_that_takes_too_much_memory_is_told_with_its_chapter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "_ALWAYS", ("+RTS", "-M20m", "-RTS", "--sandbox"))
    with pytest.raises(AuthorError, match=r"^a\.md: error: reading took more than .* \[text-defeats\]$"):
        reading.read(documents.chapter("a.md"), ("[" * 9_000 + "\n") * 3, status.load())


def test_ten_times_the_text_of_a_large_document_has_room() -> None:
    paragraph = "Et *avsnitt* med [en lenke](https://example.no/a), `kode` og en fotnote.[^1]\n\n"
    assert pandoc.run(["--from", FORMAT, "--to", "json"], paragraph * 15_000 + "[^1]: Noten.\n").startswith("{")
