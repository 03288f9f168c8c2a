"""The table of responses as CSV (RFC 4180) as Excel opens it where a comma is the decimal mark. Pure.

Semicolons between cells, UTF-8 with the mark by which Excel knows it, and no cell that a spreadsheet takes for a
formula: such a one begins with an apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from greenpaper.responses.written.columns import Column, Entry
from greenpaper.words import Words

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a formula begins with, or what is taken away before it


def write(entries: Sequence[Entry], columns: Sequence[Column], words: Words) -> bytes:
    """The file: a line of heads, then one for each row; a text of several lines stands between quotation marks."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(words[column.head] for column in columns)
    for entry in entries:
        writer.writerow(_harmless(column.text(entry, words)) for column in columns)
    return stream.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    # Spaces before it make no difference: spreadsheets leave them out.
    return f"'{text}" if text.startswith("\t") or text.lstrip().startswith(_FORMULA) else text
