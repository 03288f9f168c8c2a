"""What cannot stand in a footnote: a heading begins no section there, and a question is found by nobody who answers."""

from __future__ import annotations

from greenpaper.model import Finding
from greenpaper.passes.book import Book, Context, Part
from greenpaper.passes.callouts import QUESTION
from greenpaper.tree import Node, node, rewrite, words

_INSTEAD = "info"  # kind of callout


def run(book: Book, context: Context) -> Book:
    """Headings in footnotes become paragraphs in bold, questions callouts without a number; both are told."""
    label = words(context.words[f"callout_{_INSTEAD}"])

    def change(part: Part, findings: list[Finding]) -> list[Node]:
        def tell(code: str, item: Node, what: str, cure: str) -> None:
            findings.append(Finding(code=code, where=part.where(item), what=what, cure=cure))

        def inside(item: Node) -> Node:
            if item["t"] == "Header":
                tell("note-heading", item, "a heading stands in a footnote", "write it as text; it is set in bold")
                return node("Para", [node("Strong", item["c"][2])], item.get("at"))
            if item["t"] == "Div" and {"callout", QUESTION} <= set(item["c"][0][1]):
                what = "a question to the hearing stands in a footnote"
                tell("note-question", item, what, "move it into the text; here it has no number")
                (identifier, _, values), (head, *blocks) = item["c"]
                plain = head["c"][1][0]
                head = {**head, "c": [head["c"][0], [{**plain, "c": plain["c"] or label}]]}
                return {**item, "c": [[identifier, ["callout", _INSTEAD], values], [head, *blocks]]}
            return item

        made: list[Node] = rewrite(
            part.blocks, lambda item: {**item, "c": rewrite(item["c"], inside)} if item["t"] == "Note" else item
        )
        return made

    return book.with_blocks(change)
