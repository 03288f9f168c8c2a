"""The table of rules: every code that a finding can have, in a module for each part of a document.

A document would be wrong: error. It would be worse than it could be: warning. It is a matter of taste: note.
document.toml decides otherwise, per code, in [severity]. Faults of settings are no findings: they always stop.
"""

from __future__ import annotations

from greenpaper.checks.rules.answers import ANSWERS
from greenpaper.checks.rules.blocks import BLOCKS
from greenpaper.checks.rules.chapters import CHAPTERS
from greenpaper.checks.rules.facts import HEARING, STATUS
from greenpaper.checks.rules.images import IMAGES
from greenpaper.checks.rules.links import LINKS
from greenpaper.checks.rules.outputs import BUILD, PDF, WORD
from greenpaper.checks.rules.release import RELEASE
from greenpaper.checks.rules.responses import RESPONSES
from greenpaper.checks.rules.returned import RETURNED
from greenpaper.checks.rules.rule import Group, Rule

__all__ = ["GROUPS", "RULES", "Group", "Rule"]

GROUPS: tuple[Group, ...] = (
    Group("Chapters", CHAPTERS),
    Group("Status and version", STATUS),
    Group("Hearing and date", HEARING),
    Group("Links", LINKS),
    Group("Images and figures", IMAGES),
    Group("Tables, callouts, HTML", BLOCKS),
    Group("Built files", BUILD),
    Group("PDF", PDF),
    Group("Word", WORD),
    Group("Releases", RELEASE),
    Group("Files that come back", RETURNED),
    Group("Responses to a hearing", RESPONSES),
    Group("Answers in a workbook", ANSWERS),
)
RULES: tuple[Rule, ...] = tuple(rule for group in GROUPS for rule in group.rules)
