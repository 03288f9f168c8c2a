"""The finished documents: they hold the whole text, carry one stamp, and agree with each other."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pytest
from lxml import etree

from greenpaper.tree import rewrite, text, walk
from tests import DOIT, counts

ROOT = Path(__file__).parent.parent
STAMP = {"status": "prerelease", "version": "0.9.0", "maturity": "review", "deadline": "2027-01-08"}


def _build(folder: Path, *arguments: str) -> Path:
    done = subprocess.run([*DOIT, *arguments], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "build"


def _copy(source: Path, target: Path) -> Path:
    for name in ("chapters", "img", "profile"):
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name)
    for name in ("document.toml", "dodo.py"):
        shutil.copy(source / name, target / name)
    return target


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample document, built with nothing found."""
    folder = _copy(ROOT, tmp_path_factory.mktemp("sample"))
    settings = folder / "document.toml"
    settings.write_text(settings.read_text("utf-8").replace("[hearing]", "date = 2026-10-05\n\n[hearing]"), "utf-8")
    made = _build(folder)
    assert json.loads((made / "findings.json").read_text()) == []
    return made


def test_the_logo_and_its_text_are_on_every_cover(build: Path) -> None:
    alt = "Direktoratet for digital helseoppfølgings merke: en kurve i en ring"
    html = _file(build, "html").read_text("utf-8")
    assert re.search(rf'<p class="logo"><img src="data:image/svg\+xml;base64,[^"]+" alt="{alt}"></p>', html)
    with pikepdf.open(_file(build, "pdf")) as pdf:
        figures = [item for item in counts.structure(pdf.Root.StructTreeRoot.K) if str(item.S) == "/Figure"]
        assert str(figures[0].Alt) == alt
    document = docx.Document(str(_file(build, "docx")))
    logo = document.tables[0].cell(0, 0).paragraphs[0]
    assert logo.style.name == "Cover Logo"
    (shown,) = logo._p.xpath(".//wp:docPr")
    assert shown.get("descr") == alt
    (size,) = logo._p.xpath(".//wp:extent")
    assert (int(size.get("cx")), int(size.get("cy"))) == (19 * 36000, 19 * 36000)


def _file(build: Path, kind: str) -> Path:
    return next(path for path in build.glob(f"*.{kind}") if path.stem != "page")


def _docx_part(build: Path, name: str) -> str:
    with zipfile.ZipFile(_file(build, "docx")) as package:
        return package.read(name).decode("utf-8")


def _docx_text(build: Path) -> str:
    with zipfile.ZipFile(_file(build, "docx")) as package:
        parts = [etree.fromstring(package.read(f"word/{name}.xml")) for name in ("document", "footnotes")]
    return "".join("".join(part.itertext(f"{counts.W}t")) for part in parts)


def test_outputs_agree_in_what_they_hold(build: Path) -> None:
    html, pdf, docx_counts = counts.count(build).values()
    assert html == pdf == docx_counts
    assert html["figure captions"] == 7
    assert html["footnotes"] == 14


def test_no_paragraph_of_the_source_is_lost(build: Path) -> None:
    book = json.loads((build / "book.json").read_text("utf-8"))
    kinds = {"Para", "Plain", "Header", "CodeBlock"}
    shown_blocks = rewrite(
        book["blocks"], lambda item: None if item["t"] == "Image" else item
    )  # alt texts are not shown
    # a formula is text in HTML and DOCX, each in its own way, and a picture in PDF
    whole = [
        item for item in walk(shown_blocks) if item["t"] in kinds and not any(i["t"] == "Math" for i in walk(item))
    ]
    wanted = {counts.letters(text(item)) for item in whole}
    assert len(wanted) > 500
    heads = {f"{chapter['label']} {chapter['title']}" for chapter in book["book"]["chapters"]}
    texts = {
        "html": counts.page(_file(build, "html")).text_content(),
        "pdf": "\n".join(_without_running(page, heads) for page in _pages(_file(build, "pdf"))),
        "docx": _docx_text(build),
    }
    for kind, content in texts.items():
        shown = counts.letters(re.sub(r"\d", "", content))  # note marks stand in the middle of sentences
        pieces = {re.sub(r"\d", "", words) for words in wanted}
        lost = [words for words in pieces if words[:40] not in shown]
        assert lost == [], kind


def test_every_output_has_the_same_paragraph_numbers_before_the_same_text(build: Path) -> None:
    html, pdf, word = _numbered_in_html(build), _numbered_in_pdf(build), _numbered_in_docx(build)
    numbers = [number for number, _ in html]
    assert len(numbers) == len(set(numbers)) > 200
    assert {"3-15", "3-15 a", "3-17 b.1.2", "9-7 c", "A-1", "C-4 a"} <= set(numbers)
    assert [number for number, _ in word] == numbers
    assert [number for number, _ in pdf] == numbers
    assert [words for _, words in word] == [words for _, words in html]
    for (number, words), (_, following) in zip(html, pdf, strict=True):  # after a short cell the next one follows
        assert following.startswith(words), number


FIRST = 12  # letters after a number that are compared: fewer than a page reference is away


def _numbered_in_html(build: Path) -> list[tuple[str, str]]:
    found = []
    for mark in counts.page(_file(build, "html")).xpath("//span[@class='paragraph-number']"):
        block = next(mark.iterancestors("p", "li", "td", "dt", "pre"))
        for other in block.xpath(".//sup[a[@role='doc-noteref']] | .//math"):  # formulas are pictures in the PDF
            other.drop_tree()
        found.append((mark.text.strip(), counts.letters(block.text_content())[: len(_bare(mark.text)) + FIRST]))
    return [(number, words.removeprefix(_bare(number))) for number, words in found]


def _numbered_in_docx(build: Path) -> list[tuple[str, str]]:
    root = etree.fromstring(_docx_part(build, "word/document.xml").encode())
    found = []
    for mark in root.iterfind(f".//{counts.W}rStyle[@{counts.W}val='ParagraphNumber']"):
        run = mark.getparent().getparent()
        number = "".join(run.itertext()).strip()
        if number:  # the space after a number is a run of the same style
            words = "".join("".join(item.itertext(f"{counts.W}t")) for item in run.itersiblings())
            found.append((number, counts.letters(words)[:FIRST]))
    return found


def _numbered_in_pdf(build: Path) -> list[tuple[str, str]]:
    """By place: what is small, and stands in the left margin, is a number; the letters after it are its text."""
    import pypdfium2

    found = []
    with pypdfium2.PdfDocument(_file(build, "pdf")) as pdf:
        for sheet in pdf:
            whole = sheet.get_textpage().get_text_range()
            for mark in re.finditer(r"(?m)^(?:\d+|[A-Z])-\d+(?: [a-z]+(?:\.\d+)*)?(?= |\r?$)", whole):
                if _is_in_margin(sheet, mark.start()):
                    found.append((mark[0], counts.letters(whole[mark.end() :])[:FIRST]))
    return found


def _is_in_margin(sheet: Any, at: int) -> bool:
    return bool(sheet.get_textpage().get_charbox(at)[0] < 28 / 25.4 * 72 - 8)


def _bare(number: str) -> str:
    return counts.letters(number)


def _without_running(page: str, heads: set[str]) -> str:
    """A page's text without what print adds: running foot and head, which come last, and page numbers behind links."""
    lines = [line for line in page.replace("\r\n", "\n").split("\n") if "versjon 0.9.0 ·" not in line]
    kept = lines[:-1] if lines and lines[-1] in heads else lines
    return re.sub(r"\(side\s+\d+\)", "", "\n".join(kept))


def test_the_stamp_is_in_the_metadata_of_every_output(build: Path) -> None:
    page = _file(build, "html").read_text("utf-8")
    custom = _docx_part(build, "docProps/custom.xml")
    with pikepdf.open(_file(build, "pdf")) as pdf:
        xmp = pdf.Root.Metadata.read_bytes().decode("utf-8")
        info = {key: str(value) for key, value in pdf.docinfo.items()}
    for key, value in STAMP.items():
        assert f'<meta name="greenpaper:{key}" content="{value}">' in page
        assert re.search(rf"<greenpaper:\w*{key}>{value}<", xmp, re.IGNORECASE)
        assert re.search(rf'name="Greenpaper\.{key}"><vt:lpwstr>{value}<', custom)
    assert info["/Title"] == "Deling av måledata fra digital hjemmeoppfølging"
    assert info["/CreationDate"].startswith("D:20261005")
    core = docx.Document(str(_file(build, "docx"))).core_properties
    assert (core.title, core.language, core.version) == (info["/Title"], "nb-NO", "0.9.0")
    assert core.created is not None
    assert core.created.date().isoformat() == "2026-10-05"
    assert {_file(build, kind).stem for kind in ("html", "pdf", "docx")} == {"deling-av-maledata-0.9.0-prerelease-nb"}


def test_the_stamp_is_on_the_cover_and_on_every_page(build: Path) -> None:
    with pikepdf.open(_file(build, "pdf")) as pdf:
        number = len(pdf.pages)
    assert number >= 20
    pages = _pages(_file(build, "pdf"))
    for wanted in ("0.9.0", "5. oktober 2026", "8. januar 2027", "26/01234", "Forhåndsversjon"):
        assert wanted in pages[0]
    for index, page in enumerate(pages[1:], 2):
        assert "versjon 0.9.0 · Forhåndsversjon" in page
        assert f"side {index} av {number}" in page
    footer = _docx_part(build, "word/footer1.xml")
    shown = re.findall(r">([^<]*)</w:t>", footer)
    assert "".join(shown).startswith(
        "Deling av måledata fra digital hjemmeoppfølging · versjon 0.9.0 · Forhåndsversjon"
    )


def _pages(path: Path) -> list[str]:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        return [sheet.get_textpage().get_text_bounded() for sheet in pdf]


def test_the_pdf_embeds_every_font_and_only_ours(build: Path) -> None:
    fonts = {}
    with pikepdf.open(_file(build, "pdf")) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
                fonts[str(item.FontName)] = "/FontFile2" in item or "/FontFile3" in item
    assert fonts
    assert all(fonts.values())
    assert {re.sub(r"^/\w{6}\+|[-0-9].*", "", name) for name in fonts} <= {
        "Source-Sans",
        "Source",
        "SourceSans",
        "SourceCodePro",
        "DejaVu",
    }


def test_the_html_is_one_file(build: Path) -> None:
    page = _file(build, "html").read_text("utf-8")
    assert not re.search(r"""(?:src|href)=["'](?!data:|#|https?:|mailto:)""", page)
    assert not re.search(r"url\((?!\s*[\"']?(?:data:|#))", page)
    assert "@import" not in page


def test_no_output_names_a_folder_of_this_machine(build: Path) -> None:
    with zipfile.ZipFile(_file(build, "docx")) as package:
        parts = b"".join(package.read(name) for name in package.namelist())
    for content in (_file(build, "html").read_bytes(), _file(build, "pdf").read_bytes(), parts):
        assert str(build.parent).encode() not in content
        assert str(ROOT).encode() not in content


@pytest.mark.parametrize(
    ("status", "hearing", "mark"),
    [
        ("Work in progress", True, "Utkast"),
        ("Prerelease", True, "Høringsutkast"),
        ("Prerelease", False, "Utkast"),
        ("Release", False, None),
        ("Deprecated", False, "Utgått"),
    ],
)
def test_the_watermark_follows_from_the_status(status: str, hearing: bool, mark: str | None, tmp_path: Path) -> None:
    folder = _copy(ROOT / "tests" / "sample", tmp_path)
    settings = (folder / "document.toml").read_text("utf-8").replace('"Prerelease"', f'"{status}"')
    (folder / "document.toml").write_text(settings if hearing else settings.split("[hearing]")[0], "utf-8")
    build = _build(folder, "docx", "page")
    headers = "".join(_docx_part(build, f"word/header{number}.xml") for number in (1, 2, 3))
    shown = re.findall(r'<v:textpath[^>]* string="([^"]*)"', headers)
    page = (build / "page.html").read_text("utf-8")
    named = re.search(r'<meta name="greenpaper:watermark" content="([^"]*)">', page)
    assert set(shown) == ({mark} if mark else set())
    assert (named[1] if named else None) == mark
