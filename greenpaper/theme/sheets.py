"""The theme as style sheets and fonts: what HTML and PDF take from it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from greenpaper import files
from greenpaper.errors import SettingsError
from greenpaper.theme import addresses
from greenpaper.theme.reading import layers, read_text, styles_folder
from greenpaper.theme.values import FontFile, Page, Sizes, Theme

TEMPLATE = "page.html.j2"
_SERIFS = range(2, 11)  # PANOSE, bSerifStyle of Latin text (OpenType, OS/2)


def style_sheet(name: str, folder: Path | None) -> str:
    """The text of `print.css` or `screen.css`: ours, then those of the themes over it, the document's own last.

    Images that those sheets name are inside.
    """
    places = layers(folder)
    sheets = [files.read_text(places[0] / name)]
    sheets += [
        addresses.embed(read_text(place / name), place / name) for place in places[1:] if (place / name).is_file()
    ]
    return "\n".join(sheets)


def template(folder: Path | None) -> str:
    """The text of `page.html.j2`: the document's own if it has one, else ours."""
    return read_text(next(path for place in reversed(layers(folder)) if (path := place / TEMPLATE).is_file()))


def write_fonts(theme: Theme, target: Path) -> None:
    """Make `target` hold the theme's font files and no others: all that the PDF sees, and what `font_faces` names."""
    paths = {path.name: path for font in theme.font_files for path in (font.path, font.web) if path}
    for name, path in paths.items():
        files.write_atomic(target / name, path.read_bytes())
    for path in target.iterdir():
        if path.name not in paths:
            path.unlink()


def characters(theme: Theme) -> frozenset[int]:
    """Every code point that some font of the theme has a glyph for."""
    return frozenset().union(*map(letters, theme.font_files))


@cache
def letters(font: FontFile) -> frozenset[int]:
    """The code points that this face has a glyph for. Read once a run: a file takes 10 ms."""
    from fontTools.ttLib import TTFont

    try:
        with TTFont(font.path, lazy=True) as opened:
            return frozenset(opened.getBestCmap())
    except Exception as fault:  # whatever a damaged file provokes
        what = f"the font file is damaged ({fault}); get it anew from where it comes from"
        raise SettingsError(f"{font.path.parent.name}/{font.path.name}: error: {what} [theme-font]") from None


def has_serifs(theme: Theme, family: str) -> bool:
    """Whether the family says so of itself; in its place, readers who lack it see their own of that kind."""
    from fontTools.ttLib import TTFont

    face = next(font for font in theme.font_files if font.family == family)
    with TTFont(face.path, lazy=True) as opened:
        return opened["OS/2"].panose.bFamilyType == 2 and opened["OS/2"].panose.bSerifStyle in _SERIFS


def css(theme: Theme) -> str:
    """The theme as CSS: custom properties on `:root`, and the `@page` size and margins (CSS Paged Media 3, 7.1)."""
    page, fonts = theme.page, theme.fonts
    lines = [f"--colour-{_kebab(name)}: {colour};" for name, colour in theme.colours.items()]
    for kind, pair in theme.callouts.items():
        lines += [f"--callout-{kind}: {pair.colour};", f"--callout-{kind}-surface: {pair.surface};"]
    lines += [f"--size-{name}: {getattr(theme.sizes, name):g}pt;" for name in Sizes.__slots__]
    for role in ("body", "heading", "code"):
        family = getattr(fonts, role)
        generic = "monospace" if role == "code" else "serif" if has_serifs(theme, family) else "sans-serif"
        lines.append(f'--font-{role}: "{family}", "{fonts.symbols}", {generic};')
    lines += [f"--text-width: {page.width - page.left - page.right:g}mm;"]
    lines += [f"--text-height: {page.height - page.top - page.bottom:g}mm;"]
    lines += [f"--page-{name}: {getattr(page, name):g}mm;" for name in ("height", "left", "right")]
    lines += _shapes(theme)
    return ":root {\n" + "".join(f"  {line}\n" for line in lines) + "}\n" + _pages(page)


def _pages(page: Page) -> str:
    """The `@page` rules. A landscape page is bound above or below: with `duplex` these margins hold the back too."""
    upright = _margins(page.top, page.right, page.bottom, page.left)
    sheet = f"@page {{\n  size: {page.width:g}mm {page.height:g}mm;\n  margin: {upright};\n}}\n"
    if not page.duplex:
        return f"{sheet}@page landscape {{ size: {page.height:g}mm {page.width:g}mm; }}\n"
    mirrored = _margins(page.top, page.left, page.bottom, page.right)
    lying = _margins(max(page.top, page.left), page.right, max(page.bottom, page.left), page.right)
    return (
        f"{sheet}@page :left {{ margin: {mirrored}; }}\n"
        f"@page landscape {{ size: {page.height:g}mm {page.width:g}mm; margin: {lying}; }}\n"
        f"{files.read_text(styles_folder() / 'duplex.css')}"
    )


def _margins(*sides: float) -> str:
    return " ".join(f"{side:g}mm" for side in sides)


def _shapes(theme: Theme) -> list[str]:
    """The theme's shapes as custom properties: print.css and screen.css know no other difference between them."""
    shapes, cover = theme.shapes, theme.colours["cover"]
    band, ruled, framed = shapes.cover == "band", shapes.tables == "ruled", shapes.callouts == "frame"
    lines = [
        f"--cover-band: {cover if band else 'transparent'};",
        f"--cover-sheet: {'transparent' if band else cover};",
        f"--heading-weight: {'bold' if shapes.headings == 'bold' else 'normal'};",
        f"--logo-width: {theme.logo.width if theme.logo else 0:g}mm;",
        f"--table-top: {'0.75pt' if ruled else '0'};",
        f"--callout-frame: {'0.75pt' if framed else '0'};",
    ]
    if ruled:
        lines += ["--colour-table-head: transparent;", "--colour-table-stripe: transparent;"]
    if framed:
        lines += [f"--callout-{kind}-surface: transparent;" for kind in theme.callouts]
    return lines


def font_faces(theme: Theme, base: str = "fonts/") -> str:
    """`@font-face` rules for the faces that have a WOFF2 file, with addresses below `base`.

    For browsers only: WeasyPrint finds the fonts by fontconfig.
    """
    return "".join(
        f'@font-face {{ font-family: "{font.family}"; font-weight: {font.weight}; font-style: {font.style};'
        f' src: url("{base}{font.web.name}") format("woff2"); font-display: swap; }}\n'
        for font in theme.font_files
        if font.web
    )


def _kebab(name: str) -> str:
    return name.replace("_", "-")
