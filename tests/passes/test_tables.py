"""passes/tables.py: widths follow the content and always fill the line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenpaper.passes.tables import column_widths

cells = st.integers(1, 12).flatmap(
    lambda columns: st.tuples(st.just(columns), st.lists(st.lists(st.text(max_size=80), max_size=columns), max_size=8))
)


@given(cells)
def test_widths_are_shares_of_the_whole(given_table: tuple[int, list[list[str]]]) -> None:
    columns, rows = given_table
    widths = column_widths(rows, columns)
    assert len(widths) == columns
    assert all(width > 0 for width in widths)
    assert sum(widths) == pytest.approx(1, abs=0.001)


def test_the_column_with_the_long_text_is_the_wide_one() -> None:
    rows = [["Nr", "Krav", "Type"], ["1", "Tjenesten skal kunne levere måledata " * 4, "skal"]]
    first, second, third = column_widths(rows, 3)
    assert second > 3 * first
    assert second > 3 * third


def test_an_empty_column_takes_no_room_from_a_full_one() -> None:
    full = "Innholdet i denne cellen er langt og trenger mange linjer når kolonnen er smal"
    widths = column_widths([["A", "B", "C"], [full, "", full]], 3)
    assert widths[1] < 0.2 < min(widths[0], widths[2])
