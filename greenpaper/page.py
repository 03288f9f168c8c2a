"""Book tree -> HTML text. Pure.

`body` is the branch of the tree that only HTML needs, pandoc writes it, `render` puts it into the template,
`self_contained` makes one file of the page and what it refers to.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from greenpaper import __version__, pandoc, tree
from greenpaper.imprint import Imprint, StatusRow
from greenpaper.tree import Node
from greenpaper.words import Words

CONTENTS_DEPTH = 3
_KEPT = frozenset({"lang", "dir"})  # attributes of the tree that HTML knows; the rest is for us or for nobody
_ROLES = {"chapter": "doc-chapter", "appendix": "doc-appendix", "closing": "doc-afterword"}  # DPUB-ARIA 1.1
_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
    "ttf": "font/ttf",
    "otf": "font/otf",
}
_SOURCE = re.compile(r'(<img src=")([^":]+)(")')
_URL = re.compile(r'(url\(")([^":]+)("\))')


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A line of the contents or of the list of figures or tables."""

    href: str
    label: str
    text: str
    entries: tuple[Entry, ...] = ()


def body(book: Node, images: Mapping[str, Any], words: Words) -> Node:
    """The pandoc document that HTML is written from: `book` with labels, notes, roles and prepared images.

    `images` is the "images" of images.json; an image that it lacks keeps its path.
    """
    chapters = [_chapter(block, images, words) for block in book["blocks"]]
    return tree.pandoc(_name_callouts(chapters))


def write_body(document: Node) -> str:
    """The HTML of what `body` made."""
    import json

    # Without task_lists ☐ stays a character: an input that does nothing is only in the way of a screen reader.
    arguments = ["-f", "json", "-t", "html5-task_lists", "--wrap=none", "--syntax-highlighting=none", "--mathml"]
    return pandoc.run(arguments, json.dumps(document, ensure_ascii=False))


def render(
    template: str,
    *,
    imprint: Imprint,
    words: Words,
    book: Mapping[str, Any],
    status_rows: Sequence[StatusRow],
    body_html: str,
    theme_css: str,
    font_css: str,
    screen_css: str,
    print_css: str,
) -> str:
    """The page. `book` is the "book" of book.json; the style sheets are texts; the rest stands in the imprint."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    sheets = {
        "theme_css": theme_css + _badge_css(imprint, status_rows) + _text_css(imprint, words),
        "font_css": font_css,
        "screen_css": screen_css,
        "print_css": print_css,
    }
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(template).render(
        imprint=imprint,
        words=words,
        stamp=_stamp(imprint),
        description=_description(imprint, words),
        keywords=", ".join(_keywords(imprint)),
        generator=f"Greenpaper {__version__}",
        status_rows=status_rows,
        shown=_shown(status_rows),
        contents=contents(book["headings"]),
        figures=_numbered(book["figures"], words["figure"]),
        tables=_numbered(book["tables"], words["table"]),
        body=Markup(body_html),
        # "</" would end the style element; "<\\/" is the same in a CSS string
        **{name: Markup(sheet.replace("</", "<\\/")) for name, sheet in sheets.items()},
    )


def contents(headings: Iterable[Mapping[str, Any]], depth: int = CONTENTS_DEPTH) -> tuple[Entry, ...]:
    """The headings of at most `depth` as a nested list. A skipped level nests no deeper than it must."""
    stack: list[tuple[int, dict[str, Any]]] = [(0, {"entries": []})]
    for heading in headings:
        if heading["level"] > depth:
            continue
        while stack[-1][0] >= heading["level"]:
            stack.pop()
        entry = {"href": f"#{heading['id']}", "label": heading["number"] or "", "text": heading["text"], "entries": []}
        stack[-1][1]["entries"].append(entry)
        stack.append((heading["level"], entry))
    return _entries(stack[0][1]["entries"])


def self_contained(html: str, read: Callable[[str], bytes]) -> str:
    """The page with every image and font inside as a `data:` address. `read` gives the bytes of a relative path."""

    def embed(found: re.Match[str]) -> str:
        path = found[2].replace("&amp;", "&")
        kind = _TYPES[path.rpartition(".")[2].lower()]
        return f"{found[1]}data:{kind};base64,{base64.b64encode(read(path)).decode('ascii')}{found[3]}"

    return _URL.sub(embed, _SOURCE.sub(embed, html))


def _entries(made: list[dict[str, Any]]) -> tuple[Entry, ...]:
    return tuple(Entry(**{**entry, "entries": _entries(entry["entries"])}) for entry in made)


def _numbered(captions: Iterable[Mapping[str, Any]], word: str) -> tuple[Entry, ...]:
    return tuple(Entry(href=f"#{c['id']}", label=f"{word} {c['number']}", text=c["text"]) for c in captions)


def _shown(rows: Sequence[StatusRow]) -> list[str]:
    """The columns of the status page in which some chapter says something."""
    values = {
        "status": [row.status_key for row in rows],
        "version": [row.version for row in rows],
        "maturity": [row.maturity_name for row in rows],
        "level": [row.level_name for row in rows],
    }
    return [column for column, cells in values.items() if any(cells)]


def _stamp(imprint: Imprint) -> dict[str, str]:
    """The stamp as text for `<meta>`, from which the PDF's metadata are made."""
    facts = {**imprint.stamp.as_dict(), "identifier": imprint.identifier, "case-number": imprint.case_number}
    facts |= {"status-name": imprint.status_name, "watermark": imprint.watermark}
    text = {key: str(value).lower() if isinstance(value, bool) else value for key, value in facts.items()}
    return {key: value for key, value in text.items() if value}


def _description(imprint: Imprint, words: Words) -> str:
    return words["description"].format(
        title=imprint.title,
        version=imprint.version,
        status=imprint.status_name,
        publisher=imprint.publisher,
        date=imprint.date_text,
    )


def _keywords(imprint: Imprint) -> list[str]:
    return [word for word in (imprint.status_name, imprint.version, imprint.identifier, imprint.case_number) if word]


def _badge_css(imprint: Imprint, rows: Sequence[StatusRow]) -> str:
    """One rule per status that the document shows: the colours belong to the vocabulary, not to the theme."""
    colours = {row.status_key: (row.colour, row.ink) for row in rows if row.status_key and row.colour}
    colours[imprint.status] = (imprint.status_colour, imprint.status_ink)
    return "".join(
        f".status-{key} {{ background-color: {colour}; color: {ink}; }}\n"
        for key, (colour, ink) in sorted(colours.items())
    )


def _text_css(imprint: Imprint, words: Words) -> str:
    """The fixed strings of print.css as custom properties."""
    before, rest = words["page_of"].split("{page}")
    between, after = rest.split("{pages}")
    see_before, see_after = words["see_page"].split("{page}")
    texts = {
        "foot": imprint.footer,
        "page-before": before,
        "page-between": between,
        "page-after": after,
        "see-before": see_before,
        "see-after": see_after,
    }
    return ":root {\n" + "".join(f"  --text-{name}: {_css_string(text)};\n" for name, text in texts.items()) + "}\n"


def _css_string(text: str) -> str:
    """A CSS string (CSS Syntax 3, 4.3.5)."""
    return '"' + re.sub(r'["\\\n<]', lambda found: f"\\{ord(found[0]):x} ", text) + '"'


def _chapter(block: Node, images: Mapping[str, Any], words: Words) -> Node:
    """A chapter as a section, its notes at its end."""
    notes: list[Node] = []
    kind = next((name for name in _ROLES if name in (tree.attributes(block) or ["", []])[1]), "chapter")

    def change(item: Node) -> Node | list[Node] | None:
        match item["t"]:
            case "Header":
                return _heading(item, kind, words)
            case "Figure":
                return _captioned(item, words["figure"])
            case "Table":
                return _table(item, words)
            case "Image":
                return _image(item, images)
            case "Note":
                notes.append(item)
                return _reference(item)
            case "CodeBlock":
                return _with(item, tabindex="0")
        return _with(item) if tree.attributes(item) else item

    changed: Node = tree.rewrite([block], change)[0]
    if changed["t"] != "Div":
        return changed
    (identifier, classes, pairs), blocks = changed["c"]
    made = [identifier, ["section", *classes], [*pairs, ["role", _ROLES[kind]]]]
    return {**changed, "c": [made, [*blocks, *_endnotes(notes, words)]]}


def _with(item: Node, **values: str) -> Node:
    """The node with `values` added to its attributes, and those dropped that HTML does not know."""
    identifier, classes, pairs = tree.attributes(item)  # type: ignore[misc]
    made = tree.attr(identifier, tuple(classes), **values)
    made[2] = [pair for pair in pairs if pair[0] in _KEPT] + made[2]
    at = 1 if item["t"] == "Header" else 0
    return {**item, "c": [*item["c"][:at], made, *item["c"][at + 1 :]]}


def _span(name: str, text: str) -> Node:
    return tree.node("Span", [tree.attr("", (name,)), tree.words(text)])


def _heading(item: Node, kind: str, words: Words) -> Node:
    level, attributes, inlines = item["c"]
    number = tree.value(attributes, "number")
    if not number:
        return _with(item)
    form = words["appendix_title" if kind == "appendix" and level == 1 else "numbered_title"]
    label = form.partition("{title}")[0].format(label=number).strip()
    return _with({**item, "c": [level, attributes, [_span("number", label), tree.node("Space"), *inlines]]})


def _captioned(item: Node, word: str) -> Node:
    """A figure or table with "Figur 4: " before its caption."""
    attributes, (short, caption), *rest = item["c"]
    number = tree.value(attributes, "number")
    if number and caption:
        first, *others = caption
        label = [_span("label", f"{word} {number}:"), tree.node("Space")]
        caption = [{**first, "c": [*label, *first["c"]]}, *others]
    return _with({**item, "c": [attributes, [short, caption], *rest]})


def _table(item: Node, words: Words) -> Node:
    """A table in a region that scrolls sideways on a small screen, and can be scrolled by keyboard (WCAG 2.1.1)."""
    name = tree.text(item["c"][1]) or words["table"]
    number = tree.value(item["c"][0], "number")
    label = f"{words['table']} {number}: {name}" if number else name
    region = tree.attr("", ("table-wrap",), role="region", aria_label=label, tabindex="0")
    return tree.node("Div", [region, [_captioned(item, words["table"])]])


def _image(item: Node, images: Mapping[str, Any]) -> Node:
    attributes, alt, (source, title) = item["c"]
    prepared = images.get(source)
    width = tree.value(attributes, "width")
    made = _with(item, **({"style": f"width: {width}"} if width else {}))
    if prepared is None:
        return made
    # width and height are the picture's own: they keep its place free until it is drawn
    size = [["width", str(prepared["width"])], ["height", str(prepared["height"])]]
    identifier, classes, pairs = made["c"][0]
    return {**made, "c": [[identifier, classes, [*pairs, *size]], alt, [prepared["print"], title]]}


def _reference(note: Node) -> Node:
    number = str(note["n"])
    attributes = tree.attr(f"fnref-{number}", ("noteref",), role="doc-noteref")
    return tree.node("Superscript", [tree.node("Link", [attributes, tree.words(number), [f"#fn-{number}", ""]])])


def _endnotes(notes: list[Node], words: Words) -> list[Node]:
    if not notes:
        return []
    notes = sorted(notes, key=lambda note: note["n"])
    style = [notes[0]["n"], tree.node("Decimal"), tree.node("Period")]
    items = [
        [tree.node("Div", [tree.attr(f"fn-{note['n']}"), [*note["c"], _back(note["n"], words)]])] for note in notes
    ]
    attributes = tree.attr("", ("section", "footnotes"), role="doc-endnotes", aria_label=words["footnotes"])
    return [tree.node("Div", [attributes, [tree.node("OrderedList", [style, items])]])]


def _back(number: int, words: Words) -> Node:
    attributes = tree.attr("", ("back",), role="doc-backlink", aria_label=f"{words['back_to_text']} ({number})")
    return tree.node("Plain", [tree.node("Link", [attributes, tree.words("↑"), [f"#fnref-{number}", ""]])])


def _name_callouts(blocks: list[Node]) -> list[Node]:
    """Every callout a note with its title as name, so that a screen reader says where it begins and ends."""
    count = 0

    def change(item: Node) -> Node:
        nonlocal count
        if item["t"] != "Div" or "callout" not in item["c"][0][1] or not item["c"][1]:
            return item
        count += 1
        (identifier, classes, pairs), (title, *rest) = item["c"]
        named = _with(title)
        named["c"][0][0] = f"callout-{count}"
        made = [identifier, classes, [*pairs, ["role", "note"], ["aria-labelledby", f"callout-{count}"]]]
        return {**item, "c": [made, [named, *rest]]}

    made: list[Node] = tree.rewrite(blocks, change)
    return made
