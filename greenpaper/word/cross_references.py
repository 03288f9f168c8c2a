"""Links whose words are the number or the name of what they lead to -> REF fields (ECMA-376 part 1, 17.16.5.51). Pure.

Word computes such a field anew when somebody asks for it, so a number follows its heading or figure. The field shows
what the author wrote until then, and afterwards: no link becomes one whose result would be another text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from greenpaper import tree
from greenpaper.tree import Node, attr, node
from greenpaper.word import headings, numbering
from greenpaper.word.formatting import style_id
from greenpaper.word.ooxml import field, fragment
from greenpaper.words import Words

NUMBER = "{} number"  # the key of a caption's number among the names of bookmarks; no id has a space
_LINK = style_id("Hyperlink")
_PLAIN = frozenset({"Str", "Space", "SoftBreak"})
_NAMED = _PLAIN | {"Emph", "Strong", "Code", "Span"}  # what a heading may hold whose text a field repeats


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """What a link may lead to: each text that a field can compute, with the field's instruction."""

    texts: tuple[tuple[str, str], ...]
    number: tuple[str, str] | None = None  # likewise, for the end of a text


def targets(blocks: list[Node], names: Mapping[str, str], words: Words) -> dict[str, Target]:
    """The targets by the name of their bookmark; `names` is what `branch.bookmarks` gave."""
    found: dict[str, Target] = {}
    inside = [item for item in tree.walk(blocks) if (tree.attributes(item) or [""])[0]]
    for item in inside:
        triple = tree.attributes(item)
        assert triple is not None
        number = tree.value(triple, "number")
        if item["t"] in {"Figure", "Table"} and number:
            name, counted = names[triple[0]], names[NUMBER.format(triple[0])]
            label = words["figure" if item["t"] == "Figure" else "table"]
            found[name] = Target(texts=((f"{label} {number}", name),), number=(number, counted))
    chapters = [(item["c"], tree.value(item["c"][1], "number") or "") for item in inside if item["t"] == "Header"]
    places = headings.lists([(level, number) for (level, _, _), number in chapters])
    for ((_, triple, inlines), number), listed in zip(chapters, places, strict=True):
        name = names[triple[0]]
        found[name] = Target(
            texts=((tree.text(inlines), name),) if _is_named(inlines) else (),
            number=(number, f"{name} \\n") if listed != numbering.NONE else None,
        )
    return found


def _is_named(inlines: Iterable[Node]) -> bool:
    return all(item["t"] in _NAMED for item in tree.walk(inlines))


def referring(inlines: list[Node], target: Target) -> list[Node] | None:
    """The inlines of a link with a field in place of what it can compute, all or its end; None where it can nothing.

    The field is the link, no `w:hyperlink` stands round it or its words: where LibreOffice 7.4 saves the tracked
    deletion of a hyperlink with a field in it or right behind it, it writes XML that nobody can open.
    """
    if not all(item["t"] in _PLAIN for item in inlines):
        return None
    text = tree.text(inlines)
    for computed, instruction in (*target.texts, *([target.number] if target.number else [])):
        found = re.search(rf"(?:^|(?<=\s)){re.escape(computed)}$", text)
        if found and (found.start() == 0 or computed[-1:].isalnum()):
            before = tree.words(text[: found.start()])
            # Words before the field look as the link that they were: without that, half of it would
            words = [node("Span", [attr(custom_style="Hyperlink"), before])] if before else []
            return [*words, _field(instruction, computed)]
    return None


def _field(bookmark: str, text: str) -> Node:
    # CHARFORMAT: the result looks as the field's first letter does, and takes nothing from heading or caption
    # (17.16.4.3.1). MERGEFORMAT, which keeps the look word by word, loses it when the number of words changes.
    return node("RawInline", ["openxml", fragment(*field(f"REF {bookmark} \\h \\* CHARFORMAT", text, _LINK))])
