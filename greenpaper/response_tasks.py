"""The tasks of a hearing that comes back: into one table, into the margin, into the chapters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from greenpaper.responses.written import columns
from greenpaper.run import action, later
from greenpaper.task import Task, asked, choice, switch


def _step(module: str) -> Callable[..., Any]:
    return action(later(f"responses.{module}", "run"))


def task_responses() -> Task:
    """Read what came back in responses/ into one table: responses/table.toml, build/responses/ (--answers FILE)."""
    answers = "a workbook of the table whose answers are read back first"
    return asked(
        _step("collecting"),
        "book",
        params=[
            {"name": "answers", "long": "answers", "default": "", "help": answers},
            choice("preset", "preset", tuple(columns.PRESETS)),
            switch("formats", "tell every tracked change of format too, not only how many"),
        ],
    )


def task_apply() -> Task:
    """Put the changes of followed rows into the chapters, in a commit for each respondent (--dry, --remarks)."""
    return asked(
        _step("applying"),
        "responses",
        params=[
            switch("dry", "say what would be done, and do nothing"),
            switch("remarks", "put comments of open rows into the chapters too, as remarks"),
        ],
    )


def task_remarks() -> Task:
    """The document with all responses in the margin, as HTML: build/responses/."""
    return asked(_step("marginal"), "page")
