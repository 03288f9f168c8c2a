"""Documents that go out to reviewers, and what reviewers do to them: the edits that `session.py` makes."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests import DOIT
from tests.libreoffice import returned
from tests.libreoffice.returned import Anchored

ROOT = Path(__file__).parent.parent.parent
HARD = ROOT / "tests" / "hard"

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


def plain(text: str) -> str:
    """The text with one space between words."""
    return " ".join(text.split())


def sent_from(build: Path, folder: Path) -> Sent:
    """A copy to work on: an office leaves its lock beside what it opens."""
    path = Path(shutil.copy(next(build.glob("*.docx")), folder / "sent.docx"))
    entries = returned.anchor_map(path)
    pieces = {entry.get("id", ""): {**entry.attrib, "text": plain(entry.text or "")} for entry in entries}
    return Sent(path, pieces, returned.read(path))


def built(folder: Path) -> Path:
    """The folder build/ of a document, with its DOCX."""
    done = subprocess.run([*DOIT, "docx"], cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "build"


def written(folder: Path, needs: str) -> Sent:
    """The document of two chapters, of which the first has this text."""
    (folder / "chapters").mkdir()
    shutil.copy(ROOT / "dodo.py", folder)
    (folder / "document.toml").write_text(SETTINGS, "utf-8")
    (folder / "chapters" / "01-behov.md").write_text(needs, "utf-8")
    (folder / "chapters" / "02-frist.md").write_text(DEADLINE, "utf-8")
    return sent_from(built(folder), folder)


Edit = dict[str, str]


def edit(do: str, anchor: str, **more: str) -> Edit:
    """An edit at an anchor."""
    return {"do": do, "anchor": anchor, **more}


# What a reviewer does, and what then stands in the pieces that it touches. Pieces are named by how their texts begin.
CASES: dict[str, tuple[list[Edit], dict[str, str]]] = {
    "words inserted": (
        [edit("insert", "Det første", at="avsnittet", text=" i kapitlet")],
        {"Det første": "Det første avsnittet i kapitlet står for seg selv."},
    ),
    "words inserted at the very end": (
        [edit("insert", "Det første", at="selv.", text=" Slutt.")],
        {"Det første": "Det første avsnittet står for seg selv. Slutt."},
    ),
    "words deleted": (
        [edit("delete", "Det andre", at=" som er feil")],
        {"Det andre": "Det andre avsnittet har et ord."},
    ),
    "words replaced": (
        [edit("replace", "Det andre", at="feil", text="riktig")],
        {"Det andre": "Det andre avsnittet har et ord som er riktig."},
    ),
    "all words replaced": (
        [edit("replace", "Det første", at="Det første avsnittet står for seg selv.", text="Noe helt annet.")],
        {"Det første": "Noe helt annet."},
    ),
    "a paragraph split": (
        [edit("split", "Det tredje", at="delt i to.")],
        {"Det tredje": "Det tredje avsnittet blir delt i to. Her begynner den andre halvdelen."},
    ),
    "a paragraph split inside a word": (
        [edit("split", "Det tredje", at="Det tredje avsn")],
        {"Det tredje": "Det tredje avsn ittet blir delt i to. Her begynner den andre halvdelen."},
    ),
    "two paragraphs merged": (
        [edit("merge", "Det fjerde")],
        {"Det fjerde": "Det fjerde avsnittet blir slått sammen med det neste."},
    ),
    "a paragraph deleted": ([edit("erase", "Det femte")], {"Det femte": ""}),
    "a paragraph cut and pasted above": (
        [edit("move", "Det sjette", before="Det andre")],
        {"Det sjette": ""},
    ),
    "a paragraph cut and pasted below": (
        [edit("move", "Det første", before="Det sjuende")],
        {"Det første": ""},
    ),
    "a paragraph cut and pasted into another chapter": (
        [edit("move", "Det sjette", before="Siste")],
        {"Det sjette": ""},
    ),
    "a paragraph moved by the keyboard": ([edit("shift", "Det andre")], {"Det andre": ""}),
    "a comment": (
        [edit("comment", "Det sjuende", at="merknad", text="Hvilken merknad?")],
        {"Det sjuende": "Det sjuende avsnittet får en merknad."},
    ),
    "one of two paragraphs with the same words": (
        [edit("delete", "Det åttende", at="likt og ")],
        {"Det åttende": "Det åttende avsnittet er står igjen."},
    ),
    "a list item": (
        [
            edit("insert", "Punktet om ansvar", at="ansvar", text=" og plikt"),
            edit("comment", "Punktet om roller", at="roller", text="Hvilke?"),
            edit("split", "Punktet om frister", at="frister"),
        ],
        {
            "Punktet om ansvar": "Punktet om ansvar og plikt er det andre.",
            "Punktet om roller": "Punktet om roller er det tredje.",
            "Punktet om frister": "Punktet om frister er det første.",
        },
    ),
    "a list item moved": ([edit("move", "Punktet om roller", before="Punktet om frister")], {"Punktet om roller": ""}),
    "cells": (
        [
            edit("replace", "Fastlege", at="Fastlege", text="Lege"),
            edit("delete", "Følger opp", at=" pasienten"),
            edit("comment", "Kommune", at="Kommune", text="Og staten?"),
            edit("insert", "Ansvar", at="Ansvar", text=" og plikt"),
        ],
        {"Fastlege": "Lege", "Følger opp": "Følger opp", "Kommune": "Kommune", "Ansvar": "Ansvar og plikt"},
    ),
    "an empty cell": ([edit("insert", "Kommune >", at="", text="Svarer")], {"Kommune >": "Svarer"}),
    "a paragraph with references deleted": ([edit("erase", "Et avsnitt viser")], {"Et avsnitt viser": ""}),
    "a heading": (
        [edit("replace", "Hvem som svarer", at="svarer", text="skal svare")],
        {"Hvem som svarer": "Hvem som skal svare"},
    ),
    "a caption": (
        [edit("insert", "Tabell 1", at="Tabell", text=" nr.")],
        {"Tabell 1": "Tabell nr. 1: Roller og ansvar"},
    ),
    "a callout": (
        [
            edit("insert", "Merk fristen", at="fristen", text=" nå"),
            edit("delete", "Rammen holder", at=" holder"),
        ],
        {"Merk fristen": "Merk fristen nå", "Rammen holder": "Rammen et avsnitt."},
    ),
    "a footnote": (
        [edit("replace", "Noten", at="forklarer", text="utdyper")],
        {"Noten": "Noten utdyper merknaden."},
    ),
}  # fmt: skip


def random_edits(sent: Sent, count: int, seed: int) -> list[Edit]:
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
        if do == "split" and len(words) < 2:  # which would part the text from nothing
            do = "insert"
        if sent.anchors[key].computed and piece["kind"] != "caption":  # a field counts as one character
            do = "erase"
        if do in {"erase", "merge"} and key not in flowing and sent.anchors[key].computed:
            continue
        if (do in {"erase", "merge"} and key not in flowing) or (do == "comment" and piece["kind"] == "note"):
            do = "insert"
        at = {} if do in {"erase", "merge"} else {"at": words[0]}
        text = {"text": "NYTT "} if do in {"insert", "replace", "comment"} else {}
        edits.append(edit(do, key, **at, **text))
    return edits
