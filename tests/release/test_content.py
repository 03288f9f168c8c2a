"""The digest that ignores compression: the same for the same content, another for other content."""

from __future__ import annotations

import io
import zipfile

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


def test_of_other_files_the_bytes_count() -> None:
    assert content.digest("a.html", b"a") != content.digest("a.html", b"a ")


@pytest.mark.parametrize("name", ["a.pdf", "a.docx"])
def test_what_is_no_such_file_is_said(name: str) -> None:
    with pytest.raises(ValueError, match="no "):
        content.digest(name, b"hei")
