"""What a document is made with: the versions of Greenpaper, its packages and the system's libraries, and its fonts."""

from __future__ import annotations

import ctypes
import ctypes.util
import platform
import re
import zlib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

from greenpaper import __version__, files, pandoc
from greenpaper.theme import Theme

_ROOT = Path(__file__).parent


def packages(root: str = "greenpaper") -> dict[str, str]:
    """Version by name of every installed package that `root` stands on, itself included."""
    found: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    waiting = [(root, "")]  # a package, and one of its extras or none
    while waiting:
        name, extra = waiting.pop()
        name = re.sub(r"[-_.]+", "-", name).lower()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        try:
            known = distribution(name)
        except PackageNotFoundError:  # for another system or Python
            continue
        found[name] = known.version
        waiting += [pair for text in known.requires or () for pair in _required(text, extra)]
    return dict(sorted({**found, root: __version__}.items()))


def _required(text: str, extra: str) -> list[tuple[str, str]]:
    """What a requirement (PEP 508) asks for, as a package and its extras; nothing where it is not for here and now."""
    wanted = Requirement(text)
    if wanted.marker is not None and not wanted.marker.evaluate({"extra": extra}):
        return []
    return [(wanted.name, ""), *((wanted.name, name) for name in sorted(wanted.extras))]


def lock() -> bytes | None:
    """requirements.lock, which has every package's checksum; None where Greenpaper is not a checkout of its own."""
    path = _ROOT.parent / "requirements.lock"
    return path.read_bytes() if path.is_file() else None


def code() -> str:
    """SHA-256 over Greenpaper's own files, whose version may stay while it is worked on."""
    names = [name for name in files.listing(_ROOT, frozenset()) if "__pycache__" not in name]
    return files.sha256("".join(f"{files.sha256(_ROOT / name)}  {name}\n" for name in names).encode())


def libraries() -> dict[str, str]:
    """Version by name of Python, pandoc and the system's libraries that shape an output, where they say it."""
    found = {"python": platform.python_version(), "pandoc": pandoc.version(), "zlib": zlib.ZLIB_RUNTIME_VERSION}
    found["greenpaper-code"] = code()[:16]
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
