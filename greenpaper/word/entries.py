"""Entries of contents and lists, with code, formulas and emphasis as their heading or caption has them.

Word makes them so too when somebody updates the list.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator

from greenpaper.word import code
from greenpaper.word.ooxml import NS, Element, attribute, name, run, style_of

_ENTRY = re.compile(r"TOC[1-9]|TableOfFigures")
_WORDS = frozenset(name(tag) for tag in ("w:rPr", "w:t", "w:softHyphen", "w:noBreakHyphen"))  # of runs taken over
_GAPS = frozenset(name(tag) for tag in ("w:rPr", "w:br", "w:cr", "w:tab"))  # of runs that part words
_LEFT_OUT = frozenset({"SectionNumber", "ParagraphNumber"})
_PLAIN = frozenset({"CaptionLabel", "Hyperlink"})  # styles of what is not set off in an entry
_FORMULA = name("m:oMath")


def fill(front: Iterable[Element], body: Element) -> None:
    """Rewrite the entries among the blocks of `front` whose heading or caption in `body` is more than plain text."""
    marked = {
        attribute(mark, "w:name"): next(mark.iterancestors(name("w:p")), None)
        for mark in body.iter(name("w:bookmarkStart"))
    }
    for link in [link for block in front for link in block.iter(name("w:hyperlink"))]:
        entry, target = link.getparent(), marked.get(attribute(link, "w:anchor"))
        if entry is None or target is None or not _ENTRY.fullmatch(style_of(entry)):
            continue
        words = list(_words(target))
        if not any(item.tag == _FORMULA or item.find("w:rPr", NS) is not None for item in words):
            continue
        numbered = style_of(entry) != "TableOfFigures"  # those have their number in the caption
        for old in list(link)[-1 if numbered else 0 :]:
            link.remove(old)
        link.extend(words)


def _words(paragraph: Element) -> Iterator[Element]:
    """Copies of the runs and formulas, without notes, pictures, numbers and the insides of fields; breaks as spaces."""
    parted = True  # whether what comes next begins the entry or follows a space
    for item in paragraph.iter(name("w:r"), _FORMULA):
        if item.tag == _FORMULA:
            yield copy.deepcopy(item)
            parted = False
            continue
        mark = item.find("w:rPr/w:rStyle", NS)
        style = attribute(mark, "w:val")
        tags = {child.tag for child in item}
        if style not in _LEFT_OUT and tags <= _GAPS and not parted:
            yield run(" ")
            parted = True
        if style in _LEFT_OUT or not tags <= _WORDS:
            continue
        made = copy.deepcopy(item)
        made.tail = None
        properties = made.find("w:rPr", NS)
        if style in _PLAIN and properties is not None:
            properties.remove(properties[0])
        elif code.is_code(style) and properties is not None:
            properties[0].set(name("w:val"), "VerbatimChar")
        if properties is not None and len(properties) == 0:
            made.remove(properties)
        yield made
        parted = "".join(text.text or "" for text in made.iter(name("w:t"))).endswith(" ")
