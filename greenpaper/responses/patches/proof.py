"""Whether a changed chapter says what it shall, and nothing else changed. Pure but for pandoc.

The chapter is read anew, and held against the one before: all other pieces, the structure round all of them, links,
notes, images, code, remarks and findings have to be what they were. So no change is wrong that passes here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from greenpaper.errors import AuthorError
from greenpaper.responses.patches.chapters import Chapters, Reading, Seen, View, same
from greenpaper.responses.patches.units import PIECE, Unit, What, units
from greenpaper.tree import Node, rewrite

_HOLDERS = frozenset({"Link", "Span", "Code"})
_BREAK = ["RawInline", ["html", "<br>"]]
Mark = tuple[What, str, tuple[str, ...] | None]  # what is shown, and what stands round it


@dataclass(frozen=True, slots=True)
class Shown:
    """What is to be seen of a piece: characters and signs with what stands round them, None for any of `allowed`."""

    marks: tuple[Mark, ...]
    allowed: frozenset[tuple[str, ...]] = frozenset()
    held: tuple[str, ...] = ()  # names of all that holds text in it
    gone: tuple[str, ...] = ()  # names of emphasis and the like that may be gone with all their text


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a change is to do: pieces from `index` on become `pieces`, and the structure what `shape` makes of it."""

    index: int
    pieces: tuple[Shown, ...]
    shape: Callable[[list[Node]], list[Node]] | None = None
    count: int = 1  # of pieces that become others
    kinds: tuple[str, ...] = ()  # of `pieces`, where they are not the piece's
    gone: int = 0  # how many links, marked texts, bits of code and line breaks may be gone
    breaks: int = 0  # how many line breaks in cells, which are HTML, there may be more


def shown(made: Sequence[Unit]) -> tuple[Mark, ...]:
    """Units as they are to be seen."""
    return tuple((unit.what, unit.shown, unit.names) for unit in made)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The chapter with changes, if it is what is wanted; else those that are not, where all else is known to hold."""

    after: Reading | None
    wrong: tuple[Wanted, ...] = ()


def holds(chapters: Chapters, path: str, text: str, wanted: Sequence[Wanted]) -> Verdict:
    """Whether the chapter with this text is what is wanted of pieces that are not the same ones."""
    before = chapters.reading(path)
    try:
        after = chapters.read(path, text)
        view = chapters.seen([after])
    except AuthorError:
        return Verdict(None)
    if after.apart != before.apart or not _says(before, after, wanted):
        return Verdict(None)
    old = chapters.view(path)
    wrong = _wrong(old, view, sorted(wanted, key=lambda each: each.index), after)
    if wrong is None or wrong:
        return Verdict(None, wrong or ())
    headings = any(old.pieces[each.index].kind == "heading" and not each.shape for each in wanted)
    moved = headings and not same(chapters.led_to(before), chapters.led_to(after))
    return Verdict(None if moved else after)


def keeps(chapters: Chapters, path: str, text: str, remarks: Sequence[str]) -> Reading | None:
    """The chapter with this text, if all that it says besides these remarks between authors is as before; else None."""
    before = chapters.reading(path)
    try:
        after = chapters.read(path, text)
        view = chapters.seen([after])
    except AuthorError:
        return None
    was, *others = before.apart
    now, *rest = after.apart
    more = Counter(map(_key, now)) - Counter(map(_key, was))
    if others != rest or more != Counter(map(_key, remarks)) or len(now) != len(was) + len(remarks):
        return None
    if after.said != before.said or _wrong(chapters.view(path), view, (), after) is None:
        return None
    return after


def _key(remark: str) -> str:
    return " ".join(remark.split())


def _says(before: Reading, after: Reading, wanted: Sequence[Wanted]) -> bool:
    """Whether addresses, attributes, code blocks and formulas stay, but for what may be gone with its text."""
    if before.said == after.said:
        return True
    lost, breaks = list(before.said), 0
    for said in after.said:
        if said in lost:
            lost.remove(said)
        elif said == _BREAK:
            breaks += 1
        else:
            return False
    if breaks > sum(each.breaks for each in wanted) or len(lost) > sum(each.gone for each in wanted):
        return False
    return all(said[0] in _HOLDERS or said == _BREAK for said in lost)


def _wrong(old: View, new: View, wanted: Sequence[Wanted], after: Reading) -> tuple[Wanted, ...] | None:
    """Which of the pieces that are to change are not what is wanted; None where anything else has changed."""
    if new.findings - old.findings:
        return None
    skeleton = old.skeleton
    for each in wanted:
        skeleton = each.shape(skeleton) if each.shape else skeleton
    if not same(plain(skeleton), plain(new.skeleton)):
        return None
    was, now = 0, 0
    wrong: list[Wanted] = []
    for each in wanted:
        between = each.index - was
        fresh = new.pieces[now + between : now + between + len(each.pieces)]
        if not _alike(old.pieces[was : each.index], new.pieces[now : now + between]) or len(fresh) != len(each.pieces):
            return None
        kinds = each.kinds or (old.pieces[each.index].kind,) * len(fresh)
        for piece, shows, kind in zip(fresh, each.pieces, kinds, strict=True):
            if piece.kind != kind or not _is(units(piece.content, after.source), shows):
                wrong.append(each)
                break
        was, now = each.index + each.count, now + between + len(fresh)
    return tuple(wrong) if _alike(old.pieces[was:], new.pieces[now:]) else None


def _alike(old: Sequence[Seen], new: Sequence[Seen]) -> bool:
    return len(old) == len(new) and all(
        one.kind == other.kind and same(plain(one.content), plain(other.content))
        for one, other in zip(old, new, strict=True)
    )


def plain(item: Any) -> Any:
    """A part of a view with pieces that have no number, as their order says it."""
    return rewrite(item, lambda inside: {"t": PIECE} if inside["t"] == PIECE else inside)


def _is(made: Sequence[Unit], wanted: Shown) -> bool:
    """Whether a piece shows what it shall."""
    old, new = _visible(wanted.marks), _visible(shown(made))
    if len(old) != len(new):
        return False
    fresh = set()
    for (what, said, names), (seen, says, round_it) in zip(old, new, strict=True):
        if what is not seen or said != says:
            return False
        if names is None and what is not What.SPACE:
            fresh.add(round_it)
        elif names is not None and names != round_it and what is not What.SPACE:
            return False
    if len(fresh) > 1 or not fresh <= wanted.allowed:
        return False
    return _holders_stay(wanted, made)


def _holders_stay(wanted: Shown, made: Sequence[Unit]) -> bool:
    """Whether nothing that holds text has been divided: two links where there was one."""
    new = Counter(holder.name for holder in {holder for unit in made for holder in unit.within})
    old = Counter(wanted.held)
    return not new - old and not (old - new) - Counter(wanted.gone)


def _visible(marks: Sequence[Mark]) -> list[Mark]:
    """The marks with every run of spaces as one, and none at the ends and beside line breaks."""
    made: list[Mark] = []
    hard = {What.LINE, What.PARAGRAPH}
    for what, said, names in marks:
        if what in {What.SPACE, What.BREAK}:
            if made and made[-1][0] is not What.SPACE and made[-1][0] not in hard:
                made.append((What.SPACE, " ", ()))
            continue
        if what in hard and made and made[-1][0] is What.SPACE:
            made.pop()
        made.append((what, said, names))
    if made and made[-1][0] is What.SPACE:
        made.pop()
    return made
