"""A returned DOCX (ECMA-376 part 1, transitional or strict) -> Reply: its text, comments, properties, map of anchors.

What a stranger's file says wrongly is left out; what keeps it from being read at all is a finding.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace

from lxml import etree

from greenpaper.model import Finding, Location
from greenpaper.responses import versions
from greenpaper.responses.docx import annotation, threads
from greenpaper.responses.docx.inlines import Sign
from greenpaper.responses.docx.story import Story
from greenpaper.responses.docx.tracked import UNCHANGED, Change
from greenpaper.responses.model import Sent
from greenpaper.responses.reply import Paragraph, Reply
from greenpaper.returned import RELATIONSHIPS, Returned
from greenpaper.word.anchors import NAMESPACE
from greenpaper.word.formatting import style_id
from greenpaper.word.ooxml import NS, Element, attribute
from greenpaper.word.styles import PARAGRAPH_NUMBER

_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006/"
_RENAMED = {b"/2006/customProperties": b"/2006/custom-properties"}
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MAP = f"{{{NAMESPACE}}}anchors"
_PIECES = 100_000  # that a map may have
_ODD = re.compile(r"(^|/)\.\.?(/|$)|^/|[\x00-\x1f\x7f\\]")  # what no path of a chapter has


def read(returned: Returned, path: str) -> Reply | Finding:
    """What the file at `path` says, or what keeps it from being read. Nothing that it names outside is followed."""
    try:
        return _Package(returned, path).reply()
    except (etree.LxmlError, ValueError) as fault:
        what = f"the file's text cannot be read ({fault})"[:200]
        cure = "open it in Word or LibreOffice, save it anew and send that"
        return Finding(code="returned-unreadable", where=Location(path=path), what=what, cure=cure)


class _Package:
    """The parts of a file, by what the package and its main part say of them."""

    def __init__(self, returned: Returned, path: str) -> None:
        self._parts, self._main, self._path = returned.parts, returned.main, path
        folder, _, file = returned.main.rpartition("/")
        self._of_main = self._relations(posixpath.join(folder, "_rels", f"{file}.rels"), folder)
        self._of_package = self._relations(RELATIONSHIPS, "")

    def reply(self) -> Reply:
        numbers = self._numbers()
        document = self._root(self._main)
        body = document.find("w:body", NS)
        if body is None:
            raise ValueError("it has no body")
        story = Story(document, numbers)
        story.read(body)
        notes = [*self._notes("footnote", story.signs, numbers), *self._notes("endnote", story.signs, numbers)]
        paragraphs = (*story.paragraphs(), *notes)
        if not paragraphs:
            raise ValueError("it has no paragraphs")
        parts = ("comments", "commentsExtended", "commentsIds", "commentsExtensible")
        return Reply(
            paragraphs=paragraphs,
            comments=threads.read(*map(self._related, parts)),
            properties=dict(self._properties()),
            claimed=self._claimed(),
            notes={sign.note: sign.anchor for sign in reversed(story.signs)},
        )

    def _notes(self, kind: str, signs: Sequence[Sign], numbers: Set[str]) -> Iterator[Paragraph]:
        """The notes of one kind in the order of their signs, then those whose sign is gone."""
        root = self._related(f"{kind}s")
        if root is None:
            return
        notes = {
            f"{kind[0]}{attribute(note, 'w:id')}": note
            for note in root.iterfind(f"w:{kind}", NS)
            if attribute(note, "w:type") in {"", "normal"}
        }
        changes: dict[str, Change] = {sign.note: sign.change for sign in reversed(signs) if sign.note in notes}
        order = dict.fromkeys([*(sign.note for sign in signs if sign.note in notes), *notes])
        story = Story(root, numbers)
        for note in order:
            story.read(notes[note], Paragraph(spans=(), part="note", note=note), changes.get(note, UNCHANGED))
        yield from story.paragraphs()

    def _numbers(self) -> Set[str]:
        """The ids of the style of paragraphs' numbers, as we write it and as another program may have renamed it."""
        styles = self._related("styles")
        found = {style_id(PARAGRAPH_NUMBER)}
        for style in styles.iterfind("w:style", NS) if styles is not None else ():
            if attribute(style.find("w:name", NS), "w:val").lower() == PARAGRAPH_NUMBER.lower():
                found.add(attribute(style, "w:styleId"))
        return found

    def _properties(self) -> Iterator[tuple[str, str]]:
        """Custom properties (22.3): names and values, as text."""
        for part in self._of_package.get("custom-properties", [])[:1]:
            for entry in self._root(part).iterfind("custom:property", NS):
                yield entry.get("name", ""), "".join(map(str, entry.itertext())).strip()

    def _claimed(self) -> Sent | None:
        """The map of anchors inside the file; None where it is missing or none that we wrote."""
        for part in self._of_main.get("customXml", []):
            if NAMESPACE.encode() not in self._parts[part]:
                continue
            root = self._root(part)
            if root.tag == _MAP:
                return _map(root, self._path)
        return None

    def _related(self, kind: str) -> Element | None:
        """The root of the part that the main part has of this kind."""
        part = next(iter(self._of_main.get(kind, [])), None)
        return None if part is None else self._root(part)

    def _relations(self, part: str, folder: str) -> Mapping[str, list[str]]:
        """The parts that a part of relationships names, by the last word of their types."""
        found: dict[str, list[str]] = defaultdict(list)
        for relation in self._root(part).iterfind(_RELATION) if part in self._parts else ():
            target = relation.get("Target", "")
            named = posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target))
            if relation.get("TargetMode") != "External" and named in self._parts:
                kind = relation.get("Type", "").rpartition("/")[2]
                found["custom-properties" if kind == "customProperties" else kind].append(named)
        return found

    def _root(self, part: str) -> Element:
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        root = etree.fromstring(self._parts[part], parser)
        if not any("purl.oclc.org" in (address or "") for address in root.nsmap.values()):
            return root
        content = _STRICT.sub(_TRANSITIONAL, etree.tostring(root, encoding="UTF-8"))
        for strict, transitional in _RENAMED.items():
            content = content.replace(strict, transitional)
        return etree.fromstring(content, parser)


def _map(root: Element, path: str) -> Sent | None:
    entries = [_attributes(entry) | {"text": entry.text or ""} for entry in root]
    if len(entries) > _PIECES or any(_ODD.search(entry.get("file", "")) for entry in entries):
        return None
    try:
        return replace(versions.record({**_attributes(root), "anchors": entries}, path), own=False)
    except (KeyError, ValueError):
        return None


def _attributes(element: Element) -> dict[str, str]:
    """Each on one line: numbers of paragraphs get into messages of commits, and onto terminals. Files as they are."""
    values = {str(key): str(value) for key, value in element.attrib.items()}
    return {key: value if key == "file" else annotation.plain(value) for key, value in values.items()}
