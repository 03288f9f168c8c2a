from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenpaper import colour

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_black_on_white_is_21() -> None:
    assert colour.contrast("#000000", "#ffffff") == pytest.approx(21)


def test_the_lightest_grey_that_wcag_lets_pass_on_white() -> None:
    assert colour.contrast("#767676", "#ffffff") > colour.ENOUGH > colour.contrast("#777777", "#ffffff")


@given(COLOURS, COLOURS)
def test_contrast_has_no_direction(one: str, other: str) -> None:
    assert colour.contrast(one, other) == colour.contrast(other, one) >= 1


@given(COLOURS)
def test_ink_can_always_be_read(ground: str) -> None:
    assert colour.contrast(colour.ink(ground), ground) > colour.ENOUGH
