"""Editions: what each key changes, in all three outputs, and that going from one to another leaves nothing behind."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from lxml import html as lxml_html

from greenpaper import document, editions, verapdf
from greenpaper.errors import SettingsError
from greenpaper.model import OUTPUTS, Edition, Protection
from greenpaper.tree import Node, text, walk
from greenpaper.word.ooxml import NS
from tests import DOIT, documents

SAMPLE = Path(__file__).parent / "sample"
NAME = "det-minste-horingsnotatet-0.2.0-prerelease-nb"
TABLES = """
[editions.internal]
remarks = true
watermark = "draft"
paragraph_numbers = false
protection = "none"

[editions.for-print]
watermark = "none"
outputs = ["pdf"]
"""
LEAST = 'title = "X"\npublisher = "P"\nlanguage = "nb"\nversion = "0.9.0"\nstatus = "Prerelease"\n'

# Settings


def load(root: Path, more: str) -> document.Document:
    (root / "chapters").mkdir(exist_ok=True)
    (root / "chapters" / "01-a.md").write_text("# A\n", "utf-8")
    (root / "document.toml").write_text(LEAST + more, "utf-8")
    return document.load(root)


def test_every_key_is_read(tmp_path: Path) -> None:
    made = load(tmp_path, '[editions.x]\noutputs = ["docx", "html"]\n' + TABLES)
    assert made.editions == (
        Edition(name="x", outputs=("html", "docx")),
        Edition(name="internal", remarks=True, watermark="draft", paragraph_numbers=False, protection=Protection.NONE),
        Edition(name="for-print", watermark="none", outputs=("pdf",)),
    )
    assert made.edition is None


@pytest.mark.parametrize(
    ("table", "line", "what"),
    [
        ("[editions.a]\nremark = true", 7, "key 'editions.a.remark' is not known; did you mean 'remarks'?"),
        ("[editions.a]\nversion = '1'", 7, "key 'editions.a.version' is not known; it belongs above the first [table]"),
        ("[editions.a]\nremarks = 1", 7, "key 'editions.a.remarks': write true or false"),
        ("[editions.a]\nwatermark = 'x'", 7, "key 'editions.a.watermark': write one of 'draft', 'hearing'"),
        ("[editions.a]\noutputs = []", 7, "key 'editions.a.outputs': write a list out of 'html', 'pdf', 'docx', not"),
        ("[editions.a]\noutputs = 'pdf'", 7, "key 'editions.a.outputs': write a list"),
        ("[editions.a]\nprotection = 'open'", 7, "key 'editions.a.protection': write one of 'none', 'tracked'"),
        ("[editions.Intern]", 6, "'Intern' cannot be an edition's name: write lower-case ASCII letters, digits"),
        ("[editions.open]", 6, "'open' cannot be an edition's name: the names of other files end so"),
        ("[editions.a-letter]", 6, "'a-letter' cannot be an edition's name"),
        ("[editions]\na = 1", 7, "'editions.a' has to be a table, [editions.a]"),
        ("editions = 1", 6, "'editions' has to be a table"),
        ("watermark = 'none'", 6, "key 'watermark' is not known; it belongs in [editions.<name>]"),
        ("[pdf]\nremarks = true", 7, "key 'pdf.remarks' is not known; it belongs in [editions.<name>]"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(tmp_path: Path, table: str, line: int, what: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, table + "\n")
    (fault,) = caught.value.lines
    assert fault.startswith(f"document.toml:{line}: error: {what}")
    assert caught.value.exit_code == 3


def test_an_edition_that_is_not_there_is_told(tmp_path: Path) -> None:
    made = load(tmp_path, TABLES)
    with pytest.raises(
        SettingsError,
        match=r"^document.toml:7: error: there is no edition 'intern'; did you mean 'internal'\? \[settings-edition\]",
    ):
        editions.chosen(made, "intern")
    with pytest.raises(SettingsError, match=r"no edition 'xyz'; known are internal, for-print \["):
        editions.chosen(made, "xyz")
    with pytest.raises(SettingsError, match=r"no edition 'a'; add \[editions.a\] \["):
        editions.chosen(load(tmp_path, ""), "a")


def test_what_an_edition_does_not_say_is_as_in_the_plain_build(tmp_path: Path) -> None:
    plain = load(tmp_path, 'paragraph_numbers = true\n[docx]\nprotection = "tracked"\n[editions.a]\n')
    made = editions.chosen(plain, "a")
    assert (made.paragraph_numbers, made.docx) == (True, plain.docx)
    assert editions.outputs(made) == OUTPUTS
    assert editions.chosen(plain, "") is plain


# Remarks in their places

TEXT = """<!-- before all -->
# Behov

| Status | Version | Maturity | Normative level |
|:---|:---|:---|:---|
| Prerelease | v0.9.0 | review | veileder |

Første avsnitt. <!-- on the first -->

Andre <!-- inside
of two lines

and paragraphs --> avsnitt.

- Et punkt <!-- on an item -->

      kode i punktet
- Et annet

!!! note "Tittel"
    Inne i boksen. <!-- in a box -->

| A | B |
|---|---|
| 1 | 2 <!-- in a table --> |

> Sitat <!-- in a quotation -->

<!-- -->
<!-- last of all -->
"""


def shown(made: Node) -> dict[str, str]:
    """Each remark with the text of the block that it follows among its siblings."""
    found = {}

    def look(item: Any) -> None:
        if isinstance(item, dict):
            look(item.get("c"))
        elif isinstance(item, list):
            for before, block in zip([None, *item], item, strict=False):
                if isinstance(block, dict) and block.get("t") == "Div" and "remark" in block["c"][0][1]:
                    found[text(block)] = text(before)
                look(block)

    look(made["blocks"])
    return found


def test_remarks_stand_below_what_they_are_about() -> None:
    made = documents.book(("01-a.md", TEXT), edition=Edition(name="internal", remarks=True))
    places = {remark.partition(":")[2].strip(): before for remark, before in shown(made).items()}
    assert [remark for remark in places] == [
        "before all", "on the first", "inside of two linesand paragraphs", "on an item", "in a box", "in a table",
        "in a quotation", "last of all",
    ]  # fmt: skip
    assert "Prerelease" in places["before all"] or "Forhåndsversjon" in places["before all"]
    assert places["on the first"] == "Første avsnitt."
    assert places["inside of two linesand paragraphs"].startswith("Andre")
    assert places["on an item"] == "Et punkt"
    assert places["in a box"] == "Inne i boksen."
    assert places["in a table"] == "AB12"
    assert places["in a quotation"] == "Sitat"
    assert {remark.partition(":")[0] for remark in shown(made)} == {"Merknad"}
    assert [(item["path"], item["line"]) for item in made["book"]["remarks"]][:2] == [("01-a.md", 1), ("01-a.md", 8)]


@pytest.mark.parametrize("edition", [None, Edition(name="hearing")])
def test_only_an_edition_that_says_so_shows_remarks(edition: Edition | None) -> None:
    made = documents.book(("01-a.md", TEXT), edition=edition)
    assert "remarks" not in made["book"]
    assert not any("on the first" in text(block) for block in walk(made["blocks"]))


def test_a_chapter_that_is_only_a_remark_shows_it() -> None:
    made = documents.book(("01-a.md", "<!-- nothing yet -->\n"), edition=Edition(name="internal", remarks=True))
    assert "nothing yet" in text(made["blocks"])


# Whole documents


class Folder:
    """A document folder in which doit is run as its user would."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def doit(self, *arguments: str, exits: int = 0) -> str:
        command = [*DOIT, *arguments]
        done = subprocess.run(command, cwd=self.path, capture_output=True, text=True, timeout=300)
        assert done.returncode == exits, done.stdout + done.stderr
        assert "Traceback" not in done.stdout + done.stderr
        return done.stdout + done.stderr

    def outputs(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (self.path / "build").glob(f"{NAME}*")}


def names(edition: str, *endings: str) -> set[str]:
    return {f"{NAME}{edition}.{ending}" for ending in endings}


ALL = ("html", "pdf", "docx", "anchors.json")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """The sample with editions, and remarks in a paragraph, a list and a table."""
    made = Folder(tmp_path_factory.mktemp("editions") / "document")
    shutil.copytree(SAMPLE, made.path)
    with (made.path / "document.toml").open("a", encoding="utf-8") as settings:
        settings.write(TABLES)
    chapter = made.path / "chapters" / "02-forslag.md"
    chapter.write_text(chapter.read_text("utf-8") + "\nTil slutt. <!-- Kari: er dette nok? -->\n", "utf-8")
    return made


@pytest.fixture(scope="module")
def builds(folder: Folder) -> Mapping[str, dict[str, bytes]]:
    """What a clean build gives of each edition."""
    made = {}
    for edition in ("", "internal", "for-print"):
        folder.doit("clean", "-a")
        folder.doit(*([f"edition={edition}"] if edition else []))
        made[edition] = folder.outputs()
    return made


def _xml(docx: bytes, tmp: Path) -> Mapping[str, etree._Element]:
    path = tmp / "x.docx"
    path.write_bytes(docx)
    with zipfile.ZipFile(path) as package:
        return {name: etree.fromstring(package.read(name)) for name in package.namelist() if name.endswith(".xml")}


def test_an_edition_names_its_files(builds: Mapping[str, dict[str, bytes]]) -> None:
    assert set(builds[""]) == names("", *ALL)
    assert set(builds["internal"]) == names("-internal", *ALL)
    assert set(builds["for-print"]) == names("-for-print", "pdf")


def test_going_back_and_forth_gives_what_a_clean_build_gives(
    folder: Folder, builds: Mapping[str, dict[str, bytes]]
) -> None:
    for edition in ("internal", "", "for-print", "internal", "for-print", ""):
        folder.doit(*([f"edition={edition}"] if edition else []))
        assert folder.outputs() == builds[edition], edition


def test_no_kind_of_file_of_another_edition_stays_beside_what_is_made(
    folder: Folder, builds: Mapping[str, dict[str, bytes]]
) -> None:
    assert builds
    for task in ("hearing", "docx", "html", "pdf"):
        folder.doit("edition=internal")
        folder.doit(task)
        assert not [name for name in folder.outputs() if "internal" in name], task


def test_clean_takes_every_edition_away(folder: Folder, builds: Mapping[str, dict[str, bytes]]) -> None:
    assert builds
    for edition in ("internal", ""):
        folder.doit()
        folder.doit("clean", *([f"edition={edition}"] if edition else []))
        assert folder.outputs() == {}
    folder.doit("edition=internal")
    folder.doit("clean")
    assert folder.outputs() == {}


def test_the_internal_edition_in_html_and_pdf(builds: Mapping[str, dict[str, bytes]], tmp_path: Path) -> None:
    page = lxml_html.fromstring(builds["internal"][f"{NAME}-internal.html"])
    (remark,) = page.xpath('//*[contains(@class, "remark")][@role="note"]')
    assert remark.get("aria-label") == "Merknad"
    assert " ".join(remark.text_content().split()) == "Merknad: Kari: er dette nok?"
    assert "Til slutt." in remark.getprevious().text_content()
    assert "skal ikke sendes ut" in page.xpath('//header[@class="banner"]')[0].text_content()
    assert not page.xpath('//*[@class="paragraph-number"]')
    path = tmp_path / "x.pdf"
    path.write_bytes(builds["internal"][f"{NAME}-internal.pdf"])
    pages = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout.split("\f")[:-1]
    assert len(pages) > 3
    assert all("«internal» viser interne merknader" in page for page in pages)
    assert any("Kari: er dette nok?" in " ".join(page.split()) for page in pages)
    words = {word.text: word for page in _pages(path) for word in page if word.text in {"slutt.", "nok?", "Kari:"}}
    assert float(words["Kari:"].get("xmin")) > 72 / 25.4 * (210 - 43)
    assert abs(float(words["Kari:"].get("ymin")) - float(words["slutt."].get("ymin")) - 3) < 1  # of smaller type


MANY = """\
# Kapittel

{}

<!-- LANG {}SLUTT -->

Til slutt.
"""


def test_many_remarks_stand_in_the_margin_and_none_is_lost(tmp_path: Path) -> None:
    paragraph = "Et avsnitt med tekst som går over flere linjer, så at siden fylles og merknadene står tett. " * 2
    remarks = [f"<!-- NR{number} {'om dette må vi snakke ' * (1 + number % 9)}ENDE{number} -->" for number in range(40)]
    text = MANY.format("\n\n".join(paragraph + remark for remark in remarks), "svært lang merknad " * 300)
    made = Folder(tmp_path / "document")
    shutil.copytree(SAMPLE, made.path)
    (made.path / "chapters" / "01-innledning.md").write_text(text, "utf-8")
    with (made.path / "document.toml").open("a", encoding="utf-8") as settings:
        settings.write(TABLES)
    made.doit("edition=internal", "pdf")
    (pdf,) = (made.path / "build").glob("*-internal.pdf")
    words = [
        (word.text or "", *(float(word.get(side) or 0) for side in ("xmin", "xmax", "ymin", "ymax")), number)
        for number, page in enumerate(_pages(pdf))
        for word in page
    ]
    texts = [word[0] for word in words]
    for number in range(40):
        assert (texts.count(f"NR{number}"), texts.count(f"ENDE{number}")) == (1, 1)
    assert (texts.count("LANG"), texts.count("SLUTT")) == (1, 1)
    edge = 72 / 25.4 * 210
    assert all(right < edge - 8 for _, _, right, *_ in words)  # 3 mm
    margin = [word for word in words if word[1] > edge - 72 / 25.4 * 35]
    assert len(margin) > 300
    for one, two in pairwise(margin):  # none is printed over another
        if one[5] == two[5] and abs(one[3] - two[3]) > 0.1:
            assert two[3] >= one[4] - 3 or two[4] <= one[3] + 3, (one, two)


def _pages(pdf: Path) -> etree._Element:
    said = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, check=True).stdout
    return lxml_html.fromstring(said).xpath("//page")


def test_the_internal_edition_in_word(builds: Mapping[str, dict[str, bytes]], tmp_path: Path) -> None:
    parts = _xml(builds["internal"][f"{NAME}-internal.docx"], tmp_path)
    comments = [c for c in parts["word/comments.xml"] if c.get(f"{{{NS['w']}}}author") == "Merknad"]
    assert ["".join(comment.itertext()) for comment in comments] == ["Kari: er dette nok?"]
    number = comments[0].get(f"{{{NS['w']}}}id")
    (start,) = parts["word/document.xml"].xpath(f'//w:commentRangeStart[@w:id="{number}"]', namespaces=NS)
    assert "Til slutt." in "".join(start.getparent().itertext())
    assert "er dette nok" not in "".join(parts["word/document.xml"].itertext())
    feet = [part for name, part in parts.items() if name.startswith("word/footer")]
    assert feet
    assert all("«internal» viser interne merknader" in "".join(foot.itertext()) for foot in feet)
    assert not parts["word/settings.xml"].xpath("//w:documentProtection | //w:trackRevisions", namespaces=NS)
    plain = _xml(builds[""][f"{NAME}.docx"], tmp_path)
    assert plain["word/settings.xml"].xpath("//w:documentProtection", namespaces=NS)
    marks = {'"Utkast"': parts, '"Høringsutkast"': plain}
    for mark, package in marks.items():
        assert f"string={mark}" in etree.tostring(package["word/header1.xml"], encoding="unicode")
    anchors = [json.loads(made[name]) for made, name in (
        (builds[""], f"{NAME}.anchors.json"), (builds["internal"], f"{NAME}-internal.anchors.json"))]  # fmt: skip
    assert [item["id"] for item in anchors[0]["anchors"]] == [item["id"] for item in anchors[1]["anchors"]]


def test_nothing_of_remarks_is_in_the_plain_build(builds: Mapping[str, dict[str, bytes]], tmp_path: Path) -> None:
    assert "er dette nok" not in builds[""][f"{NAME}.html"].decode()
    for part in _xml(builds[""][f"{NAME}.docx"], tmp_path).values():
        assert "er dette nok" not in "".join(part.itertext())
    for edition in ("", "-for-print"):
        path = tmp_path / "x.pdf"
        path.write_bytes(builds[edition.removeprefix("-")][f"{NAME}{edition}.pdf"])
        said = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
        assert "er dette nok" not in said
        assert "sendes ut" not in said


def test_the_internal_pdf_is_valid(
    builds: Mapping[str, dict[str, bytes]],
    validate: Callable[[Mapping[Path, Sequence[str]]], verapdf.Report],
    tmp_path: Path,
) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(builds["internal"][f"{NAME}-internal.pdf"])
    assert all(verdict.conforms for verdict in validate({path: ("2a", "ua1")}).verdicts)


def test_the_open_xml_sdk_finds_nothing(
    builds: Mapping[str, dict[str, bytes]], tool: Callable[[str], str], tmp_path: Path
) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(builds["internal"][f"{NAME}-internal.docx"])
    done = subprocess.run(
        [tool("ooxml-validator"), str(path)],
        capture_output=True,
        text=True,
        env={"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
        check=False,
    )
    assert json.loads(done.stdout)["errors"] == []


def test_an_unknown_edition_exits_with_3(folder: Folder) -> None:
    assert "there is no edition 'intern'; did you mean 'internal'?" in folder.doit("edition=intern", exits=3)


# Releases


def test_an_edition_with_remarks_is_not_released_and_another_carries_its_name(
    folder: Folder, builds: Mapping[str, dict[str, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GREENPAPER_VERAPDF", "/nowhere")
    said = folder.doit("release", "--unvalidated", "edition=internal", exits=1)
    assert "the edition 'internal' shows remarks between authors" in said
    assert re.search(r"^document\.toml:\d+: error: .* \[release-edition\]$", said, re.MULTILINE)
    folder.doit("release", "--unvalidated", "edition=for-print")
    sealed = folder.path / "releases" / "0.2.0" / "data"
    assert (sealed / f"{NAME}-for-print.pdf").read_bytes() == builds["for-print"][f"{NAME}-for-print.pdf"]
    assert not list(sealed.glob("*.docx"))
    assert "the same bytes" in folder.doit("rebuild", "0.2.0")
    assert "was released before, of the same source" in folder.doit("release", "--unvalidated", "edition=for-print")
    assert "as another edition" in folder.doit("release", "--unvalidated", exits=1)
