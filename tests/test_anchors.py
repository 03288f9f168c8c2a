"""The names of pieces of text: their laws, and what is a piece."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from greenpaper import tree
from greenpaper.anchors import Anchor, anchored, span
from greenpaper.tree import attr, node

WORDS = st.text("abc ", min_size=1, max_size=6).filter(str.strip)


def para(text: str, at: str = "chapters/01-a.md:3") -> dict[str, Any]:
    return node("Para", tree.words(text), at)


def names(texts: list[str], slug: str = "a") -> list[tuple[str, str]]:
    """Text and anchor of the paragraphs of a chapter."""
    blocks = [node("Div", [attr(slug, ("chapter",)), [para(text) for text in texts]])]
    _, anchors = anchored(tree.pandoc(blocks))
    return list(zip([" ".join(text.split()) for text in texts], (a.identifier for a in anchors), strict=True))


@given(st.lists(WORDS, max_size=8))
def test_no_two_pieces_have_the_same_name_and_word_takes_all(texts: list[str]) -> None:
    made = [name for _, name in names(texts)]
    assert len(set(made)) == len(made)
    assert all(re.fullmatch(r"_P[0-9a-f]{12}", name) for name in made)


@given(st.lists(WORDS, unique_by=lambda text: " ".join(text.split()), min_size=1, max_size=8), st.data())
def test_a_piece_keeps_its_name_wherever_it_goes_while_its_text_does(texts: list[str], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(texts))
    kept = shuffled[: data.draw(st.integers(min_value=1, max_value=len(texts)))]
    assert set(names([*kept, "d"])) - set(names(["d"])) <= set(names(texts))


@given(st.lists(WORDS, max_size=6), st.lists(WORDS, max_size=6))
def test_what_is_added_behind_changes_no_name(texts: list[str], more: list[str]) -> None:
    assert names([*texts, *more])[: len(texts)] == names(texts)


@given(WORDS, WORDS)
def test_a_name_follows_the_text(one: str, other: str) -> None:
    same = one.split() == other.split()
    assert (names([one])[0][1] == names([other])[0][1]) is same


def test_chapters_do_not_share_names() -> None:
    assert names(["tekst"], "a") != names(["tekst"], "b")


def pieces(*blocks: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Kind, place and number of each piece of a chapter of these blocks."""
    made, anchors = anchored(tree.pandoc([node("Div", [attr("a", ("chapter",)), list(blocks)])]))
    marked = [item["c"][0][0] for item in tree.walk(made["blocks"]) if item["t"] == "Span" and span([item])]
    coded = [tree.value(item["c"][0], "anchor") for item in tree.walk(made["blocks"]) if item["t"] == "CodeBlock"]
    assert Counter([*marked, *coded]) == Counter(anchor.identifier for anchor in anchors)
    return [(anchor.kind, str(anchor.where), anchor.number) for anchor in anchors]


def cell(*blocks: dict[str, Any], number: str = "") -> list[Any]:
    return [attr("", n=number) if number else attr(), {"t": "AlignDefault"}, 1, 1, list(blocks)]


def test_every_kind_of_piece_has_one() -> None:
    row = [attr(), [cell(para("celle", "a.md:7")), cell(number="3-1 a.2")]]
    caption = [None, [node("Plain", tree.words("Tekst"))]]
    assert pieces(
        node("Header", [1, attr("a", number="1"), tree.words("Tittel")], "a.md:1"),
        node(
            "Para", [node("Span", [attr("p", ("paragraph-number",)), tree.words("1-1")]), *tree.words("én")], "a.md:2"
        ),
        node("Para", [node("Str", "to"), {**node("Note", [para("note", "a.md:30")]), "n": 4}], "a.md:3"),
        node("BulletList", [[node("Plain", tree.words("punkt"), "a.md:5")]]),
        node("DefinitionList", [[tree.words("ord"), [[para("mening", "a.md:6")]]]]),
        node(
            "Table",
            [attr("t", number="2"), caption, [], [attr(), []], [[attr(), 0, [], [row]]], [attr(), []]],
            "a.md:7",
        ),
        node("Figure", [attr("f", number="3"), [None, []], [node("Plain", [])]], "a.md:9"),
        node("CodeBlock", [attr("", n="1-2"), "kode"], "a.md:11"),
        node("BlockQuote", [para("sitat", "a.md:13")]),
    ) == [
        ("heading", "a.md:1", "1"),
        ("paragraph", "a.md:2", "1-1"),
        ("paragraph", "a.md:3", ""),
        ("note", "a.md:30", "4"),
        ("item", "a.md:5", ""),
        ("term", "a.md:5", ""),
        ("definition", "a.md:6", ""),
        ("caption", "a.md:7", "2"),
        ("cell", "a.md:7", ""),
        ("cell", "a.md:7", "3-1 a.2"),
        ("figure", "a.md:9", ""),
        ("caption", "a.md:9", "3"),
        ("code", "a.md:11", "1-2"),
        ("paragraph", "a.md:13", ""),
    ]


def test_an_anchor_as_json_says_where_it_is() -> None:
    _, (anchor, *_) = anchored(tree.pandoc([para("tekst")]))
    assert isinstance(anchor, Anchor)
    assert anchor.as_dict("tekst") == {
        "id": anchor.identifier,
        "kind": "paragraph",
        "file": "chapters/01-a.md",
        "line": 3,
        "number": "",
        "text": "tekst",
    }
