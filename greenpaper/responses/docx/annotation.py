"""Who made an annotation and when: tracked changes and comments of WordprocessingML (ECMA-376 part 1, 17.13). Pure."""

from __future__ import annotations

import datetime
import re
import unicodedata

from greenpaper.responses.model import By
from greenpaper.word.ooxml import Element, attribute

_UTC = "{http://schemas.microsoft.com/office/word/2023/wordml/word16du}dateUtc"  # beside a date of local time
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)")
_EARLIEST = 1990  # the year before which no comment was made in Word; LibreOffice writes 0-00-00 for no date
_AUTHOR = 100  # characters


def by(element: Element, utc: str = "") -> By:
    """The author and date of an annotation; `utc` is its date in UTC where another part tells it."""
    sure = moment(utc or element.get(_UTC, ""))
    return By(
        author=plain(attribute(element, "w:author"))[:_AUTHOR],
        date=sure or moment(attribute(element, "w:date")),
        utc=bool(sure),
    )


def moment(text: str) -> str:
    """A date and time as `By` has it; "" for one that cannot be."""
    found = _MOMENT.match(text)
    try:
        year = datetime.datetime.fromisoformat(found[1]).year if found else 0
    except ValueError:
        return ""
    return found[1] if found and year >= _EARLIEST else ""


def plain(text: str) -> str:
    """A text of a stranger's on one line, in composed form, without characters that show nothing."""
    kept = (" " if letter.isspace() else letter for letter in unicodedata.normalize("NFC", text))
    return " ".join("".join(letter for letter in kept if unicodedata.category(letter)[0] != "C").split())
