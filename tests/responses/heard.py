"""A small hearing that came back: respondents and rows, for the outputs of the table."""

from __future__ import annotations

import datetime

from greenpaper.model import Location
from greenpaper.responses.model import Answer, Decision, How, Kind, Respondent, Row
from tests.responses import examples

NORTH = Respondent(folder="nord", name="Nord kommune", kind="kommune", received=datetime.date(2027, 1, 4))
HIDDEN = Respondent(folder="wenche", name="Wenche Hemmelig", contact="wenche@hemmelig.example", anonymous=True)
SOUTH = Respondent(folder="sor", name="Sør helseforetak")
RESPONDENTS = (NORTH, HIDDEN, SOUTH)
NEEDS, DEMANDS = "1 Behov", "2 Krav til løsningen"


def row(identifier: str, **more: object) -> Row:
    """A comment of Nord kommune on paragraph 1-1."""
    said = {"date": "2027-01-03", "chapter": NEEDS, "anchor": "_gp1", "quoted": "et felles målbilde"}
    where = Location(path="chapters/01-behov.md", line=11)
    return examples.row(identifier, **{"where": where, **said, **more})


_HIDDEN = {"respondent": "wenche", "author": "Wenche Hemmelig", "file": "wenche/svar.docx"}
_FOLLOWED = Answer(assessment="Vi skriver om.", decision=Decision.FOLLOWED, by="AB", on=datetime.date(2027, 2, 1))
ROWS = (
    row("r1", answer=_FOLLOWED),
    row("r2", kind=Kind.INSERT, comment="", proposal="og kommunene", changed=True),
    row("r3", **_HIDDEN, kind=Kind.REPLY, parent="r1", comment="Enig.", quoted=""),
    row(
        "r4",
        respondent="sor",
        author="",
        kind=Kind.GENERAL,
        chapter="",
        number="",
        where=None,
        anchor="",
        how=How.NONE,
        sure=False,
        quoted="",
        comment="Et godt utkast.\nVi støtter det.",
    ),
    row(
        "r5",
        **_HIDDEN,
        chapter=DEMANDS,
        number="2.1",
        where=Location(path="chapters/02-krav.md", line=40),
        anchor="_gp5",
        sure=False,
        how=How.SIMILAR,
        kind=Kind.DELETE,
        tracked=False,
        quoted="uten unntak",
        comment="",
        answer=Answer(decision=Decision.NOT),
    ),
    row(
        "r6",
        respondent="sor",
        chapter=DEMANDS,
        number="2-7",
        where=None,
        anchor="_gp6",
        kind=Kind.ANSWER,
        question="3",
        quoted="",
        comment="Ja.",
        answer=Answer(decision=Decision.NOTED),
    ),
)
