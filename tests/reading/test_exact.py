"""Where the characters of inlines stand in the lines that pandoc read."""

from __future__ import annotations

from typing import Any

from greenpaper import reading, status
from greenpaper.reading.positions import SPOTS
from greenpaper.tree import walk
from tests.documents import chapter
from tests.responses.hearing import CHAPTER


def read(exact: bool) -> dict[str, Any]:
    return reading.read(chapter("chapters/01-behov.md"), CHAPTER, status.load(None), "nb", exact)


def bare(item: Any) -> Any:
    if isinstance(item, list):
        return [bare(child) for child in item]
    return {key: bare(child) for key, child in item.items() if key != SPOTS} if isinstance(item, dict) else item


def test_the_tree_is_the_same_but_for_the_spots() -> None:
    plain, exact = read(False), read(True)
    del exact["lines"]
    assert plain == bare(exact)
    assert plain != exact


def test_strings_stand_where_their_spots_say() -> None:
    tree = read(True)
    count = 0
    for item in walk(tree["blocks"]):
        if item["t"] != "Str":
            continue
        at = 0
        for length, line, column, last, behind in item[SPOTS]:
            written = tree["lines"][line - 1][1][column - 1 : behind - 1]
            text = item["c"][at : at + length]
            at += length
            assert line == last
            assert written.rstrip("\\") == text or written in {f"\\{text}", "&amp;"}
            count += 1
        assert at == len(item["c"])
    assert count > 100
