"""The facts of a hearing: are they whole, is the time long enough, and do the chapters state the same deadline.

utredningsinstruksen 3-3 (instructions for official studies of the Norwegian state): a hearing lasts three months as a
rule and never less than six weeks; the guide to it asks for the reason when it is under three months.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator, Mapping, Sequence

from greenpaper import status, words
from greenpaper.model import Document, Finding, Hearing, Location

SIX_WEEKS = datetime.timedelta(weeks=6)
MONTHS = 3


def check(document: Document, vocabulary: status.Vocabulary, where: Location) -> tuple[Finding, ...]:
    """What is wrong with document.toml's [hearing], which stands at `where`."""
    hearing = document.hearing
    term = status.find(vocabulary.statuses, document.status)
    awaited = term is not None and term.watermark == "hearing"
    if hearing is None:
        return ()
    found = [*_lengths(hearing, where)]
    missing = [name for name in ("sent", "deadline", "address") if getattr(hearing, name) is None]
    if awaited and missing:
        names = " and ".join(missing)
        what = f"the hearing lacks {names}, which a reader needs to answer in time"
        found.append(Finding(code="hearing-incomplete", where=where, what=what, cure=f"add {names} to [hearing]"))
    return tuple(found)


def _lengths(hearing: Hearing, where: Location) -> Iterator[Finding]:
    sent, deadline = hearing.sent, hearing.deadline
    if sent is None or deadline is None:
        return
    if deadline <= sent:
        what = f"the deadline {deadline} is not after the day the document is sent, {sent}"
        cure = "correct one of the two"
        yield Finding(code="hearing-deadline-before-sent", where=where, what=what, cure=cure)
    elif deadline - sent < SIX_WEEKS:
        what = f"there are {(deadline - sent).days} days for answers; six weeks are the least (utredningsinstruksen 3-3)"
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


def check_texts(document: Document, texts: Mapping[str, Sequence[str]], where: Location) -> tuple[Finding, ...]:
    """Deadlines in the chapters' texts that are not that of document.toml, or without one there not all the same.

    `texts` has the lines of each chapter by its path, `where` is document.toml's [hearing].
    """
    stated = [
        (Location(path=path, line=line), day)
        for path, lines in texts.items()
        for line, day in deadlines_in(lines, document.language)
    ]
    first_where, first = where, document.hearing.deadline if document.hearing else None
    found: list[Finding] = []
    for place, day in stated:
        if first is None:
            first_where, first = place, day
        elif day != first:
            what = f"the deadline is {day} here, but {first} in {first_where}"
            cure = "correct the one that is wrong"
            found.append(Finding(code="hearing-deadline-differs", where=place, what=what, cure=cure))
    return tuple(found)


_DEADLINE = re.compile(
    r"(hørings|hørin?gs|svar)?frist(en)?\b|høyringsfrist(en)?\b|\bdeadline\b|áigemear(ri|i)\w*", re.IGNORECASE
)
_NUMERIC = r"(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2})|(?P<day>[0-9]{1,2})\. ?(?P<month>[0-9]{1,2})\. ?(?P<year>[0-9]{4})"
NEAR = 80
