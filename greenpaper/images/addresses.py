"""Addresses in the styles of an SVG: what a reader would fetch is taken out, in whatever way it is written. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import tinycss2

from greenpaper.images.drawn import EMBEDDED

# Words of CSS behind which an address may stand, and the escapes in which they may be written (CSS Syntax 3, 4.3.7)
_SUSPICIOUS = re.compile(r"\\|url|src|image|@import|cross-fade", re.IGNORECASE)
_FETCHING = re.compile(r"url|src|image|(-webkit-)?image.set|cross-fade")


def without_fetched(text: str) -> tuple[str, tuple[str, ...]]:
    """A style sheet or a value without addresses that are not in the file itself, and what was taken out.

    Text that has none comes back as it is.
    """
    if not _SUSPICIOUS.search(text):
        return text, ()
    found: list[str] = []
    made = _cleaned(tinycss2.parse_component_value_list(text), found)
    return (tinycss2.serialize(made), tuple(found)) if found else (text, ())


def _cleaned(tokens: Sequence[Any], found: list[str], fetching: bool = False) -> list[Any]:
    made: list[Any] = []
    importing = naming = False
    for token in tokens:
        kind = token.type
        if importing:  # up to the end of the rule
            importing = not (kind == "literal" and token.value == ";") and kind != "{} block"
            found[-1] += token.serialize() if importing else ""
            continue
        naming = (naming or (kind == "at-keyword" and token.lower_value == "namespace")) and token != ";"
        if naming:  # an address that is a name
            made.append(token)
        elif kind == "at-keyword" and token.lower_value == "import":
            found.append(token.serialize())
            importing = True
        elif (kind == "url" or (fetching and kind == "string")) and not EMBEDDED.match(token.value.strip()):
            found.append(token.serialize())
            made += tinycss2.parse_component_value_list("none")
        elif kind == "function":
            inner: list[str] = []
            fetches = _FETCHING.fullmatch(token.lower_name) is not None
            arguments = _cleaned(token.arguments, inner, fetching or fetches)
            if inner and fetches:
                found.append(token.serialize())
                made += tinycss2.parse_component_value_list("none")
            else:
                found += inner
                token.arguments = arguments
                made.append(token)
        elif kind in {"() block", "[] block", "{} block"}:
            token.content = _cleaned(token.content, found, fetching)
            made.append(token)
        else:
            made.append(token)
    return made
