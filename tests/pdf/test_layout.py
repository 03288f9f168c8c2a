"""The PDF itself, read back with other programs than the one that wrote it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest
from PIL import Image

from greenpaper import pdf, theme, tree
from greenpaper.errors import AuthorError
from greenpaper.model import PdfSettings
from tests import pages

Tool = Callable[[str], str]
LOOK = theme.load(None)


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("document") / "build"
    page = pages.write(folder)
    assert pdf.layout(page, folder / "out.pdf", LOOK) == ()
    return folder


@pytest.fixture(scope="module")
def sheets(build: Path, tool: Tool) -> list[str]:
    """The text of each page."""
    command = [tool("pdftotext"), "-layout", str(build / "out.pdf"), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\f")[:-1]


def test_running_foot_has_stamp_and_page_numbers(sheets: list[str]) -> None:
    for number, sheet in enumerate(sheets, 1):
        foot = f"side {number} av {len(sheets)}"
        assert (foot in sheet) == (number > 1), "the cover alone has none"
        assert number == 1 or "Måling & «deling» · versjon 0.9.0" in sheet


def test_running_head_is_the_chapter_except_where_it_begins(sheets: list[str]) -> None:
    begins = next(number for number, sheet in enumerate(sheets) if "Tekst" in sheet)
    assert sheets[begins].count("1 Behov") + sheets[begins].count("1  Behov") == 1, "the heading alone"
    assert sheets[begins + 1].lstrip().startswith("1 Behov")


def test_bookmarks_and_running_heads_have_no_notes_and_say_what_is_drawn(tmp_path: Path, tool: Tool) -> None:
    title = pages.heading(1, "x-1", "1", "Om")
    title["c"][2] += [*pages.text(" "), pages.image(alt="E = mc^2"), pages.note(1, pages.para("En note."))]
    lines = [pages.para(f"Linje {number}.") for number in range(80)]
    source = {**tree.pandoc([pages.chapter("x", "chapter", title, *lines)]), "book": pages.index()}
    page = pages.write(tmp_path / "build", pages.html(source, status_rows=()))
    assert pdf.layout(page, tmp_path / "out.pdf", LOOK) == ()
    with pikepdf.open(tmp_path / "out.pdf") as made, made.open_outline() as outline:
        assert [item.title for item in outline.root][-1] == "1 Om E = mc^2"
    command = [tool("pdftotext"), "-layout", str(tmp_path / "out.pdf"), "-"]
    last = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\f")[-2]
    assert last.split("\n")[0].strip() == "1 Om E = mc^2"


def test_contents_give_the_right_page(sheets: list[str]) -> None:
    contents = next(sheet for sheet in sheets if "Innhold" in sheet)
    found = re.search(r"^\s*A\s+Ord\s+(\d+)$", contents, re.M)
    assert found is not None
    assert "Vedlegg A: Ord" in sheets[int(found[1]) - 1]


def test_links_to_another_chapter_name_the_page(sheets: list[str]) -> None:
    page = next(number for number, sheet in enumerate(sheets, 1) if "Vedlegg A: Ord" in sheet)
    assert f"ordene (side {page})" in " ".join(sheets)


def test_notes_stand_at_the_foot_of_their_page(sheets: list[str]) -> None:
    page = next(sheet for sheet in sheets if "Tekst" in sheet)
    for note in ("En note.", "Første avsnitt.", "Andre avsnitt."):
        assert page.index(note) > page.index("Tekst")
    assert " ".join(sheets).count("En note.") == 1


def test_a_long_table_repeats_its_header_and_splits_no_row(sheets: list[str]) -> None:
    pages_of_table = [sheet for sheet in sheets if re.search(r"\bK0\b", sheet)]
    assert len(pages_of_table) > 1
    assert sum(len(re.findall(r"^\s*0\s+1\s+2\s+3\s+4\s+5\s+6\s+7$", sheet, re.M)) for sheet in pages_of_table) == 60


def test_the_watermark_is_no_text(sheets: list[str]) -> None:
    # pdftotext gives everything drawn with a font; the page's own word stands in no text of the page
    assert "Høringsutkast" not in " ".join(sheets)


def test_the_watermark_is_drawn_on_every_page_but_the_cover(build: Path, tool: Tool) -> None:
    made = build / "page.html"
    plain = build / "plain.html"
    plain.write_text(re.sub(r'<meta name="greenpaper:watermark".*?>', "", made.read_text("utf-8")), encoding="utf-8")
    pdf.layout(plain, build / "plain.pdf", LOOK)
    for name in ("out", "plain"):
        command = [tool("pdftoppm"), "-r", "20", "-gray", str(build / f"{name}.pdf"), str(build / name)]
        subprocess.run(command, check=True)
    marked, unmarked = (sorted(build.glob(f"{name}-*.pgm")) for name in ("out", "plain"))
    assert len(marked) == len(unmarked)
    same = [a.read_bytes() == b.read_bytes() for a, b in zip(marked, unmarked, strict=True)]
    assert same == [True] + [False] * (len(marked) - 1)


def test_only_our_fonts_embedded_as_subsets(build: Path) -> None:
    ours = {font.family.replace(" ", "") for font in LOOK.font_files}
    found = set()
    with pikepdf.open(build / "out.pdf") as opened:
        for sheet in opened.pages:
            for font in sheet.resources.get("/Font", {}).values():
                name = str(font["/BaseFont"])
                assert re.match(r"/[A-Z]{6}\+", name), name
                found.add(re.split(r"[+]", name)[1].replace("-", ""))
    assert found
    assert all(any(name.startswith(family) for family in ours) for name in found), found


def test_metadata_say_what_the_stamp_says(build: Path) -> None:
    with pikepdf.open(build / "out.pdf") as opened:
        info, root = opened.docinfo, opened.Root
        assert str(info["/Title"]) == "Måling & «deling»"
        assert str(info["/Author"]) == "Etaten <for> prøver"
        assert str(info["/CreationDate"]).startswith("D:20261123")
        assert str(info["/Creator"]).startswith("Greenpaper ")
        assert str(root["/Lang"]) == "nb-NO"
        assert str(root["/PageMode"]) == "/UseOutlines"
        assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
        assert bool(root["/MarkInfo"]["/Marked"])
        packet = ElementTree.fromstring(bytes(root["/Metadata"].read_bytes()).decode("utf-8"))
    spaces = {"dc": "http://purl.org/dc/elements/1.1/", "gp": "https://greenpaper.invalid/stamp/1.0/"}
    assert "".join(packet.find(".//dc:title", spaces).itertext()) == "Måling & «deling»"  # type: ignore[union-attr]
    values = {
        name: packet.findtext(f".//gp:{name}", None, spaces) for name in ("Status", "Version", "Dirty", "Identifier")
    }
    assert values == {"Status": "prerelease", "Version": "0.9.0", "Dirty": "true", "Identifier": "PR-1"}
    assert packet.findtext(".//gp:HearingDeadline", None, spaces) == "2027-01-08"
    assert packet.findtext(".//gp:Maturity", None, spaces) is None


def test_bookmarks_are_numbered_as_the_text(build: Path) -> None:
    with pikepdf.open(build / "out.pdf") as opened, opened.open_outline() as outline:
        top = [item.title for item in outline.root]
        assert top == ["Status for kapitlene", "Innhold", "Figurer", "Tabeller", "1 Behov", "Vedlegg A: Ord"]
        assert [item.title for item in outline.root[4].children] == ["1.1 Bilder"]


def test_declares_both_standards_and_nothing_when_plain(build: Path, tmp_path: Path) -> None:
    data = (build / "out.pdf").read_bytes()
    assert b"<pdfaid:part>2</pdfaid:part>" in data
    assert b"<pdfuaid:part>1</pdfuaid:part>" in data
    assert pdf.layout(build / "page.html", tmp_path / "plain.pdf", LOOK, PdfSettings(variant="plain")) == ()
    plain = (tmp_path / "plain.pdf").read_bytes()
    assert b"<pdfaid:" not in plain
    assert b"<pdfuaid:" not in plain


def test_same_bytes_in_another_folder_time_zone_and_locale(
    build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "annet sted æ" / "build"
    shutil.copytree(build, other)
    (other / "out.pdf").unlink()
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    pdf.layout(other / "page.html", other / "out.pdf", LOOK)
    assert (other / "out.pdf").read_bytes() == (build / "out.pdf").read_bytes()


def test_the_machines_path_is_not_in_the_pdf(build: Path) -> None:
    with pikepdf.open(build / "out.pdf") as opened:
        whole = opened.Root.unparse() + b"".join(item.unparse() for item in opened.objects)
    assert os.fsencode(build.parent.name) not in whole


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("img/none.png", "img/none.png: it is not there"),
        ("../secret.png", "outside"),
        ("/etc/hostname", "etc/hostname: it is not there"),
        ("https://example.org/a.png", "outside the document's build folder"),
        ("file:///etc/hostname", "outside the document's build folder"),
        ("data:text/html,x", "outside the document's build folder"),
    ],
)
def test_an_image_that_cannot_or_may_not_be_read_stops_the_pdf(tmp_path: Path, source: str, reason: str) -> None:
    made = pages.write(tmp_path / "build", pages.html().replace("img/ukjent.png", source))
    shutil.copy(tmp_path / "build/img/kurve.png", tmp_path / "secret.png")
    target = tmp_path / "build/out.pdf"
    target.write_bytes(b"as it was")
    with pytest.raises(AuthorError) as caught:
        pdf.layout(made, target, LOOK)
    assert all(line.startswith("build/page.html: error: ") for line in caught.value.lines)
    assert all(line.endswith("[pdf-resource]") for line in caught.value.lines)
    if source != "../secret.png":  # an address cannot climb over its root, so this asks for build/secret.png
        assert any(reason in line for line in caught.value.lines)
    assert target.read_bytes() == b"as it was"


def test_a_link_out_of_the_build_folder_is_not_followed(tmp_path: Path) -> None:
    made = pages.write(tmp_path / "build")
    image = tmp_path / "build/img/ukjent.png"
    shutil.move(image, tmp_path / "secret.png")
    image.symlink_to(tmp_path / "secret.png")
    with pytest.raises(AuthorError, match=r"img/ukjent\.png: it lies outside the folder"):
        pdf.layout(made, tmp_path / "out.pdf", LOOK)


def test_what_the_layout_complains_of_is_a_finding(tmp_path: Path) -> None:
    text = pages.html(print_css=theme.style_sheet("print.css", None) + "p { colour: red }")
    (found,) = pdf.layout(pages.write(tmp_path, text), tmp_path / "out.pdf", LOOK)
    assert found.code == "pdf-style"
    assert found.cure
    assert str(found.where).endswith("page.html")


def test_what_would_break_the_standards_stops_the_pdf(tmp_path: Path) -> None:
    text = pages.html().replace("Midt i", "Midt \U0001f9ff i").replace('href="#ord" class="xref"', 'href="#borte"')
    with pytest.raises(AuthorError) as caught:
        pdf.layout(pages.write(tmp_path, text), tmp_path / "out.pdf", LOOK)
    assert {line.rpartition("[")[2] for line in caught.value.lines} == {"pdf-glyph]", "pdf-link]"}
    assert not (tmp_path / "out.pdf").exists()


def test_images_of_a_documents_own_sheet_are_drawn(tmp_path: Path) -> None:
    styles = tmp_path / "styles"
    styles.mkdir()
    Image.new("RGB", (20, 20), "#ff00ff").save(styles / "logo.png")
    square = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><rect width="20" height="20"/></svg>'
    (styles / "logo.svg").write_text(square)
    (styles / "print.css").write_text('.cover { background: url("logo.png"), url(logo.svg) }')
    text = pages.html(print_css=theme.style_sheet("print.css", styles))
    assert pdf.layout(pages.write(tmp_path / "build", text), tmp_path / "out.pdf", LOOK) == ()
    with pikepdf.open(tmp_path / "out.pdf") as opened:
        assert any(item.get("/Width") == 20 for item in opened.objects if isinstance(item, pikepdf.Stream))


def other_page(folder: Path, toml: str, **changes: str) -> Path:
    """The PDF of the small book with another `[page]`."""
    styles = folder / "styles"
    styles.mkdir()
    (styles / "theme.toml").write_text(f"[page]\n{toml}")
    look = theme.load(styles)
    made = folder / "out.pdf"
    pdf.layout(pages.write(folder / "build", pages.html(theme_css=theme.css(look), **changes)), made, look)
    return made


@pytest.mark.parametrize(("size", "width", "height"), [("A4", 595, 842), ("Letter", 612, 792)])
def test_a_page_may_be_of_another_size(tmp_path: Path, size: str, width: int, height: int) -> None:
    made = other_page(tmp_path, f'size = "{size}"\ntop = 15\nleft = 15\nright = 15\nbottom = 15\n')
    with pikepdf.open(made) as opened:
        boxes = [[round(float(side)) for side in sheet.mediabox] for sheet in opened.pages]
    assert boxes == [[0, 0, width, height]] * len(boxes)


def test_left_hand_pages_mirror_right_hand_ones(tmp_path: Path, tool: Tool) -> None:
    made = other_page(tmp_path, "duplex = true\nleft = 40\nright = 20\n")
    command = [tool("pdftotext"), "-bbox", str(made), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    sheets = ElementTree.fromstring(text).findall(".//{*}page")
    assert len(sheets) > 5
    for number, sheet in enumerate(sheets[1:], 2):
        words = [word for word in sheet.findall("{*}word") if word.text != "→"]
        left = min(float(word.attrib["xMin"]) for word in words) * 25.4 / 72
        foot = max(float(word.attrib["yMin"]) for word in words)
        at = next(w for w in words if w.text == str(number) and float(w.attrib["yMin"]) > foot - 2)
        outside = float(at.attrib["xMin"]) < 150 if number % 2 == 0 else float(at.attrib["xMin"]) > 450
        assert outside, f"the page number of page {number}"
        assert left == pytest.approx(20 if number % 2 == 0 else 40, abs=0.6)


def test_contents_have_one_line_an_entry_whatever_the_margins(tmp_path: Path, tool: Tool) -> None:
    made = other_page(tmp_path, 'size = "Letter"\nduplex = true\ntop = 20\nleft = 40\nright = 34\n')
    command = [tool("pdftotext"), "-layout", str(made), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for entry in (r"1\s+Behov", r"1\.1\s+Bilder", r"A\s+Ord", r"Figur 1\s+Kurven stiger", r"Tabell 1\s+Tall"):
        assert re.search(rf"^\s*{entry}\s+\d+$", text, re.M), entry
