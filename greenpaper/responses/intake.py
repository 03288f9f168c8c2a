"""What came in: the files below responses/, and register.toml, which says from whom. Of their content nothing is read.

Each respondent has a folder there, whose name stays: the rows of the table are known by it.
"""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from greenpaper import files
from greenpaper.errors import AuthorError
from greenpaper.model import Finding, Location
from greenpaper.responses.model import Respondent
from greenpaper.toml_lines import key_lines, loads

FOLDER = Path("responses")  # in the document's folder
REGISTER = "register.toml"
TABLE = "table.toml"
MASTER = FOLDER / TABLE
READ = frozenset({".docx", ".xlsx"})
_OWN = frozenset({REGISTER, TABLE})
_OWNER_FILE = "~$"  # how the file begins that Word keeps beside an open one
_KEYS: Mapping[str, type] = {
    "folder": str,
    "name": str,
    "kind": str,
    "received": datetime.date,
    "contact": str,
    "anonymous": bool,
}
_FORMS = {str: 'text in quotes ("…")', datetime.date: "a day (2027-01-08)", bool: "true or false"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """A file to be read: its path from the document's folder, and whose it is."""

    path: str
    respondent: Respondent


@dataclass(frozen=True, kw_only=True, slots=True)
class Intake:
    """Everything that came in, in the order of its names, and what of it is not read."""

    respondents: tuple[Respondent, ...]
    files: tuple[Received, ...]
    findings: tuple[Finding, ...]


def load(root: Path) -> Intake:
    """What lies below responses/ in the folder `root`. AuthorError with all faults of register.toml."""
    folder = root / FOLDER
    names = files.listing(folder) if folder.is_dir() else ()
    registered = _register(folder / REGISTER)
    folders = {name.partition("/")[0] for name in names if "/" in name}
    known = {**{name: Respondent(folder=name, name=name) for name in sorted(folders)}, **registered}
    findings, taken = [], []
    for name in names:
        owner, slash, rest = name.partition("/")
        where = Location(path=f"{FOLDER}/{name}")
        if not slash:
            findings += [_unowned(where)] if name not in _OWN else []
        elif rest.rpartition("/")[2].startswith(_OWNER_FILE):
            continue
        elif Path(name).suffix.lower() in READ:
            taken.append(Received(path=where.path, respondent=known[owner]))
        else:
            findings.append(_by_hand(where))
    missing = sorted(registered.keys() - folders)
    _refuse_unknown(name for name in missing if registered[name].anonymous)
    for name in missing:
        what = f"{REGISTER} names the respondent {name!r}, who has no folder here"
        cure = "make it, or correct the name"
        findings.append(Finding(code="response-folder", where=_at(folder / REGISTER), what=what, cure=cure))
    return Intake(respondents=tuple(known.values()), files=tuple(taken), findings=tuple(findings))


def _refuse_unknown(names: Iterable[str]) -> None:
    """A slip in an anonymous respondent's folder would show the name of whoever lies in the right one."""
    what = f"is anonymous and has no folder in {FOLDER}; make it, or correct the name [response-register]"
    faults = [f"{_at(FOLDER / REGISTER)}: error: the respondent {name!r} {what}" for name in names]
    if faults:
        raise AuthorError(*faults)


def _at(path: Path) -> Location:
    return Location(path=f"{FOLDER}/{path.name}")


def _unowned(where: Location) -> Finding:
    cure = f"put it into a folder of the respondent's: {FOLDER}/<respondent>/"
    return Finding(code="response-folder", where=where, what="it does not say whose it is", cure=cure)


def _by_hand(where: Location) -> Finding:
    what = "an answer of this kind is not read"
    cure = f"enter what it says in {FOLDER}/{TABLE} as rows by hand (docs/hearing.md)"
    return Finding(code="response-by-hand", where=where, what=what, cure=cure)


def _register(path: Path) -> dict[str, Respondent]:
    if not path.exists():
        return {}
    text = files.read_text(path, path.parent)
    try:
        data = loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise AuthorError(f"{_at(path)}: error: this is not TOML: {fault} [response-register]") from None
    lines = key_lines(text)
    faults: list[str] = []
    found: dict[str, Respondent] = {}
    entries = data.pop("respondent", [])
    if data or not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise AuthorError(f"{_at(path)}: error: it holds nothing but tables [[respondent]] [response-register]")
    for number, entry in enumerate(entries, 1):
        table = f"respondent.{number}"
        wrong = [(lines.get((table, key), lines.get((table, ""))), what) for key, what in _faults(entry, found)]
        faults += [f"{_at(path)}:{line}: error: {what} [response-register]" for line, what in wrong]
        if not wrong:
            found[entry["folder"]] = Respondent(**{"name": entry["folder"], **entry})
    if faults:
        raise AuthorError(*faults)
    return found


def _faults(entry: Mapping[str, Any], found: Mapping[str, Respondent]) -> Iterator[tuple[str, str]]:
    """What is wrong with an entry, by its key."""
    for key, value in entry.items():
        if key not in _KEYS:
            yield key, f"a respondent has no key {key!r}; there are {', '.join(_KEYS)}"
        elif type(value) is not _KEYS[key]:
            yield key, f"key {key!r}: write {_FORMS[_KEYS[key]]}"
    folder = entry.get("folder")
    if not isinstance(folder, str) or not folder or "/" in folder:
        yield "folder", "a respondent needs the key 'folder', the name of its folder here"
    elif folder in found:
        yield "folder", f"the folder {folder!r} has an entry already"
