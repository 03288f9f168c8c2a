from __future__ import annotations

from collections.abc import Callable

import pytest

from greenpaper.word import tables
from greenpaper.word.ooxml import el, neighbour, p, style_of
from tests.word.conftest import Docx


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


_TABLE = "| a | b |\n|:--|--:|\n| x | 1 |\n"
_SECOND = f"\n{_TABLE}"


def _inside(start: str, going_on: str, blocks: str) -> str:
    return start + "".join(f"{going_on}{line}".rstrip() + "\n" for line in blocks.splitlines()) + "\n"


@pytest.mark.parametrize(
    "text",
    [
        _TABLE + _SECOND,
        "{#tx}\n" + _TABLE + _SECOND,
        _TABLE + "\n{#tx}\n" + _TABLE,
        _inside('!!! note "Ramme"\n', "    ", "{#tx}\n" + _TABLE + _SECOND),
        _inside('!!! note "Ramme"\n', "    ", _TABLE) + _TABLE,
        _inside("- punkt\n\n", "    ", _TABLE) + _TABLE,
        _inside("> sitat\n>\n", "> ", _TABLE) + _TABLE,
        _inside("Ord\n:   forklart\n\n", "    ", _TABLE) + _TABLE,
        "::: {lang=en}\n" + _TABLE + ":::\n" + _SECOND,
        "Note[^n]\n\n" + _inside("[^n]: noten\n\n", "    ", "{#tx}\n" + _TABLE + _SECOND),
    ],
    ids=[
        "siblings",
        "id-first",
        "id-second",
        "in-callout",
        "callout",
        "item",
        "quote",
        "definition",
        "language",
        "note",
    ],
)
def test_tables_that_meet_are_kept_apart(text: str, written: Callable[[str], Docx]) -> None:
    made = written(text)
    part = made["word/footnotes.xml"] if "[^n]" in text else made.document
    first, second = [table for table in part.iter("{*}tbl") if "x" in table.itertext()]
    between = neighbour(first)
    assert between is not None and style_of(between) == "TableGap"
    assert neighbour(between) is second


def test_a_note_ends_with_a_paragraph(written: Callable[[str], Docx]) -> None:
    made = written("Note[^n]\n\n" + _inside("[^n]: noten\n\n", "    ", _TABLE))
    (table,) = made["word/footnotes.xml"].iter("{*}tbl")
    assert style_of(table.getnext()) == "SectionBreak"  # type: ignore[arg-type]


@pytest.mark.parametrize(("style", "pad"), [("Table", 90), ("TableWide", 60)])
def test_a_picture_in_a_cell_has_the_room_between_its_paddings(style: str, pad: int) -> None:
    picture = el("w:drawing")
    cell = el("w:tc", el("w:tcPr", el("w:tcW", w="2000", type="dxa")), p("TableText", el("w:r", picture)))
    el("w:tbl", el("w:tblPr", el("w:tblStyle", val=style)), el("w:tr", cell))
    assert tables.room(picture, 9000) == 2000 - 2 * pad
