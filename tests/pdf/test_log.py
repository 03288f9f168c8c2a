"""WeasyPrint's log: every call of its logger has a meaning of ours, and what would lose something stops the build."""

from __future__ import annotations

import ast
import logging
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from greenpaper.checks.rules import RULES
from greenpaper.model import Severity
from greenpaper.pdf.log import FATAL, Log

FOUND = find_spec("weasyprint")  # not imported: it changes how Pillow takes damaged images in this process
assert FOUND
assert FOUND.origin
FOLDER = Path(FOUND.origin).parent
# Cannot happen: structure is tagged by our code, dates are ours, and no file is fetched or attached.
OUT_OF_REACH = ("Invalid date", "Invalid {attr_name} date", "Error when closing stream")


def calls() -> Iterator[tuple[Path, int, str]]:
    """Every warning and error of the installed version: its module, level and message."""
    for path in sorted(FOLDER.rglob("*.py")):
        for item in ast.walk(ast.parse(path.read_text("utf-8"))):
            match item:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="LOGGER"), attr="warning" | "error" as kind)):
                    yield path, getattr(logging, kind.upper()), _text(item.args[0])


def _text(argument: ast.expr) -> str:
    return (
        ast.unparse(argument).removeprefix("f").strip("'\"") if isinstance(argument, ast.JoinedStr) else argument.value
    )  # type: ignore[attr-defined,no-any-return]


CALLS = list(calls())


def code(path: Path, level: int, message: str) -> str:
    """The code that we give a record."""
    log = Log("build/page.html")
    log.emit(logging.LogRecord("weasyprint", level, str(path), 1, message, None, None))
    (found,) = log.findings
    assert found.what
    assert found.cure
    return found.code


def test_the_calls_are_found() -> None:
    assert len(CALLS) > 60
    assert {level for _, level, _ in CALLS} == {logging.WARNING, logging.ERROR}


@pytest.mark.parametrize(("path", "level", "message"), CALLS, ids=lambda value: str(value)[-40:])
def test_every_call_has_a_meaning(path: Path, level: int, message: str) -> None:
    given = code(path, level, message)
    if not message.startswith(OUT_OF_REACH):
        assert given != "pdf-layout", "a family of its own: see greenpaper/pdf/log.py"
    if level == logging.ERROR:
        assert given in FATAL


@pytest.mark.parametrize(
    ("module", "level", "message", "expected"),
    [
        (
            "draw/text.py",
            logging.WARNING,
            ".notdef glyph rendered for Unicode string unsupported by fonts",
            "pdf-glyph",
        ),
        ("text/fonts.py", logging.WARNING, "Font-face 'X' cannot be loaded", "pdf-resource"),
        ("pdf/fonts.py", logging.WARNING, 'Unable to save emoji font "X"', "pdf-font"),
        ("pdf/fonts.py", logging.WARNING, 'Using fontTools instead of HarfBuzz-Subset for font "X"', "pdf-library"),
        ("images.py", logging.ERROR, "Failed to load image at 'x': gone", "pdf-resource"),
        ("images.py", logging.ERROR, "Failed to render SVG image x", "pdf-resource"),
        ("svg/css.py", logging.WARNING, "Failed to apply CSS rule in SVG rule: x", "pdf-style"),
        (
            "layout/table.py",
            logging.WARNING,
            "This row has more columns than the table, ignored 2 cells",
            "pdf-resource",
        ),
        ("layout/grid.py", logging.WARNING, "Subgrids are unsupported", "pdf-style"),
        ("css/__init__.py", logging.WARNING, "Unknown rule @x at 1:1", "pdf-style"),
        ("css/__init__.py", logging.ERROR, "Failed to load stylesheet at x: gone", "pdf-resource"),
        ("css/targets.py", logging.WARNING, "Anchor defined twice: 'x'", "pdf-link"),
        ("css/targets.py", logging.ERROR, "Content discarded: target points to undefined anchor", "pdf-link"),
        ("pdf/anchors.py", logging.ERROR, "No anchor #x for internal URI reference", "pdf-link"),
        ("urls.py", logging.WARNING, "Malformed URL: http://[", "pdf-link"),
        ("urls.py", logging.ERROR, "Relative URI reference without a base URI: x", "pdf-resource"),
        ("html.py", logging.ERROR, "Failed to load inline SVG: x", "pdf-resource"),
        ("layout/block.py", logging.WARNING, "Something that no version says yet", "pdf-layout"),
        ("layout/block.py", logging.ERROR, "Something that no version says yet", "pdf-resource"),
    ],
)
def test_each_family(module: str, level: int, message: str, expected: str) -> None:
    assert code(FOLDER / module, level, message) == expected


def test_the_place_of_the_installation_has_no_say() -> None:
    assert code(Path("/home/css/svg/weasyprint/layout/block.py"), logging.WARNING, "Something") == "pdf-layout"


def test_what_stops_the_build_weighs_as_an_error() -> None:
    assert {rule.code for rule in RULES if rule.code.startswith("pdf-") and rule.severity is Severity.ERROR} == FATAL
