"""A text full of faults: each is told where it stands, and with all of them lowered the outputs are still good."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from greenpaper import verapdf
from tests import DOIT, counts
from tests.documents import STATUS_TABLE

Validate = Callable[[Mapping[Path, Sequence[str]]], verapdf.Report]
SAMPLE = Path(__file__).parent / "sample"
SETTINGS = """\
title = "Feil"
language = "nn"
version = "0.9.0"
status = "Prerelease"
level = "veileder"
publisher = "Etaten"
date = 2027-01-08
"""
HEARING = '[hearing]\nsent = 2027-01-08\ndeadline = 2027-05-08\naddress = "post@example.no"\n'
TEXT = """\
Før \U0001f9ff og \uf0b7 og \x01.

#### Hoppa over \U0001f9ff

##

![](img/a.png){width=20%}

![](img/a.png){width=20%}
*Bilettekst \U0001f9ff*

![](img/a.png){.decorative width=10%}

Midt i ![](img/a.png){width=5%}, [![](img/a.png){width=5%}](https://www.example.no/x), [](https://www.example.no/y).

![Kurve med eit teikn som ingen har](img/b.svg)
*Teikning*

| | |
|---|---|
| utan | hovud |
| ![](img/a.png){width=5%} | x |

!!! note
    ###### I boks {#a}

    Formel $\\foo$ og $x^2$ og `kode \U0001f9ff`.

> # Sitat {#a}

## ![](img/a.png){width=5%}

[feil](https://[feil/) [borte](#nope) [a](#a)[^1]

[^1]: Med ![](img/a.png){width=5%} og \U0001f9ff.
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60"><text x="5" y="30">Her \U0001f9ff</text></svg>'
LINES = {
    (7, "control-character"), (7, "glyph-missing"), (9, "glyph-missing"), (9, "heading-skip"), (11, "heading-empty"),
    (13, "image-alt"), (15, "image-alt"), (15, "glyph-missing"), (20, "image-alt"), (20, "link-text-missing"),
    (25, "table-header"), (28, "image-alt"), (31, "heading-skip"), (33, "math-syntax"), (33, "glyph-missing"),
    (35, "id-duplicate"), (37, "image-alt"), (39, "link-malformed"), (39, "link-anchor"),
    (41, "image-alt"), (41, "glyph-missing"), (1, "glyph-missing"), (13, "figure-caption"),
}  # fmt: skip
UNDESCRIBED = "Figur utan omtale"


def _document(folder: Path, lowered: Sequence[str] = ()) -> Path:
    (folder / "chapters" / "img").mkdir(parents=True)
    shutil.copy(SAMPLE / "dodo.py", folder)
    Image.new("RGB", (96, 64), "#336699").save(folder / "chapters" / "img" / "a.png")
    (folder / "chapters" / "img" / "b.svg").write_text(SVG, "utf-8")
    (folder / "chapters" / "01-feil.md").write_text(f"# Feil\n\n{STATUS_TABLE}{TEXT}", "utf-8")
    severity = "".join(f'{code} = "note"\n' for code in lowered)
    (folder / "document.toml").write_text(f"{SETTINGS}\n{HEARING}\n[severity]\n{severity}", "utf-8")
    return folder


def _doit(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*DOIT, *arguments], cwd=folder, capture_output=True, text=True)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """What is told of the document as it is."""
    done = _doit(_document(tmp_path_factory.mktemp("faults")), "check", "--format", "json")
    assert done.returncode == 1, done.stderr
    made: list[dict[str, str]] = json.loads(done.stdout)
    return made


@pytest.fixture(scope="module")
def build(found: list[dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The document with every error made a note, built."""
    lowered = sorted({item["code"] for item in found if item["severity"] == "error"})
    folder = _document(tmp_path_factory.mktemp("lowered"), lowered)
    done = _doit(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "build"


def _output(build: Path, kind: str) -> Path:
    return next(path for path in build.glob(f"*.{kind}") if path.stem != "page")


def test_every_fault_is_told_where_it_stands(found: list[dict[str, str]]) -> None:
    assert {(item["line"], item["code"]) for item in found} == LINES


def test_the_pdf_is_still_valid(build: Path, validate: Validate) -> None:
    report = validate({_output(build, "pdf"): ["2a", "ua1"]})
    assert [verdict.failures for verdict in report.verdicts] == [(), ()]


def _figures(item: object) -> Iterator[str]:
    if isinstance(item, pikepdf.Array):
        for child in item:
            yield from _figures(child)
    elif isinstance(item, pikepdf.Dictionary) and "/S" in item:
        if item.S == "/Figure":
            yield str(item.Alt)
        yield from _figures(item.get("/K", pikepdf.Array()))


def test_every_image_but_decoration_says_something_in_every_output(build: Path) -> None:
    html = [image.get("alt") for image in counts.page(_output(build, "html")).xpath("//img")]
    assert sorted(html) == ["", "Bilettekst �", *[UNDESCRIBED] * 6, "Kurve med eit teikn som ingen har"]
    with pikepdf.open(_output(build, "pdf")) as opened:
        assert sorted(_figures(opened.Root.StructTreeRoot.K)) == sorted(html)[1:]
    with zipfile.ZipFile(_output(build, "docx")) as package:
        parts = "".join(package.read(f"word/{name}.xml").decode() for name in ("document", "footnotes"))
    assert sorted(re.findall(r'<wp:docPr [^>]*descr="([^"]*)"', parts)) == sorted(html)
    assert parts.count("adec:decorative ") == 1


def test_what_cannot_be_shown_is_replaced_or_left_out(build: Path) -> None:
    text = counts.page(_output(build, "html")).text_content()
    assert "Før � og  og ." in text
    assert "\\foo" in text
    assert all(sign not in text for sign in "\U0001f9ff\uf0b7\x01")
    assert text.count("�") >= 5
    (drawn,) = (build / "img").glob("b-*.svg")
    assert "Her �" in drawn.read_text("utf-8")


def test_no_heading_skips_a_level_or_is_empty(build: Path) -> None:
    headings = counts.page(_output(build, "html")).xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4]")
    levels = [int(heading.tag[1]) for heading in headings]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), levels
    assert all(heading.text_content().strip() or heading.xpath(".//img") for heading in headings)


def test_each_id_is_there_once(build: Path) -> None:
    ids = counts.page(_output(build, "html")).xpath("//@id")
    assert len(ids) == len(set(ids))
