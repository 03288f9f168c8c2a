"""Numbers of paragraphs stand in the margin of the page, whatever the boxes are that the paragraph stands in."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from xml.etree import ElementTree

import pytest

from greenpaper import pdf, theme
from tests import documents, pages

Tool = Callable[[str], str]
BOXES = ("!!! note", "!!! danger", "!!! question", "!!! quote", ">")


def nested(heads: tuple[str, ...]) -> list[str]:
    """Boxes in one another, with text, a list, code and a table in the innermost."""
    if not heads:
        return [
            "Tekst",
            "",
            "- Punkt",
            "  - Under",
            "",
            "```",
            "Kode",
            "```",
            "",
            "| A | B |",
            "|---|--:|",
            "| C | 1 |",
        ]
    inner = nested(heads[1:])
    if heads[0] == ">":
        return [f"> {line}".rstrip() for line in inner]
    return [heads[0], "", *(f"    {line}".rstrip() for line in inner)]


def source() -> Iterator[str]:
    yield "# Behov\n\nUtenfor alt."
    for heads in [*((box,) for box in BOXES), *product(BOXES, repeat=2), ("!!! note", ">", "!!! warning")]:
        yield "\n".join(nested(heads))


def test_they_stand_left_of_the_text_at_one_distance(tmp_path: Path, tool: Tool) -> None:
    made = documents.book(("chapters/behov.md", "\n\n".join(source())), paragraph_numbers=True)
    page = pages.html(made, status_rows=pages.rows()[:1])
    out = tmp_path / "build" / "out.pdf"
    pdf.layout(pages.write(out.parent, page), out, theme.load(None))
    command = [tool("pdftotext"), "-bbox", str(out), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    words = ElementTree.fromstring(text).findall(".//{*}word")
    edge = next(float(word.attrib["xMin"]) for word in words if word.text == "Utenfor")
    at = [index for index, word in enumerate(words) if re.fullmatch(r"1-\d+", word.text or "")]
    ends = []
    for index in at:
        follows = words[index + 1]  # "a.1" of "1-5 a.1"
        last = follows if re.fullmatch(r"[a-z](?:\.\d+)*", follows.text or "") else words[index]
        ends.append(float(last.attrib["xMax"]))
    assert len(ends) == page.count('class="paragraph-number"') > 100
    assert ends == pytest.approx([edge - 3 * 72 / 25.4] * len(ends), abs=0.1)
