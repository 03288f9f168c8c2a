"""Raw HTML -> tree nodes where the tag has a meaning that Word knows too; the rest is a finding.

pandoc's DOCX writer drops all raw HTML in silence, so nothing raw may be left behind this pass.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby

from greenpaper.model import Finding
from greenpaper.passes import allowed
from greenpaper.passes.alternatives import DECORATIVE
from greenpaper.passes.book import Book, Context, Part
from greenpaper.passes.html_tags import ACTIVE, DROPPED, GROUPS, PARTING, SILENT, SPANS, WRAPPERS, Tag, tags
from greenpaper.tree import DEEPEST, Attr, Node, attr, node, rewrite_lists, text, words

_RAW = frozenset({"RawInline", "RawBlock"})
_BLOCKS = frozenset({
    "Para", "Plain", "Div", "BulletList", "OrderedList", "DefinitionList", "CodeBlock", "BlockQuote", "Table",
    "Figure", "Header", "HorizontalRule", "LineBlock",
})  # fmt: skip
_BREAKS = frozenset({"Space", "SoftBreak", "LineBreak"})
_BOUNDARY = "Boundary"  # a node of ours, between texts that a tag parts; none is left when a list is done
_PAIRED = frozenset({"a", *SPANS, *WRAPPERS, *GROUPS, *DROPPED})
_KNOWN = (_PAIRED - DROPPED) | SILENT | {"br", "hr", "img"}
_CURE = "write it as Markdown, or take it out"


@dataclass(slots=True)
class _Frame:
    """An opened tag, the raw node that it stands in, and what has come after it."""

    tag: Tag
    item: Node
    nodes: list[Node] = field(default_factory=list)


def run(book: Book, context: Context) -> Book:
    """Rewrite every raw node, in the chapters' titles too."""
    findings: list[Finding] = []
    parts = tuple(_part(part, findings) for part in book.parts)
    return replace(book, parts=parts).with_findings(findings)


def rewritten(nodes: list[Node], part: Part, findings: list[Finding]) -> list[Node]:
    """One list of siblings with none raw among them."""
    return _Rewrite(part, findings).siblings(nodes)


def _part(part: Part, findings: list[Finding]) -> Part:
    title = rewrite_lists(part.source["title"] or [], lambda nodes: rewritten(nodes, part, findings))
    blocks = rewrite_lists(part.blocks, lambda nodes: rewritten(nodes, part, findings))
    return replace(part, source={**part.source, "title": title if text(title).strip() else None}, blocks=blocks)


class _Rewrite:
    """One list of siblings. Tags must be closed in the list that they are opened in."""

    def __init__(self, part: Part, findings: list[Finding]) -> None:
        self._part, self._findings = part, findings
        self._inline = True
        self._frames: list[_Frame] = []
        self._crossed: list[_Frame] = []  # ended by the end of a tag outside of them, their own end is still to come
        self._refused: set[str] = set()  # tags whose end need not be reported after their beginning

    def siblings(self, nodes: list[Node]) -> list[Node]:
        """The nodes with none raw among them."""
        if not any(item["t"] in _RAW for item in nodes):
            return nodes
        self._inline = not any(item["t"] == "RawBlock" for item in nodes)
        self._frames = [_Frame(Tag("", {}), nodes[0])]
        for item in nodes:
            if item["t"] not in _RAW:
                self._add(item)
                continue
            if not self._inline:
                self._add(node(_BOUNDARY, at=item.get("at")))
            for part in tags(item["c"][1]):
                self._take(part, item)
        while len(self._frames) > 1:
            frame = self._frames.pop()
            self._unclosed(frame)
            dropped = frame.tag.name in DROPPED and not self._inline
            self._add(*(item for item in frame.nodes if not dropped or item["t"] in _BLOCKS))
        for frame in self._crossed:
            self._unclosed(frame)
        made = self._frames[0].nodes
        return _lines(made) if self._inline else _paragraphs(made)

    def _add(self, *nodes: Node) -> None:
        self._frames[-1].nodes += nodes

    def _take(self, tag: Tag | str, item: Node) -> None:
        if isinstance(tag, str):
            self._add(*words(tag))
            return
        self._attributes(tag, item)
        if (single := self._single(tag, item)) is not None:
            self._add(*single)
        elif tag.closing:
            self._close(tag, item)
        elif tag.name in _PAIRED:
            if len(self._frames) <= DEEPEST:
                self._frames.append(_Frame(tag, item))
            elif tag.name not in self._refused:
                self._refused.add(tag.name)
                self._fault(item, f"{tag} stands in more than {DEEPEST} others, and is left out", "write it flatter")
        else:
            self._refuse(tag, item)

    def _attributes(self, tag: Tag, item: Node) -> None:
        """Tell of those that are left out, and take out a language that is none."""
        for key, value in tag.odd().items():
            code, what, cure = allowed.fault(key, value)
            if code == "active-content" or tag.name in _KNOWN:
                self._fault(item, f"{tag}: {what}", cure, code)
        for key in {"lang", "dir"} & tag.values.keys():
            if not allowed.permitted(key, tag.values[key]):
                code, what, cure = allowed.fault(key, tag.values.pop(key))
                self._fault(item, f"{tag}: {what}", cure, code)

    def _single(self, tag: Tag, item: Node) -> list[Node] | None:
        """What stands for a tag without content; None for one with content."""
        if tag.name == "br":  # `</br>` too, which browsers take for a break
            return [node("LineBreak")]
        if tag.name == "hr" and not self._inline:
            return [node("HorizontalRule", at=item.get("at"))]
        if tag.name == "img" and not tag.closing:
            sizes = {key: tag.values[key] for key in ("width", "height") if tag.values.get(key)}
            alt = words(" ".join(tag.values.get("alt", "").split()))
            classes = () if alt or "alt" not in tag.values else (DECORATIVE,)  # HTML 4.8.4.4.6
            return [node("Image", [attr("", classes, **sizes), alt, [tag.values.get("src", ""), ""]], item.get("at"))]
        return [] if tag.name in SILENT else None

    def _close(self, tag: Tag, item: Node) -> None:
        if any(frame.tag.name == tag.name for frame in self._frames):
            while self._frames[-1].tag.name != tag.name:
                self._crossed.append(self._end())
            self._end()
        elif crossed := next((frame for frame in self._crossed if frame.tag.name == tag.name), None):
            self._crossed.remove(crossed)
            what = f"<{tag.name}> and the tag that it stands in are closed in another order than they are opened"
            self._fault(crossed.item, what, "close first what is opened last")
        elif tag.name not in self._refused:
            self._refuse(tag, item)

    def _end(self) -> _Frame:
        frame = self._frames.pop()
        self._add(*self._wrapped(frame))
        return frame

    def _refuse(self, tag: Tag, item: Node) -> None:
        self._refused.add(tag.name)
        if tag.name in PARTING:
            self._add(node(_BOUNDARY, at=item.get("at")))
        if tag.name in ACTIVE:
            self._fault(item, f"the HTML {tag} acts, fetches or sends, and is left out", _CURE, code="active-content")
        else:
            self._fault(item, f"the HTML {tag} is not known here", _CURE)

    def _wrapped(self, frame: _Frame) -> list[Node]:
        tag, at = frame.tag, frame.item.get("at")
        if tag.name in DROPPED:
            what = f"the HTML {tag} is left out, with what stands in it"
            self._fault(frame.item, what, "take it out", code="active-content")
            return []
        self._looks(frame)
        if tag.name in GROUPS:
            boundary = node(_BOUNDARY, at=at)
            return [boundary, *(_span(tag, frame.nodes, at) if self._inline else _div(tag, frame.nodes, at)), boundary]
        if any(item["t"] in _BLOCKS for item in frame.nodes):
            if tag.name in WRAPPERS or tag.values.get("href"):
                self._fault(frame.item, f"{tag} has no effect on whole paragraphs", "write it inside of each")
            return _div(tag, frame.nodes, at)
        inside = _lines(frame.nodes)
        if tag.name in WRAPPERS:
            return [node(WRAPPERS[tag.name], inside)]
        if tag.name == "a" and tag.values.get("href"):
            return [node("Link", [_kept(tag), inside, [tag.values["href"], ""]], at)]
        return _span(tag, inside, at)

    def _looks(self, frame: _Frame) -> None:
        tag = frame.tag
        if tag.values.get("style") or tag.name in {"font", "center"} or "align" in tag.values:
            what = f"the look that {tag} asks for is left out"
            self._fault(frame.item, what, "take it out; looks belong to the theme", code="raw-html-style")
        if tag.values.get("title"):
            what = f"the title of {tag}, '{tag.values['title']}', is left out: paper cannot show it"
            self._fault(frame.item, what, "write it in the text", code="raw-html-style")

    def _unclosed(self, frame: _Frame) -> None:
        what = f"{frame.tag} is not closed in its paragraph"
        code = "active-content" if frame.tag.name in DROPPED else "raw-html"
        self._fault(frame.item, what, "close it, or write it as Markdown", code)

    def _fault(self, item: Node, what: str, cure: str, code: str = "raw-html") -> None:
        self._findings.append(Finding(code=code, where=self._part.where(item), what=what, cure=cure))


def _kept(tag: Tag) -> Attr:
    """The attributes that mean something in every output."""
    classes = (tag.name,) if tag.name in SPANS - {"span", "font"} else ()
    lang = {"lang": tag.values["lang"]} if tag.values.get("lang") else {}
    return attr(tag.values.get("id") or tag.values.get("name") or "", classes, **lang)


def _span(tag: Tag, inside: list[Node], at: str | None) -> list[Node]:
    return [node("Span", [_kept(tag), _lines(inside)], at)] if _kept(tag) != attr() else inside


def _div(tag: Tag, inside: list[Node], at: str | None) -> list[Node]:
    kept, blocks = _kept(tag), _paragraphs(inside, at)
    # the classes by which `figures` knows them
    classes = {"figure": ["figure-block"], "figcaption": ["figcaption"]}.get(tag.name, [])
    return [node("Div", [[kept[0], classes, kept[2]], blocks], at)] if classes or kept != attr() else blocks


def _lines(nodes: list[Node]) -> list[Node]:
    """Inlines with a line break for each boundary that has text on both sides."""
    if not any(item["t"] == _BOUNDARY for item in nodes):
        return nodes
    made: list[Node] = []
    for parting, group in groupby(nodes, lambda item: item["t"] == _BOUNDARY):
        line = [] if parting else _trimmed(list(group))
        if line:
            made += [*([node("LineBreak")] if made else []), *line]
    return made


def _paragraphs(nodes: list[Node], at: str | None = None) -> list[Node]:
    """Blocks: the inlines between two blocks or boundaries are one paragraph."""
    made: list[Node] = []
    waiting: list[Node] = []
    for item in [*nodes, node(_BOUNDARY)]:
        if item["t"] not in _BLOCKS and item["t"] != _BOUNDARY:
            waiting.append(item)
            continue
        if line := _trimmed(waiting):
            made.append(node("Para", line, at))
        waiting, at = [], item.get("at") or at
        if item["t"] in _BLOCKS:
            made.append(item)
    return made


def _trimmed(inlines: list[Node]) -> list[Node]:
    """Without white space at both ends, and with none twice."""
    made: list[Node] = []
    for item in inlines:
        if item["t"] == "Space" and (not made or made[-1]["t"] in _BREAKS):
            continue
        if item["t"] == "LineBreak" and made and made[-1]["t"] == "Space":
            made.pop()
        made.append(item)
    while made and made[-1]["t"] in _BREAKS:
        made.pop()
    while made and made[0]["t"] in _BREAKS:
        made.pop(0)
    return made
