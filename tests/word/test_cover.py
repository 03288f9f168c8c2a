"""The ground of the title reaches as far as its text, whatever the title and the look."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import ImageFont

from greenpaper import theme
from greenpaper.imprint import Imprint
from greenpaper.word import cover, lengths, running
from greenpaper.word.drawing import text_width
from greenpaper.word.ooxml import NS, twips
from greenpaper.word.package import Package
from greenpaper.words import Words

_POINT = 25.4 / 72
_LONG = (
    "Samhandling og digital oppfølging i kommunehelsetjenesten for innbyggere i distriktene og byene med felles "
    "løsninger mellom forvaltningsnivåene samt retningslinjer for ansvar og finansiering av alle tiltak i planen"
)
_TITLES = {count: _LONG[: count * 30].rsplit(" ", 1)[0] for count in range(1, 8)}
_SUBTITLE = "Forslag til felles målbilde for kommuner, helseforetak og leverandører som skal samhandle"


@pytest.fixture(params=["plain", "journal"])
def dressed(request: pytest.FixtureRequest, tmp_path: Path) -> theme.Theme:
    (tmp_path / "theme.toml").write_text(f'base = "{request.param}"\n', encoding="utf-8")
    return theme.load(tmp_path)


def drawn(look: theme.Theme, text: str, family: str, bold: bool, points: float) -> float:
    """The height in points of a text that is broken into lines as the drawn words ask."""
    face = next(
        font
        for font in look.font_files
        if font.family == family and font.style == "normal" and (font.weight > 550) == bold
    )
    font = ImageFont.truetype(face.path, 1000)
    room, count, line = text_width(look.page) / _POINT / points * 1000, 1, ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if font.getlength(longer) > room and line:
            count, line = count + 1, word
        else:
            line = longer
    return count * points * sum(font.getmetrics()) / 1000


@pytest.mark.parametrize("sheet", [(210.0, 297.0), (215.9, 279.4)], ids=["A4", "Letter"])
def test_the_title_stands_on_its_ground(sheet: tuple[float, float], dressed: theme.Theme, imprint: Imprint) -> None:
    look = replace(dressed, page=replace(dressed.page, width=sheet[0], height=sheet[1]))
    bold, family = look.shapes.headings == "bold", look.fonts.heading
    found = []
    for title in _TITLES.values():
        made = cover.measure(replace(imprint, title=title, subtitle=_SUBTITLE), look)
        reach = (
            drawn(look, imprint.publisher, look.fonts.body, True, 13)
            + lengths.COVER_ABOVE_TITLE
            + drawn(look, title, family, bold, made.title) * lengths.COVER_LINE
            + lengths.COVER_ABOVE_SUBTITLE
            + drawn(look, _SUBTITLE, family, False, 16)
        )
        assert look.page.top + reach * _POINT < made.band - 5, title
        assert made.band < sheet[1] * 0.66, title  # what stands below it has room
        found.append(made)
    assert (found[0].title, found[0].band) == (look.sizes.title, sheet[1] * 0.45)
    assert all(longer.title <= shorter.title for shorter, longer in pairwise(found))
    assert found[-1].title < look.sizes.title


def test_a_word_as_long_as_a_line_gets_smaller_type_and_then_hyphens(
    imprint: Imprint, look: theme.Theme, nb: Words
) -> None:
    long = replace(imprint, title="Kommunehelsetjenesteutvikling i Norge")
    assert cover.measure(long, look).title < look.sizes.title
    longer = replace(imprint, title="Spesialisthelsetjenesteutviklingsprosjektplanleggingsarbeidsgruppe")
    made = cover.measure(longer, look)
    (title, *_) = cover.blocks(longer, nb, cover.fitted(look, made.title), None, made.band)
    assert title.findall(".//w:softHyphen", NS)


def test_cell_and_ground_are_of_one_height(imprint: Imprint, look: theme.Theme, nb: Words) -> None:
    long = replace(imprint, title=_TITLES[7], subtitle=_SUBTITLE)
    band = cover.measure(long, look).band
    assert band > look.page.height * 0.45
    package = Package()
    package.add("word/document.xml", b"", "")
    running.add(package, "word/document.xml", long, nb, look, band=band)
    assert f"height:{band:.1f}mm".encode() in package.parts["word/header1.xml"]
    (title, *_) = cover.blocks(long, nb, look, None, band)
    (height,) = title.xpath(".//w:trHeight/@w:val", namespaces=NS)
    assert int(height) == twips(band - look.page.top)
