"""What stays together at the breaks of pages: tried at every height of the page, by text of changing length before."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest

from greenpaper import pdf, theme, tree
from greenpaper.tree import Node
from tests import pages

Tool = Callable[[str], str]
PIECES = 40


def piece(number: int) -> list[Node]:
    """Text of some lines; a heading with text; a list with what leads to it; a callout; a figure; a table."""
    items = [[tree.node("Plain", tree.words(f"Punkt{number}-{item}"))] for item in range(4)]
    return [
        pages.para("Fyll som går over noen linjer og flytter det som kommer etter. " * (number * 3 % 11)),
        pages.heading(2, f"h{number}", f"1.{number}", f"Overskrift{number}"),
        pages.para(f"Under{number} " + "og litt til " * 20),
        pages.para(f"Fram{number} til en liste:"),
        tree.node("BulletList", items),
        pages.callout("note", f"Ramme{number}", pages.para("Linje " * 30), pages.para(f"Slutt{number}")),
        pages.figure(str(number), f"Kurven{number}", pages.image(width="20%")),
        pages.table(["Hode", f"Kolonne{number}"], [[f"Rad{number}-{row}", "1"] for row in range(4)]),
    ]


@pytest.fixture(scope="module")
def page_of(tmp_path_factory: pytest.TempPathFactory, tool: Tool) -> dict[str, int]:
    """The page that each word stands on first."""
    folder = tmp_path_factory.mktemp("document") / "build"
    first = pages.chapter(
        "behov",
        "chapter",
        pages.heading(1, "behov-1", "1", "Behov"),
        *(node for n in range(PIECES) for node in piece(n)),
    )
    index = {**pages.INDEX, "headings": [], "figures": [], "tables": []}
    text = pages.html({**tree.pandoc([first]), "book": index}, status_rows=pages.rows()[:1])
    pdf.layout(pages.write(folder, text), folder / "out.pdf", theme.load(None))
    command = [tool("pdftotext"), "-raw", str(folder / "out.pdf"), "-"]
    sheets = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\f")
    found: dict[str, int] = {}
    for number, sheet in enumerate(sheets):
        for word in sheet.split():
            found.setdefault(word.rstrip(":"), number)
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Overskrift{}", "Under{}"),
        ("Fram{}", "Punkt{}-0"),
        ("Punkt{}-0", "Punkt{}-1"),
        ("Punkt{}-2", "Punkt{}-3"),
        ("Ramme{}", "Slutt{}"),
        ("Kolonne{}", "Rad{}-1"),
        ("Rad{}-2", "Rad{}-3"),
    ],
)
def test_no_break_between(page_of: dict[str, int], one: str, other: str) -> None:
    apart = [n for n in range(PIECES) if page_of[one.format(n)] != page_of[other.format(n)]]
    assert apart == []


def test_breaks_fall_elsewhere(page_of: dict[str, int]) -> None:
    assert max(page_of.values()) > PIECES // 4
    assert any(page_of[f"Punkt{n}-1"] != page_of[f"Punkt{n}-2"] for n in range(PIECES)), "or nothing was tried"
