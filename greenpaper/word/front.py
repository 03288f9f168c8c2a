"""What stands before the first chapter: cover, status of the chapters, advice, contents, figures and tables. Pure.

Everything is filled in. The entries of the lists are the cached results of real fields, without page numbers: only a
layout knows those, and a wrong number is worse than none. Who updates a field in Word gets them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from greenpaper.imprint import Imprint, StatusRow
from greenpaper.outline import contents_depth
from greenpaper.theme import Theme
from greenpaper.word import cover, fonts, layout, running, styles, tables
from greenpaper.word.branch import sequence
from greenpaper.word.drawing import Picture, text_width
from greenpaper.word.formatting import style_id
from greenpaper.word.ooxml import Element, el, field_begin, field_end, p, run, tab, twips
from greenpaper.words import Words


def front(
    index: Mapping[str, Any],
    names: Mapping[str, str],
    *,
    imprint: Imprint,
    rows: Sequence[StatusRow],
    words: Words,
    theme: Theme,
    band: float,
    logo: Picture | None = None,
    advice: Sequence[Element] = (),
) -> list[Element]:
    """The blocks. `index` is the "book" of book.json, `names` gives the bookmark of an id.

    `band` is that of the cover, in mm. `advice` to reviewers stands before the contents.
    """
    made = [
        *cover.blocks(imprint, words, theme, logo, band),
        *_status_page(rows, names, words, theme),
        *advice,
        _contents(index, names, words),
    ]
    for kind, heading in (("figures", "list_of_figures"), ("tables", "list_of_tables")):
        if index[kind]:
            label = words["figure" if kind == "figures" else "table"]
            made += [p("FrontHeading", run(words[heading])), *_captions(index[kind], names, label)]
    made.append(p("SectionBreak", properties=(running.section_properties(running.FRONT, theme.page),)))
    return made


def _status_page(rows: Sequence[StatusRow], names: Mapping[str, str], words: Words, theme: Theme) -> list[Element]:
    """The table of all chapters with the columns in which some chapter says something; nothing where none does."""
    columns = {
        "status": [styles.padded(row.status_name) if row.status_name else "" for row in rows],
        "version": [row.version for row in rows],
        "maturity": [row.maturity_name for row in rows],
        "level": [row.level_name for row in rows],
    }
    shown = {key: texts for key, texts in columns.items() if any(texts)}
    if not shown:
        return []
    titles = [f"{row.label} {row.title}".strip() for row in rows]
    heads = [words["chapter"], *(words[key] for key in shown)]
    width = twips(text_width(theme.page))
    widths = _widths(
        [[head, *texts] for head, texts in zip(heads, (titles, *shown.values()), strict=True)], width, theme
    )
    lines = []
    for number, row in enumerate(rows):
        cells = [_link(names.get(row.slug, ""), [run(titles[number])])]
        for key, texts in shown.items():
            style = style_id(styles.badge(row.status_key)) if key == "status" else None
            cells.append([run(texts[number], style=style)] if texts[number] else [])
        lines.append(layout.row([p("TableText", *cell) for cell in cells], widths))
    title = words["status_page"]
    return [p("TOCHeading", run(title)), layout.listing(title, widths, heads, lines)]


def _widths(columns: Sequence[Sequence[str]], width: int, theme: Theme) -> list[int]:
    """Widths in twips for columns of these texts: by their lengths, and none less than its longest word needs."""
    ems = fonts.advances(theme)

    def room(text: str) -> int:
        return round(ems(text) * theme.sizes.small * 20) + tables.ROUND_WORD

    longest = [max(map(room, texts)) for texts in columns]
    needs = [max(room(word) for text in texts for word in text.split(" ")) for texts in columns]
    # Whole cells on one line, where the longest of the columns can give them the room for it
    widest = longest.index(max(longest))
    whole = [needs[at] if at == widest else most for at, most in enumerate(longest)]
    return tables.share_out(width, longest, whole if sum(whole) <= width else needs)


def _link(bookmark: str, content: list[Element]) -> list[Element]:
    return [el("w:hyperlink", *content, anchor=bookmark, history="1")] if bookmark else content


def _contents(index: Mapping[str, Any], names: Mapping[str, str], words: Words) -> Element:
    """The table of contents in the frame that gives it Word's "Update Table" (17.5.2)."""
    entries = []
    depth = contents_depth([heading["level"] for heading in index["headings"]])
    for heading in index["headings"]:
        if heading["level"] <= depth:
            number = [run(heading["number"]), tab()] if heading["number"] else []
            entries.append((f"TOC{heading['level']}", names[heading["id"]], [*number, run(heading["text"])]))
    lines = _list(f'TOC \\o "1-{depth}" \\h \\z \\u', entries)
    gallery = el(
        "w:sdtPr",
        el("w:docPartObj", el("w:docPartGallery", val="Table of Contents"), el("w:docPartUnique")),
    )
    return el("w:sdt", gallery, el("w:sdtContent", p("TOCHeading", run(words["contents"])), *lines))


def _captions(entries: Sequence[Mapping[str, Any]], names: Mapping[str, str], label: str) -> list[Element]:
    lines = [
        ("TableOfFigures", names[entry["id"]], [run(f"{label} {entry['number']}: {entry['text']}".removesuffix(": "))])
        for entry in entries
    ]
    return _list(f'TOC \\h \\z \\c "{sequence(label)}"', lines)


def _list(instruction: str, entries: Sequence[tuple[str, str, list[Element]]]) -> list[Element]:
    """Paragraphs that together are one field: (style, bookmark, runs) of each entry are its cached result."""
    made = [p(style, *_link(bookmark, content)) for style, bookmark, content in entries]
    if made:
        for at, start in enumerate(field_begin(instruction), 1):
            made[0].insert(at, start)
        made[-1].append(field_end())
    return made
