"""Status, version, level and deadline: what the chapters say beside what document.toml says. Changes no tree."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from greenpaper import hearing, status
from greenpaper.model import ChapterStatus, Finding, Location, Version
from greenpaper.passes.book import Book, Context, Part

_FIELDS = {"status": "statuses", "maturity": "maturities", "level": "levels"}


def run(book: Book, context: Context) -> Book:
    """Add the findings."""
    document, vocabulary = context.document, context.vocabulary
    found = [*status.check_document(document, vocabulary), *hearing.check(document, vocabulary)]
    stated = [
        (Location(path=part.chapter.path, line=line), datetime.date.fromisoformat(day))
        for part in book.parts
        for line, day in part.source["deadlines"]
    ]
    found += hearing.check_stated(document, stated)
    for part in book.parts:
        table = part.source["status"]
        if table:
            where = Location(path=part.chapter.path, line=table["line"])
            unread = {item.where for item in book.findings if item.code in {"status-unknown", "version-malformed"}}
            told = status.check_chapter(_chapter_status(table), document, vocabulary, where)
            found += [item for item in told if where not in unread or item.code not in {"status-must", "status-should"}]
        found += _front_matter(part, context)
    return book.with_findings(found)


def _chapter_status(table: dict[str, str | None]) -> ChapterStatus:
    version = table["version"]
    return ChapterStatus(
        status=table["status"],
        version=Version(version) if version else None,
        maturity=table["maturity"],
        level=table["level"],
    )


def _front_matter(part: Part, context: Context) -> Iterator[Finding]:
    """Where front matter names what the status table names too, and says something else."""
    front, table = part.source["front"], part.source["status"] or {}
    for field in ("status", "version", "maturity", "level"):
        given, shown = front.get(field), table.get(field)
        if not given or not shown:
            continue
        if field == "version":
            same = given.strip().lower().removeprefix("v") == shown.lower()
        else:
            terms = getattr(context.vocabulary, _FIELDS[field])
            term = status.find(terms, given)
            same = term is not None and term.key == shown
            shown = next((known.name for known in terms if known.key == shown), shown)
        if not same:
            where = Location(path=part.chapter.path, line=part.source["front_lines"][field])
            what = f"the front matter's {field} is '{given}', but the status table says '{shown}'"
            yield Finding(code=f"{field}-differs", where=where, what=what, cure="make them the same")
