"""The HTML page: the template filled with body, contents, imprint and style sheets. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from greenpaper import __version__, outline
from greenpaper.imprint import Imprint, StatusRow
from greenpaper.words import Words


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A line of the contents or of the list of figures or tables."""

    href: str
    label: str
    text: Markup
    entries: tuple[Entry, ...] = ()


def render(
    template: str,
    *,
    imprint: Imprint,
    words: Words,
    book: Mapping[str, Any],
    status_rows: Sequence[StatusRow],
    body_html: str,
    titles: Mapping[str, Markup],
    theme_css: str,
    font_css: str,
    screen_css: str,
    print_css: str,
    logo: Mapping[str, str] | None = None,
) -> str:
    """The page. `book` is the "book" of book.json; the style sheets are texts; the rest stands in the imprint.

    `titles` is the HTML of headings and captions by their ids.

    `logo` has the address and the text of the publisher's sign, as "src" and "alt".
    """
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
        logo=logo,
        description=_description(imprint, words),
        keywords=", ".join(_keywords(imprint)),
        generator=f"Greenpaper {__version__}",
        titles=titles,
        status_rows=status_rows,
        shown=_shown(status_rows),
        contents=contents(book["headings"], titles),
        figures=_numbered(book["figures"], words["figure"], titles),
        tables=_numbered(book["tables"], words["table"], titles),
        body=Markup(body_html),
        # "</" would end the style element; "<\\/" is the same in a CSS string
        **{name: Markup(sheet.replace("</", "<\\/")) for name, sheet in sheets.items()},
    )


def contents(headings: Sequence[Mapping[str, Any]], titles: Mapping[str, Markup]) -> tuple[Entry, ...]:
    """The headings as a nested list. A skipped level nests no deeper than it must."""
    depth = outline.contents_depth([heading["level"] for heading in headings])
    stack: list[tuple[int, dict[str, Any]]] = [(0, {"entries": []})]
    for heading in headings:
        if heading["level"] > depth:
            continue
        while stack[-1][0] >= heading["level"]:
            stack.pop()
        name = heading["id"]
        entry: dict[str, Any] = {
            "href": f"#{name}",
            "label": heading["number"] or "",
            "text": titles[name],
            "entries": [],
        }
        stack[-1][1]["entries"].append(entry)
        stack.append((heading["level"], entry))
    return _entries(stack[0][1]["entries"])


def _entries(made: list[dict[str, Any]]) -> tuple[Entry, ...]:
    return tuple(Entry(**{**entry, "entries": _entries(entry["entries"])}) for entry in made)


def _numbered(captions: Iterable[Mapping[str, Any]], word: str, titles: Mapping[str, Markup]) -> tuple[Entry, ...]:
    return tuple(Entry(href=f"#{c['id']}", label=f"{word} {c['number']}", text=titles[c["id"]]) for c in captions)


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
        "foot": f"{imprint.footer}\n{imprint.edition}" if imprint.edition else imprint.footer,
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
