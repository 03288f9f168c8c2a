"""The look: `styles/theme.toml`, overlaid key by key by the document's own, parsed and checked once.

The package's file is also the list of known keys: what it does not have, a document cannot set.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from greenpaper import files
from greenpaper.errors import SettingsError
from greenpaper.status import contrast

PAPER = "#ffffff"
CONTRAST = 4.5  # WCAG 2.2, 1.4.3, for text of ordinary size
_SIZES = {"A4": (210.0, 297.0), "A5": (148.0, 210.0), "Letter": (215.9, 279.4)}  # mm; ISO 216, ANSI/ASME Y14.1
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_FAMILY = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .-]*")
_LIMITS = {"page": (5, 100, "mm"), "sizes": (5, 96, "pt")}
_PAIRS = (  # (ink, what lies under it)
    *((ink, "paper") for ink in ("text", "muted", "heading", "accent", "link")),
    *((ink, "surface") for ink in ("text", "muted", "heading", "accent", "link")),
    ("cover_ink", "cover"),
    ("table_head_ink", "table_head"),
    ("text", "table_stripe"),
    ("link", "table_stripe"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """The sheet and its margins in millimetres."""

    size: str
    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Fonts:
    """Family names."""

    body: str
    heading: str
    code: str
    symbols: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FontFile:
    """One static face. `web` is its WOFF2 twin, where there is one."""

    family: str
    weight: int
    style: Literal["normal", "italic"]
    path: Path
    web: Path | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Sizes:
    """Type sizes in points."""

    title: float
    h1: float
    h2: float
    h3: float
    h4: float
    body: float
    small: float
    code: float


@dataclass(frozen=True, kw_only=True, slots=True)
class CalloutColours:
    """`colour` of title and bar, `surface` under the text; both `#rrggbb`."""

    colour: str
    surface: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Theme:
    """A checked theme: every colour is `#rrggbb`, every text readable on its ground, every font file there."""

    page: Page
    fonts: Fonts
    font_files: tuple[FontFile, ...]
    sizes: Sizes
    colours: Mapping[str, str]
    callouts: Mapping[str, CalloutColours]


def styles_folder() -> Path:
    """Where the package's own styles are: inside the package in a wheel, beside it in a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / "styles"
    return inside if inside.is_dir() else package.parent / "styles"


def load(folder: Path | None) -> Theme:
    """The package's theme with what `folder`/theme.toml sets otherwise; SettingsError with every fault of that file."""
    ours = styles_folder()
    data = _parse(ours / "theme.toml")
    faults: list[str] = []
    own_file = folder / "theme.toml" if folder and folder.resolve() != ours.resolve() else None
    fonts = _font_files(data["fonts"].pop("files"), ours, faults)
    if own_file and own_file.is_file():
        own = _parse(own_file)
        fonts += _font_files(_take_files(own, faults), own_file.parent, faults)
        _overlay(data, own, (), faults)
    faults += _faults(data, fonts)
    if faults:
        name = f"{(own_file or ours / 'theme.toml').parent.name}/theme.toml"
        raise SettingsError(*(f"{name}: error: {fault}" for fault in faults))
    width, height = _SIZES[data["page"]["size"]]
    return Theme(
        page=Page(width=width, height=height, **data["page"]),
        fonts=Fonts(**data["fonts"]),
        font_files=fonts,
        sizes=Sizes(**data["sizes"]),
        colours=MappingProxyType(data["colours"]),
        callouts=MappingProxyType({kind: CalloutColours(**pair) for kind, pair in data["callouts"].items()}),
    )


def sources(folder: Path | None) -> tuple[Path, ...]:
    """Every file that the theme of `folder` consists of, ours and the document's: what outputs depend on."""
    places = [styles_folder()]
    if folder and folder.is_dir() and folder.resolve() != places[0].resolve():
        places.append(folder)
    return tuple(place / name for place in places for name in files.listing(place, skip=frozenset()))


def style_sheet(name: str, folder: Path | None) -> str:
    """The text of `print.css` or `screen.css`: ours, then the document's own if it has one."""
    found = [styles_folder() / name]
    if folder and folder.resolve() != styles_folder().resolve() and (folder / name).is_file():
        found.append(folder / name)
    return "\n".join(files.read_text(path) for path in found)


def template(folder: Path | None) -> str:
    """The text of `page.html.j2`: the document's own if it has one, else ours."""
    own = folder / "page.html.j2" if folder else None
    return files.read_text(own if own and own.is_file() else styles_folder() / "page.html.j2")


def write_fonts(theme: Theme, target: Path) -> None:
    """Copy the font files into `target`: the only fonts that the PDF sees, and those that `font_faces` names."""
    for font in theme.font_files:
        for path in filter(None, (font.path, font.web)):
            files.write_atomic(target / path.name, path.read_bytes())


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
    margins = " ".join(f"{side:g}mm" for side in (page.top, page.right, page.bottom, page.left))
    sheet = f"@page {{\n  size: {page.width:g}mm {page.height:g}mm;\n  margin: {margins};\n}}\n"
    return ":root {\n" + "".join(f"  {line}\n" for line in lines) + "}\n" + sheet


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


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(files.read_text(path))
    except tomllib.TOMLDecodeError as fault:
        name = f"{path.parent.name}/{path.name}"
        raise SettingsError(f"{name}: error: this is no TOML ({fault}); mend that place [theme-syntax]") from None


def _take_files(own: dict[str, Any], faults: list[str]) -> list[Any]:
    fonts = own.get("fonts")
    entries = fonts.pop("files", []) if isinstance(fonts, dict) else []
    if isinstance(entries, list):
        return entries
    faults.append("fonts.files: not a list; write one [[fonts.files]] per face [theme-value]")
    return []


def _font_files(entries: list[Any], folder: Path, faults: list[str]) -> tuple[FontFile, ...]:
    made = []
    for number, entry in enumerate(entries, 1):
        match entry:
            case {
                "family": str(family),
                "weight": int(weight),
                "style": "normal" | "italic" as style,
                "file": str(name),
            } if len(entry) == 4 and _FAMILY.fullmatch(family):
                path = folder / name
                web = path.with_suffix(".woff2")
                if path.suffix.lower() not in {".ttf", ".otf"} or not path.is_file():
                    faults.append(
                        f"fonts.files {number}: there is no font file {name!r}; give the path of a static .ttf or .otf"
                        " from the theme's folder [theme-font]"
                    )
                made.append(
                    FontFile(family=family, weight=weight, style=style, path=path, web=web if web.is_file() else None)
                )
            case _:
                faults.append(
                    f"fonts.files {number}: a face has the keys family, weight (a number), style (normal or italic) and"
                    " file, and no others; write all four [theme-font]"
                )
    return tuple(made)


def _overlay(base: dict[str, Any], own: dict[str, Any], path: tuple[str, ...], faults: list[str]) -> None:
    """Set the values of `own` in `base`, key by key; unknown keys and other types are faults."""
    for key, value in own.items():
        name = ".".join((*path, key))
        if key not in base:
            near = difflib.get_close_matches(key, base, n=1)
            cure = f"did you mean {near[0]!r}?" if near else f"the keys here are {', '.join(base)}"
            faults.append(f"{name}: unknown key; {cure} [theme-key]")
        elif isinstance(base[key], dict) != isinstance(value, dict):
            expected = "a table" if isinstance(base[key], dict) else "one value"
            faults.append(f"{name}: not {expected}; see the package's theme.toml [theme-value]")
        elif isinstance(value, dict):
            _overlay(base[key], value, (*path, key), faults)
        else:
            base[key] = value.lower() if isinstance(value, str) and value.startswith("#") else value


def _faults(data: dict[str, Any], fonts: tuple[FontFile, ...]) -> list[str]:
    return [*_value_faults(data), *_family_faults(data["fonts"], fonts), *_contrast_faults(data)]


def _value_faults(data: dict[str, Any]) -> Iterator[str]:
    if data["page"]["size"] not in list(_SIZES):
        yield f"page.size: {data['page']['size']!r} is no page size; write one of {', '.join(_SIZES)} [theme-page]"
    for section, (low, high, unit) in _LIMITS.items():
        for key, value in data[section].items():
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if key != "size" and not (number and low <= value <= high):
                yield f"{section}.{key}: {value!r} is no length; write {low} to {high}, in {unit} [theme-length]"
    for name, value in _colours(data).items():
        if not (isinstance(value, str) and _COLOUR.fullmatch(value)):
            yield f"{name}: {value!r} is no colour; write it as #rrggbb [theme-colour]"


def _colours(data: dict[str, Any]) -> dict[str, Any]:
    found = {f"colours.{key}": value for key, value in data["colours"].items()}
    for kind, pair in data["callouts"].items():
        found |= {f"callouts.{kind}.{key}": value for key, value in pair.items()}
    return found


def _family_faults(roles: dict[str, Any], fonts: tuple[FontFile, ...]) -> Iterator[str]:
    known = sorted({font.family for font in fonts})
    for role, family in roles.items():
        if family not in known:
            cure = f"write one of {', '.join(known)}, or add its files under [[fonts.files]]"
            yield f"fonts.{role}: no font file has the family {family!r}; {cure} [theme-font]"
    seen: dict[str, Path] = {}
    for font in fonts:
        if seen.setdefault(font.path.name, font.path) != font.path:
            yield f"fonts.files: {font.path.name!r} is the name of two files; rename yours [theme-font]"


def _contrast_faults(data: dict[str, Any]) -> Iterator[str]:
    colours = _colours(data)
    pairs = [(f"colours.{ink}", f"colours.{ground}") for ink, ground in _PAIRS]
    for kind in data["callouts"]:
        surface = f"callouts.{kind}.surface"
        pairs += [(ink, surface) for ink in ("colours.text", "colours.link", f"callouts.{kind}.colour")]
    for ink, ground in pairs:
        values = colours[ink], colours.get(ground, PAPER)
        if not all(isinstance(value, str) and _COLOUR.fullmatch(value) for value in values):
            continue
        ratio = contrast(*values)
        if ratio < CONTRAST:
            under = "white paper" if ground == "colours.paper" else f"{ground} {values[1]}"
            yield (
                f"{ink}: {values[0]} on {under} has a contrast of {ratio:.1f}:1; text needs {CONTRAST}:1,"
                " make one darker or lighter [theme-contrast]"
            )
