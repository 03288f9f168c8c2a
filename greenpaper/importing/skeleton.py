"""A small complete document from nothing, in one of the four languages."""

from __future__ import annotations

import tomllib
from importlib import resources
from string import Template

from greenpaper import status
from greenpaper.importing.folder import Contents

VERSION = "0.1.0"
_STATUS, _MATURITY, _LEVEL = "work-in-progress", "draft", "ikke-normert"


def contents(language: str) -> Contents:
    """The folder in `language` (nb, nn, se, en): settings, two chapters, a figure."""
    folder = resources.files("greenpaper") / "importing" / "skeleton"
    text = tomllib.loads((folder / f"{language}.toml").read_text("utf-8"))
    vocabulary = status.load()
    row = {
        "status": status.find(vocabulary.statuses, _STATUS),
        "maturity": status.find(vocabulary.maturities, _MATURITY),
        "level": status.find(vocabulary.levels, _LEVEL),
    }
    words = {key: term.names[language] for key, term in row.items() if term} | {"version": VERSION}
    figure = Template((folder / "figure.svg").read_text("utf-8")).substitute(text["figure"])
    chapters = {f"chapters/{name}": Template(body).substitute(words) for name, body in text["chapters"].items()}
    facts = {
        "title": text["title"],
        "publisher": text["publisher"],
        "language": language,
        "version": VERSION,
        "status": "Work in progress",
        "maturity": "draft",
        "level": words["level"],
    }
    return Contents(facts=facts, lists={}, texts={**chapters, f"chapters/{text['image']}": figure})
