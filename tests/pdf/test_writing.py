"""The PDF holds what pydyf writes."""

from __future__ import annotations

import io

import pikepdf
import pydyf
import pytest

from greenpaper.pdf.writing import PDF


def fill(pdf: pydyf.PDF) -> None:
    for number in range(3):
        stream = pydyf.Stream([b"q", f"% {number}", 1.5, "Q"] * 50, compress=number > 0)
        pdf.add_object(stream)
        page = {"Type": "/Page", "Parent": pdf.pages.reference, "Contents": stream.reference}
        box = pydyf.Array((0, 0, 100, 100))
        pdf.add_page(pydyf.Dictionary({**page, "MediaBox": box, "Resources": pydyf.Dictionary()}))
        assert pdf.page_references == pydyf.PDF.page_references.fget(pdf)
    pdf.info["Title"] = pydyf.String("Tittel æ")
    pdf.catalog["Last"] = pdf.page_references[-1]


@pytest.mark.parametrize("identifier", [False, True])
@pytest.mark.parametrize("compress", [False, True])
def test_the_content_is_what_pydyf_writes(identifier: bool, compress: bool) -> None:
    written = []
    for pdf in (pydyf.PDF(), PDF()):
        fill(pdf)
        output = io.BytesIO()
        pdf.write(output, b"1.7", identifier, compress)
        written.append(output.getvalue())
    texts = []
    for content in written:
        assert (b"/ID" in content) == identifier
        with pikepdf.open(io.BytesIO(content)) as opened:
            assert not opened.check_pdf_syntax()
            objects = [
                (item.read_bytes() if isinstance(item, pikepdf.Stream) else item.unparse()) for item in opened.objects
            ]
            texts.append(objects[:10])  # what comes after them is the file's own: its tables and identifier
    assert texts[0] == texts[1]


def test_what_would_not_be_compressed_is_not() -> None:
    pdf = PDF()
    fill(pdf)
    output = io.BytesIO()
    pdf.write(output)
    assert output.getvalue().count(b"% 0") == 50
    assert b"% 1" not in output.getvalue()
