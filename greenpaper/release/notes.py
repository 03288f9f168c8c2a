"""What is new in a version: the part of CHANGES.md below the version's heading, and what readers get of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from greenpaper import files, pandoc, tree
from greenpaper.document import NOTES
from greenpaper.errors import AuthorError
from greenpaper.passes import addresses
from greenpaper.tree import Node, attr, node
from greenpaper.unseen import hidden

_READER = "commonmark+pipe_tables+footnotes+strikeout+autolink_bare_uris"  # no attributes, no formulas
_LOWEST = 6  # of headings in HTML
_FENCED = re.compile(r"^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1|\Z)", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^##[ \t]+\[?v?([0-9][0-9A-Za-z.-]*)\]?", re.MULTILINE)


def of_version(root: Path, version: str) -> str | None:
    """The Markdown below `## 0.9.1` (or `## v0.9.1 – 1. mai`) up to the next such heading; None without one."""
    path = root / NOTES
    if not path.is_file():
        return None
    text = files.read_text(path, root)
    headings = list(_HEADING.finditer(_FENCED.sub(lambda code: " " * len(code[0]), text)))
    for at, found in enumerate(headings):
        if found[1] == version:
            start = text.find("\n", found.end())
            end = headings[at + 1].start() if at + 1 < len(headings) else len(text)
            if start < 0:
                return None
            _check(text[:end], start)
            return text[start:end].strip() or None
    return None


def _check(text: str, start: int) -> None:
    """AuthorError where characters of the notes, from `start` on, are such that readers do not see."""
    for number, line in enumerate(text[start:].split("\n"), text.count("\n", 0, start) + 1):
        if sign := hidden(line):
            raise AuthorError(f"{NOTES}:{number}: error: the line holds {sign}; take it out [character-hidden]")


def told(markdown: str, below: int) -> list[Node]:
    """Notes as blocks of pandoc's tree, their headings below those of level `below`.

    HTML is left out, a picture becomes its text, a link that leads to no address outside its words, and nothing has an
    attribute: so nothing in it can run, be loaded, or be there twice. Notes that nest too deep are shown as written.
    """
    read = pandoc.run([f"--from={_READER}", "--to=json"], markdown)
    try:
        blocks = list(tree.rewrite(json.loads(read)["blocks"], _plain))
        return _lowered(blocks, below)
    except RecursionError:
        return [node("CodeBlock", [attr(), markdown])]


def _plain(item: Node) -> Node | list[Node] | None:
    kind, content = item["t"], item.get("c")
    if kind in {"RawInline", "RawBlock"}:
        return None
    if content is None:
        return item
    if kind == "Image":
        return list(content[1])
    if kind == "Link":
        address = addresses.outside(content[2][0])
        return node("Link", [attr(), content[1], [address, ""]]) if address else list(content[1])
    return node(kind, [attr(), content[1]]) if kind in {"Code", "CodeBlock"} else item


def _lowered(blocks: list[Node], below: int) -> list[Node]:
    """The blocks with their headings from the level after `below` on, no level left out on the way down."""
    used = sorted({item["c"][0] for item in tree.walk(blocks) if item["t"] == "Header"})
    last = below

    def lower(item: Node) -> Node:
        nonlocal last
        if item["t"] != "Header":
            return item
        last = min(below + 1 + used.index(item["c"][0]), last + 1, _LOWEST)
        return node("Header", [last, attr(), item["c"][2]])

    return list(tree.rewrite(blocks, lower))
