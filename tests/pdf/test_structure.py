"""HTML elements to structure elements, without laying anything out: content is handed over as a page would."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from greenpaper.pdf import headers, roles
from greenpaper.pdf.structure import Builder, Content, Element
from greenpaper.pdf.tagging import is_silent

Node = ElementTree.Element


def parse(body: str) -> Node:
    return ElementTree.fromstring(f'<html lang="nb"><body>{body}</body></html>')


def outline(element: Element) -> object:
    """`("P", [...])`, with the number of each piece of content."""
    kids = [outline(kid) if isinstance(kid, Element) else getattr(kid, "mcid", "link") for kid in element.kids]
    return (element.kind, kids)


def built(body: str, *, pdf2: bool = False) -> list[object]:
    """The tree of a body where each text, image and label is a piece of content, numbered in the order of the page."""
    root = parse(body)
    builder = Builder(root, pdf2=pdf2)
    count = 0

    def add(node: Node, pseudo: str = "") -> None:
        nonlocal count
        if builder.add(node, pseudo, Content(0, count)):
            count += 1

    def walk(node: Node) -> None:
        if node.tag in {"td", "th", "tr"}:
            builder.touch(node)
        if node.tag == "li" and node.get("class") != "plain":
            add(node, "marker")
        if node.tag == "span" and node.get("role") == "doc-footnote":
            add(node, "footnote-call")
            add(node, "footnote-marker")
        if node.tag == "img" or (node.text or "").strip():
            add(node)
        for child in node:
            walk(child)
            if (child.tail or "").strip():
                add(node)

    walk(root)
    document = outline(builder.finish())
    assert isinstance(document, tuple)
    return list(document[1])


def test_text_directly_in_a_group_stands_in_a_paragraph() -> None:
    assert built("<section>a <b>b</b><p>c</p>d</section>") == [
        ("Sect", [("P", [0, 1]), ("P", [2]), ("P", [3])]),
    ]


def test_a_link_in_a_cell_and_in_a_group() -> None:
    assert built('<div><a href="#x">a</a></div>') == [("P", [("Link", [0])])]
    assert built('<blockquote><a href="#x">a</a> b</blockquote>') == [("BlockQuote", [("P", [("Link", [0]), 1])])]


def test_list_items_have_labels_and_bodies_with_all_that_is_in_them() -> None:
    assert built("<ul><li>a<ul><li>b</li></ul><p>c</p></li></ul>") == [
        (
            "L",
            [("LI", [("Lbl", [0]), ("LBody", [1, ("L", [("LI", [("Lbl", [2]), ("LBody", [3])])]), ("P", [4])])])],
        ),
    ]
    assert built('<ul><li class="plain">a</li></ul>') == [("L", [("LI", [("LBody", [0])])])]


def test_terms_are_labels_of_their_descriptions() -> None:
    assert built("<dl><dt>a</dt><dt>b</dt><dd>c</dd><dd><p>d</p></dd><dt>e</dt><dd>f</dd></dl>") == [
        ("L", [("LI", [("Lbl", [0, 1]), ("LBody", [2, ("P", [3])])]), ("LI", [("Lbl", [4]), ("LBody", [5])])]),
    ]
    assert built("<dl><div><dt>a</dt><dd>b</dd></div></dl>") == [("L", [("LI", [("Lbl", [0]), ("LBody", [1])])])]


def test_contents_are_a_toc_with_references() -> None:
    line = '<a href="#{0}"><span>{0}</span></a>'
    inner = f'<ol><li class="plain">{line.format("b")}</li></ol>'
    found = built(f'<nav role="doc-toc"><ol><li class="plain">{line.format("a")}{inner}</li></ol></nav>')
    entry = ("Reference", [("Link", [0])]), ("TOC", [("TOCI", [("Reference", [("Link", [1])])])])
    assert found == [("Sect", [("TOC", [("TOCI", [*entry])])])]


def test_the_page_number_before_a_line_of_the_contents_is_read_after_it() -> None:
    root = parse('<nav><ol><li><a href="#a">Text</a></li></ol></nav>')
    link = next(root.iter("a"))
    builder = Builder(root, pdf2=False)
    builder.add(link, "before", Content(0, 0))
    builder.add(link, "", Content(0, 1))
    tree = builder.finish()
    assert [kid.mcid for kid in next(e for e in tree.walk() if e.kind == "Link").kids if isinstance(kid, Content)] == [
        1,
        0,
    ]


def test_a_note_follows_its_reference() -> None:
    note = '<span role="doc-footnote"><span class="paragraph">b</span></span>'
    assert built(f"<p>a{note} c</p>") == [
        ("P", [0, ("Reference", [1]), ("Note", [("Lbl", [2]), ("P", [3])]), 4]),
    ]
    assert built(f"<p>a{note}</p>", pdf2=True)[0][1][2][0] == "FENote"  # type: ignore[index]


def test_a_figure_holds_image_and_caption() -> None:
    figure = '<figure><img alt="Kurve"/><figcaption>a</figcaption></figure>'
    assert built(figure) == [("Div", [("Figure", [0]), ("Caption", [1])])]
    assert built(figure, pdf2=True) == [("Figure", [0, ("Caption", [1])])]
    assert built('<figure><img alt=""/><figcaption>a</figcaption></figure>', pdf2=True) == [("Div", [("Caption", [0])])]


def test_what_is_hidden_is_no_part_of_the_text() -> None:
    assert built('<p>a<span aria-hidden="true">b<code>c</code></span><img alt=""/></p>') == [("P", [0])]


def test_code_and_formulas() -> None:
    assert built("<pre><code>a</code></pre><p>b <kbd>c</kbd></p>") == [
        ("P", [("Code", [0])]),
        ("P", [1, ("Code", [2])]),
    ]
    assert built('<p>a <img class="math inline" alt="x^2"/></p>') == [("P", [0, ("Formula", [1])])]


def test_emphasis_has_a_type_of_its_own_in_pdf_2() -> None:
    assert built("<p>a <em>b</em></p>") == [("P", [0, 1])]
    assert built("<p>a <em>b</em></p>", pdf2=True) == [("P", [0, ("Em", [1])])]


def test_languages_arrive_where_they_change_and_only_there() -> None:
    root = parse('<div lang="nn"><p>a <span lang="en">b</span> <i lang="nn">c</i></p></div><p lang="nb">d</p>')
    builder = Builder(root, pdf2=False)
    for number, node in enumerate(node for node in root.iter() if (node.text or "").strip()):
        builder.add(node, "", Content(0, number))
    found = [(element.kind, element.lang) for element in builder.finish().walk() if element.lang]
    assert found == [("Div", "nn"), ("Span", "en")]


def test_an_empty_cell_is_there() -> None:
    assert built("<table><tr><th>a</th><th/></tr><tr><td/><td>b</td></tr></table>") == [
        ("Table", [("TR", [("TH", [0]), ("TH", [])]), ("TR", [("TD", []), ("TD", [1])])]),
    ]


def test_headers_are_named_where_they_span() -> None:
    plain = ElementTree.fromstring("<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table>")
    assert headers.headers(plain) == {}
    table = ElementTree.fromstring(
        "<table><thead><tr><th rowspan='2'>a</th><th colspan='2'>b</th></tr><tr><th>c</th><th>d</th></tr></thead>"
        "<tbody><tr><th scope='row'>e</th><td>f</td><td>g</td></tr></tbody></table>"
    )
    found = {cell.text: "".join(head.text or "" for head in heads) for cell, heads in headers.headers(table).items()}
    assert found == {"f": "ebc", "g": "ebd"}


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ('<a href="#x"> a\n <b>b</b>c </a>', "a bc"),
        ('<a href="#x"><img alt="Kart"/></a>', "Kart"),
        ('<a href="#x">a<span aria-hidden="true">#</span></a>', "a"),
    ],
)
def test_a_link_says_its_text(markup: str, text: str) -> None:
    assert roles.link_text(ElementTree.fromstring(markup)) == text


@pytest.mark.parametrize(
    ("text", "pseudo", "silent"),
    [
        (" ", "", True),
        ("ℹ ", "before", True),  # a letter for Unicode, a callout's sign for us
        ("⚠ ", "before", True),
        ("(side 12)", "after", False),
        ("ℹ", "", False),
    ],
)
def test_signs_that_a_style_sheet_adds_are_not_read(text: str, pseudo: str, silent: bool) -> None:
    assert is_silent(text, pseudo) == silent
