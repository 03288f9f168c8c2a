"""What goes wrong with files through nobody's text (a full disk, a folder that is read-only), in plain words."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from greenpaper.errors import ToolError

_SPACE = ("the disk is full", "make room and call again")
_RIGHTS = ("may not be written or read", "see to the rights of it and of its folder")
_PLACE = ("something else is in the place of this file or folder", "move it away")
_LIMIT = ("this machine or user may not have more open", "close other programs, or raise the limit")
_WORDS = {
    errno.ENOSPC: _SPACE,
    errno.EDQUOT: ("your share of the disk is used up", "make room and call again"),
    errno.EFBIG: ("the file would be larger than is allowed here", "raise the limit (ulimit -f)"),
    errno.EACCES: _RIGHTS,
    errno.EPERM: _RIGHTS,
    errno.EROFS: ("the file system is read-only", "build in another folder"),
    errno.EIO: ("the disk fails", "look after it; nothing that was finished is lost"),
    errno.EISDIR: _PLACE,
    errno.ENOTDIR: _PLACE,
    errno.EEXIST: _PLACE,
    errno.ENOTEMPTY: _PLACE,
    errno.ENOENT: ("was taken away while it was needed", "call again"),
    errno.EMFILE: _LIMIT,
    errno.ENFILE: _LIMIT,
    errno.EAGAIN: _LIMIT,  # no more processes
    errno.ENOMEM: ("there is no memory left", "close other programs and call again"),
}


def fault(error: OSError) -> ToolError | None:
    """The error in words, naming the file from the current folder; None for one that only our own mistake can cause."""
    words = _WORDS.get(error.errno or 0)
    if words is None:
        return None
    what, cure = words
    names = [_shown(name) for name in (error.filename2, error.filename) if isinstance(name, str | os.PathLike)]
    return ToolError(f"{names[0] if names else 'greenpaper'}: error: {what}; {cure} [machine-files]")


def _shown(name: str | os.PathLike[str]) -> str:
    path = Path(name)
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
