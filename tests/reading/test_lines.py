"""reading: what the rewrites of lines must keep, whatever the text."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from greenpaper import status
from greenpaper.model import Finding
from greenpaper.reading.dialects import to_fenced_divs
from greenpaper.reading.front_matter import split_front_matter
from greenpaper.reading.lines import number_lines
from greenpaper.reading.remarks import split_remarks
from greenpaper.reading.status_table import split_status_table
from greenpaper.reading.structure import Structure

PIECES = [
    "tekst", "  tekst", "    innrykket", "", "!!! note", '!!! warning "T"', "??? tip", "```", "~~~ md", "    ```",
    "<!-- a -->", "før <!-- b --> etter", "<!--", "-->",
    "`<!--`", "::: note", ":::", "::: {.x}", "| Status | Version |",
    "|---|---|", "| Prerelease |", "---", "title: T", "title: [", "* punkt", "1. en", "> [!NOTE]", "> sitat",
    "<figure markdown>", "</figure>", "<figcaption>B</figcaption>", "# H", "## Å", "[a]: b", "\ttab", "x: ::: y",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=25).map("\n".join)
VOCABULARY = status.load(None)


@given(texts)
def test_every_rewrite_keeps_line_numbers_in_order(text: str) -> None:
    findings: list[Finding] = []
    count = text.count("\n") + 1
    lines, _ = split_front_matter(number_lines(text), "a.md", findings)
    lines, _ = split_remarks(lines, "a.md", findings)
    lines, *_ = split_status_table(lines, "a.md", VOCABULARY, findings)
    lines = to_fenced_divs(lines, "a.md", findings)
    numbers = [line.number for line in lines]
    assert numbers == sorted(numbers)
    assert all(1 <= number <= count for number in numbers)
    assert all(finding.where.line and 1 <= finding.where.line <= count for finding in findings)


@given(texts)
def test_text_outside_remarks_stays(text: str) -> None:
    lines, _ = split_remarks(number_lines(text), "a.md", [])
    kept = re.sub(r"\s+", "", "".join(line.text for line in lines))
    everything = re.sub(r"\s+", "", text)
    remaining = iter(everything)
    assert all(character in remaining for character in kept)  # in order, nothing added


@given(texts.filter(lambda text: "<!--" not in text))
def test_a_text_without_remarks_is_not_touched(text: str) -> None:
    lines = number_lines(text)
    assert split_remarks(lines, "a.md", []) == (lines, [])


@given(texts)
def test_only_a_fence_begins_a_fenced_block(text: str) -> None:
    structure = Structure()
    before = False
    for line in text.split("\n"):
        if structure.place(line).fenced and not before:
            assert "```" in line or "~~~" in line
        before = structure.in_fence
