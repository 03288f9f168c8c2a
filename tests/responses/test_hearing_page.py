"""docs/hearing.md: what it shows is what the code reads, and what it names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from greenpaper.responses import intake, keys, table
from greenpaper.responses.model import Decision, How, Kind

DOCS = Path(__file__).parent.parent.parent / "docs"
PAGE = (DOCS / "hearing.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)

SELF_EVIDENT = {"respondent", "author", "date", "file", "version", "anchor"}  # keys that only the example shows


@pytest.mark.parametrize("example", [text for text in EXAMPLES if text.startswith("[[row]]")])
def test_a_row_is_read(example: str) -> None:
    assert len(table.read(example, "hearing.md")) == 1


def test_the_register_is_read(tmp_path: Path) -> None:
    (register,) = (text for text in EXAMPLES if "[[respondent]]" in text)
    (tmp_path / "responses" / "person-1").mkdir(parents=True)
    (tmp_path / "responses" / "person-1" / "brev.pdf").touch()
    (tmp_path / "responses" / "register.toml").write_text(register, "utf-8")
    found = sorted(intake.load(tmp_path).respondents, key=lambda each: each.folder)
    assert [(each.folder, each.anonymous) for each in found] == [("nordfjell", False), ("person-1", True)]


def test_every_value_of_a_key_is_told() -> None:
    for value in (*Decision, *Kind, *How):
        assert f"`{value}`" in PAGE or f'"{value}"' in PAGE, value
    for key in keys.KEYS.keys() - {
        "respondent",
        "author",
        "date",
        "file",
        "version",
        "anchor",
    }:  # the example says them
        assert re.search(rf"`{key}\b", PAGE), key


def test_every_code_is_known_and_every_file_is_there() -> None:
    known = (DOCS / "findings.md").read_text("utf-8")
    codes = set(re.findall(r"\[([a-z]+-[a-z-]+)\]$|`(response-[a-z-]+|answer-[a-z]+)`", PAGE, re.MULTILINE))
    assert len(codes) >= 5
    for code in ("".join(pair) for pair in codes):
        assert f"`{code}`" in known, code
    for target in re.findall(r"\]\(([^)#]+)", PAGE):
        assert (DOCS / target).is_file(), target
