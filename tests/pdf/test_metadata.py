from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from greenpaper.model import PDF_VARIANTS
from greenpaper.pdf import metadata
from greenpaper.pdf.conformance import VARIANTS

PLAIN = VARIANTS["plain"]


def test_a_packet_is_well_formed_whatever_the_text() -> None:
    facts = {"title": '<&"æ', "author": "]]>", "keywords": "a, b", "greenpaper:version": "1<2"}
    packet = metadata.xmp(facts, "nb-NO", "W & P", PLAIN)
    root = ElementTree.fromstring(packet.decode("utf-8"))
    assert root.findtext(f".//{{{metadata.NAMESPACE}}}Version") == "1<2"
    assert [item.text for item in root.findall(".//{http://purl.org/dc/elements/1.1/}subject//*") if item.text] == [
        "a",
        "b",
    ]


def test_what_is_not_known_is_not_said() -> None:
    packet = metadata.xmp({"title": "T"}, "nb", "P", PLAIN).decode("utf-8")
    assert "Deadline" not in packet
    assert "<dc:creator>" not in packet


def test_each_variant_of_the_settings_is_known() -> None:
    assert tuple(VARIANTS) == PDF_VARIANTS


@pytest.mark.parametrize(
    ("variant", "declared"),
    [
        ("a-2a", {"pdfaid:part": "2", "pdfaid:conformance": "A", "pdfuaid:part": "1"}),
        ("a-3a", {"pdfaid:part": "3", "pdfaid:conformance": "A", "pdfuaid:part": "1"}),
        (
            "a-4f",
            {
                "pdfaid:part": "4",
                "pdfaid:conformance": "F",
                "pdfaid:rev": "2020",
                "pdfuaid:part": "2",
                "pdfuaid:rev": "2024",
            },
        ),
        ("plain", {}),
    ],
)
def test_a_packet_declares_what_the_variant_is(variant: str, declared: dict[str, str]) -> None:
    packet = metadata.xmp({"title": "T"}, "nb", "P", VARIANTS[variant]).decode("utf-8")
    found = re.findall(r"<(pdfu?aid:\w+)>(.*?)</", packet)
    assert dict(found) == declared
    assert len(found) == len(declared)


def test_every_property_of_ours_is_described_where_pdf_a_wants_it() -> None:
    facts = {"title": "T"} | {f"greenpaper:{key}": "x" for key in ("status", "version", "commit", "reason")}
    packet = metadata.xmp(facts, "nb", "P", VARIANTS["a-2a"]).decode("utf-8")
    used = set(re.findall(r"<greenpaper:(\w+)>", packet))
    described = set(re.findall(r"<pdfaProperty:name>(\w+)</", packet))
    assert used == {"Status", "Version", "Commit", "HearingReason"}
    assert described == {*used, "part"}
    assert "pdfaExtension:schemas" not in metadata.xmp(facts, "nb", "P", VARIANTS["a-4f"]).decode("utf-8")
