"""passes/raw_html.py: nothing raw is left and no text is lost, however tags are strewn."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from greenpaper.tree import text, walk
from tests.documents import STATUS_TABLE, book, findings

PIECES = [
    "ord0", "ord1", "ord2", "<b>", "</b>", "<i>", "</i>", "<p>", "</p>", "<div id='x'>", "</div>", "<ul><li>", "</li>",
    "<span lang='nn'>", "</span>", "<br>", "</br>", "<a href='https://example.org'>", "</a>", "<td>", "\n", "\n\n", " ",
    "* ", "<hr>", "<figure>", "</figure>", "<figcaption>", "</figcaption>", "<?x y?>", "<!DOCTYPE html>", "*", "<wbr>",
]  # fmt: skip
KNOWN = {
    "Para", "Plain", "Div", "BulletList", "Figure", "Header", "HorizontalRule", "Str", "Space", "SoftBreak",
    "LineBreak", "Strong", "Emph", "Span", "Link", "Image", "Code", "CodeBlock",
}  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=15).map("".join))
def test_nothing_raw_is_left_and_every_word_is(source: str) -> None:
    made = book(("chapters/a.md", f"# T\n\n{STATUS_TABLE}\n{source}"))
    assert {item["t"] for item in walk(made["blocks"])} <= KNOWN
    shown = text(made["blocks"])
    assert [shown.count(f"ord{n}") for n in range(3)] == [source.count(f"ord{n}") for n in range(3)]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(PIECES[3:-6]), max_size=6).map(lambda pieces: "".join(pieces).replace("\n", " ")))
def test_nor_in_a_title(title: str) -> None:
    made = book(("chapters/a.md", f"# Tittel {title}\n\n{STATUS_TABLE}\n"))
    assert {item["t"] for item in walk(made["blocks"])} <= KNOWN


def test_tags_that_are_nested_without_end_are_told() -> None:
    made = book(("chapters/en.md", f"# T\n\n{STATUS_TABLE}{'<b>' * 999}x{'</b>' * 999}\n"))
    (told,) = [found for found in findings(made) if found.code == "raw-html"]
    assert (str(told.where), told.what) == ("chapters/en.md:7", "<b> stands in more than 40 others, and is left out")
    assert text(made["blocks"]).count("x") == 1
