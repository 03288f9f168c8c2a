"""Letters of any alphabet -> ASCII, for names of files, ids and bookmarks. The one table of letters."""

from __future__ import annotations

import unicodedata

_LETTERS = {
    "æ": "ae", "ø": "o", "đ": "d", "ð": "d", "ŋ": "n", "ŧ": "t", "þ": "th", "ß": "ss", "œ": "oe", "ł": "l",
    "ħ": "h",
}  # fmt: skip
_CAPITALS = {letter.upper(): plain.upper() for letter, plain in _LETTERS.items() if letter != "ß"}
_TABLE = str.maketrans(_LETTERS | _CAPITALS | {"ẞ": "SS", "ı": "i", "’": "'"})


def to_ascii(text: str) -> str:
    """`text` with each letter as its nearest in ASCII: "Målbøk" becomes "Malbok", "Čáhci" becomes "Cahci".

    Accents are dropped, å is a. A character that has no likeness in ASCII becomes a space.
    """
    plain = unicodedata.normalize("NFKD", text).translate(_TABLE)
    return "".join(c if c.isascii() else " " for c in plain if not unicodedata.combining(c))
