"""Formatting properties and the styles that hold them (ECMA-376 part 1, 17.3 and 17.7). Pure; measures in points."""

from __future__ import annotations

from greenpaper.word.ooxml import Element, el, half_points, ppr, rgb, rpr

# Names that Word knows, and shows in its user's language; any other is a custom style (17.7.4.17).
_BUILT_IN = {
    "Normal", "Default Paragraph Font", "Normal Table", "No List", "Body Text", "Title", "Subtitle", "Block Text",
    "Hyperlink", "TOC Heading", "Date", "Bibliography", "caption", "header", "footer", "footnote text",
    "footnote reference", "table of figures", "List Paragraph", "annotation text", "annotation reference",
    "Strong",
    *("List Continue", "List Continue 2", "List Continue 3", "List Continue 4", "List Continue 5"),
}  # fmt: skip

PLAIN = frozenset({"BodyText", "FirstParagraph", "Compact"})  # ids that pandoc gives ordinary paragraphs


def style_id(name: str) -> str:
    """The id of the style of this name, as Word makes it: `heading 1` is Heading1, `toc 2` is TOC2."""
    if name == "Normal Table":
        return "TableNormal"
    return "".join(word[0].upper() + word[1:] for word in name.replace("toc ", "TOC ").split())


def style(kind: str, name: str, *children: Element | None, default: bool = False) -> Element:
    """A style of this type (paragraph, character, table, numbering) with what follows its name."""
    attributes = {"w:type": kind, "w:styleId": style_id(name)}
    if default:
        attributes["w:default"] = "1"
    if name not in _BUILT_IN and not name.startswith(("heading ", "toc ")):
        attributes["w:customStyle"] = "1"
    return el("w:style", el("w:name", val=name), *children, attributes)


def hidden_default(kind: str, name: str, *children: Element) -> Element:
    """The style of its type that Word takes where none is named."""
    hidden = (el("w:uiPriority", val="99"), el("w:semiHidden"), el("w:unhideWhenUsed"))
    return style(kind, name, *hidden, *children, default=True)


def paragraph(
    name: str, *properties: Element, based: str = "Normal", after: str = "", run: tuple[Element, ...] = ()
) -> Element:
    """A paragraph style: `based` on, and followed by (`after`), the styles of these names."""
    normal = name == "Normal"
    return style(
        "paragraph",
        name,
        None if normal else el("w:basedOn", val=style_id(based)),
        el("w:next", val=style_id(after)) if after else None,
        el("w:qFormat"),
        ppr(*properties) if properties else None,
        rpr(*run) if run else None,
        default=normal,
    )


def character(name: str, *properties: Element) -> Element:
    """A character style."""
    return style("character", name, el("w:basedOn", val="DefaultParagraphFont"), el("w:qFormat"), rpr(*properties))


def spacing(before: float = 0, after: float = 0, line: float | None = None) -> Element:
    """Space above and below; `line` is a multiple of the font's own height."""
    values = {"w:before": str(round(before * 20)), "w:after": str(round(after * 20))}
    if line:
        values |= {"w:line": str(round(line * 240)), "w:lineRule": "auto"}
    return el("w:spacing", values)


def indent(left: float = 0, right: float = 0, hanging: float = 0) -> Element:
    """Indents from the margins; the first line stands out by `hanging`."""
    values = {"w:left": str(round(left * 20)), "w:right": str(round(right * 20))}
    if hanging:
        values["w:hanging"] = str(round(hanging * 20))
    return el("w:ind", values)


def fonts(family: str) -> Element:
    """The family for all scripts."""
    return el("w:rFonts", ascii=family, hAnsi=family, eastAsia=family, cs=family)


def size(points: float) -> tuple[Element, ...]:
    """Type size, also that of complex scripts."""
    return el("w:sz", val=half_points(points)), el("w:szCs", val=half_points(points))


def bold() -> tuple[Element, ...]:
    """Bold type, also in complex scripts."""
    return el("w:b"), el("w:bCs")


def italic() -> tuple[Element, ...]:
    """Italic type, likewise."""
    return el("w:i"), el("w:iCs")


def colour(value: str) -> Element:
    """The ink, `#rrggbb`."""
    return el("w:color", val=rgb(value))


def shade(value: str) -> Element:
    """The ground, `#rrggbb`."""
    return el("w:shd", val="clear", color="auto", fill=rgb(value))


def border(side: str, value: str, width: float = 0.5, space: float = 0) -> Element:
    """One side of a border and its distance to the text; `side` is a tag such as `w:left`."""
    return el(side, val="single", sz=str(round(width * 8)), space=str(round(space)), color=rgb(value))
