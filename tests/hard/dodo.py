"""The task graph of this document: `doit list`."""

from greenpaper.tasks import *  # noqa: F403 (doit finds tasks by their names here)
