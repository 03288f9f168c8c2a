"""The text for the letter that goes with a hearing draft, as Markdown that can be pasted into one. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from greenpaper.imprint import Imprint
from greenpaper.model import Hearing
from greenpaper.response import Form, Question
from greenpaper.words import Words

_MARKS = re.compile(r"([\\`*_\[\]<>])")  # what Markdown would read as its own


@dataclass(frozen=True, kw_only=True, slots=True)
class Enclosed:
    """The names of the files that go with the letter. Without `comments` the DOCX is for reading alone."""

    pdf: str
    html: str
    docx: str
    open_copy: str | None
    form_docx: str
    form_xlsx: str
    comments: bool


def text(imprint: Imprint, form: Form, enclosed: Enclosed, words: Words) -> str:
    """The whole text: what is sent, what is asked, until when and where to, how to answer, and the files."""
    parts = [
        f"# {_plain(words['letter_title'].format(title=imprint.title))}",
        *_opening(imprint, bool(form.questions), words),
        *_questions(form.questions, words),
        f"## {words['letter_how']}",
        "\n".join(f"- {way}" for way in _ways(form, enclosed, words)),
        f"## {words['files']}",
        "\n".join(f"- {what}: {_link(name, name)}" for name, what in _files(enclosed, words)),
    ]
    return "\n\n".join(parts) + "\n"


def _opening(imprint: Imprint, asks: bool, words: Words) -> Iterator[str]:
    hearing = imprint.stamp.hearing or Hearing()
    sends = words["letter_sends"].format(publisher=imprint.publisher, title=imprint.title, version=imprint.version)
    yield f"{_plain(sends)} {words['letter_asks_questions' if asks else 'letter_asks']}"
    due = []
    if hearing.deadline:
        due.append(f"**{words['comment_deadline'].format(deadline=words.date(hearing.deadline))}**")
    if hearing.address:
        scheme = "" if "//" in hearing.address else "mailto:"
        due.append(words["comment_address"].format(address=_link(hearing.address, scheme + hearing.address)))
    if due:
        yield " ".join(due)
    if hearing.reason:
        yield f"{words['reason']}: {_plain(hearing.reason)}"
    if imprint.case_number:
        yield f"{words['case_number']}: {_plain(imprint.case_number)}"


def _questions(questions: Sequence[Question], words: Words) -> Iterator[str]:
    """A numbered list; what belongs to an item is indented below it."""
    if not questions:
        return
    yield f"## {words['questions']}"
    for question in questions:
        title = [f"**{_plain(question.title)}**"] if question.title else []
        mark = f"{question.number}. "
        yield mark + f"\n\n{' ' * len(mark)}".join([*title, *map(_plain, filter(None, question.text.split("\n")))])


def _ways(form: Form, enclosed: Enclosed, words: Words) -> Iterator[str]:
    if enclosed.comments:
        yield words["letter_word"]
    yield words["letter_form"]
    if form.cited:
        yield words["letter_prose"].format(number=form.cited)


def _files(enclosed: Enclosed, words: Words) -> Iterator[tuple[str, str]]:
    """Each file and what it is."""
    for name, kind in ((enclosed.pdf, "PDF"), (enclosed.html, "HTML"), (enclosed.docx, "Word")):
        yield name, f"{words['letter_whole']} ({kind})"
    if enclosed.open_copy:
        yield enclosed.open_copy, f"{words['letter_open']} (Word)"
    yield enclosed.form_docx, f"{words['letter_response']} (Word)"
    yield enclosed.form_xlsx, f"{words['letter_response']} (Excel)"


def _link(shown: str, address: str) -> str:
    return f"[{_plain(shown)}]({address})"


def _plain(words: str) -> str:
    """Text that Markdown shows as it is."""
    return _MARKS.sub(r"\\\1", words)
