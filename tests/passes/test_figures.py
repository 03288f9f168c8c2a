"""Widths of images: those that are none are told, and reach no output."""

from __future__ import annotations

import pytest

from greenpaper import tree
from tests.documents import STATUS_TABLE, book, findings


def _widths(given: str) -> tuple[list[str | None], list[str]]:
    made = book(("chapters/01-a.md", f"# A\n\n{STATUS_TABLE}![En kurve](a.png){{width={given}}}\n*Kurven*\n"))
    images = [item for item in tree.walk(made["blocks"]) if item["t"] == "Image"]
    return [tree.value(item["c"][0], "width") or None for item in images], [item.code for item in findings(made)]


@pytest.mark.parametrize("given", ["0", "0.0%", "-3px", "1e99mm", "auto", "٣%", "5em", "9999999px", "0.001mm"])
def test_a_width_that_is_none_is_told(given: str) -> None:
    assert _widths(given) == ([None], ["image-width"])


@pytest.mark.parametrize(("given", "width"), [("80%", "80%"), ("40", "40px"), ("12.5mm", "12.5mm"), ("0.5cm", "0.5cm")])
def test_a_width_has_a_unit(given: str, width: str) -> None:
    assert _widths(given) == ([width], [])
