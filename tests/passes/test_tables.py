"""passes/table_setting.py: type, page and widths follow the content, and widths always fill the line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenpaper.passes.table_setting import LANDSCAPE, PORTRAIT, choose, column_widths

LONG = "Innholdet i denne cellen er langt og trenger mange linjer når kolonnen er smal "

cells = st.integers(1, 12).flatmap(
    lambda columns: st.tuples(st.just(columns), st.lists(st.lists(st.text(max_size=80), max_size=columns), max_size=8))
)


@given(cells)
def test_widths_are_shares_of_the_whole(given_table: tuple[int, list[list[str]]]) -> None:
    columns, rows = given_table
    widths = column_widths(rows, columns, PORTRAIT[0])
    assert len(widths) == columns
    assert all(width > 0 for width in widths)
    assert sum(widths) == pytest.approx(1, abs=0.001)


def test_the_column_with_the_long_text_is_the_wide_one() -> None:
    rows = [["Nr", "Krav", "Type"], ["1", "Tjenesten skal kunne levere måledata " * 4, "skal"]]
    first, second, third = column_widths(rows, 3, PORTRAIT[0])
    assert second > 3 * first
    assert second > 3 * third


def test_an_empty_column_takes_no_room_from_a_full_one() -> None:
    widths = column_widths([["A", "B", "C"], [LONG, "", LONG]], 3, PORTRAIT[0])
    assert widths[1] < 0.2 < min(widths[0], widths[2])


def test_a_word_is_cut_only_where_there_is_no_room() -> None:
    rows = [["Samhandlingskonsekvenser", "B"], ["x", LONG * 9]]
    assert column_widths(rows, 2, PORTRAIT[0])[0] * PORTRAIT[0].line >= len(rows[0][0])


@pytest.mark.parametrize(
    ("rows", "classes"),
    [
        ([["1"] * 12], ()),
        ([[LONG * 20, LONG * 20]], ()),
        ([["K"] * 7, ["Helsepersonell"] * 7], ("wide",)),
        ([["Helsepersonell"] * 9], ("wide", "landscape")),
        ([[LONG * 3] * 5], ()),
        ([[LONG * 3] * 6], ("wide",)),
        ([[LONG * 3] * 7], ("wide", "landscape")),
        ([["Samhandlingskonsekvenser"] * 40], ("wide", "landscape")),
    ],
)
def test_the_text_decides_type_and_page(rows: list[list[str]], classes: tuple[str, ...]) -> None:
    assert choose(rows, len(rows[0]), (), free=True).classes == classes


def test_the_author_decides_which_way_the_page_lies() -> None:
    narrow, broad = [["1", "2"]], [[LONG * 3] * 9]
    assert choose(narrow, 2, ("landscape",), free=True) in LANDSCAPE
    assert choose(broad, 9, ("portrait",), free=True) == PORTRAIT[-1]


def test_a_table_in_a_list_or_callout_stays_there() -> None:
    assert choose([[LONG * 3] * 9], 9, (), free=False) == PORTRAIT[-1]
    assert choose([["1", "2"]], 2, ("landscape",), free=False) == PORTRAIT[0]
