"""theme.toml -> Theme: the package's file, overlaid key by key by another theme and the document's, checked once."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Collection, Iterable
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Any

from greenpaper import files, resources
from greenpaper.errors import SettingsError
from greenpaper.theme.faults import PAGES, Fault, find
from greenpaper.theme.values import CalloutColours, FontFile, Fonts, Logo, Page, Shapes, Sizes, Theme
from greenpaper.toml_lines import Lines, key_lines, loads

NAME = "theme.toml"
SHEETS = ("print.css", "screen.css")  # a document's own come after ours
PLAIN = "plain"  # the package's theme that every other one overlays
LOGOS = (".svg", ".png")
WEB = "font/woff2"
_FAMILY = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .-]*")


def styles_folder() -> Path:
    """Where the package's own styles are: inside the package in a wheel, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "styles"
    return inside if inside.is_dir() else package.parent / "styles"


def shipped() -> tuple[str, ...]:
    """The names of the package's themes, the plain one first."""
    return PLAIN, *sorted(path.name for path in (styles_folder() / "themes").iterdir() if (path / NAME).is_file())


def layers(folder: Path | None) -> tuple[Path, ...]:
    """The folders whose files make the theme of `folder`, each overlaying those before it; the document's own last.

    SettingsError when its theme.toml is no TOML. One that starts from a theme that there is not starts from the one
    that is probably meant: `load` tells.
    """
    ours = styles_folder()
    if folder is None or folder.resolve() == ours.resolve():
        return (ours,)
    base = _base(_parse(folder / NAME), []) if (folder / NAME).is_file() else PLAIN
    return (ours, folder) if base == PLAIN else (ours, ours / "themes" / base, folder)


def _base(own: dict[str, Any], faults: list[Fault]) -> str:
    """The name of the theme that this one starts from; of a wrong one the nearest, since most are slips."""
    base = own.get("base", PLAIN)
    if base in shipped():
        return str(base)
    near = difflib.get_close_matches(str(base), shipped(), n=1)
    cure = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(shipped())}"
    faults.append(Fault("base", f"the package has no theme {base!r}; {cure}", "theme-base"))
    return near[0] if near else PLAIN


def load(folder: Path | None) -> Theme:
    """The theme that `folder`/theme.toml makes of the package's; SettingsError with every fault of that file."""
    places = layers(folder)
    own = places[-1]
    data, faults = _parse(places[0] / NAME), list[Fault]()
    fonts = _font_files(data["fonts"].pop("files"), places[0], faults)
    for place in places[1:]:
        if (place / NAME).is_file():
            over = _parse(place / NAME)
            _base(over, faults)
            fonts += _font_files(_take_files(over, faults), place, faults)
            _overlay(data, over, (), faults)
    faults += [*find(data, fonts), *_logo_file_faults(data["logo"], own)]
    if faults:
        raise SettingsError(*_lines(own / NAME, faults))
    width, height = PAGES[data["page"]["size"]]
    logo = data["logo"]
    return Theme(
        page=Page(width=width, height=height, **data["page"]),
        fonts=Fonts(**data["fonts"]),
        font_files=tuple(_seen(fonts, data["fonts"].values(), own)),
        sizes=Sizes(**data["sizes"]),
        colours=MappingProxyType(data["colours"]),
        callouts=MappingProxyType({kind: CalloutColours(**pair) for kind, pair in data["callouts"].items()}),
        shapes=Shapes(**data["shapes"]),
        logo=Logo(path=own / logo["file"], alt=logo["alt"], width=logo["width"]) if logo["file"] else None,
    )


def sources(folder: Path | None) -> tuple[Path, ...]:
    """Every file that the theme of `folder` consists of, ours and the document's: what outputs depend on."""
    places = [place for place in layers(folder) if place.is_dir()]
    found = (
        place / name
        for place in places
        for name in files.listing(place, skip=frozenset())
        if place != places[0] or not name.startswith("themes/")
    )
    return tuple(found)


def line_of(file: Path, *keys: str) -> int | None:
    """The line in the theme file of the first of these dotted keys that it has, or of the table of one."""
    if not file.is_file():
        return None
    numbers = key_lines(read_text(file))
    return next((line for key in keys if (line := _line(numbers, key))), None)


def _line(numbers: Lines, key: str) -> int | None:
    table, _, name = key.rpartition(".")
    return numbers.get((table, name)) or numbers.get((key, ""))


def _lines(file: Path, faults: Iterable[Fault]) -> list[str]:
    """The finished messages, in the order of the file."""
    numbered = [(line_of(file, fault.key, fault.other) or 0, str(fault)) for fault in faults]
    name = f"{file.parent.name}/{file.name}"
    return [
        f"{name}{f':{line}' if line else ''}: error: {text}"
        for line, text in sorted(numbered, key=lambda each: each[0])
    ]


def _parse(path: Path) -> dict[str, Any]:
    try:
        return loads(read_text(path))
    except tomllib.TOMLDecodeError as fault:
        what, _, place = str(fault).partition(" (at ")
        line = re.search(r"line ([0-9]+)", place)
        where = f"{path.parent.name}/{path.name}{f':{line[1]}' if line else ''}"
        raise SettingsError(f"{where}: error: this is no TOML: {what}; mend that place [theme-syntax]") from None


def _take_files(own: dict[str, Any], faults: list[Fault]) -> list[Any]:
    fonts = own.get("fonts")
    entries = fonts.pop("files", []) if isinstance(fonts, dict) else []
    if isinstance(entries, list):
        return entries
    faults.append(Fault("fonts.files", "not a list; write one [[fonts.files]] per face", "theme-value"))
    return []


def _font_files(entries: list[Any], folder: Path, faults: list[Fault]) -> tuple[FontFile, ...]:
    made = []
    for number, entry in enumerate(entries, 1):
        key = f"fonts.files.{number}"
        match entry:
            case {
                "family": str(family),
                "weight": int(weight),
                "style": "normal" | "italic" as style,
                "file": str(name),
            } if len(entry) == 4 and _FAMILY.fullmatch(family):
                path = folder / name
                web = path.with_suffix(".woff2")
                if wrong := _refused(folder, name, resources.FONTS - {WEB}):
                    cure = "give the path of a static .ttf or .otf from the theme's folder"
                    faults.append(Fault(key, f"the font file {name!r} {wrong}; {cure}", "theme-font"))
                elif web.is_file() and (wrong := _refused(folder, str(PurePath(name).with_suffix(".woff2")), {WEB})):
                    what = f"the font file {web.name!r} {wrong}; make it anew of {path.name!r}, or take it away"
                    faults.append(Fault(key, what, "theme-font"))
                made.append(
                    FontFile(family=family, weight=weight, style=style, path=path, web=web if web.is_file() else None)
                )
            case _:
                what = (
                    "a face has the keys family, weight (a number), style (normal or italic) and file, and no others;"
                    " write all four"
                )
                faults.append(Fault(key, what, "theme-font"))
    return tuple(made)


def read_text(path: Path) -> str:
    """The text of a theme's file, which lies in that theme's folder."""
    return files.read_text(path, None if is_ours(path) else path.parent)


def is_ours(path: Path) -> bool:
    """Whether a file or folder is the package's."""
    return path.is_relative_to(styles_folder())


def _refused(folder: Path, name: str, kinds: Collection[str]) -> str:
    """What keeps a file of a theme from being read, "" if nothing does. The package's own may be links to anywhere."""
    if is_ours(folder):
        return ""
    try:
        resources.read(folder, name, kinds=kinds)
    except resources.Refusal as refusal:
        return str(refusal)
    return ""


def _seen(fonts: Iterable[FontFile], families: Iterable[str], own: Path) -> Iterable[FontFile]:
    """The faces that a build sees: those of the families that the theme names, and all that the document brings."""
    named = set(families)
    return (font for font in fonts if font.family in named or font.path.is_relative_to(own))


def _logo_file_faults(logo: dict[str, Any], folder: Path) -> Iterable[Fault]:
    name = logo["file"]
    if not isinstance(name, str) or not name:
        return
    if PurePath(name).suffix.lower() not in LOGOS:
        yield Fault("logo.file", f"{name!r} is neither SVG nor PNG; export it as one of them", "theme-logo")
    elif wrong := _refused(folder, name, resources.IMAGES):
        what = f"{name!r} {wrong}; put the file into {folder.name}/, and name it from that folder"
        yield Fault("logo.file", what, "theme-logo")


def _overlay(base: dict[str, Any], own: dict[str, Any], path: tuple[str, ...], faults: list[Fault]) -> None:
    """Set the values of `own` in `base`, key by key; unknown keys and other types are faults."""
    for key, value in own.items():
        name = ".".join((*path, key))
        if key not in base:
            near = difflib.get_close_matches(key, base, n=1)
            cure = f"did you mean {near[0]!r}?" if near else f"the keys here are {', '.join(base)}"
            faults.append(Fault(name, f"unknown key; {cure}", "theme-key"))
        elif isinstance(base[key], dict) != isinstance(value, dict):
            expected = "a table" if isinstance(base[key], dict) else "one value"
            faults.append(Fault(name, f"not {expected}; see the package's theme.toml", "theme-value"))
        elif isinstance(value, dict):
            _overlay(base[key], value, (*path, key), faults)
        else:
            base[key] = value.lower() if isinstance(value, str) and value.startswith("#") else value
