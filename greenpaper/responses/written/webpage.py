"""The table of responses as one HTML file: overview, filters, sorting; it works from disk. Pure but for our own files.

Without its script the whole table stands there. What respondents wrote is text, and the page's policy lets nothing run
or load but its own style sheet, script and fonts.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from greenpaper import __version__, theme
from greenpaper.imprint import Fact, Imprint
from greenpaper.responses.model import Decision, Kind, Respondent, Row
from greenpaper.responses.written import columns, overview
from greenpaper.responses.written.columns import Entry
from greenpaper.responses.written.overview import DECISIONS, Count
from greenpaper.theme import Theme
from greenpaper.words import Words

_HEADS = {
    "no": "response_no",
    "respondent": "respondent",
    "date": "date",
    "place": "responses_where",
    "kind": "response_kind",
    "said": "remark",
    "decision": "responses_decision",
}
_UNSORTED = frozenset({"said"})
_WOFF2 = "font/woff2"

Choice = tuple[str, str]  # value and text of an option


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A row of the page; `choices` has its values in the filters, `order` where its decision sorts."""

    entry: Entry
    place: str
    marks: tuple[str, ...]
    kind: str
    decided: str
    order: int
    choices: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A part of a bar."""

    decision: Decision
    start: int
    width: int


def text(
    rows: Sequence[Row],
    respondents: Sequence[Respondent],
    imprint: Imprint,
    words: Words,
    look: Theme,
    formats: int = 0,
) -> str:
    """The page. `formats` is how many changes of format were made, whether or not they are rows."""
    entries = columns.entries(rows, respondents, words)
    names = columns.shown_names(rows, respondents, words)
    counted = overview.make(entries, names, words, formats)
    chapters = {name: str(number) for number, name in enumerate(dict.fromkeys(entry.row.chapter for entry in entries))}
    folders = {folder: str(number) for number, folder in enumerate(names)}
    style = theme.css(look) + _fonts(look) + _file("webpage.css")
    script = _file("webpage.js")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_file("webpage.html.j2")).render(
        imprint=imprint,
        words=words,
        title=words["responses_title"].format(title=imprint.title),
        facts=tuple(_facts(imprint, words)),
        generator=f"Greenpaper {__version__}",
        overview=counted,
        decisions=DECISIONS,
        bars=_bars,
        filters=tuple(_filters(entries, names, chapters, folders, words)),
        heads=[(key, words[head]) for key, head in _HEADS.items()],
        unsorted=_UNSORTED,
        lines=[_line(entry, words, chapters, folders) for entry in entries],
        policy=_policy(style, script),
        style=Markup(style),
        script=Markup(script),
    )


def _facts(imprint: Imprint, words: Words) -> Iterator[Fact]:
    yield words["version"], f"{imprint.version} ({imprint.status_name}, {imprint.date_text})"
    if imprint.case_number:
        yield words["case_number"], imprint.case_number
    hearing = imprint.stamp.hearing
    if hearing and hearing.deadline:
        yield words["deadline"], words.date(hearing.deadline)


def _filters(
    entries: Sequence[Entry],
    names: Mapping[str, str],
    chapters: Mapping[str, str],
    folders: Mapping[str, str],
    words: Words,
) -> Iterator[tuple[str, str, list[Choice]]]:
    """Name, label and choices of each filter."""
    none = words["responses_no_chapter"]
    kinds = {entry.row.kind for entry in entries}
    yield "chapter", words["chapter"], [(value, name or none) for name, value in chapters.items()]
    yield "respondent", words["respondent"], [(folders[folder], name) for folder, name in names.items()]
    yield "decision", words["responses_decision"], [(each.value, words[f"decision_{each.value}"]) for each in DECISIONS]
    yield "kind", words["response_kind"], [(kind.value, words[f"kind_{kind.value}"]) for kind in Kind if kind in kinds]


def _line(entry: Entry, words: Words, chapters: Mapping[str, str], folders: Mapping[str, str]) -> Line:
    row, answer = entry.row, entry.row.answer
    return Line(
        entry=entry,
        place=columns.place(row),
        marks=columns.marks(row, words),
        kind=columns.kind(row, words),
        decided=" · ".join(filter(None, (answer.by, answer.on.isoformat() if answer.on else ""))),
        order=DECISIONS.index(answer.decision) + 1,
        choices={
            "chapter": chapters[row.chapter],
            "respondent": folders[row.respondent],
            "decision": answer.decision.value,
            "kind": row.kind.value,
        },
    )


def _bars(count: Count) -> Iterator[Piece]:
    start = 0
    for decision in DECISIONS:
        if width := count.decisions[decision]:
            yield Piece(decision=decision, start=start, width=width)
        start += width


def _file(name: str) -> str:
    return (resources.files("greenpaper.responses.written") / name).read_text("utf-8")


def _fonts(look: Theme) -> str:
    """The faces of text and headings that have a file for browsers, inside the page; others are the reader's own."""
    families = {look.fonts.body, look.fonts.heading}
    return "".join(
        f'@font-face {{ font-family: "{font.family}"; font-weight: {font.weight}; font-style: normal;'
        f' src: url("{theme.data_address(_WOFF2, font.web.read_bytes())}") format("woff2"); }}\n'
        for font in look.font_files
        if font.web and font.style == "normal" and font.family in families
    )


def _policy(style: str, script: str) -> str:
    """What the page may do (Content Security Policy 3): use its own style sheet and script, known by their digests."""
    digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii") for text in (style, script)]
    return (
        f"default-src 'none'; style-src 'sha256-{digests[0]}'; script-src 'sha256-{digests[1]}'; font-src data:;"
        " base-uri 'none'; form-action 'none'"
    )
