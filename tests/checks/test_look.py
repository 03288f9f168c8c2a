from __future__ import annotations

from pathlib import Path

import pytest
from fontTools import subset

from greenpaper import theme
from greenpaper.checks import look
from greenpaper.model import Location

PLACE = Location(path="styles/theme.toml", line=3)


@pytest.mark.parametrize("language", ["nb", "nn", "se", "en"])
@pytest.mark.parametrize("name", theme.shipped())
def test_our_themes_have_the_letters_of_each_language_and_their_own_signs(
    name: str, language: str, tmp_path: Path
) -> None:
    (tmp_path / "theme.toml").write_text(f'base = "{name}"')
    sheets = {sheet: theme.style_sheet(sheet, tmp_path) for sheet in theme.SHEETS}
    assert look.check(theme.load(tmp_path), sheets, PLACE, language) == ()


def test_a_font_without_sami_letters_is_told_where_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "theme.toml").write_text(
        '[fonts]\nheading = "Poor"\n'
        '[[fonts.files]]\nfamily = "Poor"\nweight = 700\nstyle = "normal"\nfile = "poor.ttf"\n'
    )
    source = theme.styles_folder() / "fonts/SourceSans3-Bold.ttf"
    letters = [code for code in range(0x20, 0x2100) if chr(code) not in "čŋ"]
    subset.main(
        [str(source), f"--unicodes={','.join(f'{code:x}' for code in letters)}", f"--output-file={tmp_path}/poor.ttf"]
    )
    (finding,) = look.check(theme.load(tmp_path), {}, PLACE, "se")
    assert (finding.code, finding.where) == ("font-letters", PLACE)
    assert "the font 'Poor' (700) lacks č ŋ, which the document's language (se) uses" in finding.what
    assert look.check(theme.load(tmp_path), {}, PLACE, "nn") == ()


def test_signs_that_a_style_sheet_writes_are_looked_for(tmp_path: Path) -> None:
    sheet = (
        '/* 🐟 */\np::before { content: "→ " attr(x) "\\1F41F  " }\n'
        'a::after { content: "\\FE0E" url("x;y") }\nul { list-style-type: \'🐚\' }\n'
        "q { quotes: none }\n"
    )
    found = look.check(theme.load(None), {"styles/print.css": sheet}, PLACE, "en")
    assert [(str(each.where), each.code) for each in found] == [
        ("styles/print.css:2", "sign-missing"),
        ("styles/print.css:4", "sign-missing"),
    ]
    assert "U+1F41F" in found[0].what and "U+1F41A" in found[1].what


@pytest.mark.parametrize("escape", ["0", "D800", "DFFF", "110000", "FFFFFF"])
def test_an_escape_of_no_character_is_the_replacement_character(escape: str) -> None:
    found = look.check(theme.load(None), {"print.css": f'p::before {{ content: "\\{escape} " }}'}, PLACE, "en")
    assert all("U+FFFD" in each.what for each in found)
