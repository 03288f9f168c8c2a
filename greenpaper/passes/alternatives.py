"""What stands for an image where it cannot be seen (WCAG 2.1, 1.1.1): told where it is missing, and never left out.

An image without alternative text gets its caption, or words that say so: a figure that says nothing is refused by every
standard for access. `{.decorative}`, or `alt=""` in HTML, marks one that shows nothing.
"""

from __future__ import annotations

from typing import Any

from greenpaper import filler
from greenpaper.model import Finding
from greenpaper.passes.book import Book, Context, Part
from greenpaper.tree import Node, text, words

DECORATIVE = "decorative"  # class of the image, and of what the outputs leave out for those who cannot see


def run(book: Book, context: Context) -> Book:
    """See to the alternative text of every image."""
    undescribed = context.words["undescribed_image"]
    return book.with_blocks(lambda part, findings: _seen_to(part.blocks, "", _Check(part, undescribed, findings)))


def is_decorative(image: Node) -> bool:
    """Whether its author says that it shows nothing."""
    return DECORATIVE in image["c"][0][1]


def _seen_to(item: Any, caption: str, check: _Check) -> Any:
    """A part of the tree with every image in it looked at; `caption` is that of the figure round it."""
    if isinstance(item, list):
        return [_seen_to(child, caption, check) for child in item]
    if not isinstance(item, dict) or "c" not in item:
        return item
    if item["t"] == "Image":
        return check(item, caption)
    if item["t"] == "Figure":
        triple, label, inside = item["c"]
        return {**item, "c": [triple, _seen_to(label, "", check), _seen_to(inside, _plain(label), check)]}
    return {**item, "c": _seen_to(item["c"], caption, check)}


def _plain(item: Any) -> str:
    return " ".join(text(item).split())


class _Check:
    """Looks at one image after the other of a part."""

    def __init__(self, part: Part, undescribed: str, findings: list[Finding]) -> None:
        self._part, self._undescribed, self._findings = part, undescribed, findings

    def __call__(self, image: Node, caption: str) -> Node:
        triple, alternative, target = image["c"]
        plain, source = _plain(alternative), target[0]
        if is_decorative(image) and not caption:
            return {**image, "c": [triple, [], target]}
        if is_decorative(image):
            what = f"the image '{source}' has a caption, so it is no decoration"
            self._tell("image-alt", image, what, "say what it shows in [ ], and take {.decorative} out")
        elif not plain:
            what = f"the image '{source}' has no alternative text"
            cure = "say in [ ] what it shows, or write {.decorative} behind it if it shows nothing"
            self._tell("image-alt", image, what, cure)
        elif filler.is_alternative(plain, source):
            what = f"the alternative text '{plain}' does not say what the image shows"
            self._tell("image-alt-filler", image, what, "describe it for one who cannot see it")
        shown = [triple[0], [name for name in triple[1] if name != DECORATIVE], triple[2]]
        return {**image, "c": [shown, alternative if plain else words(caption or self._undescribed), target]}

    def _tell(self, code: str, image: Node, what: str, cure: str) -> None:
        self._findings.append(Finding(code=code, where=self._part.where(image), what=what, cure=cure))
