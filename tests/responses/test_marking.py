"""Comments as remarks in the chapters: behind what they are about, once, harmless, and nothing else changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from greenpaper import project
from greenpaper.responses import applying, intake, patches, table
from greenpaper.responses.model import Answer, Decision, Kind, Respondent, Row
from greenpaper.responses.patches import marking
from greenpaper.responses.patches.changing import Place
from tests.responses.hearing import CHAPTER, PATH, chapters, piece, pieces
from tests.responses.test_applying import commits, folder
from tests.responses.test_patch_files import row

__all__ = ["folder"]  # a fixture


def comment(words: str, text: str, identifier: str = "r1", respondent: str = "nord") -> tuple[Row, Place]:
    made, now = row(words, "", "")
    said = replace(
        made, kind=Kind.COMMENT, identifier=identifier, respondent=respondent, comment=text, edit=None, quoted=""
    )
    assert now.where
    return said, Place(path=PATH, identifier=now.identifier, line=now.where.line, kind=now.kind)


def marked(*said: tuple[Row, Place], text: str = CHAPTER) -> marking.Marked:
    places = {row.identifier: place for row, place in said}
    return marking.mark([row for row, _ in said], places, chapters({PATH: text}), {})


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Et viktig", "note.[^en]\n<!-- r1 nord: Hvorfor? -->\n\nAvsnitt to"),
        ("Et sitat", "> over to linjer.\n> <!-- r1 nord: Hvorfor? -->\n\n!!!"),
        ("Teksten i", "    Teksten i rammen er kort.\n    <!-- r1 nord: Hvorfor? -->\n"),
        ("andre punkt", "- andre punkt med *kursiv*\n  <!-- r1 nord: Hvorfor? -->\n- tredje"),
        ("Pleier", "| Annen | |\n<!-- r1 nord: Hvorfor? -->\n\nTabell"),
        ("Behov i dag", "# Behov *i dag*\n<!-- r1 nord: Hvorfor? -->\n"),
        ("Kart over", "*Kart over området*\n<!-- r1 nord: Hvorfor? -->\n"),
        ("Noten har", "    en linje til.\n    <!-- r1 nord: Hvorfor? -->\n"),
    ],
)
def test_a_remark_stands_behind_what_it_is_about(words: str, shown: str) -> None:
    made = marked(comment(words, "Hvorfor?"))
    assert shown in made.texts[PATH]
    assert [each.text for each in pieces(made.texts[PATH])] == [each.text for each in pieces(CHAPTER)]


def test_what_would_end_a_remark_is_harmless() -> None:
    said = "a --> b <!-- c --!> d\n\n# e `f` ```\n- g \\"
    made = marked(comment("Siste avsnitt", said))
    assert "<!-- r1 nord: a -- > b < !-- c -- !> d # e `f` ``` - g \\ -->" in made.texts[PATH]


def test_what_turns_the_text_around_is_written_out() -> None:
    made = marked(comment("Siste avsnitt", "a \u202e b \x9b c"))
    assert "<!-- r1 nord: a <U+202E> b <U+009B> c -->" in made.texts[PATH]


def test_several_at_one_place_keep_their_order() -> None:
    made = marked(
        comment("Siste avsnitt", "En"), comment("Siste avsnitt", "To " * 60, "r2"), comment("Et sitat", "Tre", "r3")
    )
    assert [row.identifier for row in made.rows] == ["r1", "r2", "r3"]
    text = made.texts[PATH]
    assert text.index("r3 nord") < text.index("r1 nord: En -->\n<!-- r2 nord: To To")
    assert max(map(len, text.split("\n"))) <= 120


def test_what_has_no_place_is_told() -> None:
    said, place = comment("Siste avsnitt", "x")
    made = marked((said, replace(place, identifier="_Pgone", line=9999)))
    assert (made.rows, made.left, made.texts) == ((), (said,), {})


def test_it_says_who_and_which_words_but_not_of_the_anonymous() -> None:
    said, _ = comment("Siste avsnitt", "x")
    quoted = replace(said, quoted="de sitert ordene")
    known = Respondent(folder="nord", name="Nord kommune")
    assert marking.said(quoted, known) == "r1 Nord kommune «de sitert ordene»: x"
    assert marking.said(quoted, replace(known, anonymous=True)) == "r1 anonymous «de sitert ordene»: x"


def test_a_second_run_adds_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said, place = comment("Siste avsnitt", "Hvorfor?")
    decided = replace(said, identifier="r2", answer=Answer(decision=Decision.NOT))
    change, now = row("Siste avsnitt", "tom", "full")
    followed = replace(change, identifier="r3", respondent="nord", answer=Answer(decision=Decision.FOLLOWED))
    made = patches.made([said, decided, followed], {followed.anchor: now}, chapters({PATH: CHAPTER}), {})
    assert made.places["r1"] == place
    patches.write(made, Path("build/responses"))
    intake.MASTER.write_text(table.text(made.rows))
    for _ in range(2):
        applying.run(project.load(Path()), dry=False, remarks=True)
    text = Path(PATH).read_text()
    assert "Siste avsnitt med en full slutt.\n<!-- r1 Nord kommune: Hvorfor? -->\n" in text
    assert text.count("<!--") == 1
    remark = "Put 1 comment into the chapters as remarks"
    assert commits(folder) == ["Follow 1 change of Nord kommune", remark, "Først"]
    assert "now a remark: 1-2 (r1)" in capsys.readouterr().out


def test_words_in_a_chapter_with_remarks_are_changed(folder: Path) -> None:
    text = CHAPTER.replace("Siste avsnitt med en", "Siste avsnitt <!-- Kari: hva? --> med en")
    now = piece(text, "Siste avsnitt")
    assert now.text == "Siste avsnitt med en tom slutt."
    made = marked(comment("Siste avsnitt", "x"), text=text)
    assert "tom slutt.\n<!-- r1 nord: x -->" in made.texts[PATH]
