"""The package (ECMA-376 part 2): parts, content types and relationships, in a zip that is the same every time."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from greenpaper import opc
from greenpaper.word.ooxml import RELATIONSHIPS

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DEFAULTS = {
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "odttf": "application/vnd.openxmlformats-officedocument.obfuscatedFont",
    "png": "image/png",
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "svg": "image/svg+xml",
    "xml": "application/xml",
}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."


@dataclass(kw_only=True, slots=True)
class Package:
    """A package being put together. Part names have no leading slash: `word/document.xml`."""

    parts: dict[str, bytes] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    relationships: dict[str, list[tuple[str, str, str, bool]]] = field(default_factory=dict)

    def add(self, part: str, data: bytes, content_type: str | None = None) -> None:
        """Add a part; without `content_type` the one of its extension holds."""
        self.parts[part] = data
        if content_type:
            self.types[part] = content_type

    def relate(self, source: str, kind: str, target: str, key: str, external: bool = False) -> None:
        """Add a relationship of `source`, "" for the package itself.

        `kind` is the last word of an OOXML relationship type or a whole type, `target` a part or, with `external`, an
        address.
        """
        whole = kind if "/" in kind else f"{RELATIONSHIPS}/{kind}"
        if not external:
            target = posixpath.relpath(target, posixpath.dirname(source) or ".")
        self.relationships.setdefault(source, []).append((key, whole, target, external))

    def to_bytes(self) -> bytes:
        """The zip: the parts, their content types and relationships."""
        parts = dict(self.parts)
        for source, entries in self.relationships.items():
            folder, base = posixpath.split(source)
            parts[posixpath.join(folder, "_rels", f"{base}.rels")] = _relationships(entries)
        parts["[Content_Types].xml"] = self._content_types(parts)
        return opc.packed(parts)

    def _content_types(self, parts: dict[str, bytes]) -> bytes:
        used = {part.rpartition(".")[2] for part in parts}
        root = _root("content-types", "Types")
        for extension in sorted(used):
            etree.SubElement(
                root, f"{{{_PACKAGE}/content-types}}Default", Extension=extension, ContentType=_DEFAULTS[extension]
            )
        for part, kind in sorted(self.types.items()):
            etree.SubElement(root, f"{{{_PACKAGE}/content-types}}Override", PartName=f"/{part}", ContentType=kind)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _relationships(entries: list[tuple[str, str, str, bool]]) -> bytes:
    root = _root("relationships", "Relationships")
    for key, kind, target, external in entries:
        made = etree.SubElement(root, f"{{{_PACKAGE}/relationships}}Relationship", Id=key, Type=kind, Target=target)
        if external:
            made.set("TargetMode", "External")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _root(vocabulary: str, tag: str) -> etree._Element:
    """An empty part of the package's own vocabularies, in the default namespace as readers expect it."""
    return etree.fromstring(f'<{tag} xmlns="{_PACKAGE}/{vocabulary}"/>')


def read(path: Path) -> dict[str, bytes]:
    """The parts of a package that pandoc wrote, by name."""
    return opc.unpacked(path.read_bytes())


def external_links(parts: Mapping[str, bytes], source: str) -> list[tuple[str, str]]:
    """Id and address of the hyperlinks that leave the package from the part `source`."""
    folder, base = posixpath.split(source)
    data = parts.get(posixpath.join(folder, "_rels", f"{base}.rels"))
    if data is None:
        return []
    return [
        (entry.get("Id", ""), entry.get("Target", ""))
        for entry in etree.fromstring(data)
        if entry.get("TargetMode") == "External"
    ]
