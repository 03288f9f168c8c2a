"""What reviewers do in LibreOffice, and what `remarks.make` says that they did: tracked, in silence, without anchors.

The office is driven without a screen (`tests/libreoffice`); each edit is known, so each remark can be judged.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from greenpaper import opc, returned
from greenpaper.responses import docx, remarks, table, today, versions
from greenpaper.responses.model import Kind, Remark, Sent
from greenpaper.returned import Returned
from tests import DOIT, libreoffice
from tests.corpus import STATES
from tests.libreoffice.edits import CASES, NEEDS, ROOT, Edit, built, edit, random_edits, sent_from, written
from tests.libreoffice.edits import Sent as Document
from tests.libreoffice.returned import read as read_back

pytestmark = pytest.mark.slow

INSERT, DELETE, REPLACE, COMMENT, MOVE = Kind.INSERT, Kind.DELETE, Kind.REPLACE, Kind.COMMENT, Kind.MOVE
SPLIT, JOIN, NEW, MISSING = Kind.SPLIT, Kind.JOIN, Kind.NEW, Kind.MISSING

_COUNTED = re.compile(r"^[^\W\d]+ \d+(: |$)")
EDITOR = ["-c", "user.name=Editor", "-c", "user.email=editor@example.no"]

Said = tuple[Kind, str, str, str]  # kind, how its piece begins, what is quoted, what is proposed or commented

# For each case what is said of it with tracking on, and with tracking off.
EXPECTED: dict[str, tuple[list[Said], list[Said]]] = {
    "words inserted": (
        [(INSERT, "Det første avsnittet", "Det første avsnittet", " i kapitlet")],
        [(INSERT, "Det første avsnittet", "Det første avsnittet", " i kapitlet")],
    ),
    "words inserted at the very end": (
        [(INSERT, "Det første avsnittet", "Det første avsnittet står for seg selv.", " Slutt.")],
        [(INSERT, "Det første avsnittet", "Det første avsnittet står for seg selv.", " Slutt.")],
    ),
    "words deleted": (
        [(DELETE, "Det andre avsnittet", "som er feil", "")],
        [(DELETE, "Det andre avsnittet", "som er feil", "")],
    ),
    "words replaced": (
        [(REPLACE, "Det andre avsnittet", "feil", "riktig")],
        [(REPLACE, "Det andre avsnittet", "feil", "riktig")],
    ),
    "all words replaced": (
        [(REPLACE, "Det første avsnittet", "Det første avsnittet står for seg selv.", "Noe helt annet.")],
        [(REPLACE, "Det første avsnittet", "Det første avsnittet står for seg selv", "Noe helt annet")],
    ),
    "a paragraph split": (
        [(SPLIT, "Det tredje avsnittet", "Det tredje avsnittet blir delt i to.", "")],
        [(SPLIT, "Det tredje avsnittet", "Det tredje avsnittet blir delt i to.", "")],
    ),
    "a paragraph split inside a word": (
        [(SPLIT, "Det tredje avsnittet", "Det tredje avsn", "")],
        [(REPLACE, "Det tredje avsnittet", "avsnittet", "avsn\n\nittet")],
    ),
    "two paragraphs merged": (
        [
            (JOIN, "Det fjerde avsnittet", "sammen med det neste.\nDet femte avsnittet er", "Det femte avsnittet"),
        ],
        [
            (JOIN, "Det fjerde avsnittet", "sammen med det neste.\nDet femte avsnittet er", "Det femte avsnittet"),
        ],
    ),
    "a paragraph deleted": (
        [(DELETE, "Det femte avsnittet", "Det femte avsnittet er det neste.", "")],
        [(MISSING, "Det femte avsnittet", "Det femte avsnittet er det neste.", "")],
    ),
    "a paragraph cut and pasted above": (
        [
            (NEW, "Det første avsnittet", "Det andre avsnittet har et ord som er", "Det sjette avsnittet flyttes."),
            (DELETE, "Det sjette avsnittet", "Det sjette avsnittet flyttes.", ""),
        ],
        [(MOVE, "Det sjette avsnittet", "Det sjette avsnittet flyttes.", "Det første avsnittet")],
    ),
    "a paragraph cut and pasted below": (
        [
            (DELETE, "Det første avsnittet", "Det første avsnittet står for seg selv.", ""),
            (NEW, "Det sjette avsnittet", "Det sjuende avsnittet får en", "Det første avsnittet står for seg selv."),
        ],
        [(MOVE, "Det første avsnittet", "Det første avsnittet står for seg selv.", "Det sjette avsnittet")],
    ),
    "a paragraph cut and pasted into another chapter": (
        [
            (DELETE, "Det sjette avsnittet", "Det sjette avsnittet flyttes.", ""),
            (NEW, "Et avsnitt viser", "Siste", "Det sjette avsnittet flyttes."),
        ],
        [(MOVE, "Det sjette avsnittet", "Det sjette avsnittet flyttes.", "Et avsnitt viser")],
    ),
    "a paragraph moved by the keyboard": (
        [
            (DELETE, "Det andre avsnittet", "Det andre avsnittet har et ord som er feil.", ""),
            (NEW, "Det tredje avsnittet",
             "Det fjerde avsnittet blir slått sammen", "Det andre avsnittet har et ord som er feil."),
        ],
        [
            (MOVE, "Det tredje avsnittet",
             "Det tredje avsnittet blir delt i to. Her begynner den andre halvdelen.", "Det første avsnittet"),
        ],
    ),
    "a comment": (
        [(COMMENT, "Det sjuende avsnittet", "merknad", "Hvilken merknad?")],
        [(COMMENT, "Det sjuende avsnittet", "merknad", "Hvilken merknad?")],
    ),
    "one of two paragraphs with the same words": (
        [(DELETE, "Det åttende avsnittet", "likt og", "")],
        [(DELETE, "Det åttende avsnittet", "likt og", "")],
    ),
    "a list item": (
        [
            (SPLIT, "Punktet om frister", "Punktet om frister", ""),
            (INSERT, "Punktet om ansvar", "Punktet om ansvar", " og plikt"),
            (COMMENT, "Punktet om roller", "roller", "Hvilke?"),
        ],
        [
            (SPLIT, "Punktet om frister", "Punktet om frister", ""),
            (INSERT, "Punktet om ansvar", "Punktet om ansvar", " og plikt"),
            (COMMENT, "Punktet om roller", "roller", "Hvilke?"),
        ],
    ),
    "a list item moved": (
        [
            (NEW, "Frist og ansvar", "Punktet om frister er det", "Punktet om roller er det tredje."),
            (DELETE, "Punktet om roller", "Punktet om roller er det tredje.", ""),
        ],
        [(MOVE, "Punktet om roller", "Punktet om roller er det tredje.", "Frist og ansvar")],
    ),
    "cells": (
        [
            (INSERT, "Ansvar", "Ansvar", " og plikt"),
            (REPLACE, "Fastlege", "Fastlege", "Lege"),
            (DELETE, "Følger opp pasienten", "pasienten", ""),
            (COMMENT, "Kommune", "Kommune", "Og staten?"),
        ],
        [
            (INSERT, "Ansvar", "Ansvar", " og plikt"),
            (REPLACE, "Fastlege", "Fastlege", "Lege"),
            (DELETE, "Følger opp pasienten", "pasienten", ""),
            (COMMENT, "Kommune", "Kommune", "Og staten?"),
        ],
    ),
    "an empty cell": (
        [(INSERT, "", "", "Svarer")],
        [(INSERT, "", "", "Svarer")],
    ),
    "a paragraph with references deleted": (
        [(DELETE, "Et avsnitt viser", "Et avsnitt viser til kapittel 1 og Hvem som svarer.", "")],
        [(MISSING, "Et avsnitt viser", "Et avsnitt viser til kapittel 1 og Hvem som svarer.", "")],
    ),
    "a heading": (
        [(REPLACE, "Hvem som svarer", "svarer", "skal svare")],
        [(REPLACE, "Hvem som svarer", "svarer", "skal svare")],
    ),
    "a caption": (
        [(INSERT, "Tabell 1: Roller", "Tabell", " nr.")],
        [(INSERT, "Tabell 1: Roller", "Tabell", " nr.")],
    ),
    "a callout": (
        [(INSERT, "Merk fristen", "Merk fristen", " nå"), (DELETE, "Rammen holder et", "holder", "")],
        [(INSERT, "Merk fristen", "Merk fristen", " nå"), (DELETE, "Rammen holder et", "holder", "")],
    ),
    "a footnote": (
        [(REPLACE, "Noten forklarer merknaden.", "forklarer", "utdyper")],
        [(REPLACE, "Noten forklarer merknaden.", "forklarer", "utdyper")],
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Heard:
    """What was sent from a document's folder, as the package knows it."""

    folder: Path
    document: Document
    known: tuple[Sent, ...]

    def remarks(self, content: bytes) -> tuple[Remark, ...]:
        """What a returned file says."""
        opened = returned.read(content, "svar.docx")
        assert isinstance(opened, Returned), opened
        reply = docx.read(opened, "svar.docx")
        assert not isinstance(reply, returned.Finding), reply
        sent, _ = versions.recognise(reply, self.known)
        assert sent is not None
        return remarks.make(reply, sent)


def heard(folder: Path, document: Document) -> Heard:
    return Heard(folder, document, versions.load(folder))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Heard:
    folder = tmp_path_factory.mktemp("small")
    return heard(folder, written(folder, NEEDS))


@pytest.fixture(scope="module")
def answers(
    small: Heard, office: libreoffice.Office, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, bool], Path]:
    """What comes back of each case, with tracking on and off."""
    folder = tmp_path_factory.mktemp("answers")
    made, jobs = {}, []
    for number, (case, (edits, _)) in enumerate(CASES.items()):
        for tracked in (True, False):
            target = made[case, tracked] = folder / f"{number}-{tracked}.docx"
            given = [
                {key: small.document.find(text) if key in {"anchor", "before"} else text for key, text in each.items()}
                for each in edits
            ]
            job = {"source": str(small.document.path), "target": str(target), "edits": given, "tracked": tracked}
            jobs.append({**job, "author": "Kari"})
    office.run(jobs)
    return made


def said(found: Sequence[Remark]) -> list[Said]:
    return [
        (
            each.kind,
            begins(each),
            each.quoted,
            each.proposal or each.comment or (each.other and begins(each, True)) or "",
        )
        for each in found
    ]


def begins(remark: Remark, other: bool = False) -> str:
    piece = remark.other if other else remark.piece
    assert piece is not None
    return " ".join(piece.text.split()[:3])


@pytest.mark.parametrize("tracked", [True, False], ids=["tracked", "silent"])
@pytest.mark.parametrize("case", CASES)
def test_an_edit_is_said_at_its_piece(
    case: str, tracked: bool, small: Heard, answers: dict[tuple[str, bool], Path]
) -> None:
    found = small.remarks(answers[case, tracked].read_bytes())
    assert said(found) == EXPECTED[case][0 if tracked else 1]
    for each in found:
        assert each.sure
        known = tracked or each.kind is COMMENT
        assert (each.tracked, each.by.author) == (known, "Kari" if known else "")


def test_each_change_has_its_author(small: Heard, office: libreoffice.Office, tmp_path: Path) -> None:
    first, second = small.document.find("Det første"), small.document.find("Det andre")
    one, both = tmp_path / "one.docx", tmp_path / "both.docx"
    office.run([
        {"source": str(small.document.path), "target": str(one), "author": "Kari",
         "edits": [edit("insert", first, at="avsnittet", text=" i kapitlet")]},
        {"source": str(one), "target": str(both), "author": "Ola Nordmann",
         "edits": [edit("delete", first, at=" for seg selv"), edit("comment", second, at="feil", text="Hvorfor?")]},
    ])  # fmt: skip
    assert [(each.kind, each.by.author) for each in small.remarks(both.read_bytes())] == [
        (INSERT, "Kari"), (DELETE, "Ola Nordmann"), (COMMENT, "Ola Nordmann"),
    ]  # fmt: skip


# Many edits all over a document


def without_anchors(content: bytes) -> bytes:
    """The file as other programs leave it: without bookmarks, and without the map and the properties."""
    parts = opc.unpacked(content)
    mark = rb'<w:bookmarkStart [^>]*w:name="_P[0-9a-f]{12}[^"]*"[^>]*/>'
    parts["word/document.xml"] = re.sub(mark, b"", parts["word/document.xml"])
    for name in parts:
        if name.startswith("customXml/") or name == "docProps/custom.xml":
            parts[name] = (
                parts[name].replace(b"greenpaper.invalid", b"other.invalid").replace(b"Greenpaper.", b"Other.")
            )
    return opc.packed(parts)


@pytest.fixture(scope="module", params=["sample", *STATES], ids=lambda each: getattr(each, "parent", Path(each)).name)
def whole(
    request: pytest.FixtureRequest, imported: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory
) -> Heard:
    """The sample document, and each state of the corpus."""
    folder = tmp_path_factory.mktemp("whole")
    if request.param == "sample":
        for name in ("chapters", "img", "profile", "document.toml", "dodo.py"):
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, folder / name)
        return heard(folder, sent_from(built(folder), tmp_path_factory.mktemp("copy")))
    made = imported(request.param)
    return heard(made, sent_from(made / "build", folder))


@dataclass(frozen=True)
class Judged:
    """How many of the edits were said at the right line, and remarks on lines that nobody edited."""

    right: int
    unsure: int  # said at the right line, as unsure
    missed: list[Edit]
    wrong: list[Remark]  # those that say to be sure


def judged(document: Heard, edits: Sequence[Edit], found: Sequence[Remark]) -> Judged:
    lines = {piece.identifier: str(piece.where) for sent in document.known for piece in sent.pieces}
    touched = {lines[each["anchor"]] for each in edits}
    by_line: dict[str, list[Remark]] = defaultdict(list)
    wrong = []
    for each in found:
        places = {str(piece.where) for piece in (each.piece, each.other) if piece}
        for place in places:
            by_line[place].append(each)
        if each.sure and not places & touched and not is_formula(document, each):
            wrong.append(each)
    at = [by_line[lines[each["anchor"]]] for each in edits]
    right = sum(any(each.sure for each in said) for said in at)
    return Judged(
        right=right,
        unsure=sum(bool(said) for said in at) - right,
        missed=[each for each, said in zip(edits, at, strict=True) if not said],
        wrong=wrong,
    )


def is_formula(document: Heard, remark: Remark) -> bool:
    """Whether it may say that a formula is gone, which it is: an office without its part for formulas drops them."""
    anchor = document.document.anchors.get(remark.piece.identifier) if remark.piece else None
    return anchor is not None and anchor.formula and not remark.tracked


@pytest.mark.parametrize("tracked", [True, False], ids=["tracked", "silent"])
def test_edits_all_over_are_said_at_their_lines(
    whole: Heard, tracked: bool, office: libreoffice.Office, tmp_path: Path
) -> None:
    edits = [each for each in random_edits(whole.document, 300, seed=7) if tracked or each["do"] != "comment"]
    target = tmp_path / "back.docx"
    source = str(whole.document.path)
    office.run([{"source": source, "target": str(target), "edits": edits, "tracked": tracked}])
    content = target.read_bytes()
    result = judged(whole, edits, whole.remarks(content))
    assert result.right + result.unsure >= 0.99 * len(edits), result.missed
    assert result.right >= 0.95 * len(edits)
    assert result.wrong == []
    bare = judged(whole, edits, whole.remarks(without_anchors(content)))
    assert bare.right + bare.unsure >= 0.95 * len(edits), bare.missed
    assert bare.wrong == []
    if tracked:  # of silent edits the words alone cannot be sure
        assert bare.right >= 0.95 * len(edits)


# Back to the source


def doit(folder: Path, *arguments: str) -> str:
    done = subprocess.run([*DOIT, *arguments], cwd=folder, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def words(kind: str, text: str) -> list[str]:
    """The words of a piece; a caption's or title's without what is counted before it; none of images and of TeX."""
    if kind == "figure" or "\\" in text:
        return []
    return (_COUNTED.sub("", text) if kind in {"caption", "title"} else text).split()


def test_accepted_changes_make_the_text_that_the_reviewer_saw(
    whole: Heard, office: libreoffice.Office, tmp_path: Path
) -> None:
    edits = [each for each in random_edits(whole.document, 50, seed=11) if each["do"] != "comment"]
    folder, back = tmp_path / "document", tmp_path / "document" / "responses" / "nord" / "svar.docx"
    shutil.copytree(whole.folder, folder, ignore=shutil.ignore_patterns("responses", ".git", "sent.docx"))
    back.parent.mkdir(parents=True)
    office.run([{"source": str(whole.document.path), "target": str(back), "edits": edits}])
    for command in (["init", "-q"], ["add", "-A"], [*EDITOR, "commit", "-qm", "sent"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    doit(folder, "responses")
    patched = {path.stem for path in folder.glob("build/responses/patches/*.patch")}
    master = folder / "responses" / "table.toml"
    followed: dict[str, bool] = {}
    for row in table.load(master):
        followed[row.anchor] = followed.get(row.anchor, True) and row.identifier in patched
    assert sum(followed.values()) > len(edits) / 2
    master.write_text(master.read_text("utf-8").replace('decision = "open"', 'decision = "followed"'), "utf-8")
    for name, value in (("user.name", "Editor"), ("user.email", "editor@example.no")):
        subprocess.run(["git", "config", name, value], cwd=folder, check=True)
    doit(folder, "apply")
    doit(folder, "book")

    seen = read_back(back)
    now = today.pieces(json.loads((folder / "build" / "book.json").read_bytes()))
    shown = {piece.identifier: piece.text for piece in now}  # of pieces that are the same, formulas as they are written
    expected: dict[str, list[str]] = defaultdict(list)
    for sent in whole.known[-1].pieces:
        asked = followed.get(sent.identifier)
        text = seen[sent.identifier].after if asked else shown.get(sent.identifier, sent.text)
        apart = sent.identifier not in shown and whole.document.anchors[sent.identifier].formula
        expected[sent.where.path] += [] if apart else words(sent.kind, text)
    found: dict[str, list[str]] = defaultdict(list)
    for piece in now:
        found[piece.where.path] += words(piece.kind, piece.text)
    assert found == expected
