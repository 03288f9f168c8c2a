"""Content and tree agree, in both directions (ISO 32000-1, 14.7.4): nothing is read twice, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from tests.structure.reading import Annotation, Document, Element, Key


def check(document: Document) -> Iterator[str]:
    """Problems of marks, parent tree and ids."""
    owners: dict[Key, Element] = {}
    references: dict[tuple[int, int], Element] = {}
    for element in document.elements():
        for kid in element.kids:
            if isinstance(kid, Annotation):
                if kid.objgen in references:
                    yield f"annotation {kid.objgen[0]} is referred to from two elements"
                references[kid.objgen] = element
            elif isinstance(kid, tuple):
                if kid in owners:
                    yield f"{_where(kid)} stands in the tree twice"
                owners[kid] = element
    yield from (f"{_where(key)} is not in the tree" for key in document.pieces if key not in owners)
    for key, owner in owners.items():
        piece = document.pieces.get(key)
        if piece is None:
            yield f"{owner.kind}: {_where(key)} is drawn nowhere"
        elif not piece.text.strip() and owner.kind not in {"Figure", "Formula"}:
            yield f"{owner.kind}: {_where(key)} has nothing to read, and is no artifact"
    yield from _parents(document, owners, references)
    yield from _identifiers(document)


def _where(key: Key) -> str:
    return f"page {key[0] + 1}: MCID {key[2]}"


def _parents(
    document: Document, owners: dict[Key, Element], references: dict[tuple[int, int], Element]
) -> Iterator[str]:
    """The parent tree leads from every mark and annotation to its element, and names nothing else (14.7.4.4)."""
    root = document.pdf.Root.get("/StructTreeRoot", {})
    tree = root.get("/ParentTree")
    if tree is None:
        yield "there is no parent tree"
        return
    parents = {int(key): value for key, value in pikepdf.NumberTree(tree).items()}
    if "/Nums" in tree and [int(key) for key in list(tree.Nums)[::2]] != sorted(parents):
        yield "the parent tree's keys are not in order, or twice"
    if int(root.get("/ParentTreeNextKey", 0)) <= max(parents, default=-1):
        yield "ParentTreeNextKey is not above the parent tree's keys"
    used: set[int] = set()
    for keys, holder, name in _holders(document):
        number = holder.get("/StructParents")
        listed = list(parents.get(int(number), [])) if number is not None else []
        used |= {int(number)} if number is not None else set()
        for key in keys:
            entry = listed[key[2]] if key[2] < len(listed) else None
            if key in owners and (entry is None or entry.objgen != owners[key].dictionary.objgen):
                yield f"{_where(key)}: the parent tree names another element"
        known = {key[2] for key in keys}
        for mcid, entry in enumerate(listed):
            if entry is not None and mcid not in known:
                yield f"{name}: the parent tree has MCID {mcid}, which is drawn nowhere"
    for page, sheet in enumerate(document.pdf.pages, 1):
        for annotation in sheet.obj.get("/Annots", []):
            number, owner = annotation.get("/StructParent"), references.get(annotation.objgen)
            if number is None or owner is None:
                yield f"page {page}: an annotation ({annotation.get('/Subtype')}) is not in the tree"
                continue
            used.add(int(number))
            if int(number) not in parents or parents[int(number)].objgen != owner.dictionary.objgen:
                yield f"page {page}: annotation {annotation.objgen[0]}: the parent tree names another element"
    if set(parents) - used:
        yield f"the parent tree has keys that nothing uses: {sorted(set(parents) - used)[:5]}"


def _holders(document: Document) -> Iterator[tuple[list[Key], pikepdf.Object, str]]:
    """Each page and form XObject with marks, and the marks in it."""
    keys: dict[tuple[int, tuple[int, int] | None], list[Key]] = {}
    for number in range(len(document.pdf.pages)):
        keys[number, None] = []
    for key in document.pieces:
        keys.setdefault((key[0], key[1]), []).append(key)
    for (page, form), found in keys.items():
        holder = document.pdf.pages[page].obj if form is None else document.pdf.get_object(form)
        yield found, holder, f"page {page + 1}" + ("" if form is None else f", form {form[0]}")


def _identifiers(document: Document) -> Iterator[str]:
    """The ID tree has every ID once and no other (14.7.2)."""
    tree = document.pdf.Root.get("/StructTreeRoot", {}).get("/IDTree")
    listed = {} if tree is None else {key: value.objgen for key, value in pikepdf.NameTree(tree).items()}
    found: dict[str, tuple[int, int]] = {}
    for element in document.elements():
        if "/ID" in element.dictionary:
            name = element.string("ID")
            if name in found:
                yield f"{element.kind}: the ID {name} is given twice"
            found[name] = element.dictionary.objgen
    yield from (f"the ID {name} is not in the ID tree" for name in found if listed.get(name) != found[name])
    yield from (f"the ID tree has {name}, which no element is called" for name in listed if name not in found)
