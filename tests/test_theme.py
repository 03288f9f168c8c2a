from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pytest
import tinycss2
from fontTools.ttLib import TTFont

from greenpaper import colour, theme
from greenpaper.errors import SettingsError

# Norwegian, Northern, Lule and South Sámi, what running text and our style sheets use
LETTERS = "ÆØÅæøåÉÈÊÓÒÔéèêóòôÄÖäöÁáČčĐđŊŋŠšŦŧŽžÑñÏï–—−‘’“”«»…§€№°²³½×÷≤≥→←↑·•☐☑✓✎ℹ★⚠✖▷❝\u00a0\u2002\u2011"


FACES = tuple(
    theme.FontFile(
        family=entry["family"], weight=entry["weight"], style=entry["style"], path=file.parent / entry["file"]
    )
    for file in sorted(theme.styles_folder().rglob("theme.toml"))
    for entry in tomllib.loads(file.read_text("utf-8"))["fonts"]["files"]
)


def own(folder: Path, toml: str) -> Path:
    folder = folder / "styles"
    folder.mkdir()
    (folder / "theme.toml").write_text(toml, encoding="utf-8")
    return folder


def faults(folder: Path, toml: str) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        theme.load(own(folder, toml))
    return caught.value.lines


def test_our_theme_is_faultless() -> None:
    look = theme.load(None)
    assert (look.page.size, look.page.width, look.page.height) == ("A4", 210, 297)
    assert look.fonts.body in {font.family for font in look.font_files}


def test_our_styles_lie_where_the_function_says() -> None:
    names = {path.name for path in theme.styles_folder().iterdir()}
    assert {"theme.toml", "print.css", "screen.css", "page.html.j2", "fonts"} <= names


def test_the_fonts_cover_norwegian_sami_and_our_signs() -> None:
    covered = theme.characters(theme.load(None))
    assert [letter for letter in LETTERS if ord(letter) not in covered] == []


@pytest.mark.parametrize("name", theme.shipped())
def test_each_shipped_theme_is_faultless_and_covers_our_signs(name: str, tmp_path: Path) -> None:
    look = theme.load(own(tmp_path, f'base = "{name}"'))
    assert [letter for letter in LETTERS if ord(letter) not in theme.characters(look)] == []


def test_two_themes_ship() -> None:
    assert theme.shipped() == ("plain", "journal")


def test_a_theme_of_ours_is_started_from_and_overlaid(tmp_path: Path) -> None:
    look = theme.load(own(tmp_path, 'base = "journal"\n[colours]\naccent = "#12364d"'))
    assert (look.fonts.body, look.shapes.cover, look.colours["accent"]) == ("IBM Plex Serif", "sheet", "#12364d")
    assert look.fonts.code == theme.load(None).fonts.code
    assert '--font-body: "IBM Plex Serif", "DejaVu Sans", serif;' in theme.css(look)
    assert {font.family for font in look.font_files} == {"IBM Plex Serif", "Source Code Pro", "DejaVu Sans"}
    sheet = theme.style_sheet("print.css", tmp_path / "styles")
    assert sheet.startswith(theme.style_sheet("print.css", None))
    names = {path.relative_to(theme.styles_folder()).as_posix() for path in theme.sources(None)}
    assert not [name for name in names if name.startswith("themes/")]
    assert "IBMPlexSerif-Bold.ttf" in {path.name for path in theme.sources(tmp_path / "styles")}


def test_an_unknown_theme_to_start_from_is_told(tmp_path: Path) -> None:
    assert faults(tmp_path, '# Ours\nbase = "jurnal"') == (
        "styles/theme.toml:2: error: base: the package has no theme 'jurnal'; did you mean 'journal'? [theme-base]",
    )
    (tmp_path / "other").mkdir()
    lines = faults(tmp_path / "other", 'base = 3\n[colours]\nacent = "#000000"\nmuted = "grey"\n')
    assert [line.rpartition(" ")[2] for line in lines] == ["[theme-base]", "[theme-key]", "[theme-colour]"]
    assert "there are plain, journal" in lines[0]


def test_what_is_probably_meant_is_started_from_to_tell_the_other_faults(tmp_path: Path) -> None:
    lines = faults(tmp_path, 'base = "jurnal"\n[shapes]\ncover = "round"\n[fonts]\nbody = "IBM Plex Serif"\n')
    assert [line.rpartition(" ")[2] for line in lines] == ["[theme-base]", "[theme-shape]"]  # the font is journal's


def test_each_face_alone_covers_norwegian_and_northern_sami() -> None:
    for font in FACES:
        with TTFont(font.path) as opened:
            missing = [letter for letter in LETTERS[:44] if ord(letter) not in opened.getBestCmap()]
        assert missing == [], font.path.name


def test_fonts_are_static_and_carry_their_family_and_weight() -> None:
    for font in FACES:
        with TTFont(font.path) as opened:
            assert "fvar" not in opened
            assert opened["name"].getBestFamilyName() == font.family
            assert opened["OS/2"].usWeightClass == font.weight
            assert bool(opened["OS/2"].fsSelection & 1) == (font.style == "italic")


def test_each_font_has_its_licence() -> None:
    families = {font.path.name.partition("-")[0].removesuffix(".ttf") for font in FACES}
    assert {path.name.partition("-")[0] for path in theme.styles_folder().rglob("*-LICENSE.md")} == families


def test_a_document_sets_single_keys(tmp_path: Path) -> None:
    look = theme.load(own(tmp_path, '[page]\nsize = "Letter"\n[colours]\naccent = "#8A1538"\n'))
    assert (look.page.width, look.page.top) == (215.9, theme.load(None).page.top)
    assert look.colours["accent"] == "#8a1538"
    assert look.colours["text"] == theme.load(None).colours["text"]


def test_a_folder_without_theme_toml_changes_nothing(tmp_path: Path) -> None:
    assert theme.load(tmp_path) == theme.load(tmp_path / "missing") == theme.load(None)


def test_all_faults_come_at_once_each_with_file_key_and_code(tmp_path: Path) -> None:
    lines = faults(
        tmp_path,
        '[page]\nsize = "A9"\ntop = 900\n[colours]\nacent = "#000000"\nrule = "grey"\ntext = "#aaaaaa"\n'
        '[fonts]\nbody = "Comic"\n[sizes]\nbody = "10pt"\n',
    )
    assert [line.partition(" error: ")[0] for line in lines] == [
        f"styles/theme.toml:{n}:" for n in (2, 3, 5, 6, 7, 9, 11)
    ]
    found = "\n".join(lines)
    for part in (
        "colours.acent: unknown key; did you mean 'accent'? [theme-key]",
        "page.size: 'A9' is no page size; write one of A4, Letter [theme-page]",
        "page.top: 900 is no length; write 14 to 100, in mm [theme-length]",
        "sizes.body: '10pt' is no length",
        "colours.rule: 'grey' is no colour; write it as #rrggbb [theme-colour]",
        "fonts.body: no font file has the family 'Comic'",
        "colours.text: #aaaaaa on callouts.important.surface #f4f1f9 has a contrast of 2.1:1",
    ):
        assert part in found


@pytest.mark.parametrize(
    ("toml", "code"),
    [
        ("[colours", "theme-syntax"),
        ("colours = 3", "theme-value"),
        ("[colours.text]\nx = 1", "theme-value"),
        ("[fonts]\nfiles = 3", "theme-value"),
        ('[[fonts.files]]\nfamily = "X"', "theme-font"),
        ('[[fonts.files]]\nfamily = "X"\nweight = 400\nstyle = "normal"\nfile = "theme.toml"', "theme-font"),
        ('[[fonts.files]]\nfamily = "X"\nweight = 400\nstyle = "normal"\nfile = "../../secret.ttf"', "theme-font"),
        ('[[fonts.files]]\nfamily = "X"\nweight = 400\nstyle = "normal"\nfile = "no.ttf"', "theme-font"),
        ('[callouts.tip]\ncolour = "#cccccc"', "theme-contrast"),
        ('[page]\nsize = ["A4"]', "theme-page"),
        ("[page]\nduplex = 1", "theme-page"),
        ("[sizes]\nbody = true", "theme-length"),
        ('[shapes]\ncover = "round"', "theme-shape"),
        ("[shapes]\ncallouts = 3", "theme-shape"),
        ('[fonts]\nbody = "DejaVu Sans"', "theme-face"),
        ('[logo]\nfile = "gone.svg"\nalt = "x"', "theme-logo"),
        ('[logo]\nfile = "theme.toml"\nalt = "x"', "theme-logo"),
        ('[logo]\nfile = "../styles/../logo.svg"\nalt = "x"', "theme-logo"),
        ("[logo]\nfile = 3", "theme-logo"),
        ("[logo]\nwidth = 0", "theme-length"),
        ('[shapes]\ncover = "sheet"', "theme-contrast"),
    ],
)
def test_each_kind_of_fault_has_its_code(tmp_path: Path, toml: str, code: str) -> None:
    assert any(line.endswith(f"[{code}]") for line in faults(tmp_path, toml))


def test_a_logo_needs_a_text(tmp_path: Path) -> None:
    folder = own(tmp_path, '[logo]\nfile = "logo.svg"')
    (folder / "logo.svg").write_text("<svg/>")
    with pytest.raises(SettingsError) as caught:
        theme.load(folder)
    assert caught.value.lines == (
        "styles/theme.toml:2: error: logo.alt: a logo needs a text for who cannot see it; write what it says"
        " [theme-logo]",
    )
    (folder / "theme.toml").write_text('[logo]\nfile = "logo.svg"\nalt = "Etaten"\nwidth = 25.5')
    assert theme.load(folder).logo == theme.Logo(path=folder / "logo.svg", alt="Etaten", width=25.5)
    assert "--logo-width: 25.5mm;" in theme.css(theme.load(folder))


def test_faces_that_would_be_drawn_by_machine_are_told(tmp_path: Path) -> None:
    folder = own(
        tmp_path,
        '[fonts]\nheading = "Light"\nbody = "Light"\ncode = "Light"\n'
        '[[fonts.files]]\nfamily = "Light"\nweight = 500\nstyle = "normal"\nfile = "light.ttf"\n',
    )
    shutil.copy(theme.styles_folder() / "fonts/SourceSans3-Regular.ttf", folder / "light.ttf")
    with pytest.raises(SettingsError) as caught:
        theme.load(folder)
    assert [line.partition(", so")[0] for line in caught.value.lines] == [
        "styles/theme.toml:2: error: fonts.heading: 'Light' has no face that is bold",
        "styles/theme.toml:3: error: fonts.body: 'Light' has no face that is bold or regular italic or bold italic",
    ]


def test_each_ink_is_told_once_at_the_key_that_the_document_changed(tmp_path: Path) -> None:
    (line,) = faults(tmp_path, '[colours]\n\ncover = "#eeeeee"')
    assert line.startswith(
        "styles/theme.toml:3: error: colours.cover_ink: #ffffff on colours.cover #eeeeee has a contrast"
    )


def test_a_document_brings_its_own_font(tmp_path: Path) -> None:
    ours = next(font for font in theme.load(None).font_files if font.family == "DejaVu Sans")
    folder = own(
        tmp_path,
        '[fonts]\nheading = "House"\n'
        '[[fonts.files]]\nfamily = "House"\nweight = 700\nstyle = "normal"\nfile = "house.ttf"\n',
    )
    shutil.copy(ours.path, folder / "house.ttf")
    look = theme.load(folder)
    assert look.font_files[-1].path == folder / "house.ttf"
    assert '--font-heading: "House", "DejaVu Sans", sans-serif;' in theme.css(look)
    theme.write_fonts(look, tmp_path / "fonts")
    assert (tmp_path / "fonts/house.ttf").is_file()


def test_two_files_of_one_name_would_hide_each_other(tmp_path: Path) -> None:
    folder = own(tmp_path, '[[fonts.files]]\nfamily = "X"\nweight = 400\nstyle = "normal"\nfile = "DejaVuSans.ttf"\n')
    shutil.copy(theme.styles_folder() / "fonts/DejaVuSans.ttf", folder)
    with pytest.raises(SettingsError, match="the name of two files"):
        theme.load(folder)


def test_the_fonts_folder_holds_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "old.ttf").write_bytes(b"")
    theme.write_fonts(theme.load(None), tmp_path)
    expected = {p.name for font in theme.load(None).font_files for p in (font.path, font.web) if p}
    assert {path.name for path in tmp_path.iterdir()} == expected


def test_css_is_css_and_has_every_value() -> None:
    look = theme.load(None)
    text = theme.css(look) + theme.font_faces(look)
    rules = tinycss2.parse_stylesheet(text, skip_whitespace=True)
    assert not [rule for rule in rules if rule.type == "error"]
    for name, value in look.colours.items():
        assert f"--colour-{name.replace('_', '-')}: {value};" in text
    assert "size: 210mm 297mm;" in text
    assert 'url("fonts/SourceSans3-Regular.woff2")' in text


@pytest.mark.parametrize("name", ["print.css", "screen.css"])
def test_style_sheets_take_theme_colours_from_variables(name: str) -> None:
    text = theme.style_sheet(name, None)
    assert not [rule for rule in tinycss2.parse_stylesheet(text) if rule.type == "error"]
    known = theme.css(theme.load(None)) + "--text-foot --text-page-before --text-page-between --text-page-after"
    known += " --text-see-before --text-see-after"
    known += " ".join(re.findall(r"--[\w-]+(?=:)", text))  # set and used in the sheet itself
    used = {part.split(")")[0] for part in text.split("var(")[1:]}
    assert [variable for variable in sorted(used) if variable not in known] == []


def test_a_documents_own_sheet_follows_ours_and_its_template_replaces_ours(tmp_path: Path) -> None:
    (tmp_path / "print.css").write_text(".mine {}")
    (tmp_path / "page.html.j2").write_text("mine")
    assert theme.style_sheet("print.css", tmp_path) == theme.style_sheet("print.css", None) + "\n.mine {}"
    assert theme.style_sheet("screen.css", tmp_path) == theme.style_sheet("screen.css", None)
    assert theme.template(tmp_path) == "mine"
    assert {path.name for path in theme.sources(tmp_path)} >= {"print.css", "page.html.j2", "theme.toml"}


def test_images_of_a_documents_own_sheet_are_put_inside_it(tmp_path: Path) -> None:
    (tmp_path / "img").mkdir()
    (tmp_path / "img/et bilde.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "logo.svg").write_bytes(b"<svg/>")
    (tmp_path / "screen.css").write_text(
        "a { background: url(logo.svg), URL( 'img/et%20bilde.png' ), url(\"img/et bilde.png\") }\n"
        "b { content: 'url(no.png)'; filter: url(#f); cursor: url('data:image/png;base64,AA') } /* url(no.png) */\n"
    )
    made = theme.style_sheet("screen.css", tmp_path).removeprefix(theme.style_sheet("screen.css", None) + "\n")
    png, svg = 'url("data:image/png;base64,iVBORw0KGgo=")', 'url("data:image/svg+xml;base64,PHN2Zy8+")'
    assert made == (
        f"a {{ background: {svg}, {png}, {png} }}\n"
        "b { content: 'url(no.png)'; filter: url(#f); cursor: url('data:image/png;base64,AA') } /* url(no.png) */\n"
    )


def test_all_addresses_that_lead_nowhere_are_told_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "styles"
    folder.mkdir()
    (tmp_path / "secret.png").write_bytes(b"")
    wrong = ("gone.png", "../secret.png", "/etc/a.png", "https://example.no/a.png", "house.woff2", "a\\0.png")
    (folder / "print.css").write_text(
        '@import "more.css";\n' + "\n".join(f'p {{ x: url("{name}") }}' for name in wrong)
    )
    with pytest.raises(SettingsError) as caught:
        theme.style_sheet("print.css", folder)
    assert [line.partition(" error: ")[0] for line in caught.value.lines] == [
        f"styles/print.css:{n}:" for n in range(1, 8)
    ]
    assert all(line.endswith("[theme-file]") for line in caught.value.lines)
    assert "'gone.png' is not there; addresses are relative to styles/" in caught.value.lines[1]
    assert "[[fonts.files]]" in caught.value.lines[5]


def test_callout_text_can_be_read() -> None:
    for kind, pair in theme.load(None).callouts.items():
        assert colour.contrast(pair.colour, pair.surface) >= colour.ENOUGH, kind


@pytest.mark.parametrize("sheet", ["print.css", "screen.css"])
def test_each_kind_of_callout_has_a_sign_of_its_own(sheet: str) -> None:
    text = theme.style_sheet(sheet, None)
    kinds = sorted(theme.load(None).callouts)
    signs = dict(re.findall(r"^\.(\w+) > \.callout-title::before \{ content: \"(.)", text, re.M))
    assert sorted(signs) == kinds
    assert len(set(signs.values())) == len(kinds)
