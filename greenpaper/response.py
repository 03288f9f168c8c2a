"""What those who are heard can answer: the questions, the places in the text that have numbers, the kinds of remarks.

Made once for the forms in Word and Excel and for the covering letter, in the document's language. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from greenpaper.imprint import PROPERTY, Fact, Imprint
from greenpaper.words import Words

FORM = {f"{PROPERTY}form": "response"}  # the property that tells a form from the document
# What the forms ask, the same in Word and Excel: the columns of their tables, by the keys of their localised names.
RESPONDENT = ("response_organisation", "response_contact", "response_email", "date")
QUESTIONS = ("response_no", "chapter", "question", "response_answer")
GENERAL, GENERAL_ROWS = ("response_no", "response_subject", "response_comment"), 3
REMARKS = ("response_no", "response_paragraph", "response_kind", "response_comment", "response_proposal")
_BEGINS = 78  # characters of a text by which a reader knows it again
_UNCITED = frozenset({"note", "status", "title"})  # kinds of pieces that no remark cites by a number


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A question to those who are heard; `heading` is its word, number and title, `text` has a line per paragraph."""

    number: str
    heading: str
    title: str
    text: str
    chapter: str

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of `text`, without the title."""
        return tuple(filter(None, self.text.split("\n")))


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A piece of text that has a number of its own, as readers cite it: 3-12 a, 3.2, "Figure 4"."""

    number: str
    chapter: str  # its label and title
    text: str  # how it begins
    anchor: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """All that the forms show beside their fixed words."""

    title: str
    facts: tuple[Fact, ...]
    questions: tuple[Question, ...]
    places: tuple[Place, ...]
    kinds: tuple[str, ...]

    @property
    def paragraph(self) -> str | None:
        """The first number of a paragraph; None where paragraphs have none."""
        return next((place.number for place in self.places if "-" in place.number), None)

    @property
    def cited(self) -> str | None:
        """A number to show how one cites: that, or the first one of anything."""
        return self.paragraph or next((place.number for place in self.places), None)


def make(index: Mapping[str, Any], anchors: Sequence[Mapping[str, Any]], imprint: Imprint, words: Words) -> Form:
    """The form's content from the "book" of book.json and the anchors of the Word file's map, in the text's order."""
    labels = {chapter["slug"]: f"{chapter['label']} {chapter['title']}".strip() for chapter in index["chapters"]}
    paths = {chapter["path"]: labels[chapter["slug"]] for chapter in index["chapters"]}
    questions = [_question(entry, labels, words) for entry in index["questions"]]
    return Form(
        title=words["response_title"].format(title=imprint.title),
        facts=tuple(_facts(imprint, words)),
        questions=tuple(questions),
        places=tuple(places(anchors, paths, (words["figure"], words["table"]))),
        kinds=tuple(words[f"kind_{kind}"] for kind in ("general", "change", "question")),
    )


def _facts(imprint: Imprint, words: Words) -> Iterator[Fact]:
    hearing = imprint.stamp.hearing
    yield words["version"], f"{imprint.version} ({imprint.status_name}, {imprint.date_text})"
    if imprint.case_number:
        yield words["case_number"], imprint.case_number
    if hearing and hearing.deadline:
        yield words["deadline"], words.date(hearing.deadline)
    if hearing and hearing.address:
        yield words["address"], hearing.address


def _question(entry: Mapping[str, Any], labels: Mapping[str, str], words: Words) -> Question:
    title = entry["title"]
    heading = f"{words['question']} {entry['number']}"
    return Question(
        number=entry["number"],
        heading=f"{heading}: {title}" if title else heading,
        title=title,
        text=entry["text"],
        chapter=labels[entry["chapter"]],
    )


def places(anchors: Sequence[Mapping[str, Any]], paths: Mapping[str, str], captions: Sequence[str]) -> Iterator[Place]:
    """The places that show a number. Of a row of a table only the first cell does (passes/paragraph_numbers)."""
    seen = set()
    for piece in anchors:
        number, text = piece["number"], " ".join(piece["text"].split())
        if not number or piece["kind"] in _UNCITED or ("." in number and piece["kind"] != "heading"):
            continue
        if piece["kind"] == "caption":
            label = next((label for label in captions if text.startswith(f"{label} {number}")), "")
            text = text.removeprefix(f"{label} {number}").lstrip(": ")
            number = f"{label} {number}".strip()
        if number not in seen:
            seen.add(number)
            yield Place(number=number, chapter=paths.get(piece["file"], ""), text=_begin(text), anchor=piece["id"])


def _begin(text: str) -> str:
    """The first words of a text, cut between two of them."""
    if len(text) <= _BEGINS:
        return text
    return text[:_BEGINS].rpartition(" ")[0].rstrip(",;:– ") + " …"
