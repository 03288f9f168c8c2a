"""The book's tree -> the tree that pandoc writes as WordprocessingML. Pure.

Looks become names of styles, numbers become fields, ids become names of bookmarks, images become drawings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from greenpaper import landscape, spaces, tree
from greenpaper.anchors import ANCHOR, Anchor, anchored, span
from greenpaper.theme import Page
from greenpaper.tree import Attr, Node, attr, node
from greenpaper.word import anchors, cross_references, drawing, paragraph_numbers, reshaping, sections, styles
from greenpaper.word.cross_references import Target
from greenpaper.word.drawing import Picture
from greenpaper.word.formatting import style_id
from greenpaper.word.ooxml import field, fragment, p, run
from greenpaper.words import Words, tag


@dataclass(frozen=True, kw_only=True, slots=True)
class Branch:
    """The tree for pandoc, with what the later steps need to know of it."""

    document: Node
    numbers: Mapping[str, str]  # bookmark of a heading -> its number, "" for none
    pictures: tuple[Picture, ...]
    anchors: tuple[Anchor, ...]


def branch(book: Node, images: Mapping[str, Any], names: Mapping[str, str], *, page: Page, words: Words) -> Branch:
    """The branch of `book` for Word. `images` is the "images" of images.json, `names` what `bookmarks` gave."""
    targets = cross_references.targets(book["blocks"], names, words)
    writer = _Writer(images, names, targets, page, words)
    marked, pieces = anchored(book)
    grouped = [_with_landscape(block) for block in marked["blocks"]]
    blocks = tree.rewrite(grouped, writer.change)
    headings = [item for item in tree.walk(book["blocks"]) if item["t"] == "Header" and item["c"][1][0]]
    return Branch(
        document=tree.pandoc(blocks),
        numbers={names[item["c"][1][0]]: tree.value(item["c"][1], "number") or "" for item in headings},
        pictures=tuple(writer.pictures.values()),
        anchors=pieces,
    )


def _with_landscape(block: Node) -> Node:
    """A chapter with a Div round what stands on landscape pages."""
    if block["t"] != "Div" or "chapter" not in block["c"][0][1]:
        return block
    return {**block, "c": [block["c"][0], landscape.group(block["c"][1])]}


def _language(triple: Attr) -> dict[str, str]:
    given = tree.value(triple, "lang")
    return {"lang": tag(given)} if given else {}


class _Writer:
    """One walk over the tree, children first; collects the pictures on the way."""

    def __init__(
        self,
        images: Mapping[str, Any],
        names: Mapping[str, str],
        targets: Mapping[str, Target],
        page: Page,
        words: Words,
    ) -> None:
        self.images, self.names, self.targets, self.page, self.words = images, names, targets, page, words
        self.pictures: dict[str, Picture] = {}
        self.drawings = 0
        self.kinds: dict[str, Callable[[Node], Node | list[Node] | None]] = {
            "BulletList": lambda item: node(
                "BulletList", [reshaping.led(reshaping.boxed(blocks)) for blocks in item["c"]]
            ),
            "OrderedList": lambda item: node("OrderedList", [item["c"][0], [*map(reshaping.led, item["c"][1])]]),
            "BlockQuote": lambda item: node(
                "BlockQuote", [reshaping.in_list("Quote Item", reshaping.inner(block)) for block in item["c"]]
            ),
            "DefinitionList": reshaping.defined,
            "Header": self.header,
            "Div": self.div,
            "Span": self.span,
            "Link": self.link,
            "Image": self.image,
            "Figure": self.figure,
            "Table": self.table,
            "CodeBlock": self.code_block,
            "Code": lambda item: node("Code", [attr(), item["c"][1]]),
            "HorizontalRule": lambda item: node("RawBlock", ["openxml", fragment(p("HorizontalRule"))]),
            "RawBlock": lambda item: None,
            "RawInline": lambda item: None,
        }

    def change(self, item: Node) -> Node | list[Node] | None:
        kind = self.kinds.get(item["t"])
        return kind(item) if kind else item

    def name(self, triple: Attr) -> str:
        return self.names.get(triple[0], "")

    def header(self, item: Node) -> Node:
        level, triple, inlines = item["c"]
        # The bookmark goes inside the paragraph: round the heading, pandoc would put it round the whole section.
        marked = node("Span", [attr(self.name(triple), **_language(triple)), inlines])
        return node("Header", [level, attr(), [marked]])

    def div(self, item: Node) -> Node | list[Node]:
        triple, blocks = item["c"]
        classes = triple[1]
        if "chapter" in classes:
            spoken = _language(triple)  # the id is its heading's
            return node("Div", [attr(**spoken), blocks]) if spoken else list(blocks)
        if landscape.CLASS in classes:
            return sections.mark(blocks[1:])  # the first holds nothing
        if "status-row" in classes:
            return reshaping.styled("Status Row", reshaping.paragraphs(blocks))
        if "callout" in classes:
            blocks = self.callout(classes, blocks)
        elif "callout-title" in classes:
            return item  # the callout that holds it knows its kind
        language, name = _language(triple), self.name(triple)
        return node("Div", [attr(name, **language), blocks]) if language or name else list(blocks)

    def callout(self, classes: list[str], blocks: list[Node]) -> list[Node]:
        kind = next(kind for kind in classes if kind != "callout")
        style = styles.callout(kind)
        made: list[Node] = []
        for block in blocks:
            title = block["t"] == "Div" and "callout-title" in block["c"][0][1]
            made.append(
                reshaping.styled(f"{style} Title", reshaping.paragraphs(block["c"][1]))
                if title
                else reshaping.styled(style, [reshaping.loose(block)])
            )
        whole: list[Node] = tree.rewrite(made, lambda item: reshaping.in_callout(item, kind))
        return whole

    def span(self, item: Node) -> Node | list[Node]:
        triple, inlines = item["c"]
        classes = triple[1]
        if ANCHOR in classes:
            return anchors.mark(triple[0], spaces.bind(inlines))
        if tree.PARAGRAPH_NUMBER in classes:
            return paragraph_numbers.mark(tree.text(inlines))
        if "badge" in classes:
            key = next((name.removeprefix("status-") for name in classes if name.startswith("status-")), "")
            padded = [node("Str", styles.BADGE_PAD), *inlines, node("Str", styles.BADGE_PAD)]
            return node("Span", [attr(custom_style=styles.badge(key)), padded])
        if "missing-image" in classes:
            return node("Span", [attr(custom_style="Missing Image"), inlines])
        language, name = _language(triple), self.name(triple)
        if not language and not name and "mark" not in classes:
            return list(inlines)
        return node("Span", [attr(name, tuple(set(classes) & {"mark"}), **language), inlines])

    def link(self, item: Node) -> Node | list[Node]:
        _, inlines, (target, _) = item["c"]
        if not target.startswith("#"):
            return node("Link", [attr(), inlines, [target, ""]])
        name = self.names.get(target[1:])
        if not name:
            return list(inlines)
        referring = cross_references.referring(inlines, self.targets[name]) if name in self.targets else None
        return referring or node("Link", [attr(), inlines, [f"#{name}", ""]])

    def image(self, item: Node) -> Node:
        triple, alternative, (source, _) = item["c"]
        entry = self.images.get(source)
        if entry is None:
            text = tree.words(f"{self.words['missing_image']}: {source}")
            return node("Span", [attr(custom_style="Missing Image"), text])
        picture = self.pictures.setdefault(source, Picture.make(entry, len(self.pictures) + 1))
        self.drawings += 1
        size = drawing.extent(picture, tree.value(triple, "width"), self.page)
        made = drawing.inline(picture, self.drawings, tree.text(alternative), size)
        return node("RawInline", ["openxml", fragment(made)])

    def figure(self, item: Node) -> list[Node]:
        triple, (_, caption), blocks = item["c"]
        return [
            reshaping.styled("Figure", reshaping.paragraphs(blocks)),
            *self.caption("figure", "Image Caption", triple, caption),
        ]

    def caption(self, kind: str, style: str, triple: Attr, caption: list[Node]) -> list[Node]:
        """Label, number and text: the number a field that counts, a bookmark round both for references to them."""
        inlines = [inline for block in caption for inline in block["c"]]
        number = tree.value(triple, "number")
        if number:
            label = self.words[kind]
            # Word's own captions count under the label of its user's language, so a new one goes on from ours.
            count = field(f"SEQ {sequence(label)} \\* ARABIC", number, "CaptionLabel")
            word, counted = (
                node("RawInline", ["openxml", fragment(*runs)])
                for runs in ([run(f"{label} ", style="CaptionLabel")], count)
            )
            figure = node("Span", [attr(self.names.get(cross_references.NUMBER.format(triple[0]), "")), [counted]])
            marked = node("Span", [attr(self.name(triple)), [word, figure]])
            anchor = span(inlines)
            text = anchor["c"][1] if anchor else inlines
            whole = [marked, *([node("Str", ":"), node("Space")] if text else []), *text]
            inlines = [node("Span", [anchor["c"][0], whole])] if anchor else whole
        return [reshaping.styled(style, [node("Para", inlines)])] if inlines else []

    def table(self, item: Node) -> list[Node]:
        triple, (_, caption), columns, *rows = item["c"]
        wide = "wide" in triple[1]
        look = attr(custom_style=style_id(styles.WIDE_TABLE if wide else styles.TABLE))  # of a table: its id
        made = node("Table", [look, [None, []], columns, *rows])
        if tree.value(triple, "number"):
            return [*self.caption("table", "Table Caption", triple, caption), made]
        return [node("Div", [attr(self.name(triple)), [made]])] if self.name(triple) else [made]

    def code_block(self, item: Node) -> Node:
        triple, text = item["c"]
        number, anchor = tree.value(triple, "n"), tree.value(triple, ANCHOR) or ""
        head = [paragraph_numbers.mark(number), node("LineBreak")] if number else []
        lines = anchors.mark(anchor, [*head, *reshaping.lines(text)])
        return reshaping.styled("Source Code", [node("Para", [node("Span", [attr(self.name(triple)), [lines]])])])


def sequence(label: str) -> str:
    """The name under which a caption label counts: a field's argument has no spaces."""
    return re.sub(r"\W+", "_", label)
