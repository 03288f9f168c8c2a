"""A chapter with every construct that a change has to keep, and changes of it, for the tests of patches."""

from __future__ import annotations

from collections.abc import Mapping

from greenpaper import status, words
from greenpaper.responses import today
from greenpaper.responses.model import Edit
from greenpaper.responses.patches.changing import Place, edited
from greenpaper.responses.patches.chapters import Chapters
from greenpaper.tree import Node, walk
from tests.documents import STATUS_TABLE, book, chapter, document

PATH = "chapters/01-behov.md"
CHAPTER = (
    "# Behov *i dag*\n\n"
    + STATUS_TABLE
    + """Et *viktig* avsnitt med **fet tekst**, `kode` og en [lenke til *noe*](https://example.com "t").
Andre linje av det samme avsnittet,\
 og en [henvisning](#krav) med note.[^en]

Avsnitt to har «sitat», "anførsel" og 5 \\* 3, A &amp; B -- slutt.

> Et sitat som går
> over to linjer.

!!! note "Merk dette"
    Teksten i rammen er kort.

- første punkt
- andre punkt med *kursiv*
- tredje punkt

1. løst punkt

2. løst punkt to

3. løst punkt tre

## Krav

| Rolle | Hva de gjør |
|:---|:---|
| Lege | skriver `kode` og \\| strek |
| Pleier | leser<br>og skriver |
| Annen | |

Tabell: Roller og *oppgaver*

![Et kart](kart.png)
*Kart over området*

Begrep
: Forklaring av begrepet

Linje en\\
linje to etter bryt, H~2~O og x^2^.

Siste avsnitt med en tom slutt.

[^en]: Noten har *kursiv* og
    en linje til.
"""
)


def chapters(texts: Mapping[str, str]) -> Chapters:
    """Chapters of these texts, by their paths."""
    made = [chapter(path, number) for number, path in enumerate(texts, 1)]
    return Chapters(document(*made), status.load(None), words.load("nb"), texts)


def pieces(text: str, path: str = PATH) -> tuple[today.Now, ...]:
    """The pieces of a chapter, as a build makes them."""
    return today.pieces(made(text, path))


def made(text: str, path: str = PATH) -> Node:
    """The book of one chapter."""
    return book((path, text.removeprefix("\ufeff").replace("\r\n", "\n")))


def piece(text: str, words_of_it: str, kind: str = "") -> today.Now:
    """The one piece that has these words."""
    (found,) = [each for each in pieces(text) if words_of_it in each.text and kind in {"", each.kind}]
    return found


def change(text: str, words_of_it: str, gone: str, new: str, kind: str = "") -> str:
    """The chapter after `gone` in the piece with these words has become `new`."""
    now = piece(text, words_of_it, kind)
    start = now.text.index(gone)
    edit = Edit(old=now.text, start=start, end=start + len(gone), new=new)
    return apply(text, now, edit)


def insert(text: str, words_of_it: str, behind: str, new: str) -> str:
    """The chapter after `new` has come behind the words `behind`."""
    now = piece(text, words_of_it)
    at = now.text.index(behind) + len(behind)
    return apply(text, now, Edit(old=now.text, start=at, end=at, new=new))


def apply(text: str, now: today.Now, edit: Edit) -> str:
    """The chapter with an edit of a piece."""
    place = Place(path=PATH, identifier=now.identifier, line=now.where.line, kind=now.kind)
    return edited(chapters({PATH: text}), place, edit).source.text


def lines(old: str, new: str) -> tuple[list[str], list[str]]:
    """The lines that differ, before and after."""
    one, other = old.split("\n"), new.split("\n")
    while one and other and one[0] == other[0]:
        del one[0], other[0]
    while one and other and one[-1] == other[-1]:
        del one[-1], other[-1]
    return one, other


def kept(node: Node) -> list[object]:
    """What a book says besides words: links, images, notes, and how tables and lists are made."""
    kinds = {"Link", "Image", "Note", "BulletList", "OrderedList", "Table", "CodeBlock", "Header", "Div", "LineBreak"}
    said: list[object] = []
    for item in walk(node["blocks"]):
        if item["t"] in kinds:
            target = item["c"][2] if item["t"] in {"Link", "Image"} else None
            count = len(item["c"]) if item["t"] == "BulletList" else 0
            said.append((item["t"], target, count))
    return said
