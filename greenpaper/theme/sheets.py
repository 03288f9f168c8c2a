"""The theme as style sheets and fonts: what HTML and PDF take from it."""

from __future__ import annotations

from pathlib import Path

from greenpaper import files
from greenpaper.theme import addresses
from greenpaper.theme.reading import styles_folder
from greenpaper.theme.values import Page, Sizes, Theme


def style_sheet(name: str, folder: Path | None) -> str:
    """The text of `print.css` or `screen.css`: ours, then the document's own if it has one, with its images inside."""
    ours = files.read_text(styles_folder() / name)
    if folder and folder.resolve() != styles_folder().resolve() and (folder / name).is_file():
        return f"{ours}\n{addresses.embed(files.read_text(folder / name), folder / name)}"
    return ours


def template(folder: Path | None) -> str:
    """The text of `page.html.j2`: the document's own if it has one, else ours."""
    own = folder / "page.html.j2" if folder else None
    return files.read_text(own if own and own.is_file() else styles_folder() / "page.html.j2")


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
    from fontTools.ttLib import TTFont

    found: set[int] = set()
    for font in theme.font_files:
        with TTFont(font.path, lazy=True) as opened:
            found.update(opened.getBestCmap())
    return frozenset(found)


def css(theme: Theme) -> str:
    """The theme as CSS: custom properties on `:root`, and the `@page` size and margins (CSS Paged Media 3, 7.1)."""
    page, fonts = theme.page, theme.fonts
    lines = [f"--colour-{_kebab(name)}: {colour};" for name, colour in theme.colours.items()]
    for kind, pair in theme.callouts.items():
        lines += [f"--callout-{kind}: {pair.colour};", f"--callout-{kind}-surface: {pair.surface};"]
    lines += [f"--size-{name}: {getattr(theme.sizes, name):g}pt;" for name in Sizes.__slots__]
    for role, generic in (("body", "sans-serif"), ("heading", "sans-serif"), ("code", "monospace")):
        lines.append(f'--font-{role}: "{getattr(fonts, role)}", "{fonts.symbols}", {generic};')
    lines += [f"--text-width: {page.width - page.left - page.right:g}mm;"]
    lines += [f"--text-height: {page.height - page.top - page.bottom:g}mm;"]
    lines += [f"--page-{name}: {getattr(page, name):g}mm;" for name in ("height", "left", "right")]
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
