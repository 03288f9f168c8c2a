"""Ids that two places have, told with both of them."""

from __future__ import annotations

from tests import documents

HEAD = f"---\ntitle: T\n---\n{documents.STATUS_TABLE}"  # seven lines


def test_each_place_but_the_first_is_told_with_who_has_the_id() -> None:
    first = f"{HEAD}## A {{#a}}\n\nTekst med [spenn]{{#b}}.\n\n## B {{#b}}\n"
    second = f"{HEAD}## C {{#a}}\n\n## D {{#en}}\n\n## E {{#to-title}}\n\n## F {{#table-3}}\n"
    made = documents.book(("chapters/en.md", first), ("chapters/to.md", second))
    told = [(str(found.where), found.what) for found in documents.findings(made) if found.code == "id-duplicate"]
    assert told == [
        ("chapters/en.md:12", "the id 'b' is taken by chapters/en.md:10"),
        ("chapters/to.md:8", "the id 'a' is taken by chapters/en.md:8"),
        ("chapters/to.md:10", "the id 'en' is taken by chapters/en.md itself"),
        ("chapters/to.md:12", "the id 'to-title' is taken by chapters/to.md itself"),
        ("chapters/to.md:14", "the id 'table-3' has a form that Greenpaper keeps for its own"),
    ]
