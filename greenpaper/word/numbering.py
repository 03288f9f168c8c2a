"""The numbering part (ECMA-376 part 1, 17.9): the lists that pandoc wrote, with our indents, and those of headings."""

from __future__ import annotations

from greenpaper.word import lengths
from greenpaper.word.formatting import fonts
from greenpaper.word.ooxml import NS, Element, attribute, el, name, parse, ppr, rpr, serialize

CHAPTERS, APPENDICES, NONE = "1", "2", "0"  # w:numId; 0 takes a paragraph out of its style's list
CONTINUED = "1000"  # pandoc's list without a mark, for the second paragraph of an item
_BULLETS = ("•", "–", "▪")
_BOXES = {"☐": "☐", "☒": "☑"}  # pandoc's for tasks, ours
_DEPTH = 9
_HANG = (30.0, 36.0, 42.0, 46.0)  # points, per level of heading


def part(pandoc: bytes) -> bytes:
    """word/numbering.xml from pandoc's."""
    root = parse(pandoc)
    for level in root.iter(name("w:lvl")):
        _tune(level)
    ours = [_headings(CHAPTERS, "decimal", linked=True), _headings(APPENDICES, "upperLetter", linked=False)]
    for at, abstract in enumerate(ours):
        root.insert(at, abstract)
    first = root.find("w:num", NS)
    at = len(root) if first is None else root.index(first)
    for number in (APPENDICES, CHAPTERS):
        root.insert(at, el("w:num", el("w:abstractNumId", val=number), numId=number))
    return serialize(root)


def _headings(number: str, form: str, linked: bool) -> Element:
    """1, 1.1, 1.1.1 or A, A.1, A.1.1. Only one list can be linked to the styles; the other is set per paragraph."""
    levels = []
    for level in range(_DEPTH):
        hang = str(round(_HANG[min(level, len(_HANG) - 1)] * 20))
        levels.append(
            el(
                "w:lvl",
                el("w:start", val="1"),
                el("w:numFmt", val=form if level == 0 else "decimal"),
                el("w:pStyle", val=f"Heading{level + 1}") if linked else None,
                el("w:suff", val="tab"),
                el("w:lvlText", val=".".join(f"%{at + 1}" for at in range(level + 1))),
                el("w:lvlJc", val="left"),
                ppr(el("w:tabs", el("w:tab", val="num", pos=hang)), el("w:ind", left=hang, hanging=hang)),
                ilvl=str(level),
            )
        )
    return el(
        "w:abstractNum",
        el("w:nsid", val=f"4750000{number}"),
        el("w:multiLevelType", val="multilevel"),
        *levels,
        abstractNumId=number,
    )


def _tune(level: Element) -> None:
    """Our indents, and marks from fonts that every machine has."""
    depth = int(attribute(level, "w:ilvl"))
    step = round(lengths.LIST_STEP * 20)
    _replace(level, ppr(el("w:ind", left=str((depth + 1) * step), hanging=str(step))))
    text = level.find("w:lvlText", NS)
    bullet = attribute(level.find("w:numFmt", NS), "w:val") == "bullet"
    if text is None or not bullet or not attribute(text, "w:val").strip():
        return
    box = _BOXES.get(attribute(text, "w:val"))
    if box:
        text.set(name("w:val"), box)
        _replace(level, rpr(fonts("Segoe UI Symbol")))
        return
    text.set(name("w:val"), _BULLETS[depth % len(_BULLETS)])
    old = level.find("w:rPr", NS)
    if old is not None:
        level.remove(old)


def _replace(level: Element, properties: Element) -> None:
    old = level.find(properties.tag)
    if old is not None:
        level.replace(old, properties)
    else:
        level.append(properties)  # w:pPr and w:rPr are the last children of w:lvl, in this order
