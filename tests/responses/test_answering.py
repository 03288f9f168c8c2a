"""Answers out of the workbook in build/, which is written anew after they were read."""

from __future__ import annotations

from pathlib import Path

from greenpaper import files
from greenpaper.responses import answering
from greenpaper.responses.model import Decision
from tests.responses.test_workbook import RESPONDENTS, ROWS, changed, read, written


def test_a_workbook_of_which_something_was_not_taken_over_is_kept_beside(tmp_path: Path) -> None:
    own = tmp_path / "table.xlsx"
    files.keep(own, written(ROWS))
    edited = changed(ROWS, (1, "decision", "fulgt"), (4, "respondent", "Ukjent"), (4, "comment", "Et langt brev."))
    own.write_bytes(edited)
    rows, (finding,) = answering.taken_over(ROWS, "", own, (), RESPONDENTS)
    assert rows[0].answer.decision is Decision.FOLLOWED
    copy = tmp_path / "table-1.xlsx"
    assert (finding.code, finding.where.path) == ("answer-row", copy.as_posix())
    assert copy.read_bytes() == own.read_bytes() == edited
    _, (again,) = answering.taken_over(ROWS, str(own), own, (), RESPONDENTS)
    assert again.where.path == (tmp_path / "table-2.xlsx").as_posix()
    assert copy.read_bytes() == edited


def test_of_a_workbook_that_was_taken_over_whole_nothing_is_kept(tmp_path: Path) -> None:
    own = tmp_path / "table.xlsx"
    own.write_bytes(changed(ROWS, (1, "decision", "fulgt")))
    rows, findings = answering.taken_over(ROWS, "", own, (), RESPONDENTS)
    assert rows[0].answer.decision is Decision.FOLLOWED and not findings
    assert [path.name for path in tmp_path.iterdir()] == ["table.xlsx"]
    assert read(own.read_bytes()).findings == ()


def test_a_workbook_of_an_earlier_version_is_read_until_its_answers_are_in_the_table(tmp_path: Path) -> None:
    own, former = tmp_path / "table-0.9.1-responses.xlsx", tmp_path / "table-0.9.0-responses.xlsx"
    files.keep(former, written(ROWS))
    assert answering.earlier(own) == {}
    former.write_bytes(changed(ROWS, (1, "decision", "fulgt")))
    taken = answering.earlier(own)
    rows, findings = answering.taken_over(ROWS, "", own, taken, RESPONDENTS)
    assert rows[0].answer.decision is Decision.FOLLOWED and not findings
    again = changed(ROWS, (1, "decision", "ikke fulgt"))
    former.write_bytes(again)
    answering.settle(taken)
    assert answering.earlier(own) == {former: again}
    answering.settle(answering.earlier(own))
    assert answering.earlier(own) == {} and former.read_bytes() == again


def test_a_workbook_that_is_saved_during_the_run_is_kept_beside(tmp_path: Path) -> None:
    own = tmp_path / "table.xlsx"
    before = answering.content(own)
    assert answering.rescued(own, before) == []
    own.write_bytes(written(ROWS))
    before = answering.content(own)
    assert answering.rescued(own, before) == []
    own.write_bytes(late := changed(ROWS, (1, "decision", "fulgt")))
    (finding,) = answering.rescued(own, before)
    copy = tmp_path / "table-1.xlsx"
    assert (finding.code, finding.where.path, copy.read_bytes()) == ("answer-late", copy.as_posix(), late)
