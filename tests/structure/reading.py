"""A finished PDF as plain values: its structure tree, and what is drawn on its pages and under which mark.

Written without a look at the code that makes the tree; ISO 32000-1 (14.6 to 14.8, 9.10) is the only source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf

Key = tuple[int, tuple[int, int] | None, int]  # page from 0, form XObject or None, MCID
Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]

IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(slots=True)
class Piece:
    """What is drawn under one mark: an MCID, or an artifact with its properties."""

    page: int
    artifact: bool = False
    text: str = ""
    images: list[Box] = field(default_factory=list)  # in points from the page's lower left corner
    shapes: list[Box] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Element:
    """A structure element. `kind` is the standard structure type, after the role map."""

    kind: str
    dictionary: pikepdf.Dictionary
    parent: Element | None
    kids: list[Element | Key | Annotation] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in the order of reading."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()

    def path(self) -> tuple[Element, ...]:
        """From the root's element to this one."""
        return (*(self.parent.path() if self.parent else ()), self)

    def attribute(self, owner: str, name: str) -> pikepdf.Object | None:
        """A value of the attribute objects, A before those of the class map (14.7.6)."""
        value = self.dictionary.get("/A", pikepdf.Array())
        for item in value if isinstance(value, pikepdf.Array) else [value]:
            if isinstance(item, pikepdf.Dictionary) and item.get("/O") == f"/{owner}" and f"/{name}" in item:
                return item[f"/{name}"]
        return None

    def string(self, name: str) -> str:
        """An entry that is a text string; "" when there is none."""
        return str(self.dictionary.get(f"/{name}", ""))


@dataclass(frozen=True, slots=True)
class Annotation:
    """An object reference of a structure element to an annotation."""

    objgen: tuple[int, int]


@dataclass(slots=True)
class Document:
    """All of it. `problems` are those that were met on the way."""

    pdf: pikepdf.Pdf
    roots: list[Element]
    pieces: dict[Key, Piece]
    artifacts: list[Piece]
    problems: list[str]

    def elements(self) -> Iterator[Element]:
        """All structure elements, in the order of reading."""
        for root in self.roots:
            yield from root.walk()

    def text(self, element: Element) -> str:
        """The text below an element, as a reader gets it: ActualText before glyphs, figures left out."""
        if "/ActualText" in element.dictionary:
            return element.string("ActualText")
        found = []
        for kid in element.kids:
            if isinstance(kid, Element):
                found.append(self.text(kid))
            elif not isinstance(kid, Annotation) and kid in self.pieces:
                found.append(self.pieces[kid].text)
        return "".join(found)

    def pages(self, element: Element) -> list[int]:
        """The pages that the content below an element stands on, from 0, in the order of reading."""
        keys = [kid for item in element.walk() for kid in item.kids if isinstance(kid, tuple)]
        return list(dict.fromkeys(page for page, _, _ in keys))


def read(path: Path) -> Document:
    """Read a PDF whole. The caller closes `pdf`."""
    pdf = pikepdf.open(path)
    problems: list[str] = []
    roots = _Tree(pdf, problems).roots()
    drawn = _Pages(pdf, problems)
    for number in range(len(pdf.pages)):
        drawn.page(number)
    return Document(pdf=pdf, roots=roots, pieces=drawn.pieces, artifacts=drawn.artifacts, problems=problems)


class _Tree:
    def __init__(self, pdf: pikepdf.Pdf, problems: list[str]) -> None:
        self._root = pdf.Root.get("/StructTreeRoot")
        self._numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        self._problems = problems
        self._seen: set[tuple[int, int]] = set()

    def roots(self) -> list[Element]:
        if self._root is None:
            self._problems.append("there is no structure tree")
            return []
        found = [self._element(item, None) for item in _listed(self._root.get("/K"))]
        return [item for item in found if item is not None]

    def _element(self, dictionary: pikepdf.Dictionary, parent: Element | None) -> Element | None:
        if dictionary.objgen in self._seen:
            self._problems.append(f"element {dictionary.objgen[0]} stands in the tree twice")
            return None
        self._seen.add(dictionary.objgen)
        made = Element(self._kind(dictionary), dictionary, parent)
        above = parent.dictionary if parent else self._root
        if "/P" not in dictionary or dictionary.P.objgen != above.objgen:
            self._problems.append(f"{made.kind} {dictionary.objgen[0]}: P is not the element above it")
        for item in _listed(dictionary.get("/K")):
            kid = self._kid(item, made)
            if kid is not None:
                made.kids.append(kid)
        return made

    def _kid(self, item: object, parent: Element) -> Element | Key | Annotation | None:
        if not isinstance(item, pikepdf.Dictionary):
            return self._page(parent.dictionary, parent), None, int(str(item))
        if item.get("/Type") == "/MCR":
            source = item if "/Pg" in item else parent.dictionary
            stream = item.Stm.objgen if "/Stm" in item else None
            return self._page(source, parent), stream, int(item.MCID)
        if item.get("/Type") == "/OBJR":
            return Annotation(item.Obj.objgen)
        return self._element(item, parent)

    def _page(self, dictionary: pikepdf.Dictionary, element: Element) -> int:
        page = dictionary.get("/Pg")
        if page is None or page.objgen not in self._numbers:
            self._problems.append(f"{element.kind} {element.dictionary.objgen[0]}: no page for its content")
            return -1
        return self._numbers[page.objgen]

    def _kind(self, dictionary: pikepdf.Dictionary) -> str:
        roles = self._root.get("/RoleMap", {})
        name, followed = str(dictionary.get("/S", "")), set()
        while name in roles and name not in followed:
            followed.add(name)
            name = str(roles[name])
        return name.removeprefix("/")


def _listed(value: object) -> list[object]:
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


@dataclass(slots=True)
class _Mark:
    """A marked-content sequence that is open. `piece`: what is drawn goes there; None for tags without meaning here."""

    piece: Piece | None
    actual: str | None = None
    start: int = 0  # of the piece's text, which `actual` replaces from there on


_PAINTING = frozenset({"f", "F", "f*", "B", "B*", "b", "b*", "S", "s"})
_POINTS = frozenset({"m", "l", "c", "v", "y"})


class _Pages:
    def __init__(self, pdf: pikepdf.Pdf, problems: list[str]) -> None:
        self._pdf, self._problems = pdf, problems
        self._fonts: dict[tuple[int, int], _Font] = {}
        self.pieces: dict[Key, Piece] = {}
        self.artifacts: list[Piece] = []

    def page(self, number: int) -> None:
        page = self._pdf.pages[number]
        self._stream(page, page.obj.get("/Resources", {}), IDENTITY, number, None, [])

    def _stream(
        self,
        source: object,
        resources: pikepdf.Dictionary,
        matrix: Matrix,
        number: int,
        form: tuple[int, int] | None,
        outer: list[_Mark],
    ) -> None:
        marks = list(outer)
        saved: list[tuple[Matrix, _Font | None]] = []
        font: _Font | None = None
        points: list[tuple[float, float]] = []
        for operands, operator in pikepdf.parse_content_stream(source):
            name = str(operator)
            if name == "q":
                saved.append((matrix, font))
            elif name == "Q":
                matrix, font = saved.pop()
            elif name == "cm":
                matrix = multiply(_numbers(operands), matrix)
            elif name in {"BMC", "BDC"}:
                marks.append(self._begin(operands, resources, number, form, marks))
            elif name == "EMC":
                self._end(marks.pop())
            elif name == "Tf":
                font = self._font(resources.Font[str(operands[0])])
            elif name in {"Tj", "'", '"', "TJ"}:
                piece = self._owner(marks, number, "text")
                if piece is not None and font is not None:
                    piece.text += font.decode(operands[-1], self._problems)
            elif name in _POINTS:
                values = [float(value) for value in operands]
                points += [apply(matrix, x, y) for x, y in zip(values[::2], values[1::2], strict=True)]
            elif name == "re":
                x, y, width, height = (float(value) for value in operands)
                points += corners(matrix, (x, y, x + width, y + height))
            elif name in _PAINTING:
                piece = self._owner(marks, number, "drawing")
                if piece is not None and points:
                    piece.shapes.append(bounds(points))
                points = []
            elif name == "n":
                points = []
            elif name == "sh":
                self._owner(marks, number, "shading")
            elif name == "Do":
                self._object(resources.XObject[str(operands[0])], matrix, number, marks)
        if len(marks) != len(outer):
            self._problems.append(f"page {number + 1}: marked content is not closed")

    def _object(self, item: pikepdf.Stream, matrix: Matrix, number: int, marks: list[_Mark]) -> None:
        if item.get("/Subtype") == "/Form":
            inner = multiply(tuple(float(value) for value in item.get("/Matrix", IDENTITY)), matrix)  # type: ignore[arg-type]
            self._stream(item, item.get("/Resources", {}), inner, number, item.objgen, marks)
            return
        piece = self._owner(marks, number, "image")
        if piece is not None:
            piece.images.append(bounds(corners(matrix, (0, 0, 1, 1))))

    def _begin(
        self,
        operands: list[object],
        resources: pikepdf.Dictionary,
        number: int,
        form: tuple[int, int] | None,
        marks: list[_Mark],
    ) -> _Mark:
        tag, properties = str(operands[0]), operands[1] if len(operands) > 1 else {}
        if isinstance(properties, pikepdf.Name):
            properties = resources.Properties[str(properties)]
        around = next((mark.piece for mark in reversed(marks) if mark.piece), None)
        assert isinstance(properties, pikepdf.Dictionary | dict)
        if tag == "/Artifact":
            piece = Piece(number, artifact=True, properties={str(key): str(value) for key, value in properties.items()})
            self.artifacts.append(piece)
        elif "/MCID" in properties:
            key = (number, form, int(properties["/MCID"]))
            if key in self.pieces:
                self._problems.append(f"page {number + 1}: MCID {key[2]} is used twice")
            piece = self.pieces.setdefault(key, Piece(number))
        else:
            actual = properties.get("/ActualText")
            start = len(around.text) if around else 0
            return _Mark(around, None if actual is None else str(actual), start)
        if around is not None and (piece.artifact or around.artifact):
            self._problems.append(f"page {number + 1}: an artifact and content of the tree within each other")
        return _Mark(piece)

    @staticmethod
    def _end(mark: _Mark) -> None:
        if mark.actual is not None and mark.piece is not None:
            mark.piece.text = mark.piece.text[: mark.start] + mark.actual

    def _owner(self, marks: list[_Mark], number: int, what: str) -> Piece | None:
        piece = next((mark.piece for mark in reversed(marks) if mark.piece), None)
        if piece is None:
            self._problems.append(f"page {number + 1}: {what} is neither in the tree nor an artifact")
        return piece

    def _font(self, font: pikepdf.Dictionary) -> _Font:
        if font.objgen not in self._fonts:
            self._fonts[font.objgen] = _Font(font)
        return self._fonts[font.objgen]


class _Font:
    """Character codes to text by the ToUnicode map (9.10.3)."""

    def __init__(self, font: pikepdf.Dictionary) -> None:
        self._name = str(font.get("/BaseFont", "?"))
        self._width = 2 if font.get("/Subtype") == "/Type0" else 1
        self._map = _to_unicode(font.ToUnicode.read_bytes()) if "/ToUnicode" in font else {}

    def decode(self, operand: object, problems: list[str]) -> str:
        parts = operand if isinstance(operand, pikepdf.Array) else [operand]
        data = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
        codes = [int.from_bytes(data[at : at + self._width], "big") for at in range(0, len(data), self._width)]
        lost = [code for code in codes if code not in self._map]
        if lost:
            problems.append(f"font {self._name}: no character for the glyphs {lost[:5]}")
        return "".join(self._map.get(code, "\ufffd") for code in codes)


def _to_unicode(data: bytes) -> dict[int, str]:
    found: dict[int, str] = {}
    text = data.decode("latin-1")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        for code, value in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>", block):
            found[int(code, 16)] = bytes.fromhex(value).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.DOTALL):
        for first, last, value in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = chr(int(value, 16) + step)
    return found


def _numbers(operands: list[object]) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in operands)  # type: ignore[arg-type]
    return a, b, c, d, e, f


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does `first`, then `then` (8.3.4)."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """A point in the space that the matrix leads to."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def corners(matrix: Matrix, box: Box) -> list[tuple[float, float]]:
    """The four corners of a box in the space that the matrix leads to."""
    left, low, right, high = box
    return [apply(matrix, x, y) for x in (left, right) for y in (low, high)]


def bounds(points: list[tuple[float, float]]) -> Box:
    """The box round points."""
    return (
        min(x for x, _ in points),
        min(y for _, y in points),
        max(x for x, _ in points),
        max(y for _, y in points),
    )


def union(boxes: list[Box]) -> Box:
    """The box round boxes."""
    return bounds([point for left, low, right, high in boxes for point in ((left, low), (right, high))])
