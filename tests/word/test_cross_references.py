"""Links as REF fields: which become one, and that computing them anew gives the same text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from greenpaper import tree, word
from greenpaper.imprint import Imprint
from greenpaper.theme import Theme
from greenpaper.tree import attr, node
from greenpaper.word.cross_references import Target
from greenpaper.word.cross_references import referring as fields_in
from greenpaper.word.ooxml import NS
from greenpaper.words import Words
from tests.word import computed
from tests.word.conftest import Docx, chapter, figure, header, image, link, para, table

FIGURE = Target(texts=(("Figur 4", "fig"),), number=("4", "fig_number"))
HEADING = Target(texts=(("Krav til deling", "krav"),), number=("3.2", "krav \\n"))


@pytest.mark.parametrize(
    ("text", "target", "before", "instruction", "shown"),
    [
        ("Figur 4", FIGURE, "", "fig", "Figur 4"),
        ("figur 4", FIGURE, "figur ", "fig_number", "4"),
        ("se Figur 4", FIGURE, "se ", "fig", "Figur 4"),
        ("4", FIGURE, "", "fig_number", "4"),
        ("kapittel 3.2", HEADING, "kapittel ", "krav \\n", "3.2"),
        ("3.2", HEADING, "", "krav \\n", "3.2"),
        ("Krav til deling", HEADING, "", "krav", "Krav til deling"),
    ],
)
def test_a_number_label_or_name_becomes_a_field(
    text: str, target: Target, before: str, instruction: str, shown: str
) -> None:
    made = fields_in(tree.words(text), target)
    assert made is not None
    *words, field = made
    assert tree.text(words) == before
    assert {tree.value(item["c"][0], "custom-style") for item in words} <= {"Hyperlink"}
    assert f" REF {instruction} \\h \\* CHARFORMAT " in field["c"][1]
    assert f">{shown}<" in field["c"][1]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("figur 5", FIGURE),
        ("Figur 14", FIGURE),
        ("figur 4 over", FIGURE),
        ("kapittel 13.2", HEADING),
        ("3.2.1", HEADING),
        ("krav til deling", HEADING),
        ("3.2", Target(texts=(), number=None)),
    ],
)
def test_a_text_that_would_change_stays(text: str, target: Target) -> None:
    assert fields_in(tree.words(text), target) is None


def test_a_link_with_a_look_of_its_own_stays() -> None:
    strong = [node("Strong", tree.words("Figur 4"))]
    assert fields_in(strong, FIGURE) is None


def _note(*inlines: Any) -> dict[str, Any]:
    return {**node("Note", [node("Para", list(inlines))]), "n": 1}


@pytest.fixture
def referring(images: dict[str, Any], build: Path, imprint: Imprint, nb: Words, look: Theme, tmp_path: Path) -> Docx:
    """A document with a reference to every kind of thing."""
    code = header(2, "kode", "1.1", "Feltet")
    code["c"][2] += [node("Space"), node("Code", [attr(), "status"])]
    noted = header(2, "note", "1.2", "Med note")
    noted["c"][2].append(_note(*tree.words("En note.")))
    texts = [
        link(text, target)
        for text, target in (
            ("Figur 1", "#fig-1"), ("figur 1", "#fig-1"), ("tabell 1", "#tab-1"), ("kapittel 1", "#en"),
            ("Innledning", "#en"), ("1.1", "#kode"), ("Feltet status", "#kode"), ("Med note", "#note"),
            ("vedlegg A", "#vedlegg"), ("A.1", "#a-1"), ("Begreper", "#vedlegg"), ("avsnitt 1.2.0.1", "#dypt"),
            ("Takk", "#takk"),
        )
    ]  # fmt: skip
    blocks = [
        chapter(
            "en", "chapter", header(1, "en-1", "1", "Innledning"),
            *(para("Se ", item) for item in texts),
            para("Med note", _note(*tree.words("Se "), link("figur 1", "#fig-1"))),
            code, noted, header(4, "dypt", "1.2.0.1", "Hoppet over"),
            figure(1, "Et bilde", image("img/tall.png", "En stolpe")), table([["a"], ["1"]], "Tall", "1"),
        ),
        chapter("vedlegg", "appendix", header(1, "vedlegg", "A", "Begreper"), header(2, "a-1", "A.1", "Termer")),
        chapter("takk", "closing", header(1, "takk", "", "Takk"), para("Takk.")),
    ]  # fmt: skip
    index = {"chapters": [], "headings": [], "figures": [], "tables": [], "questions": [], "notes": 3}
    target = tmp_path / "out.docx"
    book = {**tree.pandoc(blocks), "book": index, "findings": []}
    anchor_map = tmp_path / "anchors.json"
    source = word.Source(book=book, images=images, build=build, imprint=imprint, rows=(), words=nb, theme=look)
    word.write(source, target, anchor_map)
    return Docx(target)


def test_computing_them_anew_changes_nothing(referring: Docx) -> None:
    numbers = computed.Numbers(referring["word/numbering.xml"], referring["word/styles.xml"])
    parts = [referring.document, referring["word/footnotes.xml"]]
    found = [field for part in parts for field in computed.fields(part) if field.instruction.startswith("REF ")]
    results = computed.computed(referring.document, numbers, {field.instruction for field in found})
    assert [results[field.instruction] for field in found] == [field.cached for field in found]
    assert [field.cached for field in found] == [
        *("Figur 1", "1", "1", "1", "Innledning", "1.1", "Feltet status", "A", "A.1", "Begreper", "Takk", "1"),
    ]
    assert {field.styles for field in found} == {frozenset({"Hyperlink"})}


def test_a_reference_is_a_link_by_itself(referring: Docx) -> None:
    """A hyperlink round it or right before it breaks the file when a reviewer deletes both in LibreOffice."""
    codes = referring.find("//w:instrText[contains(., ' REF ')]")
    assert codes and all(" \\h " in code.text for code in codes)
    assert not [code for code in codes if next(code.iterancestors(f"{{{NS['w']}}}hyperlink"), None) is not None]
    begins = referring.find("//w:r[w:fldChar/@w:fldCharType='begin']")
    assert not [begin for begin in begins if getattr(begin.getprevious(), "tag", "").endswith("}hyperlink")]
