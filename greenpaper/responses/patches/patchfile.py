"""A change of a chapter as a patch with a message, as `git apply` and `git am` take it. Pure.

Its paths are those from the document's folder. A header of git's own would count from the repository's top, where the
document need not lie, so it has the plain one, which counts from where `git apply` is run.
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterator
from email.header import Header
from email.utils import format_datetime

_NOBODY = "anonymous"
_NO_COMMIT = f"From {'0' * 40} Mon Sep 17 00:00:00 2001"  # the line that begins a mail in a mailbox, as git writes it
_DOMAIN = "responses.invalid"  # of no address (RFC 2606)
_MISSING = "\\ No newline at end of file\n"


def text(path: str, old: str, new: str, *, author: str, respondent: str, date: str, subject: str, row: str) -> str:
    """The patch file. `author` is "" for somebody who is not named, `date` a day, or "" where it is not known."""
    lines = [_NO_COMMIT, f"From: {_encoded(author or _NOBODY)} <{_address(respondent if author else _NOBODY)}>"]
    if date:
        day = datetime.datetime.fromisoformat(date).replace(tzinfo=datetime.UTC)
        lines.append(f"Date: {format_datetime(day)}")
    lines += [
        f"Subject: {_encoded('[PATCH] ' + ' '.join(subject.split()))}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        f"Response: {row}",
        "---",
        "",
    ]
    return "\n".join((*lines, "".join(_diff(path, old, new))))


def _diff(path: str, old: str, new: str) -> Iterator[str]:
    """A unified diff, its lines ended by line feeds alone, as git counts them."""
    end = "\t" if " " in path else ""  # the name of a file ends there, not at a space
    lines = difflib.unified_diff(_lines(old), _lines(new), f"a/{path}{end}", f"b/{path}{end}")
    for number, line in enumerate(lines):
        if number < 2:
            yield line.rstrip("\n").rstrip("\t") + end + "\n"
        else:
            yield line if line.endswith("\n") else f"{line}\n{_MISSING}"


def _lines(content: str) -> list[str]:
    parts = content.split("\n")
    return [*(f"{part}\n" for part in parts[:-1]), *([parts[-1]] if parts[-1] else [])]


def _encoded(words: str) -> str:
    """Words in a header of a mail."""
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())
    if plain.isascii():
        return re.sub(r"[<>\"@\\]", "", plain)
    return Header(plain, "utf-8", maxlinelen=10_000).encode()


def _address(respondent: str) -> str:
    name = re.sub(r"[^A-Za-z0-9.-]+", "-", respondent).strip("-.") or _NOBODY
    return f"{name}@{_DOMAIN}"
