"""The register as readers see it: releases/index.html and releases/README.md, in the language of the last release."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

from greenpaper import files, pandoc, words
from greenpaper.release import register
from greenpaper.release.register import Entry
from greenpaper.words import Words

_STYLE = """\
body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif;color:#1c2327;background:#fff}
h1{font-size:1.8rem;line-height:1.2}h2{margin-top:2.5rem;font-size:1.3rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:0}dt{color:#4a5560}dd{margin:0}
a{color:#0b4f8a}code{font-size:.8rem;overflow-wrap:anywhere}li{margin:.4rem 0}
.over{border-left:.4rem solid #ff4500;padding-left:1rem}
"""


def write(folder: Path, entries: Sequence[Entry]) -> None:
    """Write both pages into the folder of releases."""
    for name, text in texts(entries).items():
        files.write_atomic(folder / name, text)


def texts(entries: Sequence[Entry]) -> dict[str, str]:
    """The pages by their file names, of what the register says alone; none where nothing was released."""
    newest = list(reversed(register.releases(entries).values()))
    if not newest:
        return {}
    language = words.load(newest[0]["language"])
    title = language["releases_of"].format(title=newest[0]["title"])
    shown = [_Shown(entry, entries, language) for entry in newest]
    return {"index.html": _html(title, shown, language), "README.md": _markdown(title, shown, language)}


class _Shown:
    """A release as both pages tell of it."""

    def __init__(self, entry: Entry, entries: Sequence[Entry], language: Words) -> None:
        over = register.deprecations(entries).get(entry["version"])
        self.version: str = entry["version"]
        self.title: str = entry["title"]
        self.changes: str | None = entry["changes"]
        self.over = bool(over)
        self.files: Mapping[str, str] = entry["files"]
        self.archive: str = entry["archive"]
        self.facts = list(_facts(entry, over, language))

    def address(self, name: str) -> str:
        """Of a file, from the folder of releases."""
        return quote(f"{self.version}/data/{name}")


def _facts(entry: Entry, over: Entry | None, language: Words) -> Iterator[tuple[str, str]]:
    yield language["status"], entry["status_name"]
    yield language["date"], language.date(_day(entry["date"]))
    if entry["deadline"]:
        yield language["deadline"], language.date(_day(entry["deadline"]))
    if over:
        yield language["out_of_use"], language.date(_day(over["date"]))
    if over and over["successor"]:
        yield language["successor"], over["successor"]
    if entry["commit"]:
        yield language["commit"], entry["commit"]


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def _html(title: str, shown: Sequence[_Shown], language: Words) -> str:
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{language.tag}">',
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
        f"<title>{escape(title)}</title>",
        f"<style>{_STYLE}</style></head>",
        f"<body><main><h1>{escape(title)}</h1>",
        *(_html_release(release, language) for release in shown),
        "</main></body></html>",
    ]
    return "\n".join(parts) + "\n"


def _html_release(release: _Shown, language: Words) -> str:
    facts = "".join(f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>" for label, value in release.facts)
    changes = f"<h3>{escape(language['changes'])}</h3>{_rendered(release.changes)}" if release.changes else ""
    links = "".join(
        f'<li><a href="{release.address(name)}">{escape(name)}</a><br><code>SHA-256 {digest}</code></li>'
        for name, digest in release.files.items()
    )
    archive = f'<li><a href="{quote(release.archive)}">{escape(release.archive)}</a></li>'
    heading = escape(language["version_text"].format(version=release.version))
    look = ' class="over"' if release.over else ""
    return (
        f'<section id="v{escape(release.version)}"{look}><h2>{heading}</h2><dl>{facts}</dl>{changes}'
        f"<h3>{escape(language['files'])}</h3><ul>{links}{archive}</ul></section>"
    )


def _rendered(markdown: str) -> str:
    """What is new, as HTML: without raw HTML, with headings below those of the page."""
    return pandoc.run(
        ["--from=commonmark_x-raw_html-raw_attribute", "--to=html", "--shift-heading-level-by=1"], markdown
    )


def _markdown(title: str, shown: Sequence[_Shown], language: Words) -> str:
    parts = [f"# {title}"]
    for release in shown:
        parts.append(f"## {language['version_text'].format(version=release.version)}")
        parts.append("\n".join(f"- {label}: {value}" for label, value in release.facts))
        if release.changes:
            parts.append(f"### {language['changes']}\n\n{release.changes}")
        links = [f"- [{name}]({release.address(name)}) `{digest}`" for name, digest in release.files.items()]
        archive = f"- [{release.archive}]({quote(release.archive)})"
        parts.append("\n".join((f"### {language['files']}\n", *links, archive)))
    return "\n\n".join(parts) + "\n"
