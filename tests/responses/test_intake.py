"""What lies below responses/, and the register that says from whom."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

import pytest

from greenpaper.errors import AuthorError
from greenpaper.responses import intake
from greenpaper.responses.model import Respondent


def _folder(root: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = root / "responses" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


def test_nothing_came_in(tmp_path: Path) -> None:
    assert intake.load(tmp_path) == intake.Intake(respondents=(), files=(), findings=())


def test_each_folder_is_a_respondent_with_whatever_files(tmp_path: Path) -> None:
    files = ("nord kommune/Svar.DOCX", "nord kommune/vedlegg/skjema.xlsx", "ærlig/a.docx", "ærlig/~$a.docx")
    root = _folder(tmp_path, dict.fromkeys(files, ""))
    found = intake.load(root)
    assert [(file.path, file.respondent.name) for file in found.files] == [
        ("responses/nord kommune/Svar.DOCX", "nord kommune"),
        ("responses/nord kommune/vedlegg/skjema.xlsx", "nord kommune"),
        ("responses/ærlig/a.docx", "ærlig"),
    ]
    assert found.findings == ()


def test_the_register_says_more(tmp_path: Path) -> None:
    register = """
[[respondent]]
folder = "a"
name = "Arkivverket"
kind = "etat"
received = 2027-01-04
contact = "Kari"

[[respondent]]
folder = "b"
anonymous = true
"""
    root = _folder(tmp_path, {"register.toml": register, "a/1.docx": "", "b/1.docx": "", "c/1.docx": ""})
    day = datetime.date(2027, 1, 4)
    assert {each.folder: each for each in intake.load(root).respondents} == {
        "a": Respondent(folder="a", name="Arkivverket", kind="etat", received=day, contact="Kari"),
        "b": Respondent(folder="b", name="b", anonymous=True),
        "c": Respondent(folder="c", name="c"),
    }


def test_what_is_not_read_is_told(tmp_path: Path) -> None:
    register = '[[respondent]]\nfolder = "borte"\n'
    root = _folder(tmp_path, {"register.toml": register, "a/svar.pdf": "", "svar.docx": "", "table.toml": ""})
    told = [(finding.code, str(finding.where)) for finding in intake.load(root).findings]
    assert told == [
        ("response-by-hand", "responses/a/svar.pdf"),
        ("response-folder", "responses/svar.docx"),
        ("response-folder", "responses/register.toml"),
    ]


def test_all_faults_of_the_register_at_once(tmp_path: Path) -> None:
    register = """[[respondent]]
folder = "a"
navn = "A"

[[respondent]]
folder = "a"
received = "i går"

[[respondent]]
name = "B"
anonymous = 1
"""
    with pytest.raises(AuthorError) as raised:
        intake.load(_folder(tmp_path, {"register.toml": register, "a/1.docx": ""}))
    told = str(raised.value).splitlines()
    assert [line.partition(": error")[0] for line in told] == [
        "responses/register.toml:3",
        "responses/register.toml:7",
        "responses/register.toml:11",
        "responses/register.toml:9",
    ]
    assert all(line.endswith("[response-register]") for line in told)


@pytest.mark.parametrize("text", ["folder = ", "folder = 'a'", "respondent = 1", "respondent = [1]"])
def test_a_register_that_is_none(text: str, tmp_path: Path) -> None:
    with pytest.raises(AuthorError, match=r"responses/register.toml: error: .*response-register"):
        intake.load(_folder(tmp_path, {"register.toml": text}))


def test_an_anonymous_respondent_has_a_folder(tmp_path: Path) -> None:
    """Else whoever lies in the folder that was meant would be named."""
    folder = tmp_path / "responses"
    (folder / "person-1").mkdir(parents=True)
    (folder / "person-1" / "svar.docx").write_bytes(b"")
    (folder / "register.toml").write_text('[[respondent]]\nfolder = "person1"\nanonymous = true\n', "utf-8")
    with pytest.raises(AuthorError, match=r"'person1' is anonymous and has no folder .* \[response-register\]"):
        intake.load(tmp_path)
