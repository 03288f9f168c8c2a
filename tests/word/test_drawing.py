from __future__ import annotations

import pytest

from greenpaper.theme import Page
from greenpaper.word import drawing
from greenpaper.word.drawing import Picture
from greenpaper.word.ooxml import NS

A4 = Page(size="A4", width=210, height=297, top=25, right=25, bottom=25, left=25, duplex=False)


def picture(width: float, height: float) -> Picture:
    return Picture(key="rIdPicture1", raster="a.png", vector=None, width=width, height=height)


@pytest.mark.parametrize(
    ("asked", "width"),
    [
        (None, 105.8),
        ("96px", 25.4),
        ("50%", 80),
        ("30mm", 30),
        ("3cm", 30),
        ("2in", 50.8),
        ("72pt", 25.4),
        ("300%", 160),
    ],
)
def test_width_is_as_asked_and_never_wider_than_the_text(asked: str | None, width: float) -> None:
    got = drawing.extent(picture(400, 100), asked, A4)
    assert got == pytest.approx((width, width / 4), abs=0.05)


def test_a_tall_picture_keeps_its_shape_and_leaves_room_for_the_caption() -> None:
    assert drawing.extent(picture(600, 1800), "100%", A4) == pytest.approx((60, 180))


def test_on_a_small_page_the_height_is_that_of_the_page() -> None:
    a5 = Page(size="A5", width=148, height=210, top=25, right=20, bottom=25, left=20, duplex=False)
    assert drawing.extent(picture(100, 1000), "100%", a5)[1] == pytest.approx(130)


def test_a_picture_shrinks_to_a_cell_in_all_its_extents() -> None:
    made = drawing.inline(picture(400, 200), 1, "", (100, 50))
    drawing.shrink(made, 900_000, 9_000_000)
    extents = made.xpath(".//wp:extent | .//a:xfrm/a:ext", namespaces=NS)
    assert [(found.get("cx"), found.get("cy")) for found in extents] == [("900000", "450000")] * 2


def test_a_picture_shrinks_to_the_height_of_a_landscape_page() -> None:
    made = drawing.inline(picture(100, 400), 1, "", (40, 160))
    drawing.shrink(made, 9_000_000, 36_000 * 80)
    (extent,) = made.xpath(".//wp:extent", namespaces=NS)
    assert (extent.get("cx"), extent.get("cy")) == (str(36_000 * 20), str(36_000 * 80))


def test_a_landscape_page_is_bound_above_where_both_sides_are_printed() -> None:
    both = Page(size="A4", width=210, height=297, top=20, right=18, bottom=22, left=32, duplex=True)
    assert drawing.turned(both) == Page(
        size="A4", width=297, height=210, top=32, right=18, bottom=32, left=18, duplex=True
    )
