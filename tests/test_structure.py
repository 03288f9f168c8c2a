"""The check of the structure tree: it finds nothing in a good PDF, and names each fault that is planted in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from greenpaper import pdf, theme
from greenpaper.model import PdfSettings
from tests import counts, pages, structure

LOOK = theme.load(None)
# What chapters cannot have: header cells that span, and text in a transparency group
MORE = """<table id="spans"><caption>Sammenslått</caption>
<thead><tr><th scope="col" rowspan="2">Id</th><th scope="colgroup" colspan="2">Krav</th></tr>
<tr><th scope="col">Type</th><th scope="col">Frist</th></tr></thead>
<tbody><tr><th scope="row">K1</th><td>Logg</td><td>Mai</td></tr></tbody></table>
<p class="faint">Svak skrift, <a href="#ord">en lenke</a> <span lang="en">in English</span>.</p>
<p>Formelen <img class="math" src="img/kurve.png" alt="x^2"> og <code>kode</code>.</p>
<p class="narrow">Menneskerettighetsorganisasjonene i PDF-filer.</p></main>"""
FAINT = ".faint { opacity: 0.5 } .narrow { width: 30mm }</style>"


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("document") / "build"
    text = pages.html().replace("</style>", FAINT, 1).replace("</main>", MORE, 1)
    made = pages.write(folder, text)
    for variant in ("a-2a", "a-4f"):
        assert pdf.layout(made, folder / f"{variant}.pdf", LOOK, PdfSettings(variant=variant)) == ()
    return folder


@pytest.mark.parametrize("variant", ["a-2a", "a-4f"])
def test_nothing_is_found_in_a_good_pdf(build: Path, variant: str) -> None:
    assert structure.problems(build / f"{variant}.pdf", build / "page.html") == []


def test_data_cells_name_the_header_cells_that_span(build: Path) -> None:
    with pikepdf.open(build / "a-2a.pdf") as made:
        cell = _named(made, "/TD")[-1]
        names = {str(item.ID): item for item in _named(made, "/TH") if "/ID" in item}
        heads = [names[str(name)] for name in cell.A.Headers]
    assert [str(head.A.Scope) for head in heads] == ["/Row", "/Column", "/Column"]


def test_faint_text_stands_in_a_transparency_group_and_is_read(build: Path) -> None:
    with pikepdf.open(build / "a-2a.pdf") as made:
        marks = [
            kid for item in _elements(made) for kid in _kids(item) if isinstance(kid, Dictionary) and "/Stm" in kid
        ]
    assert marks


def _elements(made: pikepdf.Pdf) -> list[Dictionary]:
    return list(counts.structure(made.Root.StructTreeRoot.K))


def _named(made: pikepdf.Pdf, kind: str) -> list[Dictionary]:
    return [item for item in _elements(made) if str(item.S) == kind]


def _kids(item: Dictionary) -> list[object]:
    kids = item.get("/K", [])
    return list(kids) if isinstance(kids, Array) else [kids]


def _without(kind: str, key: str) -> Callable[[pikepdf.Pdf], None]:
    """Take an entry from the last element of a kind that has it."""

    def plant(made: pikepdf.Pdf) -> None:
        del [item for item in _named(made, kind) if key in item][-1][key]

    return plant


def _changed(kind: str, other: str) -> Callable[[pikepdf.Pdf], None]:
    def plant(made: pikepdf.Pdf) -> None:
        _named(made, kind)[-1].S = Name(other)

    return plant


def _attribute(kind: str, key: str, value: object) -> Callable[[pikepdf.Pdf], None]:
    def plant(made: pikepdf.Pdf) -> None:
        found = [item.A for item in _named(made, kind) if isinstance(item.get("/A"), Dictionary) and key in item.A][-1]
        if value is None:
            del found[key]
        else:
            found[key] = value

    return plant


def _swap(made: pikepdf.Pdf) -> None:
    """Two paragraphs are read in the wrong order."""
    for item in _elements(made):
        kids = item.get("/K")
        places = [at for at, kid in enumerate(_kids(item)) if isinstance(kid, Dictionary) and kid.get("/S") == "/P"]
        if len(places) > 1 and item.S == "/Sect":
            one, two = places[:2]
            kids[one], kids[two] = kids[two], kids[one]
            return


def _split(made: pikepdf.Pdf) -> None:
    """A table on two pages becomes two tables."""
    table = max(_named(made, "/Table"), key=lambda item: len(list(counts.structure(item))))
    body = next(kid for kid in _kids(table) if kid.S == "/TBody")  # type: ignore[attr-defined]
    other = made.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Table, P=table.P, K=Array([body])))
    body.P = other  # type: ignore[attr-defined]
    table.K = Array([kid for kid in table.K if kid.objgen != body.objgen])  # type: ignore[attr-defined]
    place = [kid.objgen for kid in table.P.K].index(table.objgen)
    table.P.K.insert(place + 1, other)


def _unmark(subtype: str, *, read: bool = False) -> Callable[[pikepdf.Pdf], None]:
    """An artifact is marked like text, on the first page that has one such; with `read`, it is in the tree too.

    "" stands for the watermark, which is the first thing that is drawn.
    """

    def is_wanted(item: pikepdf.ContentStreamInstruction) -> bool:
        if str(item.operator) not in {"BMC", "BDC"} or str(item.operands[0]) != "/Artifact":
            return False
        return not subtype or (len(item.operands) > 1 and str(item.operands[1].get("/Subtype")) == subtype)

    def plant(made: pikepdf.Pdf) -> None:
        for page in list(made.pages)[1:]:
            code = list(pikepdf.parse_content_stream(page))
            at = next((at for at, item in enumerate(code) if is_wanted(item)), None)
            if at is not None:
                break
        code[at] = pikepdf.ContentStreamInstruction([Name.Span, Dictionary(MCID=900)], pikepdf.Operator("BDC"))
        page.Contents = made.make_stream(pikepdf.unparse_content_stream(code))
        if read:
            owner = _named(made, "/P")[-1]
            owner.K = Array([*_kids(owner), Dictionary(Type=Name.MCR, Pg=page.obj, MCID=900)])

    return plant


def _repeated_head(made: pikepdf.Pdf) -> None:
    """The head of a table on several pages is read on each of them."""
    table = max(_named(made, "/Table"), key=lambda item: len(list(counts.structure(item))))
    head, body = _kids(table)[-2:]
    row = next(kid for kid in _kids(head))
    again = made.make_indirect(Dictionary(Type=Name.StructElem, S=Name.TR, P=body, K=Array()))
    again.K = Array(
        [made.make_indirect(Dictionary(Type=Name.StructElem, S=Name.TH, P=again, K=Array())) for _ in _kids(row)]
    )
    body.K.insert(20, again)


def _group(made: pikepdf.Pdf) -> None:
    """What stands in a transparency group leads to another element."""
    mark = next(kid for item in _elements(made) for kid in _kids(item) if isinstance(kid, Dictionary) and "/Stm" in kid)
    tree = pikepdf.NumberTree(made.Root.StructTreeRoot.ParentTree)
    tree[int(mark.Stm.StructParents)][int(mark.MCID)] = _named(made, "/P")[0]


def _area_twice(made: pikepdf.Pdf) -> None:
    one, two = _named(made, "/Link")[:2]
    area = next(kid for kid in _kids(one) if isinstance(kid, Dictionary) and kid.get("/Type") == "/OBJR")
    two.K = Array([*_kids(two), area])


def _nowhere(made: pikepdf.Pdf) -> None:
    link = next(item for page in made.pages for item in page.get("/Annots", []) if "/Dest" in item)
    link.Dest = String("nowhere")


def _hard_hyphen(made: pikepdf.Pdf) -> None:
    """The hyphen of a divided word is read."""
    page = made.pages[-1]
    code = list(pikepdf.parse_content_stream(page))
    soft = next(item.operands[1] for item in code if str(item.operator) == "BDC" and "/ActualText" in item.operands[1])
    soft.ActualText = String("-")
    page.Contents = made.make_stream(pikepdf.unparse_content_stream(code))


def _bare(made: pikepdf.Pdf) -> None:
    """Something is drawn under no mark."""
    made.pages[-1].contents_add(b"0 0 9 9 re f")


def _twice(made: pikepdf.Pdf) -> None:
    paragraph = next(item for item in _named(made, "/P") if isinstance(_kids(item)[0], int))
    paragraph.K = Array([*_kids(paragraph), _kids(paragraph)[0]])


def _lost(made: pikepdf.Pdf) -> None:
    paragraph = next(item for item in _named(made, "/P") if isinstance(_kids(item)[0], int))
    paragraph.K = Array(_kids(paragraph)[1:])


def _parent_tree(made: pikepdf.Pdf) -> None:
    entries = made.Root.StructTreeRoot.ParentTree.Nums
    entries[1][0] = _named(made, "/P")[-1]


def _link(key: str) -> Callable[[pikepdf.Pdf], None]:
    def plant(made: pikepdf.Pdf) -> None:
        del next(item for page in made.pages for item in page.get("/Annots", []) if key in item)[key]

    return plant


def _catalogue(key: str) -> Callable[[pikepdf.Pdf], None]:
    def plant(made: pikepdf.Pdf) -> None:
        del made.Root[key]

    return plant


def _packet(old: bytes, new: bytes) -> Callable[[pikepdf.Pdf], None]:
    def plant(made: pikepdf.Pdf) -> None:
        data = made.Root.Metadata.read_bytes()
        assert old in data
        made.Root.Metadata.write(data.replace(old, new))

    return plant


def _bookmark(made: pikepdf.Pdf) -> None:
    with made.open_outline() as outline:
        outline.root[-1].title = "Ord"


def _bookmark_depth(made: pikepdf.Pdf) -> None:
    with made.open_outline() as outline:
        outer = next(item for item in outline.root if item.children)
        outline.root.append(outer.children.pop())


def _labels(made: pikepdf.Pdf) -> None:
    made.Root.PageLabels.Nums[1] = Dictionary(S=Name.D, St=4)


def _info(made: pikepdf.Pdf) -> None:
    made.docinfo.Title = String("out.pdf")


def _altered(made: pikepdf.Pdf) -> None:
    _named(made, "/Formula")[0].Alt = String("x²")


def _id(made: pikepdf.Pdf) -> None:
    _named(made, "/Note")[0].ID = String("other")


def _plain_entries(made: pikepdf.Pdf) -> None:
    for item in _named(made, "/Reference"):
        item.S = Name.Span


def _note_last(made: pikepdf.Pdf) -> None:
    note = _named(made, "/Note")[0]
    kids = note.P.K
    at = next(at for at, kid in enumerate(kids) if isinstance(kid, Dictionary) and kid.objgen == note.objgen)
    del kids[at]
    kids.append(note)


FAULTS: dict[str, tuple[Callable[[pikepdf.Pdf], None], str]] = {
    "a figure without text": (_without("/Figure", "/Alt"), "Figure «»: no Alt"),
    "a formula without text": (_without("/Formula", "/Alt"), "Formula «»: no Alt"),
    "a figure without place": (_without("/Figure", "/A"), "no BBox"),
    "a figure elsewhere": (_attribute("/Figure", "/BBox", Array([9, 9, 99, 99])), "but it is drawn at"),
    "a figure off the page": (_attribute("/Figure", "/BBox", Array([0, 0, 2000, 100])), "is not on its page"),
    "a figure is a formula": (_changed("/Figure", "/Formula"), "('Formula', 'En kurve'))"),
    "a formula is text": (_changed("/Formula", "/Span"), "images with text on the page"),
    "a formula with another text": (_altered, "('Formula', 'x^2'), ('Formula', 'x²'))"),
    "code is text": (_changed("/Code", "/Span"), "<code> «kode» is no Code"),
    "a heading is a paragraph": (_changed("/H2", "/P"), "is no H2"),
    "a skipped level": (_changed("/H2", "/H3"), "a heading goes from level 1 to 3"),
    "no scope": (_attribute("/TH", "/Scope", None), "no Scope"),
    "a header that is none": (
        _attribute("/TD", "/Headers", Array([String("x")])),
        "its header x is no TH",
    ),
    "a data cell for a header": (_changed("/TH", "/TD"), "<th> «K1» is no TH"),
    "a note is text": (_changed("/Note", "/Span"), "is no FENote or Note"),
    "a note without name": (_without("/Note", "/ID"), "no ID"),
    "a note with another name": (_id, "the ID other is not in the ID tree"),
    "a note elsewhere": (_note_last, "does not stand behind its reference"),
    "contents are a list": (_changed("/TOC", "/L"), "is no TOC"),
    "contents without references": (_plain_entries, "no Reference with a Link"),
    "a note's reference is text": (_changed("/Reference", "/Span"), "does not stand behind its reference"),
    "a language is lost": (_without("/Span", "/Lang"), "its language is nb-NO, not en"),
    "two paragraphs the wrong way": (_swap, "out of its order"),
    "a table on two pages is two": (_split, "is several Table"),
    "a running head is text": (_unmark("/Header"), "MCID 900 is not in the tree"),
    "a running head is read": (_unmark("/Header", read=True), "which the page does not have here"),
    "a running foot is read": (_unmark("/Footer", read=True), "which the page does not have here"),
    "a watermark is read": (_unmark("", read=True), "has nothing to read, and is no artifact"),
    "a table's head is read on each page": (_repeated_head, "61 rows on the page, 62 in the tree"),
    "the hyphen of a divided word is read": (_hard_hyphen, "reads «-"),
    "drawn under no mark": (_bare, "drawing is neither in the tree nor an artifact"),
    "content twice in the tree": (_twice, "stands in the tree twice"),
    "content not in the tree": (_lost, "is not in the tree"),
    "the parent tree leads elsewhere": (_parent_tree, "the parent tree names another element"),
    "a group leads elsewhere": (_group, "the parent tree names another element"),
    "an active area in two links": (_area_twice, "is referred to from two elements"),
    "a link to nowhere": (_nowhere, "a link leads to nowhere, which is nowhere"),
    "a link without contents": (_link("/Contents"), "Contents of its annotation"),
    "a link without way back": (_link("/StructParent"), "an annotation (/Link) is not in the tree"),
    "no language": (_catalogue("/Lang"), "Lang is None, not nb"),
    "no page labels": (_catalogue("/PageLabels"), "there are no page labels"),
    "no view": (_catalogue("/PageMode"), "PageMode is not UseOutlines"),
    "no title shown": (_catalogue("/ViewerPreferences"), "DisplayDocTitle is not set"),
    "not marked": (_catalogue("/MarkInfo"), "MarkInfo does not say that the document is tagged"),
    "no tree": (_catalogue("/StructTreeRoot"), "there is no structure tree"),
    "another title": (_info, "the title in Info is «out.pdf»"),
    "another title in XMP": (_packet(b"deling", b"deling!"), "dc:title in XMP is not the title"),
    "a stamp is lost": (_packet(b"<greenpaper:Commit>a1", b"<greenpaper:Commit>b1"), "the stamp's commit"),
    "a property without schema": (
        _packet(b"<pdfaProperty:name>Commit<", b"<pdfaProperty:name>Other<"),
        "the XMP property Commit is in no extension schema",
    ),
    "a bookmark without its number": (_bookmark, "the first that differs"),
    "a bookmark at another depth": (_bookmark_depth, "the first that differs"),
    "labels that are not the numbers": (_labels, "pages whose label is not the number that they show"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_named(build: Path, tmp_path: Path, fault: str) -> None:
    plant, expected = FAULTS[fault]
    with pikepdf.open(build / "a-2a.pdf") as made:
        plant(made)
        made.save(tmp_path / "broken.pdf", static_id=True)
    found = structure.problems(tmp_path / "broken.pdf", build / "page.html")
    assert any(expected in problem for problem in found), found
