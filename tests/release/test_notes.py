"""What is new in a version: found by its heading, and made into what readers may get."""

from __future__ import annotations

from pathlib import Path

import pytest

from greenpaper.errors import AuthorError
from greenpaper.release import notes

TEXT = """\
# Endringer

## v0.9.1 – 1. mai

```
## 0.9.0
```

- Nytt.

## [0.9.0]

~~~
uten slutt
## 0.8
"""


@pytest.mark.parametrize(
    ("version", "expected"),
    [("0.9.1", "```\n## 0.9.0\n```\n\n- Nytt."), ("0.9.0", "~~~\nuten slutt\n## 0.8"), ("0.8", None), ("0.9", None)],
)
def test_the_text_below_a_versions_heading_is_found(tmp_path: Path, version: str, expected: str | None) -> None:
    (tmp_path / "CHANGES.md").write_text(TEXT, "utf-8")
    assert notes.of_version(tmp_path, version) == expected


def test_characters_that_nobody_sees_are_told_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "CHANGES.md").write_text("## 0.9\n\n- Ny\n- G\u202eammel\n\n## 0.8\n\n\u2066\n\n## 0.7", "utf-8")
    with pytest.raises(AuthorError, match=r"^CHANGES\.md:4: error: the line holds U\+202E"):
        notes.of_version(tmp_path, "0.9")
    assert notes.of_version(tmp_path, "0.7") is None


def test_a_document_need_not_have_any(tmp_path: Path) -> None:
    assert notes.of_version(tmp_path, "0.9.1") is None
