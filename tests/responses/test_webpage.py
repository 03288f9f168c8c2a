from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from greenpaper import theme, words
from greenpaper.responses.model import Row
from greenpaper.responses.written import columns, webpage
from tests import browser
from tests.responses.heard import RESPONDENTS, ROWS, row
from tests.test_response import _imprint

HOSTILE = row(
    "r7",
    author="<b onclick=alert(1)>",
    chapter="1 \"Behov' <i>",
    comment="<script>alert(1)</script> </style> {{ 7 * 7 }} {% raw %} &amp; -->",
    proposal="</script><img src=x onerror=alert(2)>",
    quoted='" onmouseover="alert(3)',
)
SHOWN = "[...document.querySelectorAll('#gp_table tbody tr')].filter(row => !row.hidden).map(row => row.id)"


def text(*rows: Row, language: str = "nb", formats: int = 0) -> str:
    return webpage.text(rows, RESPONDENTS, _imprint(language), words.load(language), theme.load(None), formats)


def cells(page: str) -> dict[str, list[str]]:
    """The text of the rows by their ids, white space aside."""
    made = html.fromstring(page)
    return {
        line.get("id"): [" ".join(cell.text_content().split()) for cell in line]
        for line in made.xpath("//table[@id='gp_table']/tbody/tr")
    }


def test_every_row_stands_there_without_the_script() -> None:
    assert cells(text(*ROWS)) == {
        "r1": [
            "1", "Nord kommune Ola Nordmann", "2027-01-03", "1 Behov Avsnitt 1-1 chapters/01-behov.md:11", "kommentar",
            "Teksten det gjelderet felles målbilde Dette er uklart.", "fulgt Vi skriver om. AB · 2027-02-01",
        ],
        "r3": [
            "1.1", "Anonym avsender 1", "2027-01-03", "1 Behov Avsnitt 1-1 chapters/01-behov.md:11",
            "svar på kommentar", "Enig.", "åpen",
        ],
        "r2": [
            "2", "Nord kommune Ola Nordmann", "2027-01-03",
            "1 Behov Avsnitt 1-1 chapters/01-behov.md:11 endret siden", "tilføyelse",
            "Teksten det gjelderet felles målbilde Forslag til ny tekstog kommunene", "åpen",
        ],
        "r4": ["3", "Sør helseforetak", "2027-01-03", "", "generell", "Et godt utkast. Vi støtter det.", "åpen"],
        "r5": [
            "4", "Anonym avsender 1", "2027-01-03",
            "2 Krav til løsningen Avsnitt 2.1 chapters/02-krav.md:40 usikkert sted", "strykning (uten sporing)",
            "Teksten det gjelderuten unntak", "ikke fulgt",
        ],
        "r6": [
            "5", "Sør helseforetak Ola Nordmann", "2027-01-03",
            "2 Krav til løsningen Avsnitt 2-7 ikke lenger i teksten",
            "svar på spørsmål 3", "Ja.", "tatt til orientering",
        ],
    }  # fmt: skip
    made = html.fromstring(text(*ROWS))
    (form,) = made.xpath("//form")
    assert form.get("hidden") is not None and not made.xpath("//thead//button")
    assert " ".join(made.get_element_by_id("gp_shown").text_content().split()) == "Viser 6 av 6 merknader"


def test_what_others_wrote_is_text() -> None:
    page = text(HOSTILE)
    made = html.fromstring(page)
    assert [list(item.attrib) for item in made.xpath("//script")] == [[]] and not made.xpath("//img | //b[@onclick]")
    assert not any(key.startswith("on") for item in made.iter("*") for key in item.attrib)
    (line,) = cells(page).values()
    assert "<script>alert(1)</script> </style> {{ 7 * 7 }} {% raw %} &amp; -->" in line[5]
    assert line[1] == "Nord kommune <b onclick=alert(1)>"


@given(comment=st.text(), proposal=st.text(), quoted=st.text())
def test_any_text_is_shown_as_it_is(comment: str, proposal: str, quoted: str) -> None:
    said = row("r1", comment=comment, proposal=proposal, quoted=quoted)
    (entry,) = columns.entries([said], (), words.load("nb"))
    shown = "".join(cells(text(said))["r1"][5].split())
    for part in (entry.row.comment, entry.row.proposal, entry.row.quoted):
        assert "".join(part.split()) in shown


def test_nobody_learns_who_the_anonymous_are() -> None:
    page = text(*ROWS)
    assert not re.search("wenche|hemmelig", page, re.IGNORECASE) and "Anonym avsender 1" in page


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_page_speaks_the_language_of_the_document(language: str) -> None:
    said = words.load(language)
    made = html.fromstring(text(*ROWS, language=language, formats=3))
    assert made.get("lang") == said.tag
    assert made.findtext(".//title", "").startswith(said["responses_title"].split(":")[0])
    heads = [head.text for head in made.xpath("//table[@id='gp_table']/thead//th")]
    assert said["response_no"] in heads and said["responses_decision"] in heads
    assert said["responses_formats"].format(count=3) in made.text_content()


def test_one_file_that_loads_nothing() -> None:
    page = text(*ROWS)
    outside = re.sub(r'url\("data:font/woff2;base64,[^"]*"\)', "", page)
    assert not re.search(r"url\(|@import|<link|\bsrc=|https?://", outside)
    (policy,) = html.fromstring(page).xpath("//meta[@http-equiv]/@content")
    assert policy.startswith("default-src 'none'; ") and "unsafe" not in policy


def test_the_overview_counts() -> None:
    made = html.fromstring(text(*ROWS))
    tiles = {tile.findtext("dt"): tile.findtext("dd") for tile in made.xpath("//dl/div")}
    assert tiles == {
        "Merknader": "6", "fulgt": "1", "delvis fulgt": "0", "ikke fulgt": "1", "tatt til orientering": "1",
        "åpen": "3",
    }  # fmt: skip
    (chapters,) = made.xpath("//div[@aria-labelledby='gp_chapters']//tbody")
    counts = [[" ".join(cell.text_content().split()) for cell in line] for line in chapters]
    assert counts[1] == ["1 Behov", "3", "1", "0", "0", "0", "2"]
    (spot,) = made.xpath("//div[@aria-labelledby='gp_most']//tbody/tr")
    assert [cell.text for cell in spot] == ["1-1", "1 Behov", "3", "2"]


def test_a_table_without_rows_is_a_page_too() -> None:
    assert cells(text()) == {} and "Viser 0 av 0 merknader" in text()


# In a browser


@pytest.fixture
def ask(tool: Callable[[str], str], tmp_path: Path) -> Callable[[str], Any]:
    """What `report` gets from a script on the page."""
    chromium = tool("chromium")
    return lambda script: browser.asked(chromium, text(*ROWS), script, tmp_path)


def filtered(name: str, value: str) -> str:
    control = json.dumps(f"#gp_filters [name={name}]" if name else "#gp_filters input")
    return (
        f"{{ const control = document.querySelector({control}); control.value = {json.dumps(value)};"
        " control.dispatchEvent(new Event('input', { bubbles: true })); }"
    )


@pytest.mark.parametrize(
    ("choices", "shown"),
    [
        ([("respondent", "1")], ["r3", "r5"]),
        ([("chapter", "0")], ["r1", "r3", "r2"]),
        ([("decision", "open"), ("chapter", "0")], ["r3", "r2"]),
        ([("kind", "general")], ["r4"]),
        ([("", "VI  støtter")], ["r4"]),
        ([("", "nord behov"), ("kind", "insert")], ["r2"]),
        ([("", "finnes ikke")], []),
    ],
)
def test_filters(ask: Callable[[str], Any], choices: Sequence[tuple[str, str]], shown: list[str]) -> None:
    script = "".join(filtered(name, value) for name, value in choices)
    ids, told = ask(f"{script} report([{SHOWN}, document.getElementById('gp_shown').textContent])")
    assert (ids, told) == (shown, f"Viser {len(shown)} av 6 merknader")


def test_choices_say_how_many_rows_they_would_leave(ask: Callable[[str], Any]) -> None:
    options = "[...document.querySelector('[name=decision]').options].map(option => option.text)"
    before, after = ask(
        f"const before = {options}; {filtered('respondent', '1')} {filtered('decision', 'not')}"
        f" report([before, {options}])"
    )
    names = ["Alle", "fulgt", "delvis fulgt", "ikke fulgt", "tatt til orientering", "åpen"]
    assert before == [f"{name} ({count})" for name, count in zip(names, (6, 1, 0, 1, 1, 3), strict=True)]
    assert after == [f"{name} ({count})" for name, count in zip(names, (2, 0, 0, 1, 0, 1), strict=True)]


def test_columns_sort_up_and_down_and_say_so(ask: Callable[[str], Any]) -> None:
    press = (
        "const heads = [...document.querySelectorAll('#gp_table thead th')];"
        " const press = at => heads[at].querySelector('button').click();"
    )
    sorts = "heads.map(head => head.getAttribute('aria-sort'))"
    found = ask(
        f"{press} press(1); const first = [{SHOWN}, {sorts}]; press(1); const second = [{SHOWN}, {sorts}];"
        f" press(6); report([first, second, [{SHOWN}, {sorts}]])"
    )
    ids, said = zip(*found, strict=True)
    assert list(ids) == [
        ["r3", "r5", "r1", "r2", "r4", "r6"],
        ["r6", "r4", "r1", "r2", "r3", "r5"],
        ["r1", "r5", "r6", "r3", "r2", "r4"],  # followed, partly, not, noted, open
    ]
    assert [[(at, way) for at, way in enumerate(heads) if way] for heads in said] == [
        [(1, "ascending")], [(1, "descending")], [(6, "ascending")],
    ]  # fmt: skip


def test_numbers_sort_as_numbers_and_the_filters_can_be_cleared(tool: Callable[[str], str], tmp_path: Path) -> None:
    many = [row(f"r{number}") for number in range(1, 12)]
    script = "document.querySelector('#gp_table thead button').click(); const sorted = " + SHOWN + ";"
    script += filtered("", "finnes ikke") + "document.querySelector('#gp_filters').reset();"
    script += f"setTimeout(() => report([sorted, {SHOWN}]), 50)"
    found = browser.asked(tool("chromium"), text(*many), script, tmp_path)
    assert found == [[f"r{number}" for number in range(1, 12)]] * 2


def test_its_policy_lets_its_own_script_run_and_no_other(tool: Callable[[str], str], tmp_path: Path) -> None:
    page = text(*ROWS, HOSTILE).replace("</body>", "<script>document.title = 'taken'</script></body>")
    made = html.fromstring(browser.dumped(tool("chromium"), page, tmp_path))
    assert made.xpath("//thead//button") and made.xpath("//form[not(@hidden)]")
    assert made.findtext(".//title", "").startswith("Høringssvar")


@pytest.mark.parametrize("before", ["", "document.querySelector('#gp_table thead button').click()"])
def test_it_is_accessible(
    before: str, tool: Callable[[str], str], without: Callable[[str], None], tmp_path: Path
) -> None:
    if not browser.axe().is_file():
        without("axe-core is not there (.ci/run fetches it)")
    assert browser.violations(tool("chromium"), text(*ROWS, HOSTILE, formats=4), tmp_path, before) == []
