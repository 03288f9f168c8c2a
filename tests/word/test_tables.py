from __future__ import annotations

from greenpaper.word import tables


def test_shares_hold_where_words_fit() -> None:
    assert tables.share_out(1000, [1, 1, 2], [100, 100, 100]) == [250, 250, 500]


def test_a_column_is_never_narrower_than_its_longest_word() -> None:
    widths = tables.share_out(1000, [1, 9], [300, 200])
    assert widths == [300, 700]


def test_where_words_do_not_fit_only_the_long_ones_give_way() -> None:
    widths = tables.share_out(1000, [1, 1, 1], [100, 900, 900])
    assert sum(widths) == 1000
    assert min(widths) >= 100


def test_widths_add_up_whatever_the_rounding() -> None:
    for whole in range(995, 1005):
        assert sum(tables.share_out(whole, [1, 2, 4, 7], [10, 333, 10, 10])) == whole


def test_numbers_and_short_words_are_not_cut_while_long_ones_can_be() -> None:
    widths = tables.share_out(1000, [1, 1, 1], [300, 900, 900], firm=[300, 100, 100])
    assert widths[0] >= 300
    assert sum(widths) == 1000


def test_what_is_firm_gives_way_where_it_leaves_no_room() -> None:
    assert sum(tables.share_out(1000, [1, 1], [900, 900], firm=[900, 900])) == 1000


def test_a_number_of_a_paragraph_keeps_its_cell_as_wide_as_itself_and_the_next_word() -> None:
    assert tables._PLACES.split("C-4·k·K12 ord-deling") == ["C-4·k·K12", "ord-", "deling"]
