"""The response table as CSV: what a reader of CSV finds in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenpaper import words
from greenpaper.responses.model import Row
from greenpaper.responses.written import columns, separated
from tests.responses.examples import NORTH, any_rows, row


def lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";", strict=True))


def written(rows: Sequence[Row], preset: str = "plain") -> bytes:
    known = words.load("nb")
    return separated.write(columns.entries(rows, [NORTH], known), columns.PRESETS[preset], known)


@settings(max_examples=200)
@given(any_rows(), st.sampled_from(sorted(columns.PRESETS)))
def test_every_cell_is_read_as_it_is_shown_and_none_is_a_formula(rows: list[Row], preset: str) -> None:
    known = words.load("nb")
    heads, *found = lines(written(rows, preset))
    assert heads == [known[column.head] for column in columns.PRESETS[preset]]
    shown = [
        [column.text(entry, known) for column in columns.PRESETS[preset]]
        for entry in columns.entries(rows, [NORTH], known)
    ]
    assert [[cell.removeprefix("'") for cell in line] for line in found] == [
        [text.removeprefix("'") for text in line] for line in shown
    ]
    assert not any(cell.strip()[:1] in {"=", "+", "-", "@"} for line in found for cell in line if cell)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "\n=1", "\r=1"])
def test_what_looks_like_a_formula_begins_with_an_apostrophe(text: str) -> None:
    (_, only) = lines(written([row(comment=text)]))
    assert only[9] == "'" + text.replace("\r", "\n")


@pytest.mark.parametrize("text", ["Nei; ja", 'Han sa "nei"', "to\nlinjer", "1-2", "a=b", "æøå"])
def test_other_cells_are_as_they_are(text: str) -> None:
    (_, only) = lines(written([row(comment=text)]))
    assert only[9] == text


def test_the_bytes_are_those_that_excel_opens() -> None:
    content = written([row(comment="æ")])
    assert content.startswith(b"\xef\xbb\xbfNr.;Avsender;")
    assert content.endswith(b"\r\n")
    assert content.count(b"\r\n") == 2
