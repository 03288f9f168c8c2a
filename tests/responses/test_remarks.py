"""What a reply says: every kind of edit as a remark at its place, and edits that make the text that was accepted."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenpaper.responses import remarks
from greenpaper.responses.model import Edit, How, Kind, Remark
from greenpaper.responses.remarks import structure
from greenpaper.responses.remarks.passages import passages
from greenpaper.responses.reply import Comment, Fate, Mark, Paragraph, Span
from tests.responses.replies import KARI, OLA, added, changed, clean, erased, plain, reply, sent, split

SENT = sent(
    [
        ("heading", "Behov i tjenestene"),
        "Det første avsnittet står for seg selv.",
        "Det andre avsnittet har et ord som er feil.",
        "Det tredje avsnittet blir delt i to. Her begynner den andre halvdelen.",
        "Det fjerde avsnittet blir slått sammen med det neste.",
        "Det femte avsnittet er det neste.",
        *(("cell", text) for text in ("Ja", "Nei", "Ja", "")),
        "Det siste avsnittet.",
    ]
)
ANCHORED = pytest.mark.parametrize("anchors", [True, False], ids=["anchors", "words"])


def made(paragraphs: Sequence[Paragraph], comments: Sequence[Comment] = ()) -> tuple[Remark, ...]:
    return remarks.make(reply(paragraphs, comments), SENT)


def one(paragraphs: Sequence[Paragraph], comments: Sequence[Comment] = ()) -> Remark:
    (remark,) = made(paragraphs, comments)
    return remark


def line(remark: Remark) -> int | None:
    return remark.piece.where.line if remark.piece else None


@ANCHORED
def test_a_clean_file_says_nothing(anchors: bool) -> None:
    assert made(clean(SENT, anchors)) == ()


@ANCHORED
@pytest.mark.parametrize(
    ("start", "end", "new", "kind", "quoted"),
    [
        (20, 20, " i kapitlet", Kind.INSERT, "Det første avsnittet"),
        (39, 39, " Slutt.", Kind.INSERT, "Det første avsnittet står for seg selv."),
        (4, 10, "", Kind.DELETE, "første"),
        (4, 10, "annet", Kind.REPLACE, "første"),
    ],
)
def test_words(anchors: bool, start: int, end: int, new: str, kind: Kind, quoted: str) -> None:
    paragraphs = clean(SENT, anchors)
    old = SENT.pieces[1].text
    paragraphs[1] = changed(paragraphs[1], start, end, new, OLA)
    remark = one(paragraphs)
    assert (remark.kind, remark.quoted, remark.by, line(remark)) == (kind, quoted, OLA, 2)
    assert remark.edit == Edit(old=old, start=start, end=end, new=new)
    assert remark.sure and remark.tracked
    assert remark.how is (How.ANCHOR if anchors else How.TEXT)


@ANCHORED
def test_a_paragraph_split(anchors: bool) -> None:
    paragraphs = clean(SENT, anchors)
    paragraphs[3:4] = split(paragraphs[3], 36)
    remark = one(paragraphs)
    assert (remark.kind, line(remark), remark.edit) == (
        Kind.SPLIT, 4, Edit(old=SENT.pieces[3].text, start=36, end=36, new="\n\n"),
    )  # fmt: skip


@ANCHORED
def test_a_paragraph_deleted(anchors: bool) -> None:
    paragraphs = clean(SENT, anchors)
    paragraphs[5] = erased(paragraphs[5])
    remark = one(paragraphs)
    assert (remark.kind, line(remark), remark.quoted) == (Kind.DELETE, 6, SENT.pieces[5].text)


@ANCHORED
def test_two_paragraphs_joined(anchors: bool) -> None:
    paragraphs = clean(SENT, anchors)
    paragraphs[4] = replace(paragraphs[4], mark_fate=Fate.DELETED, mark_by=KARI)
    remark = one(paragraphs)
    assert (remark.kind, line(remark), remark.other) == (Kind.JOIN, 5, SENT.pieces[5])


@ANCHORED
@pytest.mark.parametrize("at", [3, 6], ids=["before a paragraph", "before a table"])
def test_a_new_paragraph_stands_behind_the_one_above(anchors: bool, at: int) -> None:
    paragraphs = clean(SENT, anchors)
    paragraphs.insert(at, added("Et nytt avsnitt."))
    remark = one(paragraphs)
    old = SENT.pieces[at - 1].text
    assert (remark.kind, line(remark), remark.proposal) == (Kind.NEW, at, "Et nytt avsnitt.")
    assert remark.edit == Edit(old=old, start=len(old), end=len(old), new="\n\nEt nytt avsnitt.")


@ANCHORED
def test_a_paragraph_moved_is_one_remark(anchors: bool) -> None:
    paragraphs = clean(SENT, anchors)
    text = SENT.pieces[1].text
    gone = Span(text=text, fate=Fate.MOVED_FROM, by=KARI, move="a")
    come = Span(text=text, fate=Fate.MOVED_TO, by=KARI, move="a")
    paragraphs[1] = replace(paragraphs[1], spans=(gone,), mark_fate=Fate.MOVED_FROM)
    paragraphs.insert(5, Paragraph(spans=(come,), mark_fate=Fate.MOVED_TO))
    remark = one(paragraphs)
    assert (remark.kind, line(remark), remark.other, remark.quoted) == (Kind.MOVE, 2, SENT.pieces[4], text)


@ANCHORED
def test_rows(anchors: bool) -> None:
    paragraphs = clean(SENT, anchors)
    cells = [
        replace(plain(""), spans=(Span(text=text, fate=Fate.INSERTED, by=KARI),), table=0, row=1, column=column,
                row_fate=Fate.INSERTED, row_by=KARI)
        for column, text in enumerate(("Kanskje", "="))
    ]  # fmt: skip
    gone = [replace(cell, row=2, row_fate=Fate.DELETED, row_by=OLA) for cell in paragraphs[8:10]]
    new, old = made([*paragraphs[:8], *cells, *gone, *paragraphs[10:]])
    assert (new.kind, line(new), new.proposal, new.by) == (Kind.ROW_INSERTED, 8, "Kanskje | =", KARI)
    assert (old.kind, line(old), old.quoted, old.by) == (Kind.ROW_DELETED, 9, "Ja | ", OLA)


def test_a_comment_whose_place_is_lost_is_on_no_piece() -> None:
    first, reply = made(
        clean(SENT),
        [Comment(identifier="1", by=OLA, text="Hvor?"), Comment(identifier="2", by=KARI, text="Her.", parent="1")],
    )
    assert (first.piece, first.how, first.sure) == (reply.piece, reply.how, reply.sure) == (None, How.NONE, False)


@pytest.mark.parametrize("text", ["Det første {} for seg selv.", "{}", "Det første avsnittet {}står for seg selv."])
def test_a_text_too_long_to_compare_is_one_change(text: str) -> None:
    paragraphs = clean(SENT)
    long = text.format("ord og " * 600_000)
    paragraphs[1] = replace(paragraphs[1], spans=(Span(text=long),))
    remark = one(paragraphs)
    assert remark.edit and not remark.tracked
    assert remark.edit.old[: remark.edit.start] + remark.edit.new + remark.edit.old[remark.edit.end :] == long


def test_thousands_of_new_rows_take_seconds() -> None:
    rows = [replace(plain(f"Celle {count}"), table=7, row=count, column=0) for count in range(12_000)]
    began = time.process_time()
    found = made([*clean(SENT), *rows])
    assert [each.kind for each in found] == [Kind.ROW_INSERTED] * len(rows)
    assert time.process_time() - began < 20


def test_a_comment_its_reply_and_its_words() -> None:
    paragraphs = clean(SENT)
    for index, (start, end) in ((1, (4, 39)), (2, (0, 9))):
        mark = Mark(name="1", start=start, end=end, begins=index == 1, ends=index == 2)
        paragraphs[index] = replace(paragraphs[index], commented=(mark,))
    comments = [
        Comment(identifier="1", by=KARI, text="Hva?", resolved=True),
        Comment(identifier="2", by=OLA, text="Jo.", parent="1"),
    ]
    first, second = made(paragraphs, comments)
    assert (first.kind, line(first), first.quoted) == (
        Kind.COMMENT, 2, "første avsnittet står for seg selv.\nDet andre",
    )  # fmt: skip
    assert first.resolved
    assert (second.kind, second.parent, second.thread, line(second)) == (Kind.REPLY, "1", "2", 2)


@ANCHORED
def test_what_is_not_tracked_shows(anchors: bool) -> None:
    paragraphs = clean(SENT, anchors)
    text = SENT.pieces[2].text
    paragraphs[2] = replace(paragraphs[2], spans=(Span(text=text.replace("feil", "riktig")),))
    del paragraphs[5]
    paragraphs.insert(5, plain("Noe om helt andre ting enn det som stod."))
    paragraphs[3:4] = [replace(half, mark_fate=Fate.KEPT) for half in split(paragraphs[3], 36)]
    found = made(paragraphs)
    assert not any(remark.tracked for remark in found)
    assert [(remark.kind, line(remark)) for remark in found[:2]] == [(Kind.REPLACE, 3), (Kind.SPLIT, 4)]
    assert found[0].edit == Edit(old=text, start=38, end=42, new="riktig")


# Laws

WORDS = st.lists(st.sampled_from(["ord", "krav", "skal", "bør", "kommunen", "ja,", "A."]), min_size=1, max_size=8)
TEXTS = st.lists(WORDS.map(" ".join), min_size=1, max_size=6)
EDITS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 12), st.sampled_from(["", " NYTT", "x"])), max_size=3)


@st.composite
def edited(draw: st.DrawFn) -> tuple[list[str], list[Paragraph], list[str]]:
    """Texts, their paragraphs with random tracked edits, and the texts once all are accepted."""
    texts = draw(TEXTS)
    paragraphs, accepted = [], []
    for paragraph in clean(sent(texts), draw(st.booleans())):
        spans, after = _spans(paragraph.before, draw(EDITS))
        marks = tuple(replace(mark, end=sum(len(span.text) for span in spans)) for mark in paragraph.anchors)
        paragraphs.append(replace(paragraph, spans=spans, anchors=marks))
        accepted.append(after)
    return texts, paragraphs, accepted


def _spans(text: str, edits: list[tuple[int, int, str]]) -> tuple[tuple[Span, ...], str]:
    at, after, spans = 0, "", []
    for number, (skip, length, new) in enumerate(edits):
        start = min(len(text), at + skip)
        end = min(len(text), start + length)
        by = (KARI, OLA)[number % 2]
        spans += [Span(text=text[at:start]), Span(text=text[start:end], fate=Fate.DELETED, by=by)]
        spans += [Span(text=new, fate=Fate.INSERTED, by=by)]
        after += text[at:start] + new
        at = end
    return tuple(span for span in [*spans, Span(text=text[at:])] if span.text), after + text[at:]


def applied(old: str, edits: list[Edit]) -> str:
    """A text with its edits, which follow each other."""
    at, new = 0, ""
    for edit in edits:
        assert edit.old == old
        assert edit.start >= at
        new += old[at : edit.start] + edit.new
        at = edit.end
    return new + old[at:]


@given(edited())
def test_changes_taken_back_leave_what_was_sent(case: tuple[list[str], list[Paragraph], list[str]]) -> None:
    texts, paragraphs, _ = case
    assert [passage.text for passage in passages(paragraphs)] == texts


@given(edited())
def test_the_edits_make_the_text_that_was_accepted(case: tuple[list[str], list[Paragraph], list[str]]) -> None:
    texts, paragraphs, accepted = case
    version = sent(texts)
    edits: dict[str, list[Edit]] = defaultdict(list)
    for remark in remarks.make(reply(paragraphs), version):
        assert remark.piece is not None
        assert remark.edit is not None
        assert remark.tracked
        edits[remark.piece.identifier].append(remark.edit)
    assert [applied(piece.text, edits[piece.identifier]) for piece in version.pieces] == accepted


# Pages before the first piece


def test_what_is_written_before_the_first_piece_is_told_where_it_is_known_what_stood_there() -> None:
    version = sent(["Det første avsnittet er her."])
    pages = [plain("Til høring"), replace(plain("1 Behov"), style="TOC1")]
    known = structure.texts(reply([*pages, *clean(version)]))
    back = reply([pages[0], plain("Vi er imot alt."), *pages[1:], *clean(version)])
    renumbered = reply([pages[0], replace(plain("2 Behov"), style="TOC1"), *clean(version)])
    (found,) = remarks.make(back, version, known)
    assert (found.kind, found.proposal, found.piece, found.sure, found.tracked) == (
        Kind.NEW, "Vi er imot alt.", None, False, False,
    )  # fmt: skip
    assert remarks.make(renumbered, version, known) == ()
    assert remarks.make(back, version) == ()
