"""Paragraph numbers: which blocks get one, and that every output shows the same before the same text."""

from __future__ import annotations

from pathlib import Path

import pytest

from greenpaper import document, page, words
from greenpaper.model import ChapterKind
from greenpaper.tree import PARAGRAPH_NUMBER, Node, attributes, text, walk
from tests import documents
from tests.documents import STATUS_TABLE

HEAD = f"# Tittel\n\n{STATUS_TABLE}\n"


def _numbered(made: Node) -> list[tuple[str, str]]:
    """Every number that is shown, with the text of its paragraph."""
    found: list[tuple[str, str]] = []
    for item in walk(made["blocks"]):
        if item["t"] in {"Para", "Plain"} and item["c"] and _is_mark(item["c"][0]):
            found.append((text(item["c"][:1]), text(item["c"][1:])))
        elif item["t"] == "CodeBlock":
            found += [(value, item["c"][1]) for key, value in item["c"][0][2] if key == "n"]
        elif item["t"] == "DefinitionList":
            found += [(text(term[:1]), text(term[1:])) for term, _ in item["c"]]
    return found


def _is_mark(item: Node) -> bool:
    return item["t"] == "Span" and PARAGRAPH_NUMBER in item["c"][0][1]


def _of(source: str) -> list[tuple[str, str]]:
    return _numbered(documents.book(("chapters/en.md", HEAD + source), paragraph_numbers=True))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Ett.\n\nTo.", [("1-1", "Ett."), ("1-2", "To.")]),
        ("Ett.\n\n- a\n- b\n\nTo.", [("1-1", "Ett."), ("1-1 a", "a"), ("1-1 b", "b"), ("1-2", "To.")]),
        ("## Liste\n\n- a\n- b\n\nTo.", [("1-1 a", "a"), ("1-1 b", "b"), ("1-2", "To.")]),
        (
            "Ett.\n\n1. a\n\n   mer\n   - x\n     1. y\n   - z\n2. b",
            [
                ("1-1", "Ett."),
                ("1-1 a", "a"),
                ("1-1 a.1", "x"),
                ("1-1 a.1.1", "y"),
                ("1-1 a.2", "z"),
                ("1-1 b", "b"),
            ],
        ),
        ("Ett.\n\n- a\n\n## Mer\n\n- b", [("1-1", "Ett."), ("1-1 a", "a"), ("1-2 a", "b")]),
        ("> Ett.\n>\n> To.\n> - a", [("1-1", "Ett."), ("1-2", "To."), ("1-2 a", "a")]),
        ('!!! note "Tittel"\n    Ett.\n\nTo.', [("1-1", "Ett."), ("1-2", "To.")]),
        ("```\nkode\n```\n\nTo.", [("1-1", "kode"), ("1-2", "To.")]),
        ("![Kart](k.png)\n*Et kart*\n\nTo.", [("1-1", "To.")]),
        ("Ett:\n\n$$x = 1$$\n\nDer $x$ er to.", [("1-1", "Ett:"), ("1-2", "Der x er to.")]),
        ("Ett.[^n]\n\n[^n]: En note.", [("1-1", "Ett.")]),
        ("Ett.\n\nOrd\n\n:   Hva det er.\n\n    Mer.", [("1-1", "Ett."), ("1-1 a", "Ord")]),
        ("::: {lang=nn}\nEitt.\n:::\n\n- a", [("1-1", "Eitt."), ("1-1 a", "a")]),
        # What shows nothing, or nothing but images, has no number and takes none
        ("## Tabell\n\n| x |\n|---|\n\nTo.", [("1-1", "To.")]),
        ("[![Kart](k.png)](https://example.no)\n\nTo.", [("1-1", "To.")]),
        ("[]{#her}\n\nTo.", [("1-1", "To.")]),
        # An item is numbered at its first text
        ("Ett.\n\n- ![Kart](k.png)\n\n  Punkt.\n- b", [("1-1", "Ett."), ("1-1 a", "Punkt."), ("1-1 b", "b")]),
        ("Ett.\n\n-   > [!NOTE]\n    > a\n\n-   b", [("1-1", "Ett."), ("1-1 a", "a"), ("1-1 b", "b")]),
        ("Ett.\n\n-   - a\n\n    b", [("1-1", "Ett."), ("1-1 a.1", "a")]),
    ],
)
def test_what_gets_a_number(source: str, expected: list[tuple[str, str]]) -> None:
    assert _of(source) == expected


def test_the_row_of_a_table_shows_its_number_and_every_cell_carries_its_own() -> None:
    source = f"{HEAD}Ett.\n\n| x | y |\n|---|---|\n| 1 | 2 |\n|   | 4 |\n"
    made = documents.book(("chapters/en.md", source), paragraph_numbers=True)
    assert _numbered(made) == [("1-1", "Ett."), ("1-1 a", "1"), ("1-1 b", "")]
    table = next(item for item in walk(made["blocks"]) if item["t"] == "Table")
    ((_, _, _, rows),) = table["c"][4]
    assert [[cell[0][2] for cell in cells] for _, cells in rows] == [
        [[["n", "1-1 a.1"]], [["n", "1-1 a.2"]]],
        [[["n", "1-1 b.1"]], [["n", "1-1 b.2"]]],
    ]


def test_the_27th_item_is_aa() -> None:
    numbers = [number for number, _ in _of("Ett.\n\n" + "- punkt\n" * 53)]
    assert (numbers[26], numbers[27], numbers[53]) == ("1-1 z", "1-1 aa", "1-1 ba")


def test_chapters_without_a_label_count_in_roman_numerals() -> None:
    from greenpaper import passes, reading, status

    vocabulary = status.load(None)
    chapters = [
        documents.chapter("chapters/a.md", 1, ChapterKind.APPENDIX),
        *(documents.chapter(f"chapters/{name}.md", at, ChapterKind.CLOSING) for at, name in enumerate("xyzw", 2)),
    ]
    trees = [(chapter, reading.read(chapter, f"{HEAD}Tekst.", vocabulary)) for chapter in chapters]
    made = documents.document(*chapters, paragraph_numbers=True)
    book = passes.run(trees, passes.Context(document=made, vocabulary=vocabulary, words=words.load("nb")))
    assert [number for number, _ in _numbered(book)] == ["A-1", "i-1", "ii-1", "iii-1", "iv-1"]


def test_each_id_is_given_once_and_not_to_authors() -> None:
    source = f"{HEAD}Ett.\n\n- a\n  - b\n\n## Kilder {{#p1-1}}\n\n```\nkode\n```\n\nTo."
    made = documents.book(("chapters/en.md", source), paragraph_numbers=True)
    ids = [triple[0] for item in walk(made["blocks"]) if (triple := attributes(item)) and triple[0]]
    assert {"p1-1", "p1-1a", "p1-1a-1", "p1-2", "p1-3"} <= set(ids)
    assert "id-duplicate" in {finding.code for finding in documents.findings(made)}


def test_without_the_setting_there_are_none() -> None:
    made = documents.book(("chapters/en.md", f"{HEAD}Ett.\n\n| x |\n|---|\n| 1 |\n\n```\nkode\n```"))
    assert not [item for item in walk(made["blocks"]) if _is_mark(item)]
    assert '"n"' not in str(made["blocks"]).replace("'", '"')


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ('status = "Prerelease"\n[hearing]\ndeadline = 2027-01-08', True),
        ('status = "Prerelease"', False),
        ('status = "Work in progress"\n[hearing]\ndeadline = 2027-01-08', False),
        ('status = "Prerelease"\nparagraph_numbers = false\n[hearing]\ndeadline = 2027-01-08', False),
        ('status = "Release"\nparagraph_numbers = true', True),
    ],
)
def test_hearing_drafts_have_them_unless_the_setting_says_otherwise(
    settings: str, expected: bool, tmp_path: Path
) -> None:
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "01-en.md").write_text("# En", "utf-8")
    head = 'title = "T"\npublisher = "P"\nlanguage = "nb"\nversion = "1"\n'
    (tmp_path / "document.toml").write_text(head + settings, "utf-8")
    assert document.load(tmp_path).paragraph_numbers is expected


def test_html_has_the_number_in_the_paragraph_and_no_tab_stop() -> None:
    source = f"{HEAD}Ett.\n\n- [x] gjort\n\n```{{.text lang=en}}\n<kode>\n```\n"
    made = documents.book(("chapters/en.md", source), paragraph_numbers=True)
    html = page.write_body(page.body(made, {}, words.load("nb")))
    assert '<p><span id="p1-1" class="paragraph-number">1-1 </span>Ett.</p>' in html
    mark = '<span id="p1-1a" class="paragraph-number">1-1 a </span>'
    assert f'<div class="tasks">\n<ul>\n<li>{mark}<span class="task">☑</span> gjort</li>' in html
    code = '<span class="paragraph-number">1-2 </span><code>&lt;kode&gt;</code></pre>'
    assert f'<pre id="p1-2" class="text" lang="en" tabindex="0">{code}' in html
