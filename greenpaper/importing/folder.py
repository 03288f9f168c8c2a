"""What a new document folder consists of, and writing it: whole or not at all."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from greenpaper import files
from greenpaper.errors import GreenpaperError, SettingsError

# Errors that stay errors: a remark that does not end would let what is not meant for readers into the outputs.
KEPT = frozenset({"comment-unclosed"})
# Errors that leave a note for readers where an image would be, once they are lowered.
NO_IMAGE = frozenset(
    f"image-{what}" for what in ("active", "format", "missing", "outside", "oversized", "remote", "unreadable")
)
DODO = '''\
"""The tasks of this document: `doit` builds it, `doit list` shows what else there is."""

from greenpaper.tasks import *  # noqa: F403 (doit finds tasks by their names in this file)
'''
IGNORED = """\
# Made by doit, safe to delete
/build/
.doit*

# Not published with the document
/responses/
"""
_ABOUT = {
    "language": "nb, nn, se or en",
    "version": 'text: "0.10" is not "0.1"',
    "status": "Work in progress, Prerelease, Release, Normative or Deprecated",
    "maturity": "draft, review, test, mature or normative",
    "level": "normative level, proposed or decided",
}
_OPTIONAL = """\
# subtitle = "…"
# date = 2027-01-08         # without it: that of the last commit
# identifier = "…"          # the publisher's number of the document
# case_number = "…"         # the number of the case in the archive

"""
_HEARING = """
# When the document is sent on hearing:
# [hearing]
# sent = 2027-01-08
# deadline = 2027-04-08     # three months as a rule, never less than six weeks
# address = "post@example.no"
# reason = "…"              # where it is less than three months
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A file in a list of document.toml, and its title where the file itself has none."""

    file: str
    title: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Contents:
    """A document folder to be written. `facts` are keys of document.toml, `copies` are (source, path in it)."""

    facts: Mapping[str, str]
    lists: Mapping[str, Sequence[Entry]]
    texts: Mapping[str, str]
    copies: Sequence[tuple[Path, str]] = ()


def settings(contents: Contents, lowered: Mapping[str, int] | None = None) -> str:
    """The text of document.toml. `lowered` counts, by code, the errors that are to be warnings for the time being."""
    lines = ["# What Greenpaper has to know of this document; docs/settings.md of Greenpaper explains every key.", ""]
    for key, value in contents.facts.items():
        line = f"{key} = {_quoted(value)}"
        lines.append(f"{line:<28}# {_ABOUT[key]}" if key in _ABOUT else line)
    made = "\n".join([*lines, _OPTIONAL])
    if contents.lists:
        made += "".join(_listed(key, entries) for key, entries in contents.lists.items() if entries)
    else:
        made += "# The chapters are chapters/01-name.md, 02-name.md and so on, appendices chapters/a-name.md.\n"
    return made + _HEARING + (_severity(lowered) if lowered else "")


def _listed(key: str, entries: Sequence[Entry]) -> str:
    lines = [f"{key} = ["]
    for entry in entries:
        file = _quoted(entry.file)
        lines.append(f"    {{ file = {file}, title = {_quoted(entry.title)} }}," if entry.title else f"    {file},")
    return "\n".join([*lines, "]", ""])


def _severity(lowered: Mapping[str, int]) -> str:
    lines = [
        "",
        "# Faults that the text came with. They are errors; here they are warnings, so that the document can be built.",
        "# Remove each line when its faults are mended: `doit check` shows them.",
        "[severity]",
    ]
    for code, count in sorted(lowered.items()):
        setting = f'{code} = "warning"'
        lines.append(f"{setting:<36}# {count} of them")
    return "\n".join([*lines, ""])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # the escapes of JSON are those of TOML 1.0 basic strings


def refuse_taken(target: Path) -> None:
    """SettingsError when `target` cannot become a new folder."""
    shown = target.as_posix()
    if target.is_dir() and any(path.name != ".git" for path in target.iterdir()):
        raise SettingsError(f"{shown}: error: the folder is not empty; name a new one [settings-target]")
    if target.exists() and not target.is_dir():
        raise SettingsError(f"{shown}: error: there is a file of that name; name a new folder [settings-target]")


def write(contents: Contents, target: Path) -> dict[str, int]:
    """Make the folder `target`, which is not there or holds at most .git; gives the errors in its texts, by code.

    All of them are lowered to warnings but those in KEPT.
    """
    refuse_taken(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".tmp-", dir=target.parent) as temporary:
        made = Path(temporary) / "document"
        for path, text in {"dodo.py": DODO, ".gitignore": IGNORED, **contents.texts}.items():
            files.write_atomic(made / path, text)
        for source, path in contents.copies:
            (made / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, made / path)
        files.write_atomic(made / "document.toml", settings(contents))
        errors = _errors(made)
        lowered = {code: count for code, count in errors.items() if code not in KEPT}
        files.write_atomic(made / "document.toml", settings(contents, lowered))
        _put(made, target)
    return errors


def _put(made: Path, target: Path) -> None:
    """Give the folder its name. One that is there stays the same folder: somebody may stand in it."""
    if not target.is_dir():
        made.rename(target)
        return
    # The settings last: without them it is no document yet
    for path in sorted(made.iterdir(), key=lambda path: (path.name == "document.toml", path.name)):
        path.rename(target / path.name)


def _errors(root: Path) -> dict[str, int]:
    from greenpaper import book
    from greenpaper.checks import graded
    from greenpaper.model import Severity

    counts: dict[str, int] = {}
    try:
        found = graded(book.check(root), ())
    except SettingsError as fault:
        raise GreenpaperError(*(f"the new document.toml is refused: {line}" for line in fault.lines)) from None
    for item in found:
        if item.severity is Severity.ERROR:
            counts[item.finding.code] = counts.get(item.finding.code, 0) + 1
    return counts
