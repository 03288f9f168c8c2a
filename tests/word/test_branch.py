from __future__ import annotations

import json
import re
from typing import Any

import pytest

from greenpaper import tree
from greenpaper.anchors import ANCHOR
from greenpaper.theme import Theme
from greenpaper.tree import attr, node
from greenpaper.word.bookmarks import bookmarks
from greenpaper.word.branch import Branch, branch
from greenpaper.words import Words
from tests.word.conftest import callout, figure, image, para, table


def made(blocks: list[Any], nb: Words, look: Theme, images: dict[str, Any] | None = None) -> Branch:
    book = tree.pandoc(blocks)
    return branch(book, images or {}, bookmarks(book), page=look.page, words=nb)


def kinds(branched: Branch) -> list[str]:
    return [item["t"] for item in tree.walk(branched.document["blocks"])]


def header(identifier: str) -> dict[str, Any]:
    return node("Header", [2, attr(identifier), tree.words("Tittel")])


def test_every_bookmark_is_one_that_word_accepts() -> None:
    identifiers = ["3-behov", "a:b", "æøå", "x" * 60, "x" * 59 + "y", "Behov", "behov", "_"]
    names = bookmarks(tree.pandoc([header(identifier) for identifier in identifiers]))
    assert set(names) == set(identifiers)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,39}", name) for name in names.values())
    assert len({name.casefold() for name in names.values()}) == len(identifiers)  # Word ignores case


def test_a_chapter_has_the_bookmark_of_its_heading() -> None:
    names = bookmarks(tree.pandoc([node("Div", [attr("behov", ("chapter", "chapter")), [header("behov-title")]])]))
    assert names["behov"] == names["behov-title"]


def test_a_link_to_nothing_becomes_its_text(nb: Words, look: Theme) -> None:
    link = node("Link", [attr(), tree.words("dit"), ["#borte", ""]])
    branched = made([node("Para", [link])], nb, look)
    assert "Link" not in kinds(branched)
    assert tree.text(branched.document["blocks"]) == "dit"


def test_raw_markup_and_foreign_classes_do_not_get_through(nb: Words, look: Theme) -> None:
    raw = [node("RawBlock", ["openxml", "<w:p/>"]), node("Para", [node("RawInline", ["openxml", "<w:br/>"])])]
    change = node("Span", [attr("", ("insertion",), author="x", custom_style="Title"), tree.words("ord")])
    branched = made([*raw, node("Para", [change])], nb, look)
    assert not {"RawBlock", "RawInline"} & set(kinds(branched))
    spans = [item["c"][0] for item in tree.walk(branched.document["blocks"]) if item["t"] == "Span"]
    assert all(classes == [ANCHOR] and not values for _, classes, values in spans)


@pytest.mark.parametrize(("given", "tag"), [("nn", "nn-NO"), ("se", "se-NO"), ("en", "en-GB"), ("fr", "fr")])
def test_languages_are_those_of_words_proofing(given: str, tag: str, nb: Words, look: Theme) -> None:
    span = node("Span", [attr(lang=given), tree.words("ord")])
    spans = [i for i in tree.walk(made([node("Para", [span])], nb, look).document["blocks"]) if i["t"] == "Span"]
    assert tree.value(spans[-1]["c"][0], "lang") == tag


def test_an_image_becomes_a_drawing_that_names_no_path(nb: Words, look: Theme) -> None:
    entry = {"print": "img/a-1.svg", "word": "img/a-2.png", "width": 10, "height": 10}
    image = node("Image", [attr(), tree.words("Et kart & mer"), ["img/a.svg", ""]])
    branched = made([node("Para", [image, image])], nb, look, {"img/a.svg": entry})
    text = json.dumps(branched.document)
    assert "img/" not in text
    assert "Et kart &amp; mer" in text
    (picture,) = branched.pictures  # the file is there once, however often it is shown
    assert (picture.raster, picture.vector) == ("img/a-2.png", "img/a-1.svg")


def test_an_image_that_was_not_prepared_says_so(nb: Words, look: Theme) -> None:
    image = node("Image", [attr(), tree.words("Kart"), ["img/a.svg", ""]])
    assert "Bildet mangler: img/a.svg" in tree.text(made([node("Para", [image])], nb, look).document["blocks"])


def test_the_numbers_of_headings_are_kept_by_bookmark(book: dict[str, Any], nb: Words, look: Theme) -> None:
    names = bookmarks(book)
    numbers = branch(book, {}, names, page=look.page, words=nb).numbers
    assert numbers == {names[entry["id"]]: entry["number"] or "" for entry in book["book"]["headings"]}


def test_figures_and_captions_in_a_callout_have_its_ground(nb: Words, look: Theme) -> None:
    inside = [figure(1, "Figurtekst", image("a.png", "Et kart")), table([["a"], ["b"]], "Tabelltekst", "1")]
    branched = made([callout("tip", "Tips", para("Først"), *inside)], nb, look)
    styled = [tree.value(item["c"][0], "custom-style") for item in tree.walk(branched.document["blocks"])
              if item["t"] in {"Div", "Table"}]  # fmt: skip
    assert [style for style in styled if style and not style.startswith(("Callout Tip", "TableCalloutTip"))] == []
    assert styled.count("Callout Tip Caption") == 2
    assert "TableCalloutTip" in styled
