from __future__ import annotations

import datetime
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenpaper import words

ALL = {language: words.load(language) for language in words.LANGUAGES}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_language_has_the_keys_and_placeholders_of_english(language: str) -> None:
    mine, english = ALL[language].strings, ALL["en"].strings
    assert mine.keys() == english.keys()
    assert {key: placeholders(text) for key, text in mine.items()} == {
        key: placeholders(text) for key, text in english.items()
    }


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_no_string_is_empty_or_untrimmed(language: str) -> None:
    assert [key for key, text in ALL[language].strings.items() if not text or text != text.strip()] == []
    assert len(set(ALL[language].months)) == 12


def test_the_languages_do_not_share_a_sentence() -> None:
    for key in ("hearing_notice", "draft_notice", "deprecated_notice"):
        assert len({ALL[language][key] for language in words.LANGUAGES}) == 4, key


@pytest.mark.parametrize(
    ("language", "tag", "written"),
    [
        ("nb", "nb-NO", "8. januar 2027"),
        ("nn", "nn-NO", "8. januar 2027"),
        ("se", "se-NO", "ođđajagemánu 8. b. 2027"),
        ("en", "en-GB", "8 January 2027"),
    ],
)
def test_a_date_is_written_as_the_language_does(language: str, tag: str, written: str) -> None:
    assert ALL[language].date(datetime.date(2027, 1, 8)) == written
    assert ALL[language].tag == tag


@given(day=st.dates(), language=st.sampled_from(words.LANGUAGES))
def test_different_days_are_written_differently(day: datetime.date, language: str) -> None:
    text = ALL[language].date(day)
    month = next(name for name in ALL[language].months if name in text)
    numbers = {int(number) for number in re.findall(r"[0-9]+", text)}
    assert (ALL[language].months.index(month) + 1, numbers) == (day.month, {day.day, day.year})


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="'xx'"):
        words.load("xx")


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(KeyError):
        ALL["nb"]["no such key"]


def test_a_language_has_its_country_for_proofing() -> None:
    assert [words.tag(given) for given in ("nb", "no", "nn", "se", "en", "fi", "en-US")] == [
        "nb-NO", "nb-NO", "nn-NO", "se-NO", "en-GB", "fi", "en-US",
    ]  # fmt: skip
