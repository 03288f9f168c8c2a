"""Addresses outside the document, written as RFC 3986 wants them: Word and its validators mend or refuse others."""

from __future__ import annotations

import re
from urllib.parse import quote

from greenpaper.unseen import unfit

SCHEMES = ("http", "https", "mailto", "tel")

_NEVER = r"\s\"<>\\^`{|}"  # RFC 3986, 2: no character of an address
_HOST = r"[\w-]+(?:\.[\w-]+)*\.?"
_HEADS = (
    re.compile(rf"https?://(?:{_HOST}|\[[\da-f:.]+\])(?::(?P<port>[0-9]{{1,5}}))?(?=[/?#]|$)", re.I),
    re.compile(rf"mailto:(?:[^@,;?\[\]{_NEVER}]+@{_HOST}(?=\?|$)|(?=\?))", re.I),  # RFC 6068, but one address
    re.compile(r"tel:(?=[^;]*\d)", re.I),
)
_ATTACHES = re.compile(r"mailto:[^?]*\?(?:.*&)?attach(?:ment)?=", re.I)  # some mail programs take it for a file
_LARGEST_PORT = 65_535
_ENCODED = re.compile(rf"[\[\]{_NEVER}]|%(?![\da-fA-F]{{2}})")


def outside(address: str) -> str | None:
    """The address of one of SCHEMES with its odd characters percent-encoded (2.1); None where it is none.

    Letters of any script stay as they are (RFC 3987). An address with a user before its host is none: readers take the
    user for the host (RFC 3986, 7.6).
    """
    head = next((found for pattern in _HEADS if (found := pattern.match(address))), None)
    if head is None or int(head.groupdict().get("port") or 0) > _LARGEST_PORT:
        return None
    if unfit(address) or _ATTACHES.match(address):
        return None
    return head[0] + _ENCODED.sub(lambda odd: quote(odd[0], safe=""), address[head.end() :])
