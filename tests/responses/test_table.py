"""responses/table.toml: it reads back to the same rows, diffs well, and tells its faults."""

from __future__ import annotations

import datetime
import difflib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenpaper.errors import AuthorError
from greenpaper.model import Location
from greenpaper.responses import table
from greenpaper.responses.model import Answer, Decision, How, Kind, Row
from tests.responses.examples import any_rows, odd, row


def faults(text: str) -> list[str]:
    with pytest.raises(AuthorError) as caught:
        table.read(text, "responses/table.toml")
    return list(caught.value.lines)


@settings(max_examples=300)
@given(any_rows())
def test_a_table_reads_back_to_its_rows(rows: list[Row]) -> None:
    text = table.text(rows)
    assert table.read(text, "t") == tuple(table.kept(row) for row in rows)
    assert table.text(table.read(text, "t")) == text


@given(any_rows(1))
def test_a_table_survives_the_disk(tmp_path_factory: pytest.TempPathFactory, rows: list[Row]) -> None:
    path = tmp_path_factory.mktemp("t") / "table.toml"
    path.write_text(table.text(rows), "utf-8", newline="\r\n")  # as git has it on Windows
    assert table.load(path) == tuple(table.kept(row) for row in rows)


@given(odd)
def test_nothing_in_a_table_is_hidden(text: str) -> None:
    written = table.text([row(comment=text + "\n", answer=Answer(assessment=text))])
    assert not {"\u202e", "\x00", "\x85", "\u2028", "\ufeff", "\U000e0041"} & set(written)


@given(any_rows(1), st.data())
def test_changing_one_answer_changes_the_lines_of_one_row(rows: list[Row], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(rows) - 1))
    old = table.text(rows).split("\n")
    rows = list(rows)
    rows[at] = replace(rows[at], answer=Answer(assessment="Ny\nvurdering", decision=Decision.PARTLY, by="k"))
    new = table.text(rows).split("\n")
    changed = [block for block in difflib.SequenceMatcher(None, old, new, False).get_opcodes() if block[0] != "equal"]
    before = table.text(rows[:at]).split("\n")
    after = table.text(rows[at + 1 :]).split("\n")
    tail = len(after) - len(table.HEAD.split("\n"))
    assert new[: len(before) - 1] == old[: len(before) - 1]
    assert tail <= 0 or new[-tail:] == old[-tail:]
    assert len(changed) <= 20


def test_what_is_usual_is_not_said() -> None:
    text = table.text([row()]).removeprefix(table.HEAD)
    assert text == (
        '\n[[row]]\nid = "r1"\nrespondent = "nord"\nauthor = "Ola Nordmann"\ndate = 2026-10-01\n'
        'file = "nord/svar.docx"\nversion = "0.9"\nchapter = "1 Kapittel 1"\nnumber = "1-1"\n'
        'anchor = "_gp00000001"\nkind = "comment"\nquoted = "avsnitt"\ncomment = "Dette er uklart."\n'
        'assessment = ""\ndecision = "open"\n'
    )


def test_the_example_in_the_head_is_a_row() -> None:
    lines = [
        line.removeprefix("##   ").split("    (")[0] for line in table.HEAD.split("\n") if line.startswith("##   ")
    ]
    (made,) = table.read("\n".join(line for line in lines if line[:1] in "[rnc" and not line.startswith("by")), "t")
    assert (made.respondent, made.number, made.by_hand, made.kind) == ("their-folder", "3-12", True, Kind.NOTED)


def test_a_row_by_hand_needs_a_respondent_and_what_it_says() -> None:
    (made,) = table.read('[[row]]\nrespondent = "a"\ncomment = "b"\nat = "chapters/01.md:7"\n', "t")
    assert made.where == Location(path="chapters/01.md", line=7)
    assert (made.identifier, made.how, made.sure, made.answer) == ("", How.NONE, False, Answer())
    (general,) = table.read('[[row]]\nrespondent = "a"\ncomment = "b"\n', "t")
    assert general.kind is Kind.GENERAL


def test_days_are_read_in_quotes_too() -> None:
    (made,) = table.read('[[row]]\nrespondent = "a"\ncomment = "b"\non = "2027-01-31"\ndate = "2026-12-01"\n', "t")
    assert (made.answer.on, made.date) == (datetime.date(2027, 1, 31), "2026-12-01")


def test_all_faults_are_told_with_their_lines() -> None:
    text = """\
## ours
# a note of mine
[[row]]
id = "r1"
respondent = "a"
comment = \"\"\"
[[row]]
decision = "x"
# no comment, but text\"\"\"
desision = "open"
[[row]]
id = "r1"
respondent = "b"
comment = "#" # why?
decision = "folowed"
on = 2027-13-40
"""
    told = faults(text)
    assert [line.split(" ")[0] for line in told] == ["responses/table.toml:16:"]
    told = faults(text.replace("2027-13-40", '"31.1.2027"').replace('comment = "#"', "comment = 3"))
    assert told == [
        "responses/table.toml:2: error: this comment would be lost when answers are added; put it into an assessment,"
        " or take it out [response-table]",
        "responses/table.toml:10: error: the key 'desision' is not known; did you mean 'decision'? [response-table]",
        "responses/table.toml:14: error: comment = 3 is wrong; it has to be a text in quotes [response-table]",
        "responses/table.toml:14: error: the row says nothing; write what the respondent says as 'comment'"
        " [response-table]",
        "responses/table.toml:14: error: this comment would be lost when answers are added; put it into an assessment,"
        " or take it out [response-table]",
        "responses/table.toml:15: error: decision = 'folowed' is wrong; it has to be one of open, followed, partly,"
        " not, noted, in quotes [response-table]",
        "responses/table.toml:16: error: on = '31.1.2027' is wrong; it has to be a day, as 2027-01-31 [response-table]",
    ]


def test_an_identifier_stands_once() -> None:
    told = faults(table.text([row(), row(comment="other")]))
    assert len(told) == 1
    assert "the id 'r1' is that of the row on line" in told[0]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("row = 1\n", "two brackets"),
        ('[row]\nrespondent = "a"\n', "two brackets"),
        ('title = "x"\n', "stands in no row"),
        ('[[row]]\ncomment = "x"\n', "lacks the key 'respondent'"),
        ('[[row]]\nrespondent = "a"\nfile = "a/b.docx"\ncomment = "x"\n', "has no id"),
        ('[[row]]\nrespondent = "a"\ncomment = "x"\nid = "<b>"\n', "letters and digits"),
        ('[[row]]\nrespondent = "a"\ncomment = "x"\nresolved = "no"\n', "true or false"),
        ('[[row]]\nrespondent = "a"\ncomment = "x"\non = 2027-01-01T10:00:00\n', "a day"),
        ('[[row]]\nrespondent = "a\n', "not TOML"),
        ("a=" + "[" * 5000, "not TOML"),
    ],
)
def test_a_fault(text: str, what: str) -> None:
    assert what in "".join(faults(text))


def test_marks_of_a_conflict_are_told_before_all_else() -> None:
    text = table.text([row()]).replace('decision = "open"', '<<<<<<< HEAD\ndecision = "not"\n=======\nx\n>>>>>>> b')
    assert [line.split(" is a mark")[0].rpartition(":")[0] for line in faults(text)] == [
        "responses/table.toml:26: error",
        "responses/table.toml:30: error",
    ]


def test_there_need_be_no_table(tmp_path: Path) -> None:
    assert table.load(tmp_path / "table.toml") == ()


def test_a_number_of_thousands_of_digits_is_no_toml() -> None:
    with pytest.raises(AuthorError, match=r"table.toml: error: this is not TOML: .*digits.*\[response-table\]"):
        table.read("row = " + "9" * 6000, "table.toml")
