"""Every parser of ours: whatever text it gets, it gives a value, a finding or a fault of the author, and ends.

Beside these stand the tests of single parsers with laws of their own: tests/test_document.py (settings, versions,
slugs), tests/test_status.py (vocabulary), tests/test_hearing.py (deadlines), tests/test_anchors.py,
tests/test_tree.py, tests/test_stamp.py, tests/reading/test_lines.py, tests/release/test_bag.py, test_register.py.
"""

from __future__ import annotations

import io
import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pydyf
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from greenpaper import (
    document,
    filler,
    formulas,
    outline,
    portable,
    reading,
    status,
    theme,
    toml_lines,
    tree,
)
from greenpaper.errors import AuthorError, GreenpaperError
from greenpaper.images import raster, svg
from greenpaper.images.faults import ImageFault
from greenpaper.importing import mkdocs, navigation
from greenpaper.model import Finding, Location, Version
from greenpaper.passes import addresses, html_tags, slugs
from greenpaper.reading import positions
from greenpaper.reading.lines import Line, number_lines
from greenpaper.release import bag, notes, register
from greenpaper.theme import addresses as sheet_addresses
from tests.anything import chapters, examples

HUGE = "9" * 5000  # more digits than Python makes a number of
VOCABULARY = status.load()
pieces = st.sampled_from([*chapters.SIGNS, *chapters.CONTROLS, *chapters.WORDS, *chapters.IDS, HUGE])
odd: st.SearchStrategy[str] = st.one_of(
    st.lists(pieces, max_size=12).map("".join), st.text(max_size=60), chapters.lines, chapters.addresses
)


def _edited(texts: list[str], signs: list[str]) -> st.SearchStrategy[str]:
    """Texts of a format, with pieces of it put in, taken out, swapped and repeated."""
    edits = chapters.edits | st.builds(
        chapters.inserted, chapters.places, st.sampled_from([*signs, *chapters.CONTROLS])
    )

    def apply(text: str, changes: list[chapters.Edit], by_lines: bool) -> str:
        parts = text.splitlines(keepends=True) if by_lines else list(text)
        for change in changes:
            parts = change(parts)
        return "".join(parts)

    return st.builds(apply, st.sampled_from(texts), st.lists(edits, max_size=5), st.booleans())


def _is_fault(function: Callable[..., Any], *arguments: Any) -> Any:
    """What the function gives; None where it says what is wrong, in lines that end with a code."""
    try:
        return function(*arguments)
    except GreenpaperError as fault:
        assert fault.lines and all(line.rstrip().endswith("]") for line in fault.lines), fault.lines
        return None


# The chapter's text, before pandoc


FRONT = [
    "---\ntitle: A\nlang: nn\nstatus: Release\n---\n",
    "---\n? [a]\n: {b: c}\n...\n",
    "---\n&a title: *a\n---\nText\n",
]
YAML = [
    ":",
    "- ",
    "? ",
    "|",
    ">",
    "&a",
    "*a",
    "!!python/object:os.system",
    "{",
    "}",
    "[",
    "]",
    "\t",
    "<<:",
    "%",
    "'",
    '"',
    HUGE,
]


@given(_edited(FRONT, YAML) | odd.map("---\n{}\n---\n".format))
@example("---\n" + "[" * 2000 + "\n---\n")
@example("---\n" + "a: " * 50 + "\n---\n")
@examples(100)
def test_front_matter(text: str) -> None:
    findings: list[Finding] = []
    lines, front = reading.split_front_matter(number_lines(text), "a.md", findings)
    assert set(front) <= set(reading.front_matter.KEYS)
    assert all(line.text == text.split("\n")[line.number - 1] for line in lines)


TABLES = [
    "| Status | Version | Maturity | Normative level |\n|:---|---|---|---|\n| Release | v0.9.0 | review | veileder |\n",
    "| Status | Version | Maturity | Normative level |\n|---|---|---|---|\n| <span style=x>QA</span> | 1.x |\n",
]


@given(_edited(TABLES, ["|", "\\|", "`", "<b>", "&amp;", "---", HUGE, "ikke normert/", "2-review", "1." + HUGE]))
@examples(100)
def test_a_status_table(text: str) -> None:
    findings: list[Finding] = []
    lines, found, _ = reading.split_status_table(number_lines(text), "a.md", VOCABULARY, findings)
    assert found is None or found.line <= text.count("\n") + 1
    assert {line.number for line in lines} <= set(range(1, text.count("\n") + 2))


@given(chapters.bodies | _edited(chapters.SOURCES[:12], [*chapters.SIGNS, "$$", "<!--", ":::", "!!! note"]))
@examples(80)
def test_rewrites_before_pandoc(text: str) -> None:
    """Formulas, remarks, leftovers, dialects, notes and cells: lines keep their numbers, in order."""
    findings: list[Finding] = []
    lines, _ = reading.split_remarks(number_lines(text), "a.md", findings)
    lines = reading.with_formulas(lines, "a.md", findings)
    try:
        found = [*reading.check_notes(lines, "a.md"), *reading.check_cells(lines, "a.md")]
    except AuthorError as fault:  # a footnote that leads to itself
        assert re.match(r"a\.md:\d+: error: .* \[note-circle\]$", str(fault))
        return
    lines = reading.without_leftovers(lines, "a.md", findings)
    lines = reading.to_fenced_divs(lines, "a.md", findings)
    last = text.count("\n") + 1
    assert [line.number for line in lines] == sorted(line.number for line in lines)
    assert all(1 <= line.number <= last for line in lines)
    assert all(finding.where.line and 1 <= finding.where.line <= last for finding in [*findings, *found])


@given(chapters.blocks)
@examples(15)
def test_positions(text: str) -> None:
    """What pandoc reads has positions of lines that are there."""
    lines = tuple(Line(line.number + 10, line.text) for line in number_lines(text))
    blocks = _is_fault(positions.parse, lines, "a.md")
    for item in tree.walk(blocks or []):
        if "at" in item:
            assert Location.parse(item["at"]).line in range(11, 12 + text.count("\n"))


# What stands in it


@given(odd)
@example("http://a:" + HUGE)
@example("http://a:٣")
@examples(100)
def test_an_address_is_one_or_none_and_mended_once(text: str) -> None:
    mended = addresses.outside(text)
    if mended is not None:
        assert mended.isprintable() and " " not in mended and '"' not in mended
        assert addresses.outside(mended) == mended


@given(
    st.lists(odd | st.sampled_from(["<", "</", "<!", "<?", "<!--", "]]>", "<![CDATA[", ">", "/>", *chapters.TAGS])).map(
        "".join
    )
)
@example("<! >")
@example("<!>")
@example("<!DOCTYPE>")
@examples(100)
def test_tags_of_html(text: str) -> None:
    parts = html_tags.tags(text)
    assert all(
        isinstance(part, str) or part.name == part.name.lower() or part.name.startswith(("!", "?")) for part in parts
    )


@given(st.lists(odd, max_size=6))
@examples(100)
def test_slugs_of_headings(headings: list[str]) -> None:
    found = slugs.anchors(headings)
    assert len(found) == len(headings)
    for heading in headings:
        assert slugs.ours(slugs.ours(heading)) == slugs.ours(heading)


@given(odd, odd)
@examples(100)
def test_texts_that_say_nothing(text: str, source: str) -> None:
    assert filler.is_alternative(text, source) in {True, False}
    assert filler.is_link(text) in {True, False}


@given(st.lists(st.sampled_from(chapters.TEX) | odd, min_size=1, max_size=6))
@examples(25)
def test_formulas_of_tex(tmp_path: Path, texts: list[str]) -> None:
    nodes = [tree.node("Math", [tree.node("InlineMath"), text], f"a.md:{at}") for at, text in enumerate(texts, 1)]
    made = formulas.prepare({"blocks": [tree.node("Para", nodes)]}, tmp_path, "#000000")
    drawn, refused = made["formulas"]["inline"], {item["where"] for item in made["findings"]}
    assert all(text in drawn or f"a.md:{texts.index(text) + 1}" in refused for text in texts)
    for entry in drawn.values():
        ElementTree.parse(tmp_path / entry["print"])


SVG = [
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 5">\n{body}\n</svg>'
    for body in (
        '<g id="a"><use href="#a"/></g>',
        '<switch><foreignObject/><text x="1">a</text></switch>',
        '<style>@import "a.css"; .b {{ fill: url(#c) }}</style>',
        '<image href="x.png" width="1e999"/>',
    )
]
MARKUP = [
    "<",
    ">",
    "&",
    "]]>",
    "<!DOCTYPE svg>",
    "<?x?>",
    "&#0;",
    "&a;",
    'width="0"',
    'width="1e400mm"',
    'viewBox="0 0 inf nan"',
    'xmlns=""',
    'href="file:///x"',
    "onload=",
    "javascript:",
    "url(",
    "<script/>",
    'height="-1"',
    'width="' + HUGE + '"',
]


@given(_edited(SVG, MARKUP) | odd)
@example(f'<svg xmlns="http://www.w3.org/2000/svg" width="{HUGE}" height="1"/>')
@example('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1e-320 1"/>')
@example('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1e308 1e-308"/>')
@examples(100)
def test_a_drawing_is_cleaned_or_refused(text: str) -> None:
    try:
        drawing = svg.clean(text.encode("utf-8", "surrogatepass"))
    except ImageFault as fault:
        assert fault.what and fault.cure
        return
    assert drawing.width > 0 and drawing.height > 0
    again = svg.clean(drawing.markup)
    assert (again.markup, again.width, again.height) == (drawing.markup, drawing.width, drawing.height)


def _rasters() -> list[bytes]:
    made = []
    for kind, mode in (("PNG", "RGBA"), ("PNG", "P"), ("JPEG", "RGB"), ("JPEG", "CMYK"), ("GIF", "P"), ("WEBP", "RGB")):
        stream = io.BytesIO()
        Image.new(mode, (7, 5)).save(stream, kind)
        made.append(stream.getvalue())
    return made


@given(
    st.sampled_from(_rasters()),
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=6),
    st.integers(0, 2000),
)
@examples(200)
def test_an_image_is_prepared_or_refused(content: bytes, bytes_set: list[tuple[int, int]], length: int) -> None:
    damaged = bytearray(content)
    for at, value in bytes_set:
        damaged[at % len(damaged)] = value
    try:
        source = raster.source(bytes(damaged[: length + 8]))
        made = raster.prepare(bytes(damaged[: length + 8]))
    except ImageFault as fault:
        assert fault.what and fault.cure
        return
    with Image.open(io.BytesIO(made)) as image:
        image.load()
        assert image.width <= source.width and image.height <= source.height


# Settings, themes, vocabularies


TOML = [
    "[",
    "]",
    "[[",
    "]]",
    "=",
    '"',
    "'''",
    "{",
    "}",
    ",",
    "#",
    ".",
    "true",
    "1e400",
    "0x",
    "1979-05-27",
    "\\u0000",
    HUGE,
    "\n",
    "nan",
]
DOCUMENT = [
    (chapters.ROOT / "document.toml").read_text("utf-8"),
    (chapters.ROOT / "tests/hard/document.toml").read_text("utf-8"),
]
THEME = [path.read_text("utf-8") for path in sorted((chapters.ROOT / "styles").rglob("theme.toml"))]
WORDS = [(chapters.ROOT / "greenpaper/status.toml").read_text("utf-8")]


@given(_edited(DOCUMENT, TOML))
@examples(80)
def test_document_toml(tmp_path: Path, text: str) -> None:
    (tmp_path / "document.toml").write_bytes(text.encode("utf-8", "surrogatepass"))
    _is_fault(document.load, tmp_path)


@given(_edited(THEME, [*TOML, "../x", "fonts/x.ttf", "-1", "0", "1e9", "#12"]))
@examples(60)
def test_theme_toml(tmp_path: Path, text: str) -> None:
    (tmp_path / "theme.toml").write_bytes(text.encode("utf-8", "surrogatepass"))
    _is_fault(theme.load, tmp_path)


@given(_edited(WORDS, TOML))
@examples(60)
def test_a_vocabulary(tmp_path: Path, text: str) -> None:
    (tmp_path / "own.toml").write_bytes(text.encode("utf-8", "surrogatepass"))
    _is_fault(status.load, tmp_path / "own.toml")


@given(_edited([*DOCUMENT, *THEME], TOML) | odd)
@examples(100)
def test_lines_of_toml(text: str) -> None:
    found = toml_lines.key_lines(text)
    assert set(found.values()) <= set(range(1, text.count("\n") + 2))


@given(_edited(DOCUMENT, ["\n", " ", "# x\n"]))
@examples(100)
def test_every_table_of_toml_has_its_line(text: str) -> None:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    found = toml_lines.key_lines(text)
    assert {key for key, value in data.items() if not isinstance(value, dict)} <= {
        name for table, name in found if not table
    }


@given(odd)
@example(HUGE)
@example("1.0-" + HUGE)
@examples(100)
def test_a_version_has_its_place_among_others(text: str) -> None:
    try:
        version = Version.parse(text)
    except ValueError:
        return
    assert Version.parse(str(version)) == version
    assert version.order == Version.parse(f"v{version}").order
    if "-" not in str(version):
        assert Version(f"{version}-rc").order < version.order


@given(odd)
@examples(80)
def test_a_path_of_the_settings(tmp_path: Path, text: str) -> None:
    plain, wrong = outline.inside(text, tmp_path)
    assert wrong or (not plain.startswith("/") and plain.split("/")[0] != "..")


@given(odd)
@example('url("a.png")')
@examples(80)
def test_addresses_in_a_style_sheet(tmp_path: Path, text: str) -> None:
    for sheet in (text, f"a {{ background: url({text}) }}", f'@import "{text}";'):
        _is_fault(sheet_addresses.embed, sheet, tmp_path / "print.css")


# Other projects and former releases


NAVIGATION = st.recursive(
    st.none() | odd | st.sampled_from(["a.md", "b.md", "img/x.png", "https://example.no"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(odd, inner, max_size=3),
    max_leaves=12,
)


@given(NAVIGATION, st.lists(st.sampled_from(["a.md", "b.md", "c/index.md", "c/d.md", "img/x.png"]), unique=True))
@examples(100)
def test_navigation_of_mkdocs(nav: Any, names: list[str]) -> None:
    pages = [name for name in names if name.endswith(".md")]
    found = navigation.read(nav, pages, frozenset(names))
    assert {page.file for page in found.pages} <= set(pages)
    assert len(found.pages) == len({page.file for page in found.pages})


MKDOCS = [
    "site_name: !ENV [A, b]\ndocs_dir: docs\ntheme: {language: nb}\nnav:\n  - A: a.md\n  - B:\n    - b.md\n"
    "plugins: [with-pdf: {cover_subtitle: v1.2}]\n"
]


@given(_edited(MKDOCS, [*YAML, "docs_dir: ..", "site_dir: .", "INHERIT: x", "nav: 1", "a.md"]))
@examples(80)
def test_a_project_of_mkdocs(tmp_path: Path, text: str) -> None:
    docs = tmp_path / "docs"
    docs.mkdir(exist_ok=True)
    (docs / "a.md").write_text("---\ntitle: A\n---\nA.\n", "utf-8")
    (tmp_path / "mkdocs.yml").write_bytes(text.encode("utf-8", "surrogatepass"))
    _is_fault(mkdocs.read, tmp_path / "mkdocs.yml")


@given(
    _edited(["# Changes\n\n## 1.0\n\nNew.\n\n## [v0.9.1] – 1. mai\n\nOld.\n"], ["##", "\n", "[", "]", "v", HUGE]),
    st.sampled_from(["1.0", "0.9.1"]),
)
@examples(80)
def test_notes_of_a_version(tmp_path: Path, text: str, version: str) -> None:
    (tmp_path / "CHANGES.md").write_bytes(text.encode("utf-8", "surrogatepass"))
    found = _is_fault(notes.of_version, tmp_path, version)
    assert found is None or (found == found.strip() != "" and found in text.replace("\r\n", "\n").replace("\r", "\n"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | odd,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["entries", "kind", "version", "previous", "x"]), inner, max_size=4)
    ),
    max_leaves=10,
)
ENTRIES = register.text(
    register.added(register.added((), {"kind": "release", "version": "1.0"}), {"kind": "deprecation", "version": "1.0"})
)


@given(JSON.map(json.dumps) | _edited([ENTRIES], ["{", "}", "[", "]", '"', ",", ":", "null", "1", "NaN", '"1.x"']))
@example("[" * 100_000)
@example('{"entries": [{"kind": [], "version": {}}]}')
@example('{"entries": [{"kind": "release", "version": "later"}]}')
@examples(80)
def test_a_register_of_releases(tmp_path: Path, text: str) -> None:
    (tmp_path / register.NAME).write_bytes(text.encode("utf-8", "surrogatepass"))
    entries = _is_fault(register.load, tmp_path)
    if entries is not None:
        list(register.faults(entries))
        register.highest(entries)
        register.deprecations(entries)
        assert json.loads(register.text(entries))["entries"] == json.loads(text)["entries"] or text != text.strip()


@given(_edited([f"{'a' * 64}  data/x.pdf\n{'b' * 64}  bagit.txt\n"], ["  ", "%0A", "%", "/../", "a"]) | odd)
@examples(80)
def test_a_manifest_of_a_bag(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest").write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        found = bag.read_manifest(tmp_path / "manifest")
    except ValueError as fault:
        assert str(fault)
        return
    assert all(len(digest) == 64 for digest in found.values())


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda name: "\0" not in name))
@example("a\x85b\u2028c\x0bd%0A\r\n")
@examples(100)
def test_a_manifest_keeps_every_name(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    path = tmp_path_factory.getbasetemp() / "manifest-of-names"
    path.write_text(bag._manifest({name: "a" * 64}), "utf-8", newline="")
    assert bag.read_manifest(path) == {name: "a" * 64}


# Objects of PDF that lie in build/


def _portable() -> bytes:
    pdf = pydyf.PDF()
    inner = pydyf.Stream([b"0 0 1 1 re f"])
    outer = pydyf.Dictionary({"Inner": inner.reference})
    for item in (inner, outer):
        pdf.add_object(item)
    outer["Inner"] = inner.reference
    return portable.to_bytes(portable.take(pdf, {"root": outer}, facts={"n": 1}))


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), max_size=4), st.integers(0, 400))
@examples(80)
def test_portable_objects_are_whole_or_none(tmp_path: Path, bytes_set: list[tuple[int, int]], cut: int) -> None:
    content = _portable()
    whole = portable.from_bytes(content)
    assert portable.to_bytes(whole) == content
    damaged = bytearray(content)
    for at, value in bytes_set:
        damaged[at % len(damaged)] = value
    path = tmp_path / "x.form"
    path.write_bytes(damaged[: max(0, len(damaged) - cut)])
    portable.read(path)
