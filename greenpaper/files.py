"""Files: reading text, writing whole files or none, checksums, listing a folder. Knows nothing of what they mean."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from greenpaper import resources, trust
from greenpaper.errors import AuthorError

_BLOCK = 1 << 20
_MODE = 0o644  # what a reader of the outputs needs; mkstemp gives 0600
ASIDE = ".tmp-"  # how the names begin of what is being written, and of nothing else
_MARK = ".mark"


def read_text(path: Path, root: Path | None = None) -> str:
    """The text of a UTF-8 file, without byte order mark, with line feeds. AuthorError when it is no such text.

    What a document names has to lie below its `root`, links followed; what the user or the package names, anywhere.
    """
    try:
        if root is None:
            content = resources.read_named(path, resources.TEXT)
        else:
            content = resources.read(root, path.relative_to(root).as_posix(), limit=resources.TEXT)
        text = content.decode("utf-8-sig")
    except resources.Refusal as refusal:
        if refusal.reason is resources.Reason.MISSING:
            what = f"{path}: error: there is no such file; add it or correct the name [file-missing]"
            raise AuthorError(what) from None
        raise AuthorError(f"{path}: error: it {refusal}; put a text file in its place [file-refused]") from None
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        raise AuthorError(f"{path}:{line}: error: the text is not UTF-8; save it as UTF-8 [file-encoding]") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def write_atomic(path: Path, data: bytes | str) -> None:
    """Write a whole file or nothing: a temporary file beside it, flushed to disk, then renamed.

    Makes the folder. A file that already holds these bytes is left alone, so that its time does not change. OSError
    when it cannot be written; the old one is then as it was.
    """
    content = data.encode("utf-8") if isinstance(data, str) else data
    if (
        path.is_file()
        and not path.is_symlink()
        and path.stat().st_size == len(content)
        and path.read_bytes() == content
    ):
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, content)
    except OSError as fault:
        if fault.errno:  # of a full disk it names no file, else one that is gone
            fault.filename = str(path)
        raise
    sync_folder(path.parent)


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=ASIDE, dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(_mode(path))
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _mode(path: Path) -> int:
    """The permissions of the file that is replaced: whoever gave a chapter others meant them."""
    return stat.S_IMODE(path.stat().st_mode) if path.is_file() and not path.is_symlink() else _MODE


def sync_folder(path: Path) -> None:
    """See to it that the names in a folder outlast a power failure, where the file system can do that."""
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def keep(path: Path, data: bytes) -> None:
    """Write a file that later runs may take over as it is: its checksum and mark lie beside it, for `is_kept`."""
    write_atomic(path, data)
    checksum = sha256(data)
    write_atomic(mark_of(path), f"{checksum} {trust.mark(_kept(path, checksum))}\n")


def is_kept(path: Path) -> bool:
    """Whether the file still is what `keep` wrote on this machine: not missing, cut off, edited, or from elsewhere."""
    try:
        checksum = sha256(path)
        given, _, mark = mark_of(path).read_text("latin-1").rstrip("\n").partition(" ")
    except OSError:
        return False
    return given == checksum and trust.bears(_kept(path, checksum), mark)


def is_edited(path: Path) -> bool:
    """Whether a file that is there is another than `keep` wrote, on whatever machine."""
    if not path.is_file():
        return False
    try:
        return not mark_of(path).read_text("latin-1").startswith(sha256(path) + " ")
    except OSError:
        return True


def drop(path: Path) -> None:
    """Remove a file that `keep` wrote."""
    path.unlink(missing_ok=True)
    mark_of(path).unlink(missing_ok=True)


def mark_of(path: Path) -> Path:
    """Where the mark of a file lies that `keep` wrote."""
    return path.with_name(path.name + _MARK)


def _kept(path: Path, checksum: str) -> str:
    return f"kept {path.name} {checksum}"


def tidy(folders: Iterable[Path]) -> None:
    """Remove what broken-off writing left in these folders and those in them: whatever has ASIDE before its name."""
    for folder in folders:
        for path in (*folder.glob(f"{ASIDE}*"), *folder.glob(f"*/{ASIDE}*")):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def sha256(source: Path | bytes) -> str:
    """Hexadecimal SHA-256 of bytes or of a file's content."""
    digest = hashlib.sha256()
    if isinstance(source, bytes):
        digest.update(source)
    else:
        with source.open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
    return digest.hexdigest()


OUTPUTS = frozenset({"build", "releases", "responses"})  # folders of a document that are no source


def listing(root: Path, skip: frozenset[str] = OUTPUTS, within: Path | None = None) -> tuple[str, ...]:
    """Every file below `root`, sorted, with forward slashes; hidden ones and the top folders in `skip` left out.

    Left out is what is no file (a pipe that would hold up its reader), and a link to a file that is not `within` that
    folder, `root` if none is named.
    """
    return tuple(sorted(_below(root, "", skip, os.path.realpath(within or root))))


def _below(folder: Path, prefix: str, skip: frozenset[str], top: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") or entry.name in skip:
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _below(folder / entry.name, f"{prefix}{entry.name}/", frozenset(), top)
            elif Path(entry).is_file() and (
                not entry.is_symlink() or Path(os.path.realpath(entry)).is_relative_to(top)
            ):
                yield prefix + entry.name
