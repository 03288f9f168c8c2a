"""A theme in the finished documents: what it names arrives in all three, and a document overrides any of it."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from tests import DOIT

SAMPLE = Path(__file__).parent / "sample"
THEME = """\
base = "journal"
[logo]
file = "logo.png"
alt = "Etatens merke"
width = 30
[sizes]
body = 10
[colours]
heading = "#123456"
"""
PRINT = "@page { margin-top: 41mm }\nh1 { font-size: 33pt }\n.cover .title { color: #654321 }\n"


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small sample in the journal's look, with keys and style sheets of its own."""
    folder = tmp_path_factory.mktemp("themes") / "sample"
    shutil.copytree(SAMPLE, folder)
    styles = folder / "styles"
    styles.mkdir()
    (styles / "theme.toml").write_text(THEME, "utf-8")
    (styles / "print.css").write_text(PRINT, "utf-8")
    (styles / "screen.css").write_text("h1 { letter-spacing: 0.3em }\n", "utf-8")
    Image.new("RGBA", (300, 100), (0, 0, 0, 0)).save(styles / "logo.png")
    done = subprocess.run([*DOIT], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "build"


def _file(build: Path, kind: str) -> Path:
    return next(path for path in build.glob(f"*.{kind}") if path.stem != "page")


@pytest.fixture(scope="module")
def part(build: Path) -> Callable[[str], str]:
    """Gives a part of the DOCX as text."""

    def read(name: str) -> str:
        with zipfile.ZipFile(_file(build, "docx")) as package:
            return package.read(f"word/{name}").decode("utf-8")

    return read


def _style(part: Callable[[str], str], name: str) -> str:
    found = re.search(rf'<w:style [^>]*w:styleId="{name}".*?</w:style>', part("styles.xml"), re.DOTALL)
    assert found
    return found[0]


def test_html_has_fonts_sizes_and_colours_of_the_theme(build: Path) -> None:
    html = _file(build, "html").read_text("utf-8")
    assert set(re.findall(r'@font-face \{ font-family: "([^"]+)"', html)) == {"IBM Plex Serif", "Source Code Pro"}
    assert '--font-body: "IBM Plex Serif", "DejaVu Sans", serif;' in html
    assert "--size-body: 10pt;" in html and "--colour-heading: #123456;" in html


def test_the_documents_own_sheets_come_after_the_journals_and_that_after_ours(build: Path) -> None:
    html = _file(build, "html").read_text("utf-8")
    screen = html.index('<style media="screen">'), html.index('<style media="print">'), html.index("</head>")
    for own, (start, end) in (("letter-spacing: 0.3em", screen[:2]), ("margin-top: 41mm", screen[1:])):
        sheet = html[start:end]
        assert sheet.index("callout") < sheet.index("The journal on") < sheet.index(own)


def test_pdf_is_set_in_the_themes_fonts_alone(build: Path) -> None:
    with pikepdf.open(_file(build, "pdf")) as pdf:
        names = {
            str(font.BaseFont).partition("+")[2]
            for page in pdf.pages
            for font in page.Resources.get("/Font", {}).values()
        }
    assert any(name.startswith("IBM-Plex-Serif") for name in names)
    assert not [name for name in names if not name.startswith(("IBM-Plex-Serif", "Source-Code-Pro", "DejaVu-Sans"))]


def test_pdf_follows_the_documents_own_sheet(build: Path) -> None:
    with pikepdf.open(_file(build, "pdf")) as pdf:
        drawn = [pikepdf.parse_content_stream(page) for page in pdf.pages]
    colours = {
        tuple(round(float(value) * 255) for value in step.operands) for step in drawn[0] if str(step.operator) == "rg"
    }
    assert (0x65, 0x43, 0x21) in colours
    assert (0xF4, 0xEC, 0xDD) in colours  # the journal's cover
    everywhere = {float(step.operands[1]) for page in drawn for step in page if str(step.operator) == "Tf"}
    assert {33 * 4 / 3, 33.0} & everywhere


def test_word_has_fonts_sizes_colours_and_shapes_of_the_theme(part: Callable[[str], str]) -> None:
    assert 'w:ascii="IBM Plex Serif"' in part("styles.xml") and 'w:ascii="Source Sans 3"' not in part("styles.xml")
    assert '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="IBM Plex Serif"' in part("styles.xml")
    assert 'w:val="20"' in re.findall(r"<w:docDefaults>.*?</w:docDefaults>", part("styles.xml"), re.DOTALL)[0]
    heading, title = _style(part, "Heading2"), _style(part, "Title")
    assert "123456" in heading and "<w:b/>" not in heading and "<w:b/>" not in title
    assert "<w:shd" not in _style(part, "CalloutInfo") and _style(part, "CalloutInfo").count("2B5672") == 4
    assert "<w:shd" not in _style(part, "Table")
    assert '<w:family w:val="roman"/>' in part("fontTable.xml")


def test_words_cover_is_coloured_whole(part: Callable[[str], str]) -> None:
    band = re.search(r'<v:rect [^>]*id="CoverBand"[^>]*>', part("header1.xml"))
    assert band and "height:297.0mm" in band[0] and 'fillcolor="#f4ecdd"' in band[0]


def test_a_transparent_logo_lies_on_the_covers_colour(build: Path) -> None:
    (logo,) = (build / "img").glob("logo-*.png")
    with Image.open(logo) as opened:
        assert opened.convert("RGB").getpixel((5, 5)) == (0xF4, 0xEC, 0xDD)
    with zipfile.ZipFile(_file(build, "docx")) as package:
        media = {package.read(name) for name in package.namelist() if name.startswith("word/media/")}
    assert logo.read_bytes() in media
