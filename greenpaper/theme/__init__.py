"""The look: `styles/theme.toml`, overlaid key by key by another of ours and the document's own, checked once.

The package's file is also the list of known keys: what it does not have, a document cannot set.
"""

from greenpaper.theme.addresses import data_address
from greenpaper.theme.fontconfig import font_settings
from greenpaper.theme.reading import NAME, SHEETS, layers, line_of, load, shipped, sources, styles_folder
from greenpaper.theme.sheets import (
    characters,
    css,
    font_faces,
    has_serifs,
    letters,
    style_sheet,
    template,
    write_fonts,
)
from greenpaper.theme.values import CalloutColours, FontFile, Fonts, Logo, Page, Shapes, Sizes, Theme

__all__ = [
    "NAME",
    "SHEETS",
    "CalloutColours",
    "FontFile",
    "Fonts",
    "Logo",
    "Page",
    "Shapes",
    "Sizes",
    "Theme",
    "characters",
    "css",
    "data_address",
    "font_faces",
    "font_settings",
    "has_serifs",
    "layers",
    "letters",
    "line_of",
    "load",
    "shipped",
    "sources",
    "style_sheet",
    "styles_folder",
    "template",
    "write_fonts",
]
