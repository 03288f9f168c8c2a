from __future__ import annotations

import io
import itertools
from typing import Any

import pikepdf
import pydyf
import pytest

from greenpaper import portable

MISLEADING = "siehe 3 0 R und [4 0 R] (æ)"  # what looks like a reference, in a text


def source() -> tuple[pydyf.PDF, pydyf.Dictionary]:
    """A PDF, and a page in it with annotations that refer to the page and to each other."""
    pdf = pydyf.PDF()
    pdf.add_object(pydyf.Dictionary({"Not": "taken"}))
    content = pydyf.Stream([b"q", "Q"], pydyf.Dictionary({"Note": pydyf.String(MISLEADING)}), compress=True)
    page = pydyf.Dictionary({"Type": "/Page", "Parent": pdf.pages.reference, "Scale": 0.5, "Flag": "true"})
    pdf.add_object(page)
    pdf.add_object(content)
    page["Contents"] = content.reference
    links: list[Any] = [pydyf.Dictionary({"T": pydyf.String(text)}) for text in ("3 0 R", MISLEADING)]
    for link in links:
        pdf.add_object(link)
        link["P"] = page.reference
    links[0]["Next"], links[1]["Next"] = links[1].reference, links[0].reference
    page["Annots"] = pydyf.Array([link.reference for link in links] + ["/XYZ", 1.5, 0])
    return pdf, page


def in_another(made: portable.Portable) -> tuple[pydyf.PDF, dict[str, pydyf.Object]]:
    pdf = pydyf.PDF()
    for _ in range(20):
        pdf.add_object(pydyf.Dictionary())
    return pdf, portable.append(pdf, made, {"pages": pdf.pages})


def read(pdf: pydyf.PDF, compress: bool = False) -> pikepdf.Pdf:
    written = io.BytesIO()
    pdf.write(written, compress=compress)
    return pikepdf.open(io.BytesIO(written.getvalue()))


@pytest.mark.parametrize("compress", [False, True], ids=["plain", "object streams"])
def test_objects_keep_their_references_in_another_pdf(compress: bool) -> None:
    pdf, page = source()
    taken = portable.take(pdf, {"page": page}, {"pages": pdf.pages})
    other, roots = in_another(portable.from_bytes(portable.to_bytes(taken)))
    other.catalog["Root"] = roots["page"].reference
    with read(other, compress) as opened:
        found = opened.Root.Root
        assert found.Contents.read_bytes() == b"q\nQ"
        assert str(found.Contents.Note) == MISLEADING
        first, second, *rest = found.Annots
        assert (str(first.T), str(second.T)) == ("3 0 R", MISLEADING)
        assert first.Next.objgen == second.objgen
        assert second.Next.objgen == first.objgen
        assert first.P.objgen == second.P.objgen == found.objgen
        assert [str(item) for item in rest] == ["/XYZ", "1.5", "0"]
        assert found.Parent.objgen == opened.Root.Pages.objgen
        assert (float(found.Scale), found.Flag) == (0.5, True)
        assert not [item for item in opened.objects if isinstance(item, pikepdf.Dictionary) and "/Not" in item]


def test_an_object_is_written_as_pydyf_writes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portable, "_LEVEL", 9)  # which is pydyf's
    pdf, page = source()
    taken = portable.take(pdf, {"page": page}, {"pages": pdf.pages})
    again = pydyf.PDF()
    again.add_object(pydyf.Dictionary())
    placed = portable.append(again, taken, {"pages": again.pages})
    assert placed["page"].number == page.number
    written = {item.data for item in again.objects[4:]}
    assert written == {item.data for item in pdf.objects[4:]}


def test_a_file_gives_back_what_was_written() -> None:
    def taken() -> portable.Portable:
        pdf, page = source()
        return portable.take(pdf, {"a": page, "b": pdf.catalog}, {"pages": pdf.pages}, {"size": [1, 2.5], "æ": "æ\n"})

    content = portable.to_bytes(taken())
    assert portable.from_bytes(content) == taken()
    assert portable.to_bytes(taken()) == content


def test_a_root_need_not_belong_to_the_pdf() -> None:
    pdf, page = source()
    form = pydyf.Stream([b"n"], pydyf.Dictionary({"Page": page.reference}))
    taken = portable.take(pdf, {"form": form}, {"pages": pdf.pages})
    other, roots = in_another(taken)
    other.catalog["Form"] = roots["form"].reference
    with read(other) as opened:
        assert opened.Root.Form.read_bytes() == b"n"
        assert opened.Root.Form.Page.Type == pikepdf.Name.Page


def test_a_chain_of_any_length_is_taken() -> None:
    pdf = pydyf.PDF()
    items = [pydyf.Dictionary() for _ in range(5000)]
    for item in items:
        pdf.add_object(item)
    for item, following in itertools.pairwise(items):
        item["Next"] = following.reference
    assert len(portable.take(pdf, {"first": items[0]}).objects) == 5000


def test_objects_can_be_taken_on_from_a_pdf_that_they_were_put_into() -> None:
    pdf, page = source()
    first = portable.take(pdf, {"page": page}, {"pages": pdf.pages})
    between, roots = in_another(first)
    again = portable.take(between, roots, {"pages": between.pages})
    assert [item.is_stream for item in again.objects] == [item.is_stream for item in first.objects]
    other, roots = in_another(again)
    other.catalog["Root"] = roots["page"].reference
    with read(other) as opened:
        found = opened.Root.Root
        assert found.Contents.read_bytes() == b"q\nQ"
        assert found.Annots[0].Next.objgen == found.Annots[1].objgen
