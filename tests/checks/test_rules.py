"""The table of rules against the package's code and against docs/findings.md."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

from greenpaper.checks import catalogue
from greenpaper.checks.rules import RULES

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "greenpaper"
TABLE = set((PACKAGE / "checks/rules").glob("*.py"))
CODES = {rule.code for rule in RULES}
FAMILIES = {code.split("-")[0] for code in CODES}

# Strings that look like codes of our families and are none: classes, ids, names of keys and tools.
NOT_CODES = {
    "callout-title", "figure-block", "hearing-title", "image-drawing", "pdf-failed", "pdf-time", "status-name",
    "status-page", "status-row", "table-wrap", "pdf-ua-1",
}  # fmt: skip


def test_every_code_is_there_once() -> None:
    assert [code for code, count in Counter(rule.code for rule in RULES).items() if count > 1] == []


def test_every_code_that_the_package_uses_has_a_rule() -> None:
    unknown = {
        f"{path.relative_to(PACKAGE)}: {code}"
        for path in PACKAGE.rglob("*.py")
        if path not in TABLE and path.name not in {"document.py", "settings.py", "theme.py"}
        for code in _codes(path)
    }
    assert unknown == set()


def test_every_rule_is_used() -> None:
    text = "".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py") if path not in TABLE)
    made = {f"{field}-differs" for field in ("status", "version", "maturity", "level")}  # of one f-string
    unused = {code for code in CODES - made if f'"{code}"' not in text}
    assert unused == set()


def _codes(path: Path) -> set[str]:
    """String constants of a module that have the form of a code and begin like one, and are none of ours."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            continue
        if re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", node.value) and node.value.split("-")[0] in FAMILIES:
            found.add(node.value)
    return found - CODES - NOT_CODES


def test_texts_are_sentences_that_say_what_to_do() -> None:
    for rule in RULES:
        assert rule.title[0].isupper() and not rule.title.endswith("."), rule
        assert rule.explanation[0].isupper() and rule.explanation.endswith("."), rule
        assert rule.cure[0].isupper() and rule.cure.endswith("."), rule
        assert rule.example and not rule.example.endswith("."), rule


def test_the_page_about_findings_is_made_from_the_table() -> None:
    page = (ROOT / "docs/findings.md").read_text("utf-8")
    assert page == catalogue.markdown(), "run `python -m greenpaper.checks.catalogue`"


def test_the_page_has_each_rule_with_weight_example_and_cure() -> None:
    page = (ROOT / "docs/findings.md").read_text("utf-8")
    sections = dict(re.findall(r"^### ([a-z0-9-]+)\n\n(.*?)(?=\n##|\Z)", page, re.DOTALL | re.MULTILINE))
    assert sections.keys() == CODES
    for rule in RULES:
        section = sections[rule.code]
        assert section.startswith(f"**{rule.severity}** ")
        assert f"- Example: {rule.example}" in section
        assert f"- Cure: {rule.cure}" in section
