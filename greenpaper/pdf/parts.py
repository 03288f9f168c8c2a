"""The page cut into parts that can be laid out one without the other: what stands before the text, and each chapter.

Chapters begin on pages of their own, so their pages depend on the rest through three things only: the numbers of the
pages that they refer to, the number of their first page, and on which side of a sheet that is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote
from xml.etree import ElementTree

Node = ElementTree.Element


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """`root` is a whole page with this part alone; `anchors` are its ids, `outside` the ids of other parts it names."""

    name: str
    root: Node
    anchors: frozenset[str]
    outside: tuple[str, ...]

    def markup(self) -> bytes:
        """Everything that shapes its pages, but for the files and numbers that it refers to."""
        return bytes(ElementTree.tostring(self.root, "utf-8"))


def split(root: Node) -> tuple[Part, ...]:
    """The parts of a page in their order; one alone where its `main` does not hold chapters."""
    main = next(root.iter("main"), None)
    chapters = [] if main is None else [child for child in main if child.tag == "section"]
    if main is None or len(chapters) < 2 or len(chapters) != len(main):
        return (_part("all", root),)
    root = _with_styles_alone(root)
    path = _path(root, main)
    front = _part("front", _without(path))
    return (front, *(_part(chapter.get("id") or "chapter", _only(path, chapter)) for chapter in chapters))


def _part(name: str, root: Node) -> Part:
    anchors = frozenset(filter(None, (node.get("id") for node in root.iter())))
    links = (node.get("href") or "" for node in root.iter("a"))
    named = dict.fromkeys(unquote(link[1:]) for link in links if link.startswith("#"))
    return Part(name=name, root=root, anchors=anchors, outside=tuple(name for name in named if name not in anchors))


def _with_styles_alone(root: Node) -> Node:
    """The page without what its head says of the document: no part shows it, and the commit is in it."""
    made = _shell(root)
    for child in root:
        if child.tag == "head":
            head = _shell(child)
            head.extend(item for item in child if item.tag == "style")
            child = head
        made.append(child)
    return made


def _path(root: Node, node: Node) -> list[Node]:
    """From the root to a node."""
    if root is node:
        return [root]
    for child in root:
        below = _path(child, node)
        if below:
            return [root, *below]
    return []


def _without(path: list[Node]) -> Node:
    """The page without the last node of the path."""
    node, child, *below = path
    made = _shell(node)
    inner = [_without([child, *below])] if below else []
    for other in node:
        made.extend(inner if other is child else [other])
    return made


def _only(path: list[Node], chapter: Node) -> Node:
    """The head, and of the body nothing but a chapter in all that it stands in."""
    root, body, *below = path
    made = _shell(root)
    made.extend(child for child in root if child is not body)
    inner = _shell(body)
    made.append(inner)
    for node in below:
        outer, inner = inner, _shell(node)
        outer.append(inner)
    inner.append(chapter)
    return made


def _shell(node: Node) -> Node:
    made = ElementTree.Element(node.tag, dict(node.attrib))
    made.text, made.tail = None, node.tail
    return made


def starts(counts: Iterable[int]) -> Iterator[int]:
    """The number of the first page of each part, from the number of pages of each."""
    number = 1
    for count in counts:
        yield number
        number += count
