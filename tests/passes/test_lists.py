"""Lists whose numbers Word cannot count to."""

from __future__ import annotations

import pytest

from tests.documents import STATUS_TABLE, book, findings


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("32767. a", []),
        ("32767. a\n32768. b", ["list-number"]),
        ("- 123456789. a", ["list-number"]),
        ("20260042\\. a", []),
        ("2027. a\n2. b", []),
    ],
)
def test_a_number_that_word_does_not_know_is_told(text: str, codes: list[str]) -> None:
    made = book(("chapters/01-a.md", f"# A\n\n{STATUS_TABLE}{text}\n"))
    assert [finding.code for finding in findings(made)] == codes
    assert all(finding.where.line == 7 for finding in findings(made))
