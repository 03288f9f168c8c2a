"""Formulas: what is drawn of them, what is told of those that cannot be read, and how each output shows them."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest

from greenpaper import formulas, page, pdf, theme, tree
from greenpaper.pdf.formulas import as_pictures
from greenpaper.tree import Node
from tests import pages

LOOK = theme.load(None)


def math(tex: str, kind: str = "InlineMath", at: str = "chapters/a.md:7") -> Node:
    return {**tree.node("Math", [tree.node(kind), tex]), "at": at}


def book(*items: Node) -> Node:
    return tree.pandoc([pages.chapter("x", "chapter", *(pages.para(item) for item in items))])


def prepare(build: Path, *items: Node) -> dict:  # type: ignore[type-arg]
    return formulas.prepare(book(*items), build, "#123456")


def test_a_formula_is_drawn_in_paths_of_the_texts_colour(tmp_path: Path) -> None:
    entry = prepare(tmp_path, math(r"\frac{1}{2}"))["formulas"]["inline"][r"\frac{1}{2}"]
    drawn = (tmp_path / entry["print"]).read_text("utf-8")
    assert "<path" in drawn
    assert "#123456" in drawn
    assert not any(word in drawn for word in ("<text", "black", "href", "font-family"))
    assert entry["style"].startswith("width: ")
    assert "vertical-align: -0." in entry["style"]


def test_none_is_drawn_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = prepare(tmp_path, math("x^2"), math("x^2"), math("x^2", "DisplayMath"))
    monkeypatch.setattr("ziamath.zmath.Math.svg", None)
    assert prepare(tmp_path, math("x^2"), math("x^2", "DisplayMath")) == before
    assert len(list((tmp_path / "img").glob("*.svg"))) == 2


def test_two_builds_give_the_same_drawing(tmp_path: Path) -> None:
    for name in ("a", "b"):
        prepare(tmp_path / name, math(r"\sum_{i=1}^n x_i"))
    (one,), (other,) = ((tmp_path / name / "img").glob("*.svg") for name in ("a", "b"))
    assert (one.name, one.read_bytes()) == (other.name, other.read_bytes())


@pytest.mark.parametrize(
    ("tex", "why"),
    [
        (r"\foo{x}", r"cannot be read as TeX (unexpected control sequence \foo)"),
        (r"\frac{1}", "cannot be read as TeX (unexpected eof)"),
        ("a + 你", "holds what its font lacks: 你 (U+4F60)"),
        (r"\ ", "is empty"),
    ],
)
def test_what_cannot_be_read_is_a_finding_at_its_line(tmp_path: Path, tex: str, why: str) -> None:
    made = prepare(tmp_path, math("x"), math(tex, at="chapters/b.md:9"))
    (found,) = made["findings"]
    assert (found["code"], found["where"]) == ("math-syntax", "chapters/b.md:9")
    assert found["what"] == f"the formula '{tex.strip()}' {why}"
    assert list(made["formulas"]["inline"]) == ["x"]


@pytest.mark.parametrize(
    "tex",
    [
        r"\bar{x} = \frac{1}{n} \sum_{i=1}^{n} x_i",
        r"\sqrt[3]{\frac{a}{b}} \pm \left( \int_0^\infty e^{-x}\,dx \right)^2",
        r"f(x) = \begin{cases} 1 & x \ge 0 \\ 0 & \text{ellers} \end{cases}",
        r"\begin{aligned} a &= b \\ &= c \end{aligned}",
        r"\begin{pmatrix} a & b \\ c & d \end{pmatrix} \cdot \vec{v} \times \mathbf{w}",
        r"\overbrace{a + b}^{n} \quad \underline{x} \quad \hat{p} \quad \widetilde{xyz} \quad \boxed{x}",
        r"\lim_{x \to 0} \log_{10} x \mid \mathbb{R} \mathcal{L} \mathfrak{g} \mathrm{d}",
        r"\text{målt på ørret, đŋŧčšž ÁČĐŊŠŦŽ} \le 5\,\% \approx 3\,^\circ\mathrm{C} \in \emptyset",
        r"\alpha \beta \Gamma \Omega \varepsilon \partial \nabla \infty \Rightarrow \leftrightarrow \neg \forall",
        r"x' \dots \ldots \cdots \binom{n}{k} \not= \prod_{\substack{i \\ j}} \operatorname{var}(X)",
    ],
)
def test_common_tex_is_drawn(tmp_path: Path, tex: str) -> None:
    made = prepare(tmp_path, math(tex), math(tex, "DisplayMath"))
    assert made["findings"] == []


def test_an_unread_formula_is_set_as_its_tex(tmp_path: Path) -> None:
    source = book(math(r"\foo{x}"), math("y"))
    made = formulas.prepare(source, tmp_path, "#000000")
    text = page.write_body(page.body(formulas.placed(source, made["formulas"]), {}, pages.NB))
    assert r"<code>\foo{x}</code>" in text
    assert text.count("<math") == 1


def test_screen_gets_mathml_and_print_a_picture_with_the_tex_as_its_text(tmp_path: Path) -> None:
    source = book(math("0{,}5\n+ x", "DisplayMath"))
    made = formulas.prepare(source, tmp_path, "#000000")
    body = page.write_body(page.body(formulas.placed(source, made["formulas"]), {}, pages.NB))
    assert '<math display="block"' in body
    assert "<mi>,</mi>" in body, "a decimal comma gets no space"
    shown = page.self_contained(f"<main>{body}</main>", lambda path: b"")
    assert "data-print" not in shown
    assert "<math" in shown
    root = ElementTree.fromstring(f"<main>{body}</main>")
    as_pictures(root)
    (image,) = root.iter("img")
    assert image.get("class") == "math display"
    assert image.get("alt") == "0{,}5 + x"
    assert (tmp_path / str(image.get("src"))).is_file()
    assert not list(image)


def test_a_wide_formula_keeps_within_the_text(tmp_path: Path) -> None:
    wide = " + ".join(f"x_{{{number}}}" for number in range(60))
    source = book(math(wide, "DisplayMath"), math(wide))
    made = formulas.prepare(source, tmp_path, "#000000")
    body = page.write_body(page.body(formulas.placed(source, made["formulas"]), {}, pages.NB))
    sheets = theme.css(LOOK) + theme.style_sheet("print.css", None)
    text = f'<!DOCTYPE html><html lang="nb"><head><title>T</title><style>{sheets}</style></head>{body}</html>'
    pdf.layout(pages.write(tmp_path, text), tmp_path / "out.pdf", LOOK)
    with pypdfium2.PdfDocument(tmp_path / "out.pdf") as opened:
        (picture,) = (sheet.render().to_pil().convert("L") for sheet in opened)
    width, height = picture.size
    edge = round(width * (1 - LOOK.page.right / LOOK.page.width))
    assert picture.crop((edge + 2, 0, width, height)).getextrema() == (255, 255)
    assert picture.crop((edge - 20, 0, edge, height)).getextrema()[0] < 128, "as wide as the text"
