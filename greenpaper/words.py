"""Every fixed string that a reader of the document sees, in its language. The tool's own messages are not here."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

LANGUAGES = ("nb", "nn", "se", "en")
_SAME = {"no": "nb"}
# A language, script and region of BCP 47; what else a tag may hold no document needs.
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """The strings of one language. `language` is ours ("nb"), `tag` that of BCP 47 for lang attributes ("nb-NO")."""

    language: str
    tag: str
    months: tuple[str, ...]
    strings: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.strings[key]

    def date(self, day: datetime.date) -> str:
        """A day as running text writes it: "8. januar 2027"."""
        return self["date_form"].format(day=day.day, month=self.months[day.month - 1], year=day.year)


def is_language_tag(text: str) -> bool:
    """Whether `text` names a language as lang attributes do."""
    return _TAG.fullmatch(text) is not None


@cache
def load(language: str) -> Words:
    """The words of `language`, one of LANGUAGES; ValueError for any other (document.py lets none through)."""
    if language not in LANGUAGES:
        raise ValueError(f"no words for language {language!r}")
    text = (resources.files("greenpaper") / "locale" / f"{language}.toml").read_text("utf-8")
    strings = tomllib.loads(text)
    tag, months = strings.pop("tag"), tuple(strings.pop("months"))
    return Words(language=language, tag=tag, months=months, strings=MappingProxyType(strings))


def tag(language: str) -> str:
    """A language as proofing knows it, with its country ("nb-NO"); one that is none of ours as it is."""
    known = _SAME.get(language, language)
    return load(known).tag if known in LANGUAGES else language
