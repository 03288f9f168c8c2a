"""The numbering part (ECMA-376 part 1, 17.9): the lists that pandoc wrote, with our indents, and those of headings."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from itertools import count

from greenpaper.word import lengths
from greenpaper.word.formatting import fonts
from greenpaper.word.ooxml import NS, Element, attribute, el, name, parse, ppr, rpr, serialize

CHAPTERS, APPENDICES, NONE = "1", "2", "0"  # w:numId; 0 takes a paragraph out of its style's list
CONTINUED = "1000"  # pandoc's list without a mark, for the second paragraph of an item
_BULLETS = ("•", "–", "▪")
_STEP = "\u2003\u2004\u2004"  # 1.67 em: of body text, nearly `lengths.LIST_STEP`
_BOXES = {"☐": "☐", "☒": "☑"}  # pandoc's for tasks, ours
_DEPTH = 9
_ID_DIGITS = 7  # pandoc puts an A before them
_HANG = (30.0, 36.0, 42.0, 46.0)  # points, per level of heading


def part(pandoc: bytes, inner: Mapping[tuple[str, int], int]) -> bytes:
    """word/numbering.xml from pandoc's. `inner` gives the depth, from 1, of levels in callouts and quotes.

    There the mark of an inner level has room before it (`lists.place` says why), and the outermost is a first one.
    """
    root = parse(pandoc)
    _shorten_ids(root)
    for level in root.iter(name("w:lvl")):
        _tune(level)
    for (listed, place), depth in sorted(inner.items()):
        _set_in(root, listed, place, depth)
    ours = [_headings(CHAPTERS, "decimal", linked=True), _headings(APPENDICES, "upperLetter", linked=False)]
    for at, abstract in enumerate(ours):
        root.insert(at, abstract)
    first = root.find("w:num", NS)
    at = len(root) if first is None else root.index(first)
    for number in (APPENDICES, CHAPTERS):
        root.insert(at, el("w:num", el("w:abstractNumId", val=number), numId=number))
    return serialize(root)


def _shorten_ids(root: Element) -> None:
    """Ids of pandoc's that begin with a list's first number, and so can be too long (17.18.50: eight hex digits)."""
    free = count(int(APPENDICES) + 1)
    for abstract in root.iter(name("w:abstractNum")):
        old = attribute(abstract, "w:abstractNumId")
        if len(old) <= _ID_DIGITS:
            continue
        made = str(next(free))
        abstract.set(name("w:abstractNumId"), made)
        for identifier in abstract.iterfind("w:nsid", NS):
            identifier.set(name("w:val"), f"4751{made:0>4}")
        for reference in root.iterfind(f"w:num/w:abstractNumId[@w:val='{old}']", NS):
            reference.set(name("w:val"), made)


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


def _set_in(root: Element, number: str, level: int, depth: int) -> None:
    """Override a level of one list (17.9.8): its mark as deep as it stands in its callout or quote."""
    listed = root.find(f"w:num[@w:numId='{number}']", NS)
    assert listed is not None
    abstract = attribute(listed.find("w:abstractNumId", NS), "w:val")
    made = copy.deepcopy(root.find(f"w:abstractNum[@w:abstractNumId='{abstract}']/w:lvl[@w:ilvl='{level}']", NS))
    assert made is not None
    text = made.find("w:lvlText", NS)
    assert text is not None
    mark = attribute(text, "w:val")
    text.set(name("w:val"), _STEP * (depth - 1) + (_BULLETS[(depth - 1) % len(_BULLETS)] if mark in _BULLETS else mark))
    form = made.find("w:numFmt", NS)
    if depth > 1 and form is not None and attribute(form, "w:val") == "bullet":
        form.set(name("w:val"), "none")  # LibreOffice takes one character of a bullet; of no number it takes all
    override = listed.find(f"w:lvlOverride[@w:ilvl='{level}']", NS)
    if override is None:
        override = el("w:lvlOverride", ilvl=str(level))
        listed.append(override)
    override.append(made)


def _replace(level: Element, properties: Element) -> None:
    old = level.find(properties.tag)
    if old is not None:
        level.replace(old, properties)
    else:
        level.append(properties)  # w:pPr and w:rPr are the last children of w:lvl, in this order
