"""A chapter's title, from document.toml, its first heading or its front matter; and what they say differently."""

from __future__ import annotations

from greenpaper.model import Finding, Location
from greenpaper.passes.book import Part
from greenpaper.tree import Node, text, words


def title(part: Part, findings: list[Finding]) -> list[Node]:
    """The title's inlines. document.toml decides before the heading, and the heading before the front matter."""
    chapter, source = part.chapter, part.source
    own: list[Node] | None = source["title"]
    front: str | None = source["front"].get("title")
    if chapter.title is not None:
        if own is not None and text(own) != chapter.title:
            what = f"the chapter calls itself '{text(own)}', but document.toml calls it '{chapter.title}'"
            findings.append(_differs(what, source["title_at"]))
        return words(chapter.title)
    if own is None:
        what, cure = "the chapter has no title", "add front matter with `title:`, or a heading `# Title`"
        where = Location(path=chapter.path, line=1)
        findings.append(Finding(code="title-missing", where=where, what=what, cure=cure))
        return words(chapter.slug.replace("-", " ").capitalize())
    if front is not None and is_heading(part) and text(own) != front:
        what = f"the front matter's title is '{front}', but the heading says '{text(own)}'"
        findings.append(_differs(what, f"{chapter.path}:{source['front_lines']['title']}"))
    return own


def is_heading(part: Part) -> bool:
    """Whether the title is a heading of the text, which slug rules count; one in front matter they do not see."""
    line = part.source["front_lines"].get("title")
    return part.source["title"] is not None and part.source["title_at"] != f"{part.chapter.path}:{line}"


def _differs(what: str, at: str) -> Finding:
    return Finding(code="title-differs", where=Location.parse(at), what=what, cure="make them the same")
