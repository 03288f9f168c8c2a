"""Where the keys of a TOML file stand, which `tomllib` does not tell: for the lines of faults. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

Lines = Mapping[tuple[str, str], int]  # (table, key) -> line from 1; (table, "") is that of the table's header
_HEADER = re.compile(r"\s*(?P<array>\[?)\[\s*(?P<name>[\w.-]+)\s*\]")
_KEY = re.compile(r"\s*(?P<name>[\w.-]+)\s*=\s*(?P<inline>\{?)")


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
