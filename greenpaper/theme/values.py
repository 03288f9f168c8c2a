"""The theme's values: frozen, without I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """The sheet and its margins in millimetres. With `duplex` the left one is at the back, also of left-hand pages."""

    size: str
    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float
    duplex: bool

    def with_room_for_remarks(self) -> Page:
        """The page with margins for remarks at the right: print.css sets them there, 30 mm wide.

        The text stays as wide as it was where it can, and so breaks as it did. Not for printing on both sides.
        """
        left, least = 13, 43
        return replace(self, left=left, right=max(least, self.left + self.right - left), duplex=False)


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
class Shapes:
    """What colours alone do not decide; theme.toml says what each word means."""

    cover: Literal["band", "sheet"]
    headings: Literal["bold", "regular"]
    tables: Literal["filled", "ruled"]
    callouts: Literal["bar", "frame"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Logo:
    """The publisher's sign on the cover: an SVG or PNG, its text for who cannot see it, its width in millimetres."""

    path: Path
    alt: str
    width: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Theme:
    """A checked theme: every colour is `#rrggbb`, every text readable on its ground, every font file there."""

    page: Page
    fonts: Fonts
    font_files: tuple[FontFile, ...]
    sizes: Sizes
    colours: Mapping[str, str]
    callouts: Mapping[str, CalloutColours]
    shapes: Shapes
    logo: Logo | None = None
