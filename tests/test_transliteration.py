from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenpaper.transliteration import to_ascii


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Målbøk Æsj", "Malbok AEsj"),
        ("Ma\u030al", "Mal"),
        ("Čáhci đŋŧ ĐŊŦ", "Cahci dnt DNT"),
        ("Straße, ǽ, l’été", "Strasse, ae, l'ete"),
        ("1–2", "1 2"),
        ("λ", " "),
    ],
)
def test_letters_become_their_nearest(text: str, plain: str) -> None:
    assert to_ascii(text) == plain


@given(st.text())
def test_what_comes_out_is_ascii_and_stays(text: str) -> None:
    assert to_ascii(text).isascii()
    assert to_ascii(to_ascii(text)) == to_ascii(text)
