"""Comments (ECMA-376 part 1, 17.13.4): the questions of a hearing, and remarks where an edition shows them.

A question is one, so that a reviewer answers by a reply. A reply hangs on the id of the last paragraph of a comment,
which the part of threads repeats (MS-DOCX, commentEx).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from greenpaper.anchors import Anchor
from greenpaper.imprint import Imprint
from greenpaper.word.formatting import style_id
from greenpaper.word.ooxml import NS, Element, attribute, el, name, neighbour, p, run, serialize
from greenpaper.word.package import WORD, Package
from greenpaper.word.styles import COMMENT_REFERENCE, COMMENT_TEXT
from greenpaper.words import Words

_COMMENTS, _THREADS = "word/comments.xml", "word/commentsExtended.xml"
_THREADS_KIND = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
_INITIALS = 4  # at most
# LibreOffice 7.4 takes the id of a comment for the place of a footnote where it is not above their count, and gives
# notes the text of others, or none.
_FIRST = 1_000_000
_APART = frozenset({"note", "status"})  # kinds of anchors that no remark of the text is about

Question = Mapping[str, Any]  # an entry of the index' "questions"
Remark = Mapping[str, Any]  # an entry of the index' "remarks"


@dataclass(frozen=True, kw_only=True, slots=True)
class Comment:
    """A comment on what stands in the bookmark of this name."""

    bookmark: str
    author: str
    lines: tuple[str, ...]


def questions(
    root: Element, asked: Sequence[Question], names: Mapping[str, str], imprint: Imprint, words: Words
) -> Iterator[Comment]:
    """A comment of the publisher on the title of each question's box in `w:document`; `names` has bookmarks by id."""
    starts = _starts(root)
    for question in asked:
        title = neighbour(starts[names[question["id"]]])
        assert title is not None  # the bookmark stands before the box
        anchor = title.find("w:bookmarkStart", NS)
        assert anchor is not None
        label = f"{words['question']} {question['number']}"
        first = f"{label}: {question['title']}" if question["title"] else label
        lines = (first, *question["text"].splitlines())
        yield Comment(bookmark=attribute(anchor, "w:name"), author=imprint.publisher, lines=lines)


def remarks(left: Sequence[Remark], anchors: Sequence[Anchor], words: Words) -> Iterator[Comment]:
    """A comment on the piece that each remark stands in or after, by their lines; at a chapter's start on its first."""
    for remark in left:
        pieces = [item for item in anchors if item.where.path == remark["path"] and item.kind not in _APART]
        above = [item for item in pieces if _line(item) <= remark["line"]]
        chosen = max(above, key=_line) if above else next(iter(pieces), None)
        if chosen:
            lines = tuple(filter(None, map(str.strip, remark["text"].splitlines())))
            yield Comment(bookmark=chosen.identifier, author=words["remark"], lines=lines)


def _line(anchor: Anchor) -> int:
    return anchor.where.line or 0


def place(root: Element, comments: Sequence[Comment]) -> None:
    """Put a range (17.13.4.4) inside of each comment's bookmark, and its sign at the end."""
    starts = _starts(root)
    ends = {attribute(end, "w:id"): end for end in root.iter(name("w:bookmarkEnd"))}
    for number, comment in enumerate(comments, _FIRST):
        first = starts[comment.bookmark]
        last = ends[attribute(first, "w:id")]
        first.addnext(el("w:commentRangeStart", id=str(number)))
        mark = el("w:rPr", el("w:rStyle", val=style_id(COMMENT_REFERENCE)))
        last.addprevious(el("w:commentRangeEnd", id=str(number)))
        last.addprevious(el("w:r", mark, el("w:commentReference", id=str(number))))


def _starts(root: Element) -> dict[str, Element]:
    return {attribute(start, "w:name"): start for start in root.iter(name("w:bookmarkStart"))}


def add(package: Package, document: str, comments: Sequence[Comment], imprint: Imprint) -> None:
    """Add the comments and their threads, related to the part `document`, as of the stamp's day."""
    part = el("w:comments", {"mc:Ignorable": "w14"})
    threads = el("w15:commentsEx", {"mc:Ignorable": "w15"})
    moment = f"{imprint.stamp.date.isoformat()}T00:00:00Z"
    for number, comment in enumerate(comments, _FIRST):
        key = f"47{number:06X}"  # of eight digits, below 80000000 (MS-DOCX, paraId)
        who = {"w:author": comment.author, "w:initials": initials(comment.author), "w:date": moment}
        part.append(el("w:comment", *_paragraphs(comment, key), who, id=str(number)))
        threads.append(el("w15:commentEx", {"w15:paraId": key, "w15:done": "0"}))
    package.add(_COMMENTS, serialize(part), f"{WORD}comments+xml")
    package.add(_THREADS, serialize(threads), f"{WORD}commentsExtended+xml")
    package.relate(document, "comments", _COMMENTS, "rIdComments")
    package.relate(document, _THREADS_KIND, _THREADS, "rIdCommentsExtended")


def _paragraphs(comment: Comment, key: str) -> list[Element]:
    """The lines of a comment; `key` is the id of the last."""
    made = [p(style_id(COMMENT_TEXT), run(line)) for line in comment.lines]
    sign = el("w:r", el("w:rPr", el("w:rStyle", val=style_id(COMMENT_REFERENCE))), el("w:annotationRef"))
    properties = made[0].find("w:pPr", NS)
    assert properties is not None
    properties.addnext(sign)
    made[-1].set(name("w14:paraId"), key)
    return made


def initials(author: str) -> str:
    """The first letters of a name's words: "Direktoratet for e-helse" is DFE."""
    return "".join(word[0].upper() for word in author.split() if word[0].isalnum())[:_INITIALS]
