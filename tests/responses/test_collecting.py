"""`doit responses` and `doit remarks` as commands, on a document of two chapters."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from greenpaper import opc
from greenpaper.responses import table
from greenpaper.responses.model import Decision, Kind
from greenpaper.responses.written import columns, xlsx
from tests import DOIT
from tests.responses.word_files import come, gone, package, paragraph, run

ROOT = Path(__file__).parent.parent.parent
SETTINGS = """title = "Til høring"
publisher = "Etaten"
language = "nb"
slug = "prove"
version = "0.9.0"
status = "Prerelease"
level = "veileder"
date = 2027-01-08
chapters = ["chapters/01-behov.md"]

[hearing]
sent = 2027-01-08
deadline = 2027-04-09
address = "post@example.no"

[severity]
status-missing = "off"
"""
CHAPTER = """# Behov

Det første avsnittet står for seg selv.

Det andre avsnittet har et ord som er feil.

- Et punkt i en liste
"""
REGISTER = """[[respondent]]
folder = "nord"
name = "Nord kommune"
"""


def doit(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*DOIT, *arguments], cwd=folder, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("document")
    (folder / "chapters").mkdir()
    shutil.copy(ROOT / "dodo.py", folder)
    (folder / "document.toml").write_text(SETTINGS, "utf-8")
    (folder / "chapters" / "01-behov.md").write_text(CHAPTER, "utf-8")
    done = doit(folder, "docx")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def answered(folder: Path, old: str, new: str) -> bytes:
    """The document as it was sent, with words replaced with tracking on."""
    parts = opc.unpacked(next(folder.glob("build/*.docx")).read_bytes())
    text = parts["word/document.xml"].decode()
    found = re.search(rf"<w:r>((?:(?!<w:r>).)*)<w:t[^>]*>([^<]*){old}([^<]*)</w:t></w:r>", text)
    assert found
    assert not found[1]
    changed = run(found[2]) + gone(old) + come(new) + run(found[3])
    parts["word/document.xml"] = text.replace(found[0], changed).encode()
    return opc.packed(parts)


def hearing(built: Path, folder: Path, **files: bytes) -> Path:
    """A copy of the document to which these have come in, by respondent."""
    shutil.copytree(built, folder, dirs_exist_ok=True)
    for name, content in files.items():
        (folder / "responses" / name).mkdir(parents=True)
        (folder / "responses" / name / "svar.docx").write_bytes(content)
    return folder


def test_what_came_in_is_a_table_and_a_page(built: Path, tmp_path: Path) -> None:
    folder = hearing(built, tmp_path, nord=answered(built, "feil", "riktig"), sor=answered(built, "punkt", "sted"))
    (folder / "responses" / "register.toml").write_text(REGISTER, "utf-8")
    done = doit(folder, "responses")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 responses by 2 respondents, 2 open; 2 files read" in done.stdout
    rows = table.load(folder / "responses" / "table.toml")
    assert [(row.respondent, row.kind, row.quoted, row.proposal, row.author) for row in rows] == [
        ("nord", Kind.REPLACE, "feil", "riktig", "Kari"), ("sor", Kind.REPLACE, "punkt", "sted", "Kari"),
    ]  # fmt: skip
    (page,) = folder.glob("build/responses/*-responses.html")
    assert "Nord kommune" in page.read_text("utf-8")


def test_answers_and_what_is_made_of_them_stay(built: Path, tmp_path: Path) -> None:
    folder = hearing(built, tmp_path, nord=answered(built, "feil", "riktig"))
    master = folder / "responses" / "table.toml"
    assert doit(folder, "responses").returncode == 0
    written = master.read_text("utf-8").replace('decision = "open"', 'decision = "followed"')
    master.write_text(written, "utf-8")
    assert doit(folder, "responses").returncode == 0
    assert master.read_text("utf-8") == written
    assert doit(folder, "remarks").returncode == 0
    (view,) = folder.glob("build/responses/*-remarks.html")
    assert "→ riktig" in view.read_text("utf-8")
    shutil.rmtree(folder / "responses" / "nord")
    assert doit(folder, "responses").returncode == 0
    (row,) = table.load(master)
    assert row.gone and row.answer.decision is Decision.FOLLOWED
    assert doit(folder, "html").returncode == 0
    assert view.is_file()


def test_one_broken_file_is_told_and_the_others_are_read(built: Path, tmp_path: Path) -> None:
    folder = hearing(built, tmp_path, nord=b"PK\x03\x04", sor=answered(built, "feil", "riktig"))
    (folder / "responses" / "sor" / "brev.pdf").write_bytes(b"%PDF-1.7")
    (folder / "responses" / "løs.docx").write_bytes(b"x")
    done = doit(folder, "responses")
    assert done.returncode == 1
    said = done.stdout + done.stderr
    assert "Traceback" not in said
    for line in (
        r"responses/nord/svar.docx: error: .*\[returned-unreadable\]",
        r"responses/sor/brev.pdf: note: .*\[response-by-hand\]",
        r"responses/løs.docx: warning: .*\[response-folder\]",
    ):
        assert re.search(line, said), said
    assert len(table.load(folder / "responses" / "table.toml")) == 1


def test_an_answer_like_nothing_that_was_sent_is_told(built: Path, tmp_path: Path) -> None:
    folder = hearing(built, tmp_path, nord=package(paragraph("Noe helt annet som ingen har sendt ut til noen.")))
    done = doit(folder, "responses")
    assert "responses/nord/svar.docx: warning: " in done.stdout + done.stderr
    assert "[response-foreign]" in done.stdout + done.stderr


def test_what_was_not_edited_says_nothing(built: Path, tmp_path: Path) -> None:
    folder = hearing(built, tmp_path, nord=next(built.glob("build/*.docx")).read_bytes())
    done = doit(folder, "responses")
    assert done.returncode == 0 and "[response-nothing]" in done.stdout
    assert table.load(folder / "responses" / "table.toml") == ()


def test_nothing_at_all_is_told(built: Path, tmp_path: Path) -> None:
    folder = hearing(built, tmp_path)
    done = doit(folder, "responses")
    assert done.returncode == 1 and "[response-none]" in done.stdout + done.stderr
    assert not (folder / "responses").exists()


def answer(workbook: Path, row: int, **texts: str) -> None:
    """Write into a row of the workbook, by the keys of columns."""
    book = openpyxl.load_workbook(workbook)
    keys = [column.key for column in columns.PRESETS["plain"]]
    for key, text in texts.items():
        book.worksheets[0].cell(xlsx.HEAD + row, keys.index(key) + 1, text)
    book.save(workbook)


def test_answers_in_the_workbook_are_read_before_it_is_written_anew(built: Path, tmp_path: Path) -> None:
    folder = hearing(
        built, tmp_path / "a", nord=answered(built, "feil", "riktig"), sor=answered(built, "punkt", "sted")
    )
    assert doit(folder, "responses").returncode == 0
    (workbook,) = folder.glob("build/responses/*.xlsx")
    answer(workbook, 1, decision="fulgt", assessment="Enig.", by="Ola")
    mailed = tmp_path / "svar fra Kari.xlsx"
    shutil.copy(workbook, mailed)
    answer(mailed, 2, decision="ikke fulgt")
    done = doit(folder, "responses", "--answers", str(mailed))
    assert done.returncode == 0, done.stdout + done.stderr
    rows = table.load(folder / "responses" / "table.toml")
    assert [(row.answer.decision, row.answer.assessment, row.answer.by) for row in rows] == [
        (Decision.FOLLOWED, "Enig.", "Ola"), (Decision.NOT, "", ""),
    ]  # fmt: skip
    assert {path.suffix for path in folder.glob("build/responses/*-responses.*")} >= {".xlsx", ".html", ".csv", ".docx"}


def test_a_workbook_that_cannot_be_read_is_not_written_over(built: Path, tmp_path: Path) -> None:
    folder = hearing(built, tmp_path, nord=answered(built, "feil", "riktig"))
    assert doit(folder, "responses").returncode == 0
    (workbook,) = folder.glob("build/responses/*.xlsx")
    workbook.write_bytes(b"answers")
    done = doit(folder, "responses")
    assert done.returncode == 1 and "responses.xlsx: error: " in done.stdout + done.stderr
    assert workbook.read_bytes() == b"answers"
    assert doit(folder, "responses", "--answers", "none.xlsx").returncode == 1


def test_columns_that_are_not_known_are_told(built: Path) -> None:
    done = doit(built, "responses", "--preset", "iec")
    assert done.returncode == 3
    assert "--preset iec is not known; write one of plain, iso [settings-argument]" in done.stderr


def test_what_is_written_on_the_cover_without_tracking_is_a_row(built: Path, tmp_path: Path) -> None:
    parts = opc.unpacked(next(built.glob("build/*.docx")).read_bytes())
    body = b"<w:body>"
    parts["word/document.xml"] = parts["word/document.xml"].replace(body, body + paragraph("Vi er imot.").encode(), 1)
    folder = hearing(built, tmp_path, nord=opc.packed(parts))
    assert doit(folder, "responses").returncode == 0
    (row,) = table.load(folder / "responses" / "table.toml")
    assert (row.kind, row.proposal, row.sure, row.tracked, row.where) == (Kind.NEW, "Vi er imot.", False, False, None)
