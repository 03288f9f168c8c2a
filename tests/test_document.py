from __future__ import annotations

import datetime
import json
import os
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from greenpaper import document, outline
from greenpaper import settings as keys
from greenpaper.errors import SettingsError
from greenpaper.model import ChapterKind, DocxSettings, Protection, Severity, Version

REPOSITORY = Path(__file__).parent.parent
LEAST = 'title = "Målbilde"\npublisher = "P"\nlanguage = "nb"\nversion = "0.9.0"\nstatus = "Prerelease"\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    chapters = tmp_path / "chapters"
    chapters.mkdir()
    for name in ("01-innledning.md", "02-behov.md", "10-krav.md", "a-begreper.md", "README.md"):
        (chapters / name).write_text("# X\n", encoding="utf-8")
    return tmp_path


def load(root: Path, text: str, codes: set[str] | None = None) -> document.Document:
    (root / "document.toml").write_text(text, encoding="utf-8")
    return document.load(root, codes)


def faults(root: Path, text: str, codes: set[str] | None = None) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load(root, text, codes)
    assert caught.value.exit_code == 3
    return list(caught.value.lines)


# What is read


def test_the_least_document_has_the_chapters_of_the_folder(root: Path) -> None:
    made = load(root, LEAST)
    assert [(c.path, c.kind, c.label, c.slug, c.stem) for c in made.chapters] == [
        ("chapters/01-innledning.md", ChapterKind.CHAPTER, "1", "innledning", "01-innledning"),
        ("chapters/02-behov.md", ChapterKind.CHAPTER, "2", "behov", "02-behov"),
        ("chapters/10-krav.md", ChapterKind.CHAPTER, "3", "krav", "03-krav"),
        ("chapters/a-begreper.md", ChapterKind.APPENDIX, "A", "a-begreper", "04-a-begreper"),
    ]
    assert (made.slug, made.status, made.version, made.theme) == ("malbilde", "prerelease", Version("0.9.0"), "styles")
    assert (made.hearing, made.severities, made.level) == (None, (), None)


def test_every_key_is_read(root: Path) -> None:
    (root / "look").mkdir()
    text = f"""{LEAST}
subtitle = "S"
maturity = "2-review"
level = "Anbefalt standard"
date = "2026-10-05"
identifier = "I-1"
case_number = "26/1"
slug = "kort"
theme = "look/"
chapters = ["chapters/02-behov.md", {{ file = "./chapters/01-innledning.md", title = "Start" }}]
appendices = ["chapters/10-krav.md"]
closing = ["chapters/a-begreper.md"]
[hearing]
sent = 2026-10-05
deadline = "2027-01-08"
address = "a@example.no"
reason = "Haster"
[severity]
link-anchor = "note"
"""
    made = load(root, text, {"link-anchor"})
    assert [(c.path, c.label, c.title) for c in made.chapters] == [
        ("chapters/02-behov.md", "1", None),
        ("chapters/01-innledning.md", "2", "Start"),
        ("chapters/10-krav.md", "A", None),
        ("chapters/a-begreper.md", "", None),
    ]
    assert (made.subtitle, made.maturity, made.level) == ("S", "review", "anbefalt-standard")
    assert (made.date, made.identifier, made.case_number) == (datetime.date(2026, 10, 5), "I-1", "26/1")
    assert (made.slug, made.theme) == ("kort", "look")
    assert made.hearing is not None
    assert (made.hearing.sent, made.hearing.deadline) == (datetime.date(2026, 10, 5), datetime.date(2027, 1, 8))
    assert (made.hearing.address, made.hearing.reason) == ("a@example.no", "Haster")
    assert made.severities == (("link-anchor", Severity.NOTE),)


@pytest.mark.parametrize(
    "address", ["a.b+c@post.example.no", "høring@etaten.kommune.no", "https://example.no", "http://example.no/h?a=1#b"]
)
def test_an_address_is_one_of_e_mail_or_of_the_web(root: Path, address: str) -> None:
    made = load(root, f'{LEAST}[hearing]\naddress = "{address}"\n')
    assert made.hearing is not None
    assert made.hearing.address == address


def test_the_sample_document_is_read() -> None:
    made = document.load(REPOSITORY)
    assert made.hearing is not None
    assert made.hearing.deadline == datetime.date(2027, 1, 8)
    assert {chapter.kind for chapter in made.chapters} >= {ChapterKind.CHAPTER, ChapterKind.APPENDIX}


def test_a_file_of_windows_is_read(root: Path) -> None:
    (root / "document.toml").write_bytes(b"\xef\xbb\xbf" + LEAST.replace("\n", "\r\n").encode())
    assert document.load(root).title == "Målbilde"


def test_a_version_is_text(root: Path) -> None:
    assert load(root, LEAST.replace("0.9.0", "v0.10")).version == Version("0.10")
    (line,) = faults(root, LEAST.replace('"0.9.0"', "0.10"))
    assert line.startswith("document.toml:4: error: key 'version': a version is text: put it in quotes")
    assert line.endswith("[settings-value]")


def test_a_document_can_bring_its_vocabulary(root: Path) -> None:
    text = (
        (REPOSITORY / "greenpaper" / "status.toml").read_text(encoding="utf-8").replace("Prerelease", "Zwischenstand")
    )
    (root / "own.toml").write_text(text, encoding="utf-8")
    own = LEAST.replace("Prerelease", "zwischenstand") + 'vocabulary = "own.toml"\n'
    assert load(root, own).status == "prerelease"
    (root / "own.toml").write_text(text + "x = 1\n", encoding="utf-8")
    assert any(line.startswith("own.toml: error: ") for line in faults(root, own))


# Faults


def test_all_faults_are_told_at_once_with_their_lines(root: Path) -> None:
    text = """titel = "Målbilde"
publisher = ""
language = "no"
version = 0.9
status = "QA version"
chapters = [
    "chapters/01-innledning.md",
    "chapters/02-Behov.md",
    "../secret.md",
]
[hearing]
deadlin = 2027-01-08
sent = "i fjor"
theme = "styles"
[severity]
link-ancor = "note"
link-anchor = "loud"
[dokx]
protection = "none"
[severty]
[hearing.people]
name = "Kari"
"""
    assert faults(root, text, {"link-anchor"}) == [
        "document.toml: error: key 'title' is missing; add it: The title of the document. [settings-missing-key]",
        "document.toml:1: error: key 'titel' is not known; did you mean 'title'? [settings-unknown-key]",
        "document.toml:2: error: key 'publisher': it is empty; write something or leave the key out [settings-value]",
        "document.toml:3: error: key 'language': write one of 'nb', 'nn', 'se', 'en', not 'no' [settings-value]",
        "document.toml:4: error: key 'version': a version is text: put it in quotes, as in \"0.9.0\" "
        "(as a number 0.10 would become 0.1) [settings-value]",
        "document.toml:5: error: key 'status': 'QA version' is not known; did you mean 'Prerelease'? known are "
        "Work in progress, Prerelease, Release, Normative, Deprecated [settings-value]",
        "document.toml:8: error: there is no file 'chapters/02-Behov.md'; did you mean 'chapters/02-behov.md'? "
        "[settings-chapter]",
        "document.toml:9: error: '../secret.md' lies outside the folder of document.toml; move it inside "
        "[settings-chapter]",
        "document.toml:12: error: key 'hearing.deadlin' is not known; did you mean 'deadline'? [settings-unknown-key]",
        "document.toml:13: error: key 'hearing.sent': write a day as year-month-day, like 2027-01-08 [settings-value]",
        "document.toml:14: error: key 'hearing.theme' is not known; it belongs above the first [table] "
        "[settings-unknown-key]",
        "document.toml:16: error: no finding has the code 'link-ancor'; did you mean 'link-anchor'? [settings-code]",
        'document.toml:17: error: key \'severity.link-anchor\': write one of "error", "warning", "note", "off" '
        "[settings-value]",
        "document.toml:18: error: table [dokx] is not known; did you mean [docx]? [settings-unknown-key]",
        "document.toml:20: error: table [severty] is not known; did you mean [severity]? [settings-unknown-key]",
        "document.toml:21: error: table [hearing.people] is not known; known are [hearing], [pdf], [docx], [editions], "
        "[severity] [settings-unknown-key]",
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('deadline = "2027-01-08"', "key 'deadline' is not known; it belongs in [hearing]"),
        ('hearing = "2027"', "'hearing' has to be a table, [hearing]"),
        ("subtitle = 1", "key 'subtitle': put the value in quotes"),
        ('subtitle = "a\\nb"', "key 'subtitle': it has to be one line"),
        ("date = 2026-10-05T10:00:00", "key 'date': write a day"),
        ('[hearing]\naddress = "nobody"', "key 'hearing.address': 'nobody' is neither an e-mail address nor a web"),
        ('[hearing]\naddress = "a@b"', "write one like 'post@example.no' or 'https://example.no/hearing'"),
        ('[hearing]\naddress = "www.example.no/h"', "or 'https://www.example.no/h'"),
        ('[hearing]\naddress = "a@example.no, b@example.no"', "is neither"),
        ('[hearing]\naddress = "ftp://example.no"', "is neither"),
        ("[hearing]\naddress = 'https://example.no/\"a'", "is neither"),  # would end the instruction of Word's field
        ("[hearing]\naddress = 'https://example.no/a\\b'", "is neither"),
        ("[hearing]\naddress = 'post\"@example.no'", "is neither"),
        ('date = "2026-02-30"', "key 'date': there is no such day"),
        ('date = "20261005"', "key 'date': write a day"),
        ('slug = "Mål bilde"', "key 'slug': write lower-case ASCII letters, digits and hyphens, like 'mal-bilde'"),
        ('theme = "look"', "key 'theme': there is no folder 'look'"),
        ('vocabulary = "own.toml"', "key 'vocabulary': there is no file 'own.toml'"),
        ('vocabulary = "../own.toml"', "key 'vocabulary': '../own.toml' lies outside the folder"),
        (
            '[docx]\nprotection = "locked"',
            "key 'docx.protection': write one of 'none', 'tracked', 'read-only', not 'loc",
        ),
        ('[docx]\nprotection = "open"', "key 'docx.protection': write one of"),
        ('[docx]\nopen_copy = "yes"', "key 'docx.open_copy': write true or false"),
        ("open_copy = true", "key 'open_copy' is not known; it belongs in [docx]"),
        ('level = "banan"', "key 'level': 'banan' is not known; known are ikke normert, veileder"),
        ("closing = 1", "key 'closing' has to be a list of paths in quotes"),
        ("closing = [1]", "an entry of 'closing' has to be a path in quotes or"),
        ('closing = [{ file = "chapters/10-krav.md", titel = "x" }]', "key 'titel' is not known; known are file and"),
        ('closing = [{ file = "chapters/10-krav.md", title = 1 }]', "the title has to be a text in quotes"),
        ('closing = ["/etc/hosts"]', "'/etc/hosts' is an absolute path"),
        ('closing = ["C:/x.md"]', "'C:/x.md' is an absolute path"),
        ('closing = ["chapters\\\\10-krav.md"]', "is no path; write folders with forward slashes"),
        ('closing = ["chapters"]', "there is no file 'chapters'"),
        (f'closing = ["{"x" * 300}.md"]', "cannot be a path on this machine"),
        ('appendices = ["chapters/10-krav.md"]\nclosing = ["chapters/10-krav.md"]', "is listed twice"),
        ("chapters = []", "there is no chapter"),
    ],
)
def test_a_wrong_value_is_told(root: Path, line: str, told: str) -> None:
    lines = faults(root, f"{LEAST}{line}\n")
    assert any(told in fault and fault.startswith("document.toml:6: error: ") for fault in lines) or any(
        told in fault and fault.startswith("document.toml:7: error: ") for fault in lines
    ), lines


def test_the_table_docx(root: Path) -> None:
    assert load(root, LEAST).docx == DocxSettings(open_copy=False, protection=None)
    made = load(root, f'{LEAST}[docx]\nopen_copy = true\nprotection = "read-only"\n').docx
    assert made == DocxSettings(open_copy=True, protection=Protection.READ_ONLY)


def test_a_path_through_a_link_out_of_the_folder_is_refused(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "x.md"
    outside.write_text("# X\n", encoding="utf-8")
    (root / "x.md").symlink_to(outside)
    assert "lies outside the folder" in faults(root, f'{LEAST}chapters = ["x.md"]\n')[0]


def test_names_equal_up_to_case_are_told(root: Path) -> None:
    (root / "chapters" / "02-BEHOV.md").write_text("# X\n", encoding="utf-8")
    if len(list((root / "chapters").glob("02-*"))) == 1:
        pytest.skip("this file system takes them for one file")
    assert any("differ only in case" in line for line in faults(root, LEAST))


def test_a_file_that_would_be_forgotten_is_told(root: Path) -> None:
    (root / "chapters" / "etterord.md").write_text("# X\n", encoding="utf-8")
    assert "'chapters/etterord.md' is neither chapter" in faults(root, LEAST)[0]
    assert load(root, f'{LEAST}closing = ["chapters/etterord.md"]\n').chapters[-1].label == ""


def test_a_folder_without_document_or_chapters_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"document.toml: error: there is none in this folder.*settings-file"):
        document.load(tmp_path)
    assert faults(tmp_path, LEAST) == [
        "document.toml: error: there is no chapter; add chapters/01-name.md, or list the files under 'chapters' "
        "[settings-chapter]"
    ]


def test_a_text_that_is_no_toml_is_told_with_its_line(root: Path) -> None:
    (line,) = faults(root, f"{LEAST}subtitle = Forslag\n")
    assert line.startswith("document.toml:6: error: this is not TOML: Invalid value; text and versions stand in quotes")
    assert line.endswith("[settings-toml]")
    (root / "document.toml").write_bytes(b"title = '\xe5'")
    with pytest.raises(SettingsError, match=r"^document.toml:1: error: the text is not UTF-8.*\[settings-file\]$"):
        document.load(root)


def test_settings_that_are_too_much_or_no_file_are_told_as_such(root: Path) -> None:
    (line,) = faults(root, LEAST + "# x\n" * 200_000)
    told = "it cannot be read: it has more than 500000 characters; shorten it"
    assert line == f"document.toml: error: {told} [settings-toml]"
    assert faults(root, "title = ")[0].startswith("document.toml: error: this is not TOML: Invalid value; text and")
    with (root / "document.toml").open("wb") as file:
        file.truncate(30_000_000_000)
    with pytest.raises(SettingsError, match=r"^document.toml: error: it has 30000.0 MB, more than 5; .*settings-file"):
        document.load(root)
    (root / "document.toml").unlink()
    os.mkfifo(root / "document.toml")
    with pytest.raises(SettingsError, match=r"^document.toml: error: it is no regular file.*\[settings-file\]$"):
        document.load(root)


# Order, labels, slugs


def slugs(root: Path, paths: list[str]) -> list[str]:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("# X\n", encoding="utf-8")
    return [chapter.slug for chapter in load(root, f"{LEAST}chapters = {json.dumps(paths)}\n").chapters]


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["docs/index.md", "docs/behov/index.md"], ["index", "behov"]),
        (["docs/behov/index.md"], ["index"]),
        (["a/1-Krav.md", "b/krav.md", "b/2-krav.md"], ["krav", "b-krav", "b-krav-2"]),
        (["x/2026.md", "x/03.md", "x/§.md"], ["2026", "03", "chapter"]),
        (["x/Målbilde og øvrig.md"], ["malbilde-og-ovrig"]),
    ],
)
def test_slugs_come_from_the_file_names_and_are_unique(root: Path, paths: list[str], expected: list[str]) -> None:
    assert slugs(root, paths) == expected


def test_a_decomposed_file_name_is_the_same_name(root: Path) -> None:
    decomposed, composed = "chapters/ma\u030albilde.md", "chapters/m\u00e5lbilde.md"
    (root / decomposed).parent.mkdir(exist_ok=True)
    (root / decomposed).write_text("# X\n", encoding="utf-8")
    (chapter,) = load(root, f'{LEAST}chapters = ["{composed}"]\n').chapters
    assert (chapter.path, chapter.slug) == (decomposed, "malbilde")
    (line,) = faults(root, f'{LEAST}chapters = ["{decomposed}", "{composed}"]\n')
    assert "is listed twice" in line


def test_appendices_are_lettered_past_z(root: Path) -> None:
    names = [f"{number}.md" for number in range(1, 55)]
    for name in names:
        (root / name).write_text("# X\n", encoding="utf-8")
    made = load(root, f"{LEAST}appendices = {json.dumps(names)}\n")
    labels = [chapter.label for chapter in made.chapters if chapter.kind is ChapterKind.APPENDIX]
    assert (labels[0], labels[25], labels[26], labels[51], labels[52]) == ("A", "Z", "AA", "AZ", "BA")


@given(text=st.text(), limit=st.none() | st.integers(1, 60))
def test_a_slug_is_plain_ascii_within_its_limit(text: str, limit: int | None) -> None:
    made = outline.slug(text, limit)
    assert made == "" or re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made)
    assert limit is None or len(made) <= limit
    assert outline.slug(made, limit) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Blåbærsyltetøy", "blabaersyltetoy"),
        ("Čáhcesuolu đŋŧ", "cahcesuolu-dnt"),
        ("Krav til måledata i hele landet fra og med 2028", "krav-til-maledata-i-hele-landet-fra-og"),
        ("x" * 50, "x" * 40),
        ("!?", ""),
    ],
)
def test_a_slug_is_cut_at_a_word(text: str, made: str) -> None:
    assert outline.slug(text, 40) == made


@given(text=st.from_regex(r"v?[0-9]{1,3}(\.[0-9]{1,3}){0,3}(-[0-9A-Za-z.]{1,5})?", fullmatch=True))
def test_a_version_is_kept_as_it_is_written(text: str) -> None:
    assert str(Version.parse(text)) == text.removeprefix("v")


@given(text=st.text())
def test_anything_is_a_version_or_refused(text: str) -> None:
    try:
        assert Version.parse(Version.parse(text).text) == Version.parse(text)
    except ValueError as fault:
        assert "is no version" in str(fault)


# Random settings

names = st.sampled_from([key.name for key in keys.KEYS] + [*keys.TABLES, "file", "titel", "x"]) | st.text(max_size=4)
leaves = (
    st.text(max_size=8)
    | st.sampled_from(["nb", "0.9.0", "Prerelease", "chapters/02-behov.md", "../x", "\0", "chapters", "error"])
    | st.integers()
    | st.floats()
    | st.booleans()
    | st.dates()
    | st.datetimes()
    | st.times()
)
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4), max_leaves=9
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300, deadline=None)
@given(data=st.dictionaries(names, values, max_size=8), whole=st.booleans())
def test_no_settings_end_in_another_exception(root: Path, data: dict[str, Any], whole: bool) -> None:
    try:
        document.parse({**tomllib.loads(LEAST), **data} if whole else data, root, "", {"link-anchor"})
    except SettingsError as fault:
        assert fault.lines
        for line in fault.lines:
            assert re.fullmatch(r"(?s)(document\.toml|02-behov\.md): error: .+ \[settings-[a-z-]+\]", line)


# Schema and documentation


def test_the_shipped_schema_is_that_of_the_keys() -> None:
    shipped = REPOSITORY / "greenpaper" / "document.schema.json"
    assert json.loads(shipped.read_text(encoding="utf-8")) == keys.schema(), "run settings.write_schema"


def test_the_schema_knows_every_key_and_no_more(tmp_path: Path) -> None:
    keys.write_schema(tmp_path / "s.json")
    made = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))
    top = {key.name for key in keys.KEYS if not key.table}
    assert made["properties"].keys() == top | keys.TABLES.keys()
    assert made["required"] == [key.name for key in keys.KEYS if key.required]
    assert made["properties"]["hearing"]["properties"].keys() == {k.name for k in keys.KEYS if k.table == "hearing"}
    assert not made["additionalProperties"]
    assert all("description" in value for value in made["properties"].values())


def test_the_sample_points_at_the_schema() -> None:
    first = (REPOSITORY / "document.toml").read_text(encoding="utf-8").split("\n")[0]
    assert (REPOSITORY / first.removeprefix("#:schema ")).is_file()


def test_every_key_and_code_is_documented(root: Path) -> None:
    text = (REPOSITORY / "docs" / "settings.md").read_text(encoding="utf-8")
    for key in keys.KEYS:
        assert f"| `{key.name}` |" in text, key.name
    for table in keys.TABLES:
        assert f"## `[{table}]`" in text
    used = {
        code
        for path in (REPOSITORY / "greenpaper").rglob("*.py")
        for code in re.findall(r"\bsettings-[a-z-]+[a-z]", path.read_text(encoding="utf-8"))
    }
    assert used == set(re.findall(r"`(settings-[a-z-]+)`", text))
