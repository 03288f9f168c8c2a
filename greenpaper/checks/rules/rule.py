"""What a rule is: a code, its weight, and what docs/findings.md says of it."""

from __future__ import annotations

from dataclasses import dataclass

from greenpaper.model import Severity

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


@dataclass(frozen=True, slots=True)
class Rule:
    """One code. The texts are Markdown; `example` is what an author wrote, `cure` what to do instead."""

    code: str
    severity: Severity
    title: str
    explanation: str
    example: str
    cure: str


@dataclass(frozen=True, slots=True)
class Group:
    """Rules about one thing, under one heading of docs/findings.md."""

    title: str
    rules: tuple[Rule, ...]
