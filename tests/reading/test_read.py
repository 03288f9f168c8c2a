"""reading.read: positions are those of the source, and any text is read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenpaper import reading, status
from greenpaper.errors import AuthorError
from greenpaper.tree import text, walk
from tests.documents import chapter

VOCABULARY = status.load(None)
CHAPTER = chapter("chapters/01-a.md")

blocks = st.sampled_from(
    [
        "{0} avsnitt",
        "## {0} overskrift",
        "* {0} punkt\n* et til",
        '!!! note "Tittel"\n\n    {0} i boksen\n\n    * punkt',
        "> {0} sitat",
        "<!-- en\n\nremark -->\n\n{0} etter remark",
        "| {0} | B |\n|---|---|\n| 1 | 2 |",
        "```\n{0} kode\n```",
        "<figure markdown>\n  ![{0}](a.png)\n  <figcaption>{0}</figcaption>\n</figure>",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(blocks, min_size=1, max_size=8), st.booleans())
def test_every_block_knows_its_line(parts: list[str], front: bool) -> None:
    body = "\n\n".join(part.format(f"ord{number}") for number, part in enumerate(parts))
    source = ("---\ntitle: T\n---\n" if front else "") + body
    lines = source.split("\n")
    tree = reading.read(CHAPTER, source, VOCABULARY)
    for item in walk(tree["blocks"]):
        if item["t"] in {"Para", "Plain", "Header", "CodeBlock"} and "at" in item:
            words = text(item).split()
            if words and words[0].startswith("ord"):
                number = int(item["at"].rpartition(":")[2])
                assert words[0] in "\n".join(lines[number - 1 : number + 2]), (item["at"], words[0])


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read(source: str) -> None:
    tree = reading.read(CHAPTER, source.replace("\r", ""), VOCABULARY)
    assert isinstance(tree["blocks"], list)


@pytest.mark.parametrize(
    ("source", "where"),
    [
        ("A\n\n" + ">" * 60 + " x", "chapters/01-a.md:3"),
        ("A\n\n" + "[" * 60 + "x" + "]{.y}" * 60, "chapters/01-a.md:3"),
        (">" * 999 + " x", "chapters/01-a.md"),
    ],
)
def test_what_is_nested_too_deep_is_one_clear_line(source: str, where: str) -> None:
    with pytest.raises(AuthorError) as caught:
        reading.read(CHAPTER, source, VOCABULARY)
    (line,) = caught.value.lines
    assert line.startswith(f"{where}: error: ") and line.endswith("[text-depth]")
    assert reading.read(CHAPTER, ">" * 30 + " x", VOCABULARY)["blocks"]


def test_front_matter_keeps_text_as_text() -> None:
    tree = reading.read(CHAPTER, "---\ntitle: no\nversion: 1.10\nlang: no\n---\n\nTekst\n", VOCABULARY)
    assert tree["front"] == {"title": "no", "version": "1.10", "lang": "no"}
    assert text(tree["title"]) == "no"


@pytest.mark.parametrize(
    ("source", "line"),
    [("A\n\n{.e}\n   b\n", 4), ("{.e}\n ", 2), ("- a\n\n  {.e}\n    \n", 4), ("A\n\n> {.e}\n>  \n> b", 4)],
)
def test_what_is_indented_below_attributes_is_told(source: str, line: int) -> None:
    """pandoc's reader gives up there."""
    with pytest.raises(AuthorError, match=rf"^chapters/01-a\.md:{line}: error: this line .* \[text-unreadable\]$"):
        reading.read(CHAPTER, source, VOCABULARY)
