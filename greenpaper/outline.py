"""The files of a document in their order: which they are, their labels ("1", "A") and slugs; how deep contents go."""

from __future__ import annotations

import difflib
import posixpath
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from greenpaper import resources
from greenpaper.model import Chapter, ChapterKind
from greenpaper.resources import Reason
from greenpaper.transliteration import to_ascii
from greenpaper.unseen import unfit

FOLDER = "chapters"  # where chapters are looked for when document.toml does not list them
LISTS: Mapping[str, ChapterKind] = {
    "chapters": ChapterKind.CHAPTER,
    "appendices": ChapterKind.APPENDIX,
    "closing": ChapterKind.CLOSING,
}

MOST = 1000  # chapters; a book has 30
LONGEST = 100  # characters of a slug: it is part of the names of files, which have 255 at most
# What Windows cannot have as a name ("Naming Files, Paths, and Namespaces")
_FOREIGN = re.compile(r'[<>:"|?*]|[. ]$|^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)', re.IGNORECASE)

CONTENTS_LINES = 120  # three pages

Fault = Callable[[str, str, str], None]  # key of document.toml, the text to look for below it, what is wrong


@dataclass(frozen=True, kw_only=True, slots=True)
class _Entry:
    path: str  # as the folder has it
    title: str | None
    key: str


def read(lists: Mapping[str, Any], root: Path, fault: Fault) -> tuple[Chapter, ...]:
    """The chapters that `lists` names (the values of the keys in LISTS, as TOML gives them; what is wrong is told).

    Without "chapters", those in the folder `chapters`: `03-needs.md` is a chapter, `b-terms.md` an appendix.
    """
    entries = [entry for key in LISTS if key in lists for entry in _entries(key, lists[key], root, fault)]
    if "chapters" not in lists:
        listed = {entry.path for entry in entries}
        entries += [entry for entry in _discovered(root, listed, fault) if entry.key not in lists]
        entries.sort(key=lambda entry: list(LISTS).index(entry.key))
    entries = _without_repetition(entries, fault)
    if len(entries) > MOST:
        fault("chapters", "", f"there are {len(entries)} chapters, more than {MOST}; make several documents of them")
        entries = entries[:MOST]
    if not any(entry.key == "chapters" for entry in entries):
        fault("chapters", "", f"there is no chapter; add {FOLDER}/01-name.md, or list the files under 'chapters'")
    return _numbered(entries)


def _entries(key: str, value: Any, root: Path, fault: Fault) -> Iterator[_Entry]:
    if not isinstance(value, list):
        fault(key, "", f"key {key!r} has to be a list of paths in quotes")
        return
    for item in value:
        table = {"file": item} if isinstance(item, str) else item
        if not isinstance(table, dict) or not isinstance(table.get("file"), str):
            fault(key, "", f'an entry of {key!r} has to be a path in quotes or {{ file = "…", title = "…" }}')
            continue
        title, unknown = table.get("title"), table.keys() - {"file", "title"}
        if unknown:
            fault(key, table["file"], f"{table['file']!r}: key {min(unknown)!r} is not known; known are file and title")
        if title is not None and (not isinstance(title, str) or not title.strip()):
            fault(key, table["file"], f"{table['file']!r}: the title has to be a text in quotes")
            title = None
        path, wrong = inside(table["file"], root)
        wrong = wrong or _unportable(path)
        real = None if wrong else _real(path, root)
        if real is None:
            fault(key, table["file"], wrong or f"there is no file {path!r}{_nearest(path, root)}")
        else:
            yield _Entry(path=real, title=title and title.strip(), key=key)


def inside(path: str, root: Path) -> tuple[str, str | None]:
    """A path of document.toml in its plain form, and what is wrong with it when it does not stay inside `root`."""
    plain = posixpath.normpath(path.strip())
    if "\\" in path or not path.strip() or any(unicodedata.category(letter) == "Cc" for letter in path):
        return plain, f"{path!r} is no path; write folders with forward slashes, as in 'chapters/01-needs.md'"
    if sign := unfit(path):
        return plain, f"{path!r} holds {sign}, which no name may have; rename the file"
    if posixpath.isabs(plain) or re.match(r"[A-Za-z]:", plain):
        return plain, f"{path!r} is an absolute path; write it relative to the folder of document.toml"
    reason = Reason.OUTSIDE if plain.split("/")[0] == ".." else _refusal(root, plain)
    if reason is Reason.OUTSIDE:
        return plain, f"{path!r} lies outside the folder of document.toml; move it inside"
    return plain, f"{path!r} cannot be a path on this machine" if reason is Reason.UNREADABLE else None


def _refusal(root: Path, path: str) -> Reason | None:
    """Why what is there cannot be read as a file: it may be a folder, or not there, which is for the caller to tell."""
    try:
        resources.place(root, path)
    except resources.Refusal as refusal:
        return refusal.reason
    return None


def _unportable(path: str) -> str | None:
    """What is wrong with a path that some machine cannot have."""
    if any(_FOREIGN.search(part) for part in path.split("/")):
        return f"{path!r} is a name that Windows cannot have; rename the file"
    return None


def _real(path: str, root: Path) -> str | None:
    """The file `path` as the folders list it; None when there is none.

    By the listing, because macOS writes "å" in names as two characters, and some file systems ignore case.
    """
    real = ""
    for part in path.split("/"):
        folder = root / real
        names = sorted(entry.name for entry in folder.iterdir()) if folder.is_dir() else []
        same = [name for name in names if _composed(name) == _composed(part)]
        if not same:
            return None
        real = posixpath.join(real, part if part in same else same[0])
    return real if (root / real).is_file() else None


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _nearest(path: str, root: Path) -> str:
    folder = posixpath.dirname(path)
    names = [posixpath.join(folder, file.name) for file in sorted((root / folder).glob("*.md"))]
    by_folded = {name.casefold(): name for name in names}
    nearest = difflib.get_close_matches(path.casefold(), by_folded, n=1)
    return f"; did you mean {by_folded[nearest[0]]!r}?" if nearest else "; add it or correct the path"


def _discovered(root: Path, listed: set[str], fault: Fault) -> list[_Entry]:
    found: list[_Entry] = []
    for file in sorted((root / FOLDER).glob("*.md"), key=lambda file: (_leading_number(file.name), file.name)):
        path = f"{FOLDER}/{file.name}"
        if path in listed or file.stem.upper() == "README":
            continue
        if wrong := inside(path, root)[1] or _unportable(path):
            fault("chapters", "", wrong)
        elif not file.is_file():
            fault("chapters", "", f"{path!r} is no regular file, but a folder, a pipe or a link to nothing; remove it")
        elif re.match(r"[0-9]", file.name):
            found.append(_Entry(path=path, title=None, key="chapters"))
        elif re.match(r"[A-Za-z]-", file.name):
            found.append(_Entry(path=path, title=None, key="appendices"))
        else:
            what = f"{path!r} is neither chapter (01-name.md) nor appendix (a-name.md); rename it or list the chapters"
            fault("chapters", "", what)
    return found


def _leading_number(name: str) -> int:
    digits = re.match(r"[0-9]*", name)
    return int(digits[0]) if digits and digits[0] else 0


def _without_repetition(entries: list[_Entry], fault: Fault) -> list[_Entry]:
    kept: dict[str, _Entry] = {}
    for entry in entries:
        first = kept.setdefault(_composed(entry.path).casefold(), entry)
        if first is entry:
            continue
        if first.path == entry.path:
            fault(entry.key, entry.path, f"{entry.path!r} is listed twice; a chapter stands in one place")
        else:
            how = "case" if _composed(entry.path) != _composed(first.path) else "how their accents are stored"
            what = f"{entry.path!r} and {first.path!r} differ only in {how}; some machines take them for one file"
            fault(entry.key, entry.path, what)
    return list(kept.values())


def _numbered(entries: list[_Entry]) -> tuple[Chapter, ...]:
    top = posixpath.commonpath([posixpath.dirname(entry.path) for entry in entries]) if entries else ""
    counts = dict.fromkeys(LISTS, 0)
    slugs: set[str] = set()
    chapters: list[Chapter] = []
    for position, entry in enumerate(entries, 1):
        counts[entry.key] += 1
        kind = LISTS[entry.key]
        own = next(candidate for candidate in _slugs(entry.path, top) if candidate not in slugs)
        slugs.add(own)
        label = _label(kind, counts[entry.key])
        chapters.append(
            Chapter(path=entry.path, kind=kind, label=label, slug=own, position=position, title=entry.title)
        )
    return tuple(chapters)


def _label(kind: ChapterKind, number: int) -> str:
    if kind is ChapterKind.CLOSING:
        return ""
    if kind is ChapterKind.CHAPTER:
        return str(number)
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _slugs(path: str, top: str) -> Iterator[str]:
    """Candidates for a chapter's slug, best first, without end."""
    folder, name = posixpath.split(path)
    stem = posixpath.splitext(name)[0]
    if stem == "index" and folder != top:
        folder, stem = posixpath.split(folder)
    plain = slug(re.sub(r"^[0-9]+(?=[^0-9])", "", stem), LONGEST) or slug(stem, LONGEST) or "chapter"
    yield plain
    longer = slug(f"{posixpath.basename(folder)} {plain}", LONGEST)
    yield longer
    number = 2
    while True:
        yield f"{longer}-{number}"
        number += 1


def contents_depth(levels: Sequence[int]) -> int:
    """How many levels of headings the table of contents shows, by the levels of all headings: the same in each output.

    Three, or two where three would take more than three pages.
    """
    return 3 if sum(level <= 3 for level in levels) <= CONTENTS_LINES else 2


def slug(text: str, limit: int | None = None) -> str:
    """`text` in lower-case ASCII letters, digits and single hyphens, at most `limit` characters cut at a word.

    Empty where nothing of it is left.
    """
    made = "-".join(re.findall(r"[a-z0-9]+", to_ascii(text).lower().replace("'", "")))
    if limit is None or len(made) <= limit:
        return made
    whole = made[: limit + 1].rpartition("-")[0]
    return whole or made[:limit]
