"""Emphasis in emphasis of its own kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from greenpaper.word.ooxml import NS
from tests.word.conftest import Docx


@pytest.mark.parametrize("text", ["****a****", "***a** b*", "**a *b **c** d***", "~~a ~~b~~ c~~", "*a <i>b</i>*"])
def test_a_run_says_each_of_its_looks_once(text: str, written: Callable[[str], Docx]) -> None:
    looks = list(written(text).document.iterfind(".//w:rPr", NS))
    assert looks and all(max(Counter(item.tag for item in found).values(), default=0) <= 1 for found in looks)
