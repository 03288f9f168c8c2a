"""What a reviewer gets: a file guarded as its status asks, questions as comments, a page that says how to answer."""

from __future__ import annotations

import getpass
import os
import re
import socket
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from greenpaper import word
from greenpaper.imprint import Imprint, StatusRow
from greenpaper.model import Hearing, Protection
from greenpaper.theme import Theme
from greenpaper.tree import Node
from greenpaper.word import properties
from greenpaper.word.comments import initials
from greenpaper.word.ooxml import NS, attribute
from greenpaper.words import LANGUAGES, Words, load
from tests import documents
from tests.word.conftest import Docx, words_of

ASKING = f"""# Behov

{documents.STATUS_TABLE}
Første avsnitt.

!!! question "Er ansvaret *tydelig*?"
    Flere virksomheter ser verdiene.[^1]

    - Hvem følger opp?

[^1]: En note.

1. Et punkt

   > [!QUESTION]
   > Hva koster det?
"""
SILENT = f"# Behov\n\n{documents.STATUS_TABLE}\nFørste avsnitt.\n"
Make = Callable[..., Docx]


@pytest.fixture
def make(tmp_path: Path, imprint: Imprint, rows: tuple[StatusRow, ...], look: Theme) -> Make:
    """Write a chapter's text as DOCX, with anything of the call replaced."""

    def run(text: str = ASKING, name: str = "out", **other: Any) -> Docx:
        guard = {key: other.pop(key) for key in ("protection", "open_copy") if key in other}
        given = {"imprint": imprint, "rows": rows, "words": load("nb"), "theme": look, "book": book(text)} | other
        target = tmp_path / f"{name}.docx"
        word.write(word.Source(images={}, build=tmp_path, **given), target, target.with_suffix(".json"), **guard)
        return Docx(target)

    return run


def book(text: str = ASKING) -> Node:
    return documents.book(("chapters/behov.md", text), paragraph_numbers=True)


# Questions


def test_a_question_is_a_comment_on_the_title_of_its_box(make: Make) -> None:
    made = make()
    comments = made["word/comments.xml"]
    assert [[words_of(line) for line in comment] for comment in comments] == [
        ["Spørsmål 1: Er ansvaret tydelig?", "Flere virksomheter ser verdiene.", "– Hvem følger opp?"],
        ["Spørsmål 2", "Hva koster det?"],
    ]
    for number, (comment, title) in enumerate(
        zip(comments, made.paragraphs("CalloutQuestionTitle"), strict=True), 1_000_000
    ):
        assert [attribute(comment, f"w:{key}") for key in ("id", "author", "initials", "date")] == [
            str(number), "Etaten & co", "EC", "2027-01-08T00:00:00Z",
        ]  # fmt: skip
        assert {attribute(line.find("w:pPr/w:pStyle", NS), "w:val") for line in comment} == {"AnnotationText"}
        tags = [etree.QName(child).localname for child in title if not child.xpath("w:tab", namespaces=NS)]
        assert tags[:3] == ["pPr", "bookmarkStart", "commentRangeStart"]  # inside of the anchor
        assert tags[-3:] == ["commentRangeEnd", "r", "bookmarkEnd"]
        ids = title.xpath(
            "w:commentRangeStart/@w:id | w:commentRangeEnd/@w:id | .//w:commentReference/@w:id", namespaces=NS
        )
        assert ids == [str(number)] * 3


def test_replies_have_a_thread_to_hang_on(make: Make) -> None:
    made = make()
    ids = [comment[-1].get(f"{{{NS['w14']}}}paraId") for comment in made["word/comments.xml"]]
    assert len(set(ids)) == 2 and all(re.fullmatch("[0-7][0-9A-F]{7}", key) for key in ids)
    threads = made["word/commentsExtended.xml"]
    assert [(item.get(f"{{{NS['w15']}}}paraId"), item.get(f"{{{NS['w15']}}}done")) for item in threads] == [
        (key, "0") for key in ids
    ]


def test_only_a_hearing_draft_with_questions_that_can_be_answered_has_comments(make: Make, imprint: Imprint) -> None:
    finished = make(imprint=replace(imprint, on_hearing=False))
    for made in (make(SILENT), finished, make(protection=Protection.READ_ONLY)):
        assert not [name for name in made.names if "comment" in name]
        assert not made.find("//w:commentReference | //w:commentRangeStart")


def test_a_question_in_a_footnote_is_no_comment(make: Make) -> None:
    made = make(
        ASKING.replace("[^1]: En note.", "[^1]: En note.\n\n    ### Overskrift\n\n    !!! question\n        Nei?")
    )
    assert len(made["word/comments.xml"]) == 2
    notes = words_of(made["word/footnotes.xml"])
    assert "Overskrift" in notes and "Nei?" in notes
    assert not made["word/footnotes.xml"].xpath("//w:pStyle[starts-with(@w:val, 'Heading')]", namespaces=NS)


def test_initials_are_those_of_the_words() -> None:
    assert initials("Direktoratet for e-helse og alle andre") == "DFEO"
    assert initials("Ås & co (nord)") == "ÅC"


# How to comment


def advice(made: Docx) -> list[str]:
    """The lines of the page "how to comment"."""
    blocks = made.find("/w:document/w:body/*")
    starts = [at for at, block in enumerate(blocks) if words_of(block) in HEADINGS]
    if not starts:
        return []
    end = next(at for at in range(starts[0], len(blocks)) if blocks[at].tag == f"{{{NS['w']}}}sdt")
    assert words_of(blocks[starts[0] - 1]).startswith("Kapittel")  # the status page
    return [words_of(block) for block in blocks[starts[0] + 1 : end]]


HEADINGS = {load(language)["comment_heading"] for language in LANGUAGES}


def test_the_page_says_when_where_and_how(make: Make) -> None:
    made = make(protection=Protection.TRACKED)
    assert advice(made) == [
        "Fristen for å svare er 8. april 2027. Svaret sendes til post@example.no.",
        "Kommenter teksten. Marker ordene det gjelder, og sett inn en ny kommentar.",
        "Foreslå endringer. Skriv rett i teksten. Alle endringer spores, og sporingen kan ikke slås av.",
        "Vis til avsnittet. Hvert avsnitt har et nummer, for eksempel 1-1. Numrene er de samme i alle utgaver av"
        " dokumentet.",
        "Svar på spørsmålene. Hvert spørsmål til høringen er også en kommentar. Svar på spørsmålet ved å svare på"
        " kommentaren.",
        "Send dokumentet tilbake som DOCX. I andre formater, som PDF, følger ikke alle kommentarer og endringer med.",
    ]
    assert 'HYPERLINK "mailto:post@example.no"' in "".join(made.find("//w:instrText/text()"))
    (heading,) = [p for p in made.paragraphs("TOCHeading") if words_of(p) in HEADINGS]
    assert heading.find("w:pPr/w:pageBreakBefore", NS) is None  # from its style


def test_it_says_nothing_of_what_there_is_not(make: Make, imprint: Imprint) -> None:
    bare = replace(imprint, stamp=replace(imprint.stamp, hearing=Hearing()))
    made = make(book=documents.book(("chapters/behov.md", SILENT)), imprint=bare, protection=Protection.TRACKED)
    assert [line.partition(".")[0] for line in advice(made)] == [
        "Kommenter teksten", "Foreslå endringer", "Send dokumentet tilbake som DOCX",
    ]  # fmt: skip


def test_it_says_whether_tracking_can_be_ended(make: Make) -> None:
    assert "slått på. La den stå på" in advice(make(protection=Protection.OPEN))[2]
    assert "Slå på sporing" in advice(make(protection=Protection.NONE))[2]
    assert advice(make(protection=Protection.READ_ONLY)) == []


def test_a_web_address_is_a_link_to_it(make: Make, imprint: Imprint) -> None:
    hearing = Hearing(address="https://example.no/svar?sak=1")
    made = make(imprint=replace(imprint, stamp=replace(imprint.stamp, hearing=hearing)))
    assert 'HYPERLINK "https://example.no/svar?sak=1"' in "".join(made.find("//w:instrText/text()"))
    assert advice(made)[0] == "Svaret sendes til https://example.no/svar?sak=1."


def test_only_a_hearing_draft_has_it(make: Make, imprint: Imprint) -> None:
    assert advice(make(imprint=replace(imprint, on_hearing=False))) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_in_the_language_of_the_document(language: str, make: Make, imprint: Imprint) -> None:
    words: Words = load(language)
    made = make(words=words, imprint=replace(imprint, language=language, tag=words.tag), protection=Protection.TRACKED)
    text = words_of(made.document)
    for key, value in words.strings.items():
        if key.startswith("comment_") and key not in {"comment_changes_open", "comment_changes_free"}:
            for piece in re.split(r"\{\w+\}", value):
                assert piece.strip(" .") in text, key


# Protection


@pytest.mark.parametrize(
    "protection, tracks, edit, final",
    [
        (Protection.NONE, False, None, False),
        (Protection.OPEN, True, None, False),
        (Protection.TRACKED, True, "trackedChanges", False),
        (Protection.READ_ONLY, False, "readOnly", True),
    ],
)
def test_settings_and_properties_of_each_protection(
    protection: Protection, tracks: bool, edit: str | None, final: bool, make: Make
) -> None:
    made = make(protection=protection)
    settings = made["word/settings.xml"]
    assert (settings.find("w:trackRevisions", NS) is not None) == tracks
    guard = settings.find("w:documentProtection", NS)
    assert (None if guard is None else dict(guard.attrib)) == (
        {f"{{{NS['w']}}}edit": edit, f"{{{NS['w']}}}enforcement": "1"} if edit else None
    )
    marks = made["docProps/custom.xml"].xpath("*[@name='_MarkAsFinal']/vt:bool/text()", namespaces=NS)
    assert marks == (["true"] if final else [])


def test_the_open_copy_differs_in_settings_and_in_its_advice_alone(make: Make, tmp_path: Path) -> None:
    copy = tmp_path / "copy.docx"
    made, opened = make(protection=Protection.TRACKED, open_copy=copy), Docx(copy)
    assert made.names == opened.names
    differing = {name for name in made.names if made.parts[name] != opened.parts[name]}
    assert differing == {"word/document.xml", "word/settings.xml"}
    assert opened.parts == make(protection=Protection.OPEN).parts
    assert [a == b for a, b in zip(advice(made), advice(opened), strict=True)] == [True, True, False, True, True, True]


@pytest.mark.parametrize("text", [ASKING, SILENT], ids=["asking", "silent"])
@pytest.mark.parametrize("protection", Protection)
def test_the_open_xml_sdk_finds_nothing(
    protection: Protection, text: str, make: Make, package_errors: Callable[[Path], list[object]]
) -> None:
    assert package_errors(make(text, protection=protection).path) == []


# The stamp


def test_the_build_id_names_what_was_built(imprint: Imprint) -> None:
    name = properties.build_id(book(), imprint)
    assert re.fullmatch("[0-9a-f]{12}", name)
    assert name == properties.build_id(book(), replace(imprint))
    others = [
        properties.build_id(book(ASKING + "\nMer.\n"), imprint),
        properties.build_id(book(), replace(imprint, stamp=replace(imprint.stamp, commit="0" * 40))),
        properties.build_id(book(), replace(imprint, version="0.9.1")),
    ]
    assert len({name, *others}) == 4


def test_both_copies_have_the_build_id(make: Make, tmp_path: Path, imprint: Imprint) -> None:
    make(open_copy=tmp_path / "copy.docx")
    for name in ("out", "copy"):
        with zipfile.ZipFile(tmp_path / f"{name}.docx") as opened:
            custom = etree.fromstring(opened.read("docProps/custom.xml"))
        values = custom.xpath("*[@name='Greenpaper.buildId']/vt:lpwstr/text()", namespaces=NS)
        assert values == [properties.build_id(book(), imprint)]


def test_no_part_names_this_machine(make: Make, tmp_path: Path) -> None:
    traces = {str(Path.cwd()), str(Path.home()), str(tmp_path), tempfile.gettempdir(), os.environ.get("USER", "")}
    made = make(open_copy=tmp_path / "copy.docx")
    for part, data in (*made.parts.items(), *Docx(tmp_path / "copy.docx").parts.items()):
        found = [trace for trace in traces if len(trace) > 3 and trace.encode() in data]
        assert found == [], part
        for name in (getpass.getuser(), socket.gethostname()):
            assert not re.search(rb"(?<![\w-])" + re.escape(name.encode()) + rb"(?![\w-])", data), (part, name)


# LibreOffice


@pytest.mark.slow
def test_libreoffice_opens_every_protection_and_keeps_it(
    make: Make, tool: Callable[[str], str], tmp_path: Path
) -> None:
    soffice = tool("soffice")
    sent = {protection: make(name=protection.value, protection=protection) for protection in Protection}
    back = tmp_path / "back"
    command = [
        soffice,
        "--headless",
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--convert-to",
        "docx",
    ]
    paths = [str(made.path) for made in sent.values()]
    subprocess.run([*command, "--outdir", str(back), *paths], capture_output=True, timeout=120, check=True)
    for protection, made in sent.items():
        saved = Docx(back / made.path.name)
        for name in ("trackRevisions", "documentProtection/@w:edit", "documentProtection/@w:enforcement"):
            before, after = (
                docx["word/settings.xml"].xpath(f"count(w:{name})", namespaces=NS) for docx in (made, saved)
            )
            assert before == after, (protection, name)
        if protection != Protection.READ_ONLY:  # which has none
            asked = [[words_of(line) for line in comment] for comment in made["word/comments.xml"]]
            assert [[words_of(line) for line in comment] for comment in saved["word/comments.xml"]] == asked
