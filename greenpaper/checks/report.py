"""Findings as text for people and terminals, JSON, SARIF 2.1.0 (OASIS) and annotations of GitHub Actions. Pure."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from greenpaper import __version__
from greenpaper.checks import Graded
from greenpaper.checks.rules import RULES, Rule
from greenpaper.model import Finding, Severity
from greenpaper.unseen import shown

Renderer = Callable[[Sequence[Graded], Path], str]

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}  # ECMA-48, 8.3.117: foreground
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note", Severity.OFF: "none"}
# What can be wrong with every chapter at once; more of one wording than these would hide all else
_OF_CHAPTERS = frozenset({"status-missing", "status-differs", "version-differs", "level-differs"})
_MANY = 5
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def text(found: Sequence[Graded], root: Path, colour: bool = False) -> str:
    """One line each, `path:line: severity: what; what to do [code]`, and a last one that counts them.

    Where many chapters have the same fault, the first one's line says how many.
    `colour` is for terminals; the caller has asked whether there is one and whether NO_COLOR is set.
    """
    lines = []
    alike = Counter(_wording(item) for item in found if item.finding.code in _OF_CHAPTERS)
    told: set[tuple[str, ...]] = set()
    for item in found:
        wording, more = _wording(item), ""
        if alike[wording] > _MANY:
            more = f" (so in {alike[wording]} chapters; --format json lists them)"
            if wording in told:
                continue
            told.add(wording)
        severity = str(item.severity)
        if colour:
            severity = f"\x1b[{_COLOURS[item.severity]}m{severity}\x1b[0m"
        finding = item.finding
        lines.append(f"{shown(str(finding.where))}: {severity}: {_said(finding)}{more} [{finding.code}]")
    return "\n".join([*lines, summary(found), ""])


def _said(finding: Finding) -> str:
    """What it quotes may hold characters by which a terminal acts."""
    return shown(f"{finding.what}; {finding.cure}")


def _wording(item: Graded) -> tuple[str, ...]:
    return item.severity, item.finding.code, item.finding.what, item.finding.cure


def summary(found: Sequence[Graded]) -> str:
    """`2 errors, 5 warnings`, or `no findings`."""
    counts = Counter(item.severity for item in found)
    parts = [f"{counts[kind]} {kind}{'s' if counts[kind] > 1 else ''}" for kind in Severity if counts[kind]]
    return ", ".join(parts) or "no findings"


def as_json(found: Sequence[Graded], root: Path) -> str:
    """A list of objects with severity, code, path, line (or null), what and cure."""
    made = [
        {
            "severity": str(item.severity),
            "code": item.finding.code,
            "path": item.finding.where.path,
            "line": item.finding.where.line,
            "what": item.finding.what,
            "cure": item.finding.cure,
        }
        for item in found
    ]
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def sarif(found: Sequence[Graded], root: Path) -> str:
    """A SARIF log with one run: all rules, and a result for each finding. Addresses are relative to SRCROOT."""
    numbers = {rule.code: number for number, rule in enumerate(RULES)}
    driver = {
        "name": "Greenpaper",
        "semanticVersion": __version__,
        "rules": [_sarif_rule(rule) for rule in RULES],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The folder of document.toml"}}},
        "results": [_sarif_result(item, numbers[item.finding.code]) for item in found],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _sarif_rule(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.explanation},
        "help": {"text": f"Example: {rule.example}. {rule.cure}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _sarif_result(item: Graded, number: int) -> dict[str, object]:
    finding = item.finding
    place: dict[str, object] = {"artifactLocation": {"uri": quote(finding.where.path), "uriBaseId": "SRCROOT"}}
    if finding.where.line is not None:
        place["region"] = {"startLine": finding.where.line}
    return {
        "ruleId": finding.code,
        "ruleIndex": number,
        "level": _LEVELS[item.severity],
        "message": {"text": f"{finding.what}; {finding.cure}"},
        "locations": [{"physicalLocation": place}],
    }


def github(found: Sequence[Graded], root: Path) -> str:
    """Workflow commands that GitHub Actions shows beside the changed lines. Paths are made relative to the repository.

    GitHub knows paths from the repository's top, so those of a document in a folder of it begin with that folder.
    """
    prefix = _folder_in_repository(root)
    lines = []
    for item in found:
        finding = item.finding
        properties = {"file": prefix + finding.where.path}
        if finding.where.line is not None:
            properties["line"] = str(finding.where.line)
        properties["title"] = finding.code
        named = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in properties.items())
        lines.append(f"::{_COMMANDS[item.severity]} {named}::{_escaped(_said(finding))}\n")
    return "".join(lines)


def _folder_in_repository(root: Path) -> str:
    here = root.resolve()
    top = next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here)
    return "" if top == here else f"{here.relative_to(top).as_posix()}/"


def _escaped(value: str, more: str = "") -> str:
    for character in f"%\r\n{more}":
        value = value.replace(character, f"%{ord(character):02X}")
    return value


RENDERERS: Mapping[str, Renderer] = {"text": text, "json": as_json, "sarif": sarif, "github": github}
