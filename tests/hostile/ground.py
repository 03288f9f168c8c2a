"""Where the hostile set is built: the document folder, and beside it what no case may read, make or ask for."""

from __future__ import annotations

import contextlib
import hashlib
import os
import resource
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pikepdf
import pypdfium2

from tests.hostile.case import Content, Folder, Link, Pipe, Text, Whole

SAMPLE = Path(__file__).parent.parent / "sample"
SETTINGS = """\
title = "Prøve"
language = "nb"
version = "0.9.0"
status = "Prerelease"
level = "veileder"
publisher = "Etaten"
date = 2027-01-08

[hearing]
sent = 2027-01-08
deadline = 2027-05-08
address = "post@example.no"
"""
_SECONDS = 300  # a canary against what does not end
_MEMORY = 6 << 30  # bytes of address space of each process
_FILE = 300_000_000  # bytes of each file


def canary(name: str) -> str:
    """Of a case: 20 digits, which no font makes ligatures of and no rule divides."""
    return str(int(hashlib.sha256(name.encode()).hexdigest(), 16))[-20:]


class Server:
    """Listens on loopback and remembers the paths that it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        asked = self.asked

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_error(404)

            do_HEAD = do_POST = do_PUT = do_OPTIONS = do_GET

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class Ground:
    """A folder with `document` and, beside it, `outside` (files with canaries) and `made` (where nothing may be)."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.document, self._outside, self._made = (folder / name for name in ("document", "outside", "made"))
        self._server = server
        for each in (self.document / "chapters", self._outside, self._made):
            each.mkdir(parents=True)
        self._sources: dict[str, bytes] = {}

    def secrets(self, case: Text | Whole) -> None:
        """Lay out the files that the case may not reach."""
        token = canary(case.id)
        drawing = f'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="60"><text y="30">{token}</text></svg>'
        contents = {"txt": token, "md": f"# {token}\n", "svg": drawing, "css": f"body::before {{ content: '{token}' }}"}
        contents |= {"toml": f'title = "{token}"\n'}
        for ending, content in contents.items():
            self._outside.joinpath(f"{case.id}.{ending}").write_text(content, "utf-8")

    def filled(self, case: Text | Whole, text: str, here: str = "") -> str:
        """The text with the places that its names stand for."""
        names = {
            "@SECRET@": str(self._outside / case.id),
            "@UP@": f"../../outside/{case.id}",
            "@MADE@": str(self._made / case.id),
            "@SERVER@": f"{self._server.address}/{case.id}",
            "@HERE@": here,
        }
        for name, place in names.items():
            text = text.replace(name, place)
        return text

    def put(self, path: Path, content: Content, case: Text | Whole) -> None:
        """Make one of the case's files."""
        path.parent.mkdir(parents=True, exist_ok=True)
        match content:
            case str():
                path.write_bytes(self.filled(case, content).encode("utf-8", "surrogateescape"))
            case bytes():
                path.write_bytes(content)
            case Link(target):
                path.unlink(missing_ok=True)
                path.symlink_to(self.filled(case, target))
            case Pipe():
                os.mkfifo(path)
            case Folder():
                path.mkdir()

    def copy_sample(self) -> None:
        """The task file of a document."""
        shutil.copy(SAMPLE / "dodo.py", self.document)

    def faults(self, case: Text | Whole, outputs: Mapping[str, str]) -> list[str]:
        """What the case reached though it may not; `outputs` as `searched` gives them."""
        token = canary(case.id)
        found = [f"{name} holds what stands in a file outside" for name, text in outputs.items() if token in text]
        found += [f"{path} came into being" for path in self._made.glob(f"{case.id}*")]
        found += [f"the server was asked for {path}" for path in self._server.asked if path.startswith(f"/{case.id}")]
        return found


def limited() -> None:
    """For a child process before it runs: limits of memory and of what it writes. macOS ignores the first."""
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE, _FILE))


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A Python of ours in a folder, `-m doit` and the like, within limits."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder, capture_output=True, text=True, timeout=_SECONDS, preexec_fn=limited, check=False,
    )  # fmt: skip


def outputs(build: Path) -> list[Path]:
    """What readers get: the files that a build is for, and none that stands in between."""
    endings = {".html", ".pdf", ".docx", ".xlsx"}
    return sorted(path for path in build.glob("*.*") if path.suffix in endings and path.stem != "page")


def searched(build: Path) -> dict[str, str]:
    """Everything that a build wrote, as text: files, parts of packages, streams and text of PDFs."""
    found: dict[str, str] = {}
    for path in sorted(build.rglob("*")) if build.is_dir() else ():
        if path.is_symlink() or not path.is_file():
            continue
        name = path.relative_to(build).as_posix()
        for part, content in _parts(path):
            found[f"{name}{part}"] = content
    return found


def _parts(path: Path) -> Iterator[tuple[str, str]]:
    yield "", path.read_bytes().decode("latin-1")
    if path.suffix in {".docx", ".xlsx"}:
        with zipfile.ZipFile(path) as package:
            for part in package.namelist():
                yield f" {part}", package.read(part).decode("utf-8", "replace")
    elif path.suffix == ".pdf":
        with pikepdf.open(path) as opened:
            for number, item in enumerate(opened.objects):
                if isinstance(item, pikepdf.Stream):
                    yield f" object {number}", _content(item).decode("latin-1")
                else:
                    yield f" object {number}", str(item)
        document = pypdfium2.PdfDocument(path)
        try:
            for page in range(len(document)):
                yield f" page {page + 1}", document[page].get_textpage().get_text_bounded()
        finally:
            document.close()


def _content(stream: pikepdf.Stream) -> bytes:
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:  # an image in a form of its own, such as JPEG
        return stream.read_raw_bytes()
