"""Optional hyphens (ECMA-376 part 1, 17.3.3.29) for words without room in their cell, and the longest of titles.

Word hyphenates where it has the language, LibreOffice where it has the dictionary; else both break a word anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import pyphen

from greenpaper.word import code
from greenpaper.word.ooxml import NS, SPACE, Element, attribute, el, name

_SPACES = re.compile(r"([ \t\n]+)")
_LETTERS = re.compile(r"([^\W\d_]{8,})")
_ADDRESS = re.compile(r"://|@|^www\.")
_BEFORE, _AFTER = 4, 3  # letters at least, as in the PDF
_HYPHEN = "\u00ad"


def hyphenate(place: Element, language: str, fits: Callable[[str], bool]) -> None:
    """Put hyphens into the words of a cell or heading that do not fit; `language` is that of text that names none."""
    for text in list(place.iter(name("w:t"))):
        run = text.getparent()
        assert run is not None
        typed = code.is_code(attribute(run.find("w:rPr/w:rStyle", NS), "w:val"))
        own = attribute(run.find("w:rPr/w:lang", NS), "w:val")
        shown = (
            ""
            if typed
            else "".join(
                word if fits(word) or _ADDRESS.search(word) else _hyphenated(word, own or language)
                for word in _SPACES.split(text.text or "")
            )
        )
        if _HYPHEN in shown:
            _replace(text, shown.split(_HYPHEN))


def _hyphenated(word: str, language: str) -> str:
    rules = _rules(language)
    if rules is None:
        return word
    return _LETTERS.sub(lambda found: rules.inserted(found[1], _HYPHEN), word)


@cache
def _rules(language: str) -> pyphen.Pyphen | None:
    known = pyphen.language_fallback(language)  # none for Northern Sámi
    return pyphen.Pyphen(lang=known, left=_BEFORE, right=_AFTER) if known else None


def _replace(text: Element, pieces: list[str]) -> None:
    text.text = pieces[0]
    text.set(SPACE, "preserve")
    at = text
    for piece in pieces[1:]:
        hyphen, rest = el("w:softHyphen"), el("w:t", piece)
        rest.set(SPACE, "preserve")
        at.addnext(hyphen)
        hyphen.addnext(rest)
        at = rest
