"""A MkDocs project -> the contents of a document folder. Nothing of the project is changed.

Its texts and images are copied as they are, below chapters/, so that every link between them holds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from greenpaper import files, outline, reading, status
from greenpaper.errors import SettingsError
from greenpaper.importing import navigation
from greenpaper.importing.folder import Contents, Entry
from greenpaper.importing.navigation import Page
from greenpaper.model import Chapter, ChapterKind
from greenpaper.tree import text
from greenpaper.words import LANGUAGES

FILES = ("mkdocs.yml", "mkdocs.yaml")
_CHAPTERS = "chapters"
_VERSION = re.compile(r"(?<![\w.])v?([0-9]+(?:\.[0-9]+){1,3}(?:-[0-9A-Za-z.]+)?)(?![\w.])")
_LANGUAGES = {"no": "nb", "nb": "nb", "nn": "nn", "se": "se", "sme": "se", "en": "en"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Imported:
    """What was made of a project; `taken` says where each fact comes from, `look` what somebody has to look at."""

    contents: Contents
    taken: tuple[str, ...]
    look: tuple[str, ...]


def read(path: Path, language: str | None = None) -> Imported:
    """Read the project of the file `path`. `language` overrides the project's. SettingsError with what is wrong."""
    config = _configuration(path)
    docs = path.parent / str(config.get("docs_dir") or "docs")
    if not docs.is_dir():
        raise SettingsError(f"{path}: error: there is no folder {docs.name!r} (docs_dir) beside it [settings-mkdocs]")
    found = _listing(docs, path, path.parent / str(config.get("site_dir") or "site"))
    nav = navigation.read(config.get("nav"), [name for name in found if name.lower().endswith(".md")], frozenset(found))
    if not nav.pages:
        raise SettingsError(f"{path}: error: it names no page that is there; mend its nav [settings-mkdocs]")
    importer = _Importer(docs=docs, config=config, look=list(nav.look))
    facts = importer.facts(nav.pages, language)
    lists = {
        key: [importer.entry(page) for page in nav.pages if page.kind is kind] for key, kind in outline.LISTS.items()
    }
    copies = [(docs / name, f"{_CHAPTERS}/{name}") for name in found]
    contents = Contents(facts=facts, lists=lists, texts={}, copies=copies)
    return Imported(contents=contents, taken=tuple(importer.taken), look=tuple(importer.look))


def _configuration(path: Path) -> dict[str, Any]:
    """mkdocs.yml with every value as text: its own tags (!ENV, !!python/name) mean nothing here, and no code runs."""
    try:
        config = yaml.load(files.read_text(path), Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError) as fault:
        mark = getattr(fault, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else f"{path}"
        what = getattr(fault, "problem", None) or "too deep"
        raise SettingsError(f"{where}: error: this is no YAML ({what}) [settings-mkdocs]") from None
    if not isinstance(config, dict):
        raise SettingsError(f"{path}: error: this is no configuration of MkDocs [settings-mkdocs]")
    return config


def _listing(docs: Path, config: Path, site: Path) -> list[str]:
    """Every file below `docs`, as MkDocs takes them: without hidden ones, the configuration and what it built."""
    site, config = site.resolve(), config.resolve()
    found = ((name, (docs / name).resolve()) for name in files.listing(docs, skip=frozenset(), within=config.parent))
    return [name for name, path in found if path.is_file() and path != config and not path.is_relative_to(site)]


@dataclass(kw_only=True)
class _Importer:
    """Reads the pages for what they say of themselves; what it took from where goes to `taken` and `look`."""

    docs: Path
    config: dict[str, Any]
    look: list[str]
    taken: list[str] = field(default_factory=list)
    _vocabulary: status.Vocabulary = field(default_factory=status.load)
    _trees: dict[str, dict[str, Any]] = field(default_factory=dict)

    def facts(self, pages: Sequence[Page], language: str | None) -> dict[str, str]:
        """The keys of document.toml."""
        self._trees = {page.file: self._tree(number, page) for number, page in enumerate(pages, 1)}
        stated = [tree["status"] for tree in self._trees.values() if tree["status"]]
        facts = {
            "title": self._text("title", "site_name", "Untitled"),
            "publisher": self._text("publisher", "site_author", "Unknown publisher"),
            "language": self._language(language),
            "version": self._version(stated),
            "status": self._common("status", stated, self._vocabulary.statuses, "work-in-progress"),
            "maturity": self._common("maturity", stated, self._vocabulary.maturities, ""),
            "level": self._common("level", stated, self._vocabulary.levels, ""),
        }
        return {key: value for key, value in facts.items() if value}

    def entry(self, page: Page) -> Entry:
        """The page in a list of document.toml: with nav's title where it has none of its own."""
        tree, path = self._trees[page.file], f"{_CHAPTERS}/{page.file}"
        own = " ".join(text(tree["title"]).split()) if tree["title"] else None
        if own and page.title and own != page.title:
            self.look.append(f"{path}: its title is {own!r}, nav called it {page.title!r}; its own is used")
        return Entry(file=path, title=None if own else page.title)

    def _tree(self, number: int, page: Page) -> dict[str, Any]:
        slug = outline.slug(PurePosixPath(page.file).stem) or "page"
        chapter = Chapter(path=page.file, kind=ChapterKind.CHAPTER, label="", slug=slug, position=number)
        return reading.read(chapter, files.read_text(self.docs / page.file), self._vocabulary)

    def _text(self, key: str, theirs: str, otherwise: str) -> str:
        value = self.config.get(theirs)
        value = value[-1] if isinstance(value, list) and value else value  # !ENV [NAME, otherwise]
        plain = " ".join(str(value).split()) if isinstance(value, str) else ""
        if plain:
            self.taken.append(f"{key}: {plain} ({theirs})")
        else:
            self.look.append(f"document.toml: {theirs} gives no {key}; it is {otherwise!r} now")
        return plain or otherwise

    def _language(self, wanted: str | None) -> str:
        theme = self.config.get("theme")
        given = str(theme.get("language") or "") if isinstance(theme, dict) else ""
        language = wanted or _LANGUAGES.get(re.split(r"[-_]", given.lower())[0], "")
        if language:
            self.taken.append(f"language: {language} ({'as asked for' if wanted else 'theme.language'})")
        else:
            self.look.append(f"document.toml: language 'nb' is a guess; it may be one of {', '.join(LANGUAGES)}")
        return language or "nb"

    def _version(self, stated: Sequence[dict[str, Any]]) -> str:
        found = _VERSION.search(self._cover_subtitle())
        if found:
            self.taken.append(f"version: {found[1]} (cover_subtitle of with-pdf)")
            return found[1]
        versions = [str(one["version"]) for one in stated if one["version"]]
        if versions:
            highest = max(versions, key=_numbers)
            self.taken.append(f"version: {highest} (the highest in the chapters)")
            return highest
        self.look.append("document.toml: no version is given anywhere; it is '0.1.0' now")
        return "0.1.0"

    def _cover_subtitle(self) -> str:
        plugins = self.config.get("plugins")
        listed = plugins if isinstance(plugins, list) else [plugins]
        options = [one["with-pdf"] for one in listed if isinstance(one, dict) and "with-pdf" in one]
        return str(options[0].get("cover_subtitle") or "") if options and isinstance(options[0], dict) else ""

    def _common(self, key: str, stated: Sequence[dict[str, Any]], terms: Sequence[status.Term], otherwise: str) -> str:
        counts = Counter(one[key] for one in stated if one[key])
        if not counts:
            if otherwise:
                self.look.append(f"document.toml: no chapter states its {key}; it is the lowest now")
            return next((term.name for term in terms if term.key == otherwise), "")
        common, count = counts.most_common(1)[0]
        name = next(term.name for term in terms if term.key == common)
        self.taken.append(f"{key}: {name} ({count} of {sum(counts.values())} chapters that state one)")
        return name


def _numbers(version: str) -> tuple[tuple[int, ...], bool]:
    numbers, _, suffix = version.partition("-")
    return tuple(int(part) for part in numbers.split(".")), not suffix
