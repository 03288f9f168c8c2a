"""What came back: the anchors of a DOCX, each with the text that it stands round before and after tracked changes.

The tests' own reader: zip and lxml, no code of the package. Formulas are left out, since LibreOffice without its part
for formulas loses them; so are results of REF fields, which follow the text that they repeat.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_ANCHOR = re.compile(r"_P[0-9a-f]{12}")
_NUMBER = "ParagraphNumber"  # style of the runs that number paragraphs, which are no text of theirs
_ADDED, _TAKEN = frozenset({W + "ins", W + "moveTo"}), frozenset({W + "del", W + "moveFrom"})
_TEXTS = frozenset({W + "t", W + "delText"})
_SIGNS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "\u2011"}


@dataclass(slots=True)
class Anchored:
    """One anchor: its text before and after the changes, whether there are any, and the comments on it."""

    before: str = ""
    after: str = ""
    changed: bool = False
    comments: list[str] = field(default_factory=list)  # their texts
    formula: bool = False  # whether it holds one
    computed: bool = False  # whether it holds a field
    _code: str | None = None  # of the field that has begun

    def take(self, element: etree._Element) -> None:
        """Add what an element says."""
        self._follow(element)
        text = "" if (self._code or "").split()[:1] == ["REF"] else _text(element)
        added, taken = _changes(_before(element) if element.tag == W + "p" else element)
        self.before += "" if added else text
        self.after += "" if taken else text
        self.changed = self.changed or (element.tag in {W + "r", W + "p"} and (added or taken))
        self.formula = self.formula or element.tag == _FORMULA

    def _follow(self, element: etree._Element) -> None:
        """Know whether a field has begun, and which."""
        if element.tag in {W + "instrText", W + "delInstrText"} and self._code is not None:
            self._code += element.text or ""
        elif element.tag == W + "fldChar":
            kind = element.get(W + "fldCharType")
            self.computed = True
            self._code = "" if kind == "begin" else None if kind == "end" else self._code


def anchor_map(path: Path) -> etree._Element:
    """The map of anchors that travels in a document: its root."""
    with zipfile.ZipFile(path) as opened:
        parts = [name for name in opened.namelist() if re.fullmatch(r"customXml/item\d+\.xml", name)]
        roots = [etree.fromstring(opened.read(part)) for part in parts]
    (found,) = (root for root in roots if root.tag.endswith("}anchors"))
    return found


def read(path: Path) -> dict[str, Anchored]:
    """Every anchor of a document by its bookmark's name, in the order of the text."""
    with zipfile.ZipFile(path) as opened:
        document = etree.fromstring(opened.read("word/document.xml"))
        notes, comments = (
            etree.fromstring(opened.read(part)) if part in opened.namelist() else etree.Element("none")
            for part in ("word/footnotes.xml", "word/comments.xml")
        )
    of_notes = {entry.get("id", "") for entry in anchor_map(path) if entry.get("kind") == "note"}
    return _Walk(notes, comments, of_notes).anchors(document)


class _Walk:
    """One walk over the document.

    A paragraph's anchor stands round all of its text, but what is typed in front of its first or behind its last
    character comes to stand outside: that is taken to belong to it too. The anchor of a note stands round its sign;
    LibreOffice puts that of a document's only note right before it.
    """

    def __init__(self, notes: etree._Element, comments: etree._Element, of_notes: set[str]) -> None:
        self._notes = {note.get(W + "id", ""): note for note in notes.iterfind(W + "footnote")}
        self._comments = {
            comment.get(W + "id", ""): "".join(text.text or "" for text in comment.iter(W + "t"))
            for comment in comments.iterfind(W + "comment")
        }
        self._of_notes = of_notes
        self._found: dict[str, Anchored] = {}
        self._names: dict[str, str] = {}  # of bookmarks that have begun and not ended, by id
        self._inside: dict[str, Anchored] = {}  # anchors likewise, by name
        self._behind: dict[str, Anchored] = {}  # anchors that have ended in this paragraph
        self._front: list[etree._Element] = []  # what stands in this paragraph before its anchor

    def anchors(self, document: etree._Element) -> dict[str, Anchored]:
        for element in document.iter():
            name = element.get(W + "name", "")
            if element.tag == W + "bookmarkStart" and _ANCHOR.fullmatch(name):
                self._begin(element, name)
            elif element.tag == W + "bookmarkEnd":
                self._end(element)
            else:
                self._take(element)
        assert not self._inside, f"no end of {sorted(self._inside)}"
        return self._found

    def _begin(self, start: etree._Element, name: str) -> None:
        """LibreOffice may write the start of a range twice, with an end for the second: the first counts."""
        self._names[start.get(W + "id", "")] = name
        if name in self._inside:
            return
        assert name not in self._found, f"{name} is there twice"
        made = self._inside[name] = self._found[name] = Anchored()
        if name not in self._of_notes:
            made.changed = any(_changes(next(start.iterancestors(W + "p"))))
            for element in self._front:
                self._add(element, made)
            self._front, self._behind = [], {}

    def _end(self, end: etree._Element) -> None:
        name = self._names.pop(end.get(W + "id", ""), "")
        ended = self._inside.pop(name, None)
        if ended and (name not in self._of_notes or not ended.before):
            self._behind[name] = ended

    def _take(self, element: etree._Element) -> None:
        if element.tag == W + "p":
            self._front, self._behind = [], {}
        for name, anchor in (self._inside | self._behind).items():
            if name not in self._of_notes:
                self._add(element, anchor)
            elif element.tag == W + "footnoteReference" and not anchor.before:
                for piece in self._notes[element.get(W + "id", "")].iter():
                    self._add(piece, anchor)
        if element.tag != W + "p" and not self._paragraphs():
            self._front.append(element)

    def _add(self, element: etree._Element, anchor: Anchored) -> None:
        anchor.take(element)
        if element.tag == W + "commentReference":
            anchor.comments.append(self._comments[element.get(W + "id", "")])

    def _paragraphs(self) -> bool:
        """Whether an anchor stands, or stood in this paragraph, round more than the sign of a note."""
        return not (self._inside.keys() | self._behind.keys()) <= self._of_notes


def _before(paragraph: etree._Element) -> etree._Element | None:
    """The paragraph whose mark parts it from this one."""
    return next(paragraph.itersiblings(W + "p", preceding=True), None)


def _changes(element: etree._Element | None) -> tuple[bool, bool]:
    """Whether an element is added or taken away by a tracked change; of a paragraph: its mark (17.13.5)."""
    if element is None:
        return False, False
    if element.tag == W + "p":
        tags: Iterable[str] = {child.tag for child in element.iterfind(f"{W}pPr/{W}rPr/*")}
    else:
        tags = {parent.tag for parent in element.iterancestors()}
    return not _ADDED.isdisjoint(tags), not _TAKEN.isdisjoint(tags)


def _text(element: etree._Element) -> str:
    run = element.getparent()
    if element.tag == W + "p":
        return "\n"
    if run is None or run.tag != W + "r":
        return ""
    style = run.find(f"{W}rPr/{W}rStyle")
    if style is not None and style.get(W + "val") == _NUMBER:
        return ""
    if element.tag in _TEXTS:
        return (element.text or "").replace("\u00ad", "")  # which may be w:softHyphen as well
    return _SIGNS.get(element.tag, "")
