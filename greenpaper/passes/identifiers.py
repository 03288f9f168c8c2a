"""Ids: each once in the whole document, so that every link and every line of the contents has one place to lead to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from greenpaper.model import Finding, Location
from greenpaper.passes.book import Part
from greenpaper.tree import Node, attributes, rewrite, walk

# Of numbered things, which other passes and writers name; the page's own ids begin with gp_.
_GENERATED = re.compile(
    r"(?:figure|table|question|callout|fn|fnref)-\d+|gp_.*|p(?:\d+|[A-Z]+|[ivxlc]+)-\d+[a-z]*[\d-]*"
)


class Identifiers:
    """The ids of a document while they are given out."""

    def __init__(self, parts: Iterable[Part]) -> None:
        parts = tuple(parts)
        own = {name: f"{part.chapter.path} itself" for part in parts for name in (part.chapter.slug, title_id(part))}
        explicit = [(name, where) for part in parts for name, where in _explicit(part)]
        self._used = own.keys() | {name for name, _ in explicit}
        self._placed = set(own)
        self.findings = tuple(_repeated(explicit, own))

    def once(self, blocks: list[Node]) -> list[Node]:
        """The blocks without the ids that another place has already; to be asked for the parts in their order."""

        def change(item: Node) -> Node:
            triple = attributes(item)
            if not triple or not triple[0]:
                return item
            if triple[0] not in self._placed and not _GENERATED.fullmatch(triple[0]):
                self._placed.add(triple[0])
                return item
            content = [["", *triple[1:]] if part is triple else part for part in item["c"]]
            return {**item, "c": content}

        made: list[Node] = rewrite(blocks, change)
        return made

    def free(self, wanted: str) -> str:
        """`wanted`, or with a number behind it where that is taken."""
        name, count = wanted, 1
        while name in self._used or _GENERATED.fullmatch(name):
            count += 1
            name = f"{wanted}-{count}"
        self._used.add(name)
        return name


def _repeated(explicit: Iterable[tuple[str, Location]], own: Mapping[str, str]) -> Iterator[Finding]:
    """A finding for each id that is another's already; `own` says whose the ids are that nobody wrote."""
    owners = dict(own)
    for name, where in explicit:
        if _GENERATED.fullmatch(name):
            what = f"the id '{name}' has a form that Greenpaper keeps for its own"
        elif name in owners:
            what = f"the id '{name}' is taken by {owners[name]}"
        else:
            owners[name] = str(where)
            continue
        yield Finding(code="id-duplicate", where=where, what=what, cure="choose another")


def title_id(part: Part) -> str:
    """The id of a chapter's title; that of the chapter itself is its slug."""
    return f"{part.chapter.slug}-title"


def _explicit(part: Part) -> Iterable[tuple[str, Location]]:
    """The ids that the author gave."""
    for item in walk(part.blocks):
        triple = attributes(item)
        if triple and triple[0]:
            yield triple[0], part.where(item)
