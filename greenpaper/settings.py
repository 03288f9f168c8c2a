"""The keys of document.toml: what each means, how its value is read, and the JSON schema that says so to editors."""

from __future__ import annotations

import datetime
import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from greenpaper import outline, status
from greenpaper.files import write_atomic
from greenpaper.model import NO_WATERMARK, OUTPUTS, PDF_VARIANTS, Protection, Severity, Version
from greenpaper.unseen import hides, point
from greenpaper.words import LANGUAGES

EDITIONS = "editions"  # a table of tables, one for each edition: [editions.internal]


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """One key of document.toml: `kind` is a key of KINDS, `table` the table that it stands in ("" is the top)."""

    name: str
    kind: str
    about: str
    table: str = ""
    required: bool = False


KEYS: tuple[Key, ...] = (
    Key(name="title", kind="text", required=True, about="The title of the document."),
    Key(name="subtitle", kind="text", about="A second line below the title on the cover."),
    Key(name="publisher", kind="text", required=True, about="Who publishes the document."),
    Key(name="language", kind="language", required=True, about="The document's language: nb, nn, se or en."),
    Key(
        name="version", kind="version", required=True, about='The document\'s version, in quotes: "0.10" is not "0.1".'
    ),
    Key(name="status", kind="status", required=True, about="Where the document stands, as the vocabulary words it."),
    Key(name="maturity", kind="maturity", about="How far it is reviewed: draft, review, test, mature or normative."),
    Key(name="level", kind="level", about="Its normative level, proposed or decided."),
    Key(name="date", kind="date", about="The date on the cover. Without it: that of the last commit to the document."),
    Key(name="identifier", kind="text", about="The publisher's number for the document, shown on the cover."),
    Key(name="case_number", kind="text", about="The number of the case in the archive, shown on the cover."),
    Key(name="slug", kind="slug", about="The first part of the outputs' names. Without it: the title in ASCII."),
    Key(
        name="chapters", kind="files", about="The chapters in order, numbered 1, 2, 3. Without it: chapters/NN-name.md."
    ),
    Key(
        name="appendices",
        kind="files",
        about="The appendices in order, lettered A, B, C. Without it: chapters/a-name.md.",
    ),
    Key(name="closing", kind="files", about="What follows the appendices, without a number."),
    Key(
        name="paragraph_numbers",
        kind="switch",
        about="Whether paragraphs have numbers in the margin. Without it: hearing drafts have them.",
    ),
    Key(name="theme", kind="folder", about='The folder of theme.toml and your own style sheets. Without it: "styles".'),
    Key(name="vocabulary", kind="file", about="A TOML file that replaces the words and rules of status and maturity."),
    Key(name="sent", kind="date", table="hearing", about="The day the document is sent on hearing."),
    Key(name="deadline", kind="date", table="hearing", about="The last day for answers."),
    Key(name="address", kind="address", table="hearing", about="Where answers go: an e-mail address or a web address."),
    Key(name="reason", kind="text", table="hearing", about="Why the time for answers is under three months."),
    Key(
        name="variant",
        kind="variant",
        table="pdf",
        about='The standards that the PDF meets: "a-2a" (PDF/A-2a and PDF/UA-1), "a-3a", "a-4f" (with PDF/UA-2) or'
        ' "plain". Without it: "a-2a".',
    ),
    Key(
        name="line_numbers",
        kind="switch",
        table="pdf",
        about="Whether every fifth line has a number in the margin. Without it: false.",
    ),
    Key(
        name="protection",
        kind="protection",
        table="docx",
        about='How Word guards the file: "tracked" (changes are always tracked), "read-only" or "none". Without it: as'
        " the status says.",
    ),
    Key(
        name="open_copy",
        kind="switch",
        table="docx",
        about="Whether a file with tracked changes gets a copy beside it that only switches tracking on. Without it:"
        " false.",
    ),
    Key(
        name="watermark",
        kind="watermark",
        table=EDITIONS,
        about='"draft", "hearing", "deprecated" or "none". Without it: what the status calls for.',
    ),
    Key(
        name="paragraph_numbers",
        kind="switch",
        table=EDITIONS,
        about="Whether paragraphs have numbers in the margin. Without it: as in the plain build.",
    ),
    Key(
        name="remarks",
        kind="switch",
        table=EDITIONS,
        about="Whether remarks between authors are shown, and every page says so. Without it: false.",
    ),
    Key(
        name="outputs",
        kind="outputs",
        table=EDITIONS,
        about='What is made: "html", "pdf", "docx". Without it: all three.',
    ),
    Key(
        name="protection",
        kind="protection",
        table=EDITIONS,
        about='How Word guards the file: "tracked", "read-only" or "none". Without it: as in the plain build.',
    ),
)
TABLES: Mapping[str, str] = {
    "hearing": "Facts of the public hearing.",
    "pdf": "What kind of PDF is made.",
    "docx": "How the DOCX is made.",
    EDITIONS: "What differs for some readers, by the edition's name: `doit edition=internal`.",
    "severity": "The weight of findings, by their code.",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """What reading a value may need to know."""

    root: Path
    vocabulary: status.Vocabulary
    language: str = "en"  # of the document, in which words are suggested


# An e-mail address (RFC 5322, 3.4.1) or a web address (RFC 3986, 3), as strictly as a slip of the pen asks for
_NEVER = r'\s@<>"\\^`{|}'  # what no address holds
_ADDRESS = (
    rf"[^,;:{_NEVER}]+@[^,;:/?#.{_NEVER}]+(\.[^,;:/?#.{_NEVER}]+)+"
    rf'|https?://[^/?#.{_NEVER}]+(\.[^/?#.{_NEVER}]+)+([/?#][^\s<>"\\^`{{|}}]*)?'
)
_HOST = re.compile(r"www\.|[\w.-]+\.\w+(/|$)")


def _text(value: Any, _: Context) -> str:
    if not isinstance(value, str):
        raise ValueError("put the value in quotes")
    text = unicodedata.normalize("NFC", value.strip())
    if not text:
        raise ValueError("it is empty; write something or leave the key out")
    if any(unicodedata.category(letter) == "Cc" for letter in text):
        raise ValueError("it has to be one line without control characters")
    if sign := next(filter(hides, text), None):
        raise ValueError(f"it holds {point(sign)}, which is not seen, but changes what is read; take it out")
    return text


def _address(value: Any, context: Context) -> str:
    text = _text(value, context)
    if re.fullmatch(_ADDRESS, text):
        return text
    raise ValueError(
        f"{text!r} is neither an e-mail address nor a web address; write one like 'post@example.no' or"
        f" '{'https://' + text if _HOST.match(text) else 'https://example.no/hearing'}'"
    )


def _one_of(choices: Sequence[str]) -> Callable[[Any, Context], str]:
    def read(value: Any, _: Context) -> str:
        if isinstance(value, str) and value in choices:
            return value
        raise ValueError(f"write one of {', '.join(map(repr, choices))}, not {value!r}")

    return read


def _outputs(value: Any, _: Context) -> tuple[str, ...]:
    if isinstance(value, list) and value and all(isinstance(item, str) and item in OUTPUTS for item in value):
        return tuple(output for output in OUTPUTS if output in value)
    raise ValueError(f"write a list out of {', '.join(map(repr, OUTPUTS))}, not {value!r}")


def edition_name(value: str) -> str:
    """An edition's name, which ends the names of its files. ValueError with what is wrong."""
    if not re.fullmatch(_SLUG, value):
        made = outline.slug(value)
        raise ValueError(f"write lower-case ASCII letters, digits and hyphens{f', like {made!r}' if made else ''}")
    if value.split("-")[-1] in _TAKEN:
        raise ValueError("the names of other files end so; take another word")
    return value


def _switch(value: Any, _: Context) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError(f"write true or false, without quotes, not {value!r}")


def _version(value: Any, context: Context) -> Version:
    if not isinstance(value, str):
        raise ValueError('a version is text: put it in quotes, as in "0.9.0" (as a number 0.10 would become 0.1)')
    try:
        return Version.parse(_text(value, context))
    except ValueError:
        raise ValueError(f'{value!r} is no version; write one like "0.9.0" or "1.0-rc.1"') from None


def _date(value: Any, _: Context) -> datetime.date:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    # date.fromisoformat also takes 20270108 and 2027-W01-5
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value.strip()):
        try:
            return datetime.date.fromisoformat(value.strip())
        except ValueError as fault:
            raise ValueError(f"there is no such day: {fault}") from None
    raise ValueError("write a day as year-month-day, like 2027-01-08")


def _slug(value: Any, context: Context) -> str:
    text = _text(value, context)
    if text == outline.slug(text):
        return text
    made = outline.slug(text)
    raise ValueError(f"write lower-case ASCII letters, digits and hyphens{f', like {made!r}' if made else ''}")


def _term(terms: Sequence[status.Term], value: Any, context: Context) -> str:
    text = _text(value, context)
    if term := status.find(terms, text):
        return term.key
    suggestion = status.suggest(terms, text)
    meant = f"did you mean {suggestion!r}? " if suggestion else ""
    raise ValueError(f"{text!r} is not known; {meant}known are {status.known(terms, context.language)}")


def _file(value: Any, context: Context) -> str:
    path, wrong = outline.inside(_text(value, context), context.root)
    if wrong or not (context.root / path).is_file():
        raise ValueError(wrong or f"there is no file {path!r}")
    return path


def _folder(value: Any, context: Context) -> str:
    path, wrong = outline.inside(_text(value, context), context.root)
    if wrong or not (context.root / path).is_dir():
        raise ValueError(wrong or f"there is no folder {path!r}")
    return path


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """How values of a kind are read (a ValueError says what is wrong) and what the JSON schema says of them."""

    read: Callable[[Any, Context], Any]
    schema: Mapping[str, Any]


def _choice(terms: Sequence[status.Term]) -> dict[str, Any]:
    """Editors offer the names; other wordings and other vocabularies are valid all the same."""
    return {"anyOf": [{"enum": [term.name for term in terms]}, {"type": "string", "minLength": 1}]}


_OURS = status.load()
_SLUG = "[a-z0-9]+(-[a-z0-9]+)*"
_TAKEN = ("open", "preview", "response", "letter")  # ends of other files' names
_MARKS = ("draft", "hearing", "deprecated", NO_WATERMARK)
_PROTECTIONS = tuple(kind.value for kind in Protection if kind != Protection.OPEN)  # that one is the copy's
_TEXT: Mapping[str, Any] = {"type": "string", "minLength": 1}
_ENTRY: Mapping[str, Any] = {
    "anyOf": [
        _TEXT,
        {
            "type": "object",
            "properties": {"file": _TEXT, "title": _TEXT},
            "required": ["file"],
            "additionalProperties": False,
        },
    ]
}
KINDS: Mapping[str, Kind] = {
    "text": Kind(read=_text, schema=_TEXT),
    "address": Kind(read=_address, schema={"type": "string", "pattern": f"^({_ADDRESS})$"}),
    "language": Kind(read=_one_of(LANGUAGES), schema={"enum": list(LANGUAGES)}),
    "version": Kind(
        read=_version, schema={"type": "string", "pattern": r"^[vV]?[0-9]+(\.[0-9]+){0,3}(-[0-9A-Za-z.]+)?$"}
    ),
    "status": Kind(read=lambda v, c: _term(c.vocabulary.statuses, v, c), schema=_choice(_OURS.statuses)),
    "maturity": Kind(read=lambda v, c: _term(c.vocabulary.maturities, v, c), schema=_choice(_OURS.maturities)),
    "level": Kind(read=lambda v, c: _term(c.vocabulary.levels, v, c), schema=_choice(_OURS.levels)),
    "date": Kind(read=_date, schema={"type": "string", "format": "date"}),
    "switch": Kind(read=_switch, schema={"type": "boolean"}),
    "variant": Kind(read=_one_of(PDF_VARIANTS), schema={"enum": list(PDF_VARIANTS)}),
    "protection": Kind(read=lambda v, c: Protection(_one_of(_PROTECTIONS)(v, c)), schema={"enum": list(_PROTECTIONS)}),
    "watermark": Kind(read=_one_of(_MARKS), schema={"enum": list(_MARKS)}),
    "outputs": Kind(
        read=_outputs,
        schema={"type": "array", "items": {"enum": list(OUTPUTS)}, "minItems": 1, "uniqueItems": True},
    ),
    "slug": Kind(read=_slug, schema={"type": "string", "pattern": f"^{_SLUG}$"}),
    # Read by outline.read, all lists together
    "files": Kind(read=lambda v, _: v, schema={"type": "array", "items": _ENTRY}),
    "file": Kind(read=_file, schema=_TEXT),
    "folder": Kind(read=_folder, schema=_TEXT),
}


def schema() -> dict[str, Any]:
    """The JSON schema of document.toml (draft 7, which editors of TOML know)."""
    tables = {name: _object([key for key in KEYS if key.table == name], about) for name, about in TABLES.items()}
    tables["severity"] = {
        "type": "object",
        "description": TABLES["severity"],
        "additionalProperties": {"enum": [str(severity) for severity in Severity]},
    }
    tables[EDITIONS] = {
        "type": "object",
        "description": TABLES[EDITIONS],
        "propertyNames": {"pattern": f"^{_SLUG}$", "not": {"pattern": f"(^|-)({'|'.join(_TAKEN)})$"}},
        "additionalProperties": _object([key for key in KEYS if key.table == EDITIONS], "One edition."),
    }
    top = _object([key for key in KEYS if not key.table], "What Greenpaper has to know of a document.")
    top["properties"] |= tables
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": "document.toml", **top}


def _object(keys: Sequence[Key], about: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": "object",
        "description": about,
        "properties": {key.name: {"description": key.about, **KINDS[key.kind].schema} for key in keys},
        "additionalProperties": False,
    }
    required = [key.name for key in keys if key.required]
    return made | ({"required": required} if required else {})


def write_schema(path: Path) -> None:
    """Write the schema to `path`: greenpaper/document.schema.json, after a change of KEYS."""
    write_atomic(path, json.dumps(schema(), indent=2, ensure_ascii=False) + "\n")
