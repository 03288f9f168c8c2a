"""The cases that are chapters, all in one document: what is found of each, and a whole build with all weights lowered.

The lowered build is the harder one: nothing stops it, so what is refused has to be left out of the outputs.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from greenpaper.checks.rules import RULES
from greenpaper.model import Severity
from tests import DOIT, counts
from tests.documents import STATUS_TABLE
from tests.hostile import chapters, pictures
from tests.hostile.case import Text
from tests.hostile.ground import SETTINGS, Ground, Server, outputs, run, searched

CASES = [*chapters.ALL, *pictures.ALL]
ERRORS = {rule.code for rule in RULES if rule.severity is Severity.ERROR}
HEAD = "---\ntitle: {title}\n---\n" + STATUS_TABLE
ABOVE = HEAD.count("\n")  # lines
# What says nothing of a case: it is there in good chapters too
QUIET = {"figure-caption", "link-text", "link-text-same", "date-from-clock"}
ALLOWED = re.compile(r"(?:https?|mailto|tel):|#")


def _path(case: Text) -> str:
    return f"chapters/{CASES.index(case) + 1:03d}-{case.id}.md"


def _belongs(item: Mapping[str, str | int], case: Text) -> bool:
    return item["path"] == _path(case) or str(item["path"]).startswith(f"chapters/{case.id}/")


def _line(item: Mapping[str, str | int], case: Text) -> int:
    """Of the case's text, or of its file."""
    return int(item["line"]) - (ABOVE if item["path"] == _path(case) else 0)


def _built(case: Text) -> bool:
    """Whether the case's chapter is in the lowered build: all but images that must not be shown."""
    return not (case.files and {code for code, _ in case.found} & ERRORS)


@dataclass(frozen=True)
class Result:
    """What came of all cases: the findings of the check, and everything that the lowered build wrote."""

    ground: Ground
    findings: list[dict[str, str | int]]
    printed: str
    build: Path
    written: dict[str, str]


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Result]:
    server = Server()
    ground = Ground(tmp_path_factory.mktemp("hostile"), server)
    root = ground.document
    ground.copy_sample()
    (root / "document.toml").write_text(SETTINGS, "utf-8")
    for case in CASES:
        ground.secrets(case)
        text = ground.filled(case, case.text, case.id)
        (root / _path(case)).write_text(HEAD.format(title=case.name.capitalize()) + text + "\n", "utf-8")
        for name, content in case.files.items():
            ground.put(root / "chapters" / case.id / name, content, case)
    checked = run(root, *DOIT[1:], "check", "--format", "json")
    assert checked.returncode == 1 and checked.stdout, checked.stderr[-3000:]
    assert not outputs(root / "build")
    found = json.loads(checked.stdout)
    for case in CASES:
        if not _built(case):
            root.joinpath(_path(case)).unlink()
    lowered = sorted({item["code"] for item in found if item["severity"] == "error"})
    severity = "".join(f'{code} = "note"\n' for code in lowered)
    (root / "document.toml").write_text(f"{SETTINGS}\n[severity]\n{severity}", "utf-8")
    done = run(root, *DOIT[1:])
    printed = checked.stderr + done.stdout + done.stderr
    assert done.returncode == 0, printed[-3000:]
    yield Result(ground, found, printed, root / "build", searched(root / "build"))
    server.close()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(case: Text, result: Result) -> None:
    own = [item for item in result.findings if _belongs(item, case)]
    found = {(str(item["code"]), _line(item, case)) for item in own}
    assert set(case.found) <= found, own
    more = {(code, line) for code, line in found - set(case.found) if code in ERRORS}
    assert not more, own
    assert result.ground.faults(case, result.written) == []


def test_names_are_there_once() -> None:
    assert [name for name, count in Counter(case.id for case in CASES).items() if count > 1] == []


def test_nothing_was_printed_as_a_fault_of_ours(result: Result) -> None:
    assert "Traceback" not in result.printed
    assert "Error:" not in result.printed


def test_the_html_does_nothing(result: Result) -> None:
    (made,) = result.build.glob("*-nb.html")
    page = counts.page(made)
    names = {str(element.tag) for element in page.iter() if isinstance(element.tag, str)}
    assert not names & {"script", "iframe", "object", "embed", "form", "input", "base", "video", "audio", "frame"}
    assert not [name for name in page.xpath("//@*/..") for key in name.attrib if key.lower().startswith("on")]
    assert not [link for link in page.xpath("//a/@href") if not ALLOWED.match(link)]
    assert {link for link in page.xpath("//link/@href | //img/@src") if not link.startswith("data:")} == set()
    assert len(page.xpath("//*[contains(concat(' ', @class, ' '), ' cover ')]")) == 1
    assert len(page.xpath("//section[contains(concat(' ', @class, ' '), ' chapter ')]")) == sum(map(_built, CASES))


def test_the_pdf_does_nothing(result: Result) -> None:
    (made,) = result.build.glob("*-nb.pdf")
    with pikepdf.open(made) as opened:
        assert not opened.attachments
        keys = {"/JS", "/AA", "/EF", "/F", "/Launch", "/XFA", "/RichMediaContent"}
        for item in opened.objects:
            if isinstance(item, pikepdf.Dictionary) and "/S" in item:
                assert item.S not in {"/JavaScript", "/Launch", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData"}
                if item.S == "/URI":
                    assert ALLOWED.match(str(item.URI)), item.URI
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Annot":
                assert not keys - {"/F"} & set(item.keys())
                assert item.Subtype == "/Link"


def test_the_docx_does_nothing(result: Result) -> None:
    (made,) = result.build.glob("*-nb.docx")
    with zipfile.ZipFile(made) as package:
        names = package.namelist()
        relations = [etree.fromstring(package.read(name)) for name in names if name.endswith(".rels")]
        texts = "".join(package.read(name).decode() for name in names if name.startswith("word/") and ".xml" in name)
    assert not [name for name in names if re.search(r"vba|activeX|embeddings|oleObject", name)]
    outside = [item for tree in relations for item in tree if item.get("TargetMode") == "External"]
    assert {item.get("Type", "").rpartition("/")[2] for item in outside} == {"hyperlink"}
    assert all(ALLOWED.match(item.get("Target", "")) for item in outside)
    fields = re.findall(r"<w:instrText[^>]*>\s*(\w+)", texts)
    assert set(fields) <= {
        "TITLE",
        "PAGE",
        "NUMPAGES",
        "TOC",
        "REF",
        "PAGEREF",
        "SEQ",
        "STYLEREF",
        "DOCPROPERTY",
        "HYPERLINK",
    }
