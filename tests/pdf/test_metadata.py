from __future__ import annotations

from xml.etree import ElementTree

from greenpaper.pdf import metadata


def test_a_packet_is_well_formed_whatever_the_text() -> None:
    facts = {"title": '<&"æ', "author": "]]>", "keywords": "a, b", "greenpaper:version": "1<2"}
    packet = metadata.xmp(facts, "nb-NO", "W & P")
    root = ElementTree.fromstring(packet.decode("utf-8"))
    assert root.findtext(f".//{{{metadata.NAMESPACE}}}Version") == "1<2"
    assert [item.text for item in root.findall(".//{http://purl.org/dc/elements/1.1/}subject//*") if item.text] == [
        "a",
        "b",
    ]


def test_what_is_not_known_is_not_said() -> None:
    packet = metadata.xmp({"title": "T"}, "nb", "P").decode("utf-8")
    assert "Deadline" not in packet
    assert "<dc:creator>" not in packet
