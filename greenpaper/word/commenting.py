"""The page "how to comment" of a hearing draft: when and where to, and how comments and changes come back. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from greenpaper.imprint import Imprint
from greenpaper.model import Hearing, Protection
from greenpaper.word.ooxml import Element, field, p, run
from greenpaper.word.styles import LEAD
from greenpaper.words import Words

_CHANGES = {
    Protection.TRACKED: "comment_changes_tracked",
    Protection.OPEN: "comment_changes_open",
    Protection.NONE: "comment_changes_free",
}


def page(imprint: Imprint, words: Words, protection: Protection, cited: str | None, asks: bool) -> list[Element]:
    """The page's blocks, none where nobody is asked or nobody can comment.

    `cited` is the number of some paragraph, where the document has such; `asks` says that it holds questions.
    """
    if not imprint.on_hearing or protection == Protection.READ_ONLY:
        return []
    advice = [("comment_text", words["comment_text"]), ("comment_changes", words[_CHANGES[protection]])]
    if cited:
        advice.append(("comment_number", words["comment_number"].format(number=cited)))
    if asks:
        advice.append(("comment_question", words["comment_question"]))
    advice.append(("comment_return", words["comment_return"]))
    facts = list(_facts(imprint.stamp.hearing or Hearing(), words))
    return [
        p("TOCHeading", run(words["comment_heading"])),
        *([p("BodyText", *facts)] if facts else []),
        *(p("BodyText", run(words[f"{key}_lead"], style=LEAD), run(f" {text}")) for key, text in advice),
    ]


def address(given: str) -> list[Element]:
    """Where answers go, as runs that lead there: a page, or a mailbox."""
    scheme = "" if "//" in given else "mailto:"
    return field(f'HYPERLINK "{scheme}{given}"', given, "Hyperlink")


def _facts(hearing: Hearing, words: Words) -> Iterator[Element]:
    """When answers are due and where they go, as runs."""
    if hearing.deadline:
        yield run(words["comment_deadline"].format(deadline=words.date(hearing.deadline)))
    if hearing.address:
        before, _, after = words["comment_address"].partition("{address}")
        yield run(f" {before}" if hearing.deadline else before)
        yield from address(hearing.address)
        yield run(after)
