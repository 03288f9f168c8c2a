"""Names of bookmarks, which links lead to (ECMA-376 part 1, 17.13.6.2). Pure."""

from __future__ import annotations

import re

from greenpaper import tree
from greenpaper.transliteration import to_ascii
from greenpaper.tree import Node
from greenpaper.word import cross_references

_LONGEST = 40  # characters of a bookmark's name (Word refuses more)


def bookmarks(book: Node) -> dict[str, str]:
    """A name for every id in the tree: `[A-Za-z][A-Za-z0-9_]*`, at most 40 characters, unique whatever the case.

    A chapter has the name of its heading, where a link to it should lead; the number of a caption has one of its own.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    chapters: list[str] = []
    for item in tree.walk(book["blocks"]):
        triple = tree.attributes(item)
        if triple is None or not triple[0] or triple[0] in names:
            continue
        if "chapter" in triple[1]:
            chapters.append(triple[0])
            continue
        names[triple[0]] = _bookmark(triple[0], taken)
        if item["t"] in {"Figure", "Table"} and tree.value(triple, "number"):
            names[cross_references.NUMBER.format(triple[0])] = _bookmark(f"{triple[0]}-number", taken)
        if item["t"] == "Header":
            names.update((chapter, names[triple[0]]) for chapter in chapters if chapter not in names)
            chapters.clear()
    return names


def _bookmark(identifier: str, taken: set[str]) -> str:
    base = re.sub(r"[^A-Za-z0-9_]+", "_", to_ascii(identifier)).strip("_")
    base = base if base[:1].isalpha() else f"b_{base}"
    name, count = base[:_LONGEST], 1
    while name.casefold() in taken:
        count += 1
        name = f"{base[: _LONGEST - 1 - len(str(count))]}_{count}"
    taken.add(name.casefold())
    return name
