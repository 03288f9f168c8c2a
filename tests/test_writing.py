"""docs/writing.md tells the truth: its examples build with the messages that it quotes, and no others."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from greenpaper import book, project
from greenpaper.checks import graded, report
from greenpaper.importing import folder, skeleton

DOCS = Path(__file__).parent.parent / "docs"


def _pictures() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pictures", DOCS / "pictures.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["pictures"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


PICTURES = _pictures()
EXAMPLES = list(PICTURES.examples((DOCS / "writing.md").read_text("utf-8")))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"line-{example.line}")
def test_example(example: object, tmp_path: Path) -> None:
    root = tmp_path / "example"
    folder.write(skeleton.contents("en"), root)
    PICTURES.write_example(example, root)
    found = report.text(graded(book.check(root), project.load(root).document.severities), root)
    shown = "".join(line for line in found.splitlines(keepends=True) if line.startswith("chapters/"))
    assert shown.strip() == example.told.strip()  # type: ignore[attr-defined]


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 20


def test_the_readme_lists_every_page_of_the_docs_once() -> None:
    readme = Path("README.md").read_text("utf-8").partition("## Read on\n")[2]
    pages = sorted(path.as_posix() for path in Path("docs").glob("*.md"))
    assert sorted(re.findall(r"\]\((docs/[\w-]+\.md)\)", readme)) == pages
