"""A book with every shape of docs/architecture.md, small enough to check by eye, and the DOCX made of it."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import Image, ImageDraw

from greenpaper import theme, tree, words
from greenpaper.imprint import Imprint, StatusRow
from greenpaper.model import Hearing, Stamp, Version
from greenpaper.tree import attr, node
from greenpaper.word.ooxml import NS
from tests import documents

LONG = "en-overskrift-som-er-sa-lang-at-navnet-pa-bokmerket-ma-kortes-ned"


def para(text: str, *more: dict[str, Any]) -> dict[str, Any]:
    return node("Para", [*tree.words(text), *more])


def header(level: int, identifier: str, number: str, text: str) -> dict[str, Any]:
    triple = attr(identifier, **({"number": number} if number else {}))
    if not number:
        triple[1].append("unnumbered")
    return node("Header", [level, triple, tree.words(text)])


def chapter(slug: str, kind: str, *blocks: dict[str, Any]) -> dict[str, Any]:
    return node("Div", [attr(slug, ("chapter", kind)), list(blocks)])


def link(text: str, target: str, *classes: str) -> dict[str, Any]:
    return node("Link", [attr("", classes), tree.words(text), [target, ""]])


def badge(text: str, *classes: str) -> dict[str, Any]:
    return node("Span", [attr("", ("badge", *classes)), tree.words(text)])


def status_row() -> dict[str, Any]:
    badges = [badge("Høringsutkast", "status", "status-prerelease"), node("Space"), badge("0.9.0", "version")]
    return node("Div", [attr("", ("status-row",)), [node("Plain", badges)]])


def image(source: str, alternative: str, **values: str) -> dict[str, Any]:
    return node("Image", [attr(**values), tree.words(alternative), [source, ""]])


def figure(number: int, caption: str, picture: dict[str, Any]) -> dict[str, Any]:
    label = [node("Plain", tree.words(caption))]
    return node("Figure", [attr(f"fig-{number}", number=str(number)), [None, label], [node("Plain", [picture])]])


def table(rows: list[list[str]], caption: str = "", number: str = "", classes: tuple[str, ...] = ()) -> dict[str, Any]:
    def row(cells: list[str]) -> list[Any]:
        return [attr(), [[attr(), node("AlignDefault"), 1, 1, [node("Plain", tree.words(cell))]] for cell in cells]]

    columns = [[node("AlignDefault"), node("ColWidth", 1 / len(rows[0]))] for _ in rows[0]]
    columns[-1][0] = node("AlignRight")
    triple = attr(f"tab-{number}", classes, number=number) if number else attr("", classes)
    label = [node("Plain", tree.words(caption))] if caption else []
    head, body = [attr(), [row(rows[0])]], [attr(), 0, [], [row(cells) for cells in rows[1:]]]
    return node("Table", [triple, [None, label], columns, head, [body], [attr(), []]])


def callout(kind: str, title: str, *blocks: dict[str, Any]) -> dict[str, Any]:
    head = node("Div", [attr("", ("callout-title",)), [node("Plain", tree.words(title))]])
    return node("Div", [attr("", ("callout", kind)), [head, *blocks]])


def bullets(*items: list[dict[str, Any]]) -> dict[str, Any]:
    return node("BulletList", list(items))


def plain(text: str) -> dict[str, Any]:
    return node("Plain", tree.words(text))


def _text_chapter() -> dict[str, Any]:
    note = {**node("Note", [para("Noten viser til ", link("kapitlet", "#behov"), node("Str", "."))]), "n": 1}
    nested = bullets([plain("ytre"), bullets([plain("indre"), bullets([plain("innerst")])])], [plain("neste")])
    numbered = node(
        "OrderedList", [[1, node("Decimal"), node("Period")], [[para("en"), para("mer om en")], [para("to")]]]
    )
    tasks = bullets([node("Plain", tree.words("☐ gjenstår"))], [node("Plain", tree.words("☒ gjort"))])
    terms = node("DefinitionList", [[tree.words("Måledata"), [[para("Tall som pasienten måler selv.")]]]])
    return chapter(
        "innledning",
        "chapter",
        header(1, "innledning", "1", "Innledning"),
        status_row(),
        para("Første avsnitt med note", note, *tree.words(" og lenke til "), link("vedlegget", "#vedlegg", "xref")),
        para(
            "En ",
            node("Span", [attr("", ("broken-link",)), tree.words("død lenke")]),
            link("ute", "https://example.no/a?b=1&c=2"),
        ),
        header(2, LONG, "1.1", "En overskrift som er lang"),
        nested,
        numbered,
        tasks,
        terms,
        node("BlockQuote", [para("Et sitat."), para("I to avsnitt.")]),
        node("CodeBlock", [attr("kode", ("python",)), "def f():\n    return 1"]),
        para("Se ", link("koden", "#kode"), node("Code", [attr(), "f()"])),
        node("HorizontalRule"),
        node("Div", [attr("avsnitt", lang="nn"), [para("Dette avsnittet er på nynorsk.")]]),
        para("Davvisámegiella: ", node("Span", [attr(lang="se"), tree.words("Buorre beaivi")])),
        node("Para", [node("Math", [node("InlineMath"), "x^2 + \\frac{1}{2}"])]),
        header(4, "dypt", "1.1.1.1", "Et nivå er hoppet over"),
        header(2, "etter", "1.2", "Etter hoppet"),
    )


def _float_chapter() -> dict[str, Any]:
    wide = [[f"Kolonne {at}" for at in range(8)], *([f"celle {row}.{at}" for at in range(8)] for row in range(4))]
    rows = [
        ["Rolle", "Trenger", "Innen"],
        *([f"Rolle {at}", "Nye verdier og avvik fra planen", f"{at} min"] for at in range(60)),
    ]
    steps = node(
        "OrderedList",
        [[1, node("Decimal"), node("Period")], [[plain("først"), bullets([plain("under")])], [plain("så")]]],
    )
    missing = node("Span", [attr("", ("missing-image",)), tree.words("Bildet mangler: img/borte.png")])
    return chapter(
        "behov",
        "chapter",
        header(1, "behov-1", "2", "Behov"),
        para("Se ", link("figuren", "#fig-1"), *tree.words(" og "), link("tabellen", "#tab-1")),
        figure(1, "Et høyt bilde", image("img/tall.png", "En høy stolpe", width="900px")),
        figure(2, "En tegning", image("img/flow.svg", "To bokser", width="50%")),
        figure(3, "I millimeter", image("img/tall.png", "Samme stolpe", width="20mm")),
        node("Figure", [attr(), [None, []], [node("Plain", [missing])]]),
        table(rows, "Hvem trenger hva", "1"),
        para("Avsnitt etter tabellen."),
        table(wide, "En bred tabell", "2", ("wide",)),
        callout(
            "note",
            "Merk dette",
            para("Ett avsnitt."),
            bullets([plain("punkt"), bullets([plain("dypere")])], [plain("punkt to")]),
            para("Siste."),
        ),
        callout("warning", "Advarsel", steps, table([["a", "b"], ["1", "2"]])),
        callout("tip", "Tips", node("CodeBlock", [attr(), "kode"])),
        callout("quote", "Pasient", para("Jeg veier meg hver morgen.")),
    )


@pytest.fixture(scope="session")
def book() -> dict[str, Any]:
    blocks = [
        _text_chapter(),
        _float_chapter(),
        chapter(
            "vedlegg",
            "appendix",
            header(1, "vedlegg", "A", "Begreper"),
            para("Tekst."),
            header(2, "a-1", "A.1", "Termer"),
        ),
        chapter(
            "vedlegg-b",
            "appendix",
            header(1, "vedlegg-b", "B", "Kilder"),
            header(2, "b-1", "B.1", "Lover"),
            header(3, "b-1-1", "B.1.1", "Forskrift"),
        ),
        chapter("takk", "closing", header(1, "takk", "", "Takk"), header(2, "takk-1", "", "Til alle"), para("Takk.")),
    ]
    headings = []
    for part in blocks:
        for item in tree.walk(part["c"][1]):
            if item["t"] == "Header":
                level, triple, inlines = item["c"]
                number = tree.value(triple, "number")
                headings.append(
                    {
                        "level": level,
                        "id": triple[0],
                        "number": number,
                        "text": tree.text(inlines),
                        "chapter": part["c"][0][0],
                    }
                )
    figures = [
        {"id": f"fig-{n}", "number": str(n), "text": text}
        for n, text in enumerate(("Et høyt bilde", "En tegning", "I millimeter"), 1)
    ]
    tables = [
        {"id": f"tab-{n}", "number": str(n), "text": text}
        for n, text in enumerate(("Hvem trenger hva", "En bred tabell"), 1)
    ]
    index = {"chapters": [], "headings": headings, "figures": figures, "tables": tables, "questions": [], "notes": 1}
    return {**tree.pandoc(blocks), "book": index, "findings": []}


SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200">
<rect width="400" height="200" fill="#0d6e75"/></svg>
"""


def prepare(build: Path) -> dict[str, Any]:
    """The images of the book in `build`, and the entries of images.json."""
    (build / "img").mkdir(parents=True)
    for stem, size in (("tall", (600, 1800)), ("flow", (800, 400))):
        drawn = Image.new("RGB", size, "#e2eaef")
        ImageDraw.Draw(drawn).rectangle((20, 20, size[0] - 20, size[1] - 20), outline="#12364d", width=8)
        drawn.save(build / "img" / f"{stem}.png")
    (build / "img" / "flow.svg").write_text(SVG, encoding="utf-8")
    return {
        "img/tall.png": {"print": "img/tall.png", "word": "img/tall.png", "width": 600, "height": 1800},
        "img/flow.svg": {"print": "img/flow.svg", "word": "img/flow.png", "width": 400, "height": 200},
    }


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("build")


@pytest.fixture(scope="session")
def images(build: Path) -> dict[str, Any]:
    return prepare(build)


@pytest.fixture(scope="session")
def nb() -> words.Words:
    return words.load("nb")


@pytest.fixture(scope="session")
def look() -> theme.Theme:
    return theme.load(None)


@pytest.fixture(scope="session")
def rows() -> tuple[StatusRow, ...]:
    known = StatusRow(
        label="1", title="Innledning", slug="innledning", status_key="prerelease", status_name="Høringsutkast",
        colour="#8a2be2", ink="#ffffff", version="0.9.0", maturity_name="Gjennomgang", level_name="",
    )  # fmt: skip
    silent = StatusRow(
        label="A", title="Begreper", slug="vedlegg", status_key="", status_name="", colour="", ink="", version="",
        maturity_name="", level_name="",
    )  # fmt: skip
    return known, silent


@pytest.fixture(scope="session")
def imprint() -> Imprint:
    hearing = Hearing(sent=datetime.date(2027, 1, 8), deadline=datetime.date(2027, 4, 8), address="post@example.no")
    stamp = Stamp(
        status="prerelease", version=Version("0.9.0"), date=datetime.date(2027, 1, 8), maturity="review",
        level="recommended", commit="a1b2c3d4e5f60718293a4b5c6d7e8f9012345678", dirty=True, hearing=hearing,
    )  # fmt: skip
    facts = (("Versjon", "0.9.0"), ("Dato", "8. januar 2027"), ("Modenhet", "Gjennomgang"), ("Utgiver", "Etaten & co"))
    return Imprint(
        title="Målbilde for <digital> oppfølging & deling", subtitle="Forslag til løsning", publisher="Etaten & co",
        language="nb", tag="nb-NO", status="prerelease", status_name="Høringsutkast", status_colour="#8a2be2",
        status_ink="#ffffff", version="0.9.0", version_text="Versjon 0.9.0", maturity_name="Gjennomgang",
        level_name="Anbefalt", date_text="8. januar 2027", identifier="HITR 1250:2027", case_number="27/123",
        facts=facts, hearing=(("Høringsfrist", "8. april 2027"), ("Svar sendes til", "post@example.no")),
        notice="Dette er et høringsutkast. Frist for å svare er 8. april 2027.", watermark="Høringsutkast",
        on_hearing=True, footer="Målbilde · versjon 0.9.0 · Høringsutkast", stamp=stamp,
    )  # fmt: skip


class Docx:
    """A written document: its parts, parsed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with zipfile.ZipFile(path) as opened:
            self.names = opened.namelist()
            self.parts = {name: opened.read(name) for name in self.names}

    def __getitem__(self, part: str) -> etree._Element:
        return etree.fromstring(self.parts[part])

    @property
    def document(self) -> etree._Element:
        return self["word/document.xml"]

    def find(self, path: str) -> list[Any]:
        """What an XPath gives in the document part."""
        return self.document.xpath(path, namespaces=NS)

    def paragraphs(self, style: str) -> list[etree._Element]:
        return self.find(f'//w:p[w:pPr/w:pStyle/@w:val="{style}"]')


def words_of(element: etree._Element) -> str:
    """The text of an element, tabs as such, instructions of fields left out."""
    pieces = element.xpath(".//w:t | .//w:tab[parent::w:r]", namespaces=NS)
    return "".join("\t" if piece.tag.endswith("}tab") else piece.text or "" for piece in pieces)


@pytest.fixture(scope="session")
def docx(
    book: dict[str, Any], images: dict[str, Any], build: Path, imprint: Imprint, rows: tuple[StatusRow, ...],
    nb: words.Words, look: theme.Theme,
) -> Docx:  # fmt: skip
    from greenpaper import word

    target = build / "book.docx"
    source = word.Source(book=book, images=images, build=build, imprint=imprint, rows=rows, words=nb, theme=look)
    word.write(source, target, target.with_suffix(".anchors.json"))
    return Docx(target)


@pytest.fixture
def written(imprint: Imprint, nb: words.Words, look: theme.Theme, tmp_path: Path) -> Callable[[str], Docx]:
    """The DOCX of a chapter with this Markdown."""

    def run(text: str) -> Docx:
        from greenpaper import word

        book = documents.book(("chapters/a.md", f"# Kapittel\n\n{documents.STATUS_TABLE}{text}"))
        target = tmp_path / "out.docx"
        beside = target.with_suffix(".anchors.json")
        source = word.Source(book=book, images={}, build=tmp_path, imprint=imprint, rows=(), words=nb, theme=look)
        word.write(source, target, beside)
        return Docx(target)

    return run
