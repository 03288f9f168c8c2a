"""Every example of the CommonMark specification is a chapter: valid in all outputs, or refused by a finding."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import NoReturn

import pytest

from greenpaper import conformance, verapdf
from tests.anything import commonmark, judges
from tests.anything.workshop import ALL, CHAPTER, Built, Workshop
from tests.documents import STATUS_TABLE

NUMBER = 652  # of the examples in version 0.31.2
_ADDRESS = re.compile(r"(?<=[(<\s])/(?=ur[il]\b)")  # which lead to no chapter; as links to the web they are taken

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def found(without: Callable[[str], NoReturn]) -> list[str]:
    """The Markdown of all examples."""
    path = commonmark.specification()
    if path is None:
        without(f"the CommonMark specification is not there: npm install {commonmark.PACKAGE}, or see .ci/run")
    return commonmark.examples(path)


def _chapter(example: str) -> str:
    return f"---\ntitle: An example\n---\n{STATUS_TABLE}\n{example}"


def test_all_are_found(found: list[str]) -> None:
    assert len(found) == NUMBER


@pytest.fixture(scope="module")
def refused(found: list[str], tmp_path_factory: pytest.TempPathFactory) -> dict[int, list[str]]:
    """Why an example alone is no chapter, by its index."""
    workshop = Workshop(tmp_path_factory.mktemp("one"))
    workshop.write({})
    return {index: errors for index, example in enumerate(found) if (errors := workshop.errors(_chapter(example)))}


def test_what_is_refused_is_told_with_its_line(refused: dict[int, list[str]]) -> None:
    for errors in refused.values():
        assert all(re.match(rf"{re.escape(CHAPTER)}:\d+: error: .* \[[a-z-]+\]$", line) for line in errors)


@pytest.fixture(scope="module")
def sound(found: list[str], refused: dict[int, list[str]], tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A document of all examples that are chapters as they stand."""
    texts = [text for index, text in enumerate(found) if index not in refused]
    return _built(texts, tmp_path_factory, {"id-duplicate"})  # what other examples have is not theirs to answer for


@pytest.fixture(scope="module")
def lenient(found: list[str], refused: dict[int, list[str]], tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A document of the others, with real addresses, and no finding strong enough to stop it."""
    dumb = {index for index, errors in refused.items() if any(error.endswith("[image-alt]") for error in errors)}
    texts = [_ADDRESS.sub("https://www.example.no/", found[index]) for index in refused if index not in dumb]
    return _built(texts, tmp_path_factory, ALL)


def _built(texts: Sequence[str], folders: pytest.TempPathFactory, lowered: Collection[str]) -> Built:
    workshop = Workshop(folders.mktemp("all"), lowered)
    workshop.write({f"chapters/{number:03}-example.md": _chapter(text) for number, text in enumerate(texts, 1)})
    made = workshop.build(("html", "docx", "pdf"))
    assert isinstance(made, Built), made.said
    return made


@pytest.fixture(params=["sound", "lenient"])
def made(request: pytest.FixtureRequest) -> Built:
    built: Built = request.getfixturevalue(request.param)
    return built


def test_all_outputs_are_whole_and_say_the_same(made: Built) -> None:
    assert judges.faults(made) == []


def test_every_pdf_and_docx_is_valid(
    sound: Built,
    lenient: Built,
    validate: Callable[..., verapdf.Report],
    package_errors: Callable[[Path], list[object]],
) -> None:
    files = [made.output("pdf") for made in (sound, lenient)]
    report = validate({path: conformance.declared(path.read_bytes()) for path in files})
    assert conformance.faults(report.verdicts) == []
    assert [package_errors(made.output("docx")) for made in (sound, lenient)] == [[], []]
