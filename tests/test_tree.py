"""tree.py: rewriting keeps what it is not told to change."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from greenpaper.tree import node, rewrite, rewrite_lists, text, walk, words

inlines = st.recursive(
    st.one_of(st.text(min_size=1, max_size=5).map(lambda t: node("Str", t)), st.just(node("Space"))),
    lambda children: st.lists(children, max_size=3).map(lambda c: node("Emph", c)),
    max_leaves=10,
)
trees = st.lists(st.lists(inlines, max_size=4).map(lambda c: node("Para", c, "a.md:1")), max_size=4)


@given(trees)
def test_rewriting_with_identity_gives_an_equal_tree(tree: list[Any]) -> None:
    assert rewrite(tree, lambda item: item) == tree
    assert rewrite_lists(tree, lambda items: items) == tree


@given(trees)
def test_rewriting_does_not_change_its_input(tree: list[Any]) -> None:
    before = repr(tree)
    rewrite(tree, lambda item: None if item["t"] == "Space" else {**item, "x": 1})
    assert repr(tree) == before


@given(trees)
def test_dropping_a_kind_leaves_none_of_it(tree: list[Any]) -> None:
    left = rewrite(tree, lambda item: None if item["t"] == "Space" else item)
    assert not any(item["t"] == "Space" for item in walk(left))


@given(st.text(alphabet=st.characters(blacklist_characters="\n\t", blacklist_categories=["Cs"])))
def test_words_and_text_are_inverse(line: str) -> None:
    assert text(words(line)) == line
