"""The styles part (ECMA-376 part 1, 17.7), made from the theme: every look of the document is one of these.

Names are Word's own where it has one, those that pandoc's writer looks up, and ours for what neither has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from greenpaper.theme import Theme
from greenpaper.word import code, lengths, lists
from greenpaper.word.drawing import text_width, turned
from greenpaper.word.formatting import (
    bold,
    border,
    character,
    colour,
    fonts,
    hidden_default,
    indent,
    italic,
    paragraph,
    shade,
    size,
    spacing,
    style,
)  # fmt: skip
from greenpaper.word.ooxml import Element, el, ppr, rpr, serialize, twips

TABLE, WIDE_TABLE = "Table", "Table Wide"
NUMBERED, PARAGRAPH_NUMBER = "Numbered Text", "Paragraph Number"
COMMENT_TEXT, COMMENT_REFERENCE = "annotation text", "annotation reference"  # Word's names for those of comments
LEAD = "Strong"  # the words at the head of a paragraph that say what it is about
BADGE_PAD = "\u00a0"  # at the ends of a badge
_LEVELS = range(1, 10)
INNER_LEVELS = range(2, 5)  # of headings in lists, quotes and definitions; those below look as the last

Badges = Mapping[str, tuple[str, str]]  # status key -> ground and ink


def callout(kind: str) -> str:
    """Name of the paragraph style of a callout's text; the one of its title is the same and " Title"."""
    return f"Callout {kind.capitalize()}"


def inner_heading(level: int) -> str:
    """Name of the style of a heading that is part of something else: it looks as one, and stands in no contents."""
    return f"Inner Heading {min(max(level, INNER_LEVELS[0]), INNER_LEVELS[-1])}"


def callout_table(kind: str) -> str:
    """Name of the style of tables in a callout."""
    return f"Table {callout(kind)}"


def badge(key: str = "") -> str:
    """Name of the character style of a badge: that of a status, or the neutral one."""
    return f"Badge {key}".strip()


def padded(text: str) -> str:
    """A badge's text with room at its ends."""
    return f"{BADGE_PAD}{text}{BADGE_PAD}"


def part(theme: Theme, language: str, badges: Badges) -> bytes:
    """word/styles.xml; `language` is the document's, as BCP 47 writes it."""
    root = el("w:styles", _defaults(theme, language))
    for group in (_base, _text, _headings, _contents, _floats, _callouts, _cover, _running, _characters, _tables):
        root.extend(group(theme))
    root.extend(
        character(badge(key), *bold(), colour(ink), border("w:bdr", ground, 0.75), shade(ground))
        for key, (ground, ink) in sorted(badges.items())
    )
    return serialize(root)


def _defaults(theme: Theme, language: str) -> Element:
    run = rpr(
        fonts(theme.fonts.body),
        *size(theme.sizes.body),
        el("w:lang", val=language, eastAsia="en-US", bidi="ar-SA"),
    )
    return el("w:docDefaults", el("w:rPrDefault", run), el("w:pPrDefault", ppr(spacing(after=6, line=1.1))))


def _base(theme: Theme) -> Iterator[Element]:
    # The ink is no default of the document: LibreOffice would set it over character styles inside tables.
    yield paragraph("Normal", run=(colour(theme.colours["text"]),))
    yield hidden_default("character", "Default Paragraph Font")
    plain = el("w:tblPr", el("w:tblInd", w="0", type="dxa"), _cell_margins(0))
    yield hidden_default("table", "Normal Table", plain)
    yield hidden_default("numbering", "No List")


def _text(theme: Theme) -> Iterator[Element]:
    sizes, colours = theme.sizes, theme.colours
    yield paragraph("Body Text")
    yield paragraph("First Paragraph", based="Body Text", after="Body Text")
    # After it comes ordinary text: what a reviewer adds has no number, and nothing to put into the margin.
    hanging = (el("w:ind", left="0", hanging=str(round(lengths.NUMBER_HANG * 20))),)
    yield paragraph(NUMBERED, *hanging, based="Body Text", after="Body Text")
    yield paragraph("Compact", spacing(after=6, line=1.16), el("w:contextualSpacing"), based="Body Text")
    bar = el("w:pBdr", border("w:left", colours["rule"], 2.25, 10))
    yield paragraph("Block Text", bar, indent(lengths.QUOTE_LEFT, 14), run=(*italic(), colour(colours["muted"])))
    yield paragraph("Quote Item", spacing(after=4), based="Block Text")
    yield paragraph("Definition Term", el("w:keepNext"), spacing(before=4, after=0), run=bold())
    yield paragraph("Definition", spacing(after=4), indent(lengths.LIST_STEP))
    yield paragraph("Definition Item", spacing(after=2), based="Body Text")
    source = (el("w:keepLines"), shade(colours["surface"]), el("w:suppressAutoHyphens"), indent(lengths.CODE_LEFT, 4))
    frame = el(
        "w:pBdr", *(border(f"w:{side}", colours["surface"], 0.5, 4) for side in ("top", "left", "bottom", "right"))
    )
    lines = (frame, spacing(before=6, after=10, line=1.05))
    yield paragraph("Source Code", *source, *lines, run=(fonts(theme.fonts.code), el("w:noProof"), *size(sizes.code)))
    yield paragraph("Source Code Long", el("w:keepLines", val="0"), based="Source Code")
    yield from lists.styles()
    yield paragraph("footnote text", spacing(after=2, line=1.0), run=size(sizes.small))
    yield paragraph(COMMENT_TEXT, spacing(line=1.0), run=size(sizes.small))
    yield paragraph("Footnote Block Text", indent(14), based="footnote text")
    rule = el("w:pBdr", border("w:bottom", colours["rule"], 0.75))
    yield paragraph("Horizontal Rule", rule, spacing(before=0, after=10, line=0.5), after="Body Text")
    # As low as can be: after a table that fills its page it would else take an empty one
    least = el("w:spacing", before="0", after="0", line="1", lineRule="exact")
    yield paragraph("Section Break", least, run=size(1))
    yield paragraph("Table Gap", spacing(line=1.0), run=size(theme.sizes.small))
    yield paragraph("Status Row", el("w:keepNext"), spacing(after=12), after="Body Text", run=size(sizes.small))
    for name in ("Author", "Date", "Abstract", "Abstract Title", "Bibliography"):  # pandoc looks them up
        yield paragraph(name)


def _headings(theme: Theme) -> Iterator[Element]:
    sizes = (theme.sizes.h1, theme.sizes.h2, theme.sizes.h3, theme.sizes.h4)
    above = (0, 18, 14, 12)
    for level in _LEVELS:
        at = min(level, len(sizes)) - 1
        yield paragraph(
            f"heading {level}",
            el("w:keepNext"),
            el("w:keepLines"),
            *([el("w:pageBreakBefore")] if level == 1 else []),
            el("w:numPr", el("w:ilvl", val=str(level - 1)), el("w:numId", val="1")),
            el("w:suppressAutoHyphens"),
            spacing(above[at], 14 if level == 1 else 5, 1.0),
            el("w:outlineLvl", val=str(level - 1)),
            after="Body Text",
            run=(*_heading(theme), *size(sizes[at])),
        )
    for level in INNER_LEVELS:
        keep = (el("w:keepNext"), el("w:keepLines"), el("w:suppressAutoHyphens"))
        run = (*_heading(theme), *size(sizes[level - 1]))
        yield paragraph(inner_heading(level), *keep, spacing(above[level - 1], 5, 1.0), after="Body Text", run=run)


def _heading(theme: Theme) -> tuple[Element, ...]:
    """Family, weight and ink of headings."""
    return fonts(theme.fonts.heading), *_weight(theme), colour(theme.colours["heading"])


def _weight(theme: Theme) -> tuple[Element, ...]:
    return bold() if theme.shapes.headings == "bold" else ()


def _right_stop(place: int, **leader: str) -> Element:
    return el("w:tab", val="right", **leader, pos=str(place))


def _page_stop(theme: Theme) -> Element:
    """Where Word puts the page numbers that it adds when somebody updates a list."""
    return _right_stop(twips(text_width(theme.page)), leader="dot")


def _contents(theme: Theme) -> Iterator[Element]:
    keep = (el("w:keepNext"), el("w:keepLines"))
    yield paragraph("Front Heading", *keep, spacing(24, 8, 1.0), run=(*_heading(theme), *size(theme.sizes.h2)))
    top = (el("w:pageBreakBefore"), spacing(0, 14, 1.0))
    yield paragraph("TOC Heading", *top, based="Front Heading", run=size(theme.sizes.h1))
    hangs, left = (22.0, 28.0, 34.0, 40.0), 0.0
    for level, hang in enumerate(hangs, 1):
        tabs = el("w:tabs", el("w:tab", val="left", pos=str(round((left + hang) * 20))), _page_stop(theme))
        space = spacing(7, 1, 1.0) if level == 1 else spacing(0, 1, 1.0)
        run = (*bold(), colour(theme.colours["heading"])) if level == 1 else ()
        yield paragraph(f"toc {level}", tabs, space, indent(left + hang, 20, hang), run=run)
        left += hang
    yield paragraph("table of figures", el("w:tabs", _page_stop(theme)), spacing(0, 3, 1.0), indent(22, 20, 22))


def _floats(theme: Theme) -> Iterator[Element]:
    small, muted = size(theme.sizes.small), colour(theme.colours["muted"])
    yield paragraph("caption", el("w:keepLines"), spacing(4, 14, 1.0), after="Body Text", run=(*small, muted))
    yield paragraph("Image Caption", based="caption", after="Body Text")
    yield paragraph("Table Caption", el("w:keepNext"), spacing(12, 4, 1.0), based="caption")
    yield paragraph("Figure", el("w:keepNext"), spacing(8, 0, 1.0), after="Image Caption")
    yield paragraph("Captioned Figure", based="Figure")
    yield paragraph("Table Text", spacing(0, 0, 1.0), run=size(theme.sizes.small))
    yield paragraph("Table Text Wide", based="Table Text", run=size(theme.sizes.small - 1))
    head = (el("w:keepNext"), el("w:suppressAutoHyphens"))
    for name in ("Table Text", "Table Text Wide"):
        ink = colour(theme.colours["table_head_ink"])
        yield paragraph(name.replace("Text", "Heading"), *head, based=name, run=(*bold(), ink))


def _callouts(theme: Theme) -> Iterator[Element]:
    """Bar, ground and padding are borders and shading, so that a reviewer edits ordinary paragraphs.

    Title and text have the same borders and edges: only then are they one box, with the space between them shaded.
    """
    for kind, pair in theme.callouts.items():
        framed = theme.shapes.callouts == "frame"
        edge = pair.colour if framed else pair.surface
        box = (
            el(
                "w:pBdr",
                border("w:top", edge, 0.5, 4),
                border("w:left", pair.colour, 3, 8),
                *(border(side, edge, 0.5, space) for side, space in (("w:bottom", 4), ("w:right", 6))),
            ),
            *(() if framed else (shade(pair.surface),)),
            indent(lengths.CALLOUT_LEFT, lengths.CALLOUT_RIGHT),
        )
        keep, name = (el("w:keepNext"), el("w:keepLines")), callout(kind)
        yield paragraph(name, *box, spacing(0, 5))
        run = (*bold(), colour(pair.colour))
        yield paragraph(f"{name} Title", *keep, spacing(10, 3), based=name, after=name, run=run)
        small = (*size(theme.sizes.small), colour(theme.colours["muted"]))
        yield paragraph(f"{name} Caption", el("w:keepLines"), spacing(0, 5, 1.0), based=name, after=name, run=small)


def _cover(theme: Theme) -> Iterator[Element]:
    sizes, colours = theme.sizes, theme.colours
    whole = (shade(colours["cover"]), el("w:suppressAutoHyphens"))
    ink, heading = colour(colours["cover_ink"]), fonts(theme.fonts.heading)
    yield paragraph("Cover Logo", *whole, spacing(after=lengths.COVER_BELOW_LOGO, line=1.0), after="Cover Publisher")
    publisher = (ink, *bold(), *size(lengths.COVER_PUBLISHER))
    yield paragraph("Cover Publisher", *whole, spacing(line=1.0), after="Title", run=publisher)
    title = (heading, *_weight(theme), ink, *size(sizes.title))
    above = spacing(before=lengths.COVER_ABOVE_TITLE, line=lengths.COVER_LINE)
    yield paragraph("Title", *whole, above, after="Subtitle", run=title)
    above = spacing(before=lengths.COVER_ABOVE_SUBTITLE, line=1.0)
    yield paragraph("Subtitle", *whole, above, run=(heading, ink, *size(lengths.COVER_SUBTITLE)))
    below = 20 if theme.shapes.cover == "band" else 60
    yield paragraph("Cover Status", spacing(before=below, after=8), run=size(12))
    yield paragraph("Cover Notice", spacing(after=14), run=size(12))
    yield paragraph("Cover Label", spacing(after=3, line=1.0), run=(colour(colours["muted"]),))
    yield paragraph("Cover Value", spacing(after=3, line=1.0))
    small = (*size(sizes.small), colour(colours["muted"]))
    yield paragraph("Cover Build", spacing(before=16, line=1.0), run=small)


def _running(theme: Theme) -> Iterator[Element]:
    run = (*size(theme.sizes.small - 1), colour(theme.colours["muted"]))
    # Word follows the alignment tab; LibreOffice before 24 reads that as a plain tab, which goes to this stop.
    stop = el("w:tabs", _right_stop(twips(text_width(theme.page))))
    below = el("w:pBdr", border("w:bottom", theme.colours["rule"], 0.5, 4))
    above = el("w:pBdr", border("w:top", theme.colours["rule"], 0.5, 4))
    yield paragraph("header", below, stop, spacing(line=1.0), run=run)
    yield paragraph("footer", above, spacing(line=1.0), run=run)
    yield paragraph("Footer Page", el("w:jc", val="right"), based="footer")
    wide = twips(text_width(turned(theme.page)))
    stops = el("w:tabs", el("w:tab", val="clear", pos=str(twips(text_width(theme.page)))), _right_stop(wide))
    yield paragraph("header landscape", stops, based="header")
    yield paragraph("Cover Header", spacing(line=1.0))


def _characters(theme: Theme) -> Iterator[Element]:
    colours = theme.colours
    yield from code.styles(theme)
    yield character("Hyperlink", colour(colours["link"]), el("w:u", val="single"))
    yield character("footnote reference", el("w:vertAlign", val="superscript"))
    yield character(COMMENT_REFERENCE, *size(8))
    yield character(LEAD, *bold())
    yield character("Section Number")
    small = (*size(7.5), colour(colours["muted"]))
    yield character(PARAGRAPH_NUMBER, fonts(theme.fonts.body), el("w:noProof"), *small)
    yield character("Caption Label", *bold(), colour(colours["heading"]))
    yield character(
        "Missing Image", *bold(), colour(theme.callouts["danger"].colour), shade(theme.callouts["danger"].surface)
    )
    yield character(badge(), border("w:bdr", colours["surface"], 0.75), shade(colours["surface"]))


def _tables(theme: Theme) -> Iterator[Element]:
    colours, filled = theme.colours, theme.shapes.tables == "filled"
    borders = el(
        "w:tblBorders",
        border("w:top", colours["heading"], 1),
        border("w:bottom", colours["heading"], 1),
        border("w:insideH", colours["rule"], 0.5),
    )
    head = el(
        "w:tblStylePr",
        el(
            "w:tcPr",
            None if filled else el("w:tcBorders", border("w:bottom", colours["table_head_ink"], 0.75)),
            shade(colours["table_head"]) if filled else None,
            el("w:vAlign", val="bottom"),
        ),
        type="firstRow",
    )
    stripe = el("w:tblStylePr", el("w:tcPr", shade(colours["table_stripe"])), type="band2Horz") if filled else None
    # Both in full: LibreOffice does not inherit the formatting of header row and stripes.
    for name, margins in ((TABLE, _cell_margins(3)), (WIDE_TABLE, _cell_margins(2, lengths.WIDE_CELL_PAD))):
        look = el("w:tblPr", el("w:tblStyleRowBandSize", val="1"), borders, margins)
        yield style("table", name, el("w:basedOn", val="TableNormal"), el("w:qFormat"), look, head, stripe)
    for kind, pair in theme.callouts.items():  # the bar of the box goes on at the left, and its ground
        framed = theme.shapes.callouts == "frame"
        sides = (
            border("w:top", colours["heading"], 1),
            border("w:left", pair.colour, 3),
            border("w:bottom", colours["heading"], 1),
            border("w:right", pair.colour if framed else pair.surface, 0.5),
            border("w:insideH", colours["rule"], 0.5),
        )
        look = el("w:tblPr", el("w:tblStyleRowBandSize", val="1"), el("w:tblBorders", *sides), _cell_margins(3))
        ground = None if framed else el("w:tcPr", shade(pair.surface))
        yield style(
            "table", callout_table(kind), el("w:basedOn", val="TableNormal"), el("w:qFormat"), look, ground, head
        )
    yield style("table", "Figure Table", el("w:basedOn", val="TableNormal"))


def _cell_margins(vertical: float, sides: float = lengths.CELL_PAD) -> Element:
    widths = {"top": vertical, "left": sides, "bottom": vertical, "right": sides}
    return el("w:tblCellMar", *(el(f"w:{side}", w=str(round(pad * 20)), type="dxa") for side, pad in widths.items()))
