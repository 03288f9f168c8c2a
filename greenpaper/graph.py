"""doit with the task graph of a folder's dodo.py, and with nothing else of that folder.

By itself, doit reads doit.cfg and pyproject.toml beside dodo.py, which may name modules to be loaded, and puts the
folder where Python looks for modules first: a json.py in it would be run in place of Python's, and dodo.py itself would
give way to a folder dodo/ or to what is compiled in __pycache__/. Whoever hands in a chapter may hand in such a file.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from doit.cmd_base import DodoTaskLoader
from doit.cmd_ignore import Ignore
from doit.doit_cmd import DoitMain
from doit.exceptions import InvalidDodoFile

_NAME = "dodo"


def run(arguments: Sequence[str]) -> int:
    """Do what a command line of doit says; gives the exit code."""
    return int(_Doit(_Loader(), config_filenames=()).run(list(arguments)) or 0)


class _Doit(DoitMain):  # type: ignore[misc]
    BIN_NAME = "doit"
    DOIT_CMDS = tuple(command for command in DoitMain.DOIT_CMDS if command is not Ignore)  # see `database`


class _Loader(DodoTaskLoader):  # type: ignore[misc]
    """Takes the tasks from the text of dodo.py (-f: of another file, -k: of a folder above)."""

    def setup(self, opt_values: Mapping[str, Any]) -> None:
        here = Path.cwd()
        folders = (here, *here.parents) if opt_values["seek_file"] else (here,)
        found = next((path for folder in folders if (path := folder / opt_values["dodoFile"]).is_file()), None)
        if found is None:
            raise InvalidDodoFile(f"there is no {opt_values['dodoFile']} in this folder [settings-file]")
        os.chdir(opt_values["cwdPath"] or found.parent)
        self.namespace = vars(_executed(found))


def _executed(path: Path) -> ModuleType:
    made = sys.modules[_NAME] = ModuleType(_NAME)
    made.__file__ = str(path)
    exec(compile(path.read_bytes(), path, "exec"), vars(made))
    return made
