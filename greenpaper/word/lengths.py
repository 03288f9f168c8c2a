"""Lengths in points that styles, lists and tables have to agree on."""

from __future__ import annotations

CELL_PAD, WIDE_CELL_PAD = 4.5, 3.0  # at the sides of a cell
LIST_STEP = 18.0  # from one level of a list to the next
CALLOUT_LEFT, CALLOUT_RIGHT = 11.5, 7.0  # from the margin to a callout's text: bar and distance
QUOTE_LEFT, CODE_LEFT = 14.0, 4.0  # from the margin to the text of quotes and of code
NUMBER_HANG = 28.0  # that a paragraph's number stands out into the margin
COVER_PUBLISHER, COVER_SUBTITLE = 13.0, 16.0  # type sizes on the cover; the theme has that of the title
COVER_LINE = 0.95  # of the title's font height, from line to line
COVER_BELOW_LOGO, COVER_ABOVE_TITLE, COVER_ABOVE_SUBTITLE = 16.0, 80.0, 14.0
COVER_BELOW = 24.0  # at least, from the last line to the end of its ground
