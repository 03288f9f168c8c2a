"""Every file that a document names is read here: whether it may be, and what it is, is decided in one place.

A file is taken when its real path lies below the folder that it is named from, it is a regular file of at most so many
bytes, and its content is what the reader asked for, whatever its name ends in. Links inside that folder are followed,
links out of it are not, of folders on the way neither. Nothing here waits for a pipe or a device.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from pathlib import Path

LARGEST = 50_000_000  # bytes of any one file; a font with all Chinese characters has 20 million
IMAGE = 25_000_000  # of an image; a page-wide picture at print resolution has 2 to 6 million
TEXT = 5_000_000  # of a chapter, style sheet, template or settings; the Bible has 4 million

IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"})
FONTS = frozenset({"font/ttf", "font/otf", "font/woff2"})
ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"})  # by which folders are searched for images
SHOWN = IMAGES | FONTS  # what a page is shown with
PLAIN = "text/plain"  # UTF-8; a style sheet is no more than that
_STARTS = {  # of the content: its media type
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
    b"\x00\x01\x00\x00": "font/ttf",  # OpenType, "Organization of an OpenType Font"
    b"OTTO": "font/otf",
    b"wOF2": "font/woff2",
}
_NAMES = {"image/svg+xml": "SVG", "image/webp": "WebP", "font/ttf": "TrueType", "font/otf": "OpenType", PLAIN: "text"}
_HEAD = 4096  # bytes in which an SVG shows itself, behind whatever its program writes on top
_SVG = re.compile(  # XML 1.0, 2.8: what may stand before the first element
    rb"\A(?:\xef\xbb\xbf)?\s*+(?:(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*+(?:\[.*?\]\s*+)?+>)\s*+)*+<(?:\w+:)?svg[\s>/]",
    re.DOTALL,
)
_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY


class Reason(StrEnum):
    """Why a file is not read."""

    MISSING = "missing"
    OUTSIDE = "outside"
    IRREGULAR = "irregular"
    OVERSIZED = "oversized"
    KIND = "kind"
    UNREADABLE = "unreadable"


class Refusal(Exception):
    """A file that is not read. Its text is the end of a sentence that begins with the file's name."""

    def __init__(self, reason: Reason, what: str) -> None:
        super().__init__(what)
        self.reason = reason


def place(root: Path, name: str) -> Path:
    """The real path of the file `name`, written from the folder `root`. Refusal where it is none that may be read.

    Of its content nothing is known then; `read` looks at everything once more.
    """
    top = _real(root)
    path = top.joinpath(*_parts(top, name))
    with _told():
        _check(path.lstat(), LARGEST)
    return path


def read(root: Path, name: str, *, kinds: Collection[str] = (), limit: int = LARGEST) -> bytes:
    """The content of the file `name`, written from the folder `root`. Refusal where it may not be read.

    `kinds` are the media types that it may have by its content; any where there are none.
    """
    top = _real(root)
    *folders, last = _parts(top, name) or (".",)
    with ExitStack() as opened:

        def into(part: str | Path, folder: int | None) -> int:
            with _told():
                handle = os.open(part, _FLAGS | os.O_DIRECTORY, dir_fd=folder)
            opened.callback(os.close, handle)
            return handle

        # Folder by folder, none of them a link: what was looked at is what is read, whoever changes names meanwhile
        folder = into(top, None)
        for part in folders:
            folder = into(part, folder)
        content = _read(last, folder, limit)
    if kinds and kind(content) not in kinds:
        raise Refusal(Reason.KIND, f"is no {_listed(kinds)}, whatever its name says")
    return content


def read_named(path: Path, limit: int = LARGEST) -> bytes:
    """The content of a file that the user, the package or the build names, wherever it is. Refusal as `read`."""
    return _read(os.path.realpath(path), None, limit)


def kind(content: bytes) -> str:
    """The media type of some content, "" where it is none that a document is made of."""
    for start, found in _STARTS.items():
        if content.startswith(start):
            return found
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if _SVG.match(content[:_HEAD]):
        return "image/svg+xml"
    try:
        return PLAIN if "\0" not in content.decode("utf-8") else ""
    except UnicodeDecodeError:
        return ""


def links(root: Path, names: Collection[str]) -> Iterator[str]:
    """Those of these files and folders below `root` that are links, and the links in the folders, as paths from there.

    What is written to such a path goes to another place.
    """
    for name in sorted(names):
        path = root / name
        if path.is_symlink():
            yield name
        elif path.is_dir():
            with os.scandir(path) as entries:
                inner = [entry.name for entry in entries if entry.is_symlink() or entry.is_dir(follow_symlinks=False)]
            yield from links(root, [f"{name}/{each}" for each in inner])


def _real(root: Path) -> Path:
    return Path(os.path.realpath(root))


def _parts(top: Path, name: str) -> tuple[str, ...]:
    """The real path of `name` from the real path `top`."""
    with _told():
        path = Path(os.path.realpath(top / name))
    if not path.is_relative_to(top):
        raise Refusal(Reason.OUTSIDE, "lies outside the folder")
    return path.relative_to(top).parts


def _read(name: str, folder: int | None, limit: int) -> bytes:
    """The content of a file by its real name, from an open folder or from where we are."""
    with _told():
        _check(os.stat(name, dir_fd=folder, follow_symlinks=False), limit)  # opening alone would make some devices act
        handle = os.open(name, _FLAGS, dir_fd=folder)
        with os.fdopen(handle, "rb") as file:
            _check(os.fstat(handle), limit)
            content = file.read(limit + 1)
    if len(content) > limit:  # it grew meanwhile
        raise _oversized(len(content), limit)
    return content


def _check(facts: os.stat_result, limit: int) -> None:
    if not stat.S_ISREG(facts.st_mode):
        raise Refusal(Reason.IRREGULAR, "is no regular file, but a folder, pipe, device or the like")
    if facts.st_size > limit:
        raise _oversized(facts.st_size, limit)


def _oversized(size: int, limit: int) -> Refusal:
    return Refusal(Reason.OVERSIZED, f"has {size / 1e6:.1f} MB, more than {limit / 1e6:g}")


@contextmanager
def _told() -> Iterator[None]:
    """What the system says, as a Refusal."""
    try:
        yield
    except (FileNotFoundError, NotADirectoryError):
        raise Refusal(Reason.MISSING, "is not there") from None
    except ValueError:  # a null character, half a character
        raise Refusal(Reason.MISSING, "has a name that no file can have") from None
    except OSError as fault:
        raise Refusal(Reason.UNREADABLE, f"cannot be read ({fault.strerror})") from None


def _listed(kinds: Collection[str]) -> str:
    """Media types as people name them: "GIF, JPEG or PNG"."""
    names = sorted({_NAMES.get(each, each.partition("/")[2].upper()) for each in kinds})
    return " or ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
