"""A chapter in another language says so in every run of text, whatever that stands in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from greenpaper import tree, word
from greenpaper.imprint import Imprint
from greenpaper.theme import Theme
from greenpaper.tree import attr, node
from greenpaper.word.ooxml import NS, attribute
from greenpaper.words import Words
from tests.word.conftest import Docx, bullets, callout, figure, header, image, para, plain, table

# Numbers of paragraphs, and the labels of captions: those are in the document's language.
_OWN = "//w:r[w:t[normalize-space()]][not(w:rPr/w:rStyle[@w:val='ParagraphNumber' or @w:val='CaptionLabel'])]"


def blocks(n: int, picture: dict[str, Any]) -> list[dict[str, Any]]:
    note = {**node("Note", [para("Note")]), "n": n}
    terms = node("DefinitionList", [[tree.words("Omgrep"), [[para("Forklaring")]]]])
    return [
        header(1, f"kapittel-{n}", str(n), "Kapittel"),
        para("Avsnitt", note),
        header(2, f"deloverskrift-{n}", f"{n}.1", "Deloverskrift"),
        bullets([plain("ytre"), bullets([plain("indre")])]),
        table([["Rolle", "Innan"], ["Lege", "Straks"]], "Tabelltekst", str(n)),
        figure(n, "Figurtekst", picture),
        node("CodeBlock", [attr(), "kode"]),
        callout("note", "Merk", para("Boks"), node("CodeBlock", [attr(), "innkode"])),
        node("BlockQuote", [para("Sitat")]),
        terms,
    ]


def test_every_run_of_a_chapter_has_its_language_and_none_of_the_next(
    images: dict[str, Any], build: Path, imprint: Imprint, nb: Words, look: Theme
) -> None:
    picture = image("img/tall.png", "En stolpe")
    chapters = [
        node("Div", [attr("nynorsk", ("chapter", "chapter"), lang="nn"), blocks(1, picture)]),
        node("Div", [attr("bokmal", ("chapter", "chapter")), blocks(2, picture)]),
    ]
    index: dict[str, Any] = {"chapters": [], "headings": [], "figures": [], "tables": [], "questions": [], "notes": 2}
    book = {**tree.pandoc(chapters), "book": index, "findings": []}
    target = build / "languages.docx"
    source = word.Source(book=book, images=images, build=build, imprint=imprint, rows=(), words=nb, theme=look)
    word.write(source, target, target.with_suffix(".json"))
    docx = Docx(target)
    runs = docx.find(_OWN) + docx["word/footnotes.xml"].xpath(_OWN, namespaces=NS)
    tags = [attribute(run.find("w:rPr/w:lang", NS), "w:val") for run in runs]
    texts = [[run.findtext("w:t", "", NS) for run in runs if attribute(run.find("w:rPr/w:lang", NS), "w:val") == tag]
             for tag in ("nn-NO", "")]  # fmt: skip
    assert set(tags) == {"nn-NO", ""}
    assert tags.count("nn-NO") == 19, texts[0]
    said = [text for text in texts[1] if text in set(texts[0])]
    assert said == texts[0]  # the second chapter has the same words, and none is marked
