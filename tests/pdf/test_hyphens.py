"""The hyphens of divided words are told apart from those of the text."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pypdfium2

from greenpaper import pdf, theme, tree
from tests import pages

WORD = "menneskerettighetsorganisasjonene"
TEXT = f"{WORD} i PDF-filer, <i>{WORD}</i>, <b>e\u2010post</b> og <s>{WORD}</s>. " * 9
LOOK = theme.load(None)


def _layout(folder: Path) -> Path:
    source = {**tree.pandoc([pages.chapter("x", "chapter", pages.heading(1, "x-1", "1", "X"))]), "book": pages.index()}
    text = pages.html(source, status_rows=()).replace("</main>", f'<p style="width: 60mm">{TEXT}</p></main>')
    page = pages.write(folder / "build", text)
    assert pdf.layout(page, folder / "out.pdf", LOOK) == ()
    return folder / "out.pdf"


def test_a_divided_word_has_a_soft_hyphen_and_a_compound_its_own(tmp_path: Path, tool: Callable[[str], str]) -> None:
    command = [tool("pdftotext"), "-raw", str(_layout(tmp_path)), "-"]
    read = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert read.count("\u00ad\n") > 9
    assert "PDF-filer" in read
    assert "e-\npost" in read, "one of the compounds stands at the end of a line"
    whole = read.replace("\u00ad\n", "").replace("-\n", "-").replace("\n", " ")
    assert re.sub("<.*?>", "", TEXT).replace("\u2010", "-").strip() in whole


def test_a_hyphen_is_found_though_hyphenation_drew_its_glyph_first(tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument(_layout(tmp_path))
    search = document[len(document) - 1].get_textpage().search("PDF-filer")
    assert len(list(iter(search.get_next, None))) == TEXT.count("PDF-filer")
