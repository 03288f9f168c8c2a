"""Blocks reshaped so that pandoc's writer gives their paragraphs our styles. Pure."""

from __future__ import annotations

from greenpaper import tree
from greenpaper.anchors import span
from greenpaper.tree import Node, attr, node
from greenpaper.word import paragraph_numbers, styles
from greenpaper.word.formatting import style_id

_BOXES = {"☐": "☐", "☑": "☒", "☒": "☒"}  # authors', those that pandoc knows
_STRONG = frozenset(styles.inner_heading(level) for level in styles.INNER_LEVELS)
_OWN = frozenset({"Source Code", "Definition Item", "Quote Item"})  # styles that give way to that of a callout


def styled(style: str, blocks: list[Node]) -> Node:
    """The blocks, to whose paragraphs pandoc gives the style of this name."""
    return node("Div", [attr(custom_style=style), blocks])


def is_styled(block: Node | None, style: str) -> bool:
    """Whether `styled` made the block for this style."""
    return block is not None and block["t"] == "Div" and tree.value(block["c"][0], "custom-style") == style


def paragraphs(blocks: list[Node]) -> list[Node]:
    """The blocks with Plain as Para: pandoc gives a Plain its own style, "Compact"."""
    return [{**block, "t": "Para"} if block["t"] == "Plain" else block for block in blocks]


def boxed(blocks: list[Node]) -> list[Node]:
    """A list item whose box pandoc takes for that of a task: it knows ☒, not ☑, and only as the first word."""
    if not blocks or blocks[0]["t"] not in {"Plain", "Para"}:
        return blocks
    anchor = span(blocks[0]["c"])
    number, text = _split(anchor["c"][1] if anchor else blocks[0]["c"])
    box = _BOXES.get(text[0].get("c", "")) if text and text[0]["t"] == "Str" else None
    if box is None:
        return blocks
    rest = [*number, *text[2:]]
    marked = [node("Span", [anchor["c"][0], rest])] if anchor else rest
    return [{**blocks[0], "c": [node("Str", box), node("Space"), *marked]}, *blocks[1:]]


def _split(inlines: list[Node]) -> tuple[list[Node], list[Node]]:
    """The mark that `span` made of a paragraph's number, and the rest."""
    return (inlines[:1], inlines[1:]) if inlines and paragraph_numbers.is_mark(inlines[0]) else ([], inlines)


def lines(code: str) -> list[Node]:
    """Code as inlines, line by line."""
    lines = [node("Code", [attr(), line]) for line in code.split("\n")]
    return [piece for line in lines for piece in (node("LineBreak"), line)][1:]


def defined(item: Node) -> Node:
    """A definition list whose lists say that they stand in one."""
    made = [
        [term, [[in_list("Definition Item", inner(block)) for block in blocks] for blocks in definitions]]
        for term, definitions in item["c"]
    ]
    return {**item, "c": made}


def led(blocks: list[Node]) -> list[Node]:
    """A list item that begins with a paragraph: in Word only a paragraph has the item's mark, and is counted."""
    made = [inner(block) for block in blocks]
    return made if made and _leads(made[0]) else [node("Plain", [node("RawInline", ["openxml", ""])]), *made]


def _leads(block: Node) -> bool:
    """Whether pandoc gives the mark to the block's first paragraph."""
    match block["t"]:
        case "Para" | "Plain":
            anchor = span(block["c"])
            return not all(_is_display(item) for item in (anchor["c"][1] if anchor else block["c"]))
        case "Div":
            return _leads(block["c"][1][0]) if block["c"][1] else False
        case "BlockQuote":
            return _leads(block["c"][0]) if block["c"] else False
    return bool(block["t"] == "DefinitionList")


def _is_display(item: Node) -> bool:
    return bool(item["t"] == "Math" and item["c"][0]["t"] == "DisplayMath")


def inner(block: Node) -> Node:
    """A block of a list, quote or definition, where a heading is none of Word's: its contents would take it in."""
    if block["t"] == "Div":
        return node("Div", [block["c"][0], [inner(child) for child in block["c"][1]]])
    if block["t"] != "Header":
        return block
    level, _, inlines = block["c"]
    return styled(styles.inner_heading(level), [node("Para", inlines)])


def in_list(style: str, block: Node) -> Node:
    """A block in a quote or definition. Lists say so by the style of their items: pandoc sets them as any others."""
    return styled(style, [loose(block)]) if block["t"] in {"BulletList", "OrderedList"} else block


def in_callout(item: Node, kind: str) -> Node:
    """A figure, caption or table with the style that it has in a callout of this kind."""
    style = styles.callout(kind)
    for floating, inside in (
        ("Figure", style),
        ("Image Caption", f"{style} Caption"),
        ("Table Caption", f"{style} Caption"),
    ):
        if is_styled(item, floating):
            return styled(inside, item["c"][1])
    if item["t"] == "Table":
        return {**item, "c": [attr(custom_style=style_id(styles.callout_table(kind))), *item["c"][1:]]}
    return item


def loose(block: Node) -> Node:
    """A block so that pandoc gives its paragraphs the style round it, of a callout or so: lists have their own."""
    if block["t"] == "BulletList":
        return {**block, "c": [[loose(child) for child in item] for item in block["c"]]}
    if block["t"] == "OrderedList":
        return {**block, "c": [block["c"][0], [[loose(child) for child in item] for item in block["c"][1]]]}
    if block["t"] == "CodeBlock":
        return node("Para", lines(block["c"][1]))
    if block["t"] == "BlockQuote":
        return node("Div", [attr(), [loose(_in_words("Emph", child)) for child in block["c"]]])
    if block["t"] == "Header":
        return node("Para", _in("Strong", block["c"][2]))
    if block["t"] == "DefinitionList":
        return node("Div", [attr(), [part for entry in block["c"] for part in _loose_definition(*entry)]])
    if block["t"] == "Div":
        style, blocks = tree.value(block["c"][0], "custom-style"), block["c"][1]
        if style in _STRONG:
            return _in_words("Strong", blocks[0])
        return blocks[0] if style in _OWN else block
    return {**block, "t": "Para"} if block["t"] == "Plain" else block


def _in_words(kind: str, block: Node) -> Node:
    """A paragraph with its words in inlines of this kind."""
    return {**block, "c": _in(kind, block["c"])} if block["t"] in {"Para", "Plain"} else block


def _in(kind: str, inlines: list[Node]) -> list[Node]:
    """Words in inlines of this kind, but for what numbers and names them."""
    anchor = span(inlines)
    number, text = _split(anchor["c"][1] if anchor else inlines)
    made = [*number, node(kind, text)]
    return [node("Span", [anchor["c"][0], made])] if anchor else made


def _loose_definition(term: list[Node], definitions: list[list[Node]]) -> list[Node]:
    return [
        node("Para", _in("Strong", term)),
        *(loose(block) for blocks in definitions for block in blocks),
    ]
