"""Out and back: reviewers edit the DOCX in LibreOffice with tracking on, and every anchor is found again.

LibreOffice is driven without a screen (`tests/libreoffice`). What it saved is read by the tests' own means.
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import DOIT, libreoffice
from tests.corpus import STATES
from tests.libreoffice import returned
from tests.libreoffice.returned import Anchored

ROOT = Path(__file__).parent.parent.parent
HARD = ROOT / "tests" / "hard"

pytestmark = pytest.mark.slow

SETTINGS = """title = "Til høring"
publisher = "Etaten"
language = "nb"
slug = "prove"
version = "0.9.0"
status = "Prerelease"
level = "veileder"
date = 2027-01-08
chapters = ["chapters/01-behov.md", "chapters/02-frist.md"]

[hearing]
sent = 2027-01-08
deadline = 2027-04-09
address = "post@example.no"

[severity]
status-missing = "off"
"""
NEEDS = """# Behov i tjenestene

Det første avsnittet står for seg selv.

Det andre avsnittet har et ord som er feil.

Det tredje avsnittet blir delt i to. Her begynner den andre halvdelen.

Det fjerde avsnittet blir slått sammen med det neste.

Det femte avsnittet er det neste.

Det sjette avsnittet flyttes.

Det sjuende avsnittet får en merknad[^1].

Det åttende avsnittet er likt og står igjen.

Det åttende avsnittet er likt og står igjen.

[^1]: Noten forklarer merknaden.
"""
DEADLINE = """# Frist og ansvar

- Punktet om frister er det første.
- Punktet om ansvar er det andre.
- Punktet om roller er det tredje.

| Rolle | Ansvar |
|---|---|
| Fastlege | Følger opp pasienten |
| Kommune | |

Table: Roller og ansvar

## Hvem som svarer

!!! note "Merk fristen"
    Rammen holder et avsnitt.

Et avsnitt viser til [kapittel 1](01-behov.md) og [Hvem som svarer](#hvem-som-svarer).

Siste avsnitt.
"""


@dataclass(frozen=True)
class Sent:
    """A document that goes out: the file, the map beside it by id, and the file's anchors as the tests read them."""

    path: Path
    pieces: dict[str, dict[str, str]]
    anchors: dict[str, Anchored]

    def find(self, text: str) -> str:
        """The id of the first piece that begins with this text; of the piece after it, for "text >"."""
        keys = list(self.pieces)
        found = next(key for key in keys if self.pieces[key]["text"].startswith(text.removesuffix(" >")))
        return keys[keys.index(found) + text.endswith(" >")]


def _words(text: str) -> str:
    return " ".join(text.split())


def _sent(build: Path, folder: Path) -> Sent:
    """A copy to work on: an office leaves its lock beside what it opens."""
    path = Path(shutil.copy(next(build.glob("*.docx")), folder / "sent.docx"))
    entries = returned.anchor_map(path)
    pieces = {entry.get("id", ""): {**entry.attrib, "text": _words(entry.text or "")} for entry in entries}
    return Sent(path, pieces, returned.read(path))


def _built(folder: Path) -> Path:
    done = subprocess.run([*DOIT, "docx"], cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "build"


def _written(folder: Path, needs: str) -> Sent:
    """The document of two chapters, of which the first has this text."""
    (folder / "chapters").mkdir()
    shutil.copy(ROOT / "dodo.py", folder)
    (folder / "document.toml").write_text(SETTINGS, "utf-8")
    (folder / "chapters" / "01-behov.md").write_text(needs, "utf-8")
    (folder / "chapters" / "02-frist.md").write_text(DEADLINE, "utf-8")
    return _sent(_built(folder), folder)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    return _written(tmp_path_factory.mktemp("small"), NEEDS)


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    folder = tmp_path_factory.mktemp("hard")
    shutil.copytree(HARD, folder / "document", ignore=shutil.ignore_patterns("build", ".*"))
    return _sent(_built(folder / "document"), folder)


@pytest.fixture(scope="module", params=STATES, ids=lambda path: path.parent.name)
def real(
    request: pytest.FixtureRequest, imported: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory
) -> Sent:
    """A state of the corpus."""
    return _sent(imported(request.param) / "build", tmp_path_factory.mktemp("real"))


Edit = dict[str, str]


def _edit(do: str, anchor: str, **more: str) -> Edit:
    return {"do": do, "anchor": anchor, **more}


# What a reviewer does, and what then stands in the pieces that it touches. Pieces are named by how their texts begin.
CASES: dict[str, tuple[list[Edit], dict[str, str]]] = {
    "words inserted": (
        [_edit("insert", "Det første", at="avsnittet", text=" i kapitlet")],
        {"Det første": "Det første avsnittet i kapitlet står for seg selv."},
    ),
    "words inserted at the very end": (
        [_edit("insert", "Det første", at="selv.", text=" Slutt.")],
        {"Det første": "Det første avsnittet står for seg selv. Slutt."},
    ),
    "words deleted": (
        [_edit("delete", "Det andre", at=" som er feil")],
        {"Det andre": "Det andre avsnittet har et ord."},
    ),
    "words replaced": (
        [_edit("replace", "Det andre", at="feil", text="riktig")],
        {"Det andre": "Det andre avsnittet har et ord som er riktig."},
    ),
    "all words replaced": (
        [_edit("replace", "Det første", at="Det første avsnittet står for seg selv.", text="Noe helt annet.")],
        {"Det første": "Noe helt annet."},
    ),
    "a paragraph split": (
        [_edit("split", "Det tredje", at="delt i to.")],
        {"Det tredje": "Det tredje avsnittet blir delt i to. Her begynner den andre halvdelen."},
    ),
    "a paragraph split inside a word": (
        [_edit("split", "Det tredje", at="Det tredje avsn")],
        {"Det tredje": "Det tredje avsn ittet blir delt i to. Her begynner den andre halvdelen."},
    ),
    "two paragraphs merged": (
        [_edit("merge", "Det fjerde")],
        {"Det fjerde": "Det fjerde avsnittet blir slått sammen med det neste."},
    ),
    "a paragraph deleted": ([_edit("erase", "Det femte")], {"Det femte": ""}),
    "a paragraph cut and pasted above": (
        [_edit("move", "Det sjette", before="Det andre")],
        {"Det sjette": ""},
    ),
    "a paragraph cut and pasted below": (
        [_edit("move", "Det første", before="Det sjuende")],
        {"Det første": ""},
    ),
    "a paragraph cut and pasted into another chapter": (
        [_edit("move", "Det sjette", before="Siste")],
        {"Det sjette": ""},
    ),
    "a paragraph moved by the keyboard": ([_edit("shift", "Det andre")], {"Det andre": ""}),
    "a comment": (
        [_edit("comment", "Det sjuende", at="merknad", text="Hvilken merknad?")],
        {"Det sjuende": "Det sjuende avsnittet får en merknad."},
    ),
    "one of two paragraphs with the same words": (
        [_edit("delete", "Det åttende", at="likt og ")],
        {"Det åttende": "Det åttende avsnittet er står igjen."},
    ),
    "a list item": (
        [
            _edit("insert", "Punktet om ansvar", at="ansvar", text=" og plikt"),
            _edit("comment", "Punktet om roller", at="roller", text="Hvilke?"),
            _edit("split", "Punktet om frister", at="frister"),
        ],
        {
            "Punktet om ansvar": "Punktet om ansvar og plikt er det andre.",
            "Punktet om roller": "Punktet om roller er det tredje.",
            "Punktet om frister": "Punktet om frister er det første.",
        },
    ),
    "a list item moved": ([_edit("move", "Punktet om roller", before="Punktet om frister")], {"Punktet om roller": ""}),
    "cells": (
        [
            _edit("replace", "Fastlege", at="Fastlege", text="Lege"),
            _edit("delete", "Følger opp", at=" pasienten"),
            _edit("comment", "Kommune", at="Kommune", text="Og staten?"),
            _edit("insert", "Ansvar", at="Ansvar", text=" og plikt"),
        ],
        {"Fastlege": "Lege", "Følger opp": "Følger opp", "Kommune": "Kommune", "Ansvar": "Ansvar og plikt"},
    ),
    "an empty cell": ([_edit("insert", "Kommune >", at="", text="Svarer")], {"Kommune >": "Svarer"}),
    "a paragraph with references deleted": ([_edit("erase", "Et avsnitt viser")], {"Et avsnitt viser": ""}),
    "a heading": (
        [_edit("replace", "Hvem som svarer", at="svarer", text="skal svare")],
        {"Hvem som svarer": "Hvem som skal svare"},
    ),
    "a caption": (
        [_edit("insert", "Tabell 1", at="Tabell", text=" nr.")],
        {"Tabell 1": "Tabell nr. 1: Roller og ansvar"},
    ),
    "a callout": (
        [
            _edit("insert", "Merk fristen", at="fristen", text=" nå"),
            _edit("delete", "Rammen holder", at=" holder"),
        ],
        {"Merk fristen": "Merk fristen nå", "Rammen holder": "Rammen et avsnitt."},
    ),
    "a footnote": (
        [_edit("replace", "Noten", at="forklarer", text="utdyper")],
        {"Noten": "Noten utdyper merknaden."},
    ),
}  # fmt: skip


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
        key: _words(sent.anchors[key].before)
        if sent.anchors[key].formula or sent.anchors[key].computed
        else piece["text"]
        for key, piece in sent.pieces.items()
    }
    assert {key: _words(anchor.before) for key, anchor in back.items()} == expected


def _touched(sent: Sent, back: dict[str, Anchored]) -> dict[str, str]:
    """What stands in the pieces that were changed or commented on; comments of ours are there before."""
    touched = {
        key: anchor for key, anchor in back.items() if anchor.changed or anchor.comments != sent.anchors[key].comments
    }
    return {key: _words(anchor.after) for key, anchor in touched.items()}


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
    edits = [_edit("erase", gone), _edit("replace", other, at="feil", text="riktig")]
    target = tmp_path / "back.docx"
    office.run([{"source": str(small.path), "target": str(target), "edits": edits, "tracked": False}])
    back = returned.read(target)
    assert small.pieces.keys() - back.keys() == {gone}
    assert _touched(small, back) == {}
    assert {key for key, anchor in back.items() if _words(anchor.before) != _words(small.anchors[key].before)} == {
        other
    }


def test_the_map_comes_back_with_the_file(small: Sent, answers: dict[str, Path]) -> None:
    before = returned.anchor_map(small.path)
    for path in answers.values():
        after = returned.anchor_map(path)
        assert dict(after.attrib) == dict(before.attrib)
        assert [(dict(entry.attrib), entry.text) for entry in after] == [(dict(e.attrib), e.text) for e in before]


def _random_edits(sent: Sent, count: int, seed: int) -> list[Edit]:
    """One edit on each of so many pieces all over a document."""
    chance = random.Random(seed)
    keys, edits = list(sent.pieces), []
    kinds = [piece["kind"] for piece in sent.pieces.values()]
    flowing = {  # with a mark of its own that one can delete, and a text below that is no table
        key for key, *pair in zip(keys, kinds, kinds[1:], strict=False) if set(pair) <= {"paragraph", "item"}
    }
    for key in chance.sample(keys, len(keys)):
        piece = sent.pieces[key]
        words = re.findall(r"\w{2,}", sent.anchors[key].before.partition("\n")[0].partition("\t")[0])
        if len(edits) == count:
            break
        if not words or sent.anchors[key].formula or piece["kind"] in {"status", "figure"}:
            continue
        do = chance.choice(("insert", "delete", "replace", "split", "comment", "erase", "merge"))
        if sent.anchors[key].computed and piece["kind"] != "caption":  # a field counts as one character
            do = "erase"
        if do in {"erase", "merge"} and key not in flowing and sent.anchors[key].computed:
            continue
        if (do in {"erase", "merge"} and key not in flowing) or (do == "comment" and piece["kind"] == "note"):
            do = "insert"
        at = {} if do in {"erase", "merge"} else {"at": words[0]}
        text = {"text": "NYTT "} if do in {"insert", "replace", "comment"} else {}
        edits.append(_edit(do, key, **at, **text))
    return edits


def _check_random(sent: Sent, office: libreoffice.Office, folder: Path, count: int) -> None:
    edits = _random_edits(sent, count, seed=4)
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
    sent = _written(tmp_path, "\n".join(["# Behov\n", *pieces]))
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
