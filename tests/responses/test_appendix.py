from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from greenpaper import theme, tree, words
from greenpaper.checks import characters
from greenpaper.release import gates
from greenpaper.responses.model import Row
from greenpaper.responses.written import appendix, columns
from greenpaper.tree import Node
from tests import documents
from tests.responses.heard import DEMANDS, RESPONDENTS, ROWS, row
from tests.test_response import _imprint

KNOWN = theme.characters(theme.load(None))
HOSTILE = (
    "<b>fet</b> &amp; <!-- internt --> <script>", "a*b*c **d** _e_ __f__ ~g~ ^h^", "[x](y) ![z](w.png) [^1] [a]: b",
    r"C:\*tmp \d \| a | b", "`kode` ``` ~~~", "# 1 + 2 - 3 > 4", "https://example.no/a_b www.example.no a@b.no",
    "{{ x }} {% y %} {.klasse} {: #id}", "$x^2$ $$y$$ 5 $ og 6 $", "!!! note",
    "[!NOTE] a", "Hva er dette???? TODO {{", "::: tip", "--- | ---", ":-:", "&#42;",
    "Fristen for å svare er 1. mars 2027.", "Svar innen 1.3.2027", "\U0001f9ea \u202eabc\u0007 \ufffe \u200b",
    "Tabell: Hva",
    "a\u00a0\u00a0 b\n\n\n c", "===", "\\", "|", "*[HTML]: x", "«»", "Høringsfrist:\n1. mars 2027",
    "(c) ... -- 'a' \"b\"",
)  # fmt: skip


def chapter(*rows: Row, language: str = "nb") -> str:
    made = _imprint(language)
    stamp = replace(made.stamp, maturity="review", level="veileder")
    return appendix.text(rows, RESPONDENTS, replace(made, stamp=stamp), words.load(language), KNOWN)


def released(made: Node) -> list[str]:
    """What a release would be stopped for."""
    prose = " ".join(tree.text(item) for item in tree.walk(made["blocks"]) if item["t"] in {"Plain", "Para", "Header"})
    return gates.PLACEHOLDER.findall(prose)


def built(text: str, language: str = "nb") -> Node:
    """The book that holds the chapter and nothing else, which is found in order."""
    made = documents.book(("chapters/a-svar.md", text), language=language)
    found = [*documents.findings(made), *characters.check(made, KNOWN)]
    assert [(item.code, item.what) for item in found] == [] and released(made) == []
    return made


def cells(made: Node) -> list[list[list[str]]]:
    """The tables: of each row the text of its cells."""
    tables = [item for item in tree.walk(made["blocks"]) if item["t"] == "Table"]
    return [
        [[tree.text(cell[4]) for cell in line[1]] for body in table["c"][4] for line in body[3]] for table in tables
    ]


def flat(text: str) -> str:
    """Without what nobody sees."""
    return "".join(text.replace("\u2060", "").split())


def test_the_chapter_that_editors_get() -> None:
    assert chapter(ROWS[0], ROWS[2], ROWS[3]) == (
        "# Høringssvar: Målbilde for &#60;digital&#62; deling &#38; &#91;mer&#93;\n\n"
        "| Status | Version | Maturity | Normative level |\n| --- | --- | --- | --- |\n"
        "| prerelease | v0.9.0 | review | veileder |\n\n"
        "## Oversikt\n\n"
        "| Kapittel | Merknader | fulgt | delvis fulgt | ikke fulgt | tatt til orientering | åpen |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n"
        "| Hele dokumentet, eller uten sted | 1 | 0 | 0 | 0 | 0 | 1 |\n"
        "| 1 Behov | 2 | 1 | 0 | 0 | 0 | 1 |\n\n"
        "## Hele dokumentet, eller uten sted\n\n"
        "{.portrait}\n| Nr. | Avsender | Avsnitt | Merknad | Vår vurdering |\n| --- | --- | --- | --- | --- |\n"
        "| 2 | Sør helseforetak |  | Et godt utkast.<br>Vi støtter det. | åpen |\n\n"
        "## Kapittel 1 Behov\n\n"
        "{.portrait}\n| Nr. | Avsender | Avsnitt | Merknad | Vår vurdering |\n| --- | --- | --- | --- | --- |\n"
        "| 1 | Nord kommune | 1-1 | «et felles målbilde»<br>Dette er uklart. | fulgt<br>Vi skriver om. |\n"
        "| 1.1 | Anonym avsender 1 | 1-1 | svar på kommentar<br>Enig. | åpen |\n"
    )


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_it_builds_without_a_finding(language: str) -> None:
    made = built(chapter(*ROWS, language=language), language)
    assert [len(table) for table in cells(made)] == [3, 1, 3, 2]
    assert not re.search("wenche|hemmelig", str(made), re.IGNORECASE)
    assert built(chapter(language=language), language)


@pytest.mark.parametrize("said", HOSTILE)
def test_what_respondents_write_is_text(said: str) -> None:
    rows = row("a", comment=said), row("b", proposal=said, chapter=f"1 {said}".splitlines()[0], quoted=said)
    tables = cells(built(chapter(*rows)))
    (entry, *_) = columns.entries(rows, RESPONDENTS, words.load("nb"))
    expected = "".join(f"(U+{ord(c):04X})" if c in "\U0001f9ea\u202e" else c for c in flat(entry.row.comment))
    assert expected in flat(tables[1][0][3])


@given(st.lists(st.text() | st.sampled_from(HOSTILE), max_size=4).map("".join))
@example("**\n")
def test_any_text_builds(said: str) -> None:
    (line,) = cells(built(chapter(row("a", comment="", quoted=said, proposal=said))))[1]
    assert len(line) == 5


@pytest.mark.parametrize("said", ["ord " * 20_000, "x" * 30_000, "*" * 12_000, "a\n" * 9000])
def test_a_long_remark_loses_nothing(said: str) -> None:
    tables = cells(built(chapter(row("a", comment=said, quoted=""))))
    lines: Sequence[Sequence[str]] = tables[1]
    assert len(lines) > 1 and [line[0] for line in lines] == ["1", *[""] * (len(lines) - 1)]
    assert flat("".join(line[3] for line in lines)) == flat(said)
    assert max(map(len, chapter(row("a", comment=said)).splitlines())) <= 10_000


def test_replies_stand_with_their_comment() -> None:
    rows = row("a"), row("b", chapter=DEMANDS), row("c", parent="a", chapter="")
    assert [[line[0] for line in table] for table in cells(built(chapter(*rows)))[1:]] == [["1", "1.1"], ["2"]]


def test_headings_begin_with_no_number() -> None:
    rows = [row(name, chapter=name) for name in ("3 Krav", "A Begreper", "Ordliste", "7 2027 #1 #")]
    made = built(chapter(*rows))
    heads = [tree.text(item["c"][2]) for item in tree.walk(made["blocks"]) if item["t"] == "Header"]
    assert heads[2:] == ["Kapittel 3 Krav", "Vedlegg A Begreper", "Ordliste", "Kapittel 7 2027 #1 #"]
