"""The tasks that seal, check and mark releases. They are done whenever they are asked for."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from greenpaper.project import Project
from greenpaper.run import action
from greenpaper.task import PRINTED, Task


def _release(module: str, *arguments: str) -> Callable[..., None]:
    """The function of this name in `release`, imported when it runs: most runs release nothing."""

    def step(project: Project, **options: Any) -> None:
        made = importlib.import_module(f"greenpaper.release.{module}")
        getattr(made, arguments[0] if arguments else module)(project, **options)

    return step


def task_release() -> Task:
    """Seal this version in releases/, or say all that stands against it (--dry, --unvalidated, --tag)."""
    return {
        "actions": [action(_release("seal", "release"))],
        "io": PRINTED,
        "task_dep": ["images", "formulas"],
        "uptodate": [False],
        "meta": {"prints": True},
        "params": [
            {"name": "dry", "long": "dry", "type": bool, "default": False, "help": "release nothing"},
            {
                "name": "unvalidated",
                "long": "unvalidated",
                "type": bool,
                "default": False,
                "help": "let a PDF through that veraPDF cannot look at, and record that",
            },
            {"name": "tag", "long": "tag", "type": bool, "default": False, "help": "set the tag in git"},
        ],
    }


def _of_versions(module: str) -> Task:
    return {
        "actions": [action(_release(module))],
        "io": PRINTED,
        "uptodate": [False],
        "meta": {"prints": True},
        "pos_arg": "versions",
    }


def task_verify() -> Task:
    """Check that every release, or those named, is what it was when it was sealed."""
    return _of_versions("verify")


def task_rebuild() -> Task:
    """Build a release anew from its sealed source and compare (doit rebuild 0.9.0)."""
    return _of_versions("rebuild")


def task_deprecate() -> Task:
    """Mark a release as out of use, and by which it is superseded (doit deprecate 0.9.0 0.9.1)."""
    return _of_versions("deprecate")
