"""The branch of the book tree that only HTML needs: labels, notes at a chapter's end, roles, prepared images. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import partial
from html import escape
from typing import Any

from greenpaper import landscape, pandoc, spaces, tree
from greenpaper.tree import Node
from greenpaper.words import Words

# Attributes of the tree that HTML knows, and those by which print finds a formula's drawing; the rest is not for it
_KEPT = frozenset({"lang", "dir", "data-print", "data-print-style", "data-print-alt"})
_BOXES = frozenset({"☐", "☑"})  # in a span pandoc leaves them characters, and writes no input that does nothing
_SHORT = 500  # characters of a callout: five or six lines
_COLUMN = re.compile(r'(?<=<col style="width: )\d+(?=%")')  # which pandoc cuts to whole hundredths
_ROLES = {"chapter": "doc-chapter", "appendix": "doc-appendix", "closing": "doc-afterword"}  # DPUB-ARIA 1.1


def body(book: Node, images: Mapping[str, Any], words: Words) -> Node:
    """The pandoc document that HTML is written from: `book` with labels, notes, roles and prepared images.

    `images` is the "images" of images.json; an image that it lacks keeps its path.
    """
    chapters = [_chapter(block, images, words) for block in book["blocks"]]
    return tree.pandoc(_name_callouts(chapters))


def write_body(document: Node) -> str:
    """The HTML of what `body` made."""
    arguments = ["-f", "json", "-t", "html5", "--wrap=none", "--syntax-highlighting=none", "--mathml"]
    html = pandoc.run(arguments, json.dumps(document, ensure_ascii=False))
    return _COLUMN.sub(partial(_exactly, widths=_column_widths(document["blocks"])), html)


def _column_widths(blocks: list[Node]) -> Iterator[float]:
    for item in tree.walk(blocks):
        if item["t"] == "Table":
            yield from (width["c"] for _, width in item["c"][2] if width["t"] == "ColWidth")


def _exactly(_: re.Match[str], widths: Iterator[float]) -> str:
    return f"{100 * next(widths):.4g}"


def _chapter(block: Node, images: Mapping[str, Any], words: Words) -> Node:
    """A chapter as a section, its notes at its end."""
    notes: list[Node] = []
    classes = (tree.attributes(block) or ["", []])[1]
    kind = next((name for name in reversed(classes) if name in _ROLES), "chapter")

    def change(item: Node) -> Node | list[Node] | None:
        match item["t"]:
            case "Para" | "Plain":
                return {**item, "c": spaces.bind(item["c"])}
            case "Header":
                return _heading(item, kind, words)
            case "Figure":
                return _captioned(item, words["figure"])
            case "Table":
                return _table(item, words)
            case "Image":
                return _image(item, images)
            case "Note":
                notes.append(item)
                return _reference(item)
            case "CodeBlock":
                return _code(item)
            case "Span" if tree.PARAGRAPH_NUMBER in item["c"][0][1]:
                return _with({**item, "c": [item["c"][0], [*item["c"][1], tree.node("Space")]]})
            case "Str" if item["c"] in _BOXES:
                return _span("task", item["c"])
            case "Div" if tree.REMARK in item["c"][0][1]:
                return _with(item, role="note", aria_label=words["remark"])
            case "BulletList" if all(_is_task(blocks) for blocks in item["c"]):
                return tree.node("Div", [tree.attr("", ("tasks",)), [item]])
        return _with(item) if tree.attributes(item) else item

    if block["t"] == "Div":
        block = {**block, "c": [block["c"][0], landscape.group(block["c"][1])]}
    changed: Node = tree.rewrite([block], change)[0]
    if changed["t"] != "Div":
        return changed
    (identifier, classes, pairs), blocks = changed["c"]
    made = [identifier, ["section", *classes], [*pairs, ["role", _ROLES[kind]]]]
    return {**changed, "c": [made, [*blocks, *_endnotes(notes, words)]]}


def _is_task(blocks: list[Node]) -> bool:
    """Whether a list item begins with a box."""
    if not blocks or blocks[0]["t"] not in {"Para", "Plain"}:
        return False
    _, first = tree.numbered(blocks[0]["c"])
    return bool(first) and first[0]["t"] == "Span" and "task" in first[0]["c"][0][1]


def _with(item: Node, **values: str) -> Node:
    """The node with `values` added to its attributes, and those dropped that HTML does not know."""
    identifier, classes, pairs = tree.attributes(item)  # type: ignore[misc]
    made = tree.attr(identifier, tuple(classes), **values)
    made[2] = [pair for pair in pairs if pair[0] in _KEPT] + made[2]
    at = 1 if item["t"] == "Header" else 0
    return {**item, "c": [*item["c"][:at], made, *item["c"][at + 1 :]]}


def _code(item: Node) -> Node:
    """Code that scrolls by keyboard. Its number has to be in the frame, with the first line, where pandoc sets none."""
    number = tree.value(item["c"][0], "n")
    item = _with(item, tabindex="0")
    if not number:
        return item
    (identifier, classes, pairs), text = item["c"]
    named = [["id", identifier], ["class", " ".join(classes)], *pairs]
    attributes = "".join(f' {key}="{escape(value)}"' for key, value in named if value)
    mark = f'<span class="{tree.PARAGRAPH_NUMBER}">{number} </span>'
    return tree.node("RawBlock", ["html", f"<pre{attributes}>{mark}<code>{escape(text)}</code></pre>"])


def _span(name: str, text: str) -> Node:
    return tree.node("Span", [tree.attr("", (name,)), tree.words(text)])


def _heading(item: Node, kind: str, words: Words) -> Node:
    level, attributes, inlines = item["c"]
    number = tree.value(attributes, "number")
    if not number:
        return _with(item)
    form = words["appendix_title" if kind == "appendix" and level == 1 else "numbered_title"]
    label = form.partition("{title}")[0].format(label=number).strip()
    return _with({**item, "c": [level, attributes, [_span("number", label), tree.node("Space"), *inlines]]})


def _captioned(item: Node, word: str) -> Node:
    """A figure or table with "Figur 4: " before its caption."""
    attributes, (short, caption), *rest = item["c"]
    number = tree.value(attributes, "number")
    if number and caption:
        first, *others = caption
        label = [_span("label", f"{word} {number}:"), tree.node("Space")]
        caption = [{**first, "c": [*label, *first["c"]]}, *others]
    return _with({**item, "c": [attributes, [short, caption], *rest]})


def _table(item: Node, words: Words) -> Node:
    """A table in a region that scrolls sideways on a small screen, and can be scrolled by keyboard (WCAG 2.1.1)."""
    name = tree.text(item["c"][1]) or words["table"]
    number = tree.value(item["c"][0], "number")
    label = f"{words['table']} {number}: {name}" if number else name
    region = tree.attr("", ("table-wrap",), role="region", aria_label=label, tabindex="0")
    return tree.node("Div", [region, [_captioned(item, words["table"])]])


def _image(item: Node, images: Mapping[str, Any]) -> Node:
    attributes, alt, (source, title) = item["c"]
    prepared = images.get(source)
    width = tree.value(attributes, "width")
    empty = (
        {} if tree.text(alt) else {"alt": ""}
    )  # pandoc leaves an empty one out, and readers then say the file's name
    made = _with(item, **empty, **({"style": f"width: {width}"} if width else {}))
    if prepared is None:
        return made
    # width and height are the picture's own: they keep its place free until it is drawn
    size = [["width", str(prepared["width"])], ["height", str(prepared["height"])]]
    identifier, classes, pairs = made["c"][0]
    return {**made, "c": [[identifier, classes, [*pairs, *size]], alt, [prepared["print"], title]]}


def _reference(note: Node) -> Node:
    number = str(note["n"])
    attributes = tree.attr(f"fnref-{number}", ("noteref",), role="doc-noteref")
    return tree.node("Superscript", [tree.node("Link", [attributes, tree.words(number), [f"#fn-{number}", ""]])])


def _endnotes(notes: list[Node], words: Words) -> list[Node]:
    if not notes:
        return []
    notes = sorted(notes, key=lambda note: note["n"])
    style = [notes[0]["n"], tree.node("Decimal"), tree.node("Period")]
    items = [
        [tree.node("Div", [tree.attr(f"fn-{note['n']}"), [*note["c"], _back(note["n"], words)]])] for note in notes
    ]
    attributes = tree.attr("", ("section", "footnotes"), role="doc-endnotes", aria_label=words["footnotes"])
    return [tree.node("Div", [attributes, [tree.node("OrderedList", [style, items])]])]


def _back(number: int, words: Words) -> Node:
    attributes = tree.attr("", ("back",), role="doc-backlink", aria_label=f"{words['back_to_text']} ({number})")
    return tree.node("Plain", [tree.node("Link", [attributes, tree.words("↑"), [f"#fnref-{number}", ""]])])


def _name_callouts(blocks: list[Node]) -> list[Node]:
    """Every callout a note with its title as name, so that a screen reader says where it begins and ends.

    A short one is marked: print keeps it on one page.
    """
    count = 0

    def change(item: Node) -> Node:
        nonlocal count
        if item["t"] != "Div" or "callout" not in item["c"][0][1] or not item["c"][1]:
            return item
        count += 1
        (identifier, classes, pairs), (title, *rest) = item["c"]
        named = _with(title)
        named["c"][0][0] = f"callout-{count}"
        kept = [*classes, *(["short"] if len(tree.text(rest)) <= _SHORT else [])]
        made = [identifier, kept, [*pairs, ["role", "note"], ["aria-labelledby", f"callout-{count}"]]]
        return {**item, "c": [made, [named, *rest]]}

    made: list[Node] = tree.rewrite(blocks, change)
    return made
