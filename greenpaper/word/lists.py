"""What stands in the items of lists: styles and indents. Word counts and marks only an item's first paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from greenpaper.word import headings, lengths, numbering
from greenpaper.word.formatting import PLAIN, indent, paragraph, spacing, style_id
from greenpaper.word.ooxml import NS, Element, attribute, el, name, put, style_of, tab

_DEPTH = 9  # levels that lists have (17.9.6); Word's own "List Continue" goes to the fifth
_NAMES: Mapping[str, tuple[str, str, float, float]] = {  # style id -> of it in a list: name, base, indents
    **{plain: ("List Continue", "Body Text", 0.0, 0.0) for plain in sorted(PLAIN | {"", "ListParagraph"})},
    "BlockText": ("Block Text List", "Block Text", lengths.QUOTE_LEFT, lengths.QUOTE_LEFT),
    "SourceCodeLong": ("Source Code Long List", "Source Code Long", lengths.CODE_LEFT, lengths.CODE_LEFT),
    "SourceCode": ("Source Code List", "Source Code", lengths.CODE_LEFT, lengths.CODE_LEFT),
}
_START = {"Callout": lengths.CALLOUT_LEFT, "Quote": lengths.QUOTE_LEFT}  # from the margin to their text


def styles() -> Iterator[Element]:
    """The paragraph styles of items, and of what goes on in them, by level."""
    yield paragraph("List Paragraph", based="Body Text")
    # The mark alone, above the table, formula or list that its item begins with
    yield paragraph("Item Mark", el("w:keepNext"), spacing(after=2), based="List Paragraph")
    for title, based, left, right in dict.fromkeys(_NAMES.values()):
        for depth in range(1, _DEPTH + 1):
            yield paragraph(_at(title, depth), indent(left + depth * lengths.LIST_STEP, right), based=based)


def _at(title: str, depth: int) -> str:
    """The style's name, as Word names the levels: List Continue, List Continue 2."""
    return title if depth == 1 else f"{title} {depth}"


LEFT: Mapping[str, float] = {
    style_id(_at(title, depth)): left + depth * lengths.LIST_STEP
    for title, _, left, _ in _NAMES.values()
    for depth in range(1, _DEPTH + 1)
}  # indents in points of what goes on, by style id


def place(root: Element) -> None:
    """Give the paragraphs of items their styles. Those that go on lose pandoc's invisible bullet, read aloud."""
    box, base = "", 0  # the callout or quote that the last paragraph stood in, and the depth of the list round it
    for item in root.iter(name("w:p")):
        listed = item.find("w:pPr/w:numPr", NS)
        style = style_of(item)
        depth = int(attribute(listed.find("w:ilvl", NS), "w:val")) + 1 if listed is not None else 0
        goes_on = listed is None or attribute(listed.find("w:numId", NS), "w:val") == numbering.CONTINUED
        if next(item.iterancestors(name("w:tc")), None) is None:
            before, box = box, _box(style)
            if style.endswith("Title") or box != before:
                base = depth if goes_on else depth - 1
        if listed is None or headings.level_of(item) is not None:
            continue
        if goes_on:
            listed.getparent().remove(listed)  # type: ignore[union-attr]
        if _box(style):
            _hang_out(item, _START[_box(style)] + base * lengths.LIST_STEP, depth - base, goes_on)
        elif style == "DefinitionItem":
            _indent(item, depth + 1, goes_on)
        elif goes_on and style in _NAMES:
            put(item, el("w:pStyle", val=style_id(_at(_NAMES[style][0], depth))))
        elif goes_on:
            _indent(item, depth, goes_on)
        elif style in {"", *PLAIN} and item.find("w:r", NS) is None:
            put(item, el("w:pStyle", val="ItemMark"))
        elif not style:
            put(item, el("w:pStyle", val="ListParagraph"))


def _box(style: str) -> str:
    """The callout or quote that a paragraph of this style stands in; "" for none."""
    return "Callout" if style.startswith("Callout") else "Quote" if style == "QuoteItem" else ""


def _hang_out(item: Element, start: float, depth: int, goes_on: bool) -> None:
    """The first line hangs out to where the text begins in a callout or quote: Word begins their bar there (points).

    So marks of inner levels have room before them instead: see `inner`.
    """
    left = round(depth * lengths.LIST_STEP * 20)
    hanging = {"w:hanging": str(left)} if left else {"w:firstLine": "0"}
    put(item, el("w:ind", hanging, left=str(left + round(start * 20))))
    if goes_on and left:
        item.insert(1, tab())


def inner(roots: Iterable[Element]) -> dict[tuple[str, int], int]:
    """The depth in their callout or quote, from 1, of the levels of lists there: by w:numId and w:ilvl."""
    found = {}
    for item in (item for root in roots for item in root.iter(name("w:p"))):
        listed = item.find("w:pPr/w:numPr", NS)
        if listed is not None and _box(style_of(item)):
            key = attribute(listed.find("w:numId", NS), "w:val"), int(attribute(listed.find("w:ilvl", NS), "w:val"))
            hanging = int(attribute(item.find("w:pPr/w:ind", NS), "w:hanging") or "0")
            found[key] = max(round(hanging / 20 / lengths.LIST_STEP), 1)
    return found


def _indent(item: Element, depth: int, goes_on: bool) -> None:
    """An indent of its own, where pandoc's list does not know what it stands in."""
    step = round(lengths.LIST_STEP * 20)
    put(item, el("w:ind", left=str(depth * step), hanging="0" if goes_on else str(step)))
