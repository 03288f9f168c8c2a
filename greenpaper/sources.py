"""Which files of the package a module is made of, so that a task is redone when its code changes and only then."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parent
_IMPORT = re.compile(r"^\s*from (greenpaper[\w.]*) import (\([^)]*\)|[^\n]*)", re.MULTILINE)
_DATA = {
    "status": ("status.toml",),
    "verapdf": ("Verapdf.java",),
    "words": tuple(f"locale/{name}.toml" for name in ("nb", "nn", "se", "en")),
}


@cache
def closure(*modules: str) -> tuple[Path, ...]:
    """The files of these modules ("greenpaper.page") and of all that they import, with the data files they read."""
    found: set[Path] = set()
    waiting = [file for module in modules for file in files(module)]
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.add(file)
            waiting += _imported(file)
    return tuple(sorted(found))


@cache
def _imported(file: Path) -> tuple[Path, ...]:
    if file.suffix != ".py":
        return ()
    names: list[str] = []
    for module, what in _IMPORT.findall(file.read_text("utf-8")):
        names += [module, *(f"{module}.{name.split(' as ')[0].strip()}" for name in what.strip("()").split(","))]
    data = tuple(PACKAGE / name for name in _DATA.get(file.stem, ()))
    return (*data, *(found for name in names for found in files(name)))


def files(module: str) -> tuple[Path, ...]:
    """A module's file alone; a package counts with all modules in it, which it is there to hold together."""
    path = PACKAGE.parent.joinpath(*module.split("."))
    if path == PACKAGE:
        return ()
    if (path / "__init__.py").is_file():
        return tuple(path.rglob("*.py"))
    return (path.with_suffix(".py"),) if path.with_suffix(".py").is_file() else ()
