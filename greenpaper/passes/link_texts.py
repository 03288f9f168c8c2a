"""What links say by themselves, since screen readers list them without the text around (WCAG 2.1, 2.4.4 and 2.4.9)."""

from __future__ import annotations

from greenpaper import filler
from greenpaper.model import Finding
from greenpaper.passes.book import Book, Context, Part
from greenpaper.tree import Node, rewrite, text, walk


def run(book: Book, context: Context) -> Book:
    """Tell of links that say nothing, and take the link off what no one could see or hear."""

    def change(part: Part, findings: list[Finding]) -> list[Node]:
        targets: dict[str, str] = {}
        for item in walk(part.blocks):
            if item["t"] == "Link":
                findings.extend(_told(item, part, targets))
        made: list[Node] = rewrite(part.blocks, _seen)
        return made

    return book.with_blocks(change)


def _words(item: Node) -> str:
    return " ".join(text(item).split())


def _told(item: Node, part: Part, targets: dict[str, str]) -> list[Finding]:
    plain, target = _words(item), item["c"][2][0]
    where = part.where(item)
    if not plain:
        what, cure = f"the link to '{target}' has no text, and is left out", "say in [ ] where it leads"
        return [Finding(code="link-text-missing", where=where, what=what, cure=cure)]
    if filler.is_link(plain):
        what, cure = f"'{plain}' does not say where the link leads", "let the link be the words that name its target"
        return [Finding(code="link-text", where=where, what=what, cure=cure)]
    before = targets.setdefault(plain.casefold(), target)
    if before != target:
        what = f"'{plain}' leads to '{before}' in another link of the chapter, here to '{target}'"
        return [Finding(code="link-text-same", where=where, what=what, cure="give them different texts")]
    return []


def _seen(item: Node) -> Node | list[Node]:
    if item["t"] != "Link" or _words(item):
        return item
    inside: list[Node] = item["c"][1]
    return inside
