"""What goes with a hearing draft: the forms for answers in Word and Excel, and the text for the covering letter."""

from __future__ import annotations

import datetime
import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from greenpaper import letter, pandoc, response, theme, words, workbook
from greenpaper.imprint import Imprint
from greenpaper.letter import Enclosed
from greenpaper.model import Hearing, Stamp, Version
from greenpaper.response import Form
from greenpaper.word import form as word_form
from greenpaper.word.ooxml import NS
from greenpaper.words import LANGUAGES
from tests import DOIT, documents
from tests.word.conftest import Docx, words_of

SAMPLE = Path(__file__).parent / "sample"
NAME = "det-minste-horingsnotatet-0.2.0-prerelease-nb"
QUESTIONS = """
!!! question "=Er *ansvaret* tydelig?"
    Flere ser \\<verdiene>.

    - Hvem følger opp?

> [!QUESTION]
> Hva koster det?
"""
ANCHORS = [
    {"id": "_P1", "kind": "heading", "file": "chapters/behov.md", "number": "1", "text": "Behov"},
    {"id": "_P2", "kind": "status", "file": "chapters/behov.md", "number": "", "text": "Prerelease"},
    {"id": "_P3", "kind": "paragraph", "file": "chapters/behov.md", "number": "1-1", "text": "=1+1 " + "ord " * 40},
    {"id": "_P4", "kind": "note", "file": "chapters/behov.md", "number": "1", "text": "En note."},
    {"id": "_P5", "kind": "caption", "file": "chapters/behov.md", "number": "2", "text": "Tabell 2: Hvem"},
    {"id": "_P6", "kind": "cell", "file": "chapters/behov.md", "number": "1-1 a", "text": "Kommuner"},
    {"id": "_P7", "kind": "cell", "file": "chapters/behov.md", "number": "1-1 a.2", "text": "Verdier"},
    {"id": "_P8", "kind": "heading", "file": "chapters/behov.md", "number": "1.2", "text": "Om kostnad"},
]


@pytest.fixture(scope="module")
def imprint() -> Imprint:
    return _imprint("nb")


def _imprint(language: str) -> Imprint:
    hearing = Hearing(sent=datetime.date(2027, 1, 8), deadline=datetime.date(2027, 4, 8), address="post@example.no")
    day = datetime.date(2027, 1, 8)
    stamp = Stamp(status="prerelease", version=Version("0.9.0"), date=day, hearing=hearing)
    return Imprint(
        title="Målbilde for <digital> deling & [mer]", subtitle=None, publisher="Etaten & co", language=language,
        tag=words.load(language).tag, status="prerelease", status_name="Høringsutkast", status_colour="#8a2be2",
        status_ink="#ffffff", version="0.9.0", version_text="Versjon 0.9.0", maturity_name=None, level_name=None,
        date_text="8. januar 2027", identifier=None, case_number="27/123", facts=(), hearing=(), notice=None,
        watermark="Høringsutkast", on_hearing=True, footer="Målbilde", stamp=stamp,
    )  # fmt: skip


def _form(language: str = "nb", questions: str = QUESTIONS) -> Form:
    text = f"# Behov\n\n{documents.STATUS_TABLE}\nTekst.\n{questions}"
    book = documents.book(("chapters/behov.md", text), language=language, paragraph_numbers=True)
    label = words.load(language)["table"]
    anchors = [{**piece, "text": piece["text"].replace("Tabell", label)} for piece in ANCHORS]
    return response.make(book["book"], anchors, _imprint(language), words.load(language))


@pytest.fixture(scope="module")
def form() -> Form:
    return _form()


def _enclosed(**other: Any) -> Enclosed:
    given: dict[str, Any] = {
        "pdf": "m.pdf", "html": "m.html", "docx": "m.docx", "open_copy": None, "form_docx": "m-response.docx",
        "form_xlsx": "m-response.xlsx", "comments": True,
    }  # fmt: skip
    return Enclosed(**given | other)


def _sheets(target: Path, form: Form, language: str = "nb") -> dict[str, Worksheet]:
    """The sheets as openpyxl reads them back, by the keys of their names."""
    known = words.load(language)
    workbook.write(form, target, made=_imprint(language), build="abc", words=known, theme=theme.load(None))
    book = openpyxl.load_workbook(target)
    names = {known[key]: key for key in ("sheet_answers", "sheet_remarks", "sheet_places")}
    assert book.sheetnames == list(names)
    return {key: book[name] for name, key in names.items()}


def _docx(target: Path, form: Form, language: str = "nb") -> Docx:
    found = word_form.write(
        form, target, imprint=_imprint(language), build="abc", words=words.load(language), theme=theme.load(None)
    )
    assert found == ()  # by the rules of Word's accessibility checker
    return Docx(target)


def _values(sheet: Worksheet) -> list[list[str]]:
    return [[cell for cell in row if cell] for row in sheet.iter_rows(values_only=True) if any(row)]


# What can be answered


def test_places_are_those_whose_numbers_readers_see(form: Form) -> None:
    assert [(place.number, place.anchor) for place in form.places] == [
        ("1", "_P1"), ("1-1", "_P3"), ("Tabell 2", "_P5"), ("1-1 a", "_P6"), ("1.2", "_P8"),
    ]  # fmt: skip
    assert {place.chapter for place in form.places} == {"1 Behov"}
    assert form.places[1].text == "=1+1 " + "ord " * 17 + "ord …"
    assert form.places[2].text == "Hvem"
    assert form.cited == form.paragraph == "1-1"


def test_without_paragraph_numbers_one_cites_by_headings() -> None:
    pieces = [piece for piece in ANCHORS if "-" not in piece["number"]]
    made = response.make({"chapters": [], "questions": []}, pieces, _imprint("nb"), words.load("nb"))
    assert (made.paragraph, made.cited) == (None, "1")
    assert "for eksempel 1." in letter.text(_imprint("nb"), made, _enclosed(), words.load("nb"))


# Excel


def test_the_workbook_asks_what_the_document_asks(form: Form, tmp_path: Path) -> None:
    rows = _values(_sheets(tmp_path / "a.xlsx", form)["sheet_answers"])
    assert rows == [
        ["Svarskjema: Målbilde for <digital> deling & [mer]"],
        ["Versjon", "0.9.0 (Høringsutkast, 8. januar 2027)"],
        ["Saksnummer", "27/123"],
        ["Høringsfrist", "8. april 2027"],
        ["Svar sendes til", "post@example.no"],
        ["Avsender"],
        ["Organisasjon"],
        ["Kontaktperson"],
        ["E-post"],
        ["Dato"],
        ["Skriv ett svar eller én merknad i hver rad. Rader som ikke brukes, kan stå tomme."],
        ["Spørsmål til høringen"],
        ["Nr.", "Kapittel", "Spørsmål", "Svar"],
        ["1", "1 Behov", "=Er ansvaret tydelig?\nFlere ser <verdiene>.\n– Hvem følger opp?"],
        ["2", "1 Behov", "Hva koster det?"],
        ["Generelle merknader"],
        ["Nr.", "Emne", "Kommentar"],
        ["1"],
        ["2"],
        ["3"],
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_forms_ask_the_same(language: str, tmp_path: Path) -> None:
    known, form = words.load(language), _form(language)
    sheets = _sheets(tmp_path / "a.xlsx", form, language)
    made = _docx(tmp_path / "a.docx", form, language)
    _, *tables = [
        [words_of(cell) for cell in table.find("w:tr", NS).findall("w:tc", NS)] for table in made.find("//w:tbl")
    ]
    answers = _values(sheets["sheet_answers"])
    first = answers.index([known["respondent"]]) + 1
    respondent = [label for (label,) in answers[first : first + len(response.RESPONDENT)]]
    heads = [row for row in answers if row[0] == known["response_no"]]
    remarks = [str(cell.value) for cell in sheets["sheet_remarks"][workbook.HEAD]]
    remarks.remove(known["chapter"])  # is looked up, not asked
    assert [respondent, *heads, remarks] == tables
    general = answers[answers.index([known["response_general"]]) + 2 :]
    assert len(general) == len(made.find("//w:tbl")[3].findall("w:tr", NS)) - 1 == response.GENERAL_ROWS


def test_general_remarks_are_not_parted_between_pages(form: Form, tmp_path: Path) -> None:
    made = _docx(tmp_path / "a.docx", form)
    *others, last = made.find("//w:tbl")[3].findall("w:tr", NS)[1:]
    assert others and all(row.find(".//w:keepNext", NS) is not None for row in others)
    assert last.find(".//w:keepNext", NS) is None
    for asked, broken in ((form.questions[:1], False), (form.questions, True), (form.questions * 2, False)):
        sheet = _sheets(tmp_path / "a.xlsx", replace(form, questions=asked))["sheet_answers"]
        (heading,) = (cell.row for cell in sheet["A"] if cell.value == "Generelle merknader")
        assert [item.id for item in sheet.row_breaks.brk] == ([heading - 1] if broken else [])


def test_a_remark_chooses_its_paragraph_and_gets_its_chapter(form: Form, tmp_path: Path) -> None:
    sheets = _sheets(tmp_path / "a.xlsx", form)
    sheet = sheets["sheet_remarks"]
    assert [cell.value for cell in sheet[4]] == [
        "Nr.", "Avsnitt", "Kapittel", "Type", "Kommentar", "Forslag til ny tekst",
    ]  # fmt: skip
    assert [words.load("nb")[key] for key in workbook.COLUMNS] == [cell.value for cell in sheet[workbook.HEAD]]
    assert "8. april 2027" in sheet["A2"].value
    choices = {str(choice.sqref): choice for choice in sheet.data_validations.dataValidation}
    assert {where: choice.formula1 for where, choice in choices.items()} == {
        "B5:B1000": "'Avsnitt'!$A$2:$A$6", "D5:D1000": '"generell,endring,spørsmål"',
    }  # fmt: skip
    assert sheet.freeze_panes == "C5" and sheet.print_title_rows == "$4:$4"
    places = sheets["sheet_places"]
    assert [cell.value for cell in places[3]][0::3] == ["1-1", "_P3"]
    assert places.protection.sheet and places.column_dimensions["D"].hidden


def test_the_remarks_are_a_table_that_grows_and_is_ready_below(form: Form, tmp_path: Path) -> None:
    sheet = _sheets(tmp_path / "a.xlsx", form)["sheet_remarks"]
    (table,) = sheet.tables.values()
    assert table.ref == f"A4:F{4 + workbook.ROWS}" and sheet.max_row == 4 + workbook.ROWS
    assert [column.name for column in table.tableColumns] == [cell.value for cell in sheet[4]]
    formula = table.tableColumns[2].calculatedColumnFormula.attr_text
    assert sheet["C5"].value == f"={formula}"  # in a new row too
    below = [sheet.column_dimensions[letter] for letter in "ABCDEF"]
    assert all(column.number_format == "@" and column.alignment.wrap_text for column in below)


def test_heads_and_headings_have_room_round_them(form: Form, tmp_path: Path) -> None:
    for sheet in _sheets(tmp_path / "a.xlsx", form).values():
        heads = [row for row in sheet.iter_rows() if row[1].value in {"Avsnitt", "Kapittel", "Emne"}]
        assert heads
        for row in heads:
            assert sheet.row_dimensions[row[0].row].height >= 1.5 * 15
            assert (row[0].alignment.vertical, row[0].alignment.indent) == ("center", 1)
    answers = _sheets(tmp_path / "a.xlsx", form)["sheet_answers"]
    for row in answers.iter_rows():
        if row[0].value in {"Spørsmål til høringen", "Generelle merknader"}:
            assert answers.row_dimensions[row[0].row].height >= 2 * 15


def test_cells_are_text_whatever_they_begin_with(form: Form, tmp_path: Path) -> None:
    sheets = _sheets(tmp_path / "a.xlsx", form)
    kinds = {
        (cell.coordinate, cell.data_type, cell.number_format)
        for sheet in sheets.values()
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and (cell.data_type, cell.number_format) != ("s", "@")
    }
    assert kinds == {
        (f"C{row}", "f", "General") for row in range(5, 5 + workbook.ROWS)
    }  # the chapters that are looked up
    assert {cell.number_format for cell in sheets["sheet_remarks"][5] if cell.column != 3} == {"@"}
    cells = [cell for sheet in sheets.values() for row in sheet.iter_rows() for cell in row if cell.data_type == "s"]
    quoted = {str(cell.value)[:2] for cell in cells if cell.quotePrefix}
    assert quoted == {"=1", "=E"} == {str(cell.value)[:2] for cell in cells if str(cell.value)[0] in "=+-@"}


def test_every_sheet_prints_on_landscape_a4_as_wide_as_the_paper(form: Form, tmp_path: Path) -> None:
    for sheet in _sheets(tmp_path / "a.xlsx", form).values():
        setup = sheet.page_setup
        assert (setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight) == ("landscape", 9, 1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "&&" in sheet.oddFooter.left.text and "&P" in sheet.oddFooter.right.text


def test_a_document_without_numbers_or_questions_has_a_workbook_too(form: Form, tmp_path: Path) -> None:
    sheets = _sheets(tmp_path / "a.xlsx", replace(form, places=(), questions=()))
    (choice,) = sheets["sheet_remarks"].data_validations.dataValidation
    assert str(choice.sqref) == "D5:D1000"
    assert "Spørsmål til høringen" not in str(_values(sheets["sheet_answers"]))


# Word


def test_the_form_asks_what_the_document_asks(form: Form, tmp_path: Path) -> None:
    made = _docx(tmp_path / "a.docx", form)
    text = words_of(made.document)
    facts, _, questions, general, remarks = made.find("//w:tbl")
    assert "post@example.no" in words_of(facts) and "8. april 2027" in words_of(facts)
    cells = [[words_of(cell) for cell in row.findall("w:tc", NS)] for row in questions.findall("w:tr", NS)]
    assert cells == [
        ["Nr.", "Kapittel", "Spørsmål", "Svar"],
        ["1", "1 Behov", "=Er ansvaret tydelig?Flere ser <verdiene>.– Hvem følger opp?", ""],
        ["2", "1 Behov", "Hva koster det?", ""],
    ]
    assert words_of(general) == "Nr.EmneKommentar123"
    assert [words_of(cell) for cell in remarks.find("w:tr", NS).findall("w:tc", NS)] == [
        "Nr.", "Avsnitt", "Type", "Kommentar", "Forslag til ny tekst",
    ]  # fmt: skip
    assert len(remarks.findall("w:tr", NS)) == word_form.rows_of_remarks(theme.load(None)) + 1
    assert "for eksempel 1-1." in text and "generell, endring eller spørsmål" in text


def test_header_rows_repeat_rows_stay_whole_and_pages_are_landscape(form: Form, tmp_path: Path) -> None:
    made = _docx(tmp_path / "a.docx", form)
    for table in made.find("//w:tbl[w:tblPr/w:tblStyle/@w:val='Table']"):
        first, *others = table.findall("w:tr", NS)
        assert first.find("w:trPr/w:tblHeader", NS) is not None
        assert all(row.find("w:trPr/w:cantSplit", NS) is not None for row in (first, *others))
    assert made.find("//w:sectPr/w:pgSz/@w:orient") == ["landscape"]
    assert len(made.find("//w:sectPr")) == 1


def test_both_forms_say_of_what_document_they_are(form: Form, tmp_path: Path) -> None:
    made = _docx(tmp_path / "a.docx", form)
    said = {item.get("name"): "".join(item.itertext()) for item in made["docProps/custom.xml"]}
    assert said == {
        "Greenpaper.status": "prerelease", "Greenpaper.statusName": "Høringsutkast", "Greenpaper.version": "0.9.0",
        "Greenpaper.dirty": "false", "Greenpaper.buildId": "abc", "Greenpaper.date": "2027-01-08",
        "Greenpaper.caseNumber": "27/123", "Greenpaper.deadline": "2027-04-08", "Greenpaper.form": "response",
    }  # fmt: skip
    _sheets(tmp_path / "a.xlsx", form)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert {item.name: item.value for item in book.custom_doc_props} == said
    assert book.properties.title == form.title


def test_the_open_xml_sdk_finds_nothing(form: Form, tmp_path: Path, tool: Callable[[str], str]) -> None:
    program = tool("ooxml-validator")
    _docx(tmp_path / "a.docx", form)
    _sheets(tmp_path / "a.xlsx", form)
    _docx(tmp_path / "b.docx", replace(form, places=(), questions=()))
    _sheets(tmp_path / "b.xlsx", replace(form, places=(), questions=()))
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    for path in (*tmp_path.glob("*.docx"), *tmp_path.glob("*.xlsx")):
        done = subprocess.run([program, str(path)], capture_output=True, text=True, env=environment, check=False)
        assert json.loads(done.stdout)["errors"] == [], path


def test_the_same_bytes_each_time_and_no_time_of_day(form: Form, tmp_path: Path) -> None:
    made = []
    for number in range(2):
        _docx(tmp_path / f"{number}.docx", form)
        _sheets(tmp_path / f"{number}.xlsx", form)
        made.append([(tmp_path / f"{number}.{ending}").read_bytes() for ending in ("docx", "xlsx")])
    assert made[0] == made[1]
    for data in made[0]:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            assert {entry.date_time for entry in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            core = opened.read("docProps/core.xml").decode()
        assert core.count("2027-01-08T00:00:00Z") == 2 and str(datetime.date.today().year) not in core


# The letter


def test_the_letter_says_what_is_asked_when_where_and_how(form: Form, imprint: Imprint) -> None:
    said = letter.text(imprint, form, _enclosed(), words.load("nb"))
    assert said.split("\n\n") == [
        "Høring: Målbilde for \\<digital> deling & [mer]\n" + "=" * 46,
        "Vår referanse: 27/123",
        "Dato: 8. januar 2027",
        "Etaten & co sender «Målbilde for \\<digital> deling & [mer]», versjon 0.9.0, på høring. Vi ber om svar på"
        " spørsmålene nedenfor og om merknader til teksten.",
        "Fristen for å svare er 8. april 2027. Svaret sendes til post@example.no.",
        "Spørsmål til høringen\n---------------------",
        "1. =Er ansvaret tydelig?",
        "   Flere ser \\<verdiene>.",
        "   – Hvem følger opp?",
        "2. Hva koster det?",
        "Slik svarer dere\n----------------",
        "- I Word-filen: kommenter teksten og foreslå endringer i den, og send filen tilbake som DOCX.\n"
        "- I svarskjemaet, som finnes for Word og for Excel.\n"
        "- I brev eller e-post: vis til avsnittsnumrene, for eksempel 1-1.",
        "Vedlegg\n-------",
        "- hele dokumentet (PDF): m.pdf\n"
        "- hele dokumentet (HTML): m.html\n"
        "- hele dokumentet (Word): m.docx\n"
        "- svarskjema (Word): m-response.docx\n"
        "- svarskjema (Excel): m-response.xlsx\n",
    ]


HOSTILE = (
    "<b>fet</b> &amp; `kode`", "a*b*c og * for seg", "_a_ snake_case __b__", "[x](y) [z][w] [1]", r"C:\*tmp \d",
    "# 1 av 2", "+ mer", "> 5", "- minus", "https://example.no/a_b",
)  # fmt: skip


@pytest.mark.parametrize("title", HOSTILE)
def test_the_letter_is_markdown_that_shows_what_the_author_wrote(title: str, form: Form, imprint: Imprint) -> None:
    asked = (replace(form.questions[0], title=title, text=title),)
    said = letter.text(replace(imprint, title=title), replace(form, questions=asked), _enclosed(), words.load("nb"))
    shown = pandoc.run(["--from=commonmark", "--to=plain", "--wrap=none"], said)
    for part in (f"Høring: {title}", f"sender «{title}», versjon", f"1.  {title}", f"    {title}"):
        assert part in shown


@pytest.mark.parametrize(
    ("language", "quoted"), [("nb", "«{}»"), ("nn", "«{}»"), ("se", "«{}»"), ("en", "“{}”")], ids=LANGUAGES
)
def test_the_letter_quotes_the_title_as_the_language_does(language: str, quoted: str, form: Form) -> None:
    said = letter.text(replace(_imprint(language), title="Målbilde"), form, _enclosed(), words.load(language))
    assert quoted.format("Målbilde") in said
    assert "**" not in said and "](" not in said  # reads as text where it is pasted as it is


@pytest.mark.parametrize(
    ("language", "plural", "singular"),
    [("nb", "svarer dere", r"\b(du|deg|din)\b"), ("nn", "svarar de", r"\b(du|deg|din)\b"),
     ("se", "vástidehpet", r"\b(vástidat|Sádde|kommentere|evttot|čujut)\b")],
)  # fmt: skip
def test_the_letter_speaks_to_a_body(language: str, plural: str, singular: str, form: Form) -> None:
    said = letter.text(_imprint(language), form, _enclosed(open_copy="o.docx"), words.load(language))
    assert plural in said and not re.search(singular, said)


def test_the_letter_says_nothing_of_what_there_is_not(form: Form, imprint: Imprint) -> None:
    hearing = Hearing(deadline=datetime.date(2027, 2, 1), address="https://example.no/svar", reason="Det haster.")
    bare = replace(imprint, case_number=None, stamp=replace(imprint.stamp, hearing=hearing))
    enclosed = _enclosed(comments=False, open_copy="m-open.docx")
    said = letter.text(bare, replace(form, questions=(), places=()), enclosed, words.load("nb"))
    assert "spørsmål" not in said.casefold() and "Vår referanse" not in said and "Word-filen" not in said
    assert "eksempel" not in said and "Dato" not in said
    assert "Begrunnelse for kort frist: Det haster." in said
    assert "Svaret sendes til https://example.no/svar." in said
    assert ": m-open.docx\n" in said


# Languages


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_three_are_in_the_language_of_the_document(language: str, tmp_path: Path) -> None:
    known, form = words.load(language), _form(language)
    sheets = _sheets(tmp_path / "a.xlsx", form, language)
    made = _docx(tmp_path / "a.docx", form, language)
    texts = {
        "xlsx": json.dumps([_values(sheet) for sheet in sheets.values()], ensure_ascii=False),
        "docx": words_of(made.document),
        "letter": letter.text(_imprint(language), form, _enclosed(open_copy="o.docx"), known),
    }
    everywhere = ("questions", "response_comment", "response_proposal", "response_unnumbered", "response_general")
    for kind, keys in {
        "xlsx": (
            *everywhere,
            "respondent",
            "response_email",
            "response_choose",
            "response_begins",
            "response_more_excel",
        ),
        "docx": (*everywhere, "respondent", "response_email", "response_how", "response_remarks", "response_more_word"),
        "letter": (
            "letter_reference",
            "letter_enclosed",
            "questions",
            "letter_asks_questions",
            "letter_how",
            "letter_word",
            "letter_form",
            "letter_open",
        ),
    }.items():
        assert [key for key in keys if known[key] not in texts[kind]] == [], kind
    assert {place.number for place in form.places} >= {f"{known['table']} 2"}
    assert all("," not in kind for kind in form.kinds)  # commas part them in the drop-down


# By doit


def _doit(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [*DOIT, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with questions, and all that goes with it."""
    made = tmp_path_factory.mktemp("hearing") / "document"
    shutil.copytree(SAMPLE, made)
    with (made / "chapters/01-innledning.md").open("a", encoding="utf-8") as chapter:
        chapter.write(f'{QUESTIONS}\n!!! question "Hva mangler?"\n')
    done = _doit(made, "hearing")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "[" not in done.stdout  # no finding
    return made


def test_doit_hearing_makes_the_three_files(folder: Path) -> None:
    made = {path.name for path in (folder / "build").glob("*-nb*")}
    expected = ("-response.docx", "-response.xlsx", "-letter.md", ".docx", ".anchors.json")
    assert made == {f"{NAME}{ending}" for ending in expected}
    book = openpyxl.load_workbook(folder / "build" / f"{NAME}-response.xlsx")
    anchors = {piece["id"] for piece in json.loads((folder / "build" / f"{NAME}.anchors.json").read_bytes())["anchors"]}
    rows = list(book["Avsnitt"].iter_rows(min_row=2, values_only=True))
    assert {row[3] for row in rows} <= anchors
    assert ("2-1 a", "2 Forslag", "Dele data") in {row[:3] for row in rows}


def test_a_question_may_be_its_title_alone(folder: Path) -> None:
    document, form = (Docx(folder / "build" / f"{NAME}{ending}.docx") for ending in ("", "-response"))
    assert "Spørsmål 3: Hva mangler?" in words_of(document.document)
    assert "Spørsmål 3: Hva mangler?" in [words_of(comment) for comment in document["word/comments.xml"]]
    cells = [words_of(cell) for cell in form.find("//w:tbl")[2].findall("w:tr", NS)[3].findall("w:tc", NS)]
    assert cells == ["3", "1 Innledning", "Hva mangler?", ""]
    answers = openpyxl.load_workbook(folder / "build" / f"{NAME}-response.xlsx")["Svar"]
    assert ("3", "1 Innledning", "Hva mangler?", None) in list(answers.iter_rows(values_only=True))
    assert "\n\n3. Hva mangler?\n\n" in (folder / "build" / f"{NAME}-letter.md").read_text("utf-8")


def test_form_and_document_have_one_build_id(folder: Path) -> None:
    said = {
        (Docx(folder / "build" / f"{NAME}{ending}.docx")["docProps/custom.xml"]).xpath(
            "string(*[@name='Greenpaper.buildId'])"
        )
        for ending in ("", "-response")
    }
    assert len(said) == 1 and "" not in said


def test_without_a_hearing_nothing_is_made_and_it_is_said(tmp_path: Path) -> None:
    made = tmp_path / "document"
    shutil.copytree(SAMPLE, made)
    settings = made / "document.toml"
    settings.write_text(settings.read_text("utf-8").replace("deadline = 2027-02-15\n", ""), "utf-8")
    done = _doit(made, "hearing")
    assert done.returncode == 1
    assert (
        "the document is no hearing draft" in done.stdout + done.stderr
        and "[hearing-none]" in done.stdout + done.stderr
    )
    assert not (made / "build").exists()


def test_files_of_a_former_version_are_taken_away_and_clean_takes_the_rest(folder: Path, tmp_path: Path) -> None:
    made = tmp_path / "document"
    shutil.copytree(folder, made)
    settings = made / "document.toml"
    settings.write_text(settings.read_text("utf-8").replace('"0.2.0"', '"0.2.1"'), "utf-8")
    for chapter in (made / "chapters").glob("*.md"):
        chapter.write_text(chapter.read_text("utf-8").replace("v0.2.0", "v0.2.1"), "utf-8")
    assert _doit(made, "hearing").returncode == 0
    assert {path.name.split("-")[3] for path in (made / "build").glob("*-nb*")} == {"0.2.1"}
    assert _doit(made, "clean", "hearing").returncode == 0
    assert not list((made / "build").glob("*-nb-*"))


@pytest.mark.slow
def test_libreoffice_opens_both(folder: Path, calc: str, tool: Callable[[str], str], tmp_path: Path) -> None:
    pdftotext = tool("pdftotext")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for ending, said in (("docx", "Merknader til enkelte avsnitt"), ("xlsx", "Forslag til ny tekst")):
        source = folder / "build" / f"{NAME}-response.{ending}"
        command = [
            calc,
            "--headless",
            profile,
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path / ending),
            str(source),
        ]
        subprocess.run(command, capture_output=True, timeout=180, check=True)
        pdf = tmp_path / ending / f"{NAME}-response.pdf"
        text = subprocess.run([pdftotext, "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
        assert said in text and "Hva koster det?" in text
        _is_well_parted(text.split("\f")[:-1])


def _is_well_parted(pages: list[str]) -> None:
    """No page holds a row or two that were left over."""
    rows = [len(re.findall(r"^ *[0-9]+ *$", page, re.MULTILINE)) for page in pages]
    (general,) = (number for number, page in enumerate(pages) if "Generelle merknader" in page)
    assert rows[general] == response.GENERAL_ROWS
    remarks = [(page, count) for page, count in zip(pages, rows, strict=True) if "Forslag til ny tekst" in page]
    assert len(remarks) <= 2 and min(count for _, count in remarks) >= 8
    assert "Generelle merknader" not in remarks[0][0] and "Spørsmål til høringen" not in remarks[0][0]


@pytest.mark.slow
def test_what_is_written_comes_back_from_libreoffice_as_it_was_written(form: Form, calc: str, tmp_path: Path) -> None:
    """With the chapter looked up: that of i-1, though there is an I-1."""
    other = replace(form.places[1], number="i-1", chapter="Til slutt")
    places = (*form.places, replace(other, number="I-1", chapter="I Vedlegg"), other)
    _sheets(tmp_path / "sent.xlsx", replace(form, places=places))
    book = openpyxl.load_workbook(tmp_path / "sent.xlsx")
    written = {5: ("1-1", "1 Behov"), 6: ("i-1", "Til slutt"), 7: ("I-1", "I Vedlegg"), 8: ("1-4 til 1-6", None)}
    for row, (number, _) in written.items():
        book["Merknader"].cell(row, 2).value = number
        book["Merknader"].cell(row, 5).value, book["Merknader"].cell(row, 5).data_type = "=1+1", "s"
    book.save(tmp_path / "filled.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [calc, "--headless", profile, "--convert-to", "xlsx", "--outdir", str(tmp_path / "back")]
    subprocess.run([*command, str(tmp_path / "filled.xlsx")], capture_output=True, timeout=180, check=True)
    back = openpyxl.load_workbook(tmp_path / "back/filled.xlsx", data_only=True)
    sheet = back["Merknader"]
    assert {row: (sheet.cell(row, 2).value, sheet.cell(row, 3).value) for row in written} == written
    assert {sheet.cell(row, 5).value for row in written} == {"=1+1"}
    assert {item.name: item.value for item in back.custom_doc_props}["Greenpaper.form"] == "response"
