"""The text for the letter that goes with a hearing draft: Markdown that reads as text wherever it is pasted. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from greenpaper.imprint import Imprint
from greenpaper.model import Hearing
from greenpaper.response import Form, Question
from greenpaper.words import Words

# What Markdown would take for its own (CommonMark 0.31, 2.4, 4 and 6), and only there: every backslash is one too many
# where the text is pasted as it is.
_MARKS = re.compile(
    r"^(?:#(?=#*\s)|[+-](?=[\s-])|>)|<(?=[A-Za-z/!?])|&(?=#?\w+;)|`|\\(?=[!-/:-@\[-`{-~])|\](?=[(\[:])"
    r"|(?<!\s)\*|\*(?!\s)|(?<![^\W_])_|_(?![^\W_])"
)


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
        _heading(words["letter_title"].format(title=imprint.title), "="),
        *_opening(imprint, bool(form.questions), words),
        *_questions(form.questions, words),
        _heading(words["letter_how"]),
        "\n".join(f"- {way}" for way in _ways(form, enclosed, words)),
        _heading(words["letter_enclosed"]),
        "\n".join(f"- {what}: {name}" for name, what in _files(enclosed, words)),
    ]
    return "\n\n".join(parts) + "\n"


def _heading(shown: str, mark: str = "-") -> str:
    """A heading as one underlines it on paper."""
    plain = _plain(shown)
    return f"{plain}\n{mark * len(plain)}"


def _opening(imprint: Imprint, asks: bool, words: Words) -> Iterator[str]:
    hearing = imprint.stamp.hearing or Hearing()
    if imprint.case_number:
        yield f"{words['letter_reference']}: {_plain(imprint.case_number)}"
    if hearing.sent:
        yield f"{words['date']}: {words.date(hearing.sent)}"
    sends = words["letter_sends"].format(publisher=imprint.publisher, title=imprint.title, version=imprint.version)
    yield f"{_plain(sends)} {words['letter_asks_questions' if asks else 'letter_asks']}"
    due = []
    if hearing.deadline:
        due.append(words["comment_deadline"].format(deadline=words.date(hearing.deadline)))
    if hearing.address:
        due.append(words["comment_address"].format(address=_plain(hearing.address)))
    if due:
        yield " ".join(due)
    if hearing.reason:
        yield f"{words['reason']}: {_plain(hearing.reason)}"


def _questions(questions: Sequence[Question], words: Words) -> Iterator[str]:
    """A numbered list; what belongs to an item is indented below it."""
    if not questions:
        return
    yield _heading(words["questions"])
    for question in questions:
        mark = f"{question.number}. "
        lines = [_plain(line) for line in (question.title, *question.lines) if line]
        yield mark + f"\n\n{' ' * len(mark)}".join(lines)


def _ways(form: Form, enclosed: Enclosed, words: Words) -> Iterator[str]:
    if enclosed.comments:
        yield words["letter_word"]
    yield words["letter_form"]
    if form.cited:
        yield words["letter_paragraphs" if form.paragraph else "letter_numbers"].format(number=form.cited)


def _files(enclosed: Enclosed, words: Words) -> Iterator[tuple[str, str]]:
    """Each file and what it is."""
    for name, kind in ((enclosed.pdf, "PDF"), (enclosed.html, "HTML"), (enclosed.docx, "Word")):
        yield name, f"{words['letter_whole']} ({kind})"
    if enclosed.open_copy:
        yield enclosed.open_copy, f"{words['letter_open']} (Word)"
    yield enclosed.form_docx, f"{words['letter_response']} (Word)"
    yield enclosed.form_xlsx, f"{words['letter_response']} (Excel)"


def _plain(words: str) -> str:
    """Text that Markdown shows as it is, at the beginning of a line too."""
    return _MARKS.sub(lambda found: f"\\{found[0]}", words)
