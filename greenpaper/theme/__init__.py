"""The look: `styles/theme.toml`, overlaid key by key by the document's own, parsed and checked once.

The package's file is also the list of known keys: what it does not have, a document cannot set.
"""

from greenpaper.theme.addresses import IMAGES, data_address
from greenpaper.theme.fontconfig import font_settings
from greenpaper.theme.reading import load, sources, styles_folder
from greenpaper.theme.sheets import characters, css, font_faces, style_sheet, template, write_fonts
from greenpaper.theme.values import CalloutColours, FontFile, Fonts, Page, Sizes, Theme

__all__ = [
    "IMAGES",
    "CalloutColours",
    "FontFile",
    "Fonts",
    "Page",
    "Sizes",
    "Theme",
    "characters",
    "css",
    "data_address",
    "font_faces",
    "font_settings",
    "load",
    "sources",
    "style_sheet",
    "styles_folder",
    "template",
    "write_fonts",
]
