"""A small book that has every shape of docs/architecture.md, and the page made from it."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

from PIL import Image

from greenpaper import page, theme, tree, words
from greenpaper.imprint import Imprint, StatusRow
from greenpaper.model import Hearing, Stamp, Version
from greenpaper.tree import Node

NB = words.load("nb")
STAMP = Stamp(
    status="prerelease",
    version=Version("0.9.0"),
    date=datetime.date(2026, 11, 23),
    commit="a1b2c3d4" * 5,
    dirty=True,
    hearing=Hearing(deadline=datetime.date(2027, 1, 8)),
)
IMPRINT = Imprint(
    title="Måling & «deling»",
    subtitle=None,
    publisher="Etaten <for> prøver",
    language="nb",
    tag="nb-NO",
    status="prerelease",
    status_name="Forhåndsversjon",
    status_colour="#8a2be2",
    status_ink="#ffffff",
    version="0.9.0",
    version_text="Versjon 0.9.0",
    maturity_name=None,
    level_name=None,
    date_text="23. november 2026",
    identifier="PR-1",
    case_number=None,
    facts=(("Versjon", "0.9.0"), ("Dato", "23. november 2026")),
    hearing=(("Høringsfrist", "8. januar 2027"),),
    notice="Dette er et høringsutkast.",
    watermark="Høringsutkast",
    on_hearing=True,
    footer="Måling & «deling» · versjon 0.9.0",
    stamp=STAMP,
)
IMAGES = {"img/kurve.png": {"print": "img/kurve.png", "word": "img/kurve.png", "width": 400, "height": 100}}


def text(words: str) -> list[Node]:
    return tree.words(words)


def para(*inlines: Node | str) -> Node:
    made: list[Node] = []
    for inline in inlines:
        made += tree.words(inline) if isinstance(inline, str) else [inline]
    return tree.node("Para", made)


def heading(level: int, identifier: str, number: str, title: str) -> Node:
    attributes = [identifier, [] if number else ["unnumbered"], [["number", number]] if number else []]
    return tree.node("Header", [level, attributes, text(title)])


def note(number: int, *blocks: Node) -> Node:
    return {**tree.node("Note", list(blocks)), "n": number}


def image(source: str = "img/kurve.png", alt: str = "En kurve", **values: str) -> Node:
    return tree.node("Image", [tree.attr("", (), **values), text(alt), [source, ""]])


def figure(number: str, caption: str, content: Node) -> Node:
    attributes = [f"fig-{number}", [], [["number", number]]]
    return tree.node(
        "Figure", [attributes, [None, [tree.node("Plain", text(caption))]], [tree.node("Plain", [content])]]
    )


def table(header: list[str], rows: list[list[str]], number: str = "", caption: str = "") -> Node:
    def cell(words: str) -> list[Any]:
        blocks = [tree.node("Plain", text(words))]
        return [tree.attr(), tree.node("AlignDefault"), 1, 1, blocks]

    def row(cells: list[str]) -> list[Any]:
        return [tree.attr(), [cell(words) for words in cells]]

    attributes = [f"tab-{number}" if number else "", ["wide"] if len(header) > 6 else [], []]
    if number:
        attributes[2] = [["number", number]]
    widths = [[tree.node("AlignDefault"), tree.node("ColWidth", 1 / len(header))] for _ in header]
    shown = [None, [tree.node("Plain", text(caption))] if caption else []]
    body = [[tree.attr(), 0, [], [row(cells) for cells in rows]]]
    return tree.node("Table", [attributes, shown, widths, [tree.attr(), [row(header)]], body, [tree.attr(), []]])


def callout(kind: str, title: str, *blocks: Node) -> Node:
    named = tree.node("Div", [tree.attr("", ("callout-title",)), [tree.node("Plain", text(title))]])
    return tree.node("Div", [tree.attr("", ("callout", kind)), [named, *blocks]])


def link(target: str, words: str, *classes: str) -> Node:
    return tree.node("Link", [tree.attr("", classes), text(words), [target, ""]])


def chapter(slug: str, kind: str, *blocks: Node) -> Node:
    return tree.node("Div", [tree.attr(slug, ("chapter", kind)), list(blocks)])


def book() -> Node:
    """The book."""
    kinds = ("note", "info", "tip", "important", "warning", "danger", "example", "quote")
    badge = tree.node("Span", [tree.attr("", ("badge", "status", "status-prerelease")), text("Forhåndsversjon")])
    row = tree.node("Div", [tree.attr("", ("status-row",)), [tree.node("Plain", [badge])]])
    long = note(2, para("Første avsnitt."), para("Andre avsnitt."))
    first = chapter(
        "behov",
        "chapter",
        heading(1, "behov-1", "1", "Behov"),
        row,
        para("Tekst", note(1, para("En note.")), " mer", long, " og ", link("#ord", "ordene", "xref"), "."),
        heading(2, "bilder", "1.1", "Bilder"),
        figure("1", "Kurven stiger", image(width="60%")),
        para("Midt i ", image(alt="Kurve"), " teksten, og ", image("img/ukjent.png"), "."),
        *(callout(kind, f"Tittel {kind}", para("Innhold.")) for kind in kinds),
        table(["A", "B"], [["1", "2"]], "1", "Tall"),
        table([f"K{n}" for n in range(8)], [[str(n) for n in range(8)]] * 60),
    )
    nynorsk = tree.node("Div", [tree.attr("", (), lang="nn", custom="x"), [para("Eit avsnitt på nynorsk.")]])
    second = chapter(
        "ord",
        "appendix",
        heading(1, "ord-1", "A", "Ord"),
        nynorsk,
        tree.node("CodeBlock", [tree.attr("", ("json",)), '{"a": "<b>"}']),
        para("Se ", link("#bilder", "bildene", "xref"), note(3, para("Sist.")), ". Davvisámegiella: čđŋšŧž."),
    )
    return {**tree.pandoc([first, second]), "book": INDEX, "findings": []}


INDEX: dict[str, Any] = {
    "chapters": [
        {"slug": "behov", "kind": "chapter", "label": "1", "title": "Behov", "path": "chapters/01.md", "status": None},
        {"slug": "ord", "kind": "appendix", "label": "A", "title": "Ord", "path": "chapters/a.md", "status": None},
    ],
    "headings": [
        {"level": 1, "id": "behov-1", "number": "1", "text": "Behov", "chapter": "behov"},
        {"level": 2, "id": "bilder", "number": "1.1", "text": "Bilder", "chapter": "behov"},
        {"level": 1, "id": "ord-1", "number": "A", "text": "Ord", "chapter": "ord"},
    ],
    "figures": [{"id": "fig-1", "number": "1", "text": "Kurven stiger"}],
    "tables": [{"id": "tab-1", "number": "1", "text": "Tall"}],
    "notes": 3,
}


def rows() -> tuple[StatusRow, ...]:
    """The status page: only the first chapter states something."""
    empty = StatusRow(
        label="A", title="Ord", slug="ord", status_key="", status_name="", colour="", ink="", version="",
        maturity_name="", level_name="",
    )  # fmt: skip
    stated = replace(empty, label="1", title="Behov", slug="behov", status_key="release", status_name="Utgivelse")
    return (replace(stated, colour="#0b6623", ink="#ffffff", version="1.0"), empty)


def index(*blocks: Node) -> dict[str, Any]:
    """What INDEX has of these chapters: lists that name only what is there."""
    ids = {triple[0] for item in tree.walk(list(blocks)) if (triple := tree.attributes(item))}
    lists = {key: [entry for entry in INDEX[key] if entry["id"] in ids] for key in ("headings", "figures", "tables")}
    return {**INDEX, **lists}


def html(tree_of_book: Node | None = None, **changes: Any) -> str:
    """The page of `book`, or of another; `changes` are other arguments of `page.render`."""
    look = theme.load(None)
    source = tree_of_book or book()
    arguments: dict[str, Any] = {
        "imprint": IMPRINT,
        "words": NB,
        "book": source["book"],
        "status_rows": rows(),
        "body_html": page.write_body(page.body(source, IMAGES, NB)),
        "titles": page.titles(source),
        "theme_css": theme.css(look),
        "font_css": theme.font_faces(look),
        "screen_css": theme.style_sheet("screen.css", None),
        "print_css": theme.style_sheet("print.css", None),
    }
    return page.render(theme.template(None), **{**arguments, **changes})


def write(build: Path, text: str | None = None) -> Path:
    """Write the page with fonts and images into `build`, as the page task does; gives the page's path."""
    theme.write_fonts(theme.load(None), build / "fonts")
    (build / "img").mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (400, 100), "#12364d").save(build / "img" / "kurve.png")
    (build / "img" / "ukjent.png").write_bytes((build / "img" / "kurve.png").read_bytes())
    made = build / "page.html"
    # images.json does not know img/ukjent.png, so its source stands as it was
    made.write_text(text or html(), encoding="utf-8")
    return made
