"""pandoc's reading of CommonMark with source positions -> blocks that carry `"at": "path:line"`.

pandoc wraps what it read into `Div` and `Span` nodes with a `data-pos` attribute. The wrappers would keep it from
seeing an image as a figure and split words apart, so they are taken away once their position stands in the node.
"""

from __future__ import annotations

import json
import re
from typing import Any

from greenpaper import pandoc
from greenpaper.errors import AuthorError
from greenpaper.reading.lines import Lines
from greenpaper.tree import DEEPEST, INLINE_WRAPPERS, Node, attributes, walk

# CommonMark as GitHub and pandoc extend it. Off: what changes the author's characters (smart, emoji), what lets text
# act (raw_attribute, yaml_metadata_block), what hides task lists (fancy_lists), and ids, which `passes` decides.
FORMAT = (
    "commonmark_x+sourcepos-smart-emoji-raw_attribute-yaml_metadata_block-fancy_lists"
    "-implicit_header_references-gfm_auto_identifiers"
)

# Key of an inline: for each of the strings that it is made of, its length, its first line (from 1) and column, and
# those behind its end. Tabs reach to every fourth column.
SPOTS = "spots"

_RANGE = re.compile(r"(\d+):(\d+)-(\d+):(\d+)")
_POSITION = re.compile(r"(?:^|;|@)(\d+):\d+-")
_POSITIONS = re.compile(r"[^\s;@]*@?\d+:\d+-\d+:\d+(?:;\d+:\d+-\d+:\d+)*")
_POSITION_KEY, _WRAPPER = "data-pos", "wrapper"  # attributes
_AUTHORS_FIRST = frozenset({"Header", "Table"})  # the position stands behind the attributes that the author wrote
_COLUMN = "Align"  # first of the pair that describes a table's column
_PLACED = frozenset({"Link", "Image", "Code", "Span", "RawInline", "Note", "Math"})


def parse(lines: Lines, path: str, exact: bool = False) -> list[Node]:
    """The blocks of a text. Pure but for the call of pandoc. AuthorError where they are too much or too deep for it.

    With `exact`, inlines say by SPOTS which characters of the lines they are.
    """
    text = "\n".join(line.text for line in lines)
    try:
        tree = json.loads(pandoc.run(["--from", FORMAT, "--to", "json"], text))
    except RecursionError:
        raise _too_deep(path) from None
    except pandoc.DefeatedError as fault:
        cure = "look for long rows of brackets, or something nested very deep, or divide the chapter"
        raise AuthorError(f"{path}: error: reading {fault.what}; {cure} [text-defeats]") from None
    except pandoc.UnreadableError as fault:
        where = f"{path}:{lines[min(fault.line, len(lines)) - 1].number}"
        what = "this line cannot be read, since it is indented below a line of attributes in { }"
        cure = "begin it in the same column, or leave an empty line between the two"
        raise AuthorError(f"{where}: error: {what}; {cure} [text-unreadable]") from None
    return _Unwrap(path, [line.number for line in lines], exact).blocks(tree["blocks"], None)


def _too_deep(where: str) -> AuthorError:
    what = f"lists, quotes, callouts or spans stand in each other more than {DEEPEST} deep; write it flatter"
    return AuthorError(f"{where}: error: {what} [text-depth]")


class _Unwrap:
    def __init__(self, path: str, numbers: list[int], exact: bool) -> None:
        self._path, self._numbers, self._exact = path, numbers, exact
        self._depth = 0

    def blocks(self, blocks: list[Node], at: str | None) -> list[Node]:
        made: list[Node] = []
        for block in blocks:
            here = self._at(block) or at
            if block["t"] == "Div" and _is_wrapper(block):
                made += self.blocks(block["c"][1], here)
            else:
                made.append(self._block(block, here))
        return made

    def _block(self, block: Node, at: str | None) -> Node:
        kind, content = block["t"], block.get("c")
        if at is None:  # in a footnote, where only what stands in blocks has positions
            at = next((found for item in walk(content) if (found := self._at(item))), None)
        made: Node = {"t": kind}
        if content is not None:
            self._down(at)
            made["c"] = self._content(kind, content, at)
            self._depth -= 1
        if at is not None:
            made["at"] = at
        return made

    def _down(self, at: str | None) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise _too_deep(at or self._path)

    def _content(self, kind: str, content: Any, at: str | None) -> Any:
        match kind:
            case "Para" | "Plain":
                return self.inlines(content)
            case "Header":
                return [content[0], _bare(content[1]), self.inlines(content[2])]
            case "Div" | "Figure" | "BlockQuote" | "BulletList" | "OrderedList":
                return self._nested(content, at)
            case "DefinitionList":
                return [
                    [self.inlines(term), [_apart(self.blocks(text, at)) for text in texts]] for term, texts in content
                ]
            case "Table":
                return self._nested(content, at)
            case "CodeBlock":
                return [_bare(content[0]), content[1]]
            case "LineBlock":
                return [self.inlines(line) for line in content]
        return content

    def _nested(self, content: Any, at: str | None) -> Any:
        """Content of mixed shape: lists of blocks are unwrapped, attribute triples lose the position."""
        if _is_attribute(content):
            return _bare(content)
        if not isinstance(content, list):
            return content
        if content and all(isinstance(item, dict) and "t" in item for item in content):
            return content if content[0]["t"].startswith(_COLUMN) else self.blocks(content, at)
        row = next((found for item in content if _is_attribute(item) and (found := self._place(item))), at)
        return [self._nested(item, row) for item in content]

    def inlines(self, inlines: list[Node], at: str | None = None) -> list[Node]:
        made: list[Node] = []
        for inline in inlines:
            here = self._at(inline) or at
            if inline["t"] == "Span" and _is_wrapper(inline):
                parts = self.inlines(inline["c"][1], here)
            else:
                parts = [self._inline(inline, here)]
            if self._exact and len(parts) == 1:
                parts = [_with_spot(parts[0], inline)]
            for part in parts:
                if made and part["t"] == "Str" and made[-1]["t"] == "Str":
                    made[-1] = _joined(made[-1], part)
                else:
                    made.append(part)
        return made

    def _inline(self, inline: Node, at: str | None) -> Node:
        kind, content = inline["t"], inline.get("c")
        self._down(at)
        if kind in INLINE_WRAPPERS:
            content = self.inlines(content or [], at)
        elif kind == "Quoted" and content:
            content = [content[0], self.inlines(content[1], at)]
        elif kind in {"Link", "Image", "Span"} and content:
            content = [_bare(content[0]), self.inlines(content[1], at), *content[2:]]
        elif kind == "Code" and content:
            content = [_bare(content[0]), content[1]]
        elif kind == "Note":
            content = self.blocks(content or [], None)
        self._depth -= 1
        made: Node = {"t": kind} if content is None else {"t": kind, "c": content}
        if at is not None and kind in _PLACED:
            made["at"] = at
        return made

    def _at(self, item: Node) -> str | None:
        triple = attributes(item)
        return self._place(triple, item["t"] in _AUTHORS_FIRST) if triple else None

    def _place(self, triple: list[Any], authors_first: bool = False) -> str | None:
        positions = [value for key, value in triple[2] if key == _POSITION_KEY]
        position = positions[-1 if authors_first else 0] if positions else ""
        starts = [int(start) for start in _POSITION.findall(position)]
        if not starts:
            return None
        index = min(starts) - 1
        return f"{self._path}:{self._numbers[min(index, len(self._numbers) - 1)]}"


def _with_spot(part: Node, wrapped: Node) -> Node:
    """The inline with its place in the lines, which stands in it or in the wrapper round it."""
    triple = attributes(wrapped)
    found = (
        next((_RANGE.fullmatch(value) for key, value in triple[2] if key == _POSITION_KEY), None) if triple else None
    )
    if found is None or SPOTS in part:
        return part
    return {**part, SPOTS: [[len(part["c"]) if part["t"] == "Str" else 0, *map(int, found.groups())]]}


def _joined(one: Node, other: Node) -> Node:
    made = {"t": "Str", "c": one["c"] + other["c"]}
    return {**made, SPOTS: one[SPOTS] + other[SPOTS]} if SPOTS in one and SPOTS in other else made


def _apart(blocks: list[Node]) -> list[Node]:
    """Paragraphs that pandoc calls plain, since no blank line stands before them, would run together."""
    if sum(block["t"] == "Plain" for block in blocks) < 2:
        return blocks
    return [{**block, "t": "Para"} if block["t"] == "Plain" else block for block in blocks]


def _is_wrapper(item: Node) -> bool:
    triple = item["c"][0]
    return bool(triple[2][:1] == [[_WRAPPER, "1"]])  # an author's attributes stand behind the position


def _is_attribute(item: Any) -> bool:
    return (
        isinstance(item, list)
        and len(item) == 3
        and isinstance(item[0], str)
        and all(isinstance(x, list) for x in item[1:])
    )


def _bare(triple: list[Any]) -> list[Any]:
    """Without the positions: pandoc gives one or two. Other values under that name are for `passes` to tell."""
    return [triple[0], triple[1], [pair for pair in triple[2] if not _is_position(pair)]]


def _is_position(pair: list[str]) -> bool:
    return pair[0] == _POSITION_KEY and _POSITIONS.fullmatch(pair[1]) is not None
