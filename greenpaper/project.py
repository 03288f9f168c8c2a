"""A document folder as the tasks see it: its settings, vocabulary, words and stamp, read once at the start of a run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from greenpaper import document, editions, files, outline, stamp, status, theme, words
from greenpaper.checks.rules import RULES
from greenpaper.errors import SettingsError
from greenpaper.model import Document, DocxSettings, Location, PdfSettings, Protection, Stamp
from greenpaper.status import Vocabulary
from greenpaper.theme import Theme
from greenpaper.words import Words

BUILD = Path("build")


@dataclass(frozen=True, kw_only=True, slots=True)
class Project:
    """Everything that a build starts from, except the chapters' text and the images."""

    document: Document
    vocabulary: Vocabulary
    words: Words
    stamp: Stamp
    theme: Theme
    files: tuple[str, ...]  # every file of the folder
    name: str  # of the outputs, without ending

    @property
    def logo(self) -> str | None:
        """The theme's logo as images.json names it, its path from the document's folder; None without one."""
        look = self.theme.logo
        return look.path.relative_to(self.document.root).as_posix() if look else None

    def logo_image(self) -> dict[str, Location]:
        """The logo and where the theme names it, to be prepared like the images of the text."""
        if self.logo is None:
            return {}
        return {self.logo: self.theme_place("logo.file")}

    def theme_place(self, key: str) -> Location:
        """Where the document's theme file has this key; without a line where another theme's value holds."""
        name = f"{self.document.theme}/{theme.NAME}"
        return Location(path=name, line=theme.line_of(self.document.root / name, key))

    def own_sheets(self) -> dict[str, str]:
        """The document's own style sheets by their paths from its folder."""
        root = self.document.root
        names = (f"{self.document.theme}/{name}" for name in theme.SHEETS)
        return {name: files.read_text(path, root) for name in names if (path := root / name).is_file()}

    def logo_ground(self) -> dict[str, str]:
        """The logo and the colour that it lies on."""
        return {self.logo: self.theme.colours["cover"]} if self.logo else {}

    def shown_settings(self) -> str:
        """What the settings have readers see, as text to be compared: the same for the document in another folder."""
        shown = replace(self.document, root=Path(), severities=(), pdf=PdfSettings(), docx=DocxSettings(), editions=())
        return repr(shown)

    @property
    def print_theme(self) -> Theme:
        """The theme as the PDF has it: with room beside the text where remarks are shown."""
        if not editions.shows_remarks(self.document):
            return self.theme
        return replace(self.theme, page=self.theme.page.with_room_for_remarks())

    @property
    def protection(self) -> Protection:
        """How Word guards the DOCX."""
        return stamp.protection(self.document, self.stamp, self.vocabulary)

    @property
    def has_open_copy(self) -> bool:
        """Whether a second DOCX is made that does not hold on to tracking: only where the first one does."""
        return self.document.docx.open_copy and self.protection == Protection.TRACKED

    @property
    def on_hearing(self) -> bool:
        """Whether this is a hearing draft, which asks for answers."""
        return stamp.watermark(self.stamp, self.vocabulary) == "hearing"


def load(root: Path, edition: str = "") -> Project:
    """Read the folder `root`, for this edition. SettingsError with all faults of its settings, then of its theme."""
    settings = editions.chosen(document.load(root, frozenset(rule.code for rule in RULES)), edition)
    vocabulary = status.load(root / settings.vocabulary if settings.vocabulary else None)
    made = stamp.read(settings)
    return Project(
        document=settings,
        vocabulary=vocabulary,
        words=words.load(settings.language),
        stamp=made,
        theme=_theme(root, settings.theme),
        files=files.listing(root),
        name=stamp.output_name(settings, made),
    )


def _theme(root: Path, folder: str) -> Theme:
    """The theme of this folder, which need not be there. SettingsError where it is a link out of the document's."""
    wrong = outline.inside(folder, root)[1]
    if wrong:
        raise SettingsError(f"{folder}: error: {wrong} [theme-file]")
    return theme.load(root / folder)
