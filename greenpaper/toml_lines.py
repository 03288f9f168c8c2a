"""TOML of bounded size and depth, and where its keys stand, which `tomllib` does not tell. Pure."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

Lines = Mapping[tuple[str, str], int]  # (table, key) -> line from 1; (table, "") is that of the table's header
_HEADER = re.compile(r"\s*(?P<array>\[?)\[\s*(?P<name>[\w.-]+)\s*\]")
_KEY = re.compile(r"\s*(?P<name>[\w.-]+)\s*=\s*(?P<inline>\{?)")

# Strings and comments, so that what stands in them is not taken for a key
_TOKEN = re.compile(
    r'''(?P<long>"""(?:\\.|[^\\])*?"{3,5}|\'{3}.*?\'{3,5})|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|(?P<comment>\#[^\n]*)''',
    re.DOTALL,
)

LARGEST = 500_000  # characters; settings of a hundred chapters have 5000


def loads(text: str, largest: int = LARGEST) -> dict[str, Any]:
    """The data of a TOML file of at most `largest` characters. tomllib.TOMLDecodeError where it is none, or is more."""
    if len(text) > largest:
        raise tomllib.TOMLDecodeError(f"it has more than {largest} characters")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise tomllib.TOMLDecodeError("its values stand in each other too deep") from None
    except tomllib.TOMLDecodeError:
        raise
    except ValueError as fault:  # of a number with thousands of digits
        raise tomllib.TOMLDecodeError(str(fault).partition(";")[0]) from None


def key_lines(text: str) -> Lines:
    """The lines of `text`'s tables and keys. The second `[[fonts.files]]` is the table `fonts.files.2`.

    `text` is TOML: of any other, what is told means nothing.
    """
    numbers: dict[tuple[str, str], int] = {}
    entries: Counter[str] = Counter()
    table = ""
    for number, line in enumerate(_TOKEN.sub(_folded, text).split("\n"), 1):
        bare = line.replace('"', "").replace("'", "")
        if header := _HEADER.match(bare):
            table = header["name"]
            numbers.setdefault((table, ""), number)
            if header["array"]:
                entries[table] += 1
                table = f"{table}.{entries[table]}"
                numbers[table, ""] = number
        elif key := _KEY.match(bare):
            owner, _, name = f"{table}.{key['name']}".strip(".").rpartition(".")
            numbers.setdefault((owner, name), number)
            if key["inline"]:
                numbers.setdefault((f"{owner}.{name}".strip("."), ""), number)
    return numbers


def _folded(token: re.Match[str]) -> str:
    return "\n" * token[0].count("\n") if token["long"] else token[0]


def comments(text: str) -> Iterator[tuple[int, str]]:
    """The comments of TOML `text`, each with its line and from its # on."""
    line, end = 1, 0
    for token in _TOKEN.finditer(text):
        line, end = line + text.count("\n", end, token.start()), token.start()
        if token["comment"]:
            yield line, token[0]
