"""What a document is made with: the versions of Greenpaper, its packages and the system's libraries, and its fonts."""

from __future__ import annotations

import ctypes
import ctypes.util
import platform
import re
import zlib
from importlib.metadata import PackageNotFoundError, distribution

from greenpaper import __version__, files, pandoc
from greenpaper.theme import Theme

_REQUIREMENT = re.compile(r"[A-Za-z0-9._-]+")


def packages(root: str = "greenpaper") -> dict[str, str]:
    """Version by name of every installed package that `root` stands on, itself included."""
    found: dict[str, str] = {}
    waiting = [root]
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in found:
            continue
        try:
            known = distribution(name)
        except PackageNotFoundError:  # for another system or Python
            continue
        found[name] = known.version
        for requirement in known.requires or ():
            wanted = _REQUIREMENT.match(requirement)
            if wanted and "extra ==" not in requirement:
                waiting.append(wanted[0])
    return dict(sorted({**found, root: __version__}.items()))


def libraries() -> dict[str, str]:
    """Version by name of Python, pandoc and the system's libraries that shape an output, where they say it."""
    found = {"python": platform.python_version(), "pandoc": pandoc.version(), "zlib": zlib.ZLIB_RUNTIME_VERSION}
    for name, file in (("pango", "pango-1.0"), ("harfbuzz", "harfbuzz")):
        library = _loaded(file)
        if library is not None:
            say = library.pango_version_string if name == "pango" else library.hb_version_string
            say.restype = ctypes.c_char_p
            found[name] = say().decode()
    fontconfig = _loaded("fontconfig")
    if fontconfig is not None:
        number = fontconfig.FcGetVersion()  # 21402 is 2.14.2
        found["fontconfig"] = f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    return found


def _loaded(name: str) -> ctypes.CDLL | None:
    path = ctypes.util.find_library(name)
    return ctypes.CDLL(path) if path else None


def fonts(theme: Theme) -> dict[str, str]:
    """SHA-256 of each font file of the theme, by its name."""
    return {
        font.path.name: files.sha256(font.path) for font in sorted(theme.font_files, key=lambda font: font.path.name)
    }
