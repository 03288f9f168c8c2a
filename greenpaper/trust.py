"""What a run believes of what it finds in its folder: only what bears a mark that needs this machine's key.

build/ and doit's database may come from elsewhere, with a repository or an archive, and whoever made them can make
checksums that fit. A mark (HMAC, RFC 2104) can be made with the key alone, which lies in the user's own folder for such
things. Where it cannot lie there, the process has one of its own: then nothing is believed, and all is built each time.
"""

from __future__ import annotations

import hmac
import os
import secrets
import stat
import tempfile
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path

_VARIABLE = "GREENPAPER_KEY"  # in which a run hands its key to our own processes
_LENGTH = 32  # bytes
_finding = threading.Lock()


def mark(text: str) -> str:
    """What only this user on this machine can say of the text."""
    return hmac.digest(_key(), text.encode(), "sha256").hex()


def bears(text: str, given: object) -> bool:
    """Whether `given` is the text's mark."""
    return isinstance(given, str) and given.isascii() and hmac.compare_digest(mark(text), given)


def handed() -> str:
    """The key, for the environment of a process of ours."""
    return _key().hex()


def _key() -> bytes:
    with _finding:  # steps are done in threads
        return _found()


@cache
def _found() -> bytes:
    with suppress(ValueError):
        content = bytes.fromhex(os.environ.get(_VARIABLE, ""))
        if len(content) == _LENGTH:
            return content
    try:
        path = _place()
        return _read(path) or _made(path)
    except (OSError, RuntimeError):  # the second: there is no home
        return secrets.token_bytes(_LENGTH)


def _place() -> Path:
    """Where the key lies (XDG Base Directory Specification). OSError where that is in the document's own folder."""
    given = Path(os.environ.get("XDG_STATE_HOME", ""))
    path = (given if given.is_absolute() else Path.home() / ".local/state") / "greenpaper" / "key"
    if path.resolve().is_relative_to(Path.cwd()):
        raise PermissionError(f"{path} may have come with the document")
    return path


def _read(path: Path) -> bytes | None:
    """The key; None where there is none, or one that others can read or write."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    with os.fdopen(handle, "rb") as file:
        said = os.fstat(handle)
        own = stat.S_ISREG(said.st_mode) and said.st_uid == os.geteuid() and not said.st_mode & 0o077
        content = file.read(_LENGTH + 1) if own else b""
    return content if len(content) == _LENGTH else None


def _made(path: Path) -> bytes:
    """A new key in its place. Of two runs that make one at once, one will not believe what it made itself."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    content = secrets.token_bytes(_LENGTH)
    handle, name = tempfile.mkstemp(dir=path.parent)  # which nobody else may read
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(handle)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return content
