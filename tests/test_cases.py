"""Golden folders: tests/cases/<topic>/<case>/ holds one chapter and what reading and all passes make of it.

`in.md` is the chapter, `expected.native` the tree in pandoc's notation, `expected.findings` what was found. A new case
is a new folder with an `in.md`; `./run pytest tests/test_cases.py --update-golden` writes the rest for review.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from greenpaper import pandoc
from tests.documents import STATUS_TABLE, book, findings

CASES = Path(__file__).parent / "cases"
FOLDERS = sorted(path.parent for path in CASES.glob("*/*/in.md"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_case(folder: Path, pytestconfig: pytest.Config) -> None:
    text = (folder / "in.md").read_text("utf-8")
    if "| Status" not in text:
        text = "---\ntitle: Prøve\n---\n" + STATUS_TABLE + text
    made = book(("chapters/case.md", text), ("chapters/other.md", OTHER))
    own = {**made, "blocks": made["blocks"][:1]}
    native = pandoc.run(["-f", "json", "-t", "native", "--columns=110"], json.dumps(own))
    found = "".join(
        f"{item.where}: {item.what}; {item.cure} [{item.code}]\n"
        for item in findings(made)
        if item.where.path == "chapters/case.md"
    )
    for name, content in (("expected.native", native), ("expected.findings", found)):
        if pytestconfig.getoption("--update-golden"):
            (folder / name).write_text(content, "utf-8")
        assert content == (folder / name).read_text("utf-8"), f"{folder / name}: see --update-golden"


OTHER = f"""---
title: Det andre kapitlet
---
{STATUS_TABLE}
## Formål med høringen

Tekst.
"""


def test_there_are_cases() -> None:
    assert len(FOLDERS) >= 20
