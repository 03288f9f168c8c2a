"""theme.toml -> Theme: the package's file, overlaid key by key by the document's own, checked once."""

from __future__ import annotations

import difflib
import re
import tomllib
from pathlib import Path
from types import MappingProxyType
from typing import Any

from greenpaper import files
from greenpaper.errors import SettingsError
from greenpaper.theme.faults import SHEETS, find
from greenpaper.theme.values import CalloutColours, FontFile, Fonts, Page, Sizes, Theme

_FAMILY = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .-]*")


def styles_folder() -> Path:
    """Where the package's own styles are: inside the package in a wheel, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
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
    faults += find(data, fonts)
    if faults:
        name = f"{(own_file or ours / 'theme.toml').parent.name}/theme.toml"
        raise SettingsError(*(f"{name}: error: {fault}" for fault in faults))
    width, height = SHEETS[data["page"]["size"]]
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
