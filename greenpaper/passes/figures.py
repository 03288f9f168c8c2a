"""An image and its caption -> one Figure; image sources as paths from the document's folder; widths with a unit.

Captions come in three styles: a line under the image in italics or plain, in the same paragraph or the next one; and
with a hand-typed "Figur 1:" in front, which is taken off, since figures are numbered here.
"""

from __future__ import annotations

import posixpath
import re
from itertools import takewhile
from urllib.parse import unquote

from greenpaper.model import Finding
from greenpaper.passes.book import Book, Context, Part
from greenpaper.tree import Node, attr, node, rewrite, rewrite_lists, text, value, words

LABEL = re.compile(r"^\s*(?:figur|figure|fig\.?|govus|bilde)\s+[A-Z]?\.?\d+(?:[.-]\d+)*\s*[.:–-]?\s*", re.IGNORECASE)
_FILLER = re.compile(
    r"^(illustrasjon|figur|bilde|diagram|modell|image|figure|picture|govus|govva)?[\s.\d]*$", re.IGNORECASE
)
_REMOTE = re.compile(r"^(https?:)?//", re.IGNORECASE)
_WIDTH = re.compile(r"^(\d+(?:\.\d+)?)\s*(px|%|mm|cm|in|pt)?$")
_BREAKS = frozenset({"SoftBreak", "LineBreak", "Space"})
_CAPTION_LENGTH = 200  # characters; a longer paragraph after an image is the text going on


def run(book: Book, context: Context) -> Book:
    """Rewrite every image."""

    def change(part: Part, findings: list[Finding]) -> list[Node]:
        blocks = rewrite(part.blocks, lambda item: _figure_block(_image(item, part, findings)))
        made: list[Node] = rewrite_lists(blocks, lambda nodes: _siblings(nodes, part, findings))
        return made

    return book.with_blocks(change)


def resolve(chapter: str, source: str) -> str:
    """An image's path from the document's folder; an address on the network stays what it is."""
    if _REMOTE.match(source):
        return source
    return posixpath.normpath(posixpath.join(posixpath.dirname(chapter), unquote(source.split("#")[0].split("?")[0])))


def _image(item: Node, part: Part, findings: list[Finding]) -> Node:
    if item["t"] != "Image":
        return item
    triple, alt, (source, _) = item["c"]
    path, plain = resolve(part.chapter.path, source), " ".join(text(alt).split())
    name = posixpath.splitext(posixpath.basename(path))[0]
    if not plain:
        _fault(findings, part, item, "image-alt", f"the image '{source}' has no alternative text", "say what it shows")
    elif _FILLER.match(plain) or plain.casefold() in {name.casefold(), posixpath.basename(path).casefold()}:
        what = f"the alternative text '{plain}' does not say what the image shows"
        _fault(findings, part, item, "image-alt-filler", what, "describe it for one who cannot see it")
    width = _width(value(triple, "width"))
    if value(triple, "height") and not width:
        what = f"the height of the image '{source}' is left out"
        _fault(findings, part, item, "image-height", what, "give its width; the height follows")
    kept = attr(triple[0], **({"width": width} if width else {}))
    return {**item, "c": [kept, words(plain), [path, ""]]}


def _figure_block(item: Node) -> Node:
    """A `<figure markdown>` block, which `reading` made a div, as a figure."""
    if item["t"] != "Div" or "figure-block" not in item["c"][0][1]:
        return item
    blocks = item["c"][1]
    caption: list[Node] = next((b["c"][1] for b in blocks if b["t"] == "Div" and "figcaption" in b["c"][0][1]), [])
    image = next((found for b in blocks if (found := _parts(b)[0])), None)
    return item if image is None else _figure(item, image, caption[0]["c"] if caption else [])


def _width(given: str | None) -> str | None:
    found = _WIDTH.match(given.strip()) if given else None
    return f"{found[1]}{found[2] or 'px'}" if found else None


def _siblings(nodes: list[Node], part: Part, findings: list[Finding]) -> list[Node]:
    made: list[Node] = []
    index = 0
    while index < len(nodes):
        item = nodes[index]
        following = nodes[index + 1] if index + 1 < len(nodes) else None
        image, own = _parts(item)
        caption = own or (_caption(following) if image is not None and following is not None else None)
        if image is None:
            made.append(item)
        elif caption:
            made.append(_figure(item, image, caption))
            index += not own
        elif item["t"] == "Plain":  # in a table's cell or a tight list, where it illustrates the line
            made.append({**item, "c": [image]})
        else:
            what, cure = (
                "the image has no caption, so it has no number",
                "write one on the line under it: *What the figure shows*",
            )
            _fault(findings, part, image, "figure-caption", what, cure)
            made.append(_figure(item, image, []))
        index += 1
    return made


def _parts(item: Node) -> tuple[Node | None, list[Node]]:
    """The image that a block holds, and the caption in it."""
    if item["t"] == "Figure":
        inside = item["c"][2]
        return (_parts(inside[0])[0] if inside else None), item["c"][1][1][0]["c"] if item["c"][1][1] else []
    if item["t"] not in {"Para", "Plain"} or not item["c"]:
        return None, []
    image = _lone_image(item["c"][0])
    between = list(takewhile(lambda inline: inline["t"] in _BREAKS, item["c"][1:]))
    rest = item["c"][1 + len(between) :]
    if image is None or (rest and all(inline["t"] == "Space" for inline in between)):
        return None, []
    return image, _unlabelled(rest) if rest else []


def _lone_image(item: Node) -> Node | None:
    """The image itself, or in a link round it (which opened the picture in a browser and means nothing on paper)."""
    if item["t"] == "Image":
        return item
    if item["t"] == "Link" and len(item["c"][1]) == 1 and item["c"][1][0]["t"] == "Image":
        image: Node = item["c"][1][0]
        return image
    return None


def _caption(item: Node) -> list[Node] | None:
    """The caption that the paragraph after an image is, or None where that is the text going on."""
    if item["t"] != "Para" or _lone_image(item["c"][0]) is not None:
        return None
    inlines, plain = item["c"], text(item["c"]).strip()
    italic = len(inlines) == 1 and inlines[0]["t"] == "Emph"
    sentence = plain.endswith((".", ":", ";", "?", "!"))
    short = len(plain) <= _CAPTION_LENGTH and not sentence
    return _unlabelled(inlines) if italic or LABEL.match(plain) or short else None


def _unlabelled(inlines: list[Node]) -> list[Node]:
    """A caption without italics round all of it and without a hand-typed number."""
    if len(inlines) == 1 and inlines[0]["t"] == "Emph":
        inlines = inlines[0]["c"]
    found = LABEL.match(text(inlines))
    return _drop(inlines, found.end()) if found else inlines


def _drop(inlines: list[Node], count: int) -> list[Node]:
    """The inlines without their first `count` characters of plain text."""
    made: list[Node] = []
    for item in inlines:
        length = len(text(item))
        if count >= length > 0:
            count -= length
        elif count and item["t"] == "Str":
            made.append({**item, "c": item["c"][count:]})
            count = 0
        elif count and item["t"] in {"Emph", "Strong"}:
            made.append({**item, "c": _drop(item["c"], count)})
            count = 0
        else:
            made.append(item)
    return made


def _figure(item: Node, image: Node, caption: list[Node]) -> Node:
    triple, alt, target = image["c"]
    bare = {**image, "c": [["", triple[1], triple[2]], alt, target]}
    label = [node("Plain", caption, item.get("at"))] if caption else []
    content = [attr(triple[0]), [None, label], [node("Plain", [bare])]]
    return node("Figure", content, item.get("at"))


def _fault(findings: list[Finding], part: Part, item: Node, code: str, what: str, cure: str) -> None:
    findings.append(Finding(code=code, where=part.where(item), what=what, cure=cure))
