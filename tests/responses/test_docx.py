"""The reader of returned DOCX files: what Word writes, and that nothing else makes it fail."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenpaper import opc, returned
from greenpaper.model import Finding
from greenpaper.responses import docx
from greenpaper.responses.docx import story
from greenpaper.responses.model import By
from greenpaper.responses.reply import Fate, Mark, Paragraph, Reply, Span
from greenpaper.word.anchors import NAMESPACE
from tests.responses.word_files import (
    KARI,
    OLA,
    anchored,
    come,
    gone,
    name,
    package,
    paragraph,
    part,
    read,
    run,
    strict,
)  # fmt: skip

BY_KARI = By(author="Kari", date="2027-01-05T09:00:00")
BY_OLA = By(author="Ola", date="2027-01-06T10:00:00")
FIELD = '<w:r><w:fldChar w:fldCharType="{0}"/></w:r>'


def paragraphs(body: str, **parts: str) -> tuple[Paragraph, ...]:
    return read(package(body, parts)).paragraphs


def spans(*content: str) -> tuple[Span, ...]:
    (one,) = paragraphs(paragraph(*content))
    return one.spans


# Text


def test_runs_of_one_fate_are_one_text() -> None:
    assert spans("Et ", run("ord", "<w:b/>"), " til") == (Span(text="Et ord til"),)


def test_signs_are_text_as_they_show() -> None:
    signs = "<w:r><w:tab/><w:t>a</w:t><w:br/><w:cr/><w:noBreakHyphen/><w:softHyphen/><w:t>b\u00adc</w:t></w:r>"
    assert spans(signs) == (Span(text="\ta\n\n\u2011bc"),)
    assert spans("<w:r><w:sym w:font='Symbol' w:char='F0B7'/><w:sym w:char='00E5'/></w:r>") == (Span(text="\ufffdå"),)


def test_control_characters_are_no_text() -> None:
    signs = "<w:r><w:sym w:char='0000'/><w:sym w:char='001B'/><w:t>\u009b31m\x7f</w:t></w:r>"
    assert spans(signs) == (Span(text="\ufffd\ufffd\ufffd31m\ufffd"),)
    comments = '<w:comment w:id="1"><w:p><w:r><w:t>a\u009b</w:t></w:r></w:p></w:comment>'
    assert read(package(paragraph("a"), {"comments": part("w:comments", comments)})).comments[0].text == "a\ufffd"


def test_text_is_composed_and_has_no_breaks_but_signs() -> None:
    assert spans("A\u030a\nog\tA") == (Span(text="Å og A"),)


def test_numbers_of_paragraphs_are_no_text_whatever_their_style_is_called() -> None:
    styles = part("w:styles", '<w:style w:styleId="avsnittsnr"><w:name w:val="paragraph number"/></w:style>')
    for style in ("ParagraphNumber", "avsnittsnr"):
        numbered = paragraph(run("1-2", f'<w:rStyle w:val="{style}"/>'), "Tekst")
        assert [each.text for each in paragraphs(numbered, styles=styles)] == ["Tekst"]


@pytest.mark.parametrize("number", ["1-2", "A-12", "3-1 a.2"])
def test_what_is_typed_behind_a_number_in_its_style_is_text(number: str) -> None:
    style = '<w:rStyle w:val="ParagraphNumber"/>'
    numbered = f"<w:r><w:rPr>{style}</w:rPr><w:t>{number}</w:t><w:tab/></w:r>"
    assert spans(numbered, run("Nytt", style), " ord") == (Span(text="Nytt ord"),)
    assert spans(run(f"{number}\u2002Nytt", style)) == (Span(text="Nytt"),)
    assert spans(run("Nytt 1-2", style)) == (Span(text="Nytt 1-2"),)
    assert spans(numbered, run("1-2 dager", style)) == (Span(text="1-2 dager"),)
    assert spans(numbered, "Ett", numbered, "to") == (Span(text="Ettto"),)


def test_results_of_fields_are_computed_and_instructions_no_text() -> None:
    def field(code: str) -> str:
        instruction = f"<w:r><w:instrText>{code}</w:instrText></w:r>"
        return FIELD.format("begin") + instruction + FIELD.format("separate") + run("3") + FIELD.format("end")

    assert spans("se ", field(" REF _Ref1 \\h "), ".") == (
        Span(text="se "), Span(text="3", computed=True), Span(text="."),
    )  # fmt: skip
    assert spans(field('HYPERLINK "https://x.example"')) == (Span(text="3"),)
    assert spans(f'<w:fldSimple w:instr="SEQ Figur">{run("4")}</w:fldSimple>') == (Span(text="4", computed=True),)


def test_a_field_without_an_end_swallows_its_paragraph_and_no_more() -> None:
    one, other = paragraphs(paragraph(FIELD.format("begin"), "borte") + paragraph("her"))
    assert (one.text, other.spans) == ("", (Span(text="her"),))


def test_links_controls_and_formulas_are_gone_through() -> None:
    formula = "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"
    link = f'<w:hyperlink r:id="r1">{run("lenke")}</w:hyperlink>'
    control = f"<w:sdt><w:sdtContent>{run(' felt ')}</w:sdtContent></w:sdt>"
    assert spans(link, control, formula) == (Span(text="lenke felt "), Span(text="x", computed=True))


def test_of_alternatives_the_first_counts_and_text_boxes_come_behind() -> None:
    box = "<w:pict><w:txbxContent>{}</w:txbxContent></w:pict>"
    choice = "<mc:Choice Requires='w14'>{}</mc:Choice><mc:Fallback>{}</mc:Fallback>"
    inside = f"<mc:AlternateContent>{choice}</mc:AlternateContent>"
    content = inside.format(box.format(paragraph("ramme")), box.format(paragraph("ramme igjen")))
    found = paragraphs(paragraph("Tekst", f"<w:r>{content}</w:r>") + paragraph("Neste"))
    assert [each.text for each in found] == ["Tekst", "ramme", "Neste"]


# Changes


def test_insertions_and_deletions_have_their_authors() -> None:
    assert spans("Et ", gone("feil"), come("riktig", OLA), " ord") == (
        Span(text="Et "),
        Span(text="feil", fate=Fate.DELETED, by=BY_KARI),
        Span(text="riktig", fate=Fate.INSERTED, by=BY_OLA),
        Span(text=" ord"),
    )


def test_what_one_inserts_and_another_deletes_is_neither() -> None:
    both = f"<w:ins {KARI}>{run('ny ')}{gone('borte ', OLA)}</w:ins>"
    assert spans(both, "tekst") == (Span(text="ny ", fate=Fate.INSERTED, by=BY_KARI), Span(text="tekst"))


def test_both_ends_of_a_move_share_its_name() -> None:
    def move(side: str, number: int, inside: str) -> str:
        start = f'<w:move{side}RangeStart w:id="{number}" w:name="move1" {KARI[9:]}/>'
        return f'{start}{inside}<w:move{side}RangeEnd w:id="{number}"/>'

    found = spans(
        move("From", 3, gone("flyttet", kind="moveFrom")), " og ", move("To", 4, come("flyttet", kind="moveTo"))
    )
    assert found == (
        Span(text="flyttet", fate=Fate.MOVED_FROM, by=BY_KARI, move="move1"),
        Span(text=" og "),
        Span(text="flyttet", fate=Fate.MOVED_TO, by=BY_KARI, move="move1"),
    )
    alone = spans(gone("a", kind="moveFrom"), come("b", kind="moveTo"))
    assert [(span.fate, span.move) for span in alone] == [(Fate.DELETED, ""), (Fate.INSERTED, "")]


@pytest.mark.parametrize(
    ("kind", "fate"),
    [("ins", Fate.INSERTED), ("del", Fate.DELETED), ("moveFrom", Fate.MOVED_FROM), ("moveTo", Fate.MOVED_TO)],
)
def test_the_mark_of_a_paragraph_has_a_fate(kind: str, fate: Fate) -> None:
    (one,) = paragraphs(paragraph("Tekst", properties=f"<w:rPr><w:{kind} {KARI}/></w:rPr>"))
    assert (one.mark_fate, one.mark_by) == (fate, BY_KARI)


def test_rows_have_fates_and_cells_their_places() -> None:
    def row(*cells: str, properties: str = "") -> str:
        inside = "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in cells)
        return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{inside}</w:tr>"

    rows = row("a", "b") + f"<w:sdt><w:sdtContent>{row('c', 'd', properties=f'<w:ins {KARI}/>')}</w:sdtContent></w:sdt>"
    nested = f"<w:tr><w:tc><w:tbl>{row('e', properties=f'<w:del {OLA}/>')}</w:tbl>{paragraph('f')}</w:tc></w:tr>"
    found = paragraphs(f"<w:tbl>{rows}{nested}</w:tbl>{paragraph('g')}")
    assert [(each.text, each.table, each.row, each.column, each.row_fate, each.row_by.author) for each in found] == [
        ("a", 0, 0, 0, Fate.KEPT, ""), ("b", 0, 0, 1, Fate.KEPT, ""),
        ("c", 0, 1, 0, Fate.INSERTED, "Kari"), ("d", 0, 1, 1, Fate.INSERTED, "Kari"),
        ("e", 1, 0, 0, Fate.DELETED, "Ola"), ("f", 0, 2, 0, Fate.KEPT, ""),
        ("g", None, None, None, Fate.KEPT, ""),
    ]  # fmt: skip


def test_changes_of_format_are_told_where_they_are() -> None:
    of_run = run("fet", f"<w:b/><w:rPrChange {KARI}><w:rPr/></w:rPrChange>")
    of_paragraph = f"<w:jc w:val='center'/><w:pPrChange {OLA}><w:pPr/></w:pPrChange>"
    (one,) = paragraphs(paragraph("og ", of_run, properties=of_paragraph))
    assert [(span.text, span.formatted) for span in one.spans] == [("og ", None), ("fet", BY_KARI)]
    assert one.formatted == BY_OLA
    changed = f"<w:tblPr><w:tblPrChange {KARI}><w:tblPr/></w:tblPrChange></w:tblPr>"
    row = f"<w:tr><w:tc>{paragraph('a')}{paragraph('b')}</w:tc><w:tc>{paragraph('c')}</w:tc></w:tr>"
    cells = paragraphs(f"<w:tbl>{changed}{row}</w:tbl>")
    assert [cell.formatted for cell in cells] == [BY_KARI, None, None]


@pytest.mark.parametrize(
    ("attributes", "by"),
    [
        ('w:author="Kari" w:date="2027-01-05T09:00:00Z"', BY_KARI),
        ('w:author=" K\u202e a&#10;ri "', By(author="K a ri")),
        ('w:author="Kari" w:date="0-00-00T00:00:00Z"', By(author="Kari")),
        ('w:author="Kari" w:date="2027-02-30T00:00:00Z"', By(author="Kari")),
        ('w:date="1601-01-01T00:00:00Z"', By()),
        (
            'w:author="Kari" w:date="2027-01-05T10:00:00Z" w16du:dateUtc="2027-01-05T09:00:00Z"',
            By(author="Kari", date="2027-01-05T09:00:00", utc=True),
        ),
    ],
)
def test_dates_that_cannot_be_are_none(attributes: str, by: By) -> None:
    assert spans(f'<w:ins w:id="1" {attributes}>{run("x")}</w:ins>')[0].by == by


# Ranges


def mark(number: int, start: int, end: int, begins: bool = True, ends: bool = True) -> Mark:
    return Mark(name=name(number), start=start, end=end, begins=begins, ends=ends)


def start(number: int, bookmark: str = "") -> str:
    return f'<w:bookmarkStart w:id="{number}" w:name="{bookmark or name(number)}"/>'


def end(number: int) -> str:
    return f'<w:bookmarkEnd w:id="{number}"/>'


def test_an_anchor_counts_all_text() -> None:
    (one,) = paragraphs(paragraph("før ", anchored(1, "a", gone("b"), come("c")), start(2, "_Toc1"), end(2)))
    assert one.anchors == (mark(1, 4, 7),)


def test_an_anchor_over_several_paragraphs_has_a_part_in_each() -> None:
    body = paragraph(start(1), "a") + paragraph("b") + paragraph("c", end(1), "d")
    assert [each.anchors for each in paragraphs(body)] == [
        (mark(1, 0, 1, ends=False),), (mark(1, 0, 1, begins=False, ends=False),), (mark(1, 0, 1, begins=False),),
    ]  # fmt: skip


def test_an_anchor_that_ends_where_a_paragraph_begins_ended_in_the_one_before() -> None:
    for body in (paragraph(start(1), "a") + paragraph(end(1), "b"), paragraph(start(1), "a") + end(1) + paragraph("b")):
        assert [each.anchors for each in paragraphs(body)] == [(mark(1, 0, 1),), ()]


def test_an_anchor_may_begin_between_paragraphs() -> None:
    body = start(1) + paragraph("a", end(1)) + start(2) + end(2) + paragraph("b")
    assert [each.anchors for each in paragraphs(body)] == [(mark(1, 0, 1),), ()]


def test_an_anchor_without_an_end_reaches_to_the_end_of_its_paragraph() -> None:
    assert [each.anchors for each in paragraphs(paragraph(start(1), "a") + paragraph("b"))] == [
        (mark(1, 0, 1, ends=False),), (),
    ]  # fmt: skip


def test_an_anchor_that_begins_twice_begins_at_the_first() -> None:
    twice = start(1) + run("a") + start(2, name(1)) + run("b") + end(2) + run("c")
    assert [each.anchors for each in paragraphs(paragraph(twice) + paragraph("d"))] == [(mark(1, 0, 2),), ()]


def test_ranges_by_the_thousand_are_not_followed() -> None:
    numbers = range(1, 5000)
    body = "".join(map(start, numbers)) + paragraph("a") * 50 + "".join(map(end, numbers))
    assert {len(each.anchors) for each in paragraphs(body)} == {100}


# Notes

NOTE = (
    '<w:footnote w:id="-1" w:type="separator"><w:p/></w:footnote><w:footnote w:id="2">{}</w:footnote>'
    '<w:footnote w:id="5">{}</w:footnote>'
)
SIGN = '<w:r><w:footnoteReference w:id="{}"/></w:r>'


def test_notes_come_behind_the_text_in_the_order_of_their_signs() -> None:
    notes = part("w:footnotes", NOTE.format(paragraph("<w:r><w:footnoteRef/></w:r>", " To."), paragraph("Fem.")))
    body = paragraph(anchored(1, "Tekst", anchored(7, SIGN.format(5)), ", mer", SIGN.format(2)))
    reply = read(package(body, {"footnotes": notes}))
    assert [(each.text, each.part, each.note) for each in reply.paragraphs] == [
        ("Tekst, mer", "body", ""), ("Fem.", "note", "f5"), ("To.", "note", "f2"),
    ]  # fmt: skip
    assert reply.notes == {"f5": name(7), "f2": ""}


def test_an_anchor_right_before_the_sign_is_the_notes() -> None:
    notes = part("w:footnotes", NOTE.format(paragraph("To."), paragraph("Fem.")))
    body = paragraph(anchored(1, "Tekst", start(7), end(7), SIGN.format(2)))
    assert read(package(body, {"footnotes": notes})).notes == {"f2": name(7)}


def test_a_note_whose_sign_is_deleted_is_deleted() -> None:
    notes = part("w:footnotes", NOTE.format(paragraph("To."), paragraph("Fem.")))
    reply = read(package(paragraph("Tekst", f"<w:del {KARI}>{SIGN.format(2)}</w:del>"), {"footnotes": notes}))
    (note,) = (each for each in reply.paragraphs if each.note == "f2")
    assert note.spans == (Span(text="To.", fate=Fate.DELETED, by=BY_KARI),)


def test_endnotes_are_read_too() -> None:
    notes = part("w:endnotes", f'<w:endnote w:id="2">{paragraph("Sluttnote")}</w:endnote>')
    reply = read(package(paragraph("<w:r><w:endnoteReference w:id='2'/></w:r>"), {"endnotes": notes}))
    assert reply.paragraphs[-1].text == "Sluttnote" and reply.notes == {"e2": ""}


# Comments


def comment(number: int, text: str, paragraph_id: str, by: str = "Kari") -> str:
    said = f'<w:p><w:r><w:t>{text}</w:t></w:r></w:p><w:p w14:paraId="{paragraph_id}"><w:r><w:t>Slutt</w:t></w:r></w:p>'
    who = f'w:author="{by}" w:initials="{by[0]}" w:date="2027-01-05T09:00:00Z"'
    return f'<w:comment w:id="{number}" {who}>{said}</w:comment>'


def commented() -> bytes:
    body = paragraph(
        "Et ",
        '<w:commentRangeStart w:id="3"/>', "ord", '<w:commentRangeEnd w:id="3"/>',
        '<w:r><w:commentReference w:id="3"/></w:r>', " og ", '<w:r><w:commentReference w:id="4"/></w:r>',
    )  # fmt: skip
    parts = {
        "comments": part("w:comments", comment(3, "Hva?", "0A1B2C3D") + comment(4, "Dette.", "00000012", "Ola")),
        "commentsExtended": part(
            "w15:commentsEx",
            '<w15:commentEx w15:paraId="0a1b2c3d" w15:done="1"/>'
            '<w15:commentEx w15:paraId="00000012" w15:paraIdParent="0A1B2C3d" w15:done="0"/>',
        ),
        "commentsIds": part("w16cid:commentsIds", '<w16cid:commentId w16cid:paraId="0A1B2C3D" w16cid:durableId="77"/>'),
        "commentsExtensible": part(
            "w16cex:commentsExtensible",
            '<w16cex:commentExtensible w16cex:durableId="77" w16cex:dateUtc="2027-01-05T08:00:00Z"/>',
        ),
    }
    return package(body, parts)


def check_commented(reply: Reply) -> None:
    asked, answered = reply.comments
    assert (asked.identifier, asked.text, asked.initials, asked.resolved, asked.parent) == (
        "3",
        "Hva?\nSlutt",
        "K",
        True,
        None,
    )
    assert asked.by == By(author="Kari", date="2027-01-05T08:00:00", utc=True)
    assert (answered.identifier, answered.parent, answered.resolved) == ("4", "3", False)
    assert answered.by == By(author="Ola", date="2027-01-05T09:00:00")
    assert reply.paragraphs[0].commented == (
        Mark(name="3", start=3, end=6, begins=True, ends=True),
        Mark(name="4", start=10, end=10, begins=True, ends=True),
    )


def test_comments_have_threads_and_know_whether_they_are_resolved() -> None:
    check_commented(read(commented()))


def test_a_strict_file_says_the_same() -> None:
    assert strict(commented()) != commented()
    check_commented(read(strict(commented())))


def test_deleted_words_of_a_comment_are_not_said() -> None:
    said = f'<w:comment w:id="1" w:author="Kari"><w:p>{run("Nei")}{gone(", kanskje")}</w:p></w:comment>'
    assert read(package(paragraph("a"), {"comments": part("w:comments", said)})).comments[0].text == "Nei"


# What the file says of itself

MAP = (
    f'<anchors xmlns="{NAMESPACE}" version="0.9.0" status="prerelease" date="2027-01-05">'
    '<anchor id="_P1" kind="paragraph" file="{file}" line="{line}" number="1-2">Tekst\u00aden</anchor></anchors>'
)


@pytest.mark.parametrize(("file", "line", "taken"), [
    ("chapters/01-behov.md", "7", True), ("/etc/passwd", "7", False), ("a/../../b.md", "7", False),
    ("chapters/a.md", "sju", False), ("a&#10;b.md", "7", False),
])  # fmt: skip
def test_the_map_inside_is_taken_where_it_can_be_ours(file: str, line: str, taken: bool) -> None:
    claimed = read(package(paragraph("a"), {"customXml": MAP.format(file=file, line=line)})).claimed
    assert (claimed is not None) is taken
    if claimed:
        assert (claimed.version, claimed.own, claimed.record) == ("0.9.0", False, "responses/nord/svar.docx")
        (piece,) = claimed.pieces
        assert (piece.identifier, str(piece.where), piece.number, piece.text) == (
            "_P1", "chapters/01-behov.md:7", "1-2", "Teksten",
        )  # fmt: skip


def test_what_the_map_inside_says_stands_on_one_line() -> None:
    given = MAP.format(file="chapters/01-behov.md", line="7").replace(
        "1-2", "1-2&#10;&#10;Response: r1 &#x9b;31m&#x202e;"
    )
    claimed = read(package(paragraph("a"), {"customXml": given})).claimed
    assert claimed and claimed.pieces[0].number == "1-2 Response: r1 31m"


def test_custom_properties_are_read_in_both_forms() -> None:
    office = "http://schemas.openxmlformats.org/officeDocument/2006"
    value = "<vt:lpwstr>abc</vt:lpwstr>"
    properties = (
        f'<Properties xmlns="{office}/custom-properties" xmlns:vt="{office}/docPropsVTypes">'
        f'<property name="Greenpaper.buildId" pid="2">{value}</property></Properties>'
    )
    content = package(paragraph("a"), properties=properties)
    assert read(content).properties == read(strict(content)).properties == {"Greenpaper.buildId": "abc"}


# Whatever comes


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (package(paragraph("a") * 4), "more than 3 paragraphs"),
        (package(""), "no paragraphs"),
        (opc.packed({**opc.unpacked(package("")), "word/document.xml": part("w:document", "").encode()}), "no body"),
    ],
)
def test_what_cannot_be_read_is_a_finding(content: bytes, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(story, "PARAGRAPHS", 3)
    opened = returned.read(content, "svar.docx")
    assert isinstance(opened, returned.Returned)
    found = docx.read(opened, "svar.docx")
    assert isinstance(found, Finding) and what in found.what
    assert (found.code, str(found.where)) == ("returned-unreadable", "svar.docx")


LEAVES = st.sampled_from([
    run("a"), run("bc"), start(1), end(1), start(2), end(2), SIGN.format(2), FIELD.format("begin"), FIELD.format("end"),
    FIELD.format("separate"), "<w:r><w:instrText>REF x</w:instrText></w:r>", '<w:commentRangeStart w:id="1"/>',
    '<w:commentRangeEnd w:id="1"/>', f'<w:moveFromRangeStart w:name="m" {KARI}/>', '<w:moveFromRangeEnd w:id="9"/>',
    "<w:sectPr/>", "<w:unknown><w:p/></w:unknown>",
])  # fmt: skip
WRAPPERS = st.sampled_from([
    f"<w:ins {KARI}>", f"<w:del {OLA}>", f"<w:moveFrom {KARI}>", f"<w:moveTo {KARI}>", "<w:p>", "<w:tbl>", "<w:tr>",
    "<w:tc>", "<w:sdt>", "<w:sdtContent>", "<w:hyperlink>", "<mc:AlternateContent>", "<w:r>", "<w:pPr>", "<w:rPr>",
])  # fmt: skip


def _wrapped(wrapper: str, content: list[str]) -> str:
    return f"{wrapper}{''.join(content)}</{wrapper[1:].split()[0].rstrip('>')}>"


TREES = st.recursive(LEAVES, lambda inner: st.builds(_wrapped, WRAPPERS, st.lists(inner, max_size=4)), max_leaves=25)


@given(st.lists(TREES, max_size=6))
def test_any_tree_is_read(content: list[str]) -> None:
    notes = part("w:footnotes", NOTE.format("".join(content), ""))
    reply = read(package("<w:p/>" + "".join(content), {"footnotes": notes}))
    for each in reply.paragraphs:
        for touched in (*each.anchors, *each.commented):
            assert 0 <= touched.start <= touched.end <= len(each.text)


PIECES = st.lists(st.tuples(st.sampled_from(["", "ins", "del"]), st.text("ab ", min_size=1, max_size=4)), max_size=8)


@given(st.lists(PIECES, min_size=1, max_size=4))
def test_texts_before_and_after_are_those_of_the_changes(content: list[list[tuple[str, str]]]) -> None:
    made = {"": run, "ins": come, "del": gone}
    body = "".join(paragraph(*(made[kind](text) for kind, text in pieces)) for pieces in content)
    found = paragraphs(body)
    assert [each.before for each in found] == ["".join(t for k, t in pieces if k != "ins") for pieces in content]
    assert [each.after for each in found] == ["".join(t for k, t in pieces if k != "del") for pieces in content]
