"""An image and its caption -> one Figure; image sources as paths from the document's folder; widths with a unit.

Captions come in three styles: a line under the image in italics or plain, in the same paragraph or the next one; and
with a hand-typed "Figur 1:" in front, which is taken off, since figures are numbered here. A plain paragraph is the
one that is guessed at, so its author is told.
"""

from __future__ import annotations

import posixpath
import re
from itertools import groupby
from urllib.parse import unquote

from greenpaper.model import Finding
from greenpaper.passes import captions
from greenpaper.passes.alternatives import DECORATIVE, is_decorative
from greenpaper.passes.book import Book, Context, Part
from greenpaper.tree import Node, attr, node, rewrite, rewrite_lists, text, value, words

_REMOTE = re.compile(r"^(https?:)?//", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)", re.IGNORECASE)
_WIDTH = re.compile(r"([0-9]{1,5}(?:\.[0-9]{1,5})?)\s*(px|%|mm|cm|in|pt)?")
_LEAST = 0.1  # of any unit: less cannot be seen
_BREAKS = frozenset({"SoftBreak", "LineBreak"})
_INTRODUCED = frozenset({"BulletList", "OrderedList", "DefinitionList", "CodeBlock", "BlockQuote", "Table"})
_CAPTION_LENGTH = 200  # characters; a longer paragraph after an image is the text going on


def run(book: Book, context: Context) -> Book:
    """Rewrite every image."""

    def change(part: Part, findings: list[Finding]) -> list[Node]:
        blocks = rewrite(part.blocks, lambda item: _image(item, part, findings))
        blocks = rewrite(blocks, lambda item: _figure_block(item, part, findings))
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
    given = value(triple, "width")
    width = _width(given)
    if given and not width:
        what = f"the width {given!r} of the image '{source}' is none, so it has no effect"
        _fault(findings, part, item, "image-width", what, "write it in per cent, mm or px, as `{width=80%}`")
    if value(triple, "height") and not width:
        what = f"the height of the image '{source}' is left out"
        _fault(findings, part, item, "image-height", what, "give its width; the height follows")
    classes = (DECORATIVE,) if DECORATIVE in triple[1] else ()
    kept = attr(triple[0], classes, **({"width": width} if width else {}))
    return {**item, "c": [kept, words(plain), [path, ""]]}


def _figure_block(item: Node, part: Part, findings: list[Finding]) -> Node | list[Node]:
    """A `<figure>`, which came here as a div, as a figure and what else stood in it."""
    if item["t"] != "Div" or "figure-block" not in item["c"][0][1]:
        return item
    blocks: list[Node] = item["c"][1]
    under = next((block for block in blocks if _is_caption(block)), None)
    inside = [block for child in blocks for block in (child["c"][1] if _is_caption(child) else [child])]
    found = next(((block, pairs) for block in blocks if (pairs := _pictures(block))), None)
    if under is not None and found is not None and under["c"][1] and under["c"][1][0]["t"] in {"Para", "Plain"}:
        holder, ((image, own), *others) = found
        caption, *more = under["c"][1]
        at = blocks.index(holder)
        _told(image, part, findings)
        made = [_figure(item, _bare(image), captions.without_label(caption["c"], captions.FIGURE), item["c"][0][0])]
        made += [node("Para", own, item.get("at"))] if own else []
        made += [_figure(holder, _bare(other), below) for other, below in others]
        rest = [block for block in blocks[at + 1 :] if block is not under]
        return [*(block for block in blocks[:at] if block is not under), *made, *more, *rest]
    identifier, _, values = item["c"][0]
    return [node("Div", [[identifier, [], values], inside], item.get("at"))] if identifier or values else inside


def _is_caption(item: Node) -> bool:
    return item["t"] == "Div" and "figcaption" in item["c"][0][1]


def _width(given: str | None) -> str | None:
    found = _WIDTH.fullmatch(given.strip()) if given else None
    return f"{found[1]}{found[2] or 'px'}" if found and float(found[1]) >= _LEAST else None


def _siblings(nodes: list[Node], part: Part, findings: list[Finding]) -> list[Node]:
    made: list[Node] = []
    taken: Node | None = None  # the paragraph that is the caption of the image before it
    for index, item in enumerate(nodes):
        if item is taken:
            continue
        pairs = _pictures(item)
        if not pairs or (item["t"] == "Plain" and len(pairs) > 1):
            made.append(item)
            continue
        image, own = pairs[-1]
        caption = own or _caption(nodes[index + 1 : index + 3], part, findings)
        taken = nodes[index + 1] if caption and not own else None
        for picture, below in [*pairs[:-1], (image, caption)]:
            made.append(_placed(item, picture, below, part, findings))
    return made


def _placed(item: Node, image: Node, caption: list[Node], part: Part, findings: list[Finding]) -> Node:
    """The image as a figure; without a caption, in a table's cell or a tight list or as decoration, as it stands."""
    if item["t"] != "Figure":
        _told(image, part, findings)
    if not caption and (item["t"] == "Plain" or is_decorative(_bare(image))):
        return node("Plain" if item["t"] == "Plain" else "Para", [_bare(image)], item.get("at"))
    if not caption:
        what = "the image has no caption, so it has no number"
        cure = "write one on the line under it: *What the figure shows*"
        _fault(findings, part, _bare(image), "figure-caption", what, cure)
    return _figure(item, _bare(image), caption, item["c"][0][0] if item["t"] == "Figure" else "")


def _pictures(item: Node) -> list[tuple[Node, list[Node]]]:
    """The images of a block that holds nothing else, each with the caption that stands in the lines below it."""
    if item["t"] == "Figure":
        inside, label = item["c"][2], item["c"][1][1]
        pairs = _pictures(inside[0]) if inside else []
        caption = label[0]["c"] if label else []
        return [(pairs[0][0], captions.without_label(caption, captions.FIGURE))] if pairs else []
    if item["t"] not in {"Para", "Plain"}:
        return []
    made: list[tuple[Node, list[Node]]] = []
    parting: list[Node] = []
    for broken, group in groupby(item["c"], lambda inline: inline["t"] in _BREAKS):
        line = list(group)
        if broken:
            parting = line
        elif len(lone := _stripped(line)) == 1 and _is_picture(lone[0]):
            made.append((lone[0], []))
        elif lone and not made:
            return []
        elif lone:
            image, below = made[-1]
            made[-1] = (image, [*below, *parting, *line] if below else line)
    return [(image, captions.without_label(_stripped(below), captions.FIGURE)) for image, below in made]


def _stripped(line: list[Node]) -> list[Node]:
    """Without white space at both ends."""
    kept = [index for index, item in enumerate(line) if item["t"] not in {"Space", *_BREAKS}]
    return line[kept[0] : kept[-1] + 1] if kept else []


def _is_picture(item: Node) -> bool:
    """An image, or one in a link round it."""
    return item["t"] == "Image" or (item["t"] == "Link" and [child["t"] for child in item["c"][1]] == ["Image"])


def _bare(item: Node) -> Node:
    """The image without the link round it, which opened the picture in a browser and means nothing on paper."""
    image: Node = item if item["t"] == "Image" else item["c"][1][0]
    return image


def _told(item: Node, part: Part, findings: list[Finding]) -> None:
    """Tell of a link round an image that leads elsewhere than to the image."""
    if item["t"] != "Link":
        return
    target = item["c"][2][0]
    if target and resolve(part.chapter.path, target) != _bare(item)["c"][2][0]:
        what = f"the link round the image, to '{target}', is left out"
        _fault(findings, part, item, "figure-link", what, "put it into the caption or the text")


def _caption(following: list[Node], part: Part, findings: list[Finding]) -> list[Node]:
    """The caption that the paragraph after an image is; nothing where that is the text going on."""
    if not following or following[0]["t"] != "Para" or _pictures(following[0]):
        return []
    inlines, plain = following[0]["c"], " ".join(text(following[0]["c"]).split())
    if not (captions.is_italic(inlines) or captions.labelled(inlines, captions.FIGURE)):
        if not _may_be_caption(inlines, plain, following[1:]):
            return []
        what = f"'{plain}' is taken for the caption of the image above it"
        cure = "put it in italics if it is one; end it with a full stop if it is not"
        _fault(findings, part, following[0], "figure-caption-guessed", what, cure)
    return captions.without_label(inlines, captions.FIGURE)


def _may_be_caption(inlines: list[Node], plain: str, after: list[Node]) -> bool:
    """Whether a plain paragraph is short, no sentence, no title and no beginning of what stands below it."""
    if not plain or len(plain) > _CAPTION_LENGTH or plain.endswith((".", ":", ";", "?", "!")):
        return False
    if inlines[0]["t"] == "Strong" or inlines[-1]["t"] == "Link" or _ADDRESS.match(plain.rsplit(maxsplit=1)[-1]):
        return False
    return not captions.labelled(inlines, captions.TABLE) and not (after and after[0]["t"] in _INTRODUCED)


def _figure(item: Node, image: Node, caption: list[Node], identifier: str = "") -> Node:
    triple, alt, target = image["c"]
    bare = {**image, "c": [["", triple[1], triple[2]], alt, target]}
    label = [node("Plain", caption, item.get("at"))] if caption else []
    content = [attr(identifier or triple[0]), [None, label], [node("Plain", [bare])]]
    return node("Figure", content, item.get("at"))


def _fault(findings: list[Finding], part: Part, item: Node, code: str, what: str, cure: str) -> None:
    findings.append(Finding(code=code, where=part.where(item), what=what, cure=cure))
