"""What is said of a document before and after it is built: findings, weighed and told in several forms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from greenpaper.checks.rules import RULES
from greenpaper.model import Finding, Severity

_SEVERITIES = {rule.code: rule.severity for rule in RULES}


@dataclass(frozen=True, kw_only=True, slots=True)
class Graded:
    """A finding and its weight in this document."""

    finding: Finding
    severity: Severity

    def as_dict(self) -> dict[str, str]:
        """The form in build/findings.json."""
        return {"severity": str(self.severity), **self.finding.as_dict()}


def graded(
    findings: Iterable[Finding], severities: Iterable[tuple[str, Severity]], *, hidden: bool = False
) -> tuple[Graded, ...]:
    """Findings with their weight: the rule's, or what document.toml says in `severities` ((code, severity) pairs).

    Sorted by place and code, each once; those that are off are left out, unless
    `hidden` ones are asked for. A KeyError is a code without a rule: our bug.
    """
    weights = {**_SEVERITIES, **dict(severities)}
    once = sorted(dict.fromkeys(findings), key=_order)
    weighed = (Graded(finding=finding, severity=weights[finding.code]) for finding in once)
    return tuple(item for item in weighed if hidden or item.severity is not Severity.OFF)


def _order(finding: Finding) -> tuple[str, int, str, str]:
    return finding.where.path, finding.where.line or 0, finding.code, finding.what
