"""Rows, remarks and versions for tests, and strategies that make any of them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import strategies as st

from greenpaper.model import Location
from greenpaper.responses.model import Answer, By, Decision, How, Kind, Piece, Remark, Respondent, Row, Sent, Today

NORTH = Respondent(folder="nord", name="Nord kommune")
PIECES = tuple(
    Piece(
        identifier=f"_gp{count:08d}",
        kind=kind,
        where=Location(path=f"chapters/0{chapter}-x.md", line=10 * count + 1),
        number=number,
        text=text,
        chapter=f"{chapter} Kapittel {chapter}",
    )
    for count, (chapter, kind, number, text) in enumerate(
        (
            (1, "heading", "1", "Behov"),
            (1, "paragraph", "1-1", "Første avsnitt om behov."),
            (1, "paragraph", "1-2", "Andre avsnitt."),
            (1, "caption", "1", "Figur 1: Et bilde"),
            (2, "heading", "2", "Krav"),
            (2, "paragraph", "2-1", "Tredje avsnitt."),
            (2, "item", "2-1 a", "Et punkt."),
            (2, "note", "1", "En note."),
        )
    )
)
SENT = Sent(
    version="0.9", status="hearing", date="2026-09-01", commit="", build="b", pieces=PIECES, record="x", own=True
)
TODAY = {piece.identifier: Today(where=piece.where, changed=False) for piece in PIECES}


def remark(text: str = "", at: int | None = 1, kind: Kind = Kind.COMMENT, **more: object) -> Remark:
    """A remark on the piece with this index."""
    how = How.NONE if at is None else How.ANCHOR
    made = Remark(kind=kind, by=By(author="Ola", date="2026-10-01T10:00:00"), how=how, sure=how.sure, piece=None)
    return replace(made, comment=text, piece=None if at is None else PIECES[at], **more)  # type: ignore[arg-type]


def row(identifier: str = "r1", **more: object) -> Row:
    """A comment on paragraph 1-1."""
    made = Row(
        identifier=identifier,
        respondent="nord",
        author="Ola Nordmann",
        date="2026-10-01",
        file="nord/svar.docx",
        version="0.9",
        chapter="1 Kapittel 1",
        number="1-1",
        where=Location(path="chapters/01-x.md", line=11),
        changed=False,
        anchor=PIECES[1].identifier,
        how=How.ANCHOR,
        sure=True,
        kind=Kind.COMMENT,
        tracked=True,
        resolved=False,
        parent="",
        question="",
        quoted="avsnitt",
        comment="Dette er uklart.",
        proposal="",
        patch="",
    )
    return replace(made, **more)  # type: ignore[arg-type]


# Much that TOML, XML, HTML and spreadsheets take for something else
_ODD = (
    *('"', '""', '"""', "'''", "\\", "\\u0041", "\n", "\r\n", "\t", "#", "[[row]]", "id = 1", "<<<<<<< a", ">>>>>>>"),
    *("=1+1", "+1", "-1", "@x", "<b>", "&amp;", "`", "*", "|", "::: x", "---", ";", "_x000D_", "1e9", "1-2", "00", "%"),
    *("\x00", "\x0b", "\x85", "\u2028", "\u202e", "\ufeff", "\ufffe", "\U0001f600", "\U000e0041", " ", "a", "æ", "5"),
)
odd = st.text() | st.lists(st.sampled_from(_ODD), max_size=8).map("".join)
names = st.from_regex(r"r[0-9a-z]{1,8}", fullmatch=True)
days = st.dates(datetime.date(2000, 1, 1), datetime.date(2099, 12, 31))
answers = st.builds(Answer, assessment=odd, decision=st.sampled_from(Decision), by=odd, on=st.none() | days)


@st.composite
def any_row(draw: st.DrawFn) -> Row:
    """Any row that a table can hold; by hand where it names no file."""
    file = draw(odd)
    somewhere = st.none() | st.builds(Location, path=odd.filter(bool), line=st.integers(1, 9999))
    text = {key: draw(odd) for key in ("author", "version", "chapter", "number", "anchor", "question", "quoted")}
    return Row(
        identifier=draw(names),
        respondent=draw(odd.filter(bool)),
        date=draw(st.just("") | days.map(datetime.date.isoformat)),
        file=file,
        where=draw(somewhere),
        changed=draw(st.booleans()),
        how=draw(st.sampled_from(How)),
        sure=draw(st.booleans()),
        kind=draw(st.sampled_from(Kind)),
        tracked=draw(st.booleans()),
        resolved=draw(st.booleans()),
        parent=draw(st.just("") | names),
        comment=draw(odd.filter(bool)),
        proposal=draw(odd),
        patch=draw(odd),
        by_hand=not file,
        gone=draw(st.booleans()),
        answer=draw(answers),
        **text,
    )


def any_rows(least: int = 0) -> st.SearchStrategy[list[Row]]:
    """Rows with identifiers of their own."""
    return st.lists(any_row(), min_size=least, max_size=6, unique_by=lambda row: row.identifier)


def identifiers(rows: Sequence[Row]) -> list[str]:
    """The identifiers of rows, in order."""
    return [row.identifier for row in rows]
