"""Numbers of lines: in the margin of the picture, not in the text."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from greenpaper import pdf, theme, tree
from greenpaper.model import PdfSettings
from greenpaper.pdf import line_numbers
from tests import pages

Tool = Callable[[str], str]
MARGIN = 28 / 210  # of the page's width


@pytest.fixture(scope="module", params=[False, True], ids=["simplex", "duplex"])
def sheets(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, tool: Tool) -> list[Image.Image]:
    """The pages of two chapters, with 13 lines each: of a heading, of paragraphs, of rows with two cells."""
    folder = tmp_path_factory.mktemp("document")
    (folder / "styles").mkdir()
    (folder / "styles" / "theme.toml").write_text(f"[page]\nduplex = {str(request.param).lower()}\n")
    look = theme.load(folder / "styles")
    lines = [pages.para(f"Linje {number}.") for number in range(12)]
    first = pages.chapter(
        "behov", "chapter", pages.heading(1, "behov-1", "1", "Behov"), *lines[:-1],
        pages.para("Linje med note.", pages.note(1, pages.para("En note."))),
    )  # fmt: skip
    second = pages.chapter(
        "ord", "appendix", pages.heading(1, "ord-1", "A", "Ord"), pages.table(["A", "B"], [["1", "2"]] * 11)
    )
    page = pages.write(
        folder / "build",
        pages.html({**tree.pandoc([first, second]), "book": pages.index(first, second)}, theme_css=theme.css(look)),
    )
    plain = page.read_text("utf-8").replace('name="greenpaper:watermark"', 'name="none"')
    page.write_text(plain, encoding="utf-8")
    texts = []
    for name, settings in (("without", PdfSettings()), ("with", PdfSettings(line_numbers=True))):
        made = folder / f"{name}.pdf"
        pdf.layout(page, made, look, settings)
        command = [tool("pdftotext"), "-raw", str(made), "-"]
        texts.append(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert texts[0] == texts[1], "the numbers are no text"
    subprocess.run([tool("pdftoppm"), "-r", "60", "-gray", str(made), str(folder / "sheet")], check=True)
    return [_picture(path) for path in sorted(folder.glob("sheet-*.pgm"))]


def _picture(path: Path) -> Image.Image:
    with Image.open(path) as opened:
        return opened.copy()


def places(sheet: Image.Image, side: str) -> list[int]:
    """From where on the way down something is drawn in a margin."""
    inside = round(sheet.width * MARGIN) - 3
    left = 0 if side == "left" else sheet.width - inside
    column = sheet.crop((left, 0, left + inside, sheet.height))
    ink = [min(column.crop((0, row, inside, row + 1)).tobytes()) < 200 for row in range(sheet.height)]
    return [row for row, (before, here) in enumerate(pairwise([False, *ink])) if here and not before]


def outer(sheets: list[Image.Image], number: int, request: pytest.FixtureRequest) -> tuple[str, str]:
    """The outer side of a page, counted from 1, and the other one."""
    duplex = "duplex" in request.node.callspec.id
    return ("left", "right") if duplex and number % 2 == 0 else ("right", "left")


@pytest.mark.parametrize("behind", [1, 2], ids=["of-two-cells", "of-paragraphs"])
def test_every_fifth_line_of_a_chapter_has_one(
    sheets: list[Image.Image], behind: int, request: pytest.FixtureRequest
) -> None:
    side, other = outer(sheets, len(sheets) + 1 - behind, request)
    found = places(sheets[-behind], side)
    assert len(found) == 2, "of 13 lines, the note not counted"
    assert found[1] - found[0] == pytest.approx(5 * 18 if behind == 1 else 5 * 17, rel=0.3)
    assert places(sheets[-behind], other) == []


def test_cover_and_contents_have_none(sheets: list[Image.Image]) -> None:
    for sheet in sheets[1:-2]:
        assert places(sheet, "left") == places(sheet, "right") == []


def test_they_keep_away_from_the_numbers_of_paragraphs() -> None:
    plain = "<html><body><p><span class='number'>1</span></p></body></html>"
    for page, mirrored in ((plain, True), (plain.replace("'number'", "'paragraph-number'"), False)):
        assert line_numbers.are_mirrored(ElementTree.fromstring(page), duplex=True) is mirrored
    assert not line_numbers.are_mirrored(ElementTree.fromstring(plain), duplex=False)
