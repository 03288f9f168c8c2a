"""The register as readers see it: releases/index.html and releases/README.md, in the language of the last release.

Both are written by pandoc from one tree, so that whatever a title or a note holds is text. `told` makes of a note,
which others may have written, what readers may get.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

from greenpaper import __version__, files, pandoc, tree, words
from greenpaper.release import bag, notes, register, statement
from greenpaper.release.register import Entry
from greenpaper.tree import Node, attr, node
from greenpaper.words import Words

ATTRIBUTES = ".gitattributes"
# Whatever a user's git is set to, what is sealed has its bytes after a clone (gitattributes(5))
_AS_IT_IS = "* -text -ident -filter -export-subst -export-ignore !working-tree-encoding\n"
_MARKDOWN = "commonmark+pipe_tables+footnotes+strikeout-raw_html"
_STYLE = """\
body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif;color:#1c2327;background:#fff}
h1{font-size:1.8rem;line-height:1.2}h2{margin-top:0;font-size:1.4rem}h3{margin:1.5rem 0 .5rem;font-size:1.1rem}
h4,h5,h6{margin:1rem 0 .25rem;font-size:1rem}
main>.release{margin-top:2rem;border-top:1px solid #c4ccd2;padding-top:1.5rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.5rem;margin:0}dt{color:#4a5560}
dd{margin:0;overflow-wrap:anywhere}ul{padding-left:1.2rem}li{margin:.4rem 0;overflow-wrap:anywhere}
a{color:#0b4f8a}code{font-size:.85rem}li>code{color:#4a5560}pre{white-space:pre-wrap;background:#f2f5f7;padding:.75rem}
table{border-collapse:collapse}th,td{border:1px solid #c4ccd2;padding:.25rem .75rem;text-align:left}
.over h2{color:#8a3100}.footnotes{font-size:.9rem}
@media(max-width:30rem){dl{display:block}dd{margin:0 0 .5rem}}
"""


_LAST = re.compile(
    rb"\A(.*\n)(?:<!--|#) Greenpaper \S+, pandoc \S+, register ([0-9a-f]{64}), this file ([0-9a-f]{64})(?: -->)?\n\Z",
    re.DOTALL,
)


def _closed(text: str, entries: Sequence[Entry], comment: str) -> str:
    """The text with a last line that says what it is of: another version may write the same register otherwise."""
    of = files.sha256(register.text(entries).encode())
    said = (
        f"Greenpaper {__version__}, pandoc {pandoc.version()}, register {of}, this file {files.sha256(text.encode())}"
    )
    return f"{text}{comment.format(said)}\n"


def content(found: bytes, entries: Sequence[Entry]) -> bytes | None:
    """What was written for this register by whatever version; None where the file is of another or was changed."""
    last = _LAST.match(found)
    of = files.sha256(register.text(entries).encode())
    return last[1] if last and last[2].decode() == of and last[3].decode() == files.sha256(last[1]) else None


def write(folder: Path, entries: Sequence[Entry]) -> None:
    """Write both pages into the folder of releases, and what has git leave the folder's bytes alone."""
    for name, text in texts(entries).items():
        files.write_atomic(folder / name, text)


def texts(entries: Sequence[Entry]) -> dict[str, str]:
    """The files by their names, of what the register says alone; none where nothing was released."""
    newest = list(reversed(register.releases(entries).values()))
    if not newest:
        return {}
    language = words.load(newest[0]["language"])
    title = language["releases_of"].format(title=newest[0]["title"])
    over = register.deprecations(entries)
    shown = [(entry, _release(entry, over.get(entry["version"]), language)) for entry in newest]
    blocks = [block for _, told in shown for block in told]
    return {
        ATTRIBUTES: _closed(_AS_IT_IS, entries, "# {}"),
        "index.html": _closed(_html(title, _sections(shown, over), language), entries, "<!-- {} -->"),
        "README.md": _closed(_markdown(title, blocks), entries, "<!-- {} -->"),
    }


def _release(entry: Entry, over: Entry | None, language: Words) -> list[Node]:
    """A release as both pages tell of it."""
    version = entry["version"]
    blocks = [
        _heading(2, language["version_text"].format(version=version)),
        node(
            "DefinitionList",
            [[_words(label), [[node("Plain", told)]]] for label, told in _facts(entry, over, language)],
        ),
    ]
    if entry["changes"]:
        blocks += [_heading(3, language["changes"]), *notes.told(entry["changes"], below=3)]
    own = sorted(entry["files"], key=lambda name: (len(name), name))  # those of the document itself have the shortest
    linked = [(name, f"{version}/data/{name}", entry["files"][name]) for name in own]
    linked += [(statement.NAME, f"{version}/data/{statement.NAME}", None)]
    linked += [(entry["archive"], entry["archive"], entry["archive_sha256"])]
    return [*blocks, _heading(3, language["files"]), node("BulletList", [[_file(*item)] for item in linked])]


def _facts(entry: Entry, over: Entry | None, language: Words) -> Iterator[tuple[str, list[Node]]]:
    """What is said of a release, each with its label."""
    yield language["status"], _words(entry["status_name"])
    if entry["edition"]:
        yield language["edition"], _words(entry["edition"])
    yield language["date"], _words(_day(entry["date"], language))
    if entry["deadline"]:
        yield language["deadline"], _words(_day(entry["deadline"], language))
    if over:
        yield language["out_of_use"], _words(_day(over["date"], language))
    if over and over["successor"]:
        yield language["successor"], [_link(over["successor"], f"#{_anchor(over['successor'])}")]
    if entry["commit"]:
        yield language["commit"], [_code(entry["commit"])]
    yield language["validation"], _words(entry["validated"] or language["validation_none"])
    signature = [_link(bag.SIGNATURE, f"{entry['version']}/{bag.SIGNATURE}")]
    yield language["signature"], signature if entry["signed"] else _words(language["signature_none"])


def _day(text: str, language: Words) -> str:
    return language.date(datetime.date.fromisoformat(text))


def _file(name: str, address: str, digest: str | None) -> Node:
    checksum = [node("LineBreak"), _code(f"SHA-256 {digest}")] if digest else []
    return node("Plain", [_link(name, quote(address)), *checksum])


def _heading(level: int, text: str) -> Node:
    return node("Header", [level, attr(), _words(text)])


def _words(text: str) -> list[Node]:
    return tree.words(" ".join(text.split()))


def _link(text: str, address: str) -> Node:
    return node("Link", [attr(), _words(text), [address, ""]])


def _code(text: str) -> Node:
    return node("Code", [attr(), text])


def _anchor(version: str) -> str:
    return f"v{version}"


def _sections(shown: Sequence[tuple[Entry, list[Node]]], over: dict[str, Entry]) -> list[Node]:
    return [
        node(
            "Div",
            [attr(_anchor(entry["version"]), ("release", *(["over"] if entry["version"] in over else []))), blocks],
        )
        for entry, blocks in shown
    ]


def _html(title: str, blocks: list[Node], language: Words) -> str:
    body = pandoc.run(["--from=json", "--to=html5", "--wrap=none"], json.dumps(tree.pandoc(blocks)))
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{language.tag}">',
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{escape(title)}</title>",
        f"<style>{_STYLE}</style></head>",
        f"<body><main><h1>{escape(title)}</h1>",
        f"{body.strip()}</main></body></html>",
    ]
    return "\n".join(parts) + "\n"


def _markdown(title: str, blocks: list[Node]) -> str:
    """The same as Markdown, whose readers make anchors of their own: links within are left out."""
    plain = tree.rewrite([_heading(1, title), *blocks], _without_anchors)
    text = pandoc.run(["--from=json", f"--to={_MARKDOWN}", "--wrap=none"], json.dumps(tree.pandoc(plain)))
    return f"{text.rstrip()}\n\n"


def _without_anchors(item: Node) -> Node | list[Node]:
    if item["t"] == "Link" and item["c"][2][0].startswith("#"):
        return list(item["c"][1])
    if item["t"] == "DefinitionList":
        facts = item["c"]
        return node(
            "BulletList",
            [[node("Plain", [*label, node("Str", ":"), node("Space"), *told[0][0]["c"]])] for label, told in facts],
        )
    return item
