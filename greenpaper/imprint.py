"""What cover, header, footer and metadata say, made once for all outputs: Document + Stamp + words -> Imprint. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from greenpaper import editions
from greenpaper import stamp as stamps
from greenpaper import status as vocabularies
from greenpaper.colour import ink
from greenpaper.model import NO_WATERMARK, Document, Stamp
from greenpaper.status import Term, Vocabulary
from greenpaper.words import Words

_NO_COLOUR = "#d9d9d9"  # of a status to which a vocabulary gives none
_SHORT = 7  # characters of a commit's hash, as git abbreviates it
PROPERTY = "Greenpaper."  # before the names of our properties in Office files

Fact = tuple[str, str]  # label and value, both in the document's language


@dataclass(frozen=True, kw_only=True, slots=True)
class Imprint:
    """All text about the document itself that outputs show, in the document's language; None where there is none."""

    title: str
    subtitle: str | None
    publisher: str
    language: str  # nb
    tag: str  # nb-NO
    status: str  # key of the vocabulary
    status_name: str
    status_colour: str  # background of the badge, #rrggbb
    status_ink: str  # text of the badge
    version: str  # 0.9.0
    version_text: str  # Versjon 0.9.0
    maturity_name: str | None
    level_name: str | None
    date_text: str
    identifier: str | None
    case_number: str | None
    facts: tuple[Fact, ...]  # for the cover; status and hearing stand beside them
    hearing: tuple[Fact, ...]
    notice: str | None  # the sentence that warns of a draft, a hearing draft or a document out of use
    watermark: str | None
    on_hearing: bool  # a hearing draft, which asks for answers
    footer: str
    stamp: Stamp
    edition: str | None = None  # the sentence on every page of an edition that nobody shall send out


@dataclass(frozen=True, kw_only=True, slots=True)
class StatusRow:
    """A chapter on the status page; a field is "" where the chapter's table does not say."""

    label: str
    title: str
    slug: str
    status_key: str
    status_name: str
    colour: str
    ink: str
    version: str
    maturity_name: str
    level_name: str


def make(document: Document, stamp: Stamp, vocabulary: Vocabulary, words: Words) -> Imprint:
    """The imprint of a build. What the stamp knows is taken from there, the rest from the document."""
    status_name = term_name(vocabulary.statuses, stamp.status, words)
    colour = _colour(vocabulary, stamp.status)
    maturity_name = term_name(vocabulary.maturities, stamp.maturity, words) or None
    level_name = term_name(vocabulary.levels, stamp.level, words) or None
    kind = stamps.watermark(stamp, vocabulary)
    mark = document.edition.watermark if document.edition and document.edition.watermark else kind
    facts = (
        ("version", stamp.version.text),
        ("date", words.date(stamp.date)),
        ("maturity", maturity_name),
        ("level", level_name),
        ("publisher", document.publisher),
        ("identifier", document.identifier),
        ("case_number", document.case_number),
        ("commit", _commit(stamp, words)),
    )
    return Imprint(
        title=document.title,
        subtitle=document.subtitle,
        publisher=document.publisher,
        language=words.language,
        tag=words.tag,
        status=stamp.status,
        status_name=status_name,
        status_colour=colour,
        status_ink=ink(colour),
        version=stamp.version.text,
        version_text=words["version_text"].format(version=stamp.version),
        maturity_name=maturity_name,
        level_name=level_name,
        date_text=words.date(stamp.date),
        identifier=document.identifier,
        case_number=document.case_number,
        facts=tuple((words[key], value) for key, value in facts if value),
        hearing=tuple(_hearing(stamp, words)),
        notice=_notice(kind, stamp, words),
        watermark=words[f"watermark_{mark}"] if mark and mark != NO_WATERMARK else None,
        edition=_edition(document, words),
        on_hearing=kind == "hearing",
        footer=words["footer"].format(title=document.title, version=stamp.version, status=status_name),
        stamp=stamp,
    )


def properties(imprint: Imprint, build: str) -> dict[str, str]:
    """What programs read in the properties of Office files, by names of ours; `build` names what was built."""
    stamp = imprint.stamp
    deadline = stamp.hearing.deadline if stamp.hearing else None
    values = {
        "status": stamp.status,
        "statusName": imprint.status_name,
        "version": stamp.version.text,
        "maturity": stamp.maturity,
        "normativeLevel": stamp.level,
        "commit": stamp.commit,
        "dirty": str(stamp.dirty).lower(),
        "buildId": build,
        "date": stamp.date.isoformat(),
        "identifier": imprint.identifier,
        "caseNumber": imprint.case_number,
        "deadline": deadline.isoformat() if deadline else None,
    }
    return {f"{PROPERTY}{key}": text for key, text in values.items() if text}


def term_name(terms: Sequence[Term], key: str | None, words: Words) -> str:
    """What readers call a term of the vocabulary; "" for no key and for one that the vocabulary lacks."""
    term = vocabularies.find(terms, key) if key else None
    return term.names[words.language] if term else ""


def _colour(vocabulary: Vocabulary, key: str) -> str:
    term = vocabularies.find(vocabulary.statuses, key)
    return (term.colour if term else None) or _NO_COLOUR


def _commit(stamp: Stamp, words: Words) -> str | None:
    if not stamp.commit:
        return None
    return f"{stamp.commit[:_SHORT]}, {words['dirty']}" if stamp.dirty else stamp.commit[:_SHORT]


def _notice(kind: str | None, stamp: Stamp, words: Words) -> str | None:
    if not kind:
        return None
    deadline = stamp.hearing.deadline if stamp.hearing else None
    return words[f"{kind}_notice"].format(deadline=words.date(deadline) if deadline else "")


def _edition(document: Document, words: Words) -> str | None:
    if document.edition is None or not editions.shows_remarks(document):
        return None
    return words["edition_notice"].format(name=document.edition.name)


def _hearing(stamp: Stamp, words: Words) -> Iterator[Fact]:
    hearing = stamp.hearing
    if not hearing:
        return
    for key, day in (("sent", hearing.sent), ("deadline", hearing.deadline)):
        if day:
            yield words[key], words.date(day)
    for key, text in (("address", hearing.address), ("reason", hearing.reason)):
        if text:
            yield words[key], text


def status_rows(book_index: Mapping[str, Any], vocabulary: Vocabulary, words: Words) -> tuple[StatusRow, ...]:
    """The rows of the status page from `book.json`'s "book", one per chapter in order."""
    return tuple(_row(chapter, vocabulary, words) for chapter in book_index["chapters"])


def _row(chapter: Mapping[str, Any], vocabulary: Vocabulary, words: Words) -> StatusRow:
    stated = chapter["status"] or {}
    key = stated.get("status") or ""
    colour = _colour(vocabulary, key) if key else ""
    return StatusRow(
        label=chapter["label"],
        title=chapter["title"],
        slug=chapter["slug"],
        status_key=key,
        status_name=term_name(vocabulary.statuses, key, words),
        colour=colour,
        ink=ink(colour) if colour else "",
        version=stated.get("version") or "",
        maturity_name=term_name(vocabulary.maturities, stated.get("maturity"), words),
        level_name=term_name(vocabulary.levels, stated.get("level"), words),
    )
