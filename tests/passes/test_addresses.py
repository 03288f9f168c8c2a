"""Addresses outside are written as RFC 3986 wants them, or are none."""

from __future__ import annotations

import pytest

from greenpaper.passes.addresses import outside


@pytest.mark.parametrize(
    "address",
    [
        "https://example.no",
        "HTTP://Example.no:8080/a?b=1&c=2#d",
        "https://[2001:db8::1]/a",
        "https://intranett/a",
        "https://blåbær.no/rødgrød",
        "https://example.no/a%20b?q='(x)*~!$,;:@",
        "mailto:kari.o'nordmann+post@example.no?subject=H%C3%B8ring",
        "mailto:?subject=x",
        "tel:+47-22-22-22-22",
    ],
)
def test_what_is_an_address_stays_as_it_is(address: str) -> None:
    assert outside(address) == address


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("https://example.no/a b", "https://example.no/a%20b"),
        ('https://example.no/a|b^c{d}"e`\\', "https://example.no/a%7Cb%5Ec%7Bd%7D%22e%60%5C"),
        ("https://example.no/?a[]=100%", "https://example.no/?a%5B%5D=100%25"),
        ("mailto:kari@example.no?subject=Om høring", "mailto:kari@example.no?subject=Om%20høring"),
        ("tel:+47 22 22", "tel:+47%2022%2022"),
    ],
)
def test_odd_characters_are_encoded(typed: str, written: str) -> None:
    assert outside(typed) == written


@pytest.mark.parametrize(
    "address",
    [
        "https://[feil/",
        "https:///a",
        "https:/example.no",
        "https://example..no/",
        "https://exa mple.no/",
        "https://example|no/",
        "https://example.no:80a/",
        "https://example.no:99999/",
        "https://a@b@example.no/",
        "https://kari@example.no/",
        "https://exa\u200bmple.no/",
        "https://example.no/\u202egnp.exe",
        "mailto:kari@example.no?attach=/etc/passwd",
        "mailto:kari@example@no",
        "mailto:kari",
        "mailto:kari@",
        "mailto:kari@example..no",
        "mailto:kari@example.no,ola@example.no",
        "mailto:",
        "tel:",
        "tel:nummer",
    ],
)
def test_what_is_no_address_is_told(address: str) -> None:
    assert outside(address) is None
