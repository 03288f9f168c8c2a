"""The runs of a returned DOCX (ECMA-376 part 1, 17.3.2) -> spans of text, and the ranges that touch them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Set
from dataclasses import dataclass, field, replace

from greenpaper.responses.docx import tracked
from greenpaper.responses.docx.fields import Fields, is_computed
from greenpaper.responses.docx.ranges import Range, Ranges
from greenpaper.responses.docx.tracked import Change, Moves
from greenpaper.responses.reply import Span
from greenpaper.word.ooxml import NS, Element, attribute, name

ANCHOR = re.compile(r"_P[0-9a-f]{12}")  # as greenpaper/anchors.py names pieces
_W, _M = f"{{{NS['w']}}}", f"{{{NS['m']}}}"
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
# The number of a paragraph: 3-12, A-4, 3-12 a.2 (passes/paragraphs.py); what parts it from the text
_NUMBER = re.compile(r"[0-9A-ZÆØÅ]{1,3}-[0-9]{1,4}( [a-z]{1,3}(\.[0-9]{1,4})*)?(?![^\W_])")
_APART = ("\t", "\u2002")
_SPACES = str.maketrans("\r\n\t", "   ")  # which in w:t are spaces and no breaks
_SOFT_HYPHEN = "\u00ad"
_PRIVATE = "\ufffd"  # for a symbol of a font's own
# By which a terminal acts; XML holds those from 7F on, and w:sym names any.
CONTROLS = {code: _PRIVATE for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n"}
_THROUGH = frozenset({"hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "dir", "bdo", "ruby", "rubyBase"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Sign:
    """The sign of a note: the note's id, the name of the anchor round the sign or "", what became of it."""

    note: str
    anchor: str
    change: Change


@dataclass(slots=True)
class Text:
    """The text of a paragraph that is being read."""

    in_note: bool
    numbered: bool = False  # whether its number was read
    parted: bool = True  # and what parts it from the text
    spans: list[Span] = field(default_factory=list)
    length: int = 0
    boxes: list[Element] = field(default_factory=list)  # of text that floats beside it
    anchors: list[Range] = field(default_factory=list)
    commented: list[Range] = field(default_factory=list)

    def without_number(self, text: str) -> str:
        """What of a text in the style of numbers is none: programs give that style to what is typed behind it, too."""
        found = _NUMBER.match(text)
        # Where two paragraphs were joined, the second's number stands inside.
        if found and (not self.numbered or not text[found.end() :].strip()):
            self.numbered, self.parted, text = True, False, text[found.end() :]
        if not text or self.parted:
            return text
        self.parted = True
        return text[1:] if text[:1] in _APART else text

    def add(self, text: str, change: Change, properties: Element | None, computed: bool) -> None:
        """Add text of a run with these properties."""
        text = unicodedata.normalize("NFC", text.replace(_SOFT_HYPHEN, "").translate(CONTROLS))
        if self.in_note and not self.length:
            text = text.lstrip()  # what parts the text from its sign
        if not text or change.fate is None:
            return
        span = Span(
            text=text,
            fate=change.fate,
            by=change.by,
            move=change.move,
            formatted=tracked.formatted(properties),
            computed=computed,
        )
        self.length += len(text)
        if self.spans and _said(self.spans[-1]) == _said(span):
            span = replace(span, text=self.spans.pop().text + text)
        self.spans.append(span)


def _said(span: Span) -> tuple[object, ...]:
    """All that is said of a span's text."""
    return span.fate, span.by, span.move, span.formatted, span.computed


class Inlines:
    """What goes on from paragraph to paragraph of a part: ranges, moves, fields."""

    def __init__(self, root: Element, numbers: Set[str]) -> None:
        """`root` is the part's, `numbers` are the ids of styles of runs that number paragraphs, which are no text."""
        self._numbers = numbers
        self._anchors = Ranges(_ids(root, "bookmarkEnd"))
        self._commented = Ranges(_ids(root, "commentRangeEnd"))
        self._ranged = frozenset(_ids(root, "commentRangeStart"))
        self._moves, self._fields = Moves(), Fields()
        self.signs: list[Sign] = []

    def read(self, paragraph: Element, change: Change, in_note: bool) -> Text:
        """The text of a paragraph."""
        text = Text(in_note=in_note)
        self._anchors.enter()
        self._commented.enter()
        self._children(paragraph, change, text)
        self._fields.end_of_paragraph()
        text.anchors, text.commented = self._anchors.leave(text.length), self._commented.leave(text.length)
        return text

    def event(self, element: Element, at: int = 0) -> None:
        """A range begins or ends, at a place in a paragraph or between two."""
        kind, identifier = local(element), attribute(element, "w:id")
        if kind == "bookmarkStart":
            if ANCHOR.fullmatch(named := attribute(element, "w:name")):
                self._anchors.begin(identifier, named, at)
        elif kind == "bookmarkEnd":
            self._anchors.end(identifier, at)
        elif kind == "commentRangeStart":
            self._commented.begin(identifier, identifier, at)
        elif kind == "commentRangeEnd":
            self._commented.end(identifier, at)
        elif kind.startswith("move"):
            self._moves.event(kind, element)

    def _children(self, parent: Element, change: Change, text: Text, computed: bool = False) -> None:
        for child in parent:
            kind = local(child)
            if kind == "r" and child.tag.startswith(_W):
                self._run(child, change, text, computed)
            elif kind in tracked.FATES:
                self._children(child, change.around(self._moves.change(kind, child)), text, computed)
            elif kind in _THROUGH:
                self._children(child, change, text, computed)
            elif kind == "fldSimple":
                self._children(child, change, text, computed or is_computed(attribute(child, "w:instr")))
            elif kind == "AlternateContent":
                self._children(next(iter(child), child), change, text, computed)
            elif kind in {"oMath", "oMathPara"}:
                for said in child.iter(f"{_M}t"):
                    text.add(said.text or "", change, None, True)
            else:
                self.event(child, text.length)

    def _run(self, run: Element, change: Change, text: Text, computed: bool) -> None:
        properties = run.find("w:rPr", NS)
        style = attribute(None if properties is None else properties.find("w:rStyle", NS), "w:val")
        numbers = style in self._numbers
        for child in run:
            kind = local(child)
            if kind == "fldChar":
                self._fields.character(attribute(child, "w:fldCharType"))
            elif kind in {"instrText", "delInstrText"}:
                self._fields.instruct(child.text or "")
            elif kind in {"footnoteReference", "endnoteReference"}:
                self._sign(kind, child, change, text)
            elif kind == "commentReference":
                self._reference(attribute(child, "w:id"), text)
            elif kind in {"drawing", "pict", "object", "AlternateContent"}:
                first = next(iter(child), child) if kind == "AlternateContent" else child
                text.boxes += first.iter(name("w:txbxContent"))
            elif not self._fields.instructing:
                said = _text(kind, child)
                said = text.without_number(said) if numbers else said
                text.add(said, change, properties, computed or self._fields.computing)

    def _sign(self, kind: str, sign: Element, change: Change, text: Text) -> None:
        named, at = self._anchors.begun
        note = f"{kind[0]}{attribute(sign, 'w:id')}"
        self.signs.append(Sign(note=note, anchor=named if at == text.length else "", change=change))

    def _reference(self, identifier: str, text: Text) -> None:
        """A comment's sign: one without a range is about the place where its sign stands."""
        if identifier not in self._ranged:
            self._commented.point(identifier, text.length)


def _text(kind: str, element: Element) -> str:
    if kind in {"t", "delText"}:
        return (element.text or "").translate(_SPACES)
    if kind == "sym":
        code = attribute(element, "w:char")
        return chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{4}", code) and code[0] not in "dDeEfF" else _PRIVATE
    return _SIGNS.get(kind, "")


def _ids(root: Element, kind: str) -> Iterable[str]:
    return (attribute(element, "w:id") for element in root.iter(name(f"w:{kind}")))


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2]
