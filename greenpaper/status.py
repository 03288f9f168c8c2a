"""The vocabulary of status, maturity and normative level: its words, its colours and its MUST and SHOULD rules.

All of it is data: `status.toml`, or the file that document.toml names. How chapters write it down is not known here.
"""

from __future__ import annotations

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from greenpaper.errors import AuthorError, SettingsError
from greenpaper.files import read_text
from greenpaper.model import ChapterStatus, Document, Finding, Location, Protection, Version
from greenpaper.toml_lines import loads
from greenpaper.words import LANGUAGES

_WATERMARKS = ("draft", "hearing", "deprecated")
_PROTECTIONS = (Protection.TRACKED, Protection.READ_ONLY)
_DEMANDS = {"version": "version", "level": "normative level"}  # what a status can demand, and what it is called
_GATES = (
    "clean",
    "order",
    "chapters",
    "versions",
    "rules",
    "hearing",
    "placeholders",
    "remarks",
    "questions",
    "validated",
)
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_LEADING_NUMBER = re.compile(r"^[0-9]+\W*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """One word of the vocabulary. status.toml says what each field means."""

    key: str
    name: str
    names: Mapping[str, str]
    rank: int
    aliases: tuple[str, ...] = ()
    mistaken: tuple[str, ...] = ()
    colour: str | None = None
    watermark: str | None = None
    protection: str | None = None
    maturity: str | None = None
    must: tuple[str, ...] = ()
    should: tuple[str, ...] = ()
    gates: tuple[str, ...] = ()  # what is asked of a release: `release.gates`

    def wordings(self) -> tuple[str, ...]:
        """Everything that an author may write for it."""
        return (self.key, self.name, *self.names.values(), *self.aliases)


@dataclass(frozen=True, kw_only=True, slots=True)
class Vocabulary:
    """The three sets of terms, each in order of rank."""

    statuses: tuple[Term, ...]
    maturities: tuple[Term, ...]
    levels: tuple[Term, ...]


def load(path: Path | None = None) -> Vocabulary:
    """The vocabulary in the TOML file `path`, or ours. SettingsError with every fault of the file."""
    shown = "status.toml" if path is None else path.name
    try:
        data = loads(_text(path))
    except tomllib.TOMLDecodeError as fault:
        raise SettingsError(f"{shown}: error: this is not TOML: {fault} [settings-toml]") from None
    except AuthorError as fault:
        raise SettingsError(*fault.lines) from None
    return parse(data, shown)


def _text(path: Path | None) -> str:
    if path is None:
        return (resources.files("greenpaper") / "status.toml").read_text("utf-8")
    return read_text(path)


def parse(data: Mapping[str, Any], shown: str) -> Vocabulary:
    """The vocabulary in parsed TOML; `shown` is the file's name for the messages of the SettingsError."""
    kinds = ("status", "maturity", "level")
    faults = [f"table {key!r} is not known; known are {', '.join(kinds)}" for key in data if key not in kinds]
    statuses, maturities, levels = (_terms(data.get(kind), kind, faults) for kind in kinds)
    ripe = {None, *(term.key for term in maturities)}
    faults += [
        f"[[status]] {term.key!r}: 'maturity' has to be the key of a [[maturity]], not {term.maturity!r}"
        for term in statuses
        if maturities and term.maturity not in ripe
    ]
    if faults:
        raise SettingsError(*(f"{shown}: error: {fault} [settings-vocabulary]" for fault in faults))
    return Vocabulary(statuses=statuses, maturities=maturities, levels=levels)


def _terms(entries: Any, kind: str, faults: list[str]) -> tuple[Term, ...]:
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
        faults.append(f"there has to be at least one table [[{kind}]]")
        return ()
    terms: list[Term] = []
    for number, entry in enumerate(entries, 1):
        where = f"[[{kind}]] number {number}"
        wrong = [f"{where}: {fault}" for fault in _entry_faults(entry)]
        faults += wrong
        if not wrong:
            lists = {key: tuple(entry.get(key, ())) for key in ("aliases", "mistaken", "must", "should", "gates")}
            terms.append(Term(**{**entry, **lists}))
    taken: dict[str, str] = {}
    for term in terms:
        for wording in term.wordings():
            owner = taken.setdefault(_fold(wording), term.key)
            if owner != term.key:
                faults.append(f"[[{kind}]]: {wording!r} stands for both {owner!r} and {term.key!r}")
    if len({term.key for term in terms}) < len(terms):
        faults.append(f"[[{kind}]]: two entries have the same key")
    return tuple(sorted(terms, key=lambda term: term.rank))


def _words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value)


# Per key of an entry: what the value has to be, in words and as a test.
_ENTRY: Mapping[str, tuple[str, Any]] = {
    "key": ("lower-case ASCII letters, digits and hyphens", lambda v: isinstance(v, str) and _KEY.fullmatch(v)),
    "name": ("a text", lambda v: isinstance(v, str) and v.strip()),
    "names": (
        f"a table of texts for {', '.join(LANGUAGES)}",
        lambda v: isinstance(v, dict) and v.keys() == set(LANGUAGES) and _words(list(v.values())),
    ),
    "rank": ("a whole number", lambda v: isinstance(v, int) and not isinstance(v, bool)),
    "aliases": ("a list of texts", _words),
    "mistaken": ("a list of texts", _words),
    "colour": ("a colour as #rrggbb", lambda v: isinstance(v, str) and _COLOUR.fullmatch(v)),
    "watermark": (f"one of {', '.join(_WATERMARKS)}", lambda v: isinstance(v, str) and v in _WATERMARKS),
    "protection": (f"one of {', '.join(_PROTECTIONS)}", lambda v: isinstance(v, str) and v in _PROTECTIONS),
    "maturity": ("the key of a [[maturity]]", lambda v: isinstance(v, str)),
    "must": (f"a list out of {', '.join(_DEMANDS)}", lambda v: _words(v) and set(v) <= _DEMANDS.keys()),
    "should": (f"a list out of {', '.join(_DEMANDS)}", lambda v: _words(v) and set(v) <= _DEMANDS.keys()),
    "gates": (f"a list out of {', '.join(_GATES)}", lambda v: _words(v) and set(v) <= set(_GATES)),
}
_REQUIRED = ("key", "name", "names", "rank")


def _entry_faults(entry: Mapping[str, Any]) -> Iterator[str]:
    for key in _REQUIRED:
        if key not in entry:
            yield f"the key {key!r} is missing; it is {_ENTRY[key][0]}"
    for key, value in entry.items():
        if key not in _ENTRY:
            yield f"the key {key!r} is not known; known are {', '.join(_ENTRY)}"
        elif not _ENTRY[key][1](value):
            yield f"{key!r} has to be {_ENTRY[key][0]}, not {value!r}"


def find(terms: Sequence[Term], text: str) -> Term | None:
    """The term that `text` is a wording of, whatever its case, spaces and hyphens; "2-review" is "review"."""
    by_wording = {_fold(wording): term for term in terms for wording in term.wordings()}
    folded = _fold(text)
    return by_wording.get(folded) or by_wording.get(_LEADING_NUMBER.sub("", folded))


def suggest(terms: Sequence[Term], text: str) -> str | None:
    """The name of the term that an unknown `text` may mean, or None."""
    folded = _fold(text)
    meant = {_fold(wording): term for term in terms for wording in term.mistaken}
    meant |= {_fold(wording): term for term in terms for wording in term.wordings()}
    if folded in meant:
        return meant[folded].name
    inside = [wording for wording in meant if re.search(rf"(?<!\w){re.escape(wording)}(?!\w)", folded)]
    nearest = [max(inside, key=len)] if inside else difflib.get_close_matches(folded, meant, n=1, cutoff=0.6)
    return meant[nearest[0]].name if nearest else None


def known(terms: Sequence[Term], language: str) -> str:
    """The names of all terms for a message, each with its wording in a language that has another."""
    return ", ".join(
        term.name
        if language == "en" or _fold(term.names[language]) == _fold(term.name)
        else f"{term.name} ({term.names[language]})"
        for term in terms
    )


def _fold(text: str) -> str:
    spaced = re.sub(r"[\s_-]+", " ", unicodedata.normalize("NFKC", text)).strip() or text.strip()
    return re.sub(r" ?/ ?", "/", spaced).casefold()


def check_document(document: Document, vocabulary: Vocabulary) -> tuple[Finding, ...]:
    """What the document's status demands of document.toml. The version is always there: its parser demands it."""
    status = find(vocabulary.statuses, document.status)
    if status is None:
        return ()
    unripe = _unripe(status, document.maturity, vocabulary, document.where("maturity"))
    return (*_demands(status, document, document.where("status")), *unripe)


def check_chapter(
    status: ChapterStatus, document: Document, vocabulary: Vocabulary, where: Location
) -> tuple[Finding, ...]:
    """What is wrong with a chapter's status table, which stands at `where`, by itself and beside document.toml.

    Maturity is not compared with the document's, since each part has its own, but with what the status asks for.
    """
    own = find(vocabulary.statuses, status.status or document.status)
    findings = [*_demands(own, status, where), *_unripe(own, status.maturity, vocabulary, where)] if own else []
    for field, code in (("status", "status-differs"), ("level", "level-differs")):
        mine, theirs = getattr(status, field), getattr(document, field)
        if mine and theirs and mine != theirs:
            terms = vocabulary.statuses if field == "status" else vocabulary.levels
            findings.append(_differs(code, field, where, _name(terms, mine), _name(terms, theirs)))
    if status.version and status.version != document.version:
        findings.append(_version_differs(status.version, document.version, where))
    return tuple(findings)


def _demands(term: Term, stated: ChapterStatus | Document, where: Location) -> Iterator[Finding]:
    for code, verb, fields in (("status-must", "must", term.must), ("status-should", "should", term.should)):
        for field in fields:
            if getattr(stated, field) is None:
                called = _DEMANDS[field]
                what = f"what has the status {term.name} {verb} state its {called}"
                yield Finding(code=code, where=where, what=what, cure=f"add the {called}")


def _unripe(term: Term, maturity: str | None, vocabulary: Vocabulary, where: Location) -> Iterator[Finding]:
    """A maturity below the one that the status asks for."""
    stated, least = (find(vocabulary.maturities, key or "") for key in (maturity, term.maturity))
    if stated and least and stated.rank < least.rank:
        what = f"what has the status {term.name} should have the maturity {least.name}, not {stated.name}"
        cure = "correct the one that is wrong"
        yield Finding(code="status-maturity", where=where, what=what, cure=cure)


def _differs(code: str, field: str, where: Location, mine: str, theirs: str) -> Finding:
    called = _DEMANDS.get(field, field)
    what = f"the chapter's {called} is {mine}, but document.toml says {theirs}"
    return Finding(code=code, where=where, what=what, cure="correct the one that is wrong")


def _version_differs(mine: Version, theirs: Version, where: Location) -> Finding:
    if _numbers(mine) == _numbers(theirs):
        what = f"the version is written {mine} here and {theirs} in document.toml"
        return Finding(code="version-differs", where=where, what=what, cure=f"write {theirs} here too")
    order = "later" if _numbers(mine) > _numbers(theirs) else "earlier"
    what = f"the chapter's version {mine} is {order} than the document's, {theirs}"
    return Finding(code="version-differs", where=where, what=what, cure="correct it here or in document.toml")


def _numbers(version: Version) -> tuple[tuple[int, ...], bool, str]:
    """Sort key: 0.9 and 0.9.0 are equal; 1.0-rc.1 comes before 1.0."""
    numbers, _, suffix = version.text.partition("-")
    parts = [int(part) for part in numbers.split(".")]
    return (*parts, 0, 0, 0)[:4], not suffix, suffix


def _name(terms: Sequence[Term], key: str) -> str:
    term = find(terms, key)
    return term.name if term else key
