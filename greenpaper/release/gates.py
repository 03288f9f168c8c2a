"""What stands against a release. Which gates a status has is data: `gates` in status.toml. Pure.

Whatever the status, a version is released once, and not while the text has errors.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from greenpaper import git, status, tree
from greenpaper.checks import Graded
from greenpaper.document import NAME
from greenpaper.model import Document, Finding, Location, Severity, Stamp, Version
from greenpaper.release import register
from greenpaper.release.register import Entry
from greenpaper.tree import Node

_WORD = r"TODO|TBD|FIXME|XXX+|[Xx]xx+|(?i:currentversion)"
PLACEHOLDER = re.compile(
    rf"\b(?:{_WORD}|(?i:lorem ipsum))\b|\b[Tt]odo(?=:)|\{{\{{|\?\?\?+|(?i:\[(?:fyll inn|sett inn|insert)\b)"
)
_IN_ADDRESS = re.compile(rf"(?<![A-Za-z0-9])(?:{_WORD})(?![A-Za-z0-9])|\{{\{{|%7B%7B")
_SHOWN = 40  # characters of a text that a message quotes


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """What is to be released. `source` is the digest of its files, `entries` the register as it is."""

    document: Document
    stamp: Stamp
    vocabulary: status.Vocabulary
    book: Node
    remarks: Sequence[tuple[str, int, str]]  # path, line, text
    findings: Sequence[Graded]
    entries: Sequence[Entry]
    source: str
    repository: git.Repository | None = None  # None outside git


def must_be_validated(candidate: Candidate) -> bool:
    """Whether the status wants its PDF proved."""
    term = status.find(candidate.vocabulary.statuses, candidate.document.status)
    return term is not None and VALIDATED in term.gates


def objections(candidate: Candidate) -> tuple[Finding, ...]:
    """Everything that stands against it and can be known before it is built, in the order of the gates."""
    term = status.find(candidate.vocabulary.statuses, candidate.document.status)
    wanted = term.gates if term else ()
    gates = [_GATES[name] for name in _GATES if name in wanted or name in _ALWAYS]
    found = tuple(finding for gate in gates for finding in gate(candidate))
    if any(finding.code == "release-version" for finding in found):  # then it is not the chapters that have a wrong one
        found = tuple(finding for finding in found if finding.code != "release-chapter-version")
    return found


def _top(code: str, what: str, cure: str) -> Finding:
    return Finding(code=code, where=Location(path=NAME), what=what, cure=cure)


def _new(candidate: Candidate) -> Iterator[Finding]:
    known = register.releases(candidate.entries).get(candidate.stamp.version.text)
    if not known:
        return
    edition = candidate.document.edition
    if known["source"] != candidate.source or known.get("edition") != (edition.name if edition else None):
        other = "with other content" if known["source"] != candidate.source else "as another edition"
        what = f"version {candidate.stamp.version} was released on {known['date']} {other}"
        yield _top("release-exists", what, "give the document a higher version")


def _edition(candidate: Candidate) -> Iterator[Finding]:
    edition = candidate.document.edition
    if edition is None:
        return
    table, code = f"editions.{edition.name}", "release-edition"
    if edition.remarks:
        where, cure = candidate.document.where("remarks", table), "release another edition, or the plain build"
        what = f"the edition {edition.name!r} shows remarks between authors, which are for nobody else"
        yield Finding(code=code, where=where, what=what, cure=cure)
    if "pdf" not in edition.outputs:
        where, cure = candidate.document.where("outputs", table), "add 'pdf' to its outputs"
        what = f"the edition {edition.name!r} has no PDF, which a release has to hold"
        yield Finding(code=code, where=where, what=what, cure=cure)


def _errors(candidate: Candidate) -> Iterator[Finding]:
    """The text's own errors stand in the list as they are."""
    yield from (item.finding for item in candidate.findings if item.severity is Severity.ERROR)


def _dated(candidate: Candidate) -> Iterator[Finding]:
    if candidate.stamp.from_clock:
        what = "the document has no date but that of today, so it could not be built again"
        yield _top("release-date", what, f"add `date = {candidate.stamp.date}`, or commit the document")


def _clean(candidate: Candidate) -> Iterator[Finding]:
    if candidate.stamp.dirty:
        what = "the document's files differ from their last commit"
        yield _top("release-dirty", what, "commit the changes, or take them back (`git status` lists them)")
    repository = candidate.repository or git.Repository()
    for name in () if candidate.stamp.dirty else repository.absent:
        what = "the file is part of the document, and git has been told to ignore it"
        yield Finding(code="release-dirty", where=Location(path=name), what=what, cure="commit it: `git add --force`")
    if repository.cut_off:
        what = "this clone of the repository is cut off, so the document's last commit is not known"
        yield _top("release-shallow", what, "fetch the rest: `git fetch --unshallow`")
    if repository.tagged not in {None, candidate.stamp.commit}:
        what = f"the tag v{candidate.stamp.version} is on another state of the document, {repository.tagged}"
        yield _top("release-tag-elsewhere", what, "give the document a higher version, or move the tag")


def _order(candidate: Candidate) -> Iterator[Finding]:
    highest, own = register.highest(candidate.entries), candidate.stamp.version
    released = register.releases(candidate.entries)
    if highest and own.order <= highest.order and own.text not in released:
        yield _top(
            "release-version",
            f"version {own} is not above the last one, {highest}",
            "give the document a higher version",
        )


def _chapters(candidate: Candidate) -> Iterator[Finding]:
    statuses, own = candidate.vocabulary.statuses, candidate.stamp
    rank = {term.key: term.rank for term in statuses}
    name = {term.key: term.name for term in statuses}
    for chapter in candidate.book["book"]["chapters"]:
        said = chapter["status"] or {}
        where = Location(path=chapter["path"], line=said.get("line"))
        version, state = said.get("version"), said.get("status")
        if version and Version(version).order > own.version.order:
            yield _other_version(where, version, own.version)
        if state and rank[state] < rank[own.status]:
            what = f"the chapter is {name[state]}, the document {name[own.status]}"
            cure = "raise the chapter's status when it is ready, or release the document with a lower one"
            yield Finding(code="release-chapter-status", where=where, what=what, cure=cure)


def _versions(candidate: Candidate) -> Iterator[Finding]:
    own = candidate.stamp.version
    for chapter in candidate.book["book"]["chapters"]:
        version = (chapter["status"] or {}).get("version")
        if version and Version(version).order < own.order:
            yield _other_version(Location(path=chapter["path"], line=chapter["status"]["line"]), version, own)


def _other_version(where: Location, version: str, own: Version) -> Finding:
    what = f"the chapter's version is {version}, the document's {own}"
    return Finding(code="release-chapter-version", where=where, what=what, cure=f"write v{own}")


def _found(*codes: str) -> Callable[[Candidate], Iterator[Finding]]:
    """A gate of findings that a build lets pass, or that document.toml has lowered or switched off."""

    def gate(candidate: Candidate) -> Iterator[Finding]:
        weak = (item.finding for item in candidate.findings if item.severity is not Severity.ERROR)
        yield from (finding for finding in weak if finding.code in codes)

    return gate


def _remarks(candidate: Candidate) -> Iterator[Finding]:
    for path, line, text in candidate.remarks:
        what = f"a remark is left: {_quoted(text)}"
        yield Finding(
            code="release-remark", where=Location(path=path, line=line), what=what, cure="settle it and take it out"
        )


def _placeholders(candidate: Candidate) -> Iterator[Finding]:
    told = dict.fromkeys((where, found[0]) for where, text, sort in _texts(candidate) for found in sort.finditer(text))
    for where, word in told:
        what = f"{word!r} stands for something that is still to be written"
        yield Finding(code="release-placeholder", where=where, what=what, cure="write it, or take it out")


def _questions(candidate: Candidate) -> Iterator[Finding]:
    for block in tree.walk(candidate.book["blocks"]):
        if block["t"] == "Div" and {"callout", "question"} <= set(block["c"][0][1]):
            what = f"a question to the hearing is left: {_quoted(tree.text(block['c'][1]))}"
            where = Location.parse(block.get("at", NAME))
            yield Finding(
                code="release-question", where=where, what=what, cure="take it out, now that the hearing is over"
            )


def _texts(candidate: Candidate) -> Iterator[tuple[Location, str, re.Pattern[str]]]:
    """The document's facts, and the prose of each paragraph, heading and caption, with alternative texts and addresses.

    Each with its place and what it is searched for. Code may hold what it likes.
    """
    document = candidate.document
    for key in ("title", "subtitle", "publisher", "identifier", "case_number"):
        yield document.where(key), getattr(document, key) or "", PLACEHOLDER
    for block in tree.walk(candidate.book["blocks"]):
        if block["t"] in {"Para", "Plain", "Header"} and "at" in block:
            where = Location.parse(block["at"])
            inlines = block["c"][2] if block["t"] == "Header" else block["c"]
            prose = tree.rewrite(inlines, lambda item: None if item["t"] in {"Code", "Math"} else item)
            yield where, tree.text(prose), PLACEHOLDER
            for item in tree.walk(prose):
                if item["t"] in {"Link", "Image"}:
                    yield where, item["c"][2][0], _IN_ADDRESS
                    yield where, tree.text(item["c"][1]), PLACEHOLDER


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return repr(line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…")


_GATES: Mapping[str, Callable[[Candidate], Iterator[Finding]]] = {
    "new": _new,
    "edition": _edition,
    "errors": _errors,
    "dated": _dated,
    "clean": _clean,
    "order": _order,
    "chapters": _chapters,
    "versions": _versions,
    "rules": _found("status-must"),
    "hearing": _found(
        *("hearing-deadline-differs", "hearing-over", "hearing-past", "hearing-incomplete"),
        "hearing-deadline-before-sent",
    ),
    "placeholders": _placeholders,
    "remarks": _remarks,
    "questions": _questions,
}
_ALWAYS = frozenset({"new", "edition", "errors", "dated"})
NAMES = frozenset(_GATES) - _ALWAYS  # those that status.toml gives to a status
VALIDATED = "validated"  # the gate that needs the finished PDF
