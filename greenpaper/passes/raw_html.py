"""Raw HTML -> tree nodes where the tag has a meaning that Word knows too; the rest is a finding.

pandoc's DOCX writer drops all raw HTML in silence, so nothing raw may be left behind this pass.
"""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser

from greenpaper.model import Finding
from greenpaper.passes.book import Book, Context, Part
from greenpaper.tree import Attr, Node, attr, node, rewrite_lists, words

_WRAPPERS = {
    "b": "Strong", "strong": "Strong", "i": "Emph", "em": "Emph", "cite": "Emph", "dfn": "Emph", "var": "Emph",
    "sub": "Subscript", "sup": "Superscript", "s": "Strikeout", "del": "Strikeout", "strike": "Strikeout",
    "u": "Underline", "ins": "Underline",
}  # fmt: skip
_SPANS = frozenset({"span", "kbd", "mark", "small", "abbr", "font", "samp", "time"})
_GROUPS = frozenset({"div", "section", "article", "center", "details", "summary", "p", "figure", "figcaption"})
_SILENT = frozenset({"wbr"})


@dataclass(frozen=True, slots=True)
class _Tag:
    name: str
    values: dict[str, str]
    closing: bool = False


class _Tags(HTMLParser):
    """The tags of a piece of HTML, and the text between them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[_Tag | str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append(_Tag(tag, {key: value or "" for key, value in attrs}))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(_Tag(tag, {}, closing=True))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.parts.append(data)


def run(book: Book, context: Context) -> Book:
    """Rewrite every raw node."""
    return book.with_blocks(lambda part, findings: _Rewrite(part, findings).blocks(part.blocks))


class _Rewrite:
    def __init__(self, part: Part, findings: list[Finding]) -> None:
        self._part, self._findings = part, findings
        self._refused: set[str] = set()  # tags whose end need not be reported after their beginning

    def blocks(self, blocks: list[Node]) -> list[Node]:
        made: list[Node] = rewrite_lists(blocks, self._siblings)
        return made

    def _siblings(self, nodes: list[Node]) -> list[Node]:
        if not any(item["t"] in {"RawInline", "RawBlock"} for item in nodes):
            return nodes
        opened: list[tuple[_Tag, Node, list[Node]]] = []
        current: list[Node] = []
        for item in nodes:
            if item["t"] not in {"RawInline", "RawBlock"}:
                current.append(item)
                continue
            for tag in _Tags(item["c"][1]).parts:
                current = self._take(tag, item, current, opened)
        while opened:
            tag, item, before = opened.pop()
            self._fault(item, f"<{tag.name}> is not closed in its paragraph", "close it, or write it as Markdown")
            current = [*before, *current]
        return current

    def _take(
        self, tag: _Tag | str, item: Node, current: list[Node], opened: list[tuple[_Tag, Node, list[Node]]]
    ) -> list[Node]:
        inline = item["t"] == "RawInline"
        if isinstance(tag, str):
            return [*current, *(words(tag) if inline else [node("Para", words(" ".join(tag.split())), item.get("at"))])]
        if (single := self._single(tag, item, inline)) is not None:
            return [*current, *single]
        if not tag.closing and (tag.name in _SPANS or tag.name in _WRAPPERS or tag.name in {"a", *_GROUPS}):
            opened.append((tag, item, current))
            return []
        if tag.closing and opened and opened[-1][0].name == tag.name:
            start, opener, before = opened.pop()
            return [*before, *self._wrap(start, opener, current, inline)]
        if not tag.closing or tag.name not in self._refused:
            self._refused.add(tag.name)
            shown = f"</{tag.name}>" if tag.closing else f"<{tag.name}>"
            self._fault(item, f"the HTML {shown} is not known here", "write it as Markdown, or take it out")
        return current

    def _single(self, tag: _Tag, item: Node, inline: bool) -> list[Node] | None:
        """What stands for a tag without content; None for one with content."""
        if tag.name == "br":  # `</br>` too, which browsers take for a break
            return [node("LineBreak")] if inline else []
        if tag.name == "hr" and not inline:
            return [node("HorizontalRule", at=item.get("at"))]
        if tag.name == "img" and not tag.closing:
            sizes = {key: tag.values[key] for key in ("width", "height") if tag.values.get(key)}
            alt = words(" ".join(tag.values.get("alt", "").split()))
            image = node("Image", [attr(**sizes), alt, [tag.values.get("src", ""), ""]], item.get("at"))
            return [image] if inline else [node("Para", [image], item.get("at"))]
        return [] if tag.name in _SILENT else None

    def _wrap(self, tag: _Tag, item: Node, inside: list[Node], inline: bool) -> list[Node]:
        at = item.get("at")
        if tag.values.get("style") or tag.name in {"font", "center"} or "align" in tag.values:
            what = f"the look that <{tag.name}> asks for is left out"
            self._fault(item, what, "take it out; looks belong to the theme", code="raw-html-style")
        if tag.values.get("title"):
            what = f"the title of <{tag.name}>, '{tag.values['title']}', is left out: paper cannot show it"
            self._fault(item, what, "write it in the text", code="raw-html-style")
        if inline and tag.name in _WRAPPERS:
            return [node(_WRAPPERS[tag.name], inside)]
        if inline and tag.name == "a" and tag.values.get("href"):
            return [node("Link", [_kept(tag), inside, [tag.values["href"], ""]], at)]
        if inline:
            return [node("Span", [_kept(tag), inside], at)] if _kept(tag) != attr() else inside
        blocks = [child if _is_block(child) else node("Para", [child], at) for child in inside]
        return [node("Div", [_kept(tag), blocks], at)] if _kept(tag) != attr() else blocks

    def _fault(self, item: Node, what: str, cure: str, code: str = "raw-html") -> None:
        self._findings.append(Finding(code=code, where=self._part.where(item), what=what, cure=cure))


def _kept(tag: _Tag) -> Attr:
    """The attributes that mean something in every output."""
    classes = (tag.name,) if tag.name in _SPANS - {"span", "font"} else ()
    lang = {"lang": tag.values["lang"]} if tag.values.get("lang") else {}
    return attr(tag.values.get("id") or tag.values.get("name") or "", classes, **lang)


def _is_block(item: Node) -> bool:
    return item["t"] not in {"Str", "Space", "SoftBreak", "LineBreak", "Link", "Image", "Span", "Emph", "Strong"}
