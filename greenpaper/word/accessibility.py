"""The finished package, looked over by the rules of Word's accessibility checker and some stricter ones. Pure.

What authors cause is found in their text by passes, under codes of its own; here it is found again, as is what got lost
on the way. A blank paragraph is let through where OOXML or Word needs one: the properties of a section stand in a
paragraph (17.6.18), which after a table or in front of a list that Word makes anew can be no other; a cell has a
paragraph (17.4.65); behind a table stands one at the end of a cell or a document, and one parts it from another table.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from greenpaper import filler
from greenpaper.model import Finding, Location
from greenpaper.word import code, headings, numbering
from greenpaper.word.ooxml import NS, Element, attribute, name, neighbour, style_of

TEXTS = ("word/document.xml", "word/footnotes.xml")
PARTS = (*TEXTS, "word/styles.xml", "word/settings.xml", "docProps/core.xml")

_DRAWN = frozenset({"HorizontalRule"})  # styles whose paragraphs show something without text
_BLANKS = re.compile(r"[ \u00a0\u2002\u2003]{2,}")
_LAYOUT = "TableNormal"  # style of a table that Word's checker takes for layout
_SHOWN = tuple(
    map(
        name,
        (
            *("w:drawing", "w:pict", "w:object", "w:sym", "m:oMath"),
            *("w:footnoteReference", "w:footnoteRef", "w:separator", "w:continuationSeparator"),
        ),
    )
)
_LOOKED_AT = tuple(
    map(name, ("w:bookmarkStart", "w:p", "w:tbl", "w:t", "w:hyperlink", "wp:docPr", "wp:anchor", "w:pict"))
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One place that breaks a rule.

    `rule` is the code of the finding that tells authors of the same where there is one, else a name of ours; `where`
    the nearest bookmark of a known place, "" before the first one.
    """

    rule: str
    where: str
    what: str


def faults(parts: Mapping[str, Element], known: Collection[str] = ()) -> tuple[Fault, ...]:
    """What is wrong in a package, given the roots of PARTS by name; `known` are the bookmarks that `where` may name."""
    found = [*_document(parts), *_styles(parts["word/styles.xml"])]
    for part in TEXTS:
        if part in parts:
            found += _Text(known).faults(parts[part])
    return tuple(found)


def findings(
    found: Iterable[Fault], places: Mapping[str, Location], told: Iterable[Finding], target: Location
) -> tuple[Finding, ...]:
    """Faults as findings, without those that `told` tells of already at the same place.

    `places` says where in the source a bookmark is; what stands before all of them is at `target`, the document.
    """
    before = {(finding.code, finding.where) for finding in told}
    made = []
    for fault in found:
        where = places.get(fault.where)
        if where is None:
            cure = "no text gave it: please report it as a fault of Greenpaper"
            made.append(Finding(code="word-access", where=target, what=fault.what, cure=cure))
        elif (fault.rule, where) not in before:
            cure = "write the place more simply, and report it as a fault of Greenpaper"
            made.append(Finding(code="word-access", where=where, what=f"in Word, {fault.what}", cure=cure))
    return tuple(made)


def _document(parts: Mapping[str, Element]) -> Iterator[Fault]:
    if not (parts["docProps/core.xml"].findtext("dc:title", "", NS)).strip():
        yield Fault(rule="core-title", where="", what="the document has no title in its properties")
    default = parts["word/styles.xml"].find("w:docDefaults/w:rPrDefault/w:rPr/w:lang", NS)
    theme = parts["word/settings.xml"].find("w:themeFontLang", NS)
    if not attribute(default, "w:val") or not attribute(theme, "w:val"):
        yield Fault(rule="language", where="", what="the document does not say its language")


def _styles(sheet: Element) -> Iterator[Fault]:
    """Headings are those that Word knows: by the names of its built-in styles and by outline levels (17.7.4.9)."""
    for style in sheet.iterfind("w:style", NS):
        key, outline = attribute(style, "w:styleId"), style.find("w:pPr/w:outlineLvl", NS)
        level = int(key[-1]) if re.fullmatch(r"Heading[1-9]", key) else None
        built_in = attribute(style.find("w:name", NS), "w:val").casefold() == f"heading {level}"
        if level and not (built_in and attribute(outline, "w:val") == str(level - 1)):
            yield Fault(rule="outline", where="", what=f"the style {key} is not Word's own for headings")


class _Text:
    """One walk over a part in document order; remembers the last known bookmark and the last heading's level."""

    def __init__(self, known: Collection[str]) -> None:
        self._known, self._where, self._level = known, "", 0

    def faults(self, root: Element) -> Iterator[Fault]:
        rules = {
            name("w:p"): self._paragraph, name("w:tbl"): self._table, name("w:t"): self._characters,
            name("w:hyperlink"): self._link, name("wp:docPr"): self._drawing,
        }  # fmt: skip
        for element in root.iter(*_LOOKED_AT):
            if element.tag == name("w:bookmarkStart"):
                self._where = self._place(element) or self._where
            elif rule := rules.get(element.tag):
                yield from rule(element)
            else:
                yield self._fault("floating", "an object does not stand in the line of the text", element)

    def _place(self, bookmark: Element) -> str:
        label = attribute(bookmark, "w:name")
        return label if label in self._known else ""

    def _fault(self, rule: str, what: str, element: Element) -> Fault:
        inside = (place for start in element.iter(name("w:bookmarkStart")) if (place := self._place(start)))
        return Fault(rule=rule, where=next(inside, self._where), what=what)

    def _paragraph(self, paragraph: Element) -> Iterator[Fault]:
        blank = not _shows(paragraph)
        if blank and not _is_needed(paragraph):
            yield self._fault("blank-paragraph", "a blank paragraph makes room", paragraph)
        level = headings.level_of(paragraph)
        if level is None:
            if paragraph.find("w:pPr/w:outlineLvl", NS) is not None:
                yield self._fault("outline", "a paragraph plays a heading without its style", paragraph)
            return
        if blank:
            yield self._fault("heading-empty", "a heading has no text", paragraph)
        if level > self._level + 1:
            yield self._fault("heading-skip", f"a heading goes from level {self._level} to {level}", paragraph)
        self._level = level

    def _table(self, table: Element) -> Iterator[Fault]:
        rows = table.findall("w:tr", NS)
        columns = len(table.findall("w:tblGrid/w:gridCol", NS))
        heads = [row for row in rows if row.find("w:trPr/w:tblHeader", NS) is not None]
        layout = attribute(table.find("w:tblPr/w:tblStyle", NS), "w:val") == _LAYOUT
        if not layout and (not rows or rows[0] not in heads):
            yield self._fault("table-header", "a table has no header row", table)
        if any(not _shows(cell) for row in heads for cell in row.iterfind("w:tc", NS)):
            yield self._fault("table-header-cell", "a cell of a header row is empty", table)
        merged = next(table.iter(name("w:gridSpan"), name("w:vMerge"), name("w:hMerge")), None) is not None
        if merged or any(len(row.findall("w:tc", NS)) != columns for row in rows):
            yield self._fault("merged-cells", "cells of a table are merged or split", table)
        if next(table.iterancestors(name("w:tbl")), None) is not None:
            yield self._fault("nested-table", "a table stands in another one", table)
        following = neighbour(table)
        if following is not None and following.tag == name("w:tbl"):
            yield self._fault("joined-tables", "nothing parts a table from the next: Word makes one of them", table)

    def _characters(self, text: Element) -> Iterator[Fault]:
        if not _BLANKS.search((text.text or "").strip()):
            return
        run, paragraph = text.getparent(), next(text.iterancestors(name("w:p")))
        style = attribute(run.find("w:rPr/w:rStyle", NS) if run is not None else None, "w:val")
        if not code.is_code(style) and not code.is_code(style_of(paragraph)):
            yield self._fault("blank-characters", "blanks stand in a row", paragraph)

    def _link(self, link: Element) -> Iterator[Fault]:
        if next(link.iter(*_SHOWN), None) is not None:  # a picture's alternative text tells
            return
        plain = " ".join("".join(text.text or "" for text in link.iter(name("w:t"))).split())
        if not plain:
            yield self._fault("link-text-missing", "a link has no text", link)
        elif filler.is_link(plain):
            yield self._fault("link-text", f"the link '{plain}' does not say where it leads", link)

    def _drawing(self, label: Element) -> Iterator[Fault]:
        decorative = label.find(".//adec:decorative[@val='1']", NS) is not None
        plain = label.get("descr", "").strip()
        if decorative:
            if plain:
                yield self._fault("image-alt", "a drawing is decorative and has an alternative text", label)
        elif not plain:
            yield self._fault("image-alt", "a drawing has no alternative text", label)
        elif filler.is_alternative(plain):
            yield self._fault("image-alt-filler", f"the alternative text '{plain}' says nothing", label)


def _shows(element: Element) -> bool:
    """Whether an element has anything to see or to read."""
    texts = any(text.text and text.text.strip() for text in element.iter(name("w:t")))
    return texts or next(element.iter(*_SHOWN), None) is not None


def _is_needed(paragraph: Element) -> bool:
    """Whether OOXML wants a paragraph here, or its style shows something."""
    if paragraph.find("w:pPr/w:sectPr", NS) is not None or style_of(paragraph) in _DRAWN:
        return True
    if attribute(paragraph.find("w:pPr/w:numPr/w:numId", NS), "w:val") not in {"", numbering.NONE}:
        return True  # its mark shows, of an item that begins with a table, a formula or a list
    before, after = neighbour(paragraph, -1), neighbour(paragraph)
    behind_table = before is not None and before.tag == name("w:tbl")
    if after is None:
        parent = paragraph.getparent()
        alone = before is None and parent is not None and parent.tag == name("w:tc")
        return alone or behind_table
    return behind_table and after.tag == name("w:tbl")
