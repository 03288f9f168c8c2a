"""The structure tree as objects of the PDF (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pydyf

from greenpaper.pdf import headers, roles
from greenpaper.pdf.marks import Marks
from greenpaper.pdf.structure import Annotation, Content, Element, cell_headers
from greenpaper.pdf.writing import pages

_PDF2 = "http://iso.org/pdf2/ssn"
_ONLY_PDF2 = frozenset({"Document", "FENote", "Em", "Strong"})


class Writer:
    """Writes one tree. `marks` are the pages' marked content, in order.

    `first` is the first key of the parent tree, `prefix` stands before every ID. `root` is the StructTreeRoot.
    """

    def __init__(self, pdf: pydyf.PDF, marks: Sequence[Marks], *, pdf2: bool, first: int = 0, prefix: str = "") -> None:
        self.root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
        self._first, self._prefix = first, prefix
        self._pdf = pdf
        self._marks = marks
        self._pages = pdf.page_references
        self._pdf2 = pdf2
        self._parents: list[dict[int, bytes]] = [{} for _ in marks]  # of each page: content -> its element
        self._annotations: list[tuple[Any, bytes]] = []
        self._identified: dict[str, bytes] = {}
        self._objects: dict[Element, pydyf.Dictionary] = {}
        self._namespace: bytes | None = None

    def reference(self, element: Element | None) -> bytes | None:
        """Where a written element is; None for one that is not in the tree."""
        made = self._objects.get(element) if element else None
        return made.reference if made is not None else None

    def refer(self, entry: Element, target: bytes) -> None:
        """Have a line of the contents name the element that it stands for (ISO 14289-2, 8.2.5.8)."""
        self._objects[entry]["Ref"] = pydyf.Array([target])

    def write(self, document: Element) -> None:
        """Add the tree to the PDF and name it in the catalogue."""
        root = self.root
        self._pdf.add_object(root)
        if self._pdf2:
            namespace = self._added({"Type": "/Namespace", "NS": pydyf.String(_PDF2)})
            self._namespace = namespace.reference
            root["Namespaces"] = pydyf.Array([namespace.reference])
        for element in document.walk():
            self._objects[element] = self._added({"Type": "/StructElem", "S": f"/{element.kind}"})
        self._describe(document)
        self._fill(document, root.reference)
        root["K"] = pydyf.Array([self._objects[document].reference])
        entries = self._parent_tree()
        root["ParentTree"] = self._added({"Nums": entries}).reference
        root["ParentTreeNextKey"] = entries[-2] + 1
        if self._identified:
            root["IDTree"] = self._id_tree().reference
        self._pdf.catalog["StructTreeRoot"] = root.reference

    def _added(self, values: dict[str, Any]) -> pydyf.Dictionary:
        made = pydyf.Dictionary(values)
        self._pdf.add_object(made)
        return made

    def _fill(self, element: Element, parent: bytes) -> None:
        """Write the element's kids."""
        made = self._objects[element]
        made["P"] = parent
        page = next((kid.page for kid in element.kids if not isinstance(kid, Element)), None)
        kids = pydyf.Array()
        for kid in element.kids:
            if isinstance(kid, Element):
                self._fill(kid, made.reference)
                kids.append(self._objects[kid].reference)
            else:
                kids.append(self._kid(kid, made.reference, page))
        if page is not None:
            made["Pg"] = self._pages[page]
        made["K"] = kids

    def _kid(self, kid: Content | Annotation, owner: bytes, page: int | None) -> Any:
        place = self._pages[kid.page]
        if isinstance(kid, Annotation):
            annotation: Any = kid.dictionary
            self._annotations.append((annotation, owner))
            return pydyf.Dictionary({"Type": "/OBJR", "Obj": annotation.reference, "Pg": place})
        self._parents[kid.page][kid.mcid] = owner
        group = self._marks[kid.page].group(kid.mcid)
        if group is not None:
            return pydyf.Dictionary({"Type": "/MCR", "Pg": place, "Stm": group.reference, "MCID": kid.mcid})
        return kid.mcid if kid.page == page else pydyf.Dictionary({"Type": "/MCR", "Pg": place, "MCID": kid.mcid})

    def _describe(self, document: Element) -> None:
        """Write what is said of each element: language, alternative text, attributes, and an ID where one is needed."""
        cells = {element.node: element for element in document.walk() if element.kind in {"TH", "TD"}}
        heads = {cells[node]: [cells[head] for head in found] for node, found in cell_headers(document).items()}
        identified = {head for found in heads.values() for head in found}
        for element, made in self._objects.items():
            if self._namespace and element.kind in _ONLY_PDF2:
                made["NS"] = self._namespace
            if element.lang:
                made["Lang"] = pydyf.String(element.lang)
            if element.alt:
                made["Alt"] = pydyf.String(element.alt)
            if element in identified or element.kind in {"Note", "FENote"}:
                self._identify(element)
        for element, made in self._objects.items():
            attributes = self._attributes(element)
            if found := heads.get(element):
                names = pydyf.Array([self._objects[head]["ID"] for head in found])
                attributes["Table"] = {**attributes.get("Table", {}), "Headers": names}
            dictionaries = [pydyf.Dictionary({"O": f"/{owner}", **values}) for owner, values in attributes.items()]
            if dictionaries:
                made["A"] = dictionaries[0] if len(dictionaries) == 1 else pydyf.Array(dictionaries)

    def _identify(self, element: Element) -> None:
        name = f"{self._prefix}{element.kind}-{len(self._identified) + 1}"
        made = self._objects[element]
        made["ID"] = pydyf.String(name)
        self._identified[name] = made.reference

    def _attributes(self, element: Element) -> dict[str, dict[str, Any]]:
        """Attributes by their owner (ISO 32000-1, 14.8.5)."""
        node = element.node
        found: dict[str, dict[str, Any]] = {}
        if element.box:
            found["Layout"] = {"BBox": pydyf.Array(element.box)}
        if node is None:
            return found
        if element.kind in {"TH", "TD"}:
            wide, high = headers.spans(node)
            cell = {"Scope": f"/{headers.scope(node)}"} if element.kind == "TH" else {}
            spans = {name: value for name, value in (("ColSpan", wide), ("RowSpan", high)) if value > 1}
            if cell or spans:
                found["Table"] = {**cell, **spans}
        if element.kind == "L":
            found["List"] = {"ListNumbering": f"/{roles.list_numbering(node, pdf2=self._pdf2)}"}
        return found

    def _parent_tree(self) -> pydyf.Array:
        """Number -> element: for each page an array by MCID, then groups and annotations (ISO 32000-1, 14.7.4.4)."""
        entries = pydyf.Array()
        following: list[tuple[Any, str, Any]] = []
        for number, (page, marks, parents) in enumerate(
            zip(pages(self._pdf), self._marks, self._parents, strict=True), self._first
        ):
            groups: dict[int, tuple[Any, dict[int, bytes]]] = {}
            for mcid in list(parents):
                group = marks.group(mcid)
                if group is not None:
                    groups.setdefault(group.number, (group, {}))[1][mcid] = parents.pop(mcid)
            page["StructParents"] = number
            entries.extend([number, _numbered(parents)])
            following += [(group.extra, "StructParents", _numbered(inside)) for group, inside in groups.values()]
        following += [(annotation, "StructParent", owner) for annotation, owner in self._annotations]
        for number, (holder, key, value) in enumerate(following, self._first + len(self._marks)):
            holder[key] = number
            entries.extend([number, value])
        return entries

    def _id_tree(self) -> pydyf.Dictionary:
        names = sorted(self._identified)
        flat = pydyf.Array(part for name in names for part in (pydyf.String(name), self._identified[name]))
        limits = pydyf.Array([pydyf.String(names[0]), pydyf.String(names[-1])])
        leaf = self._added({"Limits": limits, "Names": flat})
        return self._added({"Kids": pydyf.Array([leaf.reference])})


def _numbered(parents: dict[int, bytes]) -> pydyf.Array:
    return pydyf.Array([parents.get(mcid, "null") for mcid in range(max(parents, default=-1) + 1)])
