"""reading/structure.py against CommonMark's rules: which lines are code, and in which containers."""

from __future__ import annotations

import pytest

from greenpaper.reading.lines import number_lines
from greenpaper.reading.structure import Structure, outside_code

CASES = {
    "a fence": ("a\n```\nkode\n```\nb", {2, 3, 4}),
    "a longer fence holds a shorter one": ("````\n```\n````\nb", {1, 2, 3}),
    "a fence ends with its quote": ("> ```\n> kode\nb", {1, 2}),
    "a quote inside a fence does not end it": ("```\n> ```\nkode\n```\nb", {1, 2, 3, 4}),
    "a fence ends with its list item": ("* ```\n  kode\n\nb", {1, 2, 3}),
    "a fence set in too far is content": ("```\n    ```\n```\nb", {1, 2, 3}),
    "indented code": ("a\n\n    kode\n\nb", {3}),
    "indented lines go on with a paragraph": ("a\n    b", set()),
    "text of a list item": ("1.  a\n\n    b\n\n        kode", {5}),
    "text of a nested item": ("* a\n    * b\n\n        c", set()),
    "text of a footnote": ("[^1]: a\n\n    b", set()),
    "text of a definition": ("a\n\n:   b\n\n    c", set()),
    "text of an admonition": ("!!! note\n\n    b\n\n        kode", {5}),
    "a tab counts four columns": ("a\n\n\tkode\n\n* b\n\n\tc", {3}),
    "a rule is no list item": ("* * *\n\n    kode", {3}),
    "backticks in a line are no fence": ("``` a ```\nb", set()),
}


@pytest.mark.parametrize(("text", "code"), CASES.values(), ids=CASES)
def test_code(text: str, code: set[int]) -> None:
    lines = number_lines(text)
    assert {line.number for line in lines} - {line.number for line, _ in outside_code(lines)} == code


def test_text_is_what_follows_the_marks() -> None:
    structure = Structure()
    places = [structure.place(line) for line in ("> * a", ">   b", "c", "", "d")]
    assert [place.text for place in places] == ["a", "b", "c", "", "d"]
    assert [place.continues for place in places] == [False, True, True, False, False]
