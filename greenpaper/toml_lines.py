"""TOML of bounded size and depth, and where its keys stand, which `tomllib` does not tell. Pure."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from typing import Any

Lines = Mapping[tuple[str, str], int]  # (table, key) -> line from 1; (table, "") is that of the table's header
_HEADER = re.compile(r"\s*(?P<array>\[?)\[\s*(?P<name>[\w.-]+)\s*\]")
_KEY = re.compile(r"\s*(?P<name>[\w.-]+)\s*=\s*(?P<inline>\{?)")

LARGEST = 500_000  # characters; settings of a hundred chapters have 5000


def loads(text: str) -> dict[str, Any]:
    """The data of a TOML file. tomllib.TOMLDecodeError where it is none, or none that a person wrote."""
    if len(text) > LARGEST:
        raise tomllib.TOMLDecodeError(f"it has more than {LARGEST} characters")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise tomllib.TOMLDecodeError("its values stand in each other too deep") from None


def key_lines(text: str) -> Lines:
    """The lines of `text`'s tables and keys. The second `[[fonts.files]]` is the table `fonts.files.2`."""
    numbers: dict[tuple[str, str], int] = {}
    entries: Counter[str] = Counter()
    table = ""
    for number, line in enumerate(text.split("\n"), 1):
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
