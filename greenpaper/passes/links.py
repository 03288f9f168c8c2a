"""Links between and inside chapters: by path and by any slug rule; what leads nowhere is a finding with candidates."""

from __future__ import annotations

import difflib
import posixpath
import re
import unicodedata
from urllib.parse import unquote

from greenpaper.model import Finding
from greenpaper.passes import addresses, slugs
from greenpaper.passes.book import Book, Context, Part
from greenpaper.tree import Node, attr, node, rewrite, text

_SCHEME = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]*):")
_HOST = re.compile(
    r"^(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:no|com|org|net|eu|io|gov|edu|se|dk|fi|int)(?:/|$)", re.IGNORECASE
)


def run(book: Book, context: Context) -> Book:
    """Resolve every link; the anchors of the index have then done their work."""
    targets = _Targets(book)

    def change(part: Part, findings: list[Finding]) -> list[Node]:
        made: list[Node] = rewrite(part.blocks, lambda item: _link(item, part, targets, findings))
        return made

    book = book.with_blocks(change)
    return book.with_index(anchors=None)


class _Targets:
    """Where links may lead."""

    def __init__(self, book: Book) -> None:
        self.chapters = {_composed(part.chapter.path): part.chapter.slug for part in book.parts}
        self.anchors: dict[str, dict[str, str]] = {
            _composed(path): {_composed(anchor): identifier for anchor, identifier in anchors.items()}
            for path, anchors in book.index["anchors"].items()
        }

    def chapter_like(self, path: str, own: str) -> str | None:
        """The chapter that a wrong path in the chapter `own` most likely means."""
        folded = {name.casefold(): name for name in self.chapters}
        tries = (path, path + ".md", posixpath.join(path, "index.md"), re.sub(r"\.html?$", ".md", path))
        for wanted in tries:
            if wanted.casefold() in folded:
                return folded[wanted.casefold()]
        base = posixpath.basename(path).casefold()
        same = [name for name in self.chapters if posixpath.basename(name).casefold() in {base, base + ".md"}]
        if len(same) == 1:
            return same[0]
        names = {posixpath.basename(name): name for name in self.chapters if name != own}
        near = difflib.get_close_matches(posixpath.basename(path), names, 1, 0.8)
        return names[near[0]] if near else None


def _link(item: Node, part: Part, targets: _Targets, findings: list[Finding]) -> Node:
    if item["t"] != "Link":
        return item
    triple, inlines, (address, tooltip) = item["c"]
    fault = _Fault(item, part, findings)
    if wrong := foreign(address):
        return fault(*wrong)
    if _SCHEME.match(address):
        written = addresses.outside(address)
        if written is None:
            return fault("link-malformed", f"'{address}' is no address", "correct it")
        return {**item, "c": [triple, inlines, [written, tooltip]]}
    if not address.strip():
        return fault("link-empty", f"the link '{text(inlines)}' has no address", "give one")
    path, _, anchor = _composed(unquote(address)).partition("#")
    own = _composed(part.chapter.path)
    chapter = posixpath.normpath(posixpath.join(posixpath.dirname(own), path.split("?")[0])) if path else own
    if chapter not in targets.chapters:
        return fault(*_wrong_file(path, chapter, own, targets))
    if anchor and anchor not in targets.anchors[chapter]:
        return fault(*_wrong_anchor(anchor, chapter, own, targets))
    identifier = targets.anchors[chapter][anchor] if anchor else targets.chapters[chapter]
    return {**item, "c": [attr(triple[0], () if chapter == own else ("xref",)), inlines, ["#" + identifier, ""]]}


def foreign(address: str) -> tuple[str, str, str] | None:
    """Code, what is wrong and the cure, for an address of a scheme that no link may have; None for others."""
    scheme = _SCHEME.match(address)
    if scheme is None or scheme[1].lower() in addresses.SCHEMES:
        return None
    cure = f"allowed are {', '.join(addresses.SCHEMES)} and links to chapters"
    return "link-scheme", f"a link may not lead to '{scheme[1]}:'", cure


def _composed(name: str) -> str:
    """Unicode's composed form: macOS stores names decomposed, and å is then another text than the å that one types."""
    return unicodedata.normalize("NFC", name)


class _Fault:
    """Records a finding and gives what stands in the text instead of the link."""

    def __init__(self, item: Node, part: Part, findings: list[Finding]) -> None:
        self._item, self._part, self._findings = item, part, findings

    def __call__(self, code: str, what: str, cure: str) -> Node:
        self._findings.append(Finding(code=code, where=self._part.where(self._item), what=what, cure=cure))
        return node("Span", [attr("", ("broken-link",)), self._item["c"][1]], self._item.get("at"))


def _wrong_file(path: str, resolved: str, own: str, targets: _Targets) -> tuple[str, str, str]:
    what = f"the link to '{path}' leads to no chapter"
    if _HOST.match(path):
        return "link-file", what, f"write https://{path} for an address on the web"
    near = targets.chapter_like(resolved, own)
    if near is None:
        return "link-file", what, "correct the path, or name the chapter in document.toml"
    relative = posixpath.relpath(near, posixpath.dirname(own) or ".")
    if near.casefold() == resolved.casefold():
        return "link-case", f"'{path}' differs from the file's name in upper and lower case", f"write '{relative}'"
    return "link-file", what, f"did you mean '{relative}'?"


def _wrong_anchor(anchor: str, chapter: str, own: str, targets: _Targets) -> tuple[str, str, str]:
    place = "this chapter" if chapter == own else f"'{chapter}'"
    what = f"'#{anchor}' is no heading in {place}"
    elsewhere = [path for path, known in targets.anchors.items() if path != chapter and anchor in known]
    if len(elsewhere) == 1:
        relative = posixpath.relpath(elsewhere[0], posixpath.dirname(own) or ".")
        return "link-anchor", what, f"did you mean '{relative}#{anchor}'?"
    near = _nearest(anchor, targets.anchors[chapter])
    if near:
        return "link-anchor", what, f"did you mean {' or '.join(f'#{name}' for name in near)}?"
    return "link-anchor", what, "correct it to the text of a heading there"


def _nearest(anchor: str, known: dict[str, str]) -> list[str]:
    """Up to three anchors that look like a wrong one, one for each heading."""
    bare = {name: slugs.ours(name) for name in known}
    close = difflib.get_close_matches(slugs.ours(anchor), set(bare.values()), 6, 0.55)
    found: dict[str, str] = {}
    for match in close:
        for name in sorted(name for name, slug in bare.items() if slug == match):
            found.setdefault(known[name], name)
    return list(found.values())[:3]
