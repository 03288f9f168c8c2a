"""reading/remarks.py: what is left has the numbers it had, and no remark is in it."""

from __future__ import annotations

import pytest

from greenpaper.model import Finding
from greenpaper.reading.lines import number_lines
from greenpaper.reading.remarks import split_remarks


def split(text: str) -> tuple[list[tuple[int, str]], list[Finding]]:
    findings: list[Finding] = []
    lines, _ = split_remarks(number_lines(text), "a.md", findings)
    return [(line.number, line.text) for line in lines], findings


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a <!-- x\ny\nz --> b\nc", [(1, "a"), (3, "b"), (4, "c")]),
        ("<!-- x\ny --> b\nc", [(2, "b"), (3, "c")]),
        ("> a <!-- x\n> y --> b", [(1, "> a"), (2, "> b")]),
        ("* a <!-- x\n  y --> b", [(1, "* a"), (2, "  b")]),
        ("a <!-- x\ny -->\nc", [(1, "a"), (3, "c")]),
        ("a <!-- x\ny --> b <!-- z\n--> c", [(1, "a"), (2, "b"), (3, "c")]),
        ("a <!-- x --> b", [(1, "a  b")]),
        ("`a\nb` <!-- x --> `<!-- c -->`", [(1, "`a"), (2, "b`  `<!-- c -->`")]),
        ("`a\n\n<!-- x --> b`", [(1, "`a"), (2, ""), (3, " b`")]),
        ("* `a\n* <!-- x --> b`", [(1, "* `a"), (2, "*  b`")]),
    ],
)
def test_text_after_a_remark_keeps_its_number(text: str, left: list[tuple[int, str]]) -> None:
    assert split(text) == (left, [])


def test_after_one_that_is_not_closed_nothing_is_left() -> None:
    left, findings = split("a <!-- x --> b <!-- hemmelig\n\n## c\n```\nd\n```")
    assert left == [(1, "a  b")]
    assert [(finding.code, finding.where.line) for finding in findings] == [("comment-unclosed", 1)]
