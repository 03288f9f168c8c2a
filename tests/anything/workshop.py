"""A document folder in which chapters are tried one after the other, by the steps of a build, in this process."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from greenpaper import book, project, steps
from greenpaper.checks import graded
from greenpaper.checks.rules import RULES
from greenpaper.errors import GreenpaperError
from greenpaper.model import Severity
from tests.documents import STATUS_TABLE

CHAPTER = "chapters/01-odd.md"
OTHER = f"""# The other chapter {{#other}}

{STATUS_TABLE}
## Goals {{#goals}}

See [there](01-odd.md).
"""
SETTINGS = """title = "Anything"
publisher = "The agency"
language = "en"
slug = "anything"
version = "0.9.0"
status = "Prerelease"
level = "veileder"
date = 2026-11-02
paragraph_numbers = true
"""
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="red"/></svg>'
)
_CODE = re.compile(r"\[[a-z0-9]+(-[a-z0-9]+)+\]\s*$", re.MULTILINE)
_OURS = ("fault of Greenpaper", "Traceback", "pandoc-time", "pdf-time")


def _told(fault: GreenpaperError) -> str:
    """The fault's message, which has to be the author's."""
    said = str(fault)
    assert not any(word in said for word in _OURS), said
    assert _CODE.search(said), f"no code of a finding: {said!r}"
    return said


@dataclass(frozen=True)
class Refused:
    """The message that stopped the build."""

    said: str


@dataclass(frozen=True)
class Built:
    """A folder build/ with every output asked for."""

    build: Path

    def output(self, ending: str) -> Path:
        """The finished document of this kind."""
        return next(self.build.glob(f"anything-*.{ending}"))

    @property
    def page(self) -> Path:
        return self.build / "page.html"


ALL = frozenset(rule.code for rule in RULES) - {"image-alt"}  # without which a PDF is not what it declares


class Workshop:
    """A folder with images and a second chapter, for links. `write` gives it others.

    Findings of the codes in `lowered` weigh as warnings, so that what is refused otherwise is built as well.
    """

    def __init__(self, root: Path, lowered: Iterable[str] = ()) -> None:
        self.root = root
        (root / "chapters" / "img").mkdir(parents=True)
        weights = "".join(f'{code} = "warning"\n' for code in lowered)
        (root / "document.toml").write_text(f"{SETTINGS}\n[severity]\n{weights}", "utf-8")
        (root / "chapters" / "02-other.md").write_text(OTHER, "utf-8")
        (root / "chapters" / "img" / "drawing.svg").write_text(DRAWING, "utf-8")
        Image.new("RGB", (40, 20), "#12364d").save(root / "chapters" / "img" / "photo.png")
        self._loaded: project.Project | None = None

    def write(self, chapters: Mapping[str, str]) -> None:
        """Put these chapters in the place of those that were there, but for the second one of a new folder."""
        for path in (self.root / "chapters").glob("*.md"):
            path.unlink()
        for path_in_root, text in chapters.items():
            (self.root / path_in_root).write_bytes(text.encode("utf-8", "surrogatepass"))
        self._loaded = None

    def errors(self, text: str) -> list[str]:
        """What stops the build with this first chapter, found without a build: one line each."""
        (self.root / CHAPTER).write_bytes(text.encode("utf-8", "surrogatepass"))
        with contextlib.chdir(self.root):
            try:
                self._loaded = self._loaded or project.load(Path())
                found = graded(book.found(Path(), self._loaded), self._loaded.document.severities)
            except GreenpaperError as fault:
                return _told(fault).splitlines()
        stopping = (item.finding for item in found if item.severity is Severity.ERROR)
        return [f"{item.where}: error: {item.what}; {item.cure} [{item.code}]" for item in stopping]

    def try_chapter(self, text: str, outputs: Sequence[str] = ("html", "docx")) -> Refused | Built:
        """Build the document with this first chapter. Any exception but a fault of the author is let through."""
        (self.root / CHAPTER).write_bytes(text.encode("utf-8", "surrogatepass"))
        return self.build(outputs)

    def build(self, outputs: Sequence[str] = ("html", "docx")) -> Refused | Built:
        """Build what is there."""
        shutil.rmtree(self.root / "build", ignore_errors=True)
        with contextlib.chdir(self.root), contextlib.redirect_stdout(io.StringIO()):
            try:
                self._steps(outputs)
            except GreenpaperError as fault:
                return Refused(_told(fault))
        return Built(self.root / "build")

    def _steps(self, outputs: Sequence[str]) -> None:
        self._loaded = loaded = self._loaded or project.load(Path())
        for folder in ("tree", "img"):
            (Path("build") / folder).mkdir(parents=True)
        steps.stamp(loaded)
        for chapter in loaded.document.chapters:
            steps.read(loaded, chapter)
        steps.book(loaded)
        steps.images(loaded)
        steps.formulas(loaded)
        steps.drawings(loaded)
        steps.gate(loaded, strict=False, colour=False)
        steps.page(loaded)
        for output in outputs:
            getattr(steps, output)(loaded)
