"""What stands in the items of lists: styles and indents. Word counts and marks only an item's first paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from greenpaper.word import headings, lengths, numbering
from greenpaper.word.formatting import indent, paragraph, style_id
from greenpaper.word.ooxml import NS, Element, attribute, el, name, put, style_of, tab

_DEPTH = 5  # levels that "List Continue" has in Word
_PLAIN = frozenset({"", "BodyText", "FirstParagraph", "Compact", "ListParagraph"})
_NAMES: Mapping[str, tuple[str, str, float, float]] = {  # style id -> of it in a list: name, base, indents
    **{plain: ("List Continue", "Body Text", 0.0, 0.0) for plain in sorted(_PLAIN)},
    "BlockText": ("Block Text List", "Block Text", lengths.QUOTE_LEFT, lengths.QUOTE_LEFT),
    "SourceCode": ("Source Code List", "Source Code", lengths.CODE_LEFT, lengths.CODE_LEFT),
}


def styles() -> Iterator[Element]:
    """The paragraph styles of items, and of what goes on in them, by level."""
    yield paragraph("List Paragraph", based="Body Text")
    for title, based, left, right in dict.fromkeys(_NAMES.values()):
        for depth in range(1, _DEPTH + 1):
            yield paragraph(_at(title, depth), indent(left + depth * lengths.LIST_STEP, right), based=based)


def _at(title: str, depth: int) -> str:
    """The style's name, as Word names the levels: List Continue, List Continue 2."""
    return title if depth == 1 else f"{title} {min(depth, _DEPTH)}"


LEFT: Mapping[str, float] = {
    style_id(_at(title, depth)): left + depth * lengths.LIST_STEP
    for title, _, left, _ in _NAMES.values()
    for depth in range(1, _DEPTH + 1)
}  # indents in points of what goes on, by style id


def place(root: Element) -> None:
    """Give the paragraphs of items their styles. Those that go on lose pandoc's invisible bullet, read aloud."""
    for item in root.iter(name("w:p")):
        listed = item.find("w:pPr/w:numPr", NS)
        if listed is None or headings.level_of(item) is not None:
            continue
        style, depth = style_of(item), int(attribute(listed.find("w:ilvl", NS), "w:val")) + 1
        goes_on = attribute(listed.find("w:numId", NS), "w:val") == numbering.CONTINUED
        if goes_on:
            listed.getparent().remove(listed)  # type: ignore[union-attr]
        if style.startswith("Callout"):
            _hang_out(item, lengths.CALLOUT_LEFT, depth, goes_on)
        elif style == "QuoteItem":
            _hang_out(item, lengths.QUOTE_LEFT, depth, goes_on)
        elif style == "DefinitionItem":
            _indent(item, depth + 1, goes_on)
        elif goes_on and style in _NAMES:
            put(item, el("w:pStyle", val=style_id(_at(_NAMES[style][0], depth))))
        elif goes_on:
            _indent(item, depth, goes_on)
        elif not style:
            put(item, el("w:pStyle", val="ListParagraph"))


def _hang_out(item: Element, start: float, depth: int, goes_on: bool) -> None:
    """The first line hangs out to where the text begins in a callout or quote: Word begins their bar there (points)."""
    left = round(depth * lengths.LIST_STEP * 20)
    put(item, el("w:ind", left=str(left + round(start * 20)), hanging=str(left)))
    if goes_on:
        item.insert(1, tab())


def _indent(item: Element, depth: int, goes_on: bool) -> None:
    """An indent of its own, where pandoc's list does not know what it stands in."""
    step = round(lengths.LIST_STEP * 20)
    put(item, el("w:ind", left=str(depth * step), hanging="0" if goes_on else str(step)))
