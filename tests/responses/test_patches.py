"""Changes of today's source: words go and come where they shall, and nothing else is another thing than before."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from greenpaper.responses.model import Edit
from greenpaper.responses.patches.ways import ByHandError
from tests.responses import hearing
from tests.responses.hearing import CHAPTER, apply, change, insert, kept, lines, made, piece, pieces

WORDS = [
    ("Et viktig", "viktig", "svært viktig", "*svært viktig*"),
    ("Et viktig", "viktig ", "", "Et avsnitt med"),
    ("Et viktig", "fet ", "", "**tekst**"),
    ("Et viktig", "fet tekst", "mager", "**mager**"),
    ("Et viktig", "med fet tekst", "uten", "avsnitt uten,"),
    ("Et viktig", "kode", "koden", "`koden`"),
    ("Et viktig", "lenke til", "adresse for", '[adresse for *noe*](https://example.com "t")'),
    ("Et viktig", " noe", "", '[lenke til](https://example.com "t")'),
    ("Et viktig", "note.", "en note.", "med en note.[^en]"),
    ("Avsnitt to", "sitat", '"x"', '«"x"»'),
    ("Avsnitt to", "*", "x", "5 x 3"),
    ("Avsnitt to", "&", "og", "A og B"),
    ("Avsnitt to", "5 * 3", "15", "og 15, A"),
    ("Avsnitt to", "slutt", "* [x](y) `z` <b> _u_ | $1 ~ ^ & \\", "-- \\* \\[x\\](y) \\`z\\` \\<b> \\_u\\_ \\| \\$1"),
    ("Et sitat", "går over", "rekker over", "> Et sitat som rekker over to linjer."),
    ("Et sitat", "som går over", "på", "> Et sitat på to linjer."),
    ("Teksten i", "kort", "lang", "    Teksten i rammen er lang."),
    ("andre punkt", "kursiv", "skrå", "- andre punkt med *skrå*"),
    ("andre punkt", " med kursiv", "", "- andre punkt"),
    ("Krav", "Krav", "Krav og", ""),
    ("Behov i dag", "i dag", "i morgen", "# Behov *i morgen*"),
    ("skriver kode", "| strek", "strek", "skriver `kode` og strek |"),
    ("Lege", "Lege", "Lege | pleier", "| Lege \\| pleier | skriver"),
    ("leser og", "og skriver", "men skriver", "leser<br>men skriver"),
    ("Roller og", "oppgaver", "ansvar", "Tabell: Roller og *ansvar*"),
    ("Kart over", "området", "byen", "*Kart over byen*"),
    ("Begrep", "Begrep", "Ord", "Ord"),
    ("Forklaring", "begrepet", "ordet", ": Forklaring av ordet"),
    ("Linje en", "linje to", "linje 2", "linje 2 etter"),
    ("Linje en", "H2O", "vann", "bryt, vann og x^2^."),
    ("Noten har", "kursiv og en", "én", "[^en]: Noten har én linje til."),
    ("Merk dette", "dette", "det", '!!! note "Merk det"'),
]


@pytest.mark.parametrize(("where", "gone", "new", "shown"), WORDS)
def test_words(where: str, gone: str, new: str, shown: str) -> None:
    if where == "Krav":  # it is what a link leads to
        with pytest.raises(ByHandError, match="no way"):
            change(CHAPTER, where, gone, new, "heading")
        return
    after = change(CHAPTER, where, gone, new)
    old, fresh = lines(CHAPTER, after)
    assert shown in "\n".join(fresh)
    assert max(len(old), len(fresh)) <= 2
    _only(CHAPTER, after, piece(CHAPTER, where).text, gone, new)


def _only(before: str, after: str, old: str, gone: str, new: str) -> None:
    """Whether the piece is the only one with another text, and the one that is wanted."""
    texts = [[" ".join(each.text.split()) for each in pieces(text)] for text in (before, after)]
    wanted = " ".join(old.replace(gone, new, 1).split())
    words = " ".join(old.split())
    assert texts[1] == [wanted if text == words else text for text in texts[0]]
    assert kept(made(before)) == kept(made(after))


def test_insertions_stand_outside_of_marks_or_go_on_with_the_word() -> None:
    assert "**fet tekst** her, `kode`" in insert(CHAPTER, "Et viktig", "fet tekst", " her")
    assert "**fet tekster**, `kode`" in insert(CHAPTER, "Et viktig", "fet tekst", "er")
    assert "note.[^en] Mer.\n" in insert(CHAPTER, "Et viktig", "med note.", " Mer.")
    assert "\nNå: Et *viktig*" in insert(CHAPTER, "Et viktig", "", "Nå: ")
    assert "slutt. Ny setning.\n" in insert(CHAPTER, "Siste avsnitt", "slutt.", " Ny setning.")


def test_what_begins_a_line_is_escaped() -> None:
    for new, shown in (("- ", "\\- "), ("1. ", "1\\. "), ("# ", "\\# "), ("> ", "\\> "), ("+ ", "\\+ ")):
        assert f"\n{shown}Siste avsnitt" in insert(CHAPTER, "Siste avsnitt", "", new)


def test_a_line_break_of_the_reviewer() -> None:
    assert "Siste avsnitt\\\nmed en" in change(CHAPTER, "Siste avsnitt", " med", "\nmed")
    assert "| Pleier<br>og andre |" in insert(CHAPTER, "Pleier", "Pleier", "\nog andre")


def test_an_empty_cell_is_filled() -> None:
    row = next(n for n, each in enumerate(pieces(CHAPTER)) if each.text == "Annen")
    empty = pieces(CHAPTER)[row + 1]
    assert empty.text == ""
    assert "| Annen | ser \\| på |" in apply(CHAPTER, empty, Edit(old="", start=0, end=0, new="ser | på"))


@pytest.mark.parametrize(
    ("where", "gone", "new", "reason"),
    [
        ("Et viktig", "lenke til noe", "", "a link would go"),
        ("Et viktig", "note.", "", None),
        ("Linje en", "en linje", "en", "a line break"),
        ("Behov i dag", "Behov i dag", "", "all of a heading"),
        ("Noten har", "Noten har kursiv og en linje til.", "", "all of a note"),
        ("Siste avsnitt", "med", "\u202eom", "U\\+202E"),
        ("skriver kode", "kode", "ko`de", "in code"),
    ],
)
def test_by_hand(where: str, gone: str, new: str, reason: str | None) -> None:
    if reason is None:
        assert "[^en]" in change(CHAPTER, where, gone, new)
        return
    with pytest.raises(ByHandError, match=reason):
        change(CHAPTER, where, gone, new)


def test_a_note_in_the_text_that_goes_is_by_hand() -> None:
    text = CHAPTER.replace("med note.[^en]", "med note[^en] her.")
    with pytest.raises(ByHandError, match="a note or an image"):
        change(text, "Et viktig", "note her", "x")


def test_a_number_that_is_counted_is_by_hand() -> None:
    now = piece(CHAPTER, "Kart over")
    sent = f"Figur 26: {now.text}"
    for start, end in ((0, 0), (6, 8), (6, 9), (0, len(sent))):
        with pytest.raises(ByHandError, match="a number that is counted"):
            apply(CHAPTER, now, Edit(old=sent, start=start, end=end, new="x"))
    assert "*xKart over" in apply(CHAPTER, now, Edit(old=sent, start=10, end=10, new="x"))


def test_a_text_that_shows_otherwise_is_by_hand() -> None:
    now = piece(CHAPTER, "Siste avsnitt")
    with pytest.raises(ByHandError, match="shows otherwise"):
        apply(CHAPTER, now, Edit(old=f"{now.text} x", start=0, end=0, new="y"))


@pytest.mark.parametrize(("start", "end"), [(0, 0), (5, 5), (0, 5), (7, 20)])
def test_what_is_counted_is_by_hand(start: int, end: int) -> None:
    """The word and the number before a caption stand in no chapter."""
    now = piece(CHAPTER, "Roller og")
    old = f"Tabell 4: {now.text}"
    with pytest.raises(ByHandError, match="number that is counted"):
        apply(CHAPTER, now, Edit(old=old, start=start, end=end, new="x"))
    assert "Tabell: Alle roller og" in apply(CHAPTER, now, Edit(old=old, start=10, end=11, new="Alle r"))


# Paragraphs, items, rows


def test_a_paragraph_is_divided() -> None:
    assert "> Et sitat som\n>\n> går\n> over" in insert(CHAPTER, "Et sitat", "som", "\n\n")
    assert "    Teksten i\n\n    rammen er" in insert(CHAPTER, "Teksten i", "Teksten i", "\n\n")
    assert "av det samme\n\navsnittet,\n og" in insert(CHAPTER, "Et viktig", "samme", "\n\n").replace(", ", ",\n ", 9)
    assert "- andre\n- punkt med *kursiv*\n- tredje" in insert(CHAPTER, "andre punkt", "andre", "\n\n")
    assert "\n2. løst\n\n3. punkt to\n" in insert(CHAPTER, "løst punkt to", "løst", "\n\n")


def test_a_paragraph_is_not_divided_in_emphasis_or_where_it_is_no_paragraph() -> None:
    for where, behind in (("Et viktig", "fet"), ("Krav", "Kr"), ("Lege", "Le"), ("Forklaring", "av"), ("Kart", "Kart")):
        with pytest.raises(ByHandError):
            insert(CHAPTER, where, behind, "\n\n") if where != "Krav" else _in_heading(behind)


def _in_heading(behind: str) -> str:
    now = piece(CHAPTER, "Krav", "heading")
    return apply(CHAPTER, now, Edit(old=now.text, start=len(behind), end=len(behind), new="\n\n"))


def test_new_paragraphs() -> None:
    assert "slutt.\n\n- Nytt avsnitt.\n\n[^en]" not in insert(CHAPTER, "Siste", "slutt.", "\n\n- Nytt avsnitt.")
    assert "slutt.\n\n\\- Nytt avsnitt.\n\n[^en]" in insert(CHAPTER, "Siste", "slutt.", "\n\n- Nytt avsnitt.")
    assert "slutt.\n\nEn.\n\nTo.\n\n[^en]" in insert(CHAPTER, "Siste", "slutt.", "\n\nEn.\n\nTo.")
    assert "\n\nFør.\n\nSiste avsnitt" in insert(CHAPTER, "Siste", "", "Før.\n\n")
    assert "*kursiv*\n- mer\n- tredje" in insert(CHAPTER, "andre punkt", "kursiv", "\n\nmer")
    with pytest.raises(ByHandError, match="belongs to the list"):
        insert(CHAPTER, "tredje punkt", "punkt", "\n\nmer")
    now = piece(CHAPTER, "Krav", "heading")
    assert "## Krav\n\nEtter.\n\n|" in apply(CHAPTER, now, Edit(old="Krav", start=4, end=4, new="\n\nEtter."))


def test_whole_paragraphs_and_items_go() -> None:
    for where, left in (
        ("Siste avsnitt", "x^2^.\n\n[^en]"),
        ("andre punkt", "- første punkt\n- tredje punkt\n"),
        ("løst punkt to", "1. løst punkt\n\n3. løst"),
    ):
        now = piece(CHAPTER, where)
        after = apply(CHAPTER, now, Edit(old=now.text, start=0, end=len(now.text), new=""))
        assert left in after
        assert [each.text for each in pieces(after)] == [each.text for each in pieces(CHAPTER) if each != now]


# The file


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_marks_tabs_and_decomposed_letters_stay(newline: str, mark: str) -> None:
    lines_of = ["# Bla\u030a", "", "Et avsnitt\tpa\u030a en linje ", "og en til.", "", "-\tpunkt æ", "", ""]
    text = mark + newline.join(lines_of)
    now = next(each for each in pieces(text) if each.kind == "paragraph")
    old = "Et avsnitt på en linje og en til."
    start = old.index("på")
    after = apply(text, now, Edit(old=old, start=start, end=start + 2, new="ved"))
    assert after == text.replace("pa\u030a", "ved")
    item = next(each for each in pieces(text) if each.kind == "item")
    assert apply(text, item, Edit(old=item.text, start=0, end=0, new="nytt ")) == text.replace(
        "-\tpunkt", "-\tnytt punkt"
    )
    split = apply(text, now, Edit(old=old, start=10, end=10, new="\n\n"))
    assert f"Et avsnitt{newline}{newline}pa\u030a en" in split


# The law


EXAMPLES = int(os.environ.get("GREENPAPER_PATCH_EXAMPLES", "15"))
LETTERS = st.text(st.sampled_from("abc *_`[]<>|$~^&\\#-+.!:{}\"'()1@=/"), max_size=12)
BLOCKS = [block for block in CHAPTER.partition("\n\n")[2].removeprefix(hearing.STATUS_TABLE).split("\n\n")]


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(data=st.data(), picked=st.lists(st.sampled_from(BLOCKS[:-1]), min_size=1, max_size=4, unique=True), new=LETTERS)
def test_an_edit_is_by_hand_or_does_what_it_says(data: st.DataObject, picked: list[str], new: str) -> None:
    text = "\n\n".join(["# Kapittel", hearing.STATUS_TABLE.strip(), *picked, "## Krav", BLOCKS[-1]])
    places = [each for each in pieces(text) if each.kind != "status"]
    index = data.draw(st.integers(0, len(places) - 1))
    now = places[index]
    start = data.draw(st.integers(0, len(now.text)))
    end = data.draw(st.integers(start, min(len(now.text), start + 20)))
    assume(start < end or new.strip())
    try:
        after = apply(text, now, Edit(old=now.text, start=start, end=end, new=new))
    except ByHandError:
        return
    wanted = " ".join((now.text[:start] + new + now.text[end:]).split())
    found = [each for each in pieces(after) if each.kind != "status"]
    if not wanted and now.kind != "cell":
        assert [each.text for each in found] == [each.text for each in places if each is not now]
        return
    assert " ".join(found[index].text.split()) == wanted
    assert [each.text for n, each in enumerate(found) if n != index] == [
        each.text for n, each in enumerate(places) if n != index
    ]
    assert kept(made(after)) == kept(made(text))
