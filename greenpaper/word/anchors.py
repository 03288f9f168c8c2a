"""Anchors in the package: hidden bookmarks round the text, and the map that says what each stood round.

The map travels inside the file (a custom XML data part, ECMA-376 part 1, 15.2.5), so that a returned file tells what
was sent, and lies beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from lxml import etree

from greenpaper.anchors import ANCHOR, Anchor
from greenpaper.imprint import Imprint
from greenpaper.tree import Node, attr, node
from greenpaper.word.formatting import style_id
from greenpaper.word.ooxml import NS, Element, attribute, name
from greenpaper.word.package import Package
from greenpaper.word.styles import PARAGRAPH_NUMBER

NAMESPACE = "https://greenpaper.invalid/anchors/1.0/"  # a name, no address (RFC 2606)
PART = "customXml/item1.xml"
_PROPERTIES = "customXml/itemProps1.xml"
_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_ITEM = "{6B1F0E5A-3C55-4D0B-9A44-7E0D6B9C2F10}"  # of this kind of part, in any document
_HIDDEN = "_"  # before the name of a bookmark that Word shows in no list
_NUMBER = style_id(PARAGRAPH_NUMBER)
_BREAKS = {"w:br": "\n", "w:cr": "\n", "w:tab": "\t", "w:noBreakHyphen": "\u2011"}


def mark(identifier: str, inlines: list[Node]) -> Node:
    """The inlines between the ends of the bookmark: pandoc makes one of a span's id, if that begins with a letter."""
    return node("Span", [attr(identifier.removeprefix(_HIDDEN), (ANCHOR,)), inlines])


def settle(roots: Iterable[Element], anchors: Iterable[Anchor]) -> None:
    """Hide the anchors' bookmarks, and give all bookmarks ids that no other has (17.13.6.2), in the text's order."""
    hidden = {anchor.identifier.removeprefix(_HIDDEN): anchor.identifier for anchor in anchors}
    count = 0
    for root in roots:
        fresh: dict[str, str] = {}
        for start in root.iter(name("w:bookmarkStart")):
            given = attribute(start, "w:name")
            start.set(name("w:name"), hidden.get(given, given))
            fresh[attribute(start, "w:id")] = str(count)
            start.set(name("w:id"), str(count))
            count += 1
        for end in root.iter(name("w:bookmarkEnd")):
            end.set(name("w:id"), fresh[attribute(end, "w:id")])


def texts(root: Element, names: Iterable[str]) -> dict[str, str]:
    """What stands between the ends of each of these bookmarks: text and breaks, without numbers of paragraphs."""
    wanted, found = set(names), {}
    for paragraph in root.iter(name("w:p")):
        open_names: dict[str, str] = {}
        for item in _own(paragraph):
            if item.tag == name("w:bookmarkStart") and attribute(item, "w:name") in wanted:
                open_names[attribute(item, "w:id")] = attribute(item, "w:name")
                found[attribute(item, "w:name")] = ""
            elif item.tag == name("w:bookmarkEnd"):
                open_names.pop(attribute(item, "w:id"), None)
            elif open_names and (piece := _text(item)):
                for bookmark in open_names.values():
                    found[bookmark] += piece
    return found


def _own(paragraph: Element) -> Iterator[Element]:
    """The elements of a paragraph in order, without those of a paragraph inside it (in a text box)."""
    for child in paragraph:
        if child.tag != name("w:p"):
            yield child
            yield from _own(child)


def _text(item: Element) -> str:
    run = item.getparent()
    if run is not None and attribute(run.find("w:rPr/w:rStyle", NS), "w:val") == _NUMBER:
        return ""
    if item.tag in {name("w:t"), name("m:t")}:
        return item.text or ""
    return next((shown for tag, shown in _BREAKS.items() if item.tag == name(tag)), "")


def add(package: Package, document: str, entries: Sequence[Mapping[str, Any]], imprint: Imprint) -> None:
    """Add the map as a part that the part `document` has."""
    root = etree.Element(f"{{{NAMESPACE}}}anchors", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    for key, value in _facts(imprint).items():
        root.set(key, value)
    for entry in entries:
        made = etree.SubElement(root, f"{{{NAMESPACE}}}anchor")
        for key in ("id", "kind", "file", "line", "number"):
            if entry[key]:
                made.set(key, str(entry[key]))
        made.text = entry["text"]
    package.add(PART, _serialized(root))
    store = etree.Element(f"{{{_STORE}}}datastoreItem", nsmap={"ds": _STORE})
    store.set(f"{{{_STORE}}}itemID", _ITEM)
    references = etree.SubElement(store, f"{{{_STORE}}}schemaRefs")
    etree.SubElement(references, f"{{{_STORE}}}schemaRef").set(f"{{{_STORE}}}uri", NAMESPACE)
    kind = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
    package.add(_PROPERTIES, _serialized(store), kind)
    package.relate(document, "customXml", PART, "rIdAnchors")
    package.relate(PART, "customXmlProps", _PROPERTIES, "rId1")


def beside(entries: Sequence[Mapping[str, Any]], imprint: Imprint) -> str:
    """The map as the JSON file beside the DOCX, an anchor in a line."""
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    facts = json.dumps(_facts(imprint), ensure_ascii=False)
    return f'{facts[:-1]}, "anchors": [\n{lines}\n]}}\n'


def entries(anchors: Sequence[Anchor], document: Element, notes: Element) -> list[dict[str, Any]]:
    """The anchors with the texts that the document shows for them; for that round a note's sign, the note's."""
    found = texts(document, [anchor.identifier for anchor in anchors]) | _said(document, notes)
    return [anchor.as_dict(found[anchor.identifier]) for anchor in anchors]


def _said(document: Element, notes: Element) -> dict[str, str]:
    """The text of each note, by the bookmark round its sign."""
    said = {
        attribute(note, "w:id"): "\n".join(
            "".join(map(_text, _own(paragraph))).strip() for paragraph in note.iter(name("w:p"))
        )
        for note in notes.iterfind("w:footnote", NS)
    }
    found = {}
    for sign in document.iter(name("w:footnoteReference")):
        before = sign.getparent().getprevious()  # type: ignore[union-attr]
        if before is not None and before.tag == name("w:bookmarkStart"):
            found[attribute(before, "w:name")] = said[attribute(sign, "w:id")]
    return found


def _facts(imprint: Imprint) -> dict[str, str]:
    """Which document, and which state of it, was sent."""
    stamp = imprint.stamp
    facts = {
        "title": imprint.title,
        "version": stamp.version.text,
        "status": stamp.status,
        "date": stamp.date.isoformat(),
        "commit": stamp.commit or "",
    }
    return {key: value for key, value in facts.items() if value}


def _serialized(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
