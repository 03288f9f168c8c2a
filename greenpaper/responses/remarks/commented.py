"""Comments of a returned file -> remarks: each where its range begins, replies below what they reply to. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from greenpaper.responses.model import How, Kind, Remark
from greenpaper.responses.remarks.account import Account, Found
from greenpaper.responses.remarks.alignment import key
from greenpaper.responses.remarks.strand import Spot
from greenpaper.responses.reply import Comment

_NUMBER = re.compile(r"\d+")


def comments(account: Account) -> Iterator[Found]:
    """The remarks; our own comments, which ask the questions of the hearing, are none, but what replies to them is."""
    ranges = _ranges(account)
    asked = {
        comment.identifier: number for comment in account.reply.comments if (number := _asked(account, comment, ranges))
    }
    known = {comment.identifier: comment for comment in account.reply.comments}
    for comment in account.reply.comments:
        if comment.identifier in asked:
            continue
        root = _root(comment, known)
        spans = ranges.get(comment.identifier) or ranges.get(root, [])
        yield _remark(account, comment, spans, _question(account, spans, asked, root), asked)


def _ranges(account: Account) -> Mapping[str, list[tuple[int, int, int]]]:
    """The ranges of comments by id: paragraph, start, end."""
    ranges: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for index, paragraph in enumerate(account.reply.paragraphs):
        for mark in paragraph.commented:
            ranges[mark.name].append((index, mark.start, mark.end))
    return ranges


def _asked(account: Account, comment: Comment, ranges: Mapping[str, list[tuple[int, int, int]]]) -> str:
    """The number of the question that a comment of ours asks, which stands on the title of the question's box."""
    first = comment.text.partition("\n")[0]
    for index, start, _ in ranges.get(comment.identifier, []):
        piece = account.piece(account.part((index, start)))
        if piece and piece.kind == "title" and not comment.parent and key(piece.text) == key(first):
            found = _NUMBER.search(first)
            return found[0] if found else ""
    return ""


def _root(comment: Comment, known: Mapping[str, Comment]) -> str:
    """The id of the comment that began the thread."""
    seen = {comment.identifier}
    while comment.parent and comment.parent in known and comment.parent not in seen:
        comment = known[comment.parent]
        seen.add(comment.identifier)
    return comment.identifier


def _question(account: Account, spans: list[tuple[int, int, int]], asked: Mapping[str, str], root: str) -> str:
    """The number of the question that is answered: the reply's to our comment, or one beside it on its title."""
    if root in asked:
        return asked[root]
    for index, start, _ in spans[:1]:
        piece = account.piece(account.part((index, start)))
        beside = {mark.name for mark in account.paragraph(index).commented} & asked.keys()
        if piece and piece.kind == "title" and beside:
            return asked[min(beside)]
    return ""


def _remark(
    account: Account, comment: Comment, spans: list[tuple[int, int, int]], question: str, asked: Mapping[str, str]
) -> Found:
    spot, text = _quoted(account, spans)
    parent = "" if comment.parent is None or comment.parent in asked else comment.parent
    kind = Kind.REPLY if parent else Kind.ANSWER if question else Kind.COMMENT
    made = account.found(spot, kind, comment.by, quoted=text)
    if not spans:  # on a header, or on what was taken away with its range: nothing tells where
        made = replace(made, remark=replace(made.remark, piece=None, how=How.NONE, sure=False))
    remark: Remark = replace(
        made.remark, comment=comment.text, resolved=comment.resolved, thread=comment.identifier, parent=parent,
        question=question,
    )  # fmt: skip
    return replace(made, remark=remark)


def _quoted(account: Account, spans: list[tuple[int, int, int]]) -> tuple[Spot, str]:
    """Where a comment begins, and the words that it is about as they were sent, or if it is about new ones, those."""
    if not spans:
        return (0, 0), ""
    cuts = [(index, start, _cut(account, index, start, end)) for index, start, end in spans]
    for side in (0, 1):
        said = [(index, start, texts[side].strip()) for index, start, texts in cuts]
        text = "\n".join(text for _, _, text in said if text)
        if text:
            index, start, _ = next(each for each in said if each[2])
            return (index, start), text
    index, start, _ = spans[0]
    return (index, start), account.paragraph(index).before.strip()


def _cut(account: Account, index: int, start: int, end: int) -> tuple[str, str]:
    """What stands in a range before and after the changes."""
    at, before, after = 0, "", ""
    for span in account.paragraph(index).spans:
        text = span.text[max(0, start - at) : max(0, end - at)]
        before += text if span.fate.before else ""
        after += text if span.fate.after else ""
        at += len(span.text)
    return before, after
