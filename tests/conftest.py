"""Fixtures that all tests share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` writes the expected files of tests/cases anew; git shows what changed."""
    parser.addoption("--update-golden", action="store_true", help="write tests/cases/*/*/expected.* anew")


@pytest.fixture(scope="session")
def tool() -> Callable[[str], str]:
    """Path of an outside program. Without it the test is skipped; with GREENPAPER_NO_SKIP set, as in CI, it fails."""

    def find(name: str) -> str:
        path = shutil.which(name)
        if path is None:
            message = f"{name} is not installed"
            if os.environ.get("GREENPAPER_NO_SKIP"):
                pytest.fail(message)
            pytest.skip(message)
        return path

    return find
