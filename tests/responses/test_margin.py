"""The document with remarks in the margin: each box stands right at the block that holds what it is about."""

from __future__ import annotations

from typing import Any

from greenpaper import tree, words
from greenpaper.anchors import anchored
from greenpaper.model import Location
from greenpaper.responses.model import Answer, Decision, Row
from greenpaper.responses.written import margin
from greenpaper.tree import Node
from tests import documents
from tests.responses import examples

TEXT = """# Behov

| Status | Version |
|---|---|
| Prerelease | 0.9.0 |

Det første avsnittet.

- Punkt en.
- Punkt to[^1].

| Rolle | Ansvar |
|---|---|
| Fastlege | Alt |

```
kode
```

Begrep
:   Forklaring

> Sitat

[^1]: Noten.
"""


def _row(anchor: str, comment: str, line: int | None = None, **more: Any) -> Row:
    where = Location(path="chapters/01.md", line=line) if line else None
    said = {"respondent": "a", "number": "", "quoted": "", "where": where, "anchor": anchor, "comment": comment}
    return examples.row(f"r{abs(hash(comment))}", **{**said, **more})


def _book() -> Node:
    return documents.book(("chapters/01.md", TEXT), language="nb")


def _beside_boxes(blocks: Any) -> dict[str, tuple[str, str]]:
    """By the comment of each box, the texts of the blocks before and behind it; "" where there is none."""
    found = {}
    lists = [blocks]
    while lists:
        siblings = [item for item in lists.pop() if isinstance(item, list | dict)]
        texts = ["" if isinstance(item, list) or _is_box(item) else tree.text(item) for item in siblings]
        for at, item in enumerate(siblings):
            if isinstance(item, list):
                lists.append(item)
            elif _is_box(item):
                said = next(part for part in item["c"][1] if part["c"][0][1] == ["said"])
                before, behind = reversed(texts[:at]), texts[at:]
                found[tree.text(said)] = next(filter(None, before), ""), next(filter(None, behind), "")
            elif isinstance(item.get("c"), list):
                lists.append(item["c"])
    return found


def _is_box(item: Node) -> bool:
    return item["t"] == "Div" and margin.RESPONSE in item["c"][0][1]


def test_a_box_stands_above_its_block_and_in_a_list_below() -> None:
    book = _book()
    _, pieces = anchored(book)
    rows = [_row(piece.identifier, f"om {piece.kind} {number}") for number, piece in enumerate(pieces)]
    made = margin.annotated(book, rows, {"a": "Arkivet"}, words.load("nb"))
    found = _beside_boxes(made["blocks"])
    assert len(found) == len(rows)
    before, behind = 0, 1
    for kind, text, side in (
        ("heading", "Behov", behind), ("paragraph", "første", behind), ("cell", "Fastlege", behind),
        ("code", "kode", behind), ("item", "Punkt", before), ("definition", "Forklaring", before),
        ("note", "Punkt to", before),
    ):  # fmt: skip
        where = [texts[side] for comment, texts in found.items() if comment.startswith(f"om {kind} ")]
        assert where, kind
        assert text in where[0], (kind, where)


def test_what_is_gone_stands_where_the_table_says() -> None:
    book = _book()
    rows = [
        _row("_Pgone", "endret", line=7),
        _row("_Pgone", "et sted i kapitlet", line=4000),
        _row("", "om helheten"),
    ]
    made = margin.annotated(book, rows, {}, words.load("nb"))
    found = _beside_boxes(made["blocks"])
    assert "Det første avsnittet." in found["endret"][1]
    assert "Behov" in found["et sted i kapitlet"][1]
    assert found["om helheten"][0] == ""


def test_the_text_itself_is_as_it_was() -> None:
    book = _book()
    _, pieces = anchored(book)
    rows = [_row(piece.identifier, "merknad") for piece in pieces]

    def without(item: Node) -> Node | None:
        return None if _is_box(item) else item

    made = margin.annotated(book, rows, {}, words.load("nb"))
    assert tree.rewrite(made["blocks"], without) == anchored(book)[0]["blocks"]


def test_what_was_said_and_decided_is_text() -> None:
    answer = Answer(assessment="Ja.\n\nMen <b>ikke</b> alt.", decision=Decision.PARTLY)
    row = _row("", "<script>alert(1)</script>", number="3-12", quoted="ord " * 100, proposal="*ny*", answer=answer)
    (box, *_) = margin.annotated(_book(), [row], {"a": "Arkivet & co"}, words.load("nb"))["blocks"]
    shown = [tree.text(part) for part in box["c"][1]]
    assert shown[0].startswith("3-12 · Arkivet & co · ")
    assert shown[1].endswith(" …»")
    assert shown[2:] == ["<script>alert(1)</script>", "→ *ny*", "Ja.Men <b>ikke</b> alt."]
    assert {item["t"] for item in tree.walk(box)} <= {"Div", "Para", "Str", "Space"}
