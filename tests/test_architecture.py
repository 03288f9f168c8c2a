"""The rules of docs/architecture.md that a machine can hold: who may import whom, and where outside programs start."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "greenpaper"
MODULES = sorted(PACKAGE.rglob("*.py"))

# From the bottom up: a module may import from lower layers, and within its own package. The work modules of one layer
# do not know each other; what two of them share lies below.
LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"unseen"}),
    frozenset({"errors"}),
    frozenset({"model", "colour", "transliteration", "filler"}),
    frozenset({"resources", "trust"}),
    frozenset({"tree", "files", "words", "portable", "toml_lines", "opc", "returned", "child"}),
    frozenset({"lock", "interrupts", "machine", "database"}),
    frozenset({"pandoc", "verapdf", "sources", "theme", "status", "landscape", "spaces"}),
    frozenset({"layout_process", "libraries", "spreadsheet"}),
    frozenset(
        {
            "hearing",
            "settings",
            "outline",
            "document",
            "editions",
            "git",
            "revision",
            "stamp",
            "imprint",
            "conformance",
            "anchors",
            "response",
            "letter",
        }
    ),
    frozenset({"reading", "passes", "images", "formulas", "page", "pdf", "word", "workbook", "checks"}),
    frozenset({"project"}),
    frozenset({"built"}),
    frozenset({"book", "steps"}),
    frozenset({"release"}),
    frozenset({"responses"}),
    frozenset({"importing", "reporter", "task", "graph"}),
    frozenset({"run"}),
    frozenset({"release_tasks", "response_tasks", "cli", "start"}),
    frozenset({"tasks"}),
)
SHARED = {8}  # layers whose modules may import each other

ONLY_IN = {
    "doit": {"tasks.py", "reporter.py", "task.py", "run.py", "graph.py"},
    "weasyprint": {"pdf/", "images/"},
    "pydyf": {"portable.py", "pdf/", "images/"},
    "openpyxl": {"workbook.py", "spreadsheet.py", "responses/"},
    "pypandoc": {"pandoc.py"},
    "PIL": {"images/", "word/"},
    "jinja2": {"page/", "responses/"},
    "ziamath": {"formulas.py"},
    "subprocess": {"child.py"},
    "datetime.date.today": {"stamp.py"},
    "os.environ": {"child.py", "trust.py", "stamp.py", "release/", "reporter.py", "verapdf.py"},
}


def _unit(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def _layer(unit: str) -> int:
    return next(number for number, layer in enumerate(LAYERS) if unit in layer)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    unit = _unit(path)
    if unit == "__init__":
        return
    units = {name.split(".")[1] for name in _imports(path) if name.startswith("greenpaper.")}
    units = {name for name in units if (PACKAGE / name).is_dir() or (PACKAGE / f"{name}.py").is_file()}
    for other in units - {unit}:
        lower = _layer(other) < _layer(unit)
        beside = _layer(other) == _layer(unit) and _layer(unit) in SHARED
        assert lower or beside, f"{path.relative_to(PACKAGE)} imports {other}"


@pytest.mark.parametrize("library", [name for name in ONLY_IN if "." not in name])
def test_a_library_is_used_in_one_place(library: str) -> None:
    users = {
        str(path.relative_to(PACKAGE))
        for path in MODULES
        if any(name == library or name.startswith(f"{library}.") for name in _imports(path))
    }
    assert users
    assert all(user.startswith(tuple(ONLY_IN[library])) for user in users), users


@pytest.mark.parametrize("text", [name for name in ONLY_IN if "." in name])
def test_clock_and_environment_are_read_in_one_place(text: str) -> None:
    users = {str(path.relative_to(PACKAGE)) for path in MODULES if text in path.read_text("utf-8")}
    assert all(user.startswith(tuple(ONLY_IN[text])) for user in users), users
