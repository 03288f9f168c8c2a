"""Authors' classes and attributes: those that are ours reach no output."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from greenpaper.passes import allowed
from greenpaper.tree import attributes, walk
from tests.documents import STATUS_TABLE, book, findings

ROOT = Path(__file__).parent.parent.parent
# Of the cover and the pages before the text, whose names languages of code have too
_HARMLESS = frozenset({"text", "css", "toml", "example", "list"})


def test_every_class_of_the_styles_is_kept_from_authors() -> None:
    sheets = [*ROOT.glob("styles/*.css"), *ROOT.glob("styles/themes/*/*.css")]
    named = {name for sheet in sheets for name in re.findall(r"\.([a-z][a-z-]+)", sheet.read_text("utf-8"))}
    assert len(named) > 40
    assert named - allowed.OWN - _HARMLESS == set()


@pytest.mark.parametrize("name", sorted(allowed.OWN - allowed.CLASSES["Div"]))
def test_no_author_fakes_what_is_ours(name: str) -> None:
    text = f"::: {{.{name}}}\nTekst\n:::\n\n[x]{{.{name} data-print=../x n=7}}\n\n```{name}\nkode\n```\n"
    made = book(("chapters/01.md", f"---\ntitle: Prøve\n---\n{STATUS_TABLE}{text}"))
    chapter = made["blocks"][0]["c"][1]
    shown = [triple for item in walk(chapter[2:]) if (triple := attributes(item)) and triple[1:] != [[], []]]
    assert shown == []
    found = [(item.code, item.where.line) for item in findings(made)]
    assert {("attribute-unknown", 8), ("attribute-unknown", 12), ("attribute-unknown", 14)} <= set(found)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[x]{wrapper=1 data-pos="9:1-9:2"}', True),
        ("[x]{data-pos='f@1:1-1:2'}", True),
        ("## A {.unlisted data-pos=9:1-9:2 wrapper=1}", True),
        ("`data-pos=9:1-9:2` og data-pos=x", False),
        ("    data-pos=9:1-9:2", False),
    ],
)
def test_no_author_fakes_a_position(text: str, told: bool) -> None:
    made = book(("chapters/01.md", f"# Prøve\n\n{STATUS_TABLE}\n{text}\n\n[y](finnes-ikke.md)\n"))
    line = STATUS_TABLE.count("\n") + 4
    found = [(item.what, item.where.line) for item in findings(made)]
    assert (("the attribute 'data-pos' means nothing here and is left out", line) in found) is told
    assert ("the link to 'finnes-ikke.md' leads to no chapter", line + 2) in found
    assert "data-pos" not in str([triple for item in walk(made["blocks"]) if (triple := attributes(item))])
