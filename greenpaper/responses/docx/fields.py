"""Fields of a text in the order of its runs (ECMA-376 part 1, 17.16): what of it is an instruction or computed."""

from __future__ import annotations

from dataclasses import dataclass

# Of these what shows is somebody's text; every other is computed anew when a program likes.
_TEXTS = frozenset({"HYPERLINK", "FORMTEXT", "QUOTE", "MACROBUTTON", "ADDIN", ""})
_LONG = frozenset({"TOC", "INDEX", "BIBLIOGRAPHY", "TOA"})  # whose results go over several paragraphs


@dataclass(slots=True)
class _Field:
    code: str = ""
    shown: bool = False  # whether its result has begun

    @property
    def name(self) -> str:
        return self.code.split(maxsplit=1)[0].upper() if self.code.strip() else ""


class Fields:
    """The fields that are open at a place."""

    def __init__(self) -> None:
        self._open: list[_Field] = []

    @property
    def instructing(self) -> bool:
        """Whether what stands here is an instruction, and shows nowhere."""
        return any(not field.shown for field in self._open)

    @property
    def computing(self) -> bool:
        """Whether what stands here is computed."""
        return any(is_computed(field.code) for field in self._open)

    def character(self, kind: str) -> None:
        """A character of a complex field: begin, separate, end (17.18.29)."""
        if kind == "begin":
            self._open.append(_Field())
        elif kind == "separate" and self._open:
            self._open[-1].shown = True
        elif kind == "end" and self._open:
            self._open.pop()

    def instruct(self, text: str) -> None:
        """A part of an instruction."""
        if self._open:
            self._open[-1].code += text

    def end_of_paragraph(self) -> None:
        """Forget what should have ended: a field whose end was lost must not swallow the rest of the text."""
        self._open = [field for field in self._open if field.shown and field.name in _LONG]


def is_computed(code: str) -> bool:
    """Whether the result of a field with this instruction is computed."""
    return _Field(code).name not in _TEXTS
