"""Where the file of an image is, and whether it is there under exactly that name.

Names are compared with the folder's listing, because some file systems find `Map.PNG` for `map.png` and others do not:
a document must build the same everywhere.
"""

from __future__ import annotations

import difflib
import posixpath
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath

from greenpaper import files, resources
from greenpaper.images.faults import ImageFault

_ADDRESS = re.compile(r"(^|/)[a-z][a-z0-9+.-]*:/", re.IGNORECASE)  # file:///home, C:/home


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A file: its path from the root as the folders have it; `fault` says that it is written in another case."""

    path: str
    fault: ImageFault | None = None


@dataclass
class Folder:
    """The document's folder; listings are read once."""

    root: Path
    _names: dict[Path, dict[str, str]] = field(default_factory=dict)

    def find(self, source: str, chapter: str) -> Place:
        """The file of `source`, a path from the root with forward slashes; ImageFault when there is none of that name.

        Cures name files as one writes them in `chapter`, a path from the root too.
        """
        _refuse_addresses(source)
        path, real = self.root, PurePosixPath()
        for part in PurePosixPath(source).parts:
            name = self._name(path, part)
            if name is None:
                raise ImageFault("image-missing", "is not there", self._nearest(source, chapter))
            path, real = path / name, real / name
        if path.is_dir():
            raise ImageFault("image-missing", "is a folder", "name the image file")
        if _composed(source) == _composed(str(real)):
            return Place(path=str(real))
        cure = f"write {_written(str(real), chapter)!r}"
        return Place(path=str(real), fault=ImageFault("image-case", f"is called {str(real)!r} in the folder", cure))

    def _name(self, folder: Path, part: str) -> str | None:
        if folder not in self._names:
            if not folder.resolve().is_relative_to(self.root.resolve()):
                raise outside()
            listed = sorted(entry.name for entry in folder.iterdir()) if folder.is_dir() else []
            self._names[folder] = {_folded(name): name for name in listed} | {_composed(name): name for name in listed}
        names = self._names[folder]
        return names.get(_composed(part)) or names.get(_folded(part))

    @cached_property
    def _images(self) -> tuple[str, ...]:
        return tuple(
            path for path in files.listing(self.root) if PurePosixPath(path).suffix.lower() in resources.ENDINGS
        )

    def _nearest(self, source: str, chapter: str) -> str:
        wanted = PurePosixPath(source)
        same_name = [path for path in self._images if _folded(PurePosixPath(path).name) == _folded(wanted.name)]
        near = same_name or difflib.get_close_matches(source, self._images, n=1, cutoff=0.75)
        return f"did you mean {_written(near[0], chapter)!r}?" if near else "add the file or correct the name"


def _refuse_addresses(source: str) -> None:
    if source.lower().startswith(("http:", "https:", "//")):
        cure = "save it in the document's folder and name that file"
        raise ImageFault("image-remote", "lies on the network and is not fetched", cure)
    if "data:image/" in source.lower():
        raise ImageFault("image-format", "stands in the text itself", "save it as a file and name that file")
    if _ADDRESS.search(source) or source.startswith("/") or "\\" in source or ".." in PurePosixPath(source).parts:
        raise outside()


def _written(path: str, chapter: str) -> str:
    return posixpath.relpath(path, posixpath.dirname(chapter) or ".")


def outside() -> ImageFault:
    """Of a file that does not lie below the root."""
    cure = "copy it there and name it relative to the chapter, with forward slashes"
    return ImageFault("image-outside", "is not in the document's folder", cure)


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)  # macOS hands out "å" as two characters


def _folded(name: str) -> str:
    return _composed(name).casefold()
