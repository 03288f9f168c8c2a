"""Names in SVG files: namespaces, and what elements and attributes are called without them. Pure."""

from __future__ import annotations

from typing import cast

from lxml import etree

SVG, XLINK, XML = (
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/XML/1998/namespace",
)
HREFS = ("href", f"{{{XLINK}}}href")


def local(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return etree.QName(element).localname


def attributes(element: etree._Element) -> list[tuple[str, str]]:
    """Names and values of its attributes."""
    return [(str(name), str(value)) for name, value in element.attrib.items()]


def line_of(element: etree._Element) -> int | None:
    """Where it stands in the file."""
    return cast("int | None", element.sourceline)  # the stubs do not know it
