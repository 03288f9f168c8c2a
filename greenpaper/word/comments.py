"""The questions of a hearing as comments (ECMA-376 part 1, 17.13.4), so that a reviewer answers by a reply.

A reply hangs on the id of the last paragraph of a comment, which the part of threads repeats (MS-DOCX, commentEx).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

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

Question = Mapping[str, Any]  # an entry of the index' "questions"


def place(root: Element, questions: Sequence[Question], names: Mapping[str, str]) -> None:
    """Put the range of each question's comment round its box's title in `w:document`; `names` has bookmarks by id."""
    starts = {attribute(start, "w:name"): start for start in root.iter(name("w:bookmarkStart"))}
    for number, question in enumerate(questions, _FIRST):
        title = neighbour(starts[names[question["id"]]])
        assert title is not None  # the bookmark stands before the box
        _surround(title, str(number))


def _surround(paragraph: Element, number: str) -> None:
    """A range (17.13.4.4) round the words of a title, inside of the bookmark that is round them."""
    first, last = paragraph.find("w:bookmarkStart", NS), paragraph.findall("w:bookmarkEnd", NS)[-1]
    assert first is not None  # the title's anchor
    first.addnext(el("w:commentRangeStart", id=number))
    mark = el("w:rPr", el("w:rStyle", val=style_id(COMMENT_REFERENCE)))
    last.addprevious(el("w:commentRangeEnd", id=number))
    last.addprevious(el("w:r", mark, el("w:commentReference", id=number)))


def add(package: Package, document: str, questions: Sequence[Question], imprint: Imprint, words: Words) -> None:
    """Add the comments and their threads, related to the part `document`; the publisher asks, on the stamp's day."""
    comments = el("w:comments", {"mc:Ignorable": "w14"})
    threads = el("w15:commentsEx", {"mc:Ignorable": "w15"})
    who = {"w:author": imprint.publisher, "w:initials": initials(imprint.publisher)}
    moment = f"{imprint.stamp.date.isoformat()}T00:00:00Z"
    for number, question in enumerate(questions, _FIRST):
        key = f"47{number:06X}"  # of eight digits, below 80000000 (MS-DOCX, paraId)
        comments.append(el("w:comment", *_paragraphs(question, words, key), {**who, "w:date": moment}, id=str(number)))
        threads.append(el("w15:commentEx", {"w15:paraId": key, "w15:done": "0"}))
    package.add(_COMMENTS, serialize(comments), f"{WORD}comments+xml")
    package.add(_THREADS, serialize(threads), f"{WORD}commentsExtended+xml")
    package.relate(document, "comments", _COMMENTS, "rIdComments")
    package.relate(document, _THREADS_KIND, _THREADS, "rIdCommentsExtended")


def _paragraphs(question: Question, words: Words, key: str) -> list[Element]:
    """The title and the lines of a question; `key` is the id of the last paragraph."""
    label = f"{words['question']} {question['number']}"
    lines = [f"{label}: {question['title']}" if question["title"] else label, *question["text"].splitlines()]
    made = [p(style_id(COMMENT_TEXT), run(line)) for line in lines]
    sign = el("w:r", el("w:rPr", el("w:rStyle", val=style_id(COMMENT_REFERENCE))), el("w:annotationRef"))
    properties = made[0].find("w:pPr", NS)
    assert properties is not None
    properties.addnext(sign)
    made[-1].set(name("w14:paraId"), key)
    return made


def initials(author: str) -> str:
    """The first letters of a name's words: "Direktoratet for e-helse" is DFE."""
    return "".join(word[0].upper() for word in author.split() if word[0].isalnum())[:_INITIALS]
