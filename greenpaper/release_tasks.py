"""The tasks that seal, check and mark releases. They are done whenever they are asked for."""

from __future__ import annotations

from greenpaper.run import action, later
from greenpaper.task import Task, asked, switch


def task_release() -> Task:
    """Seal this version in releases/, or say all that stands against it (--dry, --unvalidated, --tag)."""
    return asked(
        action(later("release.seal", "release")),
        "images",
        "formulas",
        params=[
            switch("dry", "release nothing"),
            switch("unvalidated", "let a PDF through that veraPDF cannot look at, and record that"),
            switch("tag", "set the tag in git"),
        ],
    )


def _of_versions(module: str) -> Task:
    return asked(action(later(f"release.{module}", module)), pos_arg="versions")


def task_verify() -> Task:
    """Check that every release, or those named, is what it was when it was sealed."""
    return _of_versions("verify")


def task_rebuild() -> Task:
    """Build a release anew from its sealed source and compare (doit rebuild 0.9.0)."""
    return _of_versions("rebuild")


def task_deprecate() -> Task:
    """Mark a release as out of use, and by which it is superseded (doit deprecate 0.9.0 0.9.1)."""
    return _of_versions("deprecate")
