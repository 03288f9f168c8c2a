from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
import pytest
import tinycss2
from lxml import html as lxml_html
from markupsafe import Markup

from greenpaper import page, resources, theme, tree, words
from greenpaper.errors import SettingsError
from tests import pages


@pytest.fixture(scope="module")
def text() -> str:
    return pages.html()


@pytest.fixture(scope="module")
def root(text: str) -> Any:
    return lxml_html.document_fromstring(text)


def flat(element: Any) -> str:
    return re.sub(r"\s+", " ", element.text_content()).strip()


def test_headings_carry_their_numbers(root: Any) -> None:
    found = {heading.get("id"): flat(heading) for heading in root.iter("h1", "h2") if not heading.get("class")}
    assert found == {"behov-1": "1 Behov", "bilder": "1.1 Bilder", "ord-1": "Vedlegg A: Ord"}
    assert root.get_element_by_id("bilder").find("span[@class='number']").text == "1.1"


def test_chapters_are_sections_with_a_role(root: Any) -> None:
    assert root.get_element_by_id("behov").tag == root.get_element_by_id("ord").tag == "section"
    assert root.get_element_by_id("behov").get("role") == "doc-chapter"
    assert root.get_element_by_id("ord").get("role") == "doc-appendix"


def test_captions_are_labelled(root: Any) -> None:
    assert flat(root.get_element_by_id("fig-1").find("figcaption")) == "Figur 1: Kurven stiger"
    assert flat(root.get_element_by_id("tab-1").find("caption")) == "Tabell 1: Tall"


def test_images_are_the_prepared_ones_with_their_size(root: Any) -> None:
    first, inline, unknown = root.iter("img")
    assert (first.get("src"), first.get("width"), first.get("height")) == ("img/kurve.png", "400", "100")
    assert first.get("style") == "width: 60%"
    assert first.get("alt") == "En kurve"
    assert inline.get("style") is None
    assert unknown.get("src") == "img/ukjent.png"


def test_an_image_that_says_nothing_says_so() -> None:
    made = page.body(
        tree.pandoc([pages.chapter("x", "chapter", pages.para(pages.image(alt="")))]), pages.IMAGES, pages.NB
    )
    assert 'alt=""' in page.write_body(made)


def test_each_chapter_ends_with_its_notes(root: Any) -> None:
    sections = root.xpath("//section[@role='doc-endnotes']")
    assert [section.getparent().get("id") for section in sections] == ["behov", "ord"]
    assert [section.find("ol").get("start", "1") for section in sections] == ["1", "3"]
    for number in ("1", "2", "3"):
        call, note = root.get_element_by_id(f"fnref-{number}"), root.get_element_by_id(f"fn-{number}")
        assert (call.text, call.get("href"), call.get("role")) == (number, f"#fn-{number}", "doc-noteref")
        assert note.xpath("string(.//a[@role='doc-backlink']/@href)") == f"#fnref-{number}"
    assert len(root.get_element_by_id("fn-2").findall("p")) == 2


def test_callouts_are_notes_named_by_their_title(root: Any) -> None:
    found = root.xpath("//div[contains(@class, 'callout ')]")
    assert len(found) == 8
    for callout in found:
        assert callout.get("role") == "note"
        assert flat(root.get_element_by_id(callout.get("aria-labelledby"))).startswith("Tittel ")


def test_tables_scroll_by_keyboard_and_have_a_name(root: Any) -> None:
    regions = root.xpath("//main//div[@class='table-wrap']")
    assert [region.get("aria-label") for region in regions] == ["Tabell 1: Tall", "Tabell"]
    assert all(region.get("tabindex") == "0" and region.get("role") == "region" for region in regions)


def test_what_html_does_not_know_is_dropped(text: str, root: Any) -> None:
    assert "data-" not in re.sub(r"<style.*?</style>", "", text, flags=re.S)
    assert root.xpath("//div[@lang='nn']")


def test_every_link_inside_has_a_target_and_every_id_is_one(root: Any) -> None:
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in root.xpath("//a/@href") if href.startswith("#")} <= set(ids)


def test_contents_are_nested(root: Any) -> None:
    contents = root.xpath("//nav[@role='doc-toc']")[0]
    assert [flat(a) for a in contents.findall("ol/li/a")] == ["1 Behov", "A Ord"]
    assert [flat(a) for a in contents.findall("ol/li/ol/li/a")] == ["1.1 Bilder"]


def test_contents_repeat_markup_but_no_notes_links_and_ids() -> None:
    marked = [
        *pages.text("Om "),
        tree.node("Code", [tree.attr("egen"), "a_b"]),
        pages.note(1, pages.para("Note.")),
        tree.node("LineBreak"),
        tree.node("Link", [tree.attr(), [tree.node("Emph", pages.text("kursiv"))], ["#x", ""]]),
        tree.node("Span", [tree.attr("mark", lang="en"), pages.text(" record")]),
        tree.node("Span", [tree.attr("", ("math", "inline"), data_print="f.svg"), [_formula("x_1")]]),
    ]
    table = pages.table(["A"], [["1"]], "1", "x")
    table["c"][1][1][0]["c"] = [tree.node("Subscript", pages.text("2")), pages.note(2, pages.para("Note."))]
    inner = tree.node("Header", [2, tree.attr("to"), marked])
    made = page.titles(tree.pandoc([pages.chapter("x", "chapter", pages.heading(1, "en", "1", "A < B"), inner, table)]))
    assert {name: made[name] for name in ("x", "en", "tab-1")} == {
        "x": "A &lt; B",
        "en": "A &lt; B",
        "tab-1": "<sub>2</sub>",
    }
    shown = (
        '<code>a_b</code> <em>kursiv</em><span lang="en"> record</span><span class="math inline" data-print="f.svg">'
    )
    assert made["to"].startswith(f"Om {shown}<math ")


def _formula(tex: str) -> tree.Node:
    return tree.node("Math", [tree.node("InlineMath"), tex])


def heading(level: int, identifier: str) -> dict[str, Any]:
    return {"level": level, "id": identifier, "number": "", "text": identifier, "chapter": "x"}


TITLES = {name: Markup(name) for name in "abc"}


def test_a_skipped_level_nests_no_deeper_than_it_must() -> None:
    (first,) = page.contents([heading(1, "a"), heading(3, "b"), heading(2, "c")], TITLES)
    assert [entry.href for entry in first.entries] == ["#b", "#c"]


def test_contents_of_a_long_document_show_a_level_less() -> None:
    short = [heading(1, "a"), heading(2, "b"), heading(3, "c")]
    assert page.contents(short, TITLES)[0].entries[0].entries
    assert not page.contents(short * 60, TITLES)[0].entries[0].entries


def test_the_stamp_is_on_the_page(root: Any) -> None:
    facts = {meta.get("name"): meta.get("content") for meta in root.iter("meta") if meta.get("name")}
    assert facts["greenpaper:status"] == "prerelease"
    assert facts["greenpaper:version"] == "0.9.0"
    assert facts["greenpaper:dirty"] == "true"
    assert facts["greenpaper:deadline"] == "2027-01-08"
    assert facts["dcterms.created"] == facts["dcterms.modified"] == "2026-11-23"
    assert "greenpaper:maturity" not in facts
    cover = flat(root.get_element_by_id("gp_cover"))
    for part in ("Etaten <for> prøver", "Måling & «deling»", "Forhåndsversjon", "Høringsfrist8. januar 2027"):
        assert part in cover


def test_status_page_shows_the_columns_that_say_something(root: Any) -> None:
    table = root.xpath("//section[@class='status-page']//table")[0]
    assert [flat(cell) for cell in table.iter("th")] == ["Kapittel", "Status", "Versjon"]
    assert [flat(row) for row in table.findall("tbody/tr")] == ["1 Behov Utgivelse 1.0", "A Ord"]


def test_no_status_page_when_no_chapter_states_a_status() -> None:
    empty = pages.rows()[1]
    assert "status-page" not in re.sub(r"<style.*?</style>", "", pages.html(status_rows=(empty,)), flags=re.S)


def test_badges_have_the_vocabularys_colours(text: str) -> None:
    assert ".status-prerelease { background-color: #8a2be2; color: #ffffff; }" in text
    assert ".status-release { background-color: #0b6623; color: #ffffff; }" in text


def test_hostile_text_stays_text() -> None:
    evil = "</title></style><script>alert(1)</script>\"'\\"
    imprint = replace(pages.IMPRINT, title=evil, footer=evil, subtitle=evil)
    made = pages.html(imprint=imprint)
    assert "<script" not in made
    sheet = next(part for part in re.findall(r"<style>(.*?)</style>", made, re.S) if "--text-foot" in part)
    assert not [rule for rule in tinycss2.parse_stylesheet(sheet) if rule.type == "error"]
    declaration = re.search(r"--text-foot: (.*);", sheet)
    assert declaration is not None
    (token,) = [t for t in tinycss2.parse_component_value_list(declaration[1]) if t.type != "whitespace"]
    assert token.value == evil


def test_a_template_that_asks_for_what_is_not_there_fails() -> None:
    with pytest.raises(jinja2.UndefinedError):
        page.render(
            "{{ missing }}",
            imprint=pages.IMPRINT,
            words=pages.NB,
            book=pages.INDEX,
            status_rows=(),
            body_html="",
            titles=page.titles(pages.book()),
            theme_css="",
            font_css="",
            screen_css="",
            print_css="",
        )


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_page_is_whole_in_each_language(language: str) -> None:
    w = words.load(language)
    made = pages.html(words=w, imprint=replace(pages.IMPRINT, language=language, tag=w.tag))
    root = lxml_html.document_fromstring(made)
    assert root.get("lang") == w.tag
    assert flat(root.get_element_by_id("gp_contents")) == w["contents"]


def test_one_file_needs_nothing_else(text: str, tmp_path: Path) -> None:
    pages.write(tmp_path, text)
    made = page.self_contained(text, partial(resources.read, tmp_path))
    root = lxml_html.document_fromstring(made)
    assert all(source.startswith("data:image/png;base64,") for source in root.xpath("//img/@src"))
    addresses = re.findall(r'url\("?([^")]*)', made)
    assert addresses
    assert all(address.startswith("data:") for address in addresses)
    assert "font/woff2" in made


def test_text_that_looks_like_an_image_is_left_alone() -> None:
    block = tree.node("CodeBlock", [tree.attr(), '<img src="img/a.png"> url("fonts/a.woff2")'])
    made = page.write_body(page.body({**tree.pandoc([pages.chapter("x", "chapter", block)])}, {}, pages.NB))
    assert page.self_contained(made, lambda name: pytest.fail(name)) == made


@pytest.mark.parametrize("written", ['url("logo.png")', 'background: url("x")', 'url("document.toml")'])
def test_text_about_style_sheets_is_text(written: str) -> None:
    blocks = [
        pages.para("Skriv ", tree.node("Code", [tree.attr(), written])),
        pages.para(tree.node("Str", written)),
        pages.para(pages.image(alt=written)),
    ]
    made = pages.html(body_html=page.write_body(page.body(tree.pandoc(blocks), pages.IMAGES, pages.NB)))
    whole = page.self_contained(made, lambda name: b"" if name.startswith(("fonts/", "img/")) else pytest.fail(name))
    text = lxml_html.document_fromstring(whole)
    assert [flat(line) for line in text.xpath("//main//p")][:2] == [f"Skriv {written}", written]


@pytest.mark.parametrize("name", ["img/logo.png", "logo.tiff", "page"])
def test_a_template_that_names_a_file_is_told(name: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        page.self_contained(f'<p><img alt="" src="{name}"></p>', partial(resources.read, tmp_path))
    (line,) = caught.value.lines
    assert line.startswith("page.html.j2: error: ") and repr(name) in line and line.endswith("[theme-file]")


def test_same_input_same_bytes() -> None:
    assert pages.html() == pages.html()


def test_the_tree_is_not_changed() -> None:
    before = pages.book()
    page.body(before, pages.IMAGES, pages.NB)
    assert before == pages.book()


def test_theme_css_is_used_by_the_page(text: str) -> None:
    assert theme.css(theme.load(None)) in text


def test_columns_are_as_wide_as_the_tree_says() -> None:
    first, second = pages.table(["A", "B"], [["1", "2"]]), pages.table(["A", "B", "C"], [["1", "2", "3"]])
    for table, widths in ((first, (0.2875, 0.7125)), (second, (0.1, 0.0997, 0.8003))):
        table["c"][2] = [
            [align, tree.node("ColWidth", width)] for (align, _), width in zip(table["c"][2], widths, strict=True)
        ]
    made = page.write_body(page.body(tree.pandoc([pages.chapter("a", "chapter", first, second)]), {}, pages.NB))
    assert re.findall(r'<col style="width: ([\d.]+)%', made) == ["28.75", "71.25", "10", "9.97", "80.03"]
