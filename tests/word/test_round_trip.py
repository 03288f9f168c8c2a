"""Out and back: reviewers edit the DOCX in LibreOffice with tracking on, and every anchor is found again.

LibreOffice is driven without a screen (`tests/libreoffice`). What it saved is read by the tests' own means.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import libreoffice
from tests.corpus import STATES
from tests.libreoffice import returned
from tests.libreoffice.edits import CASES, HARD, NEEDS, Sent, built, edit, plain, random_edits, sent_from, written
from tests.libreoffice.returned import Anchored

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    return written(tmp_path_factory.mktemp("small"), NEEDS)


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    folder = tmp_path_factory.mktemp("hard")
    shutil.copytree(HARD, folder / "document", ignore=shutil.ignore_patterns("build", ".*"))
    return sent_from(built(folder / "document"), folder)


@pytest.fixture(scope="module", params=STATES, ids=lambda path: path.parent.name)
def real(
    request: pytest.FixtureRequest, imported: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory
) -> Sent:
    """A state of the corpus."""
    return sent_from(imported(request.param) / "build", tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="module")
def answers(small: Sent, office: libreoffice.Office, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What comes back of each case, and of no edit at all."""
    folder = tmp_path_factory.mktemp("answers")
    jobs = []
    for number, case in enumerate((None, *CASES)):
        edits = [
            {key: small.find(text) if key in {"anchor", "before"} else text for key, text in edit.items()}
            for edit in (CASES[case][0] if case else ())
        ]
        jobs.append({"source": str(small.path), "target": str(folder / f"{number}.docx"), "edits": edits})
    report = office.run(jobs)
    assert [job["changes"] > 0 for job in report] == [False, *(True for _ in CASES)]
    return {case or "": folder / f"{number}.docx" for number, case in enumerate((None, *CASES))}


def _check_all_there(sent: Sent, back: dict[str, Anchored]) -> None:
    """Every anchor is there, and stands round its text where changes are taken back."""
    assert sent.pieces.keys() == sent.anchors.keys()
    assert sent.pieces.keys() - back.keys() == set()
    assert back.keys() - sent.pieces.keys() == set()
    expected = {
        key: plain(sent.anchors[key].before)
        if sent.anchors[key].formula or sent.anchors[key].computed
        else piece["text"]
        for key, piece in sent.pieces.items()
    }
    assert {key: plain(anchor.before) for key, anchor in back.items()} == expected


def _touched(sent: Sent, back: dict[str, Anchored]) -> dict[str, str]:
    """What stands in the pieces that were changed or commented on; comments of ours are there before."""
    touched = {
        key: anchor for key, anchor in back.items() if anchor.changed or anchor.comments != sent.anchors[key].comments
    }
    return {key: plain(anchor.after) for key, anchor in touched.items()}


def test_nothing_is_lost_by_saving(small: Sent, answers: dict[str, Path]) -> None:
    back = returned.read(answers[""])
    _check_all_there(small, back)
    assert _touched(small, back) == {}


@pytest.mark.parametrize("case", CASES)
def test_an_edit_leaves_every_anchor_in_its_place_and_says_which_it_touched(
    case: str, small: Sent, answers: dict[str, Path]
) -> None:
    back = returned.read(answers[case])
    _check_all_there(small, back)
    assert _touched(small, back) == {small.find(text): after for text, after in CASES[case][1].items()}


def test_what_is_done_without_tracking_shows(small: Sent, office: libreoffice.Office, tmp_path: Path) -> None:
    """A piece that is gone has no anchor any more, one with other words stands round others than were sent."""
    gone, other = small.find("Det femte"), small.find("Det andre")
    edits = [edit("erase", gone), edit("replace", other, at="feil", text="riktig")]
    target = tmp_path / "back.docx"
    office.run([{"source": str(small.path), "target": str(target), "edits": edits, "tracked": False}])
    back = returned.read(target)
    assert small.pieces.keys() - back.keys() == {gone}
    assert _touched(small, back) == {}
    assert {key for key, anchor in back.items() if plain(anchor.before) != plain(small.anchors[key].before)} == {other}


def test_the_map_comes_back_with_the_file(small: Sent, answers: dict[str, Path]) -> None:
    before = returned.anchor_map(small.path)
    for path in answers.values():
        after = returned.anchor_map(path)
        assert dict(after.attrib) == dict(before.attrib)
        assert [(dict(entry.attrib), entry.text) for entry in after] == [(dict(e.attrib), e.text) for e in before]


def _check_random(sent: Sent, office: libreoffice.Office, folder: Path, count: int) -> None:
    edits = random_edits(sent, count, seed=4)
    target = folder / "back.docx"
    office.run([{"source": str(sent.path), "target": str(target), "edits": edits}])
    back = returned.read(target)
    _check_all_there(sent, back)
    assert _touched(sent, back).keys() == {edit["anchor"] for edit in edits}


def _check_saved(sent: Sent, office: libreoffice.Office, folder: Path) -> None:
    target = folder / "back.docx"
    office.run([{"source": str(sent.path), "target": str(target), "edits": []}])
    back = returned.read(target)
    _check_all_there(sent, back)
    assert _touched(sent, back) == {}


@pytest.mark.parametrize("order", ["nqn", "nqnqn"])
def test_notes_between_questions_keep_their_texts(order: str, office: libreoffice.Office, tmp_path: Path) -> None:
    """Questions are comments, and LibreOffice mixes up their ids with those of notes (`word/comments.py`)."""
    note, question = (
        "Et avsnitt[^{0}].\n\n[^{0}]: Noten er nummer {0}.\n",
        '!!! question "Hva er nummer {0}?"\n    Mye.\n',
    )
    pieces = [(note if kind == "n" else question).format(number) for number, kind in enumerate(order, 1)]
    sent = written(tmp_path, "\n".join(["# Behov\n", *pieces]))
    notes = [piece["text"] for piece in sent.pieces.values() if piece["kind"] == "note"]
    assert notes == [f"Noten er nummer {number}." for number, kind in enumerate(order, 1) if kind == "n"]
    assert sum(len(anchor.comments) for anchor in sent.anchors.values()) == order.count("q")
    _check_saved(sent, office, tmp_path)


def test_a_hard_document_is_saved(hard: Sent, office: libreoffice.Office, tmp_path: Path) -> None:
    _check_saved(hard, office, tmp_path)


def test_a_hard_document_is_edited_all_over(hard: Sent, office: libreoffice.Office, tmp_path: Path) -> None:
    _check_random(hard, office, tmp_path, 150)


@pytest.mark.skipif(not STATES, reason="GREENPAPER_CORPUS names no folder with MkDocs projects")
def test_a_real_document_is_saved(real: Sent, office: libreoffice.Office, tmp_path: Path) -> None:
    _check_saved(real, office, tmp_path)


@pytest.mark.skipif(not STATES, reason="GREENPAPER_CORPUS names no folder with MkDocs projects")
def test_a_real_document_is_edited_all_over(real: Sent, office: libreoffice.Office, tmp_path: Path) -> None:
    _check_random(real, office, tmp_path, 300)
