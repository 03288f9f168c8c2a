"""Finished documents are what they declare: veraPDF finds nothing, and nor does our own check of the structure tree."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from greenpaper import conformance, verapdf
from greenpaper.pdf.conformance import VARIANTS
from tests import DOIT, OWN, structure
from tests.corpus import STATES

ROOT = Path(__file__).parent.parent
DECLARED = {"a-2a": ("2a", "ua1"), "a-3a": ("3a", "ua1"), "a-4f": ("4f", "ua2"), "plain": ()}

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Made:
    """A PDF, the page that it was made from, and the setting `[pdf] variant`."""

    pdf: Path
    page: Path
    variant: str
    word: str = ""  # of a preview


def _doit(folder: Path, *arguments: str) -> None:
    command = [*DOIT, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr


def _kept(folder: Path, variant: str) -> Made:
    """The PDF in build/ under another name, which the next build leaves alone."""
    found = next(path for path in (folder / "build").glob("*.pdf") if not path.stem.endswith("-preview"))
    return Made(found.rename(folder / f"{variant}.pdf"), folder / "build" / "page.html", variant)


@pytest.fixture(scope="module", params=OWN)
def variants(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Made]:
    """A document of this repository in every variant."""
    folder = tmp_path_factory.mktemp(request.param) / "document"
    leave = shutil.ignore_patterns("build", "tests", ".*")
    shutil.copytree(OWN[request.param], folder, ignore=leave)
    settings = folder / "document.toml"
    text = settings.read_text("utf-8")
    made = []
    for variant in VARIANTS:
        settings.write_text(f'{text}\n[pdf]\nvariant = "{variant}"\n', "utf-8")
        _doit(folder, "pdf")
        made.append(_kept(folder, variant))
    return made


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The preview of the sample, of which one chapter was laid out anew."""
    folder = tmp_path_factory.mktemp("preview") / "document"
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns("build", "tests", ".*"))
    _doit(folder, "preview")
    chapter = sorted((folder / "chapters").glob("*.md"))[3]
    chapter.write_text(chapter.read_text("utf-8") + "\nEt avsnitt til.\n", "utf-8")
    _doit(folder, "preview")
    return Made(
        next((folder / "build").glob("*-preview.pdf")), folder / "build" / "page.html", "plain", "Forhåndsvisning"
    )


@pytest.fixture(scope="module", params=STATES, ids=lambda path: path.parent.name)
def corpus(request: pytest.FixtureRequest, imported: Callable[[Path], Path]) -> list[Made]:
    """A state of the corpus, as it comes."""
    build = imported(request.param) / "build"
    return [Made(next(build.glob("*.pdf")), build / "page.html", "a-2a")]


Validate = Callable[[Mapping[Path, Sequence[str]]], verapdf.Report]


def _check_tree(documents: Sequence[Made]) -> None:
    for made in documents:
        assert structure.problems(made.pdf, made.page, made.word) == [], made.variant


def _check_declaration(documents: Sequence[Made], validate: Validate) -> None:
    jobs = {made.pdf: conformance.declared(made.pdf.read_bytes()) for made in documents}
    assert list(jobs.values()) == [DECLARED[made.variant] for made in documents]
    verdicts = validate(jobs).verdicts
    assert len(verdicts) == sum(map(len, jobs.values()))
    assert [str(failure) for verdict in verdicts for failure in verdict.failures] == []
    assert all(verdict.conforms for verdict in verdicts)


def test_the_tree_is_right_in_every_variant(variants: list[Made]) -> None:
    _check_tree(variants)


def test_every_variant_is_what_it_declares(variants: list[Made], validate: Validate) -> None:
    _check_declaration(variants, validate)


def test_the_tree_of_a_preview_is_right(preview: Made) -> None:
    _check_tree([preview])


@pytest.mark.skipif(not STATES, reason="GREENPAPER_CORPUS names no folder with MkDocs projects")
def test_the_tree_of_a_real_document_is_right(corpus: list[Made]) -> None:
    _check_tree(corpus)


@pytest.mark.skipif(not STATES, reason="GREENPAPER_CORPUS names no folder with MkDocs projects")
def test_a_real_document_is_what_it_declares(corpus: list[Made], validate: Validate) -> None:
    _check_declaration(corpus, validate)
