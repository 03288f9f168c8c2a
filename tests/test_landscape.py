"""landscape.py: which blocks stand on landscape pages."""

from __future__ import annotations

import pytest

from greenpaper.landscape import group
from greenpaper.tree import Node
from tests import pages

LONG = pages.para("Et avsnitt som fyller mye. " * 60)
SHORT = pages.para("Et kort avsnitt.")
HEADING = pages.heading(2, "h", "1.1", "Tabellen")


def turned() -> Node:
    made = pages.table(["A", "B"], [["1", "2"]])
    made["c"][0][1] = ["wide", "landscape"]
    return made


TABLE = turned()


def shape(blocks: list[Node]) -> list[object]:
    """Each group as a list of its blocks' types, other blocks as theirs."""
    return [
        [child["t"] for child in block["c"][1][1:]] if block["t"] == "Div" else block["t"] for block in group(blocks)
    ]


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ([SHORT, LONG], ["Para", "Para"]),
        ([LONG, TABLE, LONG], ["Para", ["Table"], "Para"]),
        ([LONG, HEADING, TABLE, LONG], ["Para", ["Header", "Table"], "Para"]),
        ([LONG, HEADING, SHORT, TABLE, LONG], ["Para", "Header", "Para", ["Table"], "Para"]),
        ([HEADING, SHORT, TABLE, LONG], [["Header", "Para", "Table"], "Para"]),
        ([LONG, TABLE, SHORT], ["Para", ["Table", "Para"]]),
        ([LONG, TABLE, HEADING, SHORT, TABLE, LONG], ["Para", ["Table", "Header", "Para", "Table"], "Para"]),
        ([LONG, TABLE, LONG, TABLE, LONG], ["Para", ["Table"], "Para", ["Table"], "Para"]),
        ([LONG, TABLE, pages.figure("1", "Kurve", pages.image())], ["Para", ["Table"], "Figure"]),
        ([LONG, TABLE], ["Para", ["Table"]]),
    ],
)
def test_tables_and_what_would_stand_alone(blocks: list[Node], expected: list[object]) -> None:
    assert shape(blocks) == expected


def test_nothing_is_lost_or_moved() -> None:
    blocks = [HEADING, LONG, TABLE, SHORT, TABLE, LONG, HEADING, TABLE]
    flat = [child for block in group(blocks) for child in (block["c"][1][1:] if block["t"] == "Div" else [block])]
    assert flat == blocks
