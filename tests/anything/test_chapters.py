"""Whole chapters, made by a grammar of all that docs/writing.md lists or edited at random: a document or findings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenpaper import conformance, verapdf
from tests.anything import chapters, examples, judges
from tests.anything.workshop import ALL, CHAPTER, OTHER, Built, Workshop

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("strict"))


@pytest.fixture(scope="module")
def lenient(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """Where nothing is refused that can be built at all."""
    return Workshop(tmp_path_factory.mktemp("lenient"), ALL)


@given(chapters.any_chapter)
@examples(25)
def test_a_chapter_is_read_or_refused(strict: Workshop, text: str) -> None:
    strict.errors(text)


@given(chapters.any_chapter)
@examples(25)
def test_html_and_docx_are_whole_and_say_the_same(lenient: Workshop, text: str) -> None:
    made = lenient.try_chapter(text, ("html", "docx"))
    if isinstance(made, Built):
        assert judges.faults(made) == []


@given(texts=st.lists(chapters.any_chapter, min_size=6, max_size=6))
@examples(3)
def test_a_document_of_such_chapters_is_valid(
    tmp_path_factory: pytest.TempPathFactory,
    texts: list[str],
    validate: Callable[..., verapdf.Report],
    package_errors: Callable[[Path], list[object]],
) -> None:
    workshop = Workshop(tmp_path_factory.mktemp("several"), ALL)
    several = {f"chapters/{number:02}-odd.md": text for number, text in enumerate(texts, 3)}
    workshop.write({CHAPTER: texts[0], "chapters/02-other.md": OTHER, **several})
    made = workshop.build(("html", "docx", "pdf"))
    if isinstance(made, Built):
        pdf = made.output("pdf")
        assert judges.faults(made) == []
        assert package_errors(made.output("docx")) == []
        assert conformance.faults(validate({pdf: conformance.declared(pdf.read_bytes())}).verdicts) == []
