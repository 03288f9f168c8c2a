"""The pages of the register: whatever was written in a title or a note is text to their readers, and easy to get at."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from greenpaper.release import pages, register
from greenpaper.release.register import Entry
from tests import browser
from tests.release.test_verify import SUM, facts

NOTES = """\
Ny tekst[^1] og [en kilde](https://example.org/a).

### Nytt

- Et *kapittel*.

##### Rettet

| Før | Nå |
|-----|----|
| a   | b  |

[^1]: Se høringen.
"""
HOSTILE = """\
<script>alert(1)</script> <b onclick="alert(2)">fet</b> <!-- internt -->

<script>
alert(3)
</script>

[a](javascript:alert(4)) [b](data:text/html,x) [c](../../etc/passwd) [d](#v0.1.0) ![bilde](https://example.org/p.png)
[e]{onclick="alert(5)"} `<i>`{=html}

# Øverst

```{=html}
<script>alert(6)</script>
```
"""


def entries(*changes: str | None, **more: Any) -> tuple[Entry, ...]:
    made: tuple[Entry, ...] = ()
    for number, text in enumerate(changes, 1):
        said = facts(f"0.{number}.0", changes=text, files={"prove æ.pdf": SUM}, **more)
        sealed = {**said, "kind": register.RELEASE, "bag": SUM, "signed": number > 1, "archive_sha256": SUM}
        made = register.added(made, sealed)
    return made


def over(made: Sequence[Entry]) -> tuple[Entry, ...]:
    entry = {"kind": register.DEPRECATION, "version": "0.1.0", "successor": "0.2.0", "date": "2026-12-01"}
    return register.added(made, entry)


def page(made: Sequence[Entry]) -> Any:
    return html.fromstring(pages.texts(made)["index.html"])


def test_nothing_of_a_note_runs_or_is_loaded() -> None:
    made = entries(HOSTILE)
    read = page(made)
    assert {item.tag for item in read.iter() if isinstance(item.tag, str)}.isdisjoint(
        {"script", "b", "i", "img", "iframe"}
    )
    assert not [name for item in read.iter() for name in item.attrib if name.startswith("on")]
    assert {item.get("href") for item in read.iter("a")} == {
        "0.1.0/data/prove%20%C3%A6.pdf",
        "0.1.0/data/release.json",
        "prove-0.1.0.zip",
    }
    assert "internt" not in pages.texts(made)["index.html"]
    readme = pages.texts(made)["README.md"]
    assert not re.search(r"(?<!\\)<(?!!-- Greenpaper)", re.sub(r"`.*?`|(?m:^ {4}.*)", "", readme))
    assert "javascript:" not in readme and "example.org" not in readme


def test_a_title_is_text(tmp_path: Path) -> None:
    title = 'Prøve <b>& co</b> *[x](javascript:1)* "'
    made = entries(None, title=title, status_name="<i>ny</i>", edition="a_b_")
    read = page(made)
    assert read.find(".//h1").text == read.find(".//title").text == f"Utgivelser av {title}"
    assert "<i>ny</i>" in [item.text_content().strip() for item in read.iter("dd")]
    readme = pages.texts(made)["README.md"].splitlines()
    assert readme[0] == r'# Utgivelser av Prøve \<b\>& co\</b\> \*\[x\](javascript:1)\* "'
    assert r"- Status: \<i\>ny\</i\>" in readme


def test_headings_go_down_without_a_gap_and_no_id_is_twice() -> None:
    read = page(entries(NOTES, NOTES, HOSTILE))
    levels = [int(item.tag[1]) for item in read.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels == [1, 2, 3, 4, 3, *[2, 3, 4, 5, 3] * 2]
    ids = [item.get("id") for item in read.iter() if item.get("id")]
    assert len(ids) == len(set(ids))
    readme = pages.texts(entries(NOTES, NOTES))["README.md"]
    assert [line for line in readme.splitlines() if line.startswith("#")][:5] == [
        *("# Utgivelser av Prøve", "## Versjon 0.2.0", "### Endringer", "#### Nytt", "##### Rettet"),
    ]
    assert len(set(re.findall(r"^\[\^\w+\]:", readme, re.MULTILINE))) == 2


def test_readers_get_every_fact_with_links() -> None:
    made = over(entries(NOTES, None, edition="horing", deadline="2027-02-15", commit="c" * 40, validated="veraPDF 1.3"))
    read = page(made)
    first, second = read.xpath("//section[contains(@class, 'release')]")
    assert (first.get("id"), second.get("id"), second.get("class")) == ("v0.2.0", "v0.1.0", "release over")
    told = {
        label.text: (value.text_content().strip(), [link.get("href") for link in value.iter("a")])
        for label, value in zip(second.iter("dt"), second.iter("dd"), strict=True)
    }
    assert told == {
        "Status": ("Forhåndsversjon", []),
        "Utgave": ("horing", []),
        "Dato": ("2. november 2026", []),
        "Høringsfrist": ("15. februar 2027", []),
        "Ute av bruk fra": ("1. desember 2026", []),
        "Erstattet av": ("0.2.0", ["#v0.2.0"]),
        "Kildeversjon": ("c" * 40, []),
        "Validering av PDF-en": ("veraPDF 1.3", []),
        "Signatur": ("ingen", []),
    }
    assert [link.get("href") for link in first.xpath(".//dd//a")] == ["0.2.0/tagmanifest-sha256.txt.sig"]
    for link, name in zip(second.xpath(".//h3[last()]/following-sibling::ul//li"), ("pdf", "json", "zip"), strict=True):
        assert link.find("a").get("href").endswith(name)
        assert (f"SHA-256 {SUM}" in link.text_content()) == (name != "json")


@pytest.mark.parametrize("text", ["> " * 5000 + "a", "[" * 3000, "- " * 3000 + "x", "*_" * 3000])
def test_notes_that_nest_too_deep_end(text: str) -> None:
    assert pages.texts(entries(text)).keys() == {".gitattributes", "index.html", "README.md"}


def test_it_is_accessible(tool: Callable[[str], str], without: Callable[[str], None], tmp_path: Path) -> None:
    """axe-core finds nothing in a page that has all that one can have."""
    chromium = tool("chromium")
    if not browser.axe().is_file():
        without("axe-core is not there (.ci/run fetches it)")
    text = pages.texts(over(entries(NOTES, NOTES, HOSTILE, deadline="2027-02-15", commit="c" * 40)))["index.html"]
    assert browser.violations(chromium, text, tmp_path) == []
