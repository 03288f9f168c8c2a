"""A preview against the whole document: the same pages, and no more laid out than has changed."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest

from greenpaper import pdf, theme, tree
from greenpaper.errors import AuthorError
from greenpaper.pdf import parts
from tests import pages

Tool = Callable[[str], str]
LOOK = theme.load(None)


def preview(build: Path) -> Path:
    made = build / "preview.pdf"
    assert pdf.layout_preview(build / "page.html", made, build / "kept", LOOK, pdf.DEFAULT, "Forhåndsvisning") == ()
    return made


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("document") / "build"
    page = pages.write(folder)
    assert pdf.layout(page, folder / "whole.pdf", LOOK) == ()
    preview(folder)
    return folder


@pytest.fixture
def copy(build: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(build, tmp_path / "build"))


def texts(made: Path, tool: Tool) -> list[str]:
    command = [tool("pdftotext"), "-layout", str(made), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\f")[:-1]


def kept(build: Path) -> dict[str, int]:
    """The kept pages, with the time they were written."""
    return {path.name: path.stat().st_mtime_ns for path in (build / "kept").glob("*.part")}


def edit(build: Path, old: str, new: str) -> None:
    page = build / "page.html"
    text = page.read_text("utf-8")
    head, body = text.split("<main", 1)
    assert old in body
    page.write_text(f"{head}<main{body.replace(old, new, 1)}", "utf-8")


def test_its_pages_are_those_of_the_whole_document_but_for_the_page_numbers_in_the_foot(
    build: Path, tool: Tool
) -> None:
    without_foot = [re.sub(r" +side \d+ av \d+", "", sheet).split() for sheet in texts(build / "whole.pdf", tool)]
    assert [sheet.split() for sheet in texts(build / "preview.pdf", tool)] == without_foot


def test_it_looks_the_same(build: Path, tool: Tool) -> None:
    for name in ("whole", "preview"):
        command = [tool("pdftoppm"), "-r", "30", "-gray", "-x", "0", "-y", "0", "-W", "248", "-H", "318"]
        subprocess.run([*command, str(build / f"{name}.pdf"), str(build / name)], check=True)
    whole, parted = (sorted(build.glob(f"{name}-*.pgm")) for name in ("whole", "preview"))
    assert [sheet.read_bytes() for sheet in parted] == [sheet.read_bytes() for sheet in whole]


def test_contents_bookmarks_and_links_lead_to_the_same_pages(build: Path) -> None:
    found = []
    for name in ("whole", "preview"):
        with pikepdf.open(build / f"{name}.pdf") as opened:
            numbers = {page.objgen: number for number, page in enumerate(opened.pages)}
            names = opened.Root.Names.Dests.Names
            targets = {str(names[i]): numbers[names[i + 1][0].objgen] for i in range(0, len(names), 2)}
            links = [
                [targets[str(link.Dest)] for link in page.get("/Annots", []) if "/Dest" in link]
                for page in opened.pages
            ]
            with opened.open_outline() as outline:
                titles = [(item.title, [child.title for child in item.children]) for item in outline.root]
        found.append((targets, links, titles))
    assert found[0] == found[1]
    assert any(found[0][1])


def test_it_is_tagged_as_the_whole_document_is(build: Path) -> None:
    def kinds(element: pikepdf.Object) -> list[object]:
        inside = element.get("/K", [])
        kids = list(inside) if isinstance(inside, pikepdf.Array) else [inside]
        below = [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem"]
        return [str(element.S), *map(kinds, below)]

    trees = []
    for name in ("whole", "preview"):
        with pikepdf.open(build / f"{name}.pdf") as opened:
            trees.append(kinds(opened.Root.StructTreeRoot.K[0]))
    assert trees[0] == trees[1]


def test_it_says_what_it_is(build: Path) -> None:
    with pikepdf.open(build / "preview.pdf") as opened:
        assert str(opened.docinfo["/Title"]).endswith("(Forhåndsvisning)")
        assert b"pdfaid:part>" not in opened.Root.Metadata.read_bytes()


def test_a_changed_word_lays_out_its_chapter_alone(copy: Path) -> None:
    before = kept(copy)
    edit(copy, "på nynorsk", "på nynorsken")
    preview(copy)
    made = kept(copy).items() - before.items()
    assert len({name[:3] for name, _ in made}) == 1
    assert {name[:3] for name in kept(copy)} == {"00-", "01-", "02-"}
    assert len(kept(copy)) == len(before), "what was laid out of the chapter before is gone"


def test_a_chapter_that_grows_leaves_the_pages_of_the_next_as_they_are(copy: Path, tool: Tool) -> None:
    edit(copy, 'href="#bilder"', 'href="#ord"')  # the second chapter's, which would say another page number
    preview(copy)
    before = kept(copy)
    edit(copy, "Tekst", "<span>Tekst</span>" + " mer" * 3000)
    sheets = len(texts(copy / "preview.pdf", tool))
    preview(copy)
    assert len(texts(copy / "preview.pdf", tool)) > sheets
    made = {name[:3] for name, _ in kept(copy).items() - before.items()}
    assert made == {"00-", "01-"}


def test_it_is_the_same_made_at_once_or_bit_by_bit(copy: Path) -> None:
    edit(copy, "Tekst", "<span>Tekst</span>" + " mer" * 3000)
    made = preview(copy).read_bytes()
    shutil.rmtree(copy / "kept")
    assert preview(copy).read_bytes() == made


def test_page_numbers_do_not_depend_on_what_was_laid_out_before(tmp_path: Path, tool: Tool) -> None:
    """Where a number of two digits takes a line more, and so moves the page that it names, both 9 and 10 hold."""
    first = pages.chapter("a", "chapter", pages.heading(1, "a-1", "1", "A"))
    second = pages.chapter("b", "chapter", pages.heading(1, "b-1", "2", "B"))
    source = {**tree.pandoc([first, second]), "book": pages.index()}
    sheet = '<div style="break-after: page; height: 5mm"></div>'
    above = '<div style="height: 205mm"></div><p style="font-size: 40pt; line-height: 20mm; break-inside: avoid">'
    beside = '<span style="display: inline-block; width: 99mm"></span><a class="xref" href="#b">B</a></p>'
    before, after = pages.html(source, status_rows=()).split('</h1>\n</section>\n<section id="b"')
    build = tmp_path / "build"
    pages.write(build)
    for sheets in (6, 5):
        text = f'{before}</h1>{sheet * sheets}{above}{beside}</section><section id="b"{after}'
        (build / "page.html").write_text(text, "utf-8")
        made = preview(build).read_bytes()
    assert "(side 9)" in "".join(texts(build / "preview.pdf", tool))
    shutil.rmtree(build / "kept")
    assert preview(build).read_bytes() == made


@pytest.mark.parametrize("length", [0, 50, 5000, -1])
def test_damaged_kept_pages_are_made_anew(copy: Path, length: int) -> None:
    made = (copy / "preview.pdf").read_bytes()
    for path in (copy / "kept").glob("*.part"):
        path.write_bytes(path.read_bytes()[:length])
    assert preview(copy).read_bytes() == made


def test_what_is_complained_of_is_told_every_time(copy: Path) -> None:
    page = copy / "page.html"
    page.write_text(page.read_text("utf-8").replace("</style>", "h1 { letter-spacing: 1banana }</style>", 1), "utf-8")
    for _ in range(2):
        found = pdf.layout_preview(page, copy / "preview.pdf", copy / "kept", LOOK, pdf.DEFAULT, "Forhåndsvisning")
        assert [finding.code for finding in found] == ["pdf-style"]


def test_what_stops_a_preview_stops_it_every_time(copy: Path) -> None:
    before = (copy / "preview.pdf").read_bytes()
    edit(copy, "Tekst", '<img src="img/gone.png" alt="x">Tekst')
    for _ in range(2):
        with pytest.raises(AuthorError, match="pdf-resource"):
            preview(copy)
    assert (copy / "preview.pdf").read_bytes() == before


def test_a_page_without_chapters_is_one_part() -> None:
    root = ElementTree.fromstring("<html><head/><body><main><section id='a'/><p>x</p></main></body></html>")
    assert [part.name for part in parts.split(root)] == ["all"]


def test_parts_know_what_they_name_of_others() -> None:
    root = ElementTree.fromstring(
        "<html><head><title>T</title><style>p{}</style></head><body><nav><a href='#a'/></nav><div><main>"
        "<section id='a'><a href='#b'/><a href='#a'/></section><section id='b'><a href='https://x'/></section>"
        "</main></div></body></html>"
    )
    front, first, second = parts.split(root)
    assert [(part.name, part.outside) for part in (front, first, second)] == [
        ("front", ("a",)),
        ("a", ("b",)),
        ("b", ()),
    ]
    assert (
        front.root.find("body/nav") is not None
        and front.root.find("body/div") is not None
        and front.root.find("body/div/main") is None
    )
    assert [child.tag for child in first.root.findall("head/*")] == ["style"], "what is not seen lays out nothing anew"
    assert first.root.find("body/nav") is None
    assert [child.get("id") for child in first.root.findall("body/div/main/*")] == ["a"]
