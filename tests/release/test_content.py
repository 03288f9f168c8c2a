"""The digest that ignores compression: the same for the same content, another for other content."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pikepdf
import pytest

from greenpaper.release import content


def pdf(text: bytes = b"BT ET", compress: bool = True) -> bytes:
    made = pikepdf.new()
    page = made.add_blank_page()
    page.Contents = made.make_stream(text)
    stream = io.BytesIO()
    made.save(stream, compress_streams=compress, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return stream.getvalue()


def docx(text: str = "tekst", level: int = 9) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as opened:
        opened.writestr("word/document.xml", text * 100)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "one", "packed", "other"),
    [("a.pdf", pdf(), pdf(compress=False), pdf(b"BT  ET")), ("a.docx", docx(), docx(level=0), docx("annen"))],
)
def test_only_the_content_counts(name: str, one: bytes, packed: bytes, other: bytes) -> None:
    assert one != packed
    assert content.digest(name, one) == content.digest(name, packed)
    assert content.digest(name, one) != content.digest(name, other)


def rich(title: str = "Prøve", **more: object) -> bytes:
    """A PDF with what a rewriting touches: XMP, references in arrays, strings that look like one."""
    made = pikepdf.new()
    for text in (b"BT ET" * 50, b"q Q"):
        made.add_blank_page().Contents = made.make_stream(text, Alt=pikepdf.String("se (9 0 R) og 1 0 R"))
    made.Root.Names = pikepdf.Array([made.pages[1].obj, made.pages[0].obj, made.make_indirect(7)])
    with made.open_metadata() as packet:
        packet["dc:title"] = title
    for key, value in more.items():
        made.Root[f"/{key}"] = value
    stream = io.BytesIO()
    made.save(stream, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return stream.getvalue()


@pytest.mark.parametrize(
    "how",
    [
        *({}, {"compress_streams": False}, {"recompress_flate": True}, {"linearize": True}, {"qdf": True}),
        *({"object_stream_mode": mode} for mode in pikepdf.ObjectStreamMode.__members__.values()),
    ],
)
def test_a_pdf_that_was_only_written_anew_has_the_same(how: dict[str, Any]) -> None:
    one, stream = rich(), io.BytesIO()
    with pikepdf.open(io.BytesIO(one)) as opened:
        opened.save(stream, **how)
    assert content.digest("a.pdf", stream.getvalue()) == content.digest("a.pdf", one)


def test_a_pdf_that_shows_or_says_something_else_has_another() -> None:
    with pikepdf.open(io.BytesIO(rich())) as opened:
        opened.Root.Names = pikepdf.Array([opened.pages[0].obj, opened.pages[1].obj, 7])
        stream = io.BytesIO()
        opened.save(stream)
    others = [rich("Annet"), rich(Lang=pikepdf.String("nb")), rich(X=pikepdf.Name("/9 0 R")), stream.getvalue()]
    assert len({content.digest("a.pdf", other) for other in (rich(), *others)}) == 5


def test_of_other_files_the_bytes_count() -> None:
    assert content.digest("a.html", b"a") != content.digest("a.html", b"a ")


@pytest.mark.parametrize("name", ["a.pdf", "a.docx"])
def test_what_is_no_such_file_is_said(name: str) -> None:
    with pytest.raises(ValueError, match="no "):
        content.digest(name, b"hei")
