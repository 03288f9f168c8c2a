"""Colours `#rrggbb` and whether one can be read on another. Pure."""

from __future__ import annotations

BLACK, WHITE = "#000000", "#ffffff"
ENOUGH = 4.5  # WCAG 2.2, 1.4.3, for text of ordinary size


def contrast(colour: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    low, high = sorted((_luminance(colour), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def ink(ground: str) -> str:
    """Black or white, whichever stands out more on `ground`: never less than 4.58:1."""
    return max(BLACK, WHITE, key=lambda choice: contrast(ground, choice))


def _luminance(colour: str) -> float:
    # WCAG 2.2, "relative luminance", of sRGB
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
