"""A piece of raw HTML -> its tags and the text between them; which tags mean something here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

WRAPPERS = {
    "b": "Strong", "strong": "Strong", "i": "Emph", "em": "Emph", "cite": "Emph", "dfn": "Emph", "var": "Emph",
    "sub": "Subscript", "sup": "Superscript", "s": "Strikeout", "del": "Strikeout", "strike": "Strikeout",
    "u": "Underline", "ins": "Underline",
}  # fmt: skip
SPANS = frozenset({"span", "kbd", "mark", "small", "abbr", "font", "samp", "time"})
GROUPS = frozenset({"div", "section", "article", "center", "details", "summary", "p", "figure", "figcaption"})
DROPPED = frozenset({"script", "style"})  # with what stands in them, which is no text
# Those that make a reader run something, fetch something or send something (HTML, 4.2, 4.8, 4.10, 4.11, 4.12).
ACTIVE = frozenset({
    "applet", "audio", "base", "bgsound", "button", "canvas", "dialog", "embed", "fieldset", "form", "frame",
    "frameset", "iframe", "input", "isindex", "link", "math", "meta", "noscript", "object", "optgroup", "option",
    "param", "plaintext", "portal", "script", "select", "slot", "source", "style", "svg", "template", "textarea",
    "track", "video", "xml",
})  # fmt: skip
_OWN = frozenset({"id", "lang", "dir", "style", "align", "title"})  # of every tag; `raw_html` keeps them or tells
_OF_TAG = {
    "a": {"href", "name"}, "img": {"src", "alt", "width", "height"}, "font": {"color", "face", "size"},
    "time": {"datetime"}, "figure": {"markdown"}, "div": {"markdown"}, "details": {"open", "markdown"},
}  # fmt: skip
SILENT = frozenset({"wbr"})
# Tags that are not known here, but that part the text before them from that after them (HTML, 15.3 Rendering).
PARTING = GROUPS | {
    "address", "aside", "blockquote", "body", "caption", "dd", "dl", "dt", "fieldset", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "html", "li", "main", "nav", "ol", "option", "pre", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_SPACE = re.compile(r"[ \t\n\r\f]+")


@dataclass(frozen=True, slots=True)
class Tag:
    """`name` is in lower case; `!doctype` and `?php` are names too."""

    name: str
    values: dict[str, str]
    closing: bool = False

    def __str__(self) -> str:
        return f"</{self.name}>" if self.closing else f"<{self.name}>"

    def odd(self) -> dict[str, str]:
        """The attributes that mean nothing here."""
        known = _OWN | _OF_TAG.get(self.name, set())
        return {key: value for key, value in self.values.items() if key not in known}


def tags(html: str) -> list[Tag | str]:
    """The parts of a piece of HTML in order; white space in texts is one space. Comments are left out."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return parser.parts


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[Tag | str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append(Tag(tag, {key: value or "" for key, value in attrs}))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(Tag(tag, {}, closing=True))

    def handle_data(self, data: str) -> None:
        self.parts.append(_SPACE.sub(" ", data))

    def handle_decl(self, decl: str) -> None:
        self.parts.append(Tag("!" + decl.split(maxsplit=1)[0].lower(), {}))

    def unknown_decl(self, data: str) -> None:
        self.parts.append(Tag("![CDATA[…]]", {}))

    def handle_comment(self, data: str) -> None:
        if data.startswith("[CDATA["):  # as Python 3.14 calls it
            self.unknown_decl(data)

    def parse_pi(self, i: int) -> int:
        """Python ends `<?php $a->b ?>` at the first `>`; it ends at `?>` (CommonMark 6.6)."""
        end = self.rawdata.find("?>", i + 2)
        name = re.match(r"\?\w*", self.rawdata[i + 1 :])
        self.parts.append(Tag(name[0] if name else "?", {}))
        return end + 2 if end >= 0 else len(self.rawdata)
