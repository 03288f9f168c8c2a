"""What the three outputs hold, counted in themselves: `./run python -m tests.counts FOLDER` prints it for a built one.

The numbers of HTML come from its elements, those of PDF from its structure tree, links and text, those of DOCX from its
parts; so an output that lost something shows it.
"""

from __future__ import annotations

import re
import sys
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
from lxml import etree
from lxml import html as lxml_html

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ROWS = ("images", "missing images", "figure captions", "callouts", "tables", "headings", "footnotes", "link targets")


def letters(text: str) -> str:
    """Only letters and digits: line ends, hyphens and spaces are each program's own."""
    return "".join(c for c in unicodedata.normalize("NFC", text).lower() if c.isalnum())


def page(path: Path) -> lxml_html.HtmlElement:
    """The HTML output, parsed."""
    return lxml_html.document_fromstring(
        path.read_bytes(), parser=lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    )


def chapters(root: lxml_html.HtmlElement) -> list[lxml_html.HtmlElement]:
    """The chapters of the HTML output."""
    return root.xpath('//*[contains(concat(" ", @class, " "), " chapter ")][@id]')


def callouts(root: lxml_html.HtmlElement) -> list[str]:
    """Letters of each callout's text."""
    return [letters(item.text_content()) for item in root.xpath('//*[contains(concat(" ", @class, " "), " callout ")]')]


def count_html(path: Path) -> dict[str, int]:
    """Elements of the chapters; a link counts when its target exists."""
    root = page(path)
    ids = set(root.xpath("//@id"))

    def total(xpath: str) -> int:
        return sum(len(chapter.xpath(xpath)) for chapter in chapters(root))

    targets = {link.get("href")[1:] for part in chapters(root) for link in part.xpath('.//a[starts-with(@href, "#")]')}
    return {
        "images": total(".//img"),
        "missing images": total('.//*[@class="missing-image"]'),
        "figure captions": total(".//figure/figcaption"),
        "callouts": len(callouts(root)),
        "tables": total(".//table"),
        "headings": total(".//h1 | .//h2 | .//h3 | .//h4 | .//h5 | .//h6"),
        "footnotes": total('.//a[@role="doc-noteref"]'),
        "link targets": len([name for name in targets & ids if not name.startswith("fn")]),
    }


def count_pdf(path: Path, html: Path) -> dict[str, int]:
    """What HTML holds and the pages show: figures by their structure elements, the rest by all its text.

    WeasyPrint begins a new element on each page, so elements that can cross pages are no measure.
    """
    root = page(html)
    with pikepdf.open(path) as pdf:
        figures = sum(str(element.S) == "/Figure" for element in structure(pdf.Root.StructTreeRoot.K))
        names = dict(pikepdf.NameTree(pdf.Root.Names.Dests).items())
        first = _number(pdf, names[chapters(root)[0].get("id")])
        links = [link for sheet in list(pdf.pages)[first:] for link in sheet.get("/Annots", [])]
        targets = {str(target) for link in links if (target := _destination(link)) is not None}
    text = pdf_text(path)
    shown = letters(text)

    def found(xpath: str) -> int:
        items = [letters(item.text_content()) for part in chapters(root) for item in part.xpath(xpath)]
        return sum(item[:40] in shown and item[-25:] in shown for item in items)

    return {
        "images": figures - len(root.xpath('.//p[@class="logo"]/img')),  # the one on the cover
        "missing images": found('.//*[@class="missing-image"]'),
        "figure captions": len(set(re.findall(r"^(?:Figur|Figure) (\d+)[:.]? ", text, re.MULTILINE))),
        "callouts": found('.//*[contains(concat(" ", @class, " "), " callout ")]'),
        "tables": found(".//table"),
        "headings": found(".//h1 | .//h2 | .//h3 | .//h4 | .//h5 | .//h6"),
        "footnotes": found('.//*[@role="doc-endnotes"]//li'),
        "link targets": len([name for name in targets & set(names) if not name.startswith("fn")]),
    }


def _number(pdf: pikepdf.Pdf, target: pikepdf.Object) -> int:
    sheet = target[0] if isinstance(target, pikepdf.Array) else target.D[0]
    return next(number for number, found in enumerate(pdf.pages) if found.obj.objgen == sheet.objgen)


def pdf_text(path: Path) -> str:
    """The text of all pages, running heads and feet included."""
    with pypdfium2.PdfDocument(path) as pdf:
        return "\n".join(sheet.get_textpage().get_text_bounded().replace("\r\n", "\n") for sheet in pdf)


def structure(item: object) -> Iterator[pikepdf.Dictionary]:
    if isinstance(item, pikepdf.Array):
        for child in item:
            yield from structure(child)
    elif isinstance(item, pikepdf.Dictionary) and "/S" in item:
        yield item
        if "/K" in item:
            yield from structure(item.K)


def _destination(link: pikepdf.Dictionary) -> str | None:
    target = link.get("/Dest") or (link.A.D if "/A" in link and link.A.get("/S") == "/GoTo" else None)
    return None if target is None else str(target)


def count_docx(path: Path) -> dict[str, int]:
    """Elements of the document part after the front matter; a link counts when its bookmark exists."""
    with zipfile.ZipFile(path) as package:
        document = etree.fromstring(package.read("word/document.xml"))
        notes = etree.fromstring(package.read("word/footnotes.xml"))
    styles = Counter(value for value in document.xpath("//w:pPr/w:pStyle/@w:val", namespaces=NAMES))
    runs = Counter(value for value in document.xpath("//w:rPr/w:rStyle/@w:val", namespaces=NAMES))
    marks = set(document.xpath("//w:bookmarkStart/@w:name", namespaces=NAMES))
    links = document.xpath(
        "//w:hyperlink[@w:anchor][preceding::w:pStyle[@w:val='Heading1']]/@w:anchor", namespaces=NAMES
    )
    codes = document.xpath("//w:instrText[starts-with(normalize-space(), 'REF ')]", namespaces=NAMES)
    links += [code.text.split()[1].removesuffix("_number") for code in codes]  # of a figure's number: its figure
    rows = document.xpath(
        "//w:tbl[.//w:rStyle[starts-with(@w:val, 'Badge')] or .//w:pStyle[starts-with(@w:val, 'Cover')]]",
        namespaces=NAMES,
    )
    return {
        "images": len(document.xpath("//w:drawing", namespaces=NAMES)) - styles["CoverLogo"],
        "missing images": runs["MissingImage"],
        "figure captions": styles["ImageCaption"],
        "callouts": sum(count for style, count in styles.items() if re.fullmatch(r"Callout\w+Title", style)),
        "tables": len(document.xpath("//w:body//w:tbl", namespaces=NAMES)) - len(rows),
        "headings": sum(styles[f"Heading{level}"] for level in range(1, 7)),
        "footnotes": len(notes.xpath("w:footnote[not(@w:type)]", namespaces=NAMES)),
        "link targets": len(set(links) & marks),
    }


NAMES = {"w": W[1:-1]}


def count(build: Path) -> dict[str, dict[str, int]]:
    """The counts of the three outputs in a build folder."""
    html, pdf, docx = (
        next(path for path in sorted(build.glob(f"*.{kind}")) if path.stem != "page")
        for kind in ("html", "pdf", "docx")
    )
    return {"HTML": count_html(html), "PDF": count_pdf(pdf, html), "DOCX": count_docx(docx)}


if __name__ == "__main__":
    made = count(Path(sys.argv[1]) / "build")
    print(f"{'':18}" + "".join(f"{kind:>6}" for kind in made))
    for row in ROWS:
        print(f"{row:18}" + "".join(f"{counts[row]:6}" for counts in made.values()))
