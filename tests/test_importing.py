"""`greenpaper init`: what the new folder holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from greenpaper import book, document, status
from greenpaper.checks import graded
from greenpaper.checks.rules import RULES
from greenpaper.errors import SettingsError
from greenpaper.importing import folder, mkdocs, navigation, skeleton
from greenpaper.importing.navigation import Page
from greenpaper.model import ChapterKind, Severity
from greenpaper.words import LANGUAGES

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)
TABLE = "| Status | Version | Maturity | Normative level |\n|---|---|---|---|\n| {} | {} | {} | {} |\n\n"
CONFIG = """\
site_name: Kjøreplan for prøver
site_author: Etaten
nav:
  - Innledning:
    - index.md
  - Behov: behov/index.md
  - Vedlegg:
    - Begreper: vedlegg/Begreper.md
    - Kart: vedlegg/kart.md
  - Om oss: om.md
  - Nettsiden: https://example.no/
theme:
  name: material
  language: nn
markdown_extensions:
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
plugins:
  - search
  - with-pdf:
      cover_subtitle: "currentbuild"
extra:
  secret: !ENV [SECRET, "none"]
"""


def project(root: Path, config: str = CONFIG, **texts: str) -> Path:
    pages = {
        "index.md": "---\ntitle: Innledning\n---\n\n"
        + TABLE.format("Prerelease", "v0.9.2", "review", "veileder")
        + "Tekst.\n",
        "behov/index.md": TABLE.format("Prerelease", "v0.10.0", "2-review", "veileder")
        + "![Et kart over regionene](../img/kart.png)\n*Kartet*\n\nSe [begrepene](../vedlegg/Begreper.md).\n",
        "vedlegg/Begreper.md": "# Ord og begreper\n\n"
        + TABLE.format("Release", "v0.9", "mature", "retningslinje")
        + "Se [ingenting](mangler.md) og [heller ikke](../mangler.md#her).\n",
        "vedlegg/kart.md": "---\ntitle: Kart\n---\n\n![Et kart over landet](../img/borte.png)\n",
        "om.md": "Om oss.\r\n",
        "utkast.md": "# Utkast\n",
    }
    for name, text in {**pages, **texts}.items():
        path = root / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    (root / "docs/img").mkdir()
    (root / "docs/img/kart.png").write_bytes(PNG)
    (root / "mkdocs.yml").write_text(config, encoding="utf-8")
    return root / "mkdocs.yml"


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


# From nothing


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_is_complete_and_without_fault(language: str, tmp_path: Path) -> None:
    target = tmp_path / "new"
    assert folder.write(skeleton.contents(language), target) == {}
    made = document.load(target, {rule.code for rule in RULES})
    assert (made.language, str(made.version), made.status) == (language, "0.1.0", "work-in-progress")
    level = next(term for term in status.load().levels if term.key == "ikke-normert").names[language]
    written = [target / "document.toml", *(target / "chapters").glob("*.md")]
    assert [level in path.read_text("utf-8") for path in written] == [True, True, True]
    assert made.level == "ikke-normert"
    assert [chapter.label for chapter in made.chapters] == ["1", "2"]
    assert graded(book.check(target), ()) == ()
    index = book.make(target)["book"]
    assert (len(index["figures"]), index["notes"]) == (1, 1)
    assert {chapter["status"]["status"] for chapter in index["chapters"]} == {"work-in-progress"}


def test_the_example_is_the_same_every_time(tmp_path: Path) -> None:
    for name in ("a", "b"):
        folder.write(skeleton.contents("nb"), tmp_path / name)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert {".gitignore", "document.toml", "dodo.py"} < contents(tmp_path / "a").keys()


def test_an_empty_folder_is_taken_and_a_full_one_left_alone(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    folder.write(skeleton.contents("en"), tmp_path / "empty")
    assert (tmp_path / "empty/document.toml").is_file()
    (tmp_path / "cloned/.git").mkdir(parents=True)
    before = (tmp_path / "cloned").stat().st_ino
    folder.write(skeleton.contents("en"), tmp_path / "cloned")
    assert (tmp_path / "cloned/document.toml").is_file()
    assert (tmp_path / "cloned").stat().st_ino == before
    (tmp_path / "full").mkdir()
    (tmp_path / "full/note.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for name in ("full", "file"):
        with pytest.raises(SettingsError, match="settings-target"):
            folder.write(skeleton.contents("en"), tmp_path / name)
    assert contents(tmp_path / "full") == {"note.txt": b"mine"}


def test_a_failure_leaves_nothing_behind(tmp_path: Path) -> None:
    broken = folder.Contents(facts={}, lists={}, texts={}, copies=[(tmp_path / "gone.md", "chapters/gone.md")])
    with pytest.raises(FileNotFoundError):
        folder.write(broken, tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


def test_settings_can_hold_any_text(tmp_path: Path) -> None:
    example = skeleton.contents("nb")
    title = 'Om "sitater", \\ og æøå'
    folder.write(
        folder.Contents(facts={**example.facts, "title": title}, lists={}, texts=example.texts), tmp_path / "n"
    )
    assert document.load(tmp_path / "n").title == title


# From a MkDocs project


def test_a_project_is_taken_over(tmp_path: Path) -> None:
    source = project(tmp_path / "old")
    before = contents(tmp_path / "old")
    imported = mkdocs.read(source)
    folder.write(imported.contents, tmp_path / "new")
    assert contents(tmp_path / "old") == before, "nothing of the project is changed"
    copied = {
        name.removeprefix("chapters/"): data for name, data in contents(tmp_path / "new").items() if "chapters/" in name
    }
    assert copied == {name.removeprefix("docs/"): data for name, data in before.items() if name.startswith("docs/")}
    made = document.load(tmp_path / "new", {rule.code for rule in RULES})
    assert (made.title, made.publisher, made.language) == ("Kjøreplan for prøver", "Etaten", "nn")
    assert (str(made.version), made.status, made.maturity, made.level) == ("0.10.0", "prerelease", "review", "veileder")
    assert [(chapter.path, chapter.kind, chapter.label, chapter.title) for chapter in made.chapters] == [
        ("chapters/index.md", ChapterKind.CHAPTER, "1", None),
        ("chapters/behov/index.md", ChapterKind.CHAPTER, "2", "Behov"),
        ("chapters/vedlegg/Begreper.md", ChapterKind.APPENDIX, "A", None),
        ("chapters/vedlegg/kart.md", ChapterKind.APPENDIX, "B", None),
        ("chapters/om.md", ChapterKind.CLOSING, "", "Om oss"),
    ]


def test_what_somebody_has_to_look_at_is_told(tmp_path: Path) -> None:
    assert mkdocs.read(project(tmp_path)).look == (
        "nav: 'https://example.no/' is an address, no page; left out",
        "chapters/utkast.md: nav does not name it; add it to document.toml or delete it",
        "chapters/vedlegg/Begreper.md: its title is 'Ord og begreper', nav called it 'Begreper'; its own is used",
    )


def test_errors_that_the_text_came_with_become_warnings_and_only_those(tmp_path: Path) -> None:
    lowered = folder.write(mkdocs.read(project(tmp_path / "old")).contents, tmp_path / "new")
    assert lowered == {"image-missing": 1, "link-file": 2}
    settings = (tmp_path / "new/document.toml").read_text("utf-8")
    assert 'link-file = "warning"               # 2 of them\n' in settings
    made = document.load(tmp_path / "new", {rule.code for rule in RULES})
    assert dict(made.severities) == dict.fromkeys(lowered, Severity.WARNING)
    found = graded(book.check(tmp_path / "new"), made.severities)
    assert Severity.ERROR not in {item.severity for item in found}


def test_a_remark_without_an_end_stays_an_error(tmp_path: Path) -> None:
    source = project(tmp_path / "old", **{"om.md": "Om oss. <!-- spør Kari\n"})
    assert folder.write(mkdocs.read(source).contents, tmp_path / "new")["comment-unclosed"] == 1
    made = document.load(tmp_path / "new", {rule.code for rule in RULES})
    assert "comment-unclosed" not in dict(made.severities)
    assert "link-file" in dict(made.severities)


@pytest.mark.parametrize("docs_dir", ["docs", "."])
def test_hidden_files_the_configuration_and_the_built_site_are_not_copied(tmp_path: Path, docs_dir: str) -> None:
    source = project(tmp_path, f"site_name: a\ndocs_dir: {docs_dir}\nsite_dir: docs/built\n")
    for name in (".git/config", "docs/.DS_Store", "docs/.git/config", "docs/built/index.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    copied = {path for _, path in mkdocs.read(source).contents.copies}
    assert any(path.endswith("img/kart.png") for path in copied)
    assert not [path for path in copied if "/." in path or "built" in path or path.endswith("mkdocs.yml")]


def test_the_version_on_the_cover_counts_more_than_those_in_the_chapters(tmp_path: Path) -> None:
    source = project(tmp_path, CONFIG.replace("currentbuild", "version 0.9.0"))
    assert mkdocs.read(source).contents.facts["version"] == "0.9.0"


@pytest.mark.parametrize(
    ("given", "wanted", "language", "guessed"),
    [
        ("nn", None, "nn", False),
        ("no", None, "nb", False),
        ("en-GB", None, "en", False),
        ("fr", None, "nb", True),
        ("nn", "se", "se", False),
    ],
)
def test_language(tmp_path: Path, given: str, wanted: str | None, language: str, guessed: bool) -> None:
    imported = mkdocs.read(project(tmp_path, CONFIG.replace("language: nn", f"language: {given}")), wanted)
    assert imported.contents.facts["language"] == language
    assert any("is a guess" in line for line in imported.look) is guessed


def test_a_project_that_says_nothing_of_itself_still_gives_a_document(tmp_path: Path) -> None:
    (tmp_path / "old/docs").mkdir(parents=True)
    (tmp_path / "old/docs/index.md").write_text("# Hei\n")
    (tmp_path / "old/mkdocs.yml").write_text("theme: readthedocs\n")
    imported = mkdocs.read(tmp_path / "old/mkdocs.yml")
    folder.write(imported.contents, tmp_path / "new")
    made = document.load(tmp_path / "new")
    assert (made.title, str(made.version), made.status) == ("Untitled", "0.1.0", "work-in-progress")
    assert len(imported.look) == 5


def test_values_that_yaml_would_take_for_something_else_stay_text(tmp_path: Path) -> None:
    config = CONFIG.replace("site_name: Kjøreplan for prøver", "site_name: 1.10").replace("Om oss: om", "No: om")
    imported = mkdocs.read(project(tmp_path, config))
    assert imported.contents.facts["title"] == "1.10"
    assert imported.contents.lists["closing"][0].title == "No"


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ("- a list", "no configuration"),
        ("site_name: [", "no YAML"),
        ("site_name: a\ndocs_dir: elsewhere", "no folder 'elsewhere'"),
        ("site_name: a\nnav:\n  - gone.md", "no page"),
    ],
)
def test_a_project_that_cannot_be_read_is_one_clear_line(tmp_path: Path, config: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message) as fault:
        mkdocs.read(project(tmp_path, config))
    assert len(fault.value.lines) == 1
    assert fault.value.lines[0].startswith(str(tmp_path / "mkdocs.yml"))


# nav


def read(nav: object, *files: str) -> navigation.Navigation:
    return navigation.read(nav, [name for name in files if name.endswith(".md")], frozenset(files))


@pytest.mark.parametrize(
    "name", ["Vedlegg", "Appendix", "Appendices", "Attachments", "Vedlegg A–C", "Mildosat", "ANNEXES"]
)
def test_a_section_of_appendices_is_known_by_its_name(name: str) -> None:
    nav = [{"A": "a.md"}, {name: [{"B": "b.md"}, {"Deeper": ["c.md"]}]}, {"D": "d.md"}]
    made = read(nav, "a.md", "b.md", "c.md", "d.md")
    assert [page.kind.value for page in made.pages] == ["chapter", "appendix", "appendix", "closing"]


def test_a_page_called_appendix_in_its_title_is_none() -> None:
    made = read([{"Vedlegg": "a.md"}, "b.md"], "a.md", "b.md")
    assert [page.kind.value for page in made.pages] == ["chapter", "chapter"]


def test_appendices_alone_are_chapters() -> None:
    made = read([{"Vedlegg": ["a.md", "b.md"]}], "a.md", "b.md")
    assert [page.kind.value for page in made.pages] == ["chapter", "chapter"]


def test_the_first_page_of_a_section_is_called_like_the_section() -> None:
    made = read([{"One": ["a.md", "b.md"]}, "c.md"], "a.md", "b.md", "c.md")
    assert made.pages == (Page(file="a.md", title="One"), Page(file="b.md", title=None), Page(file="c.md", title=None))


@pytest.mark.parametrize("nothing", [None, "", "null", "~"])
def test_nothing_is_no_page_and_no_title(nothing: str | None) -> None:
    made = read([nothing, {"A": nothing}, {nothing: "a.md"}, [["b.md"]]], "a.md", "b.md")
    assert made == navigation.Navigation(pages=(Page(file="a.md", title=None), Page(file="b.md", title=None)), look=())


def test_what_is_no_page_is_left_out_and_told() -> None:
    made = read(
        ["a.md", "gone.md", "b.pdf", "./a.md", {"x": "mailto:a@b.no"}, {"y": "/abs/"}, {"z": None}], "a.md", "b.pdf"
    )
    assert [page.file for page in made.pages] == ["a.md"]
    assert made.look == (
        "nav: 'gone.md' is not there; left out",
        "nav: 'b.pdf' is no Markdown; left out, but copied",
        "nav: './a.md' is named twice; the first place counts",
        "nav: 'mailto:a@b.no' is an address, no page; left out",
        "nav: '/abs/' is an address, no page; left out",
    )


def test_without_a_nav_all_pages_are_taken_with_the_index_first() -> None:
    made = read(None, "z.md", "a/b.md", "a/index.md", "index.md", "img/x.png")
    assert [page.file for page in made.pages] == ["index.md", "z.md", "a/index.md", "a/b.md"]
    assert made.look == ()
