"""The facts of a hearing: are they whole, is the time long enough, and do the chapters state the same deadline.

utredningsinstruksen 3-3 (instructions for official studies of the Norwegian state): a hearing lasts three months as a
rule and never less than six weeks; the guide to it asks for the reason when it is under three months.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator, Sequence

from greenpaper import status, words
from greenpaper.model import Document, Finding, Hearing, Location, Stamp

SIX_WEEKS = datetime.timedelta(weeks=6)
MONTHS = 3


def check(document: Document, vocabulary: status.Vocabulary) -> tuple[Finding, ...]:
    """What is wrong with document.toml's [hearing]."""
    hearing = document.hearing
    if hearing is None:
        return ()
    found, where = [*_lengths(hearing, document.where("deadline", "hearing"))], document.where("", "hearing")
    term = status.find(vocabulary.statuses, document.status)
    if term and term.watermark is None:
        what = f"the status is {term.name}, but [hearing] still puts hearing facts on the cover"
        found.append(
            Finding(code="hearing-over", where=where, what=what, cure="take [hearing] out, or mend the status")
        )
    missing = [name for name in ("sent", "deadline", "address") if getattr(hearing, name) is None]
    if term and term.watermark == "hearing" and missing:
        names = " and ".join(missing)
        what = f"the hearing lacks {names}, which a reader needs to answer in time"
        found.append(Finding(code="hearing-incomplete", where=where, what=what, cure=f"add {names} to [hearing]"))
    return tuple(found)


def check_day(stamp: Stamp, vocabulary: status.Vocabulary, where: Location) -> tuple[Finding, ...]:
    """What is wrong with a hearing draft whose deadline, which stands at `where`, is before its own date."""
    deadline = stamp.hearing.deadline if stamp.hearing else None
    term = status.find(vocabulary.statuses, stamp.status)
    if deadline is None or term is None or term.watermark != "hearing" or deadline >= stamp.date:
        return ()
    what = f"the document is of {stamp.date}, and the deadline for answers was {deadline}"
    cure = "correct the deadline, or raise the status when the hearing is over"
    return (Finding(code="hearing-past", where=where, what=what, cure=cure),)


def check_question(document: Document, vocabulary: status.Vocabulary, where: Location) -> tuple[Finding, ...]:
    """What is wrong with a question to those who are heard, which stands at `where`: nobody is heard any more."""
    term = status.find(vocabulary.statuses, document.status)
    if term is None or term.watermark is not None:
        return ()
    what = f"the status is {term.name}, but the text still asks a question of the hearing"
    cure = "take the question out, or mend the status"
    return (Finding(code="question-left", where=where, what=what, cure=cure),)


def _lengths(hearing: Hearing, where: Location) -> Iterator[Finding]:
    sent, deadline = hearing.sent, hearing.deadline
    if sent is None or deadline is None:
        return
    if deadline <= sent:
        what = f"the deadline {deadline} is not after the day the document is sent, {sent}"
        cure = "correct one of the two"
        yield Finding(code="hearing-deadline-before-sent", where=where, what=what, cure=cure)
    elif deadline - sent < SIX_WEEKS:
        what = (
            f"there are {(deadline - sent).days} days for answers; six weeks are the least (utredningsinstruksen 3-3)"
        )
        cure = f"set the deadline to {sent + SIX_WEEKS} or later"
        yield Finding(code="hearing-short", where=where, what=what, cure=cure)
    elif deadline < months_after(sent, MONTHS) and not hearing.reason:
        what = "there are less than three months for answers, and no reason why (utredningsinstruksen 3-3)"
        cure = f"add 'reason' to [hearing], or set the deadline to {months_after(sent, MONTHS)} or later"
        yield Finding(code="hearing-reason", where=where, what=what, cure=cure)


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day `months` later, or that month's last: three months after 30 November are 28 or 29 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def check_stated(document: Document, stated: Sequence[tuple[Location, datetime.date]]) -> tuple[Finding, ...]:
    """Deadlines in the chapters' texts that are not that of document.toml, or without one there not all the same.

    `stated` has what `deadlines_in` found in all chapters, in their order.
    """
    first_where, first = document.where("deadline", "hearing"), document.hearing.deadline if document.hearing else None
    found: list[Finding] = []
    for place, day in stated:
        if first is None:
            first_where, first = place, day
        elif day != first:
            what = f"the deadline is {day} here, but {first} in {first_where}"
            cure = "correct the one that is wrong"
            found.append(Finding(code="hearing-deadline-differs", where=place, what=what, cure=cure))
    return tuple(found)


def deadlines_in(lines: Sequence[str]) -> Iterator[tuple[int, datetime.date]]:
    """Deadlines for answers that a text states in any of our languages, as (line from 1, day).

    A date counts when its sentence names a deadline and answers, and it is the next after the deadline's word or the
    nearest before; when it stands behind "svar innen" or the like; and alone behind "Frist:".
    """
    text = _COMMENT.sub(lambda remark: re.sub(r"[^\n]", " ", remark[0]), "\n".join(lines))
    for start, sentence in _sentences(text):
        found = _stated(sentence)
        if found:
            yield text.count("\n", 0, start + found[0]) + 1, found[1]


def _stated(sentence: str) -> tuple[int, datetime.date] | None:
    """The deadline for answers in a sentence, and where in it."""
    days = [(match.start(), day) for match in _DAY.finditer(sentence) if (day := _day(match))]
    named = _DEADLINE.search(sentence)
    if days and named and (_LABEL.fullmatch(sentence[: days[0][0]]) or _HEARING.search(sentence)):
        return next((found for found in days if found[0] >= named.end()), days[-1])
    before = ((place, day) for place, day in days if _BY.search(sentence, max(0, place - _REACH), place))
    return next(((place, day) for place, day in before if _SENT.search(sentence, 0, place)), None)


_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# A stop after a digit ends no sentence here: it is more often "8. januar".
_SENTENCE_END = re.compile(r"(?<=[^\W\d])[.!?]\s+(?=[^\W\d_])|\n\s*\n|\n(?=\s*(?:\||[-*+] |1[.)] |#|>))")
_DEADLINE = re.compile(
    r"\b(?:(?:høring|høyring|svar|innspill|innspel|uttalelse|merknad|tid)s?)?frist(?:en)?\b|\bdeadline\b"
    r"|\w*áigemear\w*",
    re.IGNORECASE,
)
# What tells the deadline for answers from those that the document is about: whole words, or what compounds begin with.
_SENT = re.compile(
    r"\b(?:(?:høringss|høyringss|s)var(?:et|a)?|answers?|responses?|comments?"
    r"|(?:innspill|innspel|uttalelse|fråsegn|merknad|tilbakemelding|vástádus|cealkámuš)\w*)\b",
    re.IGNORECASE,
)
_HEARING = re.compile(
    rf"{_SENT.pattern}|\b(?:svare|uttale|respond|reply)\b"
    r"|\b(?:høring|høyring|svarfrist|consultation|gulaskud|vástid|vástád)\w*|áigemear",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\b(?:innen|innan|senest|seinast|by|before|no later than|ovdal|maŋimusat)[\s*_]+(?:\w+dag\s+)?(?:den\s+)?[*_]*$",
    re.IGNORECASE,
)
_REACH = 60  # characters before a date in which _BY looks
_LABEL = re.compile(r"[\W_]*(?:frist|deadline)[*_]*:[\s*_]*", re.IGNORECASE)


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for end in _SENTENCE_END.finditer(text):
        yield start, text[start : end.start()]
        start = end.end()
    yield start, text[start:]


# Sámi months stand in the nominative or, in dates as a rule, in the genitive: mánnu, mánu.
_MONTHS = {
    name.lower(): number
    for language in words.LANGUAGES
    for number, genitive in enumerate(words.load(language).months, 1)
    for name in (genitive, re.sub("mánu$", "mánnu", genitive))
}
_MONTH = "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True))
_DAY = re.compile(
    rf"\b(?P<y1>\d{{4}})-(?P<m1>\d\d)-(?P<d1>\d\d)\b"
    rf"|\b(?P<d2>\d\d?)\.\s?(?P<m2>\d\d?)\.\s?(?P<y2>\d{{4}})\b"
    rf"|\b(?P<d3>\d\d?)\.?\s*(?P<m3>{_MONTH})\s+(?P<y3>\d{{4}})\b"
    rf"|\b(?P<m4>{_MONTH})\s+(?P<d4>\d\d?)\.?,?\s+(?:(?:b\.|beaiv\w*)\s+)?(?P<y4>\d{{4}})\b",
    re.IGNORECASE,
)


def _day(match: re.Match[str]) -> datetime.date | None:
    form = next(form for form in "1234" if match[f"y{form}"])
    year, month, day = (match[f"{part}{form}"] for part in "ymd")
    try:
        return datetime.date(int(year), _MONTHS.get(month.lower()) or int(month), int(day))
    except ValueError:  # the 31st of February is for the spelling check
        return None
