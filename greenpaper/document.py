"""document.toml -> Document, with every fault of it at once. Its keys and their values are in `settings`."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from greenpaper import outline, status
from greenpaper.errors import AuthorError, SettingsError
from greenpaper.files import read_text
from greenpaper.model import Document, DocxSettings, Edition, Hearing, PdfSettings, Severity
from greenpaper.settings import EDITIONS, KEYS, KINDS, TABLES, Context, edition_name
from greenpaper.toml_lines import key_lines, loads
from greenpaper.words import LANGUAGES

NAME = "document.toml"
GRAPH = "dodo.py"  # the tasks
NOTES = "CHANGES.md"  # what is new in each version
_SLIPS = 'text and versions stand in quotes ("0.9.1"), dates are written 2027-04-08'
SLUG_LIMIT = 40  # characters of the title in the outputs' names


def load(root: Path, known_codes: Collection[str] | None = None) -> Document:
    """The document in the folder `root`. SettingsError with every fault of document.toml, each with its line.

    `known_codes` are the codes that [severity] may name; None lets any pass.
    """
    path = root / NAME
    if not path.exists():
        raise SettingsError(f"{NAME}: error: there is none in this folder; `greenpaper init` makes one [settings-file]")
    try:
        text = read_text(path)
        data = loads(text)
    except AuthorError as fault:
        told = str(fault).removeprefix(str(path)).rpartition(" [")[0]
        raise SettingsError(f"{NAME}{told} [settings-file]") from None
    except tomllib.TOMLDecodeError as fault:
        what, _, place = str(fault).partition(" (at ")
        line = re.search(r"line ([0-9]+)", place)
        where = f"{NAME}:{line[1]}" if line else NAME
        is_ours = not place  # of what `loads` refuses, no place is told
        said = f"it cannot be read: {what}; shorten it" if is_ours else f"this is not TOML: {what}; {_SLIPS}"
        raise SettingsError(f"{where}: error: {said} [settings-toml]") from None
    return parse(data, root, text, known_codes)


def parse(data: Mapping[str, Any], root: Path, text: str = "", known_codes: Collection[str] | None = None) -> Document:
    """The document that parsed TOML `data` describes; `text` is its source, for the lines of faults."""
    faults = _Faults(text)
    _refuse_unknown(data, faults)
    language = data.get("language")
    language = language if language in LANGUAGES else "en"
    context = Context(root=root, vocabulary=_vocabulary(data, root, faults), language=language)
    main, hearing, pdf, docx = (
        _values(table, _table(data, table), context, faults) for table in ("", "hearing", "pdf", "docx")
    )
    editions = _editions(_table(data, EDITIONS), context, faults)

    def entry_fault(key: str, needle: str, what: str) -> None:
        faults.add("settings-chapter", what, "", key, needle)

    lists = {key: data[key] for key in outline.LISTS if key in data}
    chapters = outline.read(lists, root, entry_fault)
    severities = _severities(_table(data, "severity"), known_codes, faults)
    if faults.found:
        raise SettingsError(*faults.lines())
    term = status.find(context.vocabulary.statuses, main["status"])
    for_hearing = bool(hearing) and term is not None and term.watermark == "hearing"
    main.setdefault("paragraph_numbers", for_hearing)
    slug = main.pop("slug", None) or outline.slug(main["title"], SLUG_LIMIT) or "document"
    return Document(
        root=root,
        slug=slug,
        chapters=chapters,
        hearing=Hearing(**hearing) if hearing else None,
        pdf=PdfSettings(**pdf),
        docx=DocxSettings(**docx),
        severities=severities,
        lines=key_lines(text),
        editions=editions,
        **main,
    )


class _Faults:
    """Collects faults, each with the line of what it is about."""

    def __init__(self, text: str) -> None:
        self._text = text.split("\n")
        self._numbers = key_lines(text)
        self.found: list[tuple[int, str]] = []

    def add(self, code: str, what: str, table: str = "", key: str = "", needle: str = "") -> None:
        """A fault at a key or sub-table, else at its table, or at the first line from there with `needle` in it."""
        places = ((table, key), (_dotted(table, key), ""), (table, ""))
        number = next((self._numbers[place] for place in places if place in self._numbers), 0)
        if number and needle:
            below = enumerate(self._text[number - 1 :], number)
            number = next((line for line, text in below if needle in text), number)
        where = f"{NAME}:{number}" if number else NAME
        self.found.append((number, f"{where}: error: {what} [{code}]"))

    def lines(self) -> list[str]:
        """The finished messages in the order of the file."""
        return [line for _, line in sorted(self.found, key=lambda fault: fault[0])]


def _table(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """The table `name` ("" is the top); empty where there is none, or what is no table (`_refuse_unknown` tells)."""
    table = data.get(name, {}) if name else data
    return table if isinstance(table, dict) else {}


def _dotted(table: str, name: str) -> str:
    return f"{table}.{name}" if table else name


def _values(table: str, given: Mapping[str, Any], context: Context, faults: _Faults) -> dict[str, Any]:
    """The values of one table's keys, read; the lists of files are `outline.read`'s."""
    values: dict[str, Any] = {}
    for key in KEYS:
        if key.table != _kind(table) or key.kind == "files":
            continue
        if key.name in given:
            try:
                values[key.name] = KINDS[key.kind].read(given[key.name], context)
            except ValueError as wrong:
                faults.add("settings-value", f"key {_dotted(table, key.name)!r}: {wrong}", table, key.name)
        elif key.required:
            faults.add("settings-missing-key", f"key {key.name!r} is missing; add it: {key.about}")
    return values


def _kind(table: str) -> str:
    """What `Key.table` says of the keys of a table: those of [editions.internal] are of the kind "editions"."""
    return table.split(".")[0]


def _editions(given: Mapping[str, Any], context: Context, faults: _Faults) -> tuple[Edition, ...]:
    made = []
    for name, values in given.items():
        table = _dotted(EDITIONS, name)
        if not isinstance(values, dict):
            faults.add("settings-value", f"{table!r} has to be a table, [{table}]", EDITIONS, name)
            continue
        try:
            edition_name(name)
        except ValueError as wrong:
            faults.add("settings-value", f"{name!r} cannot be an edition's name: {wrong}", table)
        made.append(Edition(name=name, **_values(table, values, context, faults)))
    return tuple(made)


def _refuse_unknown(data: Mapping[str, Any], faults: _Faults) -> None:
    for name in sorted(TABLES.keys() & data.keys()):
        if not isinstance(data[name], dict):
            faults.add("settings-value", f"{name!r} has to be a table, [{name}]", "", name)
    tables = {kind: _table(data, kind) for kind in dict.fromkeys(key.table for key in KEYS)}
    editions = tables.pop(EDITIONS)
    tables |= {_dotted(EDITIONS, name): given for name, given in editions.items() if isinstance(given, dict)}
    for table, given in tables.items():
        known = {key.name for key in KEYS if key.table == _kind(table)} | (set() if table else {*TABLES})
        for name, value in given.items():
            if name not in known:
                what, cure = f"key {_dotted(table, name)!r}", _cure(name, table, known)
                if isinstance(value, dict):
                    what, cure = f"table [{_dotted(table, name)}]", _table_cure(name)
                faults.add("settings-unknown-key", f"{what} is not known; {cure}", table, name)


def _cure(name: str, table: str, known: Collection[str]) -> str:
    elsewhere = [key.table for key in KEYS if key.name == name and key.table != _kind(table)]
    if elsewhere:
        place = _dotted(EDITIONS, "<name>") if elsewhere[0] == EDITIONS else elsewhere[0]
        return f"it belongs in [{place}]" if place else "it belongs above the first [table]"
    nearest = difflib.get_close_matches(name.lower(), known, n=1)
    return f"did you mean {nearest[0]!r}?" if nearest else f"known are {', '.join(sorted(known))}"


def _table_cure(name: str) -> str:
    nearest = difflib.get_close_matches(name.lower(), TABLES, n=1)
    return f"did you mean [{nearest[0]}]?" if nearest else f"known are {', '.join(f'[{table}]' for table in TABLES)}"


def _vocabulary(data: Mapping[str, Any], root: Path, faults: _Faults) -> status.Vocabulary:
    """The vocabulary that the document names, or ours, also where the key's value is wrong (its reader tells)."""
    name = data.get("vocabulary")
    path, wrong = outline.inside(name, root) if isinstance(name, str) else ("", None)
    if path and not wrong and (root / path).is_file():
        try:
            return status.load(root / path)
        except SettingsError as fault:
            faults.found += [(0, line) for line in fault.lines]
    return status.load()


def _severities(
    table: Mapping[str, Any], known: Collection[str] | None, faults: _Faults
) -> tuple[tuple[str, Severity], ...]:
    made: list[tuple[str, Severity]] = []
    for code, value in table.items():
        if known is not None and code not in known:
            nearest = difflib.get_close_matches(code, known, n=1)
            cure = f"did you mean {nearest[0]!r}?" if nearest else "docs/findings.md lists them"
            faults.add("settings-code", f"no finding has the code {code!r}; {cure}", "severity", code)
        elif not isinstance(value, str) or value not in list(Severity):
            choices = ", ".join(f'"{severity}"' for severity in Severity)
            faults.add("settings-value", f"key 'severity.{code}': write one of {choices}", "severity", code)
        else:
            made.append((code, Severity(value)))
    return tuple(sorted(made))
