"""Chapters of every construct that docs/writing.md lists, well and badly written; and others, edited at random."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

from hypothesis import strategies as st

from tests.documents import STATUS_TABLE

ROOT = Path(__file__).parent.parent.parent
HEAD = f"---\ntitle: Anything\n---\n{STATUS_TABLE}\n"

Text = st.SearchStrategy[str]

# Signs that mean something, alone or together, to one of our readers or to pandoc, and some that must not be there.
SIGNS = [
    *"*_`~^$\\[](){}<>!#|:;.-+=&\"'/@%\t ",
    *["**", "~~", "``", "$$", "---", "--", "...", "```", ":::", "!!!", "???", "[^1]", "[ ]", "[x]", "<!--", "-->"],
    *["<br>", "</", "/>", "<a>", "&nbsp;", "&#0;", "&amp", "\\\n", "  \n", "{#a}", "{.b}", "{lang=nn}", "](", "]["],
    *["\u00a0", "\u00ad", "\u200b", "\u2028", "\u0301", "\u202e", "\ufeff", "\ufffd", "\u200f", "😀", "汉", "ŧ"],
]
CONTROLS = [
    "\x00",
    "\x01",
    "\x08",
    "\x0b",
    "\x0c",
    "\x1b",
    "\x7f",
    "\x85",
    "\r",
    "\ufffe",
    "\uffff",
    "\ud800",
    "\ue000",
]
WORDS = [
    "mål",
    "krav",
    "Figure 3:",
    "Table:",
    "Tabell 2.",
    "12",
    "2027-01-08",
    "frist 8. januar 2027",
    "1.",
    "a)",
    "CO",
    "",
]
IDS = ["a", "goals", "other", "fig-1", "p1-1", "fn-1", "odd", "x" * 80, "æ", "1"]
KINDS = ["note", "tip", "warning", "danger", "quote", "example", "question", "faq", "remark", "NOTE", "Warning"]
ADDRESSES = [
    "https://www.example.no",
    "mailto:post@example.no",
    "tel:+4712345678",
    "02-other.md",
    "02-other.md#goals",
    "#a",
    "#nowhere",
    "01-odd.md",
    "03-none.md",
    "",
    "#",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "//host",
    "http://[::1",
    "https://ex ample.no",
    "a%zz",
    "data:text/html,x",
    "http://a:b",
    "?q=1",
    "https://å.no/ø?æ#å",
]
IMAGES = [
    *["img/photo.png", "img/drawing.svg"] * 4,
    "img/none.png",
    "",
    "https://example.no/a.png",
    "../../x.png",
    "img",
    "data:,",
]
TAGS = [
    "b",
    "i",
    "u",
    "s",
    "sub",
    "sup",
    "kbd",
    "mark",
    "small",
    "abbr",
    "span",
    "a",
    "p",
    "div",
    "section",
    "details",
    "summary",
    "figure",
    "figcaption",
    "img",
    "br",
    "hr",
    "table",
    "tr",
    "td",
    "th",
    "thead",
    "ul",
    "ol",
    "li",
    "h2",
    "script",
    "style",
    "iframe",
    "form",
    "input",
    "svg",
    "math",
    "title",
    "pre",
    "code",
    "blockquote",
    "center",
    "font",
    "textarea",
    "dl",
    "dt",
    "dd",
    "caption",
    "object",
    "base",
    "xmp",
    "plaintext",
    "q",
    "BR",
    "x-y",
]
GROUPS = ["div", "section", "details", "figure", "blockquote", "table", "p"]
ATTRIBUTES = [
    "",
    ' id="a"',
    ' class="b c"',
    " hidden",
    ' lang="nn"',
    ' lang="no such"',
    ' href="#a"',
    " href=02-other.md",
    ' src="img/photo.png"',
    ' alt="Et bilde"',
    " width=50%",
    ' width="1e9"',
    ' style="color:red"',
    " onclick=x()",
    " markdown",
    " markdown=1",
    ' title="a"b"',
    " id",
    " =",
    ' id=""',
    ' colspan="3"',
    ' align="right"',
    " name=a",
]
BRACES = [
    "",
    "{#a}",
    "{.unnumbered}",
    "{.landscape}",
    "{.portrait}",
    "{#costs .landscape}",
    "{lang=nn}",
    "{width=40%}",
    "{width=0}",
    "{width=-3px}",
    "{width=1e99mm}",
    "{.decorative}",
    "{: #b .c }",
    "{#}",
    "{}",
    "{.}",
    "{=html}",
    "{=openxml}",
    "{#a #b}",
    '{title="x"}',
    "{.tip title='y}",
    "{lang=}",
    "{data-pos=x}",
    "{wrapper=1}",
    "{number=7}",
    "{.callout .note}",
    "{.chapter}",
    "{.paragraph-number}",
    "{.badge}",
    "{.remark}",
    "{.status-row}",
    "{custom-style=X}",
]
TEX = [
    "x",
    "",
    " ",
    r"\frac{a}{b}",
    r"\frac{a}{b",
    r"\sqrt[3]{x}",
    "x^2_3",
    r"\text{timer $y$}",
    "2{,}5",
    r"\begin{matrix}a&b\\c\end{matrix}",
    r"\begin{aligned}a&=b\\&=c\end{aligned}",
    r"\left( x \right.",
    r"\unknown{x}",
    r"\sum_{i=1}^n",
    "%",
    "&",
    "#",
    "a\\",
    r"\mathbb R",
    r"\overbrace{a}^{b}",
    r"\color{red}x",
    r"\def\x{\x}\x",
    "æ",
    "€",
    "{" * 30 + "}" * 30,
    r"\operatorname{f}",
    r"\not=",
    "'",
    '<>&"',
]


def _join(parts: Text, most: int, between: str = "", least: int = 0) -> Text:
    return st.lists(parts, min_size=least, max_size=most).map(between.join)


signs = st.sampled_from(SIGNS)
words = st.sampled_from(WORDS) | st.text(
    st.characters(min_codepoint=32, max_codepoint=0x24F, exclude_categories=["Cc"]), max_size=12
)
plain = _join(words | signs, 6, " ")
braces = st.sampled_from(BRACES)
addresses = st.sampled_from(ADDRESSES) | _join(signs, 5)
attributes = _join(st.sampled_from(ATTRIBUTES), 3)


def _around(inner: Text) -> Text:
    """Inline constructs round others."""
    return st.one_of(
        st.builds("{0}{1}{0}".format, st.sampled_from(["*", "**", "~~", "~", "^", "_", "==", '"', "***"]), inner),
        st.builds("*{}**".format, inner),
        st.builds("[{}]({}){}".format, inner, addresses, braces),
        st.builds('[{}]({} "{}")'.format, inner, addresses, plain),
        st.builds("[{}][{}]".format, inner, st.sampled_from(["r", "s", "", "mål"])),
        st.builds("[{}]{}".format, inner, braces),
        st.builds("![{}]({}){}".format, inner, st.sampled_from(IMAGES), braces),
        st.builds("[![{}]({})]({})".format, inner, st.sampled_from(IMAGES), addresses),
        st.builds("<{0}{1}>{2}</{0}>".format, st.sampled_from(TAGS), attributes, inner),
        _join(inner, 3, " ", least=1),
        _join(inner, 3, "\n", least=1),
        _join(inner, 2, "\\\n", least=1),
    )


leaves = st.one_of(
    plain,
    words,
    st.builds("`{}`{}".format, plain, braces),
    st.sampled_from(TEX).map("${}$".format),
    st.sampled_from(
        ["[^1]", "[^n]", "[^1]", "[^n]", "<https://example.no>", "<a@b.no>", "https://bare.no", "&eacute;", "&#x1;"]
    ),
    st.sampled_from(
        ["<br>", "<br/>", "<!-- remark -->", "<!-- open", "<?php x ?>", "<![CDATA[x]]>", "<!DOCTYPE x>", "</b>"]
    ),
    st.builds("<{}{}>".format, st.sampled_from(TAGS), attributes),
    st.sampled_from(["x" * 200, "nonbreaking" * 9, "a/" * 60, "W" * 40 + " i"]),
)
inlines: Text = st.recursive(leaves, _around, max_leaves=6)
lines = inlines.map(lambda text: " ".join(text.split("\n")))


def _indented(text: str, by: str) -> str:
    return textwrap.indent(text, by, lambda line: True)


def _listed(marks: list[str], items: list[str], loose: bool) -> str:
    made = [mark + _indented(item, " " * len(mark))[len(mark) :] for mark, item in zip(marks, items, strict=False)]
    return ("\n\n" if loose else "\n").join(made)


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _table(head: list[str], rows: list[list[str]], aligned: list[str], before: str, after: str) -> str:
    rule = "|" + "|".join((aligned * len(head))[: len(head)]) + "|"
    return f"{before}{_row(head)}\n{rule}\n" + "\n".join(map(_row, rows)) + after


cells = st.one_of(words, lines, st.just(""), st.just("a<br>b"))
captions = st.builds("Table: {} {}\n\n".format, lines, braces) | braces.map("{}\n".format) | st.just("")
tables = st.builds(
    _table,
    st.lists(cells, min_size=1, max_size=9),
    st.lists(st.lists(cells, min_size=1, max_size=9), max_size=4),
    st.lists(st.sampled_from(["---", ":--", "--:", ":-:"]), min_size=1, max_size=3),
    captions,
    captions.map(lambda text: "\n\n" + text),
)
even_tables = st.integers(1, 8).flatmap(
    lambda width: st.builds(
        _table,
        st.lists(cells, min_size=width, max_size=width),
        st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=4),
        st.lists(st.sampled_from(["---", ":--", "--:", ":-:"]), min_size=1, max_size=3),
        captions,
        st.just(""),
    )
)
figures = st.one_of(
    st.builds("![{}]({}){}\n*{}*".format, words, st.sampled_from(IMAGES[:2]), braces, lines),
    st.builds("![{}]({}){}\n\nFigure 3: {}".format, words, st.sampled_from(IMAGES), braces, lines),
    st.builds(
        "<figure{}>\n  ![{}]({})\n  <figcaption>{}</figcaption>\n</figure>".format,
        st.sampled_from(["", " markdown"]),
        words,
        st.sampled_from(IMAGES),
        lines,
    ),
)
flat = st.one_of(
    inlines,
    st.builds("{} {} {}".format, st.integers(1, 7).map("#".__mul__), lines, braces),
    st.builds("{}\n{}".format, lines, st.sampled_from(["===", "---", "-"])),
    tables,
    even_tables,
    figures,
    st.builds("{0}{1}\n{2}\n{0}".format, st.sampled_from(["```", "~~~", "````"]), braces | words, plain),
    plain.map(lambda text: _indented(text, "    ")),
    st.sampled_from(TEX).map("$$\n{}\n$$".format),
    st.sampled_from(
        ["***", "---", "- - -", "&nbsp;", "\\", "[TOC]", "\\newpage", "<hr>", "*[HTML]: x", "<!-- a\n\nb -->", "<!--"]
    ),
    st.builds("[^{}]: {}".format, st.sampled_from(["1", "n", "none"]), lines),
    st.builds("[{}]: {} {}".format, st.sampled_from(["r", "s", "mål"]), addresses, st.sampled_from(["", '"t"', "'"])),
    st.builds("<{}{}>\n{}\n".format, st.sampled_from(TAGS), attributes, lines),
    st.just(STATUS_TABLE),
    braces,
)


def _containers(inner: Text) -> Text:
    """Blocks that hold blocks."""
    several = _join(inner, 3, "\n\n", least=1)
    marks = st.lists(
        st.sampled_from(["- ", "* ", "+ ", "1. ", "7) ", "0. ", "999999999. ", "- [ ] ", "- [x] ", "-     "]),
        min_size=1,
        max_size=4,
    )
    return st.one_of(
        several.map(lambda text: _indented(text, "> ")),
        st.builds(_listed, marks, st.lists(several, min_size=1, max_size=4), st.booleans()),
        st.builds(_listed, st.just(["- "] * 4), st.lists(several, min_size=1, max_size=4), st.booleans()),
        st.builds(_listed, st.just(["1. "] * 4), st.lists(several, min_size=1, max_size=4), st.booleans()),
        st.builds(
            lambda sign, kind, title, text: f"{sign} {kind}{title}\n" + _indented(text, "    "),
            st.sampled_from(["!!!", "???", "???+"]),
            st.sampled_from([*KINDS, ""]),
            st.just("") | plain.map(' "{}"'.format),
            several,
        ),
        st.builds(
            lambda kind, text: f"> [!{kind}]\n" + _indented(text, "> "), st.sampled_from([*KINDS, "FUN"]), several
        ),
        st.builds(
            "{0} {1}\n{2}\n{3}".format,
            st.sampled_from([":::", "::::"]),
            st.sampled_from(KINDS) | braces | st.just("{.tip title='Save time'}") | st.just("{.question #q}"),
            several,
            st.sampled_from([":::", "::::", ""]),
        ),
        st.builds(lambda term, text: f"{term}\n\n:   " + _indented(text, "    ")[4:], lines, several),
        st.builds(
            lambda name, text: f"[^{name}]: " + _indented(text, "    ")[4:], st.sampled_from(["1", "n"]), several
        ),
        st.builds("<{0}{1}>\n\n{2}\n\n</{0}>".format, st.sampled_from(GROUPS), attributes, several),
        several,
    )


blocks: Text = st.recursive(flat, _containers, max_leaves=10)
bodies = _join(blocks, 6, "\n\n")
heads = st.one_of(
    *[st.just(HEAD)] * 6,
    lines.map(lambda title: f"# {title}\n\n{STATUS_TABLE}\n"),
    st.builds(
        "---\n{}\n---\n".format,
        _join(st.builds("{}: {}".format, st.sampled_from(["title", "lang", "status", "x", "- "]), plain), 4, "\n"),
    ),
    st.just(""),
)
tails = st.sampled_from(
    ["\n", *["\n\n[^1]: A note.\n\n[^n]: Another.\n\n[r]: https://www.example.no\n\n[s]: #a\n"] * 3]
)
grammatical: Text = st.builds("{}{}{}".format, heads, bodies, tails)


def _sources() -> list[str]:
    found = [*ROOT.glob("tests/hard/chapters/*.md"), *ROOT.glob("chapters/*.md"), *ROOT.glob("tests/cases/*/*/in.md")]
    texts = [path.read_text("utf-8") for path in sorted(found)]
    return [text if "| Status" in text else HEAD + text for text in texts]


SOURCES = _sources()
PIECES = sorted({line for text in SOURCES for line in text.split("\n")})


def _excerpt(text: str, start: int) -> str:
    """At most 60 lines: a whole chapter takes long."""
    all_lines = text.split("\n")
    at = start % max(1, len(all_lines))
    return "\n".join(all_lines[at : at + 60])


Edit = Callable[[list[str]], list[str]]


def _deleted(at: int, count: int) -> Edit:
    return lambda parts: parts[: at % (len(parts) + 1)] + parts[at % (len(parts) + 1) + count :]


def _repeated(at: int, count: int) -> Edit:
    return lambda parts: parts[: (i := at % (len(parts) + 1)) + count] + parts[i:]


def _swapped(at: int, other: int) -> Edit:
    def edit(parts: list[str]) -> list[str]:
        if not parts:
            return parts
        made, one, two = list(parts), at % len(parts), other % len(parts)
        made[one], made[two] = made[two], made[one]
        return made

    return edit


def inserted(at: int, piece: str) -> Edit:
    return lambda parts: [*parts[: (i := at % (len(parts) + 1))], piece, *parts[i:]]


places = st.integers(0, 100_000)
edits = st.one_of(
    st.builds(_deleted, places, st.integers(1, 6)),
    st.builds(_repeated, places, st.integers(1, 6)),
    st.builds(_swapped, places, places),
)
line_edits = edits | st.builds(inserted, places, st.sampled_from(PIECES))
letter_edits = edits | st.builds(inserted, places, st.sampled_from([*SIGNS, *CONTROLS]))


def _mutated(text: str, start: int, of_lines: list[Edit], of_letters: list[Edit], headed: bool) -> str:
    parts = _excerpt(text, start).split("\n")
    for edit in of_lines:
        parts = edit(parts)
    letters = list("\n".join(parts))
    for edit in of_letters:
        letters = edit(letters)
    return (HEAD if headed else "") + "".join(letters)


mutated: Text = st.builds(
    _mutated,
    st.sampled_from(SOURCES),
    places,
    st.lists(line_edits, max_size=5),
    st.lists(letter_edits, max_size=4),
    st.booleans(),
)
any_chapter: Text = grammatical | mutated
