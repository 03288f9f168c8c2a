"""spaces.py: where no line may end."""

from __future__ import annotations

import pytest

from greenpaper import tree
from greenpaper.spaces import bind


def bound(text: str) -> str:
    return tree.text(bind(tree.words(text))).replace("\u00a0", "~")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jf. pasientjournalloven § 19 og §§ 39 og 40", "jf. pasientjournalloven §~19 og §§~39 og 40"),
        ("lov nr. 64 (kap. 3)", "lov nr.~64 (kap.~3)"),
        ("36 900 pasienter, om lag 1 200 000.", "36~900 pasienter, om lag 1~200~000."),
        ("620 kr, 91 % og 12,5 kg/m", "620~kr, 91~% og 12,5 kg/m"),
        ("om 1,1 mill. kroner.", "om 1,1~mill. kroner."),
        ("I 2021 var 4 100 med", "I 2021 var 4~100 med"),
        ("I 2021 100 kommuner", "I 2021 100 kommuner"),
        ("K12 400 §", "K12 400 §"),
        ("kr er en enhet", "kr er en enhet"),
    ],
)
def test_numbers_units_and_sections_hold_together(text: str, expected: str) -> None:
    assert bound(text) == expected


def test_only_words_side_by_side_are_bound() -> None:
    inlines = [tree.node("Str", "§"), tree.node("LineBreak"), tree.node("Str", "7")]
    assert bind(inlines) == inlines
    emphasis = [tree.node("Emph", tree.words("36")), tree.node("Space"), tree.node("Str", "900")]
    assert bind(emphasis) == emphasis
