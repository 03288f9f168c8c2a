"""The tasks of a hearing that comes back: into one table, into the margin, into the chapters."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from greenpaper.project import Project
from greenpaper.responses.written import columns
from greenpaper.run import action
from greenpaper.task import PRINTED, Task, choice


def _step(module: str) -> Callable[..., None]:
    """The function `run` of this module in `responses`, imported when it runs: most runs read no responses."""

    def step(project: Project, **options: Any) -> None:
        importlib.import_module(f"greenpaper.responses.{module}").run(project, **options)

    return step


def _task(module: str, *needs: str, **more: Any) -> Task:
    return {
        "actions": [action(_step(module))],
        "io": PRINTED,
        "task_dep": list(needs),
        "uptodate": [False],
        "meta": {"prints": True},
        **more,
    }


def _flag(name: str, help: str) -> dict[str, Any]:
    return {"name": name, "long": name, "type": bool, "default": False, "help": help}


def task_responses() -> Task:
    """Read what came back in responses/ into one table: responses/table.toml, build/responses/ (--answers FILE)."""
    answers = "a workbook of the table whose answers are read back first"
    return _task(
        "collecting",
        "book",
        params=[
            {"name": "answers", "long": "answers", "default": "", "help": answers},
            choice("preset", "preset", tuple(columns.PRESETS)),
            _flag("formats", "tell every tracked change of format too, not only how many"),
        ],
    )


def task_apply() -> Task:
    """Put the changes of followed rows into the chapters, in a commit for each respondent (--dry, --remarks)."""
    return _task(
        "applying",
        "responses",
        params=[
            _flag("dry", "say what would be done, and do nothing"),
            _flag("remarks", "put comments of open rows into the chapters too, as remarks"),
        ],
    )


def task_remarks() -> Task:
    """The document with all responses in the margin, as HTML: build/responses/."""
    return _task("marginal", "page")
