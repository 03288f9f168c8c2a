"""The document as it is today with every remark in the margin, beside the piece of text that it is about. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from greenpaper import anchors, tree
from greenpaper.anchors import ANCHOR, Anchor
from greenpaper.responses.model import Row
from greenpaper.tree import Node, attr, node, words
from greenpaper.words import Words

RESPONSE = "response"  # class of a box
_QUOTED = 160  # characters of what a remark is about that its box repeats
CSS = """
.remark.response { margin: 0.5rem 0 1rem; border-style: solid; background: #fff; }
.remark.response .who { font-weight: bold; }
.remark.response .quoted { color: var(--colour-muted); }
@media screen and (min-width: 76rem) {
  .sheet { grid-template-columns: minmax(0, 46rem) 22rem; column-gap: 3rem; }
  .sheet > *, .sheet > .contents { grid-column: 1; grid-row: auto; }
  .sheet > .contents { position: static; max-height: none; border: 0; }
  main { overflow: visible; }
  .remark.response { float: right; clear: right; width: 22rem; margin: 0 -25rem 0.75rem 0; box-sizing: border-box; }
}
@media screen and (min-width: 100rem) {
  .sheet { grid-template-columns: 19rem minmax(0, 46rem) 22rem; }
  .sheet > * { grid-column: 2; }
  .sheet > .contents { position: sticky; grid-row: 2 / span 4; max-height: calc(100vh - 3.25rem); }
}
@media print { .remark.response { position: static; width: auto; margin: 2mm 0; } }
"""  # a margin beside the text where the window has room for one, else boxes between the paragraphs


def annotated(book: Node, rows: Sequence[Row], names: Mapping[str, str], labels: Words) -> Node:
    """The book with a box for each row at the block that holds what the row is about.

    It stands above the block, so that it floats beside it; in a list below, since an item begins with its mark. `names`
    are the respondents' as readers see them, by their folders. A row whose piece is no longer there stands at the place
    that the table gives it, one without a place before the first chapter.
    """
    anchored, pieces = anchors.anchored(book)
    placed = _placed(rows, pieces)
    boxes = {name: [_box(row, names, labels) for row in found] for name, found in placed.items()}
    first = boxes.pop("", [])
    return {**anchored, "blocks": [*first, *_blocks(anchored["blocks"], boxes)]}


def _placed(rows: Sequence[Row], pieces: Sequence[Anchor]) -> dict[str, list[Row]]:
    """The rows by the anchors of today's pieces; by "" those that have no place."""
    own = {piece.identifier for piece in pieces}
    lines: dict[tuple[str, int], str] = {}
    chapters: dict[str, str] = {}
    for piece in pieces:
        lines.setdefault((piece.where.path, piece.where.line or 0), piece.identifier)
        chapters.setdefault(piece.where.path, piece.identifier)
    placed = defaultdict(list)
    for row in rows:
        name = row.anchor if row.anchor in own else ""
        if not name and row.where:
            name = lines.get((row.where.path, row.where.line or 0)) or chapters.get(row.where.path, "")
        placed[name].append(row)
    return placed


def _blocks(blocks: list[Node], boxes: Mapping[str, list[Node]], below: bool = False) -> list[Node]:
    made = []
    for block in blocks:
        inside = _around(block, boxes)
        beside = [] if inside else [box for name in _names(block) for box in boxes.get(name, ())]
        made += [inside or block, *beside] if below else [*beside, inside or block]
    return made


def _around(block: Node, boxes: Mapping[str, list[Node]]) -> Node | None:
    """A block that holds others, with their boxes; None where boxes come beside it, as of a table or a figure."""
    content: Any = block.get("c")
    match block["t"]:
        case "Div":
            return {**block, "c": [content[0], _blocks(content[1], boxes)]}
        case "BlockQuote":
            return {**block, "c": _blocks(content, boxes)}
        case "BulletList":
            return {**block, "c": [_blocks(item, boxes, below=True) for item in content]}
        case "OrderedList":
            return {**block, "c": [content[0], [_blocks(item, boxes, below=True) for item in content[1]]]}
        case "DefinitionList":
            return {**block, "c": [_definition(term, blocks, boxes) for term, blocks in content]}
    return None


def _definition(term: list[Node], definitions: list[list[Node]], boxes: Mapping[str, list[Node]]) -> list[Any]:
    of_term = [box for name in _names(term) for box in boxes.get(name, ())]
    first, *others = [_blocks(blocks, boxes, below=True) for blocks in definitions] or [[]]
    return [term, [[*of_term, *first], *others]]


def _names(item: Any) -> Iterator[str]:
    """The anchors in a block, in the order of the text."""
    for inside in tree.walk(item):
        if inside["t"] == "Span" and ANCHOR in inside["c"][0][1]:
            yield inside["c"][0][0]
        elif inside["t"] == "CodeBlock" and (name := tree.value(inside["c"][0], ANCHOR)):
            yield name


def _box(row: Row, names: Mapping[str, str], labels: Words) -> Node:
    """A row as a box: where, who and what, about what, what is said, what is proposed, what was decided."""
    decision = labels[f"decision_{row.answer.decision}"]
    told = (row.number, names.get(row.respondent, row.respondent), labels[f"kind_{row.kind}"], decision)
    head = " · ".join(filter(None, told))
    parts = [("who", head), ("quoted", _cut(row.quoted)), ("said", row.comment)]
    if row.proposal:
        parts.append(("proposal", f"→ {row.proposal}"))
    if row.answer.assessment:
        parts.append(("assessment", row.answer.assessment))
    paragraphs = [node("Div", [attr("", (kind,)), list(_lines(text))]) for kind, text in parts if text]
    classes = (tree.REMARK, RESPONSE, f"decision-{row.answer.decision}")
    return node("Div", [attr(f"r-{row.identifier}", classes), paragraphs])


def _lines(text: str) -> Iterator[Node]:
    return (node("Para", words(line)) for line in text.split("\n") if line.strip())


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return f"«{text}»" if text and len(text) <= _QUOTED else f"«{text[:_QUOTED].rstrip()} …»" if text else ""
