"""The DOCX of whole documents: valid whatever is set, the same as the PDF, its looks from styles, its fields true."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from greenpaper import tree
from tests import DOIT, OWN, agreement
from tests.corpus import STATES
from tests.word import computed
from tests.word.computed import W

pytestmark = pytest.mark.slow


def _copied(name: str, target: Path) -> Path:
    shutil.copytree(OWN[name], target, ignore=shutil.ignore_patterns("build", "tests", ".*"))
    return target


def _doit(folder: Path, *arguments: str) -> Path:
    command = [*DOIT, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "build"


@dataclass(frozen=True)
class Made:
    """A built document."""

    build: Path
    package: agreement.Package


def _made(build: Path) -> Made:
    return Made(build, agreement.Package(next(build.glob("*.docx"))))


@pytest.fixture(scope="module", params=[*OWN, *(path.parent.name for path in STATES)])
def made(
    request: pytest.FixtureRequest, imported: Callable[[Path], Path], own: Callable[[str], tuple[Path, str]]
) -> Made:
    """Each document of this repository, and the states of the corpus where they are at hand."""
    if request.param in OWN:
        return _made(own(request.param)[0] / "build")
    return _made(imported(next(path for path in STATES if path.parent.name == request.param)) / "build")


def test_the_open_xml_sdk_finds_nothing(made: Made, package_errors: Callable[[Path], list[object]]) -> None:
    assert package_errors(next(made.build.glob("*.docx"))) == []


def test_pdf_and_docx_say_the_same_in_the_same_order(made: Made) -> None:
    """Numbers of headings, captions and paragraphs, every word, every picture's text, every note."""
    pdf, docx = agreement.pdf(next(made.build.glob("*.pdf"))), made.package.text()
    assert len(docx.whole) > 20_000
    assert agreement.difference(pdf, docx) == ""


def test_items_of_lists_are_counted_as_in_the_pdf(made: Made) -> None:
    assert made.package.marks() == agreement.marks(next(made.build.glob("*.pdf")))


def test_every_heading_has_the_number_of_the_book(made: Made) -> None:
    book = json.loads((made.build / "book.json").read_text("utf-8"))["book"]
    shown = []
    for heading, number in computed.headings(made.package.document, made.package.numbers()):
        static = "".join(
            computed.text(run)
            for run in heading.iter(f"{W}r")
            if computed.val(run.find(f"{W}rPr/{W}rStyle")) == "SectionNumber"
        )
        shown.append(number or static)
    assert shown == [heading["number"] or "" for heading in book["headings"]]


def test_captions_are_counted_as_they_are_numbered(made: Made) -> None:
    counts: dict[str, int] = {}
    for field in computed.fields(made.package.document):
        kind, name = (*field.instruction.split(), "")[:2]
        if kind == "SEQ":
            counts[name] = counts.get(name, 0) + 1
            assert field.cached == str(counts[name])
    book = json.loads((made.build / "book.json").read_text("utf-8"))["book"]
    assert sorted(counts.values()) == sorted(len(book[kind]) for kind in ("figures", "tables") if book[kind])


def test_each_picture_is_the_one_of_its_place(made: Made) -> None:
    book = json.loads((made.build / "book.json").read_text("utf-8"))
    prepared = json.loads((made.build / "images.json").read_text("utf-8"))["images"]
    wanted = []
    for item in tree.walk(book["blocks"]):
        if item["t"] == "Image" and item["c"][2][0] in prepared:
            data = (made.build / prepared[item["c"][2][0]]["word"]).read_bytes()
            wanted.append((tree.text(item["c"][1]), hashlib.sha256(data).hexdigest()))
    assert made.package.pictures() == wanted


def test_no_picture_is_wider_than_its_text_or_higher_than_a_page_has_room_for(made: Made) -> None:
    """Section by section, so that landscape pages count as such; 635 EMU are a twentieth of a point."""
    places: list[tuple[int, int]] = []
    for block in made.package.document.find(f"{W}body"):  # type: ignore[union-attr]
        places += [(int(extent.get("cx", "0")), int(extent.get("cy", "0"))) for extent in block.iter(agreement.EXTENT)]
        section = block if block.tag == f"{W}sectPr" else block.find(f"{W}pPr/{W}sectPr")
        if section is not None:
            size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
            width = int(computed.val(size, "w")) - sum(int(computed.val(margins, side)) for side in ("left", "right"))
            height = int(computed.val(size, "h")) - sum(int(computed.val(margins, side)) for side in ("top", "bottom"))
            assert all(wide <= width * 635 and high < height * 635 for wide, high in places)
            places = []
    for cell in made.package.document.iter(f"{W}tc"):
        for extent in cell.iter(agreement.EXTENT):
            assert int(extent.get("cx", "0")) <= int(computed.val(cell.find(f"{W}tcPr/{W}tcW"), "w")) * 635


def test_computing_references_anew_changes_no_text(made: Made) -> None:
    package = made.package
    found = [
        field
        for part in (package.document, package.footnotes)
        for field in computed.fields(part)
        if field.instruction.startswith("REF ")
    ]
    assert found or made.build.parent.parent.name.startswith("sample")
    results = computed.computed(package.document, package.numbers(), {field.instruction for field in found})
    assert [results[field.instruction] for field in found] == [field.cached for field in found]


def test_contents_and_lists_are_filled_in_and_lead_somewhere(made: Made) -> None:
    book = json.loads((made.build / "book.json").read_text("utf-8"))["book"]
    document = made.package.document
    marks = {computed.val(mark, "name") for mark in document.iter(f"{W}bookmarkStart")}
    entries = [p for p in document.iter(f"{W}p") if re.fullmatch(r"TOC\d|TableOfFigures", computed.style_of(p))]
    levels = [computed.style_of(entry) for entry in entries if computed.style_of(entry) != "TableOfFigures"]
    depth = max(int(level[3:]) for level in levels)
    assert len(levels) == sum(heading["level"] <= depth for heading in book["headings"])
    assert len(entries) - len(levels) == len(book["figures"]) + len(book["tables"])
    for entry in entries:
        (link,) = entry.iterfind(f"{W}hyperlink")
        assert computed.val(link, "anchor") in marks
        assert computed.text(link).strip()


# What Word cannot take from a style: property, and why it may stand in a paragraph or run
PARAGRAPH: Mapping[str, str] = {
    "numPr": "in which list it counts",
    "sectPr": "where a section ends",
    "jc": "the author's alignment of a column",
    "rPr": "properties of the paragraph's mark",
}
INDENTED = "Heading|Callout|QuoteItem|DefinitionItem|Figure|ImageCaption|TableCaption|HorizontalRule"
RUN: Mapping[str, str] = {
    "lang": "the language",
    # Toggles, which in a style would undo those of the paragraph's style (17.7.3)
    "b": "the author's emphasis",
    "bCs": "likewise",
    "i": "likewise",
    "iCs": "likewise",
    "u": "likewise",
    "strike": "likewise",
    "vertAlign": "the author's sub- or superscript",
    "highlight": "what the author marked",
    "noProof": "of the watermark",
}


def test_looks_come_from_named_styles(made: Made) -> None:
    known = set(made.package.root("word/styles.xml").xpath("//w:style/@w:styleId", namespaces={"w": W[1:-1]}))
    for root in (made.package.document, made.package.footnotes):
        for paragraph in root.iter(f"{W}p"):
            style = computed.style_of(paragraph)
            assert style in known or computed.val(paragraph.getparent(), "type").endswith("eparator")  # of notes
            for item in paragraph.iterfind(f"{W}pPr/*"):
                key = item.tag.removeprefix(W)
                # Word gives no style for the space after a group or table, nor for a list inside of something else;
                # and only short callouts stay on one page.
                allowed = (
                    key in {*PARAGRAPH, "pStyle"}
                    or (key == "ind" and re.match(INDENTED, style))
                    or (key in {"keepNext", "keepLines"} and style.startswith("Callout"))
                    or (key == "spacing" and set(item.attrib) in ({f"{W}before"}, {f"{W}after"}))
                )
                assert allowed, (key, style, computed.text(paragraph)[:40])
        for item in root.iterfind(f".//{W}r/{W}rPr/*"):
            assert item.tag.removeprefix(W) in {*RUN, "rStyle"}, computed.text(item.getparent().getparent())[:40]  # type: ignore[union-attr]


def test_no_paragraph_is_blank_but_where_word_needs_one(made: Made) -> None:
    needed = {"SectionBreak", "TableGap", "HorizontalRule", "CoverBuild"}
    for paragraph in made.package.document.iter(f"{W}p"):
        in_cell = any(parent.tag == f"{W}tc" for parent in paragraph.iterancestors())
        holds = computed.text(paragraph).strip() or paragraph.xpath(
            ".//*[local-name()='drawing' or local-name()='oMath']"
        )
        item = paragraph.find(f"{W}pPr/{W}numPr") is not None  # its mark is all that it shows
        assert holds or in_cell or item or computed.style_of(paragraph) in needed, computed.style_of(paragraph)


SETTINGS = {
    "letter": ("", '[page]\nsize = "Letter"\n'),
    "sheet": (
        "",
        '[shapes]\ncover = "sheet"\ncallouts = "frame"\ntables = "ruled"\n'
        '[colours]\ncover = "#f2ece0"\ncover_ink = "#1c2327"\n',
    ),
    "journal": ("", 'base = "journal"\n'),
    "duplex": ("", "[page]\nduplex = true\n"),
    "numbered": ("paragraph_numbers = true\n", ""),
    "unnumbered": ("paragraph_numbers = false\n", ""),
    **{status: (f'status = "{status}"\n', "") for status in ("Work in progress", "Release", "Normative", "Deprecated")},
}


@pytest.fixture(scope="module")
def varied(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The hard document built with other settings."""
    folder = _copied("hard", tmp_path_factory.mktemp("varied") / "document")
    original = (folder / "document.toml").read_text("utf-8")

    def build(variant: str) -> Path:
        setting, theme = SETTINGS[variant]
        text = original
        if setting.startswith("status"):
            text = re.sub(r"^status = .*\n", setting, text.split("[hearing]")[0], flags=re.MULTILINE)
            text += '[severity]\nfigure-caption = "off"\n'
        else:
            text = text.replace("version =", f"{setting}version =", 1)
        (folder / "document.toml").write_text(text, "utf-8")
        (folder / "styles").mkdir(exist_ok=True)
        (folder / "styles" / "theme.toml").write_text(theme, "utf-8")
        return next(_doit(folder, "docx").glob("*.docx"))

    return build


@pytest.mark.parametrize("variant", SETTINGS)
def test_it_is_valid_with_other_settings(
    variant: str, varied: Callable[[str], Path], package_errors: Callable[[Path], list[object]]
) -> None:
    assert package_errors(varied(variant)) == []
