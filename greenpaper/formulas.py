"""Formulas of the book -> drawings for print, prepared once and kept by content; what cannot be read is a finding.

pandoc reads the TeX, for all outputs: HTML shows its MathML, Word its OMML, and print what ziamath draws of the same
MathML, since WeasyPrint lays out none. Paths only, so that no drawing hangs on a font of the page.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from greenpaper import files, pandoc, tree
from greenpaper.errors import ToolError
from greenpaper.model import Finding, Location
from greenpaper.tree import Node, attr, node

FOLDER = "img"  # below build/, beside the images
_MATHML = "{http://www.w3.org/1998/Math/MathML}"
_PREPARATION = "1"  # to be raised when this module makes another drawing of the same formula
_SIZE = 20.0  # pixels for one em, in the drawing
_SCALE = 1.04  # STIX Two Math beside Source Sans 3: their letters without ascenders are as high then
_UNEXPECTED = re.compile(r"unexpected [^\n]+")
_KINDS = {"InlineMath": "inline", "DisplayMath": "display"}
# Elements that ziamath draws (MathML Core 1, 3), of those that pandoc writes
_DRAWN = re.compile(
    "math|menclose|m(frac|i|n|o|over|padded|phantom|root|row|space|sqrt|style|sub|subsup|sup|table|td|text|tr|under)"
    "|munderover"
)
# What the operator dictionary of ziamath lacks (MathML Core 1, B.2)
_SPACE = {"⋅": {"lspace": "0.222em", "rspace": "0.222em"}}


def prepare(book: Node, build: Path, colour: str) -> dict[str, Any]:
    """Draw each formula of `book` that is not drawn yet, in `colour`; gives what formulas.json holds.

    Writes to `build`/img/. An entry has the drawing's path from `build` and the style that sets it on the text's
    baseline, in em.
    """
    places: dict[tuple[str, str], Location] = {}
    for item in tree.walk(book["blocks"]):
        if item["t"] == "Math":
            places.setdefault(_formula(item), Location.parse(item.get("at", "")))
    made: dict[str, dict[str, Any]] = {kind: {} for kind in _KINDS.values()}
    findings: list[Finding] = []
    for (kind, tex), math in zip(places, _mathml(list(places)), strict=True):
        try:
            if math is None:
                raise _Unreadable(f"cannot be read as TeX{_reason(kind, tex)}")
            made[kind][tex] = _drawing(_alone(math), build, colour)
        except _Unreadable as fault:
            what = f"the formula '{' '.join(tex.split())}' {fault}"
            findings.append(
                Finding(code="math-syntax", where=places[kind, tex], what=what, cure="write it in another way")
            )
    return {"formulas": made, "findings": [finding.as_dict() for finding in findings]}


def placed(book: Node, formulas: Mapping[str, Mapping[str, Any]]) -> Node:
    """The book with each formula in a Span that names its drawing; one that cannot be read stays as its TeX.

    `formulas` is the "formulas" of formulas.json.
    """

    def change(item: Node) -> Node:
        if item["t"] != "Math":
            return item
        kind, tex = _formula(item)
        entry, plain, at = formulas[kind].get(tex), " ".join(tex.split()), item.get("at")
        if entry is None:
            return node("Code", [attr(), plain], at)
        drawing = {"data_print": entry["print"], "data_print_style": entry["style"], "data_print_alt": plain}
        return node(
            "Span", [attr("", ("math", kind), **drawing), [node("Math", [item["c"][0], _plain_tex(tex)], at)]], at
        )

    return {**book, "blocks": tree.rewrite(book["blocks"], change)}


class _Unreadable(Exception):
    """Why a formula cannot be set, as the end of a sentence that begins with it."""


def _formula(item: Node) -> tuple[str, str]:
    return _KINDS[item["c"][0]["t"]], item["c"][1]


def _plain_tex(tex: str) -> str:
    """The TeX as pandoc has to have it: no space after a decimal comma in braces, only characters that XML knows."""
    known = (c for c in tex if unicodedata.category(c) not in {"Cc", "Cn"} or c in "\n\t")
    return "".join(known).replace("{,}", r"\mathord{,}")


def _mathml(formulas: list[tuple[str, str]]) -> list[ElementTree.Element | None]:
    """The MathML of each formula; None for one that it cannot read."""
    if not formulas:
        return []
    page = _html(formulas, "--quiet")  # what it warns of is seen by what is missing
    return [block.find(f"{_MATHML}math") for block in ElementTree.fromstring(f"<div>{page}</div>")]


def _reason(kind: str, tex: str) -> str:
    """What pandoc says of a formula that it cannot read."""
    try:
        _html([(kind, tex)])
    except ToolError as warning:
        found = _UNEXPECTED.search(str(warning))
        return f" ({found[0]})" if found else ""
    return ""


def _html(formulas: list[tuple[str, str]], *options: str) -> str:
    names = {kind: name for name, kind in _KINDS.items()}
    blocks = [node("Para", [node("Math", [node(names[kind]), _plain_tex(tex)])]) for kind, tex in formulas]
    arguments = ["-f", "json", "-t", "html5", "--wrap=none", "--mathml", *options]
    return pandoc.run(arguments, json.dumps(tree.pandoc(blocks), ensure_ascii=False))


def _alone(math: ElementTree.Element) -> ElementTree.Element:
    """The formula without the TeX that pandoc keeps beside it, and without namespaces."""
    made = ElementTree.Element("math", {"display": math.get("display", "inline")})
    made.extend(child for child in math.iterfind(f"{_MATHML}semantics/*") if child.tag != f"{_MATHML}annotation")
    for element in made.iter():
        element.tag = element.tag.removeprefix(_MATHML)
        if not _DRAWN.fullmatch(element.tag):
            raise _Unreadable(f"cannot be drawn (MathML's {element.tag})")
        if element.tag == "mi" and element.text == ",":  # of `_plain_tex`; ziamath takes it for an operator
            element.tag = "mn"
        if element.tag == "mo" and element.text in _SPACE:
            element.attrib.update(_SPACE[element.text])
    if not any(element.text for element in made.iter()):
        raise _Unreadable("is empty")
    return made


def _drawing(math: ElementTree.Element, build: Path, colour: str) -> dict[str, str]:
    source = ElementTree.tostring(math, "unicode")
    tools = (version("ziamath"), version("ziafont"), _PREPARATION)
    path = f"{FOLDER}/formula-{files.sha256(chr(0).join((source, colour, *tools)).encode())[:12]}.svg"
    if not files.is_kept(build / path):
        files.keep(build / path, _draw(math, colour))
    _, top, width, height = map(float, ElementTree.parse(build / path).getroot().get("viewBox", "").split())
    em = _SCALE / _SIZE
    return {"print": path, "style": f"width: {width * em:.4g}em; vertical-align: {-(top + height) * em:.4g}em"}


def _draw(math: ElementTree.Element, colour: str) -> bytes:
    from ziamath.config import config
    from ziamath.zmath import Math

    config.svg2 = False  # a path for each sign, instead of references between them
    math.set("mathcolor", colour)
    missing = set(_missing(math, Math(ElementTree.Element("math")).font))
    if missing:
        raise _Unreadable(f"holds what its font lacks: {' '.join(sorted(missing))}")
    try:
        drawn: str = Math(math, size=_SIZE).svg()
    except Exception as fault:  # whatever an odd formula provokes
        raise _Unreadable(f"cannot be drawn ({fault})") from None
    return drawn.encode()


def _missing(math: ElementTree.Element, font: Any) -> Iterator[str]:
    for character in "".join(math.itertext()):
        if unicodedata.category(character) not in {"Cf", "Zs", "Cc"} and not font.glyphindex(character):
            yield f"{character} (U+{ord(character):04X})"
