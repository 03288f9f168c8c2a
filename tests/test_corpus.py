"""The yardstick: real documents of others, taken over from MkDocs and built. Their folder is not in this repository.

`GREENPAPER_CORPUS` names a folder whose subfolders hold an mkdocs.yml each. What is expected is counted in the sources
by this module's own simple means, not by those of the package.
"""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import DOIT, counts
from tests.corpus import STATES

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not STATES, reason="GREENPAPER_CORPUS names no folder with MkDocs projects"),
]


@pytest.fixture(scope="module", params=STATES, ids=lambda path: path.parent.name)
def made(request: pytest.FixtureRequest, imported: Callable[[Path], Path]) -> Path:
    """A state as a document folder, built."""
    return imported(request.param)


def _sources(folder: Path) -> dict[Path, list[str]]:
    settings = (folder / "document.toml").read_text("utf-8")
    paths = [folder / name for name in re.findall(r'"(chapters/[^"]+\.md)"', settings)]
    comment = re.compile(r"<!--.*?-->", re.DOTALL)
    text = {path: comment.sub(lambda m: "\n" * m[0].count("\n"), path.read_text("utf-8-sig")) for path in paths}
    return {path: body.split("\n") for path, body in text.items()}


def test_every_image_callout_and_figure_is_in_every_output(made: Path) -> None:
    lines = [line for body in _sources(made).values() for line in body]
    images = sum(line.count("![") for line in lines)
    remote = sum(len(re.findall(r"!\[[^\]]*\]\(https?:", line)) for line in lines)
    callouts = sum(line.startswith("!!!") for line in lines)
    for kind, found in counts.count(made / "build").items():
        assert found["images"] == images - remote, kind
        assert found["missing images"] == remote, kind
        assert found["callouts"] == callouts == 28, kind


def test_outputs_agree(made: Path) -> None:
    html, pdf, docx = counts.count(made / "build").values()
    assert html == pdf == docx


def test_every_linked_image_is_one_figure(made: Path) -> None:
    linked = sum(line.count("[![") for body in _sources(made).values() for line in body)
    root = counts.page(next((made / "build").glob("*-nb.html")))
    figures = root.xpath("//figure[.//img or .//*[@class='missing-image']]")
    assert len(figures) >= linked
    assert all(len(figure.xpath(".//img | .//*[@class='missing-image']")) == 1 for figure in figures)
    assert not root.xpath("//a//img")


def _bare(text: str) -> str:
    """A heading or anchor without what slug rules disagree on: ASCII letters and digits, ø and æ left out."""
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode())


def test_links_with_anchors_land_on_their_heading_or_are_findings(made: Path) -> None:
    book = json.loads((made / "build" / "book.json").read_text("utf-8"))
    texts = {heading["id"]: heading["text"] for heading in book["book"]["headings"]}
    wrong = {item["where"]: item["code"] for item in book["findings"] if item["code"].startswith("link-")}
    root = counts.page(next((made / "build").glob("*-nb.html")))
    emitted = {(counts.letters(link.text_content()), link.get("href")) for link in root.xpath("//a[@href]")}
    checked = 0
    for path, lines in _sources(made).items():
        for number, line in enumerate(lines, 1):
            for label, target, anchor in re.findall(r"\[([^\]]*)\]\(((?!http)[^)#]*)#([^)]+)\)", line):
                checked += 1
                code = wrong.get(f"{path.relative_to(made).as_posix()}:{number}")
                if code == "link-anchor":
                    assert not any(_bare(text) == _bare(anchor) for text in _headings(path, target))
                if code:
                    continue
                found = {href for text, href in emitted if text == counts.letters(label)}
                assert any(_bare(texts.get(href[1:], "")) == _bare(anchor) for href in found), (path, line)
    assert checked >= 20


def _headings(path: Path, target: str) -> list[str]:
    lines = (path.parent / target if target else path).read_text("utf-8").splitlines()
    return [line.lstrip("#").strip() for line in lines if line.startswith("#")]


def test_wrong_links_are_findings_at_their_line(made: Path) -> None:
    book = json.loads((made / "build" / "book.json").read_text("utf-8"))
    found = {(item["where"], item["code"]) for item in book["findings"]}
    expected = set()
    for path, lines in _sources(made).items():
        for number, line in enumerate(lines, 1):
            for target in re.findall(r"(?<!!)\[[^\]!]*\]\(((?!https?:|mailto:|#)[^)#]*)[^)]*\)", line):
                if not (path.parent / target).is_file():
                    expected.add((f"{path.relative_to(made).as_posix()}:{number}", "link-file"))
    assert expected
    assert {item for item in found if item[1] == "link-file"} == expected


def test_no_remark_reaches_an_output(made: Path) -> None:
    remarks = [
        counts.letters(remark)
        for path in _sources(made)
        for remark in re.findall(r"<!--(.*?)-->", path.read_text("utf-8"), re.DOTALL)
    ]
    assert remarks
    shown = counts.letters(counts.page(next((made / "build").glob("*-nb.html"))).text_content())
    shown += counts.letters(counts.pdf_text(next((made / "build").glob("*.pdf"))))
    assert [remark for remark in remarks if len(remark) > 30 and remark[:60] in shown] == []


def test_the_source_is_taken_over_unchanged(made: Path, request: pytest.FixtureRequest) -> None:
    state = next(state for state in STATES if state.parent.name in request.node.name)
    for path in (state.parent / "docs").rglob("*"):
        if path.is_file():
            assert (made / "chapters" / path.relative_to(state.parent / "docs")).read_bytes() == path.read_bytes()


def test_a_second_run_executes_nothing(made: Path) -> None:
    done = subprocess.run([*DOIT], cwd=made, capture_output=True, text=True, timeout=600)
    assert done.stderr.startswith("Nothing to do"), done.stderr
