"""A story of a returned DOCX (its body, its notes: ECMA-376 part 1, 17.2, 17.11) -> paragraphs with their changes.

Only what has text is followed. Of alternatives (part 3, 7.6) the first counts, as in Word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from greenpaper.responses.docx import tracked
from greenpaper.responses.docx.inlines import Inlines, Sign, Text, local
from greenpaper.responses.docx.ranges import Range
from greenpaper.responses.docx.tracked import UNCHANGED, Change
from greenpaper.responses.reply import Fate, Paragraph
from greenpaper.word.ooxml import NS, Element, style_of

PARAGRAPHS = 30_000  # that are read; a thousand pages have half of that
_THROUGH = frozenset({"sdt", "sdtContent", "customXml", "smartTag"})
NOWHERE = Paragraph(spans=())


class Story:
    """Reads blocks one after the other. ValueError for more paragraphs than a document has."""

    def __init__(self, root: Element, numbers: Set[str]) -> None:
        """`root` is the part's, `numbers` are the ids of styles of runs that number paragraphs."""
        self._inlines = Inlines(root, numbers)
        self._tables = 0
        self._made: list[tuple[Paragraph, Text]] = []

    @property
    def signs(self) -> Sequence[Sign]:
        """The signs of notes that were met."""
        return self._inlines.signs

    def paragraphs(self) -> Iterator[Paragraph]:
        """What was read, in the order of the text: whole only now, since ranges end behind what they hold."""
        for made, text in self._made:
            anchors, commented = (tuple(map(Range.mark, ranges)) for ranges in (text.anchors, text.commented))
            yield replace(made, anchors=anchors, commented=commented)

    def read(self, blocks: Element, place: Paragraph = NOWHERE, change: Change = UNCHANGED) -> None:
        """Read the blocks of an element; `place` says where they stand, `change` what becomes of all of them."""
        for block in blocks:
            kind = local(block)
            if kind == "p":
                self._paragraph(block, place, change)
            elif kind == "tbl":
                self._table(block, place, change)
            elif kind == "AlternateContent":
                self.read(next(iter(block), block), place, change)
            elif kind in _THROUGH:
                self.read(block, place, change)
            else:
                self._inlines.event(block)

    def _table(self, table: Element, place: Paragraph, change: Change) -> None:
        number, self._tables = self._tables, self._tables + 1
        for row, element in enumerate(_inside(table, "tr")):
            properties = element.find("w:trPr", NS)
            fate = tracked.mark(properties)
            here = replace(
                place, table=number, row=row, row_fate=fate.fate or Fate.INSERTED, row_by=fate.by, formatted=None
            )
            for column, cell in enumerate(_inside(element, "tc")):
                # What changed the format of a table or a row is told at its first cell.
                of_row = [] if column else [properties, *([] if row else table.findall("w:tblPr", NS))]
                changed = tracked.formatted(cell.find("w:tcPr", NS), *of_row)
                first = len(self._made)
                self.read(cell, replace(here, column=column), change)
                if changed and first < len(self._made):
                    made, text = self._made[first]
                    self._made[first] = replace(made, formatted=made.formatted or changed), text

    def _paragraph(self, element: Element, place: Paragraph, change: Change) -> None:
        if len(self._made) >= PARAGRAPHS:
            raise ValueError(f"more than {PARAGRAPHS} paragraphs")
        properties = element.find("w:pPr", NS)
        mark = change.around(tracked.mark(None if properties is None else properties.find("w:rPr", NS)))
        text = self._inlines.read(element, change, bool(place.note))
        made = replace(
            place,
            spans=tuple(text.spans),
            style=style_of(element),
            mark_fate=mark.fate or Fate.INSERTED,
            mark_by=mark.by,
            formatted=tracked.formatted(properties),
        )
        self._made.append((made, text))
        for box in text.boxes:
            self.read(box, place, change)


def _inside(parent: Element, kind: str) -> Iterator[Element]:
    """The rows of a table, the cells of a row, past what only wraps them."""
    for child in parent:
        if local(child) == kind:
            yield child
        elif local(child) in _THROUGH:
            yield from _inside(child, kind)
