"""Tracked changes of a returned DOCX (ECMA-376 part 1, 17.13.5): what they do to what they stand round."""

from __future__ import annotations

from dataclasses import dataclass, replace

from greenpaper.responses.docx import annotation
from greenpaper.responses.model import NOBODY, By
from greenpaper.responses.reply import Fate
from greenpaper.word.ooxml import Element, attribute, name

FATES = {"ins": Fate.INSERTED, "del": Fate.DELETED, "moveFrom": Fate.MOVED_FROM, "moveTo": Fate.MOVED_TO}
_MOVES = {Fate.MOVED_FROM: Fate.DELETED, Fate.MOVED_TO: Fate.INSERTED}  # what each end of a move is by itself
_FORMATS = frozenset(name(f"w:{kind}Change") for kind in ("rPr", "pPr", "tblPr", "trPr", "tcPr"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What a tracked change does; `fate` None: what one has inserted another has deleted."""

    fate: Fate | None = Fate.KEPT
    by: By = NOBODY
    move: str = ""

    def around(self, inner: Change) -> Change:
        """The change of what stands in both."""
        if self.fate is Fate.KEPT:
            return inner
        if inner.fate is Fate.KEPT or (self.fate and inner.fate and self.fate.after == inner.fate.after):
            return self
        return replace(self, fate=None)


UNCHANGED = Change()


class Moves:
    """The moves whose range is open at a place: only these have a name, by which their ends belong together."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[str, str]] = {}  # by id: kind of the end, name

    def event(self, kind: str, element: Element) -> None:
        """A range begins or ends."""
        identifier = attribute(element, "w:id")
        if kind.endswith("RangeStart"):
            self._open[identifier] = kind.removesuffix("RangeStart"), attribute(element, "w:name")
        else:
            self._open.pop(identifier, None)

    def change(self, kind: str, element: Element) -> Change:
        """The change that the element w:ins, w:del, w:moveFrom or w:moveTo makes."""
        fate, by = FATES[kind], annotation.by(element)
        if fate not in _MOVES:
            return Change(fate=fate, by=by)
        move = next((named for end, named in reversed(self._open.values()) if end == kind and named), "")
        return Change(fate=fate if move else _MOVES[fate], by=by, move=move)


def mark(properties: Element | None) -> Change:
    """The change of a paragraph's mark or of a row, whose w:rPr or w:trPr this is."""
    made = UNCHANGED
    for kind, fate in FATES.items() if properties is not None else ():
        found = properties.find(name(f"w:{kind}"))  # type: ignore[union-attr]
        if found is not None:
            made = made.around(Change(fate=fate, by=annotation.by(found)))
    return made


def formatted(*properties: Element | None) -> By | None:
    """Who changed the format, in one of these."""
    for each in properties:
        for child in each if each is not None else ():
            if child.tag in _FORMATS:
                return annotation.by(child)
    return None
