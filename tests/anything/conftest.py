"""What holds for all texts that are tried here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from greenpaper import child, pandoc


@pytest.fixture(scope="module", autouse=True)
def _impatience() -> Iterator[None]:
    """pandoc gets seconds in place of a minute: some texts here defeat it, and are refused either way."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pandoc, "LIMITS", child.Limits(seconds=5))
        yield
