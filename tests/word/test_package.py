"""The package as a whole: the same bytes anywhere, nothing of this machine, valid, and LibreOffice lays it out."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from os.path import normpath
from pathlib import Path
from typing import Any

import pytest

from greenpaper import word
from greenpaper.imprint import Imprint, StatusRow
from greenpaper.theme import Theme
from greenpaper.word import package
from greenpaper.word.ooxml import NS, attribute
from greenpaper.words import Words, load
from tests.word.conftest import Docx, prepare

Write = Callable[..., Path]
_SIGNS = ("decimalSymbol", "listSeparator")


@pytest.fixture
def write(book: dict[str, Any], imprint: Imprint, rows: tuple[StatusRow, ...], nb: Words, look: Theme) -> Write:
    """Write the book in a folder, with anything of the call replaced."""

    def run(folder: Path, **other: Any) -> Path:
        given = {"book": book, "imprint": imprint, "rows": rows, "words": nb, "theme": look} | other
        target = folder / "out.docx"
        beside = target.with_suffix(".anchors.json")
        word.write(word.Source(images=prepare(folder), build=folder, **given), target, beside)
        return target

    return run


def test_the_same_bytes_in_another_folder(write: Write, docx: Docx, tmp_path: Path) -> None:
    again = write(tmp_path / "another" / "and deeper")
    assert again.read_bytes() == docx.path.read_bytes()


def test_the_zip_is_in_order_and_says_no_time(docx: Docx) -> None:
    with zipfile.ZipFile(docx.path) as opened:
        entries = opened.infolist()
    names = [entry.filename for entry in entries]
    assert names[0] == "[Content_Types].xml"
    assert names[2:] == sorted(names[2:])
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}


def test_nothing_of_this_machine_is_inside(docx: Docx, build: Path) -> None:
    for name, data in docx.parts.items():
        assert str(build).encode() not in data, name
        assert b"tall.png" not in data and b"flow" not in data, name


def test_every_part_has_a_type_and_every_relationship_a_part(docx: Docx) -> None:
    types = docx["[Content_Types].xml"]
    extensions = {item.get("Extension") for item in types if item.get("Extension")}
    overrides = {item.get("PartName").lstrip("/") for item in types if item.get("PartName")}
    assert overrides <= set(docx.names)
    assert all(name in overrides or name.rpartition(".")[2] in extensions for name in docx.names)
    for name in (name for name in docx.names if name.endswith(".rels")):
        base = Path(name).parent.parent
        for link in docx[name]:
            assert link.get("TargetMode") or normpath(base / link.get("Target")) in docx.names


def test_settings_are_those_of_a_current_word(docx: Docx) -> None:
    settings = docx["word/settings.xml"]
    assert settings.xpath("//w:compatSetting[@w:name='compatibilityMode']/@w:val", namespaces=NS) == ["15"]
    assert not settings.xpath("//w:doNotTrackMoves | //w:saveSubsetFonts | //w:evenAndOddHeaders", namespaces=NS)


def test_pages_mirror_each_other_where_both_sides_are_printed(
    docx: Docx, write: Write, look: Theme, tmp_path: Path
) -> None:
    assert not docx["word/settings.xml"].xpath("//w:mirrorMargins", namespaces=NS)
    both = Docx(write(tmp_path, theme=replace(look, page=replace(look.page, duplex=True))))
    assert both["word/settings.xml"].xpath("//w:mirrorMargins", namespaces=NS)


def test_a_package_keeps_its_external_links() -> None:
    made = package.Package()
    made.add("word/document.xml", b"<x/>")
    made.add("word/media/a.png", b"")
    made.relate("word/document.xml", "hyperlink", "https://example.no/?a=1&b=2", "rId1", external=True)
    made.relate("word/document.xml", "image", "word/media/a.png", "rId2")
    with zipfile.ZipFile(io.BytesIO(made.to_bytes())) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    assert package.external_links(parts, "word/document.xml") == [("rId1", "https://example.no/?a=1&b=2")]
    assert package.external_links(parts, "word/footnotes.xml") == []


@pytest.mark.parametrize("language", ["nn", "se", "en"])
def test_every_language_is_written(language: str, write: Write, imprint: Imprint, tmp_path: Path) -> None:
    words = load(language)
    made = Docx(write(tmp_path, words=words, imprint=replace(imprint, language=language, tag=words.tag)))
    text = "".join(made.document.itertext())
    assert words["contents"] in text
    assert f"{words['figure']} 1" in text.replace("SEQ", "")
    signs = [attribute(made["word/settings.xml"].find(f"w:{key}", NS), "w:val") for key in _SIGNS]
    assert signs == ([".", ","] if language == "en" else [",", ";"])


def variants(book: dict[str, Any], imprint: Imprint) -> dict[str, dict[str, Any]]:
    """What a document can lack."""
    index = {**book["book"], "figures": [], "tables": []}
    bare = replace(imprint, subtitle=None, hearing=(), notice=None, watermark=None, identifier=None, case_number=None)
    return {"whole": {}, "bare": {"imprint": bare, "rows": (), "book": {**book, "book": index}}}


@pytest.mark.parametrize("variant", ["whole", "bare"])
def test_the_open_xml_sdk_finds_nothing(
    variant: str,
    book: dict[str, Any],
    imprint: Imprint,
    write: Write,
    package_errors: Callable[[Path], list[object]],
    tmp_path: Path,
) -> None:
    assert package_errors(write(tmp_path, **variants(book, imprint)[variant])) == []


def test_an_address_that_the_open_xml_sdk_would_mend_is_told(
    write: Write, package_errors: Callable[[Path], list[object]], tmp_path: Path
) -> None:
    target = write(tmp_path)
    with zipfile.ZipFile(target) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    with zipfile.ZipFile(target, "w") as spoilt:
        for name, data in parts.items():
            spoilt.writestr(name, data.replace(b"https://example.no/a?b=1", b"mailto:a@b@c?b=1"))
    before = target.read_bytes()
    assert package_errors(target) == ["the validator changed the file"]
    assert target.read_bytes() == before


@pytest.mark.slow
@pytest.mark.parametrize("variant", ["whole", "bare"])
def test_libreoffice_lays_it_out_without_an_empty_page(
    variant: str, book: dict[str, Any], imprint: Imprint, write: Write, tool: Callable[[str], str], tmp_path: Path
) -> None:
    soffice, reader = tool("soffice"), tool("pdftotext")
    target = write(tmp_path, **variants(book, imprint)[variant])
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [soffice, "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path), str(target)]
    subprocess.run(command, capture_output=True, timeout=120, check=True)
    shutil.rmtree(tmp_path / "profile")
    laid = subprocess.run(
        [reader, "-layout", str(target.with_suffix(".pdf")), "-"], capture_output=True, text=True, check=True
    )
    pages = laid.stdout.split("\f")[:-1]
    assert imprint.title in " ".join(pages[0].split())
    for number, page in enumerate(pages[1:], 2):
        body = [line for line in page.splitlines() if line.strip()][1:-1]  # without header and footer
        assert body, f"page {number} is empty"
        assert f"side {number} av {len(pages)}" in page
    text = " ".join(" ".join(pages).split())
    for entry in book["book"]["headings"]:
        assert f"{entry['number'] or ''} {entry['text']}".strip() in text
