"""The values that travel between modules: frozen, without I/O. Parsed once at the edge, trusted inside."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Severity(StrEnum):
    """How much a finding weighs. An error stops the build, a warning only a strict one, a note never."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    OFF = "off"


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Location:
    """A place in a source file: `path` from the document's folder with forward slashes, `line` from 1 or None."""

    path: str
    line: int | None = None

    def __str__(self) -> str:
        return self.path if self.line is None else f"{self.path}:{self.line}"

    @classmethod
    def parse(cls, text: str) -> Location:
        """Read back what `str()` wrote, the form that tree nodes carry under "at"."""
        path, colon, line = text.rpartition(":")
        return cls(path=path, line=int(line)) if colon and line.isdigit() else cls(path=text)


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """A fault found in the source. Its weight is not here: `checks.rules` and document.toml decide it by `code`."""

    code: str
    where: Location
    what: str
    cure: str

    def as_dict(self) -> dict[str, str]:
        """The form in which intermediate files keep it."""
        return {"code": self.code, "where": str(self.where), "what": self.what, "cure": self.cure}

    @classmethod
    def from_dict(cls, data: dict[str, str]) -> Finding:
        """Inverse of `as_dict`."""
        return cls(code=data["code"], where=Location.parse(data["where"]), what=data["what"], cure=data["cure"])


_VERSION = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9}){0,3}(-[0-9A-Za-z.]{1,40})?")


@dataclass(frozen=True, slots=True)
class Version:
    """A document version. It is text: 0.10 is not 0.1, and 0.95 is not 0.9.5. A leading "v" is dropped."""

    text: str

    @classmethod
    def parse(cls, text: str) -> Version:
        """Accept `0.9.1`, `v0.9.1`, `1.0-rc.1`; raise ValueError for anything else."""
        bare = text.strip().removeprefix("v").removeprefix("V")
        if not _VERSION.fullmatch(bare):
            raise ValueError(f"{text!r} is no version")
        return cls(bare)

    def __str__(self) -> str:
        return self.text

    @property
    def order(self) -> tuple[object, ...]:
        """A key to sort by: 0.9.10 is above 0.9.9, and 1.0 above 1.0-rc.1, as Semantic Versioning 2.0, 11, has it."""
        numbers, _, label = self.text.partition("-")
        release = [int(part) for part in numbers.split(".")]
        parts = [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in label.split(".")] if label else []
        return (*release, *[0] * (4 - len(release))), not label, tuple(parts)


class ChapterKind(StrEnum):
    """Where a file stands in the document, which decides how it is numbered."""

    CHAPTER = "chapter"  # 1, 2, 3
    APPENDIX = "appendix"  # A, B, C
    CLOSING = "closing"  # after the appendices, without a number


@dataclass(frozen=True, kw_only=True, slots=True)
class Chapter:
    """One source file. `label` is "1", "A" or "" (unnumbered); `slug` is ASCII and unique in the document."""

    path: str
    kind: ChapterKind
    label: str
    slug: str
    position: int  # from 1, over all kinds; names the intermediate files
    title: str | None = None  # given in document.toml; else front matter or the first heading decides

    @property
    def stem(self) -> str:
        """Name of the intermediate file: `03-needs`."""
        return f"{self.position:02d}-{self.slug}"


@dataclass(frozen=True, kw_only=True, slots=True)
class ChapterStatus:
    """The status table on top of a chapter, as keys of the vocabulary; None where the table does not say."""

    status: str | None = None
    version: Version | None = None
    maturity: str | None = None
    level: str | None = None
    line: int | None = None

    def as_dict(self) -> dict[str, str | int | None]:
        """JSON form."""
        return {
            "status": self.status,
            "version": self.version.text if self.version else None,
            "maturity": self.maturity,
            "level": self.level,
            "line": self.line,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Hearing:
    """Facts of a public consultation ("høring"): dates as days, everything optional until the status demands it."""

    sent: datetime.date | None = None
    deadline: datetime.date | None = None
    address: str | None = None  # where answers go: an e-mail address or a web address
    reason: str | None = None  # why the time given is short


class Protection(StrEnum):
    """How Word guards a DOCX. It has no password: whoever wants to can lift it, so it keeps from slips only."""

    NONE = "none"
    TRACKED = "tracked"  # changes are tracked and nobody can switch that off; comments are free
    OPEN = "open"  # tracking is on, and can be switched off
    READ_ONLY = "read-only"  # and marked as final


PDF_VARIANTS = ("a-2a", "a-3a", "a-4f", "plain")


@dataclass(frozen=True, kw_only=True, slots=True)
class PdfSettings:
    """How the PDF is made. `variant` is one of PDF_VARIANTS: a PDF/A level and the PDF/UA part that goes with it."""

    variant: str = "a-2a"
    line_numbers: bool = False  # in the margin


@dataclass(frozen=True, kw_only=True, slots=True)
class DocxSettings:
    """How the DOCX is made."""

    open_copy: bool = False  # beside one with tracked changes, a second that only switches tracking on
    protection: Protection | None = None  # None: what the status says


OUTPUTS = ("html", "pdf", "docx")
NO_WATERMARK = "none"


@dataclass(frozen=True, kw_only=True, slots=True)
class Edition:
    """What one edition has otherwise than the plain build; None: as there."""

    name: str  # lower-case ASCII letters, digits, hyphens
    watermark: str | None = None  # draft, hearing, deprecated, or NO_WATERMARK
    paragraph_numbers: bool | None = None
    remarks: bool = False  # between authors, shown
    outputs: tuple[str, ...] = OUTPUTS  # in that order
    protection: Protection | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """document.toml, parsed and checked. `root` is the folder it stands in; every path is relative to it."""

    root: Path
    title: str
    language: str  # nb, nn, se, en
    version: Version
    status: str  # key of the vocabulary
    publisher: str
    slug: str  # first part of the outputs' names, ASCII
    chapters: tuple[Chapter, ...]
    subtitle: str | None = None
    maturity: str | None = None
    level: str | None = None
    date: datetime.date | None = None
    identifier: str | None = None
    case_number: str | None = None
    hearing: Hearing | None = None
    pdf: PdfSettings = PdfSettings()
    docx: DocxSettings = DocxSettings()
    paragraph_numbers: bool = False  # before every paragraph: `passes.paragraphs`
    theme: str = "styles"  # folder with theme.toml and overriding style sheets
    vocabulary: str | None = None  # path of a TOML file that replaces status.toml
    severities: tuple[tuple[str, Severity], ...] = ()
    editions: tuple[Edition, ...] = ()  # those that there are
    edition: Edition | None = None  # the one that is built; None: the plain build
    # (table, key) -> line of document.toml; (table, "") is that of its header. No part of what the document is
    lines: Mapping[tuple[str, str], int] = field(default_factory=dict, repr=False, compare=False)

    def where(self, key: str = "", table: str = "") -> Location:
        """Where document.toml has a key, else its table; without a line where it has neither."""
        return Location(path="document.toml", line=self.lines.get((table, key)) or self.lines.get((table, "")))


@dataclass(frozen=True, kw_only=True, slots=True)
class Stamp:
    """The one record of what a build is. Everything that names status, version, date or commit takes it from here."""

    status: str
    version: Version
    date: datetime.date
    maturity: str | None = None
    level: str | None = None
    commit: str | None = None  # full hash; None outside git
    tag: str | None = None  # of the version, where the commit has it; no output shows it, so that tagging changes none
    dirty: bool = False  # the document's files differ from that commit
    from_clock: bool = False  # nothing gives the date but the day of the build
    hearing: Hearing | None = None

    def as_dict(self) -> dict[str, str | bool | None]:
        """JSON form: build/stamp.json, and what doit compares."""
        hearing = self.hearing or Hearing()
        return {
            "status": self.status,
            "version": self.version.text,
            "date": self.date.isoformat(),
            "maturity": self.maturity,
            "level": self.level,
            "commit": self.commit,
            "tag": self.tag,
            "dirty": self.dirty,
            "sent": hearing.sent.isoformat() if hearing.sent else None,
            "deadline": hearing.deadline.isoformat() if hearing.deadline else None,
            "address": hearing.address,
            "reason": hearing.reason,
        }
