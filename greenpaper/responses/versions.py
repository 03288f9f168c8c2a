"""The versions that were sent, and which of them a returned file answers.

`load` reads what we kept; the rest is pure. What a returned file says of itself counts only where it agrees with that.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from greenpaper.errors import AuthorError
from greenpaper.imprint import PROPERTY
from greenpaper.model import Finding, Location
from greenpaper.project import BUILD
from greenpaper.release import register
from greenpaper.responses.model import Piece, Sent
from greenpaper.responses.remarks import alignment
from greenpaper.responses.remarks.passages import passages
from greenpaper.responses.reply import Reply

CODE = "response-version"
ENDING = ".anchors.json"
_SHARED = 0.3  # of a file's paragraphs that a version has at least, for the file to be an answer to it
_WORDS = 4  # that a paragraph has at least for it to tell versions apart


def load(root: Path) -> tuple[Sent, ...]:
    """The versions on record below the document's folder: released ones in the register's order, then today's build.

    A folder in releases/ that the register does not name was never sent. AuthorError for a record that cannot be read.
    """
    folder = root / register.RELEASES
    found = [
        path
        for version in register.releases(register.read(folder))
        for path in sorted((folder / version / "data").rglob(f"*{ENDING}"))
    ]
    return tuple(_sent(path, root) for path in (*found, *sorted((root / BUILD).glob(f"*{ENDING}"))))


def _sent(path: Path, root: Path) -> Sent:
    name = path.relative_to(root).as_posix()
    try:
        return record(json.loads(path.read_bytes()), name)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as fault:
        cure = "take it back from git or from a copy, or build anew"
        raise AuthorError(f"{name}: error: this is no map of anchors ({fault}); {cure} [{CODE}]") from None


def record(data: Mapping[str, Any], name: str) -> Sent:
    """What a map of anchors says. KeyError and the like where it is none."""
    pieces = [
        Piece(
            identifier=str(entry["id"]),
            kind=str(entry["kind"]),
            where=Location(path=str(entry["file"]), line=int(entry["line"]) if entry.get("line") else None),
            number=str(entry.get("number", "")),
            text=str(entry["text"]).replace("\u00ad", ""),
        )
        for entry in data["anchors"]
    ]
    facts = {key: str(data.get(key, "")) for key in ("version", "status", "date", "commit", "build")}
    return Sent(**facts, pieces=tuple(with_chapters(pieces)), record=name, own=True)


def is_release(sent: Sent) -> bool:
    """Whether a version is known from its release, and not only from what was built last or from a returned file."""
    return sent.record.startswith(f"{register.RELEASES}/")


def with_chapters(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces, each with the number and words of the first heading of its file."""
    titles: dict[str, str] = {}
    for piece in pieces:
        if piece.kind == "heading":
            titles.setdefault(piece.where.path, f"{piece.number} {piece.text}".strip())
    return (replace(piece, chapter=titles.get(piece.where.path, "")) for piece in pieces)


def recognise(reply: Reply, known: Sequence[Sent], name: str = "") -> tuple[Sent | None, list[Finding]]:
    """The version that a file answers, and what is doubtful about it; None where nothing tells.

    By the build that it names, then by its version, then by its words. `name` is the file's, for findings. The map
    inside the file counts only where we have no release of its version: it is the word of whoever sent the file.
    """
    claimed = reply.claimed and replace(reply.claimed, pieces=tuple(with_chapters(reply.claimed.pieces)))
    candidates = named(reply.properties, known, claimed.version if claimed else "")
    for sent in candidates:
        if claimed is not None and _same(sent, claimed):
            return sent, []
    # What lies in build/ may be newer than what was sent; a release is what it was.
    released = [sent for sent in candidates if is_release(sent)]
    if claimed is not None and not released:
        return claimed, [_unknown(name, claimed)]
    best = _nearest(reply, released or candidates) or _nearest(reply, known)
    if best is None:
        return (claimed, [_unknown(name, claimed)]) if claimed else (None, [_nothing(name)])
    return best, [_differs(name, best)] if claimed else []


def named(properties: Mapping[str, str], known: Sequence[Sent], version: str = "") -> list[Sent]:
    """The versions that a file's properties name: of the same build first, then of the same number."""
    build = properties.get(f"{PROPERTY}buildId", "")
    version = properties.get(f"{PROPERTY}version", "") or version
    found = [sent for sent in known if build and sent.build == build]
    return [*found, *(sent for sent in known if version and sent.version == version and sent not in found)]


def _same(sent: Sent, claimed: Sent) -> bool:
    """Whether a map in a file says what ours says."""
    return _said(sent) == _said(claimed)


def _said(sent: Sent) -> set[tuple[str, str]]:
    return {(piece.identifier, alignment.key(piece.text)) for piece in sent.pieces}


def _nearest(reply: Reply, known: Sequence[Sent]) -> Sent | None:
    """The version that shares most paragraphs with the file, of two alike the later one; None where none is like it."""
    keys = (alignment.key(passage.text) for passage in passages(reply.paragraphs))
    texts = Counter(key for key in keys if len(key.split()) >= _WORDS)
    best: tuple[float, int] = (0.0, -1)
    for index, sent in enumerate(known):
        mine = Counter(alignment.key(piece.text) for piece in sent.pieces)
        best = max(best, ((texts & mine).total() / max(1, texts.total()), index))
    return known[best[1]] if best[0] >= _SHARED else None


def _unknown(name: str, claimed: Sent) -> Finding:
    what = f"it answers version {claimed.version or '?'} of {claimed.date or 'no date'}, of which there is no record"
    cure = "the map inside the file is used; keep releases/ of all that you send out"
    return Finding(code=CODE, where=Location(path=name), what=what, cure=cure)


def _differs(name: str, sent: Sent) -> Finding:
    what = f"its map of anchors is not the one that was sent with version {sent.version}"
    cure = f"{sent.record} is used; have a look at the places of its remarks"
    return Finding(code=CODE, where=Location(path=name), what=what, cure=cure)


def _nothing(name: str) -> Finding:
    what = "it is like none of the versions that were sent, and names none"
    return Finding(code="response-foreign", where=Location(path=name), what=what, cure="enter its remarks by hand")
