from __future__ import annotations

from typing import Any

import pytest
import weasyprint
import weasyprint.document
import weasyprint.layout.page

from greenpaper.pdf import references

STYLE = """@page { size: 300px 200px; margin: 0 } body { margin: 0; font: 20px/20px sans-serif } p { margin: 0 }
h1 { break-before: page; margin: 0 } a::after { content: " " target-counter(attr(href), page) }"""
CONTENTS = "".join(f'<p><a href="#h{number}">Kapittel</a>' for number in range(1, 31))
CHAPTERS = "".join(
    f'<h1 id="h{number}">{number}</h1><p>Se <a href="#h{1 + number * 7 % 30}">'
    f"kapittelet</a>{'<p>Linje' * (number % 12)}"
    for number in range(1, 31)
)
PAGE = f'<html lang="nb"><style>{STYLE}</style>{CONTENTS}{CHAPTERS}'


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The index of each page, as often as it is made."""
    indices: list[int] = []
    make = weasyprint.layout.page.remake_page

    def remake_page(index: int, *more: Any) -> Any:
        indices.append(index)
        return make(index, *more)

    monkeypatch.setattr(weasyprint.layout.page, "remake_page", remake_page)
    for module, name in ((weasyprint.document, "TargetCollector"), (weasyprint.pdf, "resolve_links")):
        monkeypatch.setattr(module, name, getattr(module, name))  # so that it is put back
    return indices


def test_pages_are_those_of_weasyprint_and_made_less_often(made: list[int]) -> None:
    own = weasyprint.HTML(string=PAGE).write_pdf()
    first = len(made)
    references.install()
    document = weasyprint.HTML(string=PAGE).render()
    again = len(made) - first
    assert document.write_pdf() == own
    assert len(document.pages) < again < first


def test_a_page_without_references_is_made_once(made: list[int]) -> None:
    references.install()
    text = PAGE.replace(CHAPTERS, CHAPTERS.replace("<a ", "<b ").replace("</a>", "</b>"))
    document = weasyprint.HTML(string=text).render()
    twice = {index for index in made if made.count(index) > 1}
    assert twice == set(range(min(page for page in range(len(document.pages)) if "h1" in document.pages[page].anchors)))
    assert all(made.count(index) == 2 for index in twice)
