"""A document from its first release to a rebuilt one, by doit as its user would, with git and without."""

from __future__ import annotations

import datetime
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from greenpaper import document, files, stamp
from greenpaper.checks.rules import RULES
from greenpaper.model import Stamp
from greenpaper.release import bag, register, source
from tests import DOIT

SAMPLE = Path(__file__).parent.parent / "sample"
NAME = "det-minste-horingsnotatet-0.2.0-prerelease-nb"
ENDINGS = {
    *(".pdf", ".docx", ".html", ".anchors.json"),
    *("-response.docx", "-response.xlsx", "-letter.md"),  # since it is on hearing
}


class Folder:
    """A document folder in which doit is run."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.environment: dict[str, str] = {}

    def doit(self, *arguments: str, exits: int = 0) -> str:
        """What doit prints; its progress left out where all went well."""
        command = [*DOIT, *arguments]
        environment = {**os.environ, **self.environment}
        done = subprocess.run(command, cwd=self.path, capture_output=True, text=True, timeout=300, env=environment)
        assert done.returncode == exits, done.stdout + done.stderr
        assert "Traceback" not in done.stdout + done.stderr
        return done.stdout if exits == 0 else done.stdout + done.stderr

    def git(self, *arguments: str) -> str:
        who = ["-c", "user.name=Kari", "-c", "user.email=kari@example.org"]
        return subprocess.run(
            ["git", *who, *arguments], cwd=self.path, check=True, capture_output=True, text=True
        ).stdout.strip()

    def change(self, name: str, old: str, new: str) -> None:
        path = self.path / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "endring")

    def contents(self) -> dict[str, bytes]:
        root = self.path / "releases"
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """The sample in git, with version 0.2.0 released without veraPDF; tests that change it work on copies."""
    folder = Folder(tmp_path_factory.mktemp("release") / "document")
    shutil.copytree(SAMPLE, folder.path)
    (folder.path / ".gitignore").write_text("/build/\n/releases/\n.doit*\n", "utf-8")
    (folder.path / "CHANGES.md").write_text(
        "# Endringer\n\n## 0.2.0\n\n- Et nytt *kapittel*.\n\n## 0.1\n\n- Alt.\n", "utf-8"
    )
    folder.git("init", "-q")
    folder.commit()
    folder.environment["GREENPAPER_VERAPDF"] = "/nowhere"
    said = folder.doit("release", "--unvalidated")
    assert "releases/0.2.0: sealed" in said
    assert re.search(r"^next: git tag -a v0\.2\.0 [0-9a-f]{40} -m ", said, re.MULTILINE)
    return folder


@pytest.fixture
def folder(released: Folder, tmp_path: Path) -> Folder:
    """A copy, with the right to write given back to the folders."""
    made = Folder(tmp_path / "document")
    shutil.copytree(released.path, made.path, copy_function=shutil.copyfile)
    for path in made.path.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    made.environment = released.environment
    return made


def test_the_folder_holds_all_that_a_release_is(released: Folder) -> None:
    sealed = released.path / "releases/0.2.0"
    assert list(bag.faults(sealed)) == []
    payload = {path.relative_to(sealed / "data").as_posix() for path in (sealed / "data").rglob("*") if path.is_file()}
    assert payload == {
        *(f"{NAME}{ending}" for ending in ENDINGS),
        "release.json",
        "packages.txt",
        "requirements.lock",
        *(f"source/{name}" for name in ("document.toml", "dodo.py", "CHANGES.md", "revision.json")),
        *(f"source/chapters/{name}.md" for name in ("01-innledning", "02-forslag", "a-begreper")),
        *(f"source/img/{name}" for name in ("flyt.svg", "flate.png")),
    }
    readme = (sealed / "README.txt").read_text("utf-8")
    assert all(f"data/{name}" in readme for name in payload if not name.startswith("source/"))
    assert "Status: Forhåndsversjon" in readme
    assert "Contact-Email: post@etaten.example.no" in (sealed / "bag-info.txt").read_text("utf-8")
    assert not any(path.stat().st_mode & 0o222 for path in [sealed, *sealed.rglob("*")])


def test_the_statement_names_what_it_is_of_and_made_with(released: Folder) -> None:
    said = json.loads((released.path / "releases/0.2.0/data/release.json").read_bytes())
    assert said["_type"] == "https://in-toto.io/Statement/v1"
    assert said["predicateType"] == "https://slsa.dev/provenance/v1"
    assert {subject["name"].removeprefix(NAME) for subject in said["subject"]} == ENDINGS
    definition = said["predicate"]["buildDefinition"]
    assert definition["externalParameters"]["stamp"]["version"] == "0.2.0"
    assert {"weasyprint", "greenpaper", "pypandoc-binary"} <= definition["internalParameters"]["packages"].keys()
    assert {"python", "pandoc", "zlib", "pango", "harfbuzz", "fontconfig"} <= definition["internalParameters"][
        "libraries"
    ].keys()
    assert {"digest": {"gitCommit": released.git("rev-parse", "HEAD")}, "name": "commit"} in definition[
        "resolvedDependencies"
    ]
    assert [chapter["status"]["status"] for chapter in said["predicate"]["greenpaper_chapters"]] == ["prerelease"] * 3
    assert said["predicate"]["greenpaper_validation"] is None
    text = json.dumps(said)
    assert str(released.path) not in text and "/home" not in text and "/tmp" not in text


def test_readers_see_every_version_and_what_is_new(released: Folder) -> None:
    page = (released.path / "releases/index.html").read_text("utf-8")
    assert "<h1>Utgivelser av Det minste høringsnotatet</h1>" in page
    assert "<em>kapittel</em>" in page and "Alt." not in page
    assert "15. februar 2027" in page
    assert f'href="0.2.0/data/{NAME}.pdf"' in page
    assert "- Et nytt *kapittel*." in (released.path / "releases/README.md").read_text("utf-8")


def test_a_second_release_of_the_same_does_nothing_and_anew_it_is_the_same(folder: Folder) -> None:
    before = folder.contents()
    assert "was released before" in folder.doit("release", "--unvalidated")
    assert folder.contents() == before
    shutil.rmtree(folder.path / "releases")
    folder.git("tag", "-a", "v0.2.0", "-m", "0.2.0")
    usual = os.umask(0o077)
    try:
        folder.doit("release", "--unvalidated")
    finally:
        os.umask(usual)
    assert folder.contents() == before
    root = folder.path / "releases"
    closed = [path for path in (root, *root.rglob("*")) if path.stat().st_mode & 0o4 != 0o4]
    assert closed == []  # whoever serves them can read them
    folder.doit("stamp")
    assert json.loads((folder.path / "build/stamp.json").read_bytes())["tag"] == "v0.2.0"


def test_everything_that_stands_against_it_is_said_at_once(folder: Folder) -> None:
    folder.change("chapters/02-forslag.md", "Dele data", "Dele xxx")
    folder.change("chapters/a-begreper.md", "v0.2.0", "v0.2.1")
    folder.change("chapters/a-begreper.md", "Måling", "[lenke](borte.md) Måling")
    before = folder.contents()
    said = folder.doit("release", exits=1)
    for code in ("exists", "dirty", "chapter-version", "placeholder"):
        assert f"[release-{code}]" in said
    assert "[link-file]" in said
    assert "5 objections to version 0.2.0; nothing was released" in said
    assert folder.contents() == before


def test_without_verapdf_a_hearing_draft_is_not_released(folder: Folder) -> None:
    shutil.rmtree(folder.path / "releases")
    assert "[release-validation]" in folder.doit("release", exits=1)
    assert "[release-validation]" in folder.doit("release", "--dry", exits=1)
    assert folder.doit("release", "--dry", "--unvalidated") == "nothing stands against version 0.2.0\n"
    assert not (folder.path / "releases").exists()


def test_verify_names_what_was_changed_missing_or_added(folder: Folder) -> None:
    assert folder.doit("verify").startswith("releases/0.2.0: whole, PDF not validated")
    (folder.path / "releases/0.2.0/data/source/dodo.py").unlink()
    (folder.path / "releases/0.2.0/data/mer.txt").write_text("mer", "utf-8")
    with (folder.path / f"releases/0.2.0/data/{NAME}.pdf").open("r+b") as stream:
        stream.write(b"%pdf")
    (folder.path / "releases/0.3").mkdir()
    said = folder.doit("verify", exits=1)
    for fault in ("source/dodo.py is missing", "mer.txt has been added", f"{NAME}.pdf has been changed"):
        assert f"releases/0.2.0: data/{fault} [release-broken]" in said
    assert "releases/0.3: is in no entry of releases.json" in said
    assert "there is no release 7" in folder.doit("verify", "7", exits=1)


def test_verify_sees_a_bag_that_was_made_anew_and_a_register_that_was_edited(folder: Folder) -> None:
    sealed = folder.path / "releases/0.2.0"
    payload = {
        path.relative_to(sealed / "data").as_posix(): path for path in (sealed / "data").rglob("*") if path.is_file()
    }
    forged = {name: path.read_bytes() + b" " for name, path in payload.items()}
    shutil.rmtree(sealed)
    bag.write(sealed, forged, {})
    assert "tagmanifest-sha256.txt is not the one that the register knows" in folder.doit("verify", exits=1)
    folder.change("releases/releases.json", "2027-02-15", "2027-03-15")
    assert "releases/index.html: is not what releases.json says" in folder.doit("verify", exits=1)


def test_a_release_is_built_again_from_its_folder_alone(folder: Folder) -> None:
    said = folder.doit("rebuild", "0.2.0")
    assert said.count(": the same bytes\n") == len(ENDINGS)
    statement = folder.path / "releases/0.2.0/data/release.json"
    text = statement.read_text("utf-8")
    assert (
        "[release-broken]" in (statement.write_text(text + " ", "utf-8"), folder.doit("rebuild", "0.2.0", exits=1))[1]
    )
    assert "name a version" in folder.doit("rebuild", exits=1)


def test_a_rebuilt_release_that_differs_says_what_and_since_when(folder: Folder) -> None:
    """As if WeasyPrint had been another version then, and made another PDF."""
    sealed = folder.path / "releases/0.2.0"
    data = {
        path.relative_to(sealed / "data").as_posix(): path for path in (sealed / "data").rglob("*") if path.is_file()
    }
    payload = {name: path.read_bytes() for name, path in data.items()}
    said = json.loads(payload["release.json"])
    said["predicate"]["buildDefinition"]["internalParameters"]["packages"]["weasyprint"] = "1.0"
    for subject in said["subject"]:
        if subject["name"].endswith(".pdf"):
            subject["digest"] = {name: "0" * 64 for name in subject["digest"]}
        if subject["name"].endswith(".docx"):
            subject["digest"]["sha256"] = "0" * 64
    payload["release.json"] = json.dumps(said).encode()
    shutil.rmtree(sealed)
    bag.write(sealed, payload, {})
    assert "is not the one that the register knows" in folder.doit("rebuild", "0.2.0", exits=1)
    (entry,) = register.read(folder.path / "releases")
    folder.change("releases/releases.json", entry["bag"], files.sha256(sealed / bag.TAGS))
    output = folder.doit("rebuild", "0.2.0", exits=1)
    assert f"{NAME}.docx: the same content, packed otherwise" in output
    assert f"{NAME}.pdf: differs" in output
    assert f"{NAME}.pdf cannot be made again; since then: weasyprint 1.0 became" in output


def test_a_version_that_is_superseded_keeps_its_folder(folder: Folder) -> None:
    sealed = {name: data for name, data in folder.contents().items() if name.startswith("0.2.0/")}
    for name in ("01-innledning", "02-forslag", "a-begreper"):
        folder.change(f"chapters/{name}.md", "v0.2.0", "v0.3.0")
    folder.change("document.toml", '"0.2.0"', '"0.3.0"')
    folder.commit()
    folder.doit("release", "--unvalidated", "--tag")
    assert folder.git("tag", "--points-at", "HEAD") == "v0.3.0"
    assert "superseded by 0.3.0" in folder.doit("deprecate", "0.2.0", "0.3.0")
    assert "says so already" in folder.doit("deprecate", "0.2.0", "0.3.0")
    assert {name: data for name, data in folder.contents().items() if name.startswith("0.2.0/")} == sealed
    entries = register.load(folder.path / "releases")
    assert [entry["kind"] for entry in entries] == ["release", "release", "deprecation"]
    assert list(register.faults(entries)) == []
    page = (folder.path / "releases/index.html").read_text("utf-8")
    assert page.index('id="v0.3.0"') < page.index('id="v0.2.0"')
    assert '<a href="#v0.3.0">0.3.0</a>' in page
    folder.doit("verify")
    for wrong in ((), ("0.9",), ("0.2.0", "0.3.0", "0.4")):
        assert "[release-unknown]" in folder.doit("deprecate", *wrong, exits=1)
    assert "[release-successor]" in folder.doit("deprecate", "0.3.0", "0.2.0", exits=1)
    folder.change("releases/releases.json", entries[0]["bag"], "0" * 64)
    edited = folder.contents()
    for command in (("release", "--unvalidated"), ("deprecate", "0.3.0"), ("verify",)):
        said = folder.doit(*command, exits=1)
        assert "entry 2 (0.3.0) does not follow from the one before: one of them was changed" in said
    assert folder.contents() == edited


def test_a_run_that_was_broken_off_before_the_register_is_taken_up_again(folder: Folder) -> None:
    before = folder.contents()
    (folder.path / "releases/releases.json").unlink()
    (folder.path / "releases/.tmp-0.2.0-x").mkdir()
    folder.doit("release", "--unvalidated")
    assert folder.contents() == before
    (folder.path / "releases/releases.json").unlink()
    (folder.path / "releases/0.2.0/data/mer.txt").write_text("mer", "utf-8")
    assert "no such release in releases/releases.json; move it away" in folder.doit("release", "--unvalidated", exits=1)


def test_a_document_outside_git_is_released_by_its_content(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "document")
    shutil.copytree(SAMPLE, folder.path)
    folder.environment = {"GREENPAPER_VERAPDF": "/nowhere", "GIT_CEILING_DIRECTORIES": str(tmp_path)}
    assert "git tag" not in folder.doit("release", "--unvalidated")
    (entry,) = register.load(folder.path / "releases")
    assert entry["commit"] is None
    assert len(entry["source"]) == 64
    assert (
        json.loads((folder.path / "releases/0.2.0/data/release.json").read_bytes())["predicate"]["buildDefinition"][
            "externalParameters"
        ]["stamp"]["tag"]
        is None
    )
    folder.doit("rebuild", "0.2.0")


def test_the_day_of_a_source_outside_git_is_kept(tmp_path: Path) -> None:
    folder, sealed = tmp_path / "document", tmp_path / "sealed"
    shutil.copytree(SAMPLE, folder)
    settings = (folder / "document.toml").read_text("utf-8")
    (folder / "document.toml").write_text(settings.replace("date = 2026-11-02", ""), "utf-8")
    made = _stamp(folder, SOURCE_DATE_EPOCH="1700000000")
    source.export(folder, files.listing(folder), sealed, made)
    assert made.date == _stamp(sealed).date == datetime.date(2023, 11, 14)
    (sealed / "chapters/a-begreper.md").write_text("# Begreper\n\nAnnet.\n", "utf-8")
    assert _stamp(sealed).from_clock  # it is no longer that source


@pytest.mark.parametrize(
    "said",
    [
        "[" * 100_000,
        '{"commit": "<b>abc", "date": "2030-01-01", "files": {}}',
        '{"commit": null, "date": "2030-01-01", "files": {"../secret": "0"}}',
        "pipe",
    ],
)
def test_a_revision_that_is_none_is_not_believed(tmp_path: Path, said: str) -> None:
    folder = tmp_path / "document"
    shutil.copytree(SAMPLE, folder)
    if said == "pipe":
        os.mkfifo(folder / "revision.json")
    else:
        (folder / "revision.json").write_text(said, "utf-8")
    assert _stamp(folder).commit is None
    assert _stamp(folder).date == datetime.date(2026, 11, 2)


def test_a_source_that_was_changed_is_not_its_commit(released: Folder, tmp_path: Path) -> None:
    unpacked = Folder(tmp_path / "source")
    shutil.copytree(released.path / "releases/0.2.0/data/source", unpacked.path, copy_function=shutil.copyfile)
    for path in [unpacked.path, *unpacked.path.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    unpacked.environment = {**released.environment, "GIT_CEILING_DIRECTORIES": str(tmp_path)}
    assert unpacked.doit("release", "--unvalidated").count("git tag") == 0  # there is no git here
    assert (unpacked.path / "releases/0.2.0" / bag.TAGS).read_bytes() == (
        released.path / "releases/0.2.0" / bag.TAGS
    ).read_bytes()
    shutil.rmtree(unpacked.path / "releases")
    unpacked.change("chapters/02-forslag.md", "Dele data", "Dele alle data")
    assert "[release-dirty]" in unpacked.doit("release", "--unvalidated", exits=1)


def test_what_git_ignores_or_has_not_committed_stands_against_it(folder: Folder) -> None:
    shutil.rmtree(folder.path / "releases")
    (folder.path / ".gitignore").write_text("/build/\n/releases/\n.doit*\n/img/\n", "utf-8")
    folder.git("rm", "-r", "-q", "--cached", "img")
    folder.commit()
    said = folder.doit("release", "--unvalidated", exits=1)
    assert "img/flate.png: error: the file is part of the document, and git has been told to ignore it" in said
    folder.git("add", "--force", "img")
    folder.commit()
    for name in ("dodo.py", "CHANGES.md"):
        text = (folder.path / name).read_text("utf-8")
        (folder.path / name).write_text(f"{text}\n# mer\n", "utf-8")
        assert "[release-dirty]" in folder.doit("release", "--unvalidated", exits=1)
        (folder.path / name).write_text(text, "utf-8")


def test_a_clone_that_is_cut_off_is_told(folder: Folder, tmp_path: Path) -> None:
    (folder.path / "README").write_text("Om dokumentet\n", "utf-8")
    folder.commit()
    clone = Folder(tmp_path / "clone")
    subprocess.run(["git", "clone", "-q", "--depth=1", folder.path.as_uri(), clone.path], check=True)
    clone.environment = folder.environment
    assert "[release-shallow]" in clone.doit("release", "--unvalidated", exits=1)


def test_the_tag_is_set_when_asked_also_later_and_never_moved(folder: Folder) -> None:
    shutil.rmtree(folder.path / "releases")
    assert "next: git tag -a v0.2.0" in folder.doit("release", "--unvalidated")
    assert "done: git" not in folder.doit("release", "--unvalidated")
    folder.environment |= {
        f"GIT_{role}_{fact}": value
        for role in ("AUTHOR", "COMMITTER")
        for fact, value in (("NAME", "Kari"), ("EMAIL", "kari@example.org"))
    }
    said = folder.doit("release", "--unvalidated", "--tag")
    assert "was released before, of the same source\nreleases/0.2.0: whole" in said
    assert "done: git tag -a v0.2.0" in said
    assert folder.git("rev-parse", "v0.2.0^{commit}") == folder.git("rev-parse", "HEAD")
    assert "the commit has the tag v0.2.0" in folder.doit("release", "--unvalidated", "--tag")
    shutil.rmtree(folder.path / "releases")
    folder.change("chapters/02-forslag.md", "Dele data", "Dele alle data")
    folder.commit()
    assert "[release-tag-elsewhere]" in folder.doit("release", "--unvalidated", exits=1)


def test_what_is_switched_off_is_in_the_record(folder: Folder) -> None:
    shutil.rmtree(folder.path / "releases")
    folder.change("chapters/a-begreper.md", "Måling", "[lenke](borte.md) Måling")
    with (folder.path / "document.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[severity]\nlink-file = "off"\n')
    folder.commit()
    folder.doit("release", "--unvalidated")
    said = json.loads((folder.path / "releases/0.2.0/data/release.json").read_bytes())
    off = [item["code"] for item in said["predicate"]["greenpaper_findings"] if item["severity"] == "off"]
    assert off == ["link-file"]


def _stamp(folder: Path, **environ: str) -> Stamp:
    settings = document.load(folder, frozenset(rule.code for rule in RULES))
    return stamp.make(settings, {"GIT_CEILING_DIRECTORIES": str(folder.parent), **environ}, datetime.date(2026, 1, 1))


def test_a_signed_release_is_known_by_its_signature(folder: Folder, tool: Callable[[str], str]) -> None:
    keygen = tool("ssh-keygen")
    key = folder.path.parent / "key"
    subprocess.run([keygen, "-q", "-t", "ed25519", "-N", "", "-C", "kari", "-f", str(key)], check=True)
    shutil.rmtree(folder.path / "releases")
    folder.environment = {**folder.environment, "GREENPAPER_SIGNING_KEY": str(key)}
    folder.doit("release", "--unvalidated")
    assert "cannot be checked" in folder.doit("verify", exits=1)
    public = key.with_suffix(".pub").read_text("utf-8")
    (folder.path / "signers").write_text(f"kari@example.org {public}", "utf-8")
    assert folder.doit("verify").startswith("releases/0.2.0: whole, signed, PDF not validated\n")
    other = folder.path.parent / "other"
    subprocess.run([keygen, "-q", "-t", "ed25519", "-N", "", "-f", str(other)], check=True)
    (folder.path / "signers").write_text(f"ola@example.org {other.with_suffix('.pub').read_text()}", "utf-8")
    assert "signed by nobody whom `signers` names" in folder.doit("verify", exits=1)
    (folder.path / "releases/0.2.0" / bag.SIGNATURE).unlink()
    assert f"{bag.SIGNATURE} is missing" in folder.doit("verify", exits=1)


def test_a_release_that_is_a_link_is_not_closed(folder: Folder, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (folder.path / "releases/0.2.0").rename(outside)
    (folder.path / "releases/0.2.0").symlink_to(outside)
    modes = {path: path.stat().st_mode for path in [outside, *outside.rglob("*")]}
    folder.doit("deprecate", "0.2.0")
    assert {path: path.stat().st_mode for path in modes} == modes
