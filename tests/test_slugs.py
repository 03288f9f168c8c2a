"""passes/slugs.py: the anchors of other tools, as those tools make them, and ours."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenpaper.passes import slugs


@pytest.mark.parametrize(
    ("heading", "pandoc", "github", "python_markdown"),
    [
        ("Formål med høringen", "formål-med-høringen", "formål-med-høringen", "formal-med-hringen"),
        (
            "Alternativ 1 – felles krav",
            "alternativ-1-felles-krav",
            "alternativ-1--felles-krav",
            "alternativ-1-felles-krav",
        ),
        ("3. Versjon 1.0", "versjon-1.0", "3-versjon-10", "3-versjon-10"),
        ("Hva er API?", "hva-er-api", "hva-er-api", "hva-er-api"),
    ],
)
def test_rules(heading: str, pandoc: str, github: str, python_markdown: str) -> None:
    assert slugs.pandoc(heading) == pandoc
    assert slugs.github(heading) == github
    assert slugs.python_markdown(heading) == python_markdown


def test_the_second_heading_of_a_text_is_counted_as_each_tool_does() -> None:
    first, second = slugs.anchors(["Vurdering", "Vurdering"])
    assert first == {"vurdering"}
    assert second == {"vurdering-1", "vurdering_1"}


@given(st.text())
def test_ours_is_ascii_and_stable(heading: str) -> None:
    slug = slugs.ours(heading)
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug)
    assert slugs.ours(slug) == slug
