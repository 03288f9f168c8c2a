"""Characters that readers do not see, but that change what they read or where a link leads (Unicode TR 36 and 39)."""

from __future__ import annotations

import unicodedata

# They hyphenate and join letters, and mean something in running text: soft hyphen, zero-width space, non-joiner,
# joiner, word joiner, byte order mark.
JOINING = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_NO_CHARACTER = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def hides(character: str) -> bool:
    """Whether it turns the direction of text around it ("Trojan Source", CVE-2021-42574) or stands there unseen."""
    return unicodedata.category(character) == "Cf" and character not in JOINING


def hidden(text: str) -> str | None:
    """The first character of a running text that hides, or is a control character but no end of line or tab."""
    found = next(
        (each for each in text if hides(each) or (unicodedata.category(each) == "Cc" and each not in "\n\t")), None
    )
    return None if found is None else point(found)


def unfit(text: str) -> str | None:
    """The first character that neither an address nor a file's name may have, as "U+202E"; None without one."""
    found = next((character for character in text if unicodedata.category(character) in _NO_CHARACTER), None)
    return None if found is None else point(found)


def shown(text: str) -> str:
    """The text for a terminal or a log, where such characters would act: in their places stand their numbers."""
    return "".join(f"<{point(each)}>" if hidden(each) else each for each in text)


def point(character: str) -> str:
    """How Unicode names it: "U+202E"."""
    return f"U+{ord(character):04X}"
