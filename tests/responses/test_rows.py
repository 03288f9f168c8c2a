"""Remarks to rows, and what an import does to the rows that are there."""

from __future__ import annotations

import datetime
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from greenpaper.model import Location
from greenpaper.responses import rows, table
from greenpaper.responses.model import NOBODY, Answer, By, Decision, How, Kind, Remark, Row, Sent
from tests.responses.examples import NORTH, PIECES, SENT, TODAY, answers, identifiers, odd, remark, row

DONE = Answer(assessment="Enig", decision=Decision.FOLLOWED, by="Kari", on=datetime.date(2027, 1, 31))


def made(*remarks: Remark, file: str = "nord/svar.docx") -> tuple[Row, ...]:
    return rows.made(remarks, NORTH, file, SENT, TODAY)


def merged(new: tuple[Row, ...], kept: tuple[Row, ...] = ()) -> tuple[Row, ...]:
    return rows.merged(new, kept, (SENT,), TODAY)


def again(kept: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows as they come back from the disk."""
    return table.read(table.text(kept), "t")


remarks = st.lists(
    st.builds(
        remark,
        st.sampled_from(["a", "b", ""]) | odd,
        st.none() | st.integers(0, len(PIECES) - 1),
        st.sampled_from(Kind),
        thread=st.sampled_from(["", "1", "2", "3"]),
        parent=st.sampled_from(["", "1", "2", "3", "9"]),
        proposal=st.sampled_from(["", "c"]),
    ),
    max_size=8,
)


def test_a_row_says_what_the_remark_says() -> None:
    (only,) = made(remark("Uklart", quoted="behov", resolved=True))
    assert replace(only, identifier="r") == Row(
        identifier="r",
        respondent="nord",
        author="Ola",
        date="2026-10-01",
        file="nord/svar.docx",
        version="0.9",
        chapter="1 Kapittel 1",
        number="1-1",
        where=Location(path="chapters/01-x.md", line=11),
        changed=False,
        anchor="_gp00000001",
        how=How.ANCHOR,
        sure=True,
        kind=Kind.COMMENT,
        tracked=True,
        resolved=True,
        parent="",
        question="",
        quoted="behov",
        comment="Uklart",
        proposal="",
        patch="",
    )


def test_a_day_that_cannot_be_is_none() -> None:
    for date in ("", "0000-00-00T00:00:00", "1970-01-01T00:00:00", "x"):
        (only,) = made(replace(remark("a"), by=By(date=date)))
        assert only.date == ""


@given(remarks)
def test_every_remark_has_an_identifier_that_stays(said: list[Remark]) -> None:
    first = made(*said)
    other = [replace(one, by=NOBODY) for one in said]
    assert len(set(identifiers(first))) == len(first)
    assert identifiers(made(*other, file="nord/other.docx")) == identifiers(first)


@given(remarks, st.data())
def test_an_import_again_changes_nothing(said: list[Remark], data: st.DataObject) -> None:
    new = made(*said)
    first = tuple(replace(row, answer=data.draw(answers)) for row in merged(new))
    assert merged(new, again(first)) == first
    assert merged((*new, *made(*said, file="nord/copy.docx")), again(first)) == first


@given(remarks, remarks, st.data())
def test_no_answer_is_lost(said: list[Remark], later: list[Remark], data: st.DataObject) -> None:
    first = tuple(replace(row, answer=data.draw(answers)) for row in merged(made(*said)))
    second = merged(made(*later), again(first))
    given = sorted(repr(row.answer) for row in first if row.answer.given)
    assert sorted(repr(row.answer) for row in second if row.answer.given) == given
    assert set(identifiers(made(*later))) <= set(identifiers(second))
    assert merged(made(*later), again(second)) == second


def test_what_no_file_says_any_more_is_dropped_unless_it_is_answered() -> None:
    one, two = merged(made(remark("a"), remark("b")))
    (left,) = merged((), again((replace(one, answer=DONE), two)))
    assert (left.comment, left.gone, left.answer) == ("a", True, DONE)
    (back,) = merged(made(remark("a")), again((left,)))
    assert (back.gone, back.answer) == (False, DONE)


def test_an_answer_follows_a_remark_to_another_place() -> None:
    (old,) = merged(made(remark("a", 1)))
    (new,) = merged(made(remark("a", 2)), again((replace(old, answer=DONE),)))
    assert (new.number, new.answer, new.gone) == ("1-2", DONE, False)
    both = merged(made(remark("a", 2), remark("a", 5)), again((replace(old, answer=DONE),)))
    assert [(row.number, row.gone) for row in both if row.answer.given] == [("1-1", True)]


def test_rows_stand_in_the_order_of_the_text_with_replies_below() -> None:
    said = (
        remark("nowhere", None),
        remark("late", 5, thread="7"),
        remark("general", None, Kind.GENERAL),
        remark("answer to late", 5, Kind.REPLY, parent="7"),
        remark("early", 1),
        remark("late too", 5),
    )
    told = [row.comment for row in merged(made(*said))]
    assert told == ["general", "early", "late", "answer to late", "late too", "nowhere"]


def test_a_reply_names_the_row_that_it_replies_to() -> None:
    above, below = merged(made(remark("a", thread="1"), remark("b", kind=Kind.REPLY, parent="1")))
    assert below.parent == above.identifier


def test_replies_in_a_circle_are_kept() -> None:
    assert len(merged(made(remark("a", thread="1", parent="2"), remark("b", thread="2", parent="1")))) == 2


def by_hand(text: str) -> Row:
    (only,) = merged((), table.read(f'[[row]]\nrespondent = "nord"\ncomment = "x"\n{text}\n', "t"))
    assert merged((), again((only,))) == (only,)
    return only


def test_a_row_by_hand_is_placed_by_its_number() -> None:
    for number, index in (("2-1", 5), ("2-1a", 6), ("2-1 A", 6), ("2\u20131 a", 6), ("1", 0), ("Figur 1", 3), ("2", 4)):
        found = by_hand(f'number = "{number}"')
        assert (found.anchor, found.number) == (PIECES[index].identifier, PIECES[index].number)
        assert (found.how, found.sure, found.version) == (How.NUMBER, True, "0.9")
        assert (found.where, found.chapter) == (PIECES[index].where, PIECES[index].chapter)
        assert found.identifier


def test_a_row_by_hand_is_placed_by_its_line() -> None:
    assert by_hand('at = "chapters/02-x.md:59"').anchor == PIECES[5].identifier
    lost = by_hand('at = "chapters/09-x.md:3"')
    assert (lost.anchor, lost.sure, lost.where) == ("", False, Location(path="chapters/09-x.md", line=3))


def test_the_number_of_a_row_by_hand_is_that_of_a_release_before_that_of_todays_build() -> None:
    def renumbered(version: Sent, record: str) -> Sent:
        pieces = (PIECES[0], replace(PIECES[2], number="1-1"), replace(PIECES[1], number="1-2"))
        return replace(version, version="1.0", date="2026-12-01", record=record, pieces=pieces)

    hand = table.read('[[row]]\nrespondent = "nord"\ncomment = "x"\nnumber = "1-2"\n', "t")
    released = replace(SENT, record="releases/0.9/data/x.anchors.json")
    (found,) = rows.merged((), hand, (released, renumbered(SENT, "build/x.anchors.json")), TODAY)
    assert (found.anchor, found.version) == (PIECES[2].identifier, "0.9")
    newer = renumbered(SENT, "releases/1.0/data/x.anchors.json")
    (found,) = rows.merged((), hand, (released, newer), TODAY)
    assert (found.anchor, found.version) == (PIECES[1].identifier, "1.0")
    (found,) = rows.merged((), [replace(hand[0], version="0.9")], (released, newer), TODAY)
    assert found.anchor == PIECES[2].identifier


def test_a_row_keeps_the_number_of_the_version_that_it_answers() -> None:
    newer = replace(SENT, version="1.0", date="2026-12-01", pieces=(replace(PIECES[1], number="1-7"), *PIECES[2:]))
    (first,) = rows.merged(made(replace(remark("a"), how=How.SIMILAR, sure=False)), (), (SENT, newer), TODAY)
    kept = again((replace(first, answer=DONE),))
    (second,) = rows.merged(made(replace(remark("a"), how=How.SIMILAR, sure=False)), kept, (SENT, newer), TODAY)
    assert second == replace(first, answer=DONE)
    (gone,) = rows.merged((), kept, (SENT, newer), TODAY)
    assert (gone.number, gone.how, gone.sure, gone.gone) == ("1-1", How.SIMILAR, False, True)


def test_a_row_by_hand_may_be_given_another_place_too() -> None:
    placed = by_hand('number = "2-1"')
    (moved,) = merged((), again((replace(placed, number="1-2"),)))
    assert (moved.anchor, moved.identifier) == (PIECES[2].identifier, placed.identifier)
    text = table.text([placed]).replace("\nnumber =", '\nat = "chapters/01-x.md:12"\nnumber =')
    (lined,) = merged((), table.read(text, "t"))
    assert lined.anchor == PIECES[1].identifier


def test_a_number_that_no_memory_holds_is_no_fault() -> None:
    said = [remark("x", None, Kind.ANSWER, question="9" * 5000), remark("y", None, Kind.ANSWER, question="2")]
    assert [row.comment for row in merged(made(*said))] == ["x", "y"]


def test_a_number_that_is_none_is_left_and_unsure() -> None:
    lost = by_hand('number = "9-9"')
    assert (lost.number, lost.anchor, lost.sure) == ("9-9", "", False)


def test_rows_by_hand_that_say_the_same_are_two() -> None:
    text = '[[row]]\nrespondent = "nord"\ncomment = "x"\n'
    two = merged((), table.read(text * 2, "t"))
    assert len(set(identifiers(two))) == 2


def test_an_editor_may_give_a_row_another_place() -> None:
    new = made(replace(remark("a", 1), how=How.SIMILAR, sure=False))
    (kept,) = again(merged(new))
    (moved,) = merged(new, (replace(kept, number="2-1"),))
    assert (moved.anchor, moved.number, moved.chapter) == (PIECES[5].identifier, "2-1", PIECES[5].chapter)
    assert (moved.how, moved.sure, moved.identifier) == (How.NUMBER, True, new[0].identifier)
    assert merged(new, again((moved,))) == (moved,)
    (lined,) = merged(new, (replace(kept, where=Location(path="chapters/02-x.md", line=61)),))
    assert lined.anchor == PIECES[6].identifier


def test_a_piece_that_only_an_older_version_has_stands_where_it_stood() -> None:
    older = replace(SENT, version="0.8", date="2026-01-01")
    gone = replace(PIECES[2], identifier="_gpgone", number="1-9")
    older = replace(older, pieces=(*PIECES[:2], gone, *PIECES[2:]))
    said = rows.made([replace(remark("old"), piece=gone)], NORTH, "nord/a.docx", older, TODAY)
    all_rows = rows.merged((*made(remark("z", 2), remark("a", 1)), *said), (), (older, SENT), TODAY)
    assert [row.comment for row in all_rows] == ["a", "old", "z"]
    assert row().identifier == "r1"
