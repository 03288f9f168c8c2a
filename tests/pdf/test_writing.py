"""The PDF's bytes are those that pydyf writes."""

from __future__ import annotations

import io

import pydyf
import pytest

from greenpaper.pdf.writing import PDF


def fill(pdf: pydyf.PDF) -> None:
    for number in range(3):
        stream = pydyf.Stream([b"q", f"% {number}", 1.5, "Q"] * 50, compress=number > 0)
        pdf.add_object(stream)
        pdf.add_page(pydyf.Dictionary({"Type": "/Page", "Parent": pdf.pages.reference, "Contents": stream.reference}))
        assert pdf.page_references == pydyf.PDF.page_references.fget(pdf)
    pdf.info["Title"] = pydyf.String("Tittel æ")
    pdf.catalog["Last"] = pdf.page_references[-1]


@pytest.mark.parametrize("identifier", [False, True])
@pytest.mark.parametrize("compress", [False, True])
def test_the_bytes_are_pydyfs(identifier: bool, compress: bool) -> None:
    written = []
    for pdf in (pydyf.PDF(), PDF()):
        fill(pdf)
        output = io.BytesIO()
        pdf.write(output, b"1.7", identifier, compress)
        written.append(output.getvalue())
    assert written[0] == written[1]
    assert (b"/ID" in written[1]) == identifier
