"""What a theme lacks for the document that it sets: letters of its language, and signs that its style sheets write."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from greenpaper import theme
from greenpaper.model import Finding, Location
from greenpaper.theme import FontFile, Theme

_QUOTES = "«»“”‘’–§"
_NORWEGIAN = f"ÆØÅæøåÀÉÈÊÓÒÔàéèêóòôÄÖÜäöü{_QUOTES}"  # of names and loan-words too
LETTERS: Mapping[str, str] = {
    "nb": _NORWEGIAN,
    "nn": _NORWEGIAN,
    "se": f"{_NORWEGIAN}ÁáČčĐđŊŋŠšŦŧŽž",
    "en": f"ÉÈéèêçïö£{_QUOTES}",
}
_STRING = r"""(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
_WRITING = re.compile(rf"\b(?:content|list-style(?:-type)?)\s*:(?P<value>(?:{_STRING}|[^;}}\"'])*)")
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")  # CSS Syntax 3, 4.3.7
_UNSEEN = frozenset("\n\ufe0e\ufe0f")


def check(look: Theme, sheets: Mapping[str, str], file: Location, language: str) -> tuple[Finding, ...]:
    """`sheets` are the document's own style sheets by path, `file` is where the theme names its fonts."""
    return (*_letters(look, file, language), *_signs(look, sheets))


def _letters(look: Theme, file: Location, language: str) -> Iterator[Finding]:
    for font in look.font_files:
        if font.family not in {look.fonts.body, look.fonts.heading}:
            continue
        lacking = "".join(letter for letter in LETTERS[language] if ord(letter) not in theme.letters(font))
        if lacking:
            what = f"the font {_name(font)} lacks {' '.join(lacking)}, which the document's language ({language}) uses"
            cure = "choose a family that has them; another font's letters would stand among its own"
            yield Finding(code="font-letters", where=file, what=what, cure=cure)


def _name(font: FontFile) -> str:
    return f"{font.family!r} ({font.weight}{' italic' if font.style == 'italic' else ''})"


def _signs(look: Theme, sheets: Mapping[str, str]) -> Iterator[Finding]:
    known = theme.characters(look)
    for path, sheet in sheets.items():
        for line, character in _written(sheet):
            if ord(character) not in known and character not in _UNSEEN:
                what = f"no font of the theme has '{character}' (U+{ord(character):04X}), which the style sheet writes"
                cure = "write another sign, or add a font that has it under [[fonts.files]]"
                yield Finding(code="sign-missing", where=Location(path=path, line=line), what=what, cure=cure)


def _written(sheet: str) -> Iterator[tuple[int, str]]:
    """Each character that the sheet has stand on a page, with its line."""
    for declaration in _WRITING.finditer(sheet):
        line = sheet.count("\n", 0, declaration.start()) + 1
        for text in re.findall(_STRING, declaration["value"]):
            for character in dict.fromkeys(_ESCAPE.sub(_escaped, text[1:-1])):
                yield line, character


def _escaped(found: re.Match[str]) -> str:
    """The character of an escape; U+FFFD for one that there is not (CSS Syntax 3, 4.3.7)."""
    point = int(found[1], 16)
    return chr(point) if 0 < point < 0xD800 or 0xDFFF < point <= 0x10FFFF else "\ufffd"
